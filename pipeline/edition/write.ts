/** Makes an edition: a folder of aggregates, the same bytes for the same inputs. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contractVersion } from '../../sources/contract/tables.ts';
import type { RuleBook } from '../../sources/rules/rules.ts';
import { firstEdition, type History } from '../change/edition-before.ts';
import type { AuthorityCommentary } from '../commentary/authority-commentary.ts';
import { canonicalJson, fileSha256 } from '../hash.ts';
import type { Database } from '../warehouse/database.ts';
import type { WarehousePart } from '../warehouse/load.ts';
import { assuranceOf } from './assurance-file.ts';
import { benchmarksOf } from './benchmarks-file.ts';
import type { ChangesFile } from './change-format.ts';
import { type ChangesPlan, changesOf, revisionsOf } from './changes-file.ts';
import type { ChartsFile } from './chart-format.ts';
import { chartsOf } from './charts-file.ts';
import { scanForChildren, stopOnFailure, textsIn } from './checks.ts';
import { commentaryFileOf, commentaryNotes, concernsOf } from './commentary-file.ts';
import { type AssuranceFile, type CheckResult, type Edition, type Manifest, valuesName } from './format.ts';
import { groupsFile, teamsFile } from './groups-file.ts';
import { rulesVersion } from './identity.ts';
import type { LineKey } from './key-format.ts';
import { measuresFile, ratingRules, takeAvailability } from './measures-file.ts';
import { outlookOf } from './outlook-file.ts';
import { writeParts } from './parts-file.ts';
import { type ReconciledPaper, reconciliationOf } from './reconciliation-file.ts';
import { pagesOf, trackingOf } from './tracking-file.ts';
import { redLines, writeValues } from './values.ts';

/** What the edition is made from. */
interface EditionPlan {
  readonly editionId: string;
  readonly parts: readonly WarehousePart[];
  /** What each authority says of its figures. */
  readonly commentaries: readonly AuthorityCommentary[];
  readonly asAt: string;
  /** What the edition is compared with; absent in a first edition. */
  readonly history?: History;
  readonly codeVersion: string;
  /** Papers for other audiences made in the same run, which the Board's edition is reconciled with. */
  readonly papers?: readonly ReconciledPaper[];
  /** Place of the warehouse file relative to the data folder, with forward slashes. */
  readonly warehouse: string;
}

/**
 * Writes the edition into an empty folder and returns its manifest. Stops, and leaves nothing there, if a child's key is
 * found in it. What is large is taken and written authority by authority.
 */
export async function writeEdition(
  database: Database,
  folder: string,
  plan: EditionPlan,
  checksSoFar: readonly CheckResult[],
): Promise<Manifest> {
  const data = join(folder, 'data');
  mkdirSync(data, { recursive: true });
  const books = plan.parts.map((part) => part.rules);
  const snapshots = plan.parts.map((part) => part.snapshot);
  const { asAt } = plan;
  await writeValues(database, data);
  const available = await takeAvailability(database);
  const measures = measuresFile(books, available, asAt);
  const texts = textsIn(checksSoFar);
  const concerns: LineKey[] = [];
  const charts = chartsByAuthority(database, books, (part) => {
    textsIn(part, texts);
    concerns.push(...concernsOf(part));
  });
  await writeParts(join(data, 'charts.json'), ['charts', 'travel', 'movement', 'outliers'], charts);
  const changes = await changesOf(database, changesPlan(plan, measures));
  const revisions = revisionsByAuthority(database, changesPlan(plan, measures), texts);
  await writeParts(join(data, 'changes.json'), ['revisions'], revisions, changes);
  const contents: Record<string, unknown> = {
    'measures.json': measures,
    'groups.json': await groupsFile(database, books),
    'teams.json': await teamsFile(database, asAt),
    'benchmarks.json': await benchmarksOf(database, plan.parts),
    'commentary.json': commentaryFileOf(
      plan.commentaries,
      { asAt, red: await redLines(database, asAt), concerns },
      asAt,
    ),
    'outlook.json': await outlookOf(database, books, available, asAt),
    'pages.json': pagesOf(books),
    'tracking.json': await trackingOf(database, books, asAt),
    'reconciliation.json': await reconciliationOf(database, plan.papers ?? [], asAt),
  };
  const authorities = withNotes(await assuranceOf(database, snapshots, asAt), plan.commentaries);
  for (const content of [contents, authorities, changes]) textsIn(content, texts);
  const checks = [...checksSoFar, await scanForChildren(database, texts, textsIn(books))];
  try {
    stopOnFailure(checks);
  } catch (error) {
    rmSync(data, { recursive: true });
    throw error;
  }
  const assurance = { authorities, checks } satisfies AssuranceFile;
  for (const [name, content] of Object.entries({ ...contents, 'assurance.json': assurance }))
    writeFileSync(join(data, name), canonicalJson(content));
  const files = [valuesName, 'charts.json', 'changes.json', 'assurance.json', ...Object.keys(contents)];
  const manifest = manifestOf(plan, ratingRules(measures, plan.asAt), checks, hashes(data, files));
  writeFileSync(join(folder, 'manifest.json'), canonicalJson(manifest));
  return manifest;
}

