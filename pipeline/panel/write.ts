/** Makes a Panel edition: what may be printed, and nothing else. The same bytes for the same inputs. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PanelWords, withoutTellingWords } from '../../sources/commentary/panel-words.ts';
import { contractVersion } from '../../sources/contract/tables.ts';
import { TrackerError } from '../../sources/error.ts';
import type { RuleRow } from '../../sources/rules/contract.ts';
import { csvText, harmless } from '../csv.ts';
import { policyOf, policyRows } from '../disclosure/policy.ts';
import type { CheckResult } from '../edition/format.ts';
import { rulesVersion } from '../edition/identity.ts';
import { type LineAvailability, takeAvailability } from '../edition/measures-file.ts';
import {
  type PanelFigure,
  type PanelFile,
  type PanelManifest,
  type PanelQuestion,
  type PanelTable,
  panelFigure,
  panelFile,
  panelManifest,
} from '../edition/panel-format.ts';
import { canonicalJson, fileSha256 } from '../hash.ts';
import type { Database } from '../warehouse/database.ts';
import type { WarehousePart } from '../warehouse/load.ts';
import { quarterEndOn, yearOf } from './calendar.ts';
import { publishedCounts } from './comparisons.ts';
import { Figures } from './figures.ts';
import { hiddenShareOf, leftOut } from './hidden.ts';
import { Paper } from './paper.ts';
import { answer } from './questions.ts';
import { Reprint } from './reprint.ts';
import { type PanelLine, Sets } from './sets.ts';
import { Steps } from './steps.ts';

/** What a Panel edition is made from: one authority, one audience, one quarter-end. */
export interface PanelPlan {
  readonly editionId: string;
  readonly part: WarehousePart;
  /** An audience of audiences.csv, such as panel_public. */
  readonly audience: string;
  /** The as-at date of the run; the edition describes the newest quarter-end on or before it. */
  readonly asAt: string;
  readonly codeVersion: string;
  /** Standing papers that its readers have seen, the oldest first: what they printed is printed again. */
  readonly earlier: readonly PanelFile[];
  /** What the authority says of each question, signed off. */
  readonly words?: PanelWords;
  readonly checks?: readonly CheckResult[];
}

