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
  const drift = driftState(rules.lines.filter((row) => row.drift).map((row) => states.get(row)));
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

/** The drift headline (B27) is told in part where one of its lines is missing or stands in. */
function driftState(parts: readonly (State | undefined)[]): State {
  if (parts.every((state) => state === 'available')) return 'available';
  return parts.some((state) => state !== 'not available') ? 'proxy' : 'not available';
}
