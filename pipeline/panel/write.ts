/** Makes a Panel edition: what may be printed, and nothing else. The same bytes for the same inputs. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PanelWords } from '../../sources/commentary/panel-words.ts';
import { contractVersion } from '../../sources/contract/tables.ts';
import { TrackerError } from '../../sources/error.ts';
import type { RuleRow } from '../../sources/rules/contract.ts';
import { csvText, harmless } from '../csv.ts';
import { policyOf, policyRows } from '../disclosure/policy.ts';
import type { CheckResult } from '../edition/format.ts';
import { rulesVersion } from '../edition/identity.ts';
import { type LineAvailability, takeAvailability } from '../edition/measures-file.ts';
import {
  type PanelFile,
  type PanelManifest,
  panelFigure,
  panelFile,
  panelManifest,
} from '../edition/panel-format.ts';
import { canonicalJson, fileSha256 } from '../hash.ts';
import type { Database } from '../warehouse/database.ts';
import type { WarehousePart } from '../warehouse/load.ts';
import { Candidates, quarterEndOn, readCandidates } from './candidate.ts';
import { publishedCounts } from './comparisons.ts';
import { decide } from './decide.ts';
import { Figures } from './figures.ts';
import { type PanelLine, Printed } from './printed.ts';
import { type Answered, type Asking, answer } from './questions.ts';
import { Reported } from './reported.ts';
import { tellingLeftOut } from './telling-words.ts';

/** What a Panel edition is made from: one authority, one audience, one quarter-end. */
export interface PanelPlan {
  readonly editionId: string;
  readonly part: WarehousePart;
  /** An audience of audiences.csv, such as panel_public. */
  readonly audience: string;
  /** The as-at date of the run; the edition describes the newest quarter-end on or before it. */
  readonly asAt: string;
  readonly codeVersion: string;
  /** Every earlier edition published for this audience and any other public one, withdrawn ones too. */
  readonly earlier: readonly PanelFile[];
  /** Those of them that stand, the oldest first: what they printed of earlier days is printed again. */
  readonly standing?: readonly PanelFile[];
  /** What the authority says of each question, signed off. */
  readonly words?: PanelWords;
  readonly checks?: readonly CheckResult[];
}

/** A paper decided and checked. */
export interface PanelPaper {
  readonly file: PanelFile;
  /** Texts that were left out, each with file and line; no word of them is repeated. */
  readonly wordFaults: readonly string[];
}

/**
 * Writes the edition into an empty folder and returns its manifest. Needs an open warehouse (`withWarehouse`).
 *
 * @example await withWarehouse(file, (database) => writePanelEdition(database, folder, plan))
 */
export async function writePanelEdition(
  database: Database,
  folder: string,
  plan: PanelPlan,
): Promise<PanelManifest> {
  return writePaper(folder, plan, (await panelPaperOf(database, plan)).file);
}

/** Writes what was decided into an empty folder. */
export function writePaper(folder: string, plan: PanelPlan, file: PanelFile): PanelManifest {
  const data = join(folder, 'data');
  mkdirSync(data, { recursive: true });
  writeFileSync(join(data, 'panel.json'), canonicalJson(file));
  writeFileSync(join(data, 'figures.csv'), figuresCsv(file));
  const manifest = manifestOf(plan, file, data);
  writeFileSync(join(folder, 'manifest.json'), canonicalJson(manifest));
  return manifest;
}

/** The audience's row of audiences.csv. */
function audienceOf({ part, audience }: Pick<PanelPlan, 'part' | 'audience'>): RuleRow<'audiences'> {
  const found = part.rules.audiences.find((row) => row.audience === audience);
  if (found !== undefined) return found;
  const known = part.rules.audiences.map((row) => row.audience).join(', ');
  throw new TrackerError(
    'usage',
    'audience_unknown',
    `No audience is called ${audience}.`,
    `Use one of ${known}, or add it to audiences.csv with its disclosure policy.`,
  );
}

/** Everything that is printed, decided but not yet written. */
export const panelFileOf = async (database: Database, plan: PanelPlan): Promise<PanelFile> =>
  (await panelPaperOf(database, plan)).file;