/** Charts of one authority after the other; each is told before it is written. */
async function* chartsByAuthority(
  database: Database,
  books: readonly RuleBook[],
  tell: (part: ChartsFile) => void,
): AsyncGenerator<ChartsFile> {
  for (const book of [...books].sort((a, b) => (a.authority < b.authority ? -1 : 1))) {
    const part = await chartsOf(database, [book]);
    tell(part);
    yield part;
  }
}

async function* revisionsByAuthority(
  database: Database,
  plan: ChangesPlan,
  texts: Set<string>,
): AsyncGenerator<Pick<ChangesFile, 'revisions'>> {
  for await (const revisions of revisionsOf(database, plan)) {
    textsIn(revisions, texts);
    yield { revisions };
  }
}

/**
 * Writes what is known of the edition before anything is derived: the manifest without checks, the measures
 * without availability, and the teams. That decides which pages a site has, so that they can be built meanwhile.
 */
export async function writeFace(database: Database, folder: string, plan: EditionPlan): Promise<void> {
  const measures = measuresFile(
    plan.parts.map((part) => part.rules),
    [],
    plan.asAt,
  );
  mkdirSync(join(folder, 'data'), { recursive: true });
  const contents = {
    'measures.json': measures,
    'teams.json': await teamsFile(database, plan.asAt),
    'pages.json': pagesOf(plan.parts.map((part) => part.rules)),
  };
  for (const [name, content] of Object.entries(contents))
    writeFileSync(join(folder, 'data', name), canonicalJson(content));
  writeFileSync(
    join(folder, 'manifest.json'),
    canonicalJson(manifestOf(plan, ratingRules(measures, plan.asAt), [], {})),
  );
}

const changesPlan = (plan: EditionPlan, measures: Edition['measures']): ChangesPlan => ({
  asAt: plan.asAt,
  history: plan.history ?? firstEdition,
  authorities: plan.parts.map((part) => part.snapshot.manifest.authority),
  measures,
});

/** Commentaries that were left out stand among the notes on the data. */
const withNotes = (
  authorities: AssuranceFile['authorities'],
  commentaries: readonly AuthorityCommentary[],
): AssuranceFile['authorities'] =>
  authorities.map((authority) => ({
    ...authority,
    quality: [
      ...authority.quality,
      ...commentaries.filter((each) => each.authority === authority.authority).flatMap(commentaryNotes),
    ],
  }));

const hashes = (folder: string, files: readonly string[]): Record<string, string> =>
  Object.fromEntries([...files].sort().map((file) => [`data/${file}`, fileSha256(join(folder, file))]));

function manifestOf(
  plan: EditionPlan,
  rules: { readonly proposed: number; readonly agreed: number },
  checks: readonly CheckResult[],
  files: Record<string, string>,
): Manifest {
  const names = plan.parts.map((part) => part.snapshot.manifest.name);
  return {
    edition_id: plan.editionId,
    audience: 'board',
    kind: 'working',
    title: `Permanence Tracker: ${names.join(', ')}`,
    marking: 'OFFICIAL-SENSITIVE',
    as_at_date: plan.asAt,
    authorities: plan.parts.map(({ snapshot: { manifest } }) => ({
      authority: manifest.authority,
      name: manifest.name,
      procedure: manifest.procedure,
      snapshot_id: manifest.snapshot_id,
      snapshot_date: manifest.snapshot_date,
      snapshot_sha256: manifest.content_sha256,
    })),
    code_version: plan.codeVersion,
    rules_version: rulesVersion(plan.parts),
    contract_version: contractVersion,
    warehouse: plan.warehouse,
    rules_proposed: rules.proposed,
    rules_agreed: rules.agreed,
    ...ruleSettings(plan),
    checks: [...checks],
    files,
  };
}

/** What the rule book of the first authority sets for the whole edition. */
function ruleSettings({
  parts,
}: EditionPlan): Pick<Manifest, 'few_denominator' | 'caution_denominator' | 'settings'> {
  const [first] = parts;
  if (first === undefined) throw new Error('an edition is made from one authority at least');
  const { settings, settingRows } = first.rules;
  return {
    few_denominator: settings.few_denominator,
    caution_denominator: settings.caution_denominator,
    settings: [...settingRows],
  };
}
