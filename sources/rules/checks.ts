/** Contradictions between rule rows. Each complaint names the file and line to correct. */
import type { Complaints } from './complaints.ts';
import type { RuleFileName, RuleRow } from './contract.ts';
import { checkAgeBands, checkGroups } from './group-checks.ts';
import { checkPanelRules } from './panel-checks.ts';
import type { Placed } from './rule-file.ts';
import { overlaps } from './validity.ts';

/** Every row of every rule file, not yet laid over one another. */
export type RuleRows = { readonly [F in RuleFileName]: readonly Placed<F>[] };

/** Settings that the program itself reads. */
export const knownSettings = [
  'month_ends',
  'weeks',
  'provisional_months',
  'breakdown_month_ends',
  'keep_warehouses',
  'late_extract_rows',
  'late_extract_percent',
  'busy_days',
  'busy_window_days',
  'stale_days',
  'join_minimum_periods',
  'join_minimum_percent',
  'caution_denominator',
  'few_denominator',
  'outlook_weeks',
] as const;

/** Runs every check; nothing is thrown here. */
export function checkRules(
  rows: RuleRows,
  authority: { authority: string; procedure: string },
  found: Complaints,
): void {
  checkDuplicates(rows, found);
  checkLines(rows, found);
  checkCases(rows, found);
  checkMeasures(rows, found);
  checkDeadlines(rows, found);
  checkOwnRows(rows, authority, found);
  checkDated('limits', rows.limits, (row) => [row.authority, row.measure_id, row.limit_key], found);
  checkDated('targets', rows.targets, (row) => [row.authority, row.measure_id, row.line], found);
  checkDated('alerts', rows.alerts, (row) => [row.authority, row.measure_id, row.alert], found);
  checkAlerts(rows, found);
  checkReferences(rows, found);
  checkTargets(rows, found);
  checkGroups(rows, found);
  checkAgeBands(rows, found);
  checkSettings(rows, found);
  checkPanelRules(rows, found);
}

function checkDuplicates(rows: RuleRows, found: Complaints): void {
  unique(rows.measures, (row) => [row.measure_id], found);
  unique(rows.lines, (row) => [row.measure_id, row.line], found);
  unique(rows.cases, (row) => [row.measure_id, row.line], found);
  unique(rows.reasons, (row) => [row.reason_code], found);
  unique(rows.groups, (row) => [row.authority, row.breakdown, row.code], found);
  unique(rows.categories, (row) => [row.code_set, row.code], found);
  unique(rows.age_bands, (row) => [row.group], found);
  unique(rows.breakdowns, (row) => [row.breakdown], found);
  unique(rows.settings, (row) => [row.key], found);
  unique(rows.bank_holidays, (row) => [row.date], found);
  unique(rows.process_changes, (row) => [row.authority, row.measure_id, row.line, row.changed_on], found);
  unique(rows.population, (row) => [row.authority, row.estimated_on], found);
  unique(rows.deadlines, (row) => [row.deadline], found);
  unique(rows.escalations, (row) => [row.measure_id, row.line], found);
  unique(rows.student_t, (row) => [String(row.degrees)], found);
  unique(rows.audiences, (row) => [row.audience], found);
  unique(rows.panel_questions, (row) => [row.question], found);
  unique(rows.panel_lines, (row) => [row.question, row.measure_id, row.line], found);
  unique(rows.group_coarsening, (row) => [row.authority, row.breakdown, row.group], found);
  unique(rows.benchmark_links, (row) => [row.measure_id, row.line, row.statistic], found);
}

function unique<F extends RuleFileName>(
  rows: readonly Placed<F>[],
  keyOf: (row: RuleRow<F>) => string[],
  found: Complaints,
): void {
  const seen = new Map<string, number>();
  for (const { row, layer, at } of rows) {
    const key = JSON.stringify([layer, ...keyOf(row)]);
    const before = seen.get(key);
    if (before !== undefined)
      found.add('rule_twice', at, `${keyOf(row).join(' ')} already stands in line ${before}`);
    else seen.set(key, at.line);
  }
}