/** The same with the texts that could not be printed. */
export async function panelPaperOf(database: Database, plan: PanelPlan): Promise<PanelPaper> {
  const { part, audience, earlier } = plan;
  const { rules, benchmarks } = part;
  const said = audienceOf(plan);
  const newest = quarterEndOn(plan.asAt);
  const policy = policyOf(policyRows(rules, audience, newest));
  const rows = await readCandidates(database, rules.authority, newest);
  if (!rows.some((row) => row.as_at_date === newest))
    throw new TrackerError(
      'usage',
      'panel_without_quarter_end',
      `Nothing was worked out for the quarter-end ${newest}.`,
      'Run with an as-at date on or after a quarter-end that lies within the months that settings.csv looks back.',
    );
  const reported = new Reported(plan.standing ?? [], newest);
  const candidates = new Candidates(reported.applied(rows), newest);
  const printed = new Printed(rules, candidates, [...said.questions, ...said.packs]);
  const outside = { published: publishedCounts(rules, benchmarks), earlier };
  const shown = await decide({ printed, policy, rules, outside });
  const figures = new Figures(printed, shown, policy, rules.targets, reported);
  const words = tellingLeftOut(plan.words, printed, shown, policy);
  const lacking = lackingOf(plan, await takeAvailability(database));
  const asking: Asking = {
    printed,
    shown,
    figures,
    rules,
    benchmarks,
    lacking,
    words: words.said,
  };
  const answered = (questions: readonly string[]): Answered[] =>
    rules.panel_questions
      .filter((row) => questions.includes(row.question))
      .sort((a, b) => a.position - b.position)
      .map((row) => answer(row, asking));
  const [questions, packs] = [answered(said.questions), answered(said.packs)];
  const file = panelFile.parse({
    audience,
    as_at_date: newest,
    questions: questions.map((each) => each.question),
    packs: packs.map((each) => each.question),
    tables: [...questions, ...packs].flatMap((each) => each.tables),
    figures: figures.all(),
    hidden: shown.hidden,
  } satisfies PanelFile);
  return { file, wordFaults: words.faults };
}

const notCollected = 'The records that would answer this question are not part of the program yet.';
const notGiven = 'The records that we hold do not say.';

/** Why a line has no figure, as the assurance of the Board's edition puts it. */
function lackingOf({ part }: PanelPlan, found: readonly LineAvailability[]): (line: PanelLine) => string {
  return ({ measure_id, line }) => {
    const row = found.find(
      (each) =>
        each.authority === part.rules.authority && each.measure_id === measure_id && each.line === line,
    );
    if (row === undefined) return notCollected;
    if (row.reason_code === 'input_missing') return notGiven;
    return part.rules.reasons.find((each) => each.reason_code === row.reason_code)?.text ?? notGiven;
  };
}

function figuresCsv({ figures }: PanelFile): string {
  const columns = Object.keys(panelFigure.shape) as (keyof PanelFile['figures'][number])[];
  return csvText(
    columns,
    figures.map((figure) =>
      columns.map((column) => {
        const cell = figure[column];
        return typeof cell === 'string' ? harmless(cell) : cell;
      }),
    ),
  );
}

function manifestOf(plan: PanelPlan, file: PanelFile, data: string): PanelManifest {
  const { part, audience } = plan;
  const { authority, name } = part.snapshot.manifest;
  const said = audienceOf(plan);
  return panelManifest.parse({
    edition_id: plan.editionId,
    audience: 'panel',
    policy_audience: audience,
    kind: 'working',
    title: `${said.title}: ${name}`,
    marking: said.marking,
    as_at_date: file.as_at_date,
    authority: { authority, name },
    code_version: plan.codeVersion,
    rules_version: rulesVersion([part]),
    contract_version: contractVersion,
    policy: policyRows(part.rules, audience, file.as_at_date),
    checks: [...(plan.checks ?? []).filter(({ severity }) => severity === 'stop'), ...ownChecks(plan, file)],
    files: Object.fromEntries(
      ['figures.csv', 'panel.json'].map((name) => [`data/${name}`, fileSha256(join(data, name))]),
    ),
  } satisfies PanelManifest);
}

/** What a reader of the run's report should know of the hiding; a warning stops nothing. */
function ownChecks({ part, audience }: PanelPlan, { hidden, as_at_date }: PanelFile): CheckResult[] {
  const most = policyOf(policyRows(part.rules, audience, as_at_date)).hidden_share_percent;
  const known = hidden.known_elsewhere ?? [];
  return [
    {
      check: `panel_hidden_share_${audience}`,
      meaning: `No more than ${most}% of the numbers of a Panel paper are hidden.`,
      severity: 'warn',
      result: hidden.share_percent > most ? 'fail' : 'pass',
      rows: hidden.hidden,
    },
    {
      check: `panel_known_elsewhere_${audience}`,
      meaning: 'No hidden number can be worked out from what has been published elsewhere.',
      severity: 'warn',
      result: known.length > 0 ? 'fail' : 'pass',
      rows: known.length,
    },
  ];
}
