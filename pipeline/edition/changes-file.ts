/** `changes.json`: why figures moved since the edition before, and how earlier months have been revised. */
import { readFileSync } from 'node:fs';
import { group } from 'd3-array';
import { addMonths, isMonthEnd } from '../../sources/days.ts';
import { type History, type PastEdition, soundFile } from '../change/edition-before.ts';
import { type Evaluations, millionths, movementOf, whyNotSplit } from '../change/movement.ts';
import { type MonthFigure, toldOn } from '../change/revision.ts';
import { ruledMeasures, rulesChanged } from '../change/rule-change.ts';
import { type Database, quoted } from '../warehouse/database.ts';
import { type ChangesFile, changesFile } from './change-format.ts';
import { type MeasureMeta, type MeasureValue, valuesName } from './format.ts';
import type { LineKey } from './key-format.ts';
import { formerValuesName, publishedValues, valueTable } from './values.ts';

/** What the file is made from, beside the warehouse. */
export interface ChangesPlan {
  readonly asAt: string;
  readonly history: History;
  readonly authorities: readonly string[];
  readonly measures: readonly MeasureMeta[];
}

const ratingBefore = changesFile.shape.ratings_before.unwrap().element;

/** How many months back a revision is told. */
const toldMonths = 12;

/**
 * Compares with the edition before, all but `revisionsOf`; `takeValues` must have been called. What is wrong with old
 * files is said, and stops nothing.
 */
export async function changesOf(
  database: Database,
  plan: ChangesPlan,
): Promise<Omit<ChangesFile, 'revisions'>> {
  const { before } = plan.history;
  if (before === null)
    return {
      before: null,
      reason: 'This is the first edition: there is none before it to compare with.',
      ratings_before: [],
      rules_changed: [],
      changes: [],
      not_split: [],
    };
  const { edition_id, as_at_date, kind, rules_version } = before;
  const named = { before: { edition_id, as_at_date, kind, rules_version } };
  const then = readRules(before);
  const values = soundFile(before, valuesName) ?? soundFile(before, formerValuesName);
  if (then === null || values === null) return { ...named, ...nothingCompared(plan) };
  const today = { measures: plan.measures, asAt: plan.asAt };
  const shared = plan.authorities.filter((each) => before.authorities.some((own) => own.authority === each));
  return {
    ...named,
    reason: null,
    ratings_before: await ratingsBefore(database, plan, before, values),
    rules_changed: rulesChanged({ measures: then, asAt: as_at_date }, today, shared),
    ...(await splitAll(database, plan, before, values)),
  };
}

/** How the edition before rated every line on its own day, as it was published. */
async function ratingsBefore(
  database: Database,
  plan: ChangesPlan,
  before: PastEdition,
  values: string,
): Promise<ChangesFile['ratings_before']> {
  const rows = await database.rows(`
    SELECT authority, measure_id, line, period, MAX(status) FILTER (WHERE status <> 'No rating - context') AS status
    FROM ${publishedValues(values)}
    WHERE breakdown = 'all' AND as_at_date = ${quoted(before.as_at_date)}
    GROUP BY ALL
    ORDER BY ALL`);
  return rows.flatMap(({ period, status, ...line }) =>
    period === headlinePeriod(plan, String(line['measure_id']))
      ? [ratingBefore.parse({ ...line, status: status ?? 'No rating - context' })]
      : [],
  );
}

function nothingCompared(plan: ChangesPlan): Omit<ChangesFile, 'before' | 'revisions'> {
  const reason = 'The files of the edition before are missing, changed or of a form that cannot be read.';
  return {
    reason,
    ratings_before: [],
    rules_changed: [],
    changes: [],
    not_split: linesOf(plan).map((line) => ({ ...line, reason })),
  };
}

/** Measures of the edition before with their rules; null when they cannot be read. */
function readRules(before: PastEdition) {
  const file = soundFile(before, 'measures.json');
  if (file === null) return null;
  return ruledMeasures.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data ?? null;
}

/** Every line of every authority, in the order of the file. */
function linesOf(plan: ChangesPlan): LineKey[] {
  return plan.authorities.flatMap((authority) =>
    plan.measures.flatMap(({ measure_id, lines }) =>
      lines.map(({ line }) => ({ authority, measure_id, line })),
    ),
  );
}

/** A figure in all its evaluations, each as text. */
interface Compared extends LineKey {
  readonly statistic: MeasureValue['statistic'];
  readonly period: MeasureValue['period'];
  readonly unit: MeasureValue['unit'];
  readonly late_recorded_children: number;
  readonly corrected_children: number;
  readonly published: string | null;
  readonly before: string | null;
  readonly since: string | null;
  readonly now: string | null;
}

const evaluationsOf = ({ published, before, since, now }: Compared): Evaluations => ({
  published: millionths(published),
  before: millionths(before),
  since: millionths(since),
  now: millionths(now),
});

/** Splits every total of the headline periods; lines without any figure to split say why. */
async function splitAll(
  database: Database,
  plan: ChangesPlan,
  before: PastEdition,
  values: string,
): Promise<Pick<ChangesFile, 'changes' | 'not_split'>> {
  const found = await comparedFigures(database, plan, before, values);
  const result: Pick<ChangesFile, 'changes' | 'not_split'> = { changes: [], not_split: [] };
  for (const line of linesOf(plan)) {
    const behind = plan.history.behind.find((each) => each.authority === line.authority);
    const figures = found.get(keyOf(line)) ?? [];
    if (behind?.snapshot === null) result.not_split.push({ ...line, reason: behind.reason });
    else splitLine(line, figures, headlinePeriod(plan, line.measure_id), result);
  }
  const known = new Set(linesOf(plan).map(keyOf));
  const reason = 'It was in the edition before and is no longer measured.';
  for (const [key, [figure]] of found)
    if (figure !== undefined && !known.has(key) && plan.authorities.includes(figure.authority)) {
      const { authority, measure_id, line } = figure;
      result.not_split.push({ authority, measure_id, line, reason });
    }
  return result;
}

