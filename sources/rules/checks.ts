/** Contradictions between rule rows. Each complaint names the file and line to correct. */
import type { OpenSetName } from '../contract/open-sets.ts';
import { likeness } from '../likeness.ts';
import { type Complaints, checkUnique, type Place } from '../table-file.ts';
import { type RuleFileName, type RuleRow, ruleFileNames, ruleTables } from './contract.ts';
import { keyOf, type PlacedRule, type RuleRows, type Whose } from './overlay.ts';
import { checkPanelRules } from './panel-checks.ts';
import { checkTracking } from './tracking-checks.ts';
import { overlaps, type Validity } from './validity.ts';
import { limitsNamed } from './wording.ts';

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
  'panel_worse_percent',
  'pack_days_kept',
] as const;

/** Runs every check; nothing is thrown here. */
export function checkRules(rows: RuleRows, whose: Whose, found: Complaints): void {
  for (const file of ruleFileNames) {
    const placed = rows[file] as readonly PlacedRule<RuleFileName>[];
    if ('effective_from' in ruleTables[file].row.shape) checkDated(file, placed, found);
    else
      checkUnique(
        placed,
        (each) => nameOf(file, each).key,
        found,
        (each) => nameOf(file, each).says,
      );
    for (const each of placed) checkRow(each, whose, found);
  }
  checkReferences(rows, found);
  checkLines(rows, found);
  checkCases(rows, found);
  checkMeasures(rows, found);
  checkAlerts(rows, found);
  checkTargets(rows, found);
  checkMedians(rows, found);
  checkGroups(rows, found);
  checkAgeBands(rows, found);
  checkSettings(rows, found);
  checkPanelRules(rows, found);
  checkTracking(rows, found);
}

/** What names a row for a reader, and apart from all others of its layer. */
function nameOf(file: RuleFileName, { row, layer }: PlacedRule<RuleFileName>): { says: string; key: string } {
  const { authority } = row as { authority?: string };
  const parts = JSON.parse(keyOf(file, row)) as unknown[];
  return {
    says: [...(authority === undefined ? [] : [authority]), ...parts].join(' '),
    key: JSON.stringify([layer, authority, ...parts]),
  };
}

function checkDated(file: RuleFileName, rows: readonly PlacedRule<RuleFileName>[], found: Complaints): void {
  const before = new Map<string, { readonly line: number; readonly span: Validity }[]>();
  for (const placed of rows) {
    const span = placed.row as unknown as Validity;
    if (span.effective_to !== null && span.effective_to <= span.effective_from)
      found.add(
        'rule_dates_reversed',
        placed.at,
        `effective_to ${span.effective_to} is not after effective_from ${span.effective_from}`,
      );
    const { says, key } = nameOf(file, placed);
    const others = before.get(key) ?? [];
    const clash = others.find((other) => overlaps(other.span, span));
    if (clash !== undefined)
      found.add(
        'rule_dates_overlap',
        placed.at,
        `${says} overlaps the dates of line ${clash.line} of ${file}.csv`,
      );
    before.set(key, [...others, { line: placed.at.line, span }]);
  }
}

/** What any row may get wrong, whatever its file. */
function checkRow({ row, layer, at }: PlacedRule<RuleFileName>, whose: Whose, found: Complaints): void {
  const said = row as { authority?: string; approved_by_role?: string | null; approved_on?: string | null };
  const own = ['*', whose.authority, whose.procedure, undefined];
  if (layer === 'own' && !own.includes(said.authority))
    found.add(
      'rule_for_another_authority',
      at,
      `authority ${said.authority} is not ${whose.authority}: only its own rules belong here`,
    );
  if (((said.approved_by_role ?? null) === null) !== ((said.approved_on ?? null) === null))
    found.add('rule_half_approved', at, 'approved_by_role and approved_on go together');
}

