/** Contradictions in the rules of the Panel and of disclosure control. Each complaint names file and line. */
import type { Complaints } from '../table-file.ts';
import type { PlacedRule, RuleRows } from './overlay.ts';
import { disclosureRules, panelPacks, panelQuestions, type panelSteps } from './panel-contract.ts';
import { overlaps } from './validity.ts';

/** Runs every check; nothing is thrown here. */
export function checkPanelRules(rows: RuleRows, found: Complaints): void {
  checkPolicies(rows, found);
  checkFloor(rows, found);
  checkQuestions(rows, found);
  checkLines(rows, found);
  checkChanges(rows, found);
  checkCoarsening(rows, found);
}

function checkPolicies(rows: RuleRows, found: Complaints): void {
  const audiences = new Set([...floors(rows), ...rows.audiences.map(({ row }) => row.audience)]);
  for (const { row, at, layer } of rows.disclosure) {
    if (!audiences.has(row.audience))
      found.add('disclosure_unknown_audience', at, `audience ${row.audience} is not in audiences.csv`);
    if (layer === 'own' && row.audience.startsWith('floor'))
      found.add('disclosure_floor_fixed', at, "the floor is the product's own and cannot be changed here");
    if (row.value === 0)
      found.add('disclosure_zero', at, `${row.rule} is 0, which would protect nobody; the least is 1`);
  }
  for (const { row, at } of rows.audiences) checkComplete(row.audience, rows, at, found);
}

/** Every rule must be laid down for every audience, or a forgotten one would hide nothing. */
function checkComplete(
  audience: string,
  rows: RuleRows,
  at: PlacedRule<'audiences'>['at'],
  found: Complaints,
): void {
  const given = new Set(
    rows.disclosure.filter(({ row }) => row.audience === audience).map(({ row }) => row.rule),
  );
  for (const rule of disclosureRules)
    if (!given.has(rule))
      found.add('disclosure_rule_missing', at, `disclosure.csv has no ${rule} for ${audience}`);
}

/** A policy looser than the floor is refused, whoever wrote it. */
function checkFloor(rows: RuleRows, found: Complaints): void {
  const strictness = new Map(rows.audiences.map(({ row }) => [row.audience, row.strictness]));
  for (const { row, at } of rows.disclosure) {
    const floor = strictness.get(row.audience);
    if (floor === undefined) continue;
    for (const other of rows.disclosure)
      if (
        other.layer === 'base' &&
        other.row.audience === floor &&
        other.row.rule === row.rule &&
        overlaps(other.row, row) &&
        row.value < other.row.value
      )
        found.add(
          'disclosure_below_floor',
          at,
          `${row.rule} ${row.value} is looser than the product's floor of ${other.row.value}`,
        );
  }
  for (const placed of rows.disclosure) checkHiddenShare(placed, rows, found);
  for (const placed of rows.audiences) checkOwnAudience(placed, rows, found);
}

/**
 * How much may be hidden before a table falls back to coarser groups: here the greater number is the looser. No row of an
 * authority's own may pass what the product allows the audience; one of the authority's own is held to what the product
 * allows its public ones.
 */
function checkHiddenShare(
  { row, at, layer }: PlacedRule<'disclosure'>,
  rows: RuleRows,
  found: Complaints,
): void {
  if (layer !== 'own' || row.rule !== 'hidden_share_percent') return;
  const product = productAudiences(rows);
  const itself = product.find(({ audience }) => audience === row.audience);
  if (itself !== undefined && itself.strictness !== 'floor') return;
  const beside = new Set(
    (itself === undefined ? product.filter(({ strictness }) => strictness === 'floor') : [itself]).map(
      ({ audience }) => audience,
    ),
  );
  const ceiling = rows.disclosure.find(
    (other) =>
      other.layer === 'base' &&
      other.row.rule === row.rule &&
      beside.has(other.row.audience) &&
      overlaps(other.row, row) &&
      row.value > other.row.value,
  );
  if (ceiling !== undefined)
    found.add(
      'disclosure_above_ceiling',
      at,
      `${row.rule} ${row.value} is looser than the product's ${ceiling.row.value} for ${ceiling.row.audience}`,
    );
}