function checkLines(rows: RuleRows, found: Complaints): void {
  const measures = measureIds(rows);
  const reasons = new Set(rows.reasons.map(({ row }) => row.reason_code));
  for (const { row, at } of rows.lines) {
    if (!measures.has(row.measure_id))
      found.add('rule_unknown_measure', at, `measure ${row.measure_id} is not in measures.csv`);
    if (row.requires.length === 0)
      found.add('rule_field_invalid', at, 'column requires: must name at least one input');
    if (row.reason_code !== null && !reasons.has(row.reason_code))
      found.add('rule_unknown_reason', at, `reason ${row.reason_code} is not in reasons.csv`);
    if (row.reason_code === null && row.stand_in_requires.length > 0)
      found.add('rule_unknown_reason', at, 'a stand-in needs a reason_code that says what it stands for');
  }
}

function checkCases(rows: RuleRows, found: Complaints): void {
  const lines = lineKeys(rows);
  const limits = new Set(rows.limits.map(({ row }) => `${row.measure_id} ${row.limit_key}`));
  for (const { row, at } of rows.cases) {
    if (!lines.has(`${row.measure_id} ${row.line}`))
      found.add('rule_unknown_line', at, `line ${row.line} of ${row.measure_id} is not in lines.csv`);
    if ((row.limit_key === null) !== (row.comparison === ''))
      found.add('rule_field_invalid', at, 'limit_key and comparison go together');
    if (row.limit_key !== null && !limits.has(`${row.measure_id} ${row.limit_key}`))
      found.add('rule_unknown_limit', at, `limit ${row.limit_key} of ${row.measure_id} is not in limits.csv`);
  }
}

/** A deadline runs by a limit that some measure has. */
function checkDeadlines(rows: RuleRows, found: Complaints): void {
  const limits = new Set(rows.limits.map(({ row }) => `${row.measure_id} ${row.limit_key}`));
  for (const { row, at } of rows.deadlines)
    if (!limits.has(`${row.limit_measure} ${row.limit_key}`))
      found.add(
        'rule_unknown_limit',
        at,
        `limit ${row.limit_key} of ${row.limit_measure} is not in limits.csv`,
      );
}

function checkMeasures(rows: RuleRows, found: Complaints): void {
  const lines = lineKeys(rows);
  for (const { row, at } of rows.measures) {
    for (const line of new Set(['main', row.rated_line]))
      if (!lines.has(`${row.measure_id} ${line}`))
        found.add('rule_unknown_line', at, `line ${line} of ${row.measure_id} is not in lines.csv`);
    const reference = [row.reference_value, row.reference_unit, row.reference_source];
    const given = reference.filter((part) => part !== null).length;
    if (given !== 0 && given !== 3)
      found.add('rule_field_invalid', at, 'a reference needs value, unit and source, or none of them');
  }
}

function checkOwnRows(
  rows: RuleRows,
  own: { authority: string; procedure: string },
  found: Complaints,
): void {
  const scoped = [
    ...rows.limits,
    ...rows.targets,
    ...rows.groups,
    ...rows.process_changes,
    ...rows.population,
    ...rows.alerts,
    ...rows.group_coarsening,
  ];
  for (const { row, layer, at } of scoped)
    if (layer === 'own' && !['*', own.authority, own.procedure].includes(row.authority))
      found.add(
        'rule_for_another_authority',
        at,
        `authority ${row.authority} is not ${own.authority}: only its own rules belong here`,
      );
  const limits = new Set(rows.limits.filter(isBase).map(({ row }) => `${row.measure_id} ${row.limit_key}`));
  for (const { row, layer, at } of rows.limits)
    if (layer === 'own' && !limits.has(`${row.measure_id} ${row.limit_key}`))
      found.add('rule_unknown_limit', at, `no measure reads limit ${row.limit_key} of ${row.measure_id}`);
  const settings = new Set(rows.settings.filter(isBase).map(({ row }) => row.key));
  for (const { row, layer, at } of rows.settings)
    if (layer === 'own' && !settings.has(row.key))
      found.add('rule_unknown_setting', at, `setting ${row.key} is not known`);
}