/** What a row names must stand in the file that declares it. */
function checkReferences(rows: RuleRows, found: Complaints): void {
  const refer = <F extends RuleFileName>(
    files: readonly F[],
    what: 'measure' | 'line' | 'limit' | 'reason',
    named: (row: RuleRow<F>) => readonly (string | null)[],
  ): void => {
    const known = knownNames(rows, what);
    for (const { row, at } of files.flatMap((file) => [...rows[file]] as PlacedRule<F>[]))
      for (const name of new Set(named(row)))
        if (name !== null && !known.has(name))
          found.add(`rule_unknown_${what}`, at, `${what} ${name} is not in ${what}s.csv`);
  };
  refer(['lines', 'limits', 'targets', 'alerts', 'process_changes', 'benchmark_links'], 'measure', (row) => [
    row.measure_id,
  ]);
  refer(
    ['look_backs', 'cases', 'targets', 'process_changes', 'benchmark_links', 'deadlines', 'escalations'],
    'line',
    lineName,
  );
  refer(['targets'], 'line', ({ measure_id, red_if_line }) => [
    red_if_line === null ? null : `${red_if_line} of ${measure_id}`,
  ]);
  refer(['measures'], 'line', ({ measure_id, rated_line }) => [
    `main of ${measure_id}`,
    `${rated_line} of ${measure_id}`,
  ]);
  refer(['lines'], 'reason', ({ reason_code }) => [reason_code]);
  refer(['tracking_lines'], 'line', ({ measure_id, line }) => [
    measure_id === '' ? null : `${line} of ${measure_id}`,
  ]);
  refer(['cases'], 'limit', ({ measure_id, limit_key }) => [
    limit_key === null ? null : `${limit_key} of ${measure_id}`,
  ]);
  refer(['measures', 'lines'], 'limit', limitsNamed);
  refer(['deadlines'], 'limit', ({ limit_measure, limit_key }) => [`${limit_key} of ${limit_measure}`]);
}

const lineName = (row: { measure_id: string; line: string }): [string] => [
  `${row.line} of ${row.measure_id}`,
];

function knownNames(rows: RuleRows, what: 'measure' | 'line' | 'limit' | 'reason'): ReadonlySet<string> {
  switch (what) {
    case 'measure':
      return new Set(rows.measures.map(({ row }) => row.measure_id));
    case 'line':
      return new Set(rows.lines.flatMap(({ row }) => lineName(row)));
    case 'reason':
      return new Set(rows.reasons.map(({ row }) => row.reason_code));
    case 'limit':
      // A limit that only an authority's own rules name is read by nobody.
      return new Set(rows.limits.filter(isBase).map(({ row }) => `${row.limit_key} of ${row.measure_id}`));
  }
}

function checkLines(rows: RuleRows, found: Complaints): void {
  const lookBacks = new Set(rows.look_backs.flatMap(({ row }) => lineName(row)));
  for (const { row, at } of rows.lines) {
    const [name] = lineName(row);
    if (!lookBacks.has(name))
      found.add('rule_look_back_missing', at, `line ${name} has no look-back in look_backs.csv`);
    if (row.requires.length === 0)
      found.add('rule_field_invalid', at, 'column requires: must name at least one input');
    if (row.reason_code === null && row.stand_in_requires.length > 0)
      found.add('rule_unknown_reason', at, 'a stand-in needs a reason_code that says what it stands for');
  }
}

function checkCases(rows: RuleRows, found: Complaints): void {
  for (const { row, at } of rows.cases)
    if ((row.limit_key === null) !== (row.comparison === ''))
      found.add('rule_field_invalid', at, 'limit_key and comparison go together');
  const known = knownNames(rows, 'limit');
  for (const { row, layer, at } of rows.limits)
    if (layer === 'own' && !known.has(`${row.limit_key} of ${row.measure_id}`))
      found.add('rule_unknown_limit', at, `no measure reads limit ${row.limit_key} of ${row.measure_id}`);
}

function checkMeasures(rows: RuleRows, found: Complaints): void {
  for (const { row, at } of rows.measures) {
    const reference = [row.reference_value, row.reference_unit, row.reference_source];
    const given = reference.filter((part) => part !== null).length;
    if (given !== 0 && given !== 3)
      found.add('rule_field_invalid', at, 'a reference needs value, unit and source, or none of them');
  }
}

