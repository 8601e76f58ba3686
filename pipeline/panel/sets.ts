/** The children (families, households ...) behind every figure that a paper could print, counted where they are known: in SQL. */
import type { RuleRow } from '../../sources/rules/contract.ts';
import type { RuleBook } from '../../sources/rules/rules.ts';
import { type Database, quoted } from '../warehouse/database.ts';
import { type Period, periodOf, type Step } from './calendar.ts';

export type PanelLine = RuleRow<'panel_lines'>;
export type Named = Pick<PanelLine, 'measure_id' | 'line'>;

/** A line in a period: who is counted, of whom, and how long they waited. */
export interface Counted {
  readonly numerator: number;
  readonly denominator: number;
  /** The same for two sets of the same children, and for no others. */
  readonly numeratorSet: string;
  readonly denominatorSet: string;
  readonly sumDays: number;
  readonly timed: number;
  readonly medianDays: number | null;
  readonly population: number | null;
  readonly status: string;
  readonly provisional: boolean;
}

/** Those counted in one group of a breakdown. */
export interface GroupCount {
  readonly group: string;
  readonly numerator: number;
  readonly denominator: number;
}

/** All of a set that are not of a set within it: fewer than the policy's difference. */
export interface Remainder {
  readonly whole: string;
  readonly part: string;
  readonly count: number;
}

const keyOf = ({ measure_id, line }: Named, { step, to }: Pick<Period, 'step' | 'to'>): string =>
  [measure_id, line, step, to].join(' ');

/** From which periods of measures.csv a step is made, the best first, and how many of them make one. */
const makes: Readonly<Record<Step, readonly (readonly [period: string, parts: number])[]>> = {
  quarter_end: [['as_at', 1]],
  quarter: [
    ['quarter', 1],
    ['month', 3],
  ],
  half_year: [
    ['quarter', 2],
    ['month', 6],
  ],
  year: [
    ['r12m', 1],
    ['ytd', 1],
  ],
  three_years: [['r12m', 3]],
};

export class Sets {
  private constructor(
    private readonly database: Database,
    private readonly counted: ReadonlyMap<string, Counted>,
    /** The first quarter-end of which anything is known. */
    readonly oldest: string,
  ) {}

  /** Reads what lies up to the day. The tables it leaves are temporary. */
  static async read(
    database: Database,
    rules: RuleBook,
    lines: readonly PanelLine[],
    upTo: string,
    threeYearsEnd: number,
  ): Promise<Sets> {
    const at = `authority = ${quoted(rules.authority)} AND as_at_date <= DATE ${quoted(upTo)}`;
    const days = await database.rows(
      `SELECT DISTINCT CAST(as_at_date AS VARCHAR) AS day FROM warehouse.published.paper_line WHERE ${at} ORDER BY day`,
    );
    const known = days.map(({ day }) => String(day));
    await database.run(calendarSql(known, upTo, threeYearsEnd));
    await database.run(stepSql(rules, lines));
    await database.run(memberSql(at));
    const rows = await database.rows(countSql);
    const counted = new Map(rows.map((row) => [String(row['key']), countedOf(row)]));
    return new Sets(database, counted, known[0] ?? upTo);
  }

  /** Null where the line has no figure in the period: its input is missing, or part of the time is not on file. */
  get(line: Named, period: Pick<Period, 'step' | 'to'>): Counted | null {
    return this.counted.get(keyOf(line, period)) ?? null;
  }

  /** Those counted by group; none where the source does not say. */
  async groups(line: Named, { step, to }: Period, breakdown: string): Promise<GroupCount[]> {
    const rows = await this.database.rows(`
      SELECT ${breakdown} AS "group", COUNT(*) FILTER (counted) AS numerator, COUNT(*) AS denominator
      FROM paper_member WHERE measure_id = ${quoted(line.measure_id)} AND line = ${quoted(line.line)}
        AND step = ${quoted(step)} AND to_date = DATE ${quoted(to)}
      GROUP BY ALL ORDER BY ALL`);
    if (rows.every((row) => row['group'] === 'unknown')) return [];
    return rows.map((row) => ({
      group: String(row['group']),
      numerator: Number(row['numerator']),
      denominator: Number(row['denominator']),
    }));
  }

  /**
   * The rule of differences, on the children themselves: every set that holds another of the same time with fewer than
   * `least` children to spare. What only a day's stock and another day's have in common nobody can subtract, since who
   * came and who left between them is not known.
   */
  async remainders(periods: readonly Pick<Period, 'step' | 'to'>[], least: number): Promise<Remainder[]> {
    if (periods.length === 0) return [];
    const times = periods.map(({ step, to }) => `(${quoted(step)}, DATE ${quoted(to)})`).join(', ');
    const rows = await this.database.rows(remainderSql(times, least));
    return rows.map((row) => ({
      whole: String(row['whole']),
      part: String(row['part']),
      count: Number(row['count']),
    }));
  }
}

const countedOf = (row: Readonly<Record<string, unknown>>): Counted => ({
  numerator: Number(row['numerator']),
  denominator: Number(row['denominator']),
  numeratorSet: String(row['numerator_set']),
  denominatorSet: String(row['denominator_set']),
  sumDays: Number(row['sum_days'] ?? 0),
  timed: Number(row['timed']),
  medianDays: row['median_days'] === null ? null : Number(row['median_days']),
  population: row['population'] === null ? null : Number(row['population']),
  status: String(row['status']),
  provisional: row['provisional'] === true,
});