/** A paper decided and checked. */
export interface PanelPaper {
  readonly file: PanelFile;
  /** Texts that were left out, each with file and line; no word of them is repeated. */
  readonly wordFaults: readonly string[];
  /** Texts that a person reads again. */
  readonly readAgain: readonly string[];
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

/** A paper before anything is decided: its questions, which say what pages its site has. */
export function unansweredPaper(plan: PanelPlan): PanelFile {
  const { questions, packs } = audienceOf(plan);
  const newest = quarterEndOn(plan.asAt);
  const nothing = { answer: '', status: null, rated: null, how_many: [], changing: [], compared: [] };
  const unsaid = { so_what: null, what_next: null, children_say: null, tables: [] };
  const asked = (keys: readonly string[]) =>
    rowsOf(plan, keys).map(({ question, position, title, short_title }) => ({
      ...{ question, position, title, short_title },
      ...nothing,
      ...unsaid,
    }));
  return panelFile.parse({
    audience: plan.audience,
    as_at_date: newest,
    three_years_end: yearOf(newest),
    ...{ steps: [], figures: [], tables: [], left_out: [] },
    questions: asked(questions),
    packs: asked(packs),
    hidden: { cells: 0, hidden: 0, bands: 0, share_percent: 0, by_table: [] },
  });
}

/** The rows of some questions, in the order of the paper. */
const rowsOf = ({ part }: PanelPlan, questions: readonly string[]): RuleRow<'panel_questions'>[] =>
  part.rules.panel_questions
    .filter((row) => questions.includes(row.question))
    .sort((a, b) => a.position - b.position);

/** Everything that is printed, decided but not yet written, with the texts that could not be. Needs an open warehouse. */
export async function panelPaperOf(database: Database, plan: PanelPlan): Promise<PanelPaper> {
  const { part, audience, earlier } = plan;
  const { rules, benchmarks } = part;
  const said = audienceOf(plan);
  const newest = quarterEndOn(plan.asAt);
  const policy = policyOf(policyRows(rules, audience, newest));
  const asked = [...said.questions, ...said.packs];
  const lines = linesOf(rules.panel_lines, asked);
  const past = earlier.filter(({ as_at_date }) => as_at_date <= newest);
  // The three years that the first paper looked back on are the first block of the calendar.
  const threeYearsEnd = past.find(({ steps }) => steps.length > 0)?.three_years_end ?? yearOf(newest);
  const sets = await Sets.read(database, rules, lines, newest, threeYearsEnd);
  if (lines.every((line) => sets.get(line, { step: 'quarter_end', to: newest }) === null))
    throw new TrackerError(
      'usage',
      'panel_without_quarter_end',
      `Nothing was worked out for the quarter-end ${newest}.`,
      'Run with an as-at date on or after a quarter-end that lies within the months that settings.csv looks back.',
    );
  const steps = new Steps(
    newest,
    threeYearsEnd,
    past.flatMap((paper) => paper.steps),
  );
  for (const line of lines) steps.choose(line, sets, policy);
  const reprint = new Reprint(past);
  const oldest =
    [sets.oldest, ...past.flatMap(({ figures }) => figures.map((each) => each.to_date))].sort()[0] ?? newest;
  const making = {
    rules,
    policy,
    newest,
    lines,
    sets,
    steps,
    reprint,
    oldest,
    published: publishedCounts(rules, benchmarks),
  };
  for (const line of lines)
    for (const period of steps.periods(line, oldest)) {
      const now = sets.get(line, period);
      if (now !== null) reprint.compare(line, period, now.numerator, policy.least_difference);
    }
  const paper = await Paper.decide(making);
  const figures = new Figures(paper, rules.targets);
  const asking = { paper, figures, benchmarks, lacking: lackingOf(plan, await takeAvailability(database)) };
  const answered = (keys: readonly string[]) => rowsOf(plan, keys).map((row) => answer(row, asking));
  const [questions, packs] = [answered(said.questions), answered(said.packs)];
  const tables = [...questions, ...packs].flatMap((each) => each.tables);
  const words = heldAgainst(plan.words ?? noWords, figures.all(), policy.least_count);
  const file = panelFile.parse({
    audience,
    as_at_date: newest,
    three_years_end: threeYearsEnd,
    steps: steps.all(),
    questions: questions.map((each) => withWords(each.question, words)),
    packs: packs.map((each) => withWords(each.question, words)),
    tables,
    figures: inOrder(figures.all(), tables),
    hidden: hiddenShareOf(tables, figures, paper),
    left_out: leftOut(paper),
  } satisfies PanelFile);
  return { file, wordFaults: words.faults, readAgain: words.again };
}

/** Figures in the order in which the tables print them, the others after them by key. */
function inOrder(figures: readonly PanelFigure[], tables: readonly PanelTable[]): PanelFigure[] {
  const places = new Map(
    tables.flatMap(({ rows }) => rows.flatMap((row) => row.figures)).map((key, at) => [key, at]),
  );
  const place = ({ key }: PanelFigure): number => places.get(key) ?? places.size;
  return [...figures].sort((a, b) => place(a) - place(b));
}

const noWords: PanelWords = { words: new Map(), faults: [], again: [] };

/** The lines of the questions and packs, in their order. */
function linesOf(all: readonly PanelLine[], asked: readonly string[]): PanelLine[] {
  const order = (line: PanelLine): number => asked.indexOf(line.question) * 1000 + line.position;
  return all.filter((line) => asked.includes(line.question)).sort((a, b) => order(a) - order(b));
}

/** The texts held against every figure of their question: what may be printed of them, and what was left out with file and line. */
function heldAgainst(words: PanelWords, figures: readonly PanelFigure[], leastCount: number): PanelWords {
  return withoutTellingWords(words, (question) => ({
    leastCount,
    figures: figures
      .filter((figure) => figure.question === question)
      .map(({ statistic, value }) => ({ unit: unitsOf[statistic], value })),
  }));
}

const unitsOf = {
  count: 'count',
  percentage: 'percent',
  rate: 'per_10000',
  mean_days: 'days',
  median_days: 'days',
} as const;

function withWords(question: PanelQuestion, words: PanelWords): PanelQuestion {
  const said = words.words.get(question.question);
  const spoken = said?.children_say ?? null;
  return {
    ...question,
    what_next: said?.what_next?.text ?? null,
    children_say:
      spoken === null
        ? null
        : { text: spoken.text, sign_off_role: spoken.sign_off_role, sign_off_on: spoken.sign_off_on },
  };
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
  const { authority, name, procedure } = part.snapshot.manifest;
  const said = audienceOf(plan);
  return panelManifest.parse({
    edition_id: plan.editionId,
    audience: 'panel',
    policy_audience: audience,
    kind: 'working',
    title: `${said.title}: ${name}`,
    marking: said.marking,
    as_at_date: file.as_at_date,
    authority: { authority, name, procedure },
    code_version: plan.codeVersion,
    rules_version: rulesVersion([part]),
    contract_version: contractVersion,
    policy: policyRows(part.rules, audience, file.as_at_date),
    checks: [...(plan.checks ?? []).filter(({ severity }) => severity === 'stop'), hiddenCheck(plan, file)],
    files: Object.fromEntries(
      ['figures.csv', 'panel.json'].map((name) => [`data/${name}`, fileSha256(join(data, name))]),
    ),
  } satisfies PanelManifest);
}

/** What a reader of the run's report should know of the hiding; a warning stops nothing. */
function hiddenCheck({ part, audience }: PanelPlan, { hidden, as_at_date }: PanelFile): CheckResult {
  const most = policyOf(policyRows(part.rules, audience, as_at_date)).hidden_share_percent;
  return {
    check: `panel_hidden_share_${audience}`,
    meaning: `No more than ${most}% of the numbers of a Panel paper are hidden.`,
    severity: 'warn',
    result: hidden.share_percent > most ? 'fail' : 'pass',
    rows: hidden.hidden,
  };
}