/** An alert that nobody can receive would never be logged. */
function checkAlerts(rows: RuleRows, found: Complaints): void {
  for (const { row, at } of rows.alerts) {
    if (row.roles.length === 0)
      found.add('rule_field_invalid', at, 'column roles: must name at least one role');
    for (const role of row.roles) checkCode(rows, 'manager_role', role, at, found);
  }
}

/** A code that codes.csv does not have, with the one most like it. */
function checkCode(rows: RuleRows, set: OpenSetName, code: string, at: Place, found: Complaints): void {
  const known = rows.codes.flatMap(({ row }) => (row.code_set === set ? row.code : []));
  if (known.includes(code)) return;
  const [near] = [...known].sort((a, b) => likeness(code, b) - likeness(code, a));
  found.add(
    'rule_unknown_code',
    at,
    `${code} is no ${set} of codes.csv${near === undefined ? '' : `; nearest is ${near}`}`,
  );
}

function checkTargets(rows: RuleRows, found: Complaints): void {
  for (const { row, at } of rows.targets)
    for (const contradiction of contradictions(row)) found.add('rule_target_contradicts', at, contradiction);
}

/** A median is worked out where a line names it and nowhere else. */
function checkMedians(rows: RuleRows, found: Complaints): void {
  const median = 'median_days';
  const given = new Set(
    rows.lines.filter(({ row }) => row.statistics.includes(median)).map(({ row }) => lineName(row)[0]),
  );
  const wanted = [
    ...rows.targets.filter(({ row }) => row.statistic === median),
    ...rows.benchmark_links.filter(({ row }) => row.statistic === median),
    ...rows.panel_lines.filter(({ row }) => row.statistics.includes(median)),
  ];
  for (const { row, at } of wanted)
    if (!given.has(lineName(row)[0]))
      found.add(
        'rule_median_missing',
        at,
        `${lineName(row)[0]} has no ${median} among its statistics in lines.csv`,
      );
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

/** A group has one label and one position, or a table would name it twice. */
function checkGroups(rows: RuleRows, found: Complaints): void {
  const labels = new Map<string, { readonly says: string; readonly line: number }>();
  for (const { row, layer, at } of rows.groups) {
    const key = JSON.stringify([layer, row.authority, row.breakdown, row.group]);
    const says = JSON.stringify([row.label, row.position]);
    const before = labels.get(key);
    if (before === undefined) labels.set(key, { says, line: at.line });
    else if (before.says !== says)
      found.add(
        'rule_group_contradicts',
        at,
        `group ${row.group} has another label or position in line ${before.line}`,
      );
  }
}

/** Every age must lie in one band, or children would be counted twice or not at all. */
function checkAgeBands(rows: RuleRows, found: Complaints): void {
  const bands = rows.age_bands.filter(isBase).sort((a, b) => a.row.age_from - b.row.age_from);
  const contradicts = (at: PlacedRule<'age_bands'>['at'], text: string) =>
    found.add('rule_age_band_contradicts', at, text);
  for (const [index, { row, at }] of bands.entries()) {
    if (row.age_below <= row.age_from)
      contradicts(at, `age_below ${row.age_below} is not above age_from ${row.age_from}`);
    const next = bands[index + 1];
    if (next !== undefined && next.row.age_from !== row.age_below)
      contradicts(
        next.at,
        `the band before ends at ${row.age_below}, this one begins at ${next.row.age_from}`,
      );
  }
}

function checkSettings(rows: RuleRows, found: Complaints): void {
  const base = new Set(rows.settings.filter(isBase).map(({ row }) => row.key));
  const file = rows.settings[0]?.at.file ?? 'settings.csv';
  for (const key of knownSettings)
    if (!base.has(key)) found.add('rule_unknown_setting', { file, line: 1 }, `setting ${key} is missing`);
  for (const { row, layer, at } of rows.settings)
    if (layer === 'own' && !base.has(row.key))
      found.add('rule_unknown_setting', at, `setting ${row.key} is not known`);
}

const isBase = (placed: { layer: string }): boolean => placed.layer === 'base';
