/** Which lines an authority's files can feed, from the inputs that they give. */
import type { InputName } from '../../sources/contract/extract.ts';
import type { RuleBook } from '../../sources/rules/rules.ts';
import { measurePages } from '../../sources/rules/vocabulary.ts';

/** One line of one measure. */
export interface LineSupply {
  readonly measure_id: string;
  readonly line: string;
  readonly name: string;
  readonly state: 'available' | 'proxy' | 'not available';
  readonly requires: readonly InputName[];
  readonly missing: readonly InputName[];
  /** What the stand-in stands for, or what else is missing; null when there is nothing to say. */
  readonly stand_in: string | null;
}

/** Every line in the order of its measure and position. */
export function lineSupplies(rules: RuleBook, inputs: readonly InputName[]): LineSupply[] {
  const given = new Set<InputName>(inputs);
  const position = new Map(rules.measures.map((row) => [row.measure_id, row.position]));
  const order = (row: RuleBook['lines'][number]): number =>
    (position.get(row.measure_id) ?? 0) * 1000 + row.position;
  const pages = new Map(rules.measures.map((row) => [row.measure_id, row.page]));
  const pageOf = (row: RuleBook['lines'][number]): number =>
    measurePages.indexOf(pages.get(row.measure_id) ?? 'children');
  const states = new Map(rules.lines.map((row) => [row, stateByInputs(rules, row, given)]));
  const drift = driftState(listStates(rules, states, given));
  return [...rules.lines]
    .sort((a, b) => pageOf(a) - pageOf(b) || order(a) - order(b))
    .map((row) => {
      const byInputs = states.get(row) ?? 'not available';
      const state = row.measure_id === 'B27' && byInputs === 'available' ? drift : byInputs;
      const reason = rules.reasons.find((reason) => reason.reason_code === row.reason_code)?.text ?? null;
      return {
        measure_id: row.measure_id,
        line: row.line,
        name: row.name,
        state,
        requires: row.requires,
        missing: row.requires.filter((input) => !given.has(input)),
        stand_in: state === 'proxy' || needsPopulation(rules, row) ? reason : null,
      };
    });
}

type State = LineSupply['state'];
type Line = RuleBook['lines'][number];

/** As scorecard.availability decides, short of what depends on a day. */
function stateByInputs(rules: RuleBook, row: Line, given: ReadonlySet<InputName>): State {
  if (needsPopulation(rules, row)) return 'not available';
  if (row.requires.every((input) => given.has(input))) return 'available';
  const standIn = row.stand_in_requires;
  return standIn.length > 0 && standIn.every((input) => given.has(input)) ? 'proxy' : 'not available';
}

/** A measure that is a rate says nothing without the number of residents. */
function needsPopulation(rules: RuleBook, row: Line): boolean {
  const headline = rules.measures.find(
    (measure) => measure.measure_id === row.measure_id,
  )?.headline_statistic;
  return headline === 'rate' && rules.population.length === 0;
}

/** What the inputs give of each list of drift of the procedure; which are such staging.drift_list says alike. */
function listStates(
  rules: RuleBook,
  states: ReadonlyMap<Line, State>,
  given: ReadonlySet<InputName>,
): (State | undefined)[] {
  const stages = new Set(rules.generics.flatMap((row) => (row.direction === 'list' ? [row.generic] : [])));
  const lists = rules.tracking_lines.filter(
    (row) =>
      row.in_use &&
      row.family === 'Z' &&
      row.not_measurable === '' &&
      (row.grade === 'seed' || row.approved_on !== null) &&
      !stages.has(row.generic) &&
      !row.parameters.split(' ').includes('drift=N'),
  );
  return lists.flatMap((row) => {
    if (row.measure_id === '') return [isFed(rules, row, given) ? 'available' : 'not available'];
    const line = rules.lines.find((each) => each.measure_id === row.measure_id && each.line === row.line);
    return line?.drift ? [states.get(line)] : [];
  });
}

/** Each requirement of a procedure's line has an alternative whose inputs are given. */
function isFed(
  rules: RuleBook,
  { population, anchor, completion }: RuleBook['tracking_lines'][number],
  given: ReadonlySet<InputName>,
): boolean {
  const inputs = new Map([
    ...rules.states.map((row) => [row.state, row.input] as const),
    ...rules.events.map((row) => [row.event, row.input] as const),
  ]);
  const isGiven = (term: string): boolean => {
    const name = term.replace(/^(?:has|since):/, '').replace(/#.*$/, '');
    const needed = inputs.get(name) ?? inputs.get(`${name.split(':')[0]}:*`) ?? [];
    return needed.length > 0 && needed.every((input) => given.has(input));
  };
  const groups = `${population} ${anchor} ${completion}`.split(' ').filter((group) => group !== '');
  // what must not hold must be known in whole
  return groups.every((group) =>
    group.startsWith('!') ? group.slice(1).split('/').every(isGiven) : group.split('/').some(isGiven),
  );
}

/** The drift headline (B27) is told in part where one of its lists is missing or stands in. */
function driftState(parts: readonly (State | undefined)[]): State {
  if (parts.length > 0 && parts.every((state) => state === 'available')) return 'available';
  return parts.some((state) => state !== 'not available') ? 'proxy' : 'not available';
}