/** Into which period of which step each day on file falls. */
function calendarSql(days: readonly string[], upTo: string, threeYearsEnd: number): string {
  const rows = days.flatMap((day) =>
    (Object.keys(makes) as Step[]).flatMap((step) =>
      makes[step].flatMap(([period, parts]) => {
        const { to } = periodOf(step, day, threeYearsEnd);
        return to > upTo
          ? []
          : [`(${quoted(period)}, DATE ${quoted(day)}, ${quoted(step)}, DATE ${quoted(to)}, ${parts})`];
      }),
    ),
  );
  return `CREATE OR REPLACE TEMP TABLE paper_calendar (period TEXT, as_at_date DATE, step TEXT, to_date DATE, parts INTEGER);
    ${rows.length === 0 ? '' : `INSERT INTO paper_calendar VALUES ${rows.join(', ')}`}`;
}

/** Every step that a line may take, and the period it is made from. */
function stepSql(rules: RuleBook, lines: readonly PanelLine[]): string {
  const periods = new Map(rules.measures.map((row) => [row.measure_id, row.periods as readonly string[]]));
  const rows = lines.flatMap((line) =>
    line.steps.flatMap((step) => {
      const found = makes[step].find(([period]) => periods.get(line.measure_id)?.includes(period) === true);
      return found === undefined
        ? []
        : [`(${[line.measure_id, line.line, step, found[0], line.unit_kind].map(quoted).join(', ')})`];
    }),
  );
  const unique = [...new Set(rows)];
  return `CREATE OR REPLACE TEMP TABLE paper_step (measure_id TEXT, line TEXT, step TEXT, period TEXT, unit_kind TEXT);
    ${unique.length === 0 ? '' : `INSERT INTO paper_step VALUES ${unique.join(', ')}`}`;
}

/** A child who is counted in two parts of a period is counted once in it, by the later part. */
const memberSql = (at: string): string => `
  CREATE OR REPLACE TEMP TABLE paper_period AS
    SELECT measure_id, line, step, to_date, s.unit_kind, MAX_BY(population, as_at_date) AS population,
      MAX_BY(status, as_at_date) AS status, BOOL_OR(provisional) AS provisional
    FROM warehouse.published.paper_line AS l
    INNER JOIN paper_step AS s USING (measure_id, line, period)
    INNER JOIN paper_calendar AS c USING (period, step, as_at_date)
    WHERE ${at}
    GROUP BY ALL HAVING COUNT(*) = ANY_VALUE(c.parts);
  CREATE OR REPLACE TEMP TABLE paper_member AS
    SELECT DISTINCT ON (measure_id, line, step, to_date, unit_id) p.unit_kind, u.* EXCLUDE (as_at_date), step, to_date
    FROM warehouse.published.paper_unit AS u
    INNER JOIN paper_step AS s USING (measure_id, line, period)
    INNER JOIN paper_calendar AS c USING (period, step, as_at_date)
    INNER JOIN paper_period AS p USING (measure_id, line, step, to_date)
    WHERE ${at}
    ORDER BY as_at_date DESC`;

/** A set has its size and a checksum of its children as its name, so that the same children are one set in every line. */
const setName = (filter: string): string =>
  `CONCAT_WS(' ', COUNT(unit_id)${filter}, ANY_VALUE(step), ANY_VALUE(to_date), CAST(BIT_XOR(HASH(unit_id))${filter} AS VARCHAR))`;

const countSql = `
  SELECT CONCAT_WS(' ', measure_id, line, step, to_date) AS key, COUNT(unit_id) FILTER (counted) AS numerator,
    COUNT(unit_id) AS denominator, ${setName(' FILTER (counted)')} AS numerator_set, ${setName('')} AS denominator_set,
    SUM(days) FILTER (counted) AS sum_days, COUNT(days) FILTER (counted) AS timed,
    MEDIAN(days) FILTER (counted) AS median_days, ANY_VALUE(p.population) AS population,
    ANY_VALUE(p.status) AS status, BOOL_OR(p.provisional) AS provisional
  FROM paper_period AS p LEFT JOIN paper_member AS m USING (measure_id, line, step, to_date)
  GROUP BY measure_id, line, step, to_date`;

const remainderSql = (times: string, least: number): string => `
  WITH moment (step, to_date) AS (VALUES ${times}), stood AS (
    SELECT measure_id, line, step, to_date, unit_id, counted FROM paper_member INNER JOIN moment USING (step, to_date)
    WHERE unit_kind = 'child'
  ), quantity AS (
    SELECT *, 'numerator' AS quantity FROM stood WHERE counted UNION ALL SELECT *, 'denominator' FROM stood
  ), named AS (
    SELECT step, to_date, measure_id, line, quantity, COUNT(*) AS size, ${setName('')} AS name
    FROM quantity GROUP BY ALL
  ), once AS (
    SELECT name, ANY_VALUE(size) AS size, ANY_VALUE(CONCAT_WS(' ', step, to_date)) AS moment, MIN(CONCAT_WS(' ', measure_id, line, quantity)) AS one FROM named GROUP BY name
  ), child AS (
    SELECT name, size, moment, unit_id FROM once INNER JOIN quantity AS q
      ON one = CONCAT_WS(' ', measure_id, line, quantity) AND moment = CONCAT_WS(' ', q.step, q.to_date)
  )
  SELECT a.name AS whole, b.name AS part, ANY_VALUE(a.size) - ANY_VALUE(b.size) AS "count"
  FROM child AS a INNER JOIN child AS b USING (moment, unit_id)
  WHERE a.size > b.size AND a.size - b.size < ${least}
  GROUP BY a.name, b.name HAVING COUNT(*) = ANY_VALUE(b.size) ORDER BY ALL`;
