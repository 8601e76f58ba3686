/** Which lines an authority's files can feed, from the inputs that they give. */
import type { InputName } from '../../sources/contract/extract.ts';
import type { RuleBook } from '../../sources/rules/rules.ts';

/** One line of one measure. */
export interface LineSupply {
  readonly measure_id: string;
  readonly line: string;
  readonly name: string;
  readonly state: 'available' | 'proxy' | 'not available';
  readonly requires: readonly InputName[];
  readonly missing: readonly InputName[];
  /** What the stand-in stands for; null when there is none or none is needed. */
  readonly stand_in: string | null;
}

/** Every line in the order of its measure and position. */
export function lineSupplies(rules: RuleBook, inputs: readonly InputName[]): LineSupply[] {
  const given = new Set<InputName>(inputs);
  const position = new Map(rules.measures.map((row) => [row.measure_id, row.position]));
  const order = (row: RuleBook['lines'][number]): number =>
    (position.get(row.measure_id) ?? 0) * 1000 + row.position;
  const pages = new Map(rules.measures.map((row) => [row.measure_id, row.page]));
  const pageOrder = ['countywide', 'weekly', 'children'];
  const pageOf = (row: RuleBook['lines'][number]): number =>
    pageOrder.indexOf(pages.get(row.measure_id) ?? 'children');
  return [...rules.lines]
    .sort((a, b) => pageOf(a) - pageOf(b) || order(a) - order(b))
    .map((row) => {
      const missing = row.requires.filter((input) => !given.has(input));
      const standIn =
        row.stand_in_requires.length > 0 && row.stand_in_requires.every((input) => given.has(input));
      const state = missing.length === 0 ? 'available' : standIn ? 'proxy' : 'not available';
      const reason = rules.reasons.find((reason) => reason.reason_code === row.reason_code)?.text ?? null;
      return {
        measure_id: row.measure_id,
        line: row.line,
        name: row.name,
        state,
        requires: row.requires,
        missing,
        stand_in: state === 'proxy' ? reason : null,
      };
    });
}