/** An authority may ask for further audiences and other pages, and never for a lower floor or another mark. */
function checkOwnAudience(
  { row, at, layer }: PlacedRule<'audiences'>,
  rows: RuleRows,
  found: Complaints,
): void {
  if (layer !== 'own') return;
  const base = productAudiences(rows).find(({ audience }) => audience === row.audience);
  if (base === undefined) {
    if (row.strictness !== 'floor')
      found.add(
        'disclosure_below_floor',
        at,
        `audience ${row.audience} is not the product's, so it is held to floor and not to ${row.strictness}`,
      );
    return;
  }
  if (base.strictness !== row.strictness)
    found.add(
      'disclosure_below_floor',
      at,
      `audience ${row.audience} is held to ${base.strictness} by the product`,
    );
  if (base.marking !== row.marking)
    found.add(
      'audience_marking_fixed',
      at,
      `audience ${row.audience} is marked "${base.marking}" by the product, and the mark cannot be changed here`,
    );
}

const productAudiences = (rows: RuleRows): PlacedRule<'audiences'>['row'][] =>
  rows.audiences.filter(({ layer }) => layer === 'base').map(({ row }) => row);

const floors = (rows: RuleRows): string[] =>
  rows.disclosure
    .filter(({ row, layer }) => layer === 'base' && row.audience.startsWith('floor'))
    .map(({ row }) => row.audience);

function checkQuestions(rows: RuleRows, found: Complaints): void {
  const known = new Set<string>([...panelQuestions, ...panelPacks]);
  for (const { row, at } of rows.panel_questions)
    if (!known.has(row.question))
      found.add('panel_unknown_question', at, `${row.question} is no question of the Panel`);
  const asked = new Set(rows.panel_questions.map(({ row }) => row.question));
  for (const { row, at } of rows.audiences)
    for (const question of [...row.questions, ...row.packs])
      if (!asked.has(question))
        found.add('panel_unknown_question', at, `${question} is not in panel_questions.csv`);
}

function checkLines(rows: RuleRows, found: Complaints): void {
  const questions = new Set(rows.panel_questions.map(({ row }) => row.question));
  const lines = new Set(rows.lines.map(({ row }) => `${row.measure_id} ${row.line}`));
  const periods = new Map(rows.measures.map(({ row }) => [row.measure_id, row.periods as readonly string[]]));
  const ladders = new Map<string, string>();
  for (const { row, at } of rows.panel_lines) {
    const name = `${row.measure_id} ${row.line}`;
    if (!questions.has(row.question))
      found.add('panel_unknown_question', at, `${row.question} is not in panel_questions.csv`);
    for (const fault of sentenceFaults(row)) found.add('panel_sentence', at, fault);
    if (row.headline)
      for (const asked of rows.panel_questions.filter((each) => each.row.question === row.question))
        for (const fault of youngFaults(row, asked.row))
          found.add('panel_sentence', asked.at, `young_sentence: ${fault}`);
    if (row.steps.length === 0 || (row.steps.includes('quarter_end') && row.steps.length > 1))
      found.add('panel_steps', at, 'steps is quarter_end for a stock, or one or more of the others');
    const ladder = row.steps.join(' ');
    // Children counted by the quarter here and by the year there could be subtracted.
    if (['child', 'family'].includes(row.unit_kind) && (ladders.get(name) ?? ladder) !== ladder)
      found.add('panel_steps', at, `${name} has other steps further up: one quantity has one calendar`);
    ladders.set(name, ladder);
    if (row.state === 'awaited') continue;
    if (!lines.has(name))
      found.add('rule_unknown_line', at, `line ${row.line} of ${row.measure_id} is not in lines.csv`);
    for (const step of row.steps)
      if (!sourcesOf[step].some((period) => (periods.get(row.measure_id) ?? []).includes(period)))
        found.add('panel_period', at, `${row.measure_id} is not worked out for the step ${step}`);
  }
  for (const { row, at } of rows.panel_sums)
    for (const [measure, line] of [
      [row.whole_measure, row.whole_line],
      [row.measure_id, row.line],
    ] as const)
      if (!lines.has(`${measure} ${line}`))
        found.add('rule_unknown_line', at, `line ${line} of ${measure} is not in lines.csv`);
}

