/** Makes an edition: a folder of aggregates, the same bytes for the same inputs. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contractVersion } from '../../sources/contract/tables.ts';
import { firstEdition, type History } from '../change/edition-before.ts';
import type { AuthorityCommentary } from '../commentary/authority-commentary.ts';
import { canonicalJson, fileSha256 } from '../hash.ts';
import type { Database } from '../warehouse/database.ts';
import type { WarehousePart } from '../warehouse/load.ts';
import { assuranceOf } from './assurance-file.ts';
import { benchmarksOf } from './benchmarks-file.ts';
import { type ChangesPlan, changesOf } from './changes-file.ts';
import { chartsOf } from './charts-file.ts';
import { scanForChildren, stopOnFailure } from './checks.ts';
import { commentaryFileOf, commentaryNotes } from './commentary-file.ts';
import { type AssuranceFile, type CheckResult, type Edition, type Manifest, valuesName } from './format.ts';
import { groupsFile, teamsFile } from './groups-file.ts';
import { rulesVersion } from './identity.ts';
import { measuresFile, ratingRules, takeAvailability } from './measures-file.ts';
import { outlookOf } from './outlook-file.ts';
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

/** Writes the edition into an empty folder and returns its manifest. Stops if a child's key is found in it. */
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
  await writeValues(database, data);
  const files = [valuesName];
  const available = await takeAvailability(database);
  const measures = measuresFile(books, available, plan.asAt);
  const groups = await groupsFile(database, books);
  const authorities = withNotes(await assuranceOf(database, snapshots, plan.asAt), plan.commentaries);
  const charts = await chartsOf(database, books);
  const { asAt } = plan;
  const red = await redLines(database, asAt);
  const contents: Record<string, unknown> = {
    'measures.json': measures,
    'groups.json': groups,
    'teams.json': await teamsFile(database, asAt),
    'charts.json': charts,
    'benchmarks.json': await benchmarksOf(database, plan.parts),
    'changes.json': await changesOf(database, changesPlan(plan, measures)),
    'commentary.json': commentaryFileOf(plan.commentaries, { asAt, red, charts }, asAt),
    'outlook.json': await outlookOf(database, books, available, asAt),
    'pages.json': pagesOf(books),
    'tracking.json': await trackingOf(database, books, asAt),
    'reconciliation.json': await reconciliationOf(database, plan.papers ?? [], asAt),
  };
  const texts = textsIn([contents, authorities, checksSoFar]);
  const checks = [...checksSoFar, await scanForChildren(database, texts, textsIn(books))];
  stopOnFailure(checks);
  const assurance = { authorities, checks } satisfies AssuranceFile;
  for (const [name, content] of Object.entries({ ...contents, 'assurance.json': assurance })) {
    writeFileSync(join(data, name), canonicalJson(content));
    files.push(name);
  }
  const manifest = manifestOf(plan, ratingRules(measures, plan.asAt), checks, hashes(data, files));
  writeFileSync(join(folder, 'manifest.json'), canonicalJson(manifest));
  return manifest;
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

/** Every text in a content, however deep. */
function textsIn(content: unknown): string[] {
  if (typeof content === 'string') return [content];
  return typeof content === 'object' && content !== null ? Object.values(content).flatMap(textsIn) : [];
}

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
