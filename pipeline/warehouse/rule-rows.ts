/** The rule books as rows of the `raw.rule_*` tables, in the column order of raw-tables.ts. */
import type { RuleBook } from '../../sources/rules/rules.ts';

type Cell = string | number | boolean | null;
type Rows = readonly (readonly Cell[])[];

/** Rows by table name. Reasons and the calendar are the same for every authority, so they appear once. */
export function ruleRows(books: readonly RuleBook[]): Readonly<Record<string, Rows>> {
  const each = (rowsOf: (book: RuleBook) => Rows): Rows => books.flatMap(rowsOf);
  return {
    rule_measure: each((book) =>
      book.measures.map((row) => [
        book.authority,
        row.measure_id,
        row.position,
        row.polarity,
        row.headline_statistic,
        row.rated_line,
      ]),
    ),
    rule_measure_period: each((book) =>
      book.measures.flatMap((row) =>
        row.periods.map((period, index) => [book.authority, row.measure_id, period, index === 0]),
      ),
    ),
    rule_breakdown: each((book) =>
      book.breakdowns.map((row) => [book.authority, row.breakdown, row.input[0] ?? null]),
    ),
    rule_line: each((book) =>
      book.lines.map((row) => [
        book.authority,
        row.measure_id,
        row.line,
        row.position,
        row.longest_wait,
        row.denominator_name !== '',
        row.statistics.includes('rate'),
        row.statistics.includes('median_days'),
        row.statistics.includes('mean_days'),
        row.chart === '' ? null : row.chart,
        row.drift,
      ]),
    ),
    rule_requirement: each(requirements),
    rule_line_reason: distinct(
      each((book) =>
        book.lines
          .filter((row) => row.reason_code !== null)
          .map((row) => [row.measure_id, row.line, row.reason_code]),
      ),
    ),
    rule_case: each((book) =>
      book.cases.map((row) => [
        book.authority,
        row.generic,
        row.measure_id,
        row.line,
        row.population,
        row.clock,
        row.limit_key,
        row.comparison === '' ? null : row.comparison,
        row.wait_from === '' ? null : row.wait_from,
      ]),
    ),
    rule_case_condition: each(conditions),
    rule_category: distinct(
      each((book) => book.categories.map((row) => [row.code_set, row.code, row.category])),
    ),
    rule_age_band: distinct(
      each((book) => book.ageBands.map((row) => [row.group, row.age_from, row.age_below])),
    ),
    rule_limit: each((book) =>
      book.limits.map((row) => [
        book.authority,
        row.measure_id,
        row.limit_key,
        row.n,
        row.unit,
        row.effective_from,
        row.effective_to,
      ]),
    ),
    rule_target: each((book) =>
      book.targets.map((row) => [
        book.authority,
        row.measure_id,
        row.line,
        row.family,
        row.statistic,
        row.polarity === '' ? null : row.polarity,
        row.target,
        row.floor,
        row.tolerance,
        row.red_if_line,
        row.minimum_denominator,
        row.effective_from,
        row.effective_to,
      ]),
    ),
    rule_group: each((book) =>
      book.groups.map((row) => [book.authority, row.breakdown, row.code, row.group, row.position]),
    ),
    rule_process_change: each((book) =>
      book.processChanges.map((row) => [book.authority, row.measure_id, row.line, row.changed_on]),
    ),
    rule_alert: each(alerts),
    rule_population: each(population),
    rule_deadline: each((book) =>
      book.deadlines.map((row) => [
        book.authority,
        row.deadline,
        row.measure_id,
        row.line,
        row.population,
        row.clock,
        row.limit_measure,
        row.limit_key,
      ]),
    ),
    rule_deadline_condition: each((book) =>
      book.deadlines.flatMap((row) => conditionsOf(row, [book.authority, row.deadline])),
    ),
    rule_escalation: each((book) =>
      book.escalations.map((row) => [book.authority, row.measure_id, row.line, row.counted]),
    ),
    rule_student_t: distinct(each((book) => book.studentT.map((row) => [row.degrees, row.thousandths]))),
    rule_panel_line: distinct(
      each((book) => book.panelLines.map((row) => [book.authority, row.measure_id, row.line])),
    ),
    rule_setting: each((book) =>
      Object.entries(book.settings).map(([key, value]) => [book.authority, key, value]),
    ),
    bank_holiday: distinct(each((book) => book.bankHolidays.map((row) => [row.date, row.name]))),
  };
}

function requirements(book: RuleBook): Rows {
  return book.lines.flatMap((row) => [
    ...row.requires.map((input) => [book.authority, row.measure_id, row.line, input, false] as const),
    ...row.stand_in_requires.map((input) => [book.authority, row.measure_id, row.line, input, true] as const),
  ]);
}

function conditions(book: RuleBook): Rows {
  return book.cases.flatMap((row) => conditionsOf(row, [book.authority, row.measure_id, row.line]));
}

/** The states that must and must not hold, one row each behind the key. */
function conditionsOf(row: { all_of: string; none_of: string }, key: readonly Cell[]): Rows {
  const states = (text: string): string[] => text.split(' ').filter((state) => state !== '');
  return [
    ...states(row.all_of).map((state) => [...key, state, true]),
    ...states(row.none_of).map((state) => [...key, state, false]),
  ];
}

/** One row per role that may be told; alerts that are not required are left out. */
function alerts(book: RuleBook): Rows {
  return book.alerts
    .filter((row) => row.required)
    .flatMap((row) =>
      row.roles.map((role) => [
        book.authority,
        row.measure_id,
        row.alert,
        role,
        row.effective_from,
        row.effective_to,
      ]),
    );
}

/** An estimate holds until the next one. */
function population(book: RuleBook): Rows {
  const rows = [...book.population].sort((a, b) => (a.estimated_on < b.estimated_on ? -1 : 1));
  return rows.map((row, index) => [
    book.authority,
    row.estimated_on,
    rows[index + 1]?.estimated_on ?? null,
    row.children,
  ]);
}

function distinct(rows: Rows): Rows {
  return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
}