/** Periods of measures.csv that a step can be made from. */
const sourcesOf: Readonly<Record<(typeof panelSteps)[number], readonly string[]>> = {
  quarter_end: ['as_at'],
  quarter: ['quarter', 'month'],
  half_year: ['quarter', 'month'],
  year: ['r12m', 'ytd'],
  three_years: ['r12m'],
};

type LineRow = PlacedRule<'panel_lines'>['row'];

function sentenceFaults({ sentence, sentence_few, statistics, steps }: LineRow): string[] {
  const known = new Set<string>(statistics);
  if (known.has('percentage')) known.add('share');
  known.delete('percentage');
  if (!steps.includes('quarter_end')) known.add('period');
  const faults = [...placeholders(sentence), ...placeholders(sentence_few)]
    .filter((name) => !known.has(name))
    .map((name) => `the sentence says {${name}}, which the line does not have`);
  if (/\{[^{}|]*\|[^{}|]*\}/.test(sentence) && !statistics.includes('count'))
    faults.push('the sentence chooses a word by the count, which is not among the statistics');
  if (/\d/.test(sentence.replace(/\b(under|over|aged|every) \d+(,000)?/g, '')))
    faults.push('the sentence holds a number, which would pass for a figure: write it as a word');
  if (statistics.some((each) => each.endsWith('_days')) && sentence_few === '')
    faults.push('a line with an average says in sentence_few what stands where there are too few for one');
  return faults;
}

/** What young people read is held to what its line's own sentence is held to. */
function youngFaults(
  line: LineRow,
  { young_title, young_sentence }: PlacedRule<'panel_questions'>['row'],
): string[] {
  if (young_sentence === '') return [];
  const faults = sentenceFaults({ ...line, sentence: young_sentence });
  return young_title === '' ? [...faults, 'there is no young_title to stand above it'] : faults;
}

const placeholders = (sentence: string): string[] =>
  [...sentence.matchAll(/\{([a-z_]+)\}/g)].map((match) => match[1] ?? '');

/** A coarser group has one label and position, or a table would name it twice. */
function checkCoarsening(rows: RuleRows, found: Complaints): void {
  const says = new Map<string, string>();
  const fine = new Set(rows.groups.map(({ row }) => JSON.stringify([row.breakdown, row.group])));
  for (const { row, at, layer } of rows.group_coarsening) {
    // One name for two quantities would read, from paper to paper, as one that jumps.
    if (row.coarse !== row.group && fine.has(JSON.stringify([row.breakdown, row.coarse])))
      found.add('rule_group_contradicts', at, `coarser group ${row.coarse} is also the name of a group`);
    const key = JSON.stringify([layer, row.authority, row.breakdown, row.coarse]);
    const said = JSON.stringify([row.label, row.position]);
    if ((says.get(key) ?? said) !== said)
      found.add('rule_group_contradicts', at, `group ${row.coarse} has another label or position further up`);
    says.set(key, said);
  }
}

/** Only what is printed can be set beside what was printed a year before; a number in its words would pass for a figure. */
function checkChanges(rows: RuleRows, found: Complaints): void {
  const keyOf = (row: { question: string; measure_id: string; line: string }): string =>
    [row.question, row.measure_id, row.line].join(' ');
  const printed = new Set(rows.panel_lines.map(({ row }) => keyOf(row)));
  for (const { row, at } of rows.panel_changes) {
    if (!printed.has(keyOf(row)))
      found.add('panel_change_unknown', at, `panel_lines.csv has no line ${keyOf(row)}`);
    if (/\d/.test(row.subject))
      found.add('panel_change_number', at, `the subject of ${keyOf(row)} holds a number`);
  }
}