function checkDated<F extends 'limits' | 'targets' | 'alerts'>(
  name: F,
  rows: readonly Placed<F>[],
  keyOf: (row: RuleRow<F>) => string[],
  found: Complaints,
): void {
  const before = new Map<string, Placed<F>[]>();
  for (const placed of rows) {
    const { row, at, layer } = placed;
    if (row.effective_to !== null && row.effective_to <= row.effective_from)
      found.add(
        'rule_dates_reversed',
        at,
        `effective_to ${row.effective_to} is not after effective_from ${row.effective_from}`,
      );
    if ((row.approved_by_role === null) !== (row.approved_on === null))
      found.add('rule_half_approved', at, 'approved_by_role and approved_on go together');
    const key = JSON.stringify([layer, ...keyOf(row)]);
    const others = before.get(key) ?? [];
    const clash = others.find((other) => overlaps(other.row, row));
    if (clash !== undefined)
      found.add(
        'rule_dates_overlap',
        at,
        `${keyOf(row).join(' ')} overlaps the dates of line ${clash.at.line} of ${name}.csv`,
      );
    before.set(key, [...others, placed]);
  }
}

/** An alert that nobody can receive would never be logged. */
function checkAlerts(rows: RuleRows, found: Complaints): void {
  for (const { row, at } of rows.alerts)
    if (row.roles.length === 0)
      found.add('rule_field_invalid', at, 'column roles: must name at least one role');
}

function checkReferences(rows: RuleRows, found: Complaints): void {
  const measures = measureIds(rows);
  for (const { row, at } of [
    ...rows.limits,
    ...rows.targets,
    ...rows.alerts,
    ...rows.process_changes,
    ...rows.benchmark_links,
  ])
    if (!measures.has(row.measure_id))
      found.add('rule_unknown_measure', at, `measure ${row.measure_id} is not in measures.csv`);
  const lines = lineKeys(rows);
  for (const { row, at } of rows.targets)
    for (const line of row.red_if_line === null ? [row.line] : [row.line, row.red_if_line])
      if (!lines.has(`${row.measure_id} ${line}`))
        found.add('rule_unknown_line', at, `line ${line} of ${row.measure_id} is not in lines.csv`);
  for (const { row, at } of [
    ...rows.process_changes,
    ...rows.benchmark_links,
    ...rows.deadlines,
    ...rows.escalations,
  ])
    if (!lines.has(`${row.measure_id} ${row.line}`))
      found.add('rule_unknown_line', at, `line ${row.line} of ${row.measure_id} is not in lines.csv`);
}

function checkTargets(rows: RuleRows, found: Complaints): void {
  for (const { row, at } of rows.targets)
    for (const contradiction of contradictions(row)) found.add('rule_target_contradicts', at, contradiction);
}

/** What contradicts itself within one rating rule. */
function contradictions(row: RuleRow<'targets'>): string[] {
  const { family, polarity, target, floor, tolerance } = row;
  const numbers = [target, floor, tolerance].filter((number) => number !== null);
  if (family === 'X')
    return numbers.length > 0 ? ['family X is never rated: leave target, floor and tolerance empty'] : [];
  if (polarity === '') return [`family ${family} needs a polarity`];
  if (family === 'N')
    return numbers.length > 0 ? ['family N is rated by published quarters: leave the numbers empty'] : [];
  if (family === 'C') {
    if (target === null || floor === null || tolerance !== null)
      return ['family C needs a target and a floor, and no tolerance'];
    if (polarity === 'High' && floor > target) return [`floor ${floor} lies above target ${target}`];
    if (polarity === 'Low' && floor < target)
      return [`floor ${floor} lies below target ${target}, though less is better`];
    return [];
  }
  if (target === null || tolerance === null || floor !== null)
    return ['family Z needs a target and a tolerance, and no floor'];
  if (polarity !== 'Low') return ['family Z is a list that should be empty: its polarity is Low'];
  return tolerance < target ? [`tolerance ${tolerance} lies below target ${target}`] : [];
}

function checkSettings(rows: RuleRows, found: Complaints): void {
  const given = new Set(rows.settings.map(({ row }) => row.key));
  const file = rows.settings[0]?.at.file ?? 'settings.csv';
  for (const key of knownSettings)
    if (!given.has(key)) found.add('rule_unknown_setting', { file, line: 1 }, `setting ${key} is missing`);
}

const isBase = (placed: { layer: string }): boolean => placed.layer === 'base';
const measureIds = (rows: RuleRows): Set<string> => new Set(rows.measures.map(({ row }) => row.measure_id));
const lineKeys = (rows: RuleRows): Set<string> =>
  new Set(rows.lines.map(({ row }) => `${row.measure_id} ${row.line}`));