const keyOf = ({ authority, measure_id, line }: LineKey): string => `${authority}\t${measure_id}\t${line}`;

function headlinePeriod(plan: ChangesPlan, id: string): MeasureValue['period'] {
  return plan.measures.find((measure) => measure.measure_id === id)?.periods[0] ?? 'as_at';
}

/** A count stands in every evaluation in which a line is available; without it nothing of the line can be split. */
function splitLine(
  line: LineKey,
  figures: readonly Compared[],
  period: MeasureValue['period'],
  result: Pick<ChangesFile, 'changes' | 'not_split'>,
): void {
  const counted = figures.find((figure) => figure.statistic === 'count');
  const count = counted === undefined ? nowhere : evaluationsOf(counted);
  if (movementOf(count) === null) {
    result.not_split.push({ ...line, reason: whyNotSplit(count) });
    return;
  }
  for (const figure of figures) {
    const { statistic, unit, late_recorded_children, corrected_children } = figure;
    const evaluations = evaluationsOf(figure);
    const movement = movementOf(evaluations);
    const children = { late_recorded_children, corrected_children };
    if (movement !== null)
      result.changes.push({ ...line, statistic, period, unit, ...movement, ...children });
    else if (Object.values(evaluations).some((value) => value !== null))
      result.not_split.push({ ...line, statistic, reason: whyNotSplit(evaluations) });
  }
}

const nowhere: Evaluations = { published: null, before: null, since: null, now: null };

/** Figures by line, each as published before and as worked out again. */
async function comparedFigures(
  database: Database,
  plan: ChangesPlan,
  before: PastEdition,
  values: string,
): Promise<Map<string, Compared[]>> {
  const rows = await database.rows(`
    WITH published AS (
      SELECT authority, measure_id, line, statistic, period, unit, value
      FROM ${publishedValues(values)}
      WHERE breakdown = 'all' AND as_at_date = ${quoted(before.as_at_date)} AND value IS NOT NULL
    )
    SELECT authority, measure_id, line, statistic, period, COALESCE(a.unit, p.unit) AS unit,
      COALESCE(late_recorded_children, 0) AS late_recorded_children, COALESCE(corrected_children, 0) AS corrected_children,
      p.value AS published, CAST(value_before AS VARCHAR) AS "before", CAST(value_since AS VARCHAR) AS since,
      CAST(value_now AS VARCHAR) AS now
    FROM warehouse.published.comparison AS a
    FULL JOIN published AS p USING (authority, measure_id, line, statistic, period)
    ORDER BY authority, measure_id, line, statistic, period`);
  const periods = new Map(plan.measures.map((measure) => [measure.measure_id, measure.periods[0]]));
  const figures = rows as unknown as readonly Compared[];
  return byLine(
    figures.filter(
      ({ measure_id, period }) => !periods.has(measure_id) || periods.get(measure_id) === period,
    ),
  );
}

const byLine = <T extends LineKey>(rows: readonly T[]): Map<string, T[]> => group(rows, keyOf);

/** Month-ends of the last year as this edition says them, after what editions before it said; authority by authority. */
export async function* revisionsOf(
  database: Database,
  plan: ChangesPlan,
): AsyncGenerator<ChangesFile['revisions']> {
  const { previous } = plan.history;
  const file = previous === null ? null : soundFile(previous, 'changes.json');
  const before = file === null ? null : changesFile.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  const told = group(before?.data?.revisions ?? [], ({ authority }) => authority);
  const days = await database.columns(`
    SELECT DISTINCT as_at_date FROM ${valueTable}
    WHERE breakdown = 'all' AND as_at_date > ${quoted(addMonths(plan.asAt, -toldMonths))}`);
  const months = ((days['as_at_date'] ?? []) as string[]).filter(isMonthEnd);
  if (months.length === 0) return;
  for (const authority of [...plan.authorities].sort()) {
    const figures = await monthFigures(database, { ...plan, authorities: [authority] }, months);
    const then = { revisions: told.get(authority) ?? [], edition_id: previous?.edition_id ?? '' };
    yield toldOn(then, figures, plan.asAt);
  }
}

/** The headline figure of every line at each month-end: its measure's statistic, or the count where it has no other. */
async function monthFigures(
  database: Database,
  plan: ChangesPlan,
  months: readonly string[],
): Promise<MonthFigure[]> {
  const rows = await database.rows(`
    SELECT authority, measure_id, line, statistic, period, as_at_date, value
    FROM ${valueTable}
    WHERE breakdown = 'all' AND authority IN (${plan.authorities.map(quoted).join(', ')})
      AND as_at_date IN (${months.map(quoted).join(', ')})
    ORDER BY ALL`);
  const found = byLine(rows as unknown as readonly MonthFigure[]);
  return linesOf(plan).flatMap((line) => {
    const period = headlinePeriod(plan, line.measure_id);
    const own = (found.get(keyOf(line)) ?? []).filter((row) => row.period === period);
    const headline = plan.measures.find((each) => each.measure_id === line.measure_id)?.headline_statistic;
    const statistic = own.find((row) => row.statistic === headline)?.statistic ?? 'count';
    // A month of which nothing is said any more has no value: that, too, is a revision.
    const saidOf = (month: string): number | null =>
      own.find((row) => row.statistic === statistic && row.as_at_date === month)?.value ?? null;
    return months.map((month) => ({ ...line, statistic, period, as_at_date: month, value: saidOf(month) }));
  });
}
