/**
 * Texts of the rule book that depend on whose rules they are. `{standing}` is the measure's own limit of that key as it
 * holds for the authority ("12 months"), `{T9.meeting_due}` that of another measure, `{#moves}` the number alone.
 * `[hertfordshire: ...]` stands only where that procedure is the authority's.
 */
import type { RuleRow } from './contract.ts';
import { holdsOn } from './validity.ts';

type Limit = RuleRow<'limits'>;
type Texts = Readonly<Record<string, unknown>>;

const slot = /\{(#?)(?:([A-Z]+\d+)\.)?([a-z0-9_]+)\}/g;
const ofProcedure = /\[([a-z]+): ([^\]]*)\](?:; )?/g;

/** The limits that the texts of a row name, as `key of measure`. */
export function limitsNamed(row: Texts & { readonly measure_id: string }): string[] {
  return Object.values(row)
    .filter((value) => typeof value === 'string')
    .flatMap((text) => [...text.matchAll(slot)])
    .map(([, , measure, key]) => `${key} of ${measure ?? row.measure_id}`);
}

/** Whose limits, and on which day; without a day the newest. */
export interface Speaker {
  readonly procedure: string;
  readonly limits: readonly Limit[];
  readonly on: string | undefined;
}

/** The row with every text as the speaker says it. */
export function worded<R extends Texts & { readonly measure_id: string }>(row: R, speaker: Speaker): R {
  const said = Object.entries(row).map(([column, value]) => [
    column,
    typeof value === 'string' ? textOf(value, row.measure_id, speaker) : value,
  ]);
  return Object.fromEntries(said) as R;
}

function textOf(text: string, measure: string, { procedure, limits, on }: Speaker): string {
  return text
    .replace(ofProcedure, (_, whose: string, part: string) => (whose === procedure ? `${part}; ` : ''))
    .replace(/; $/, '')
    .replace(slot, (_, bare: string, other: string | undefined, key: string) => {
      const limit = limitOn(limits, other ?? measure, key, on);
      if (limit === undefined) return '(no limit is set)';
      return bare === '#' ? String(limit.n) : lengthInWords(limit);
    });
}

/** The limit in force on the day; where none is, the last before it, else the first after it. */
function limitOn(
  limits: readonly Limit[],
  measure: string,
  key: string,
  on: string | undefined,
): Limit | undefined {
  const dated = limits
    .filter((row) => row.measure_id === measure && row.limit_key === key)
    .sort((a, b) => (a.effective_from < b.effective_from ? -1 : 1));
  if (on === undefined) return dated.at(-1);
  return (
    dated.find((row) => holdsOn(row, on)) ?? dated.findLast((row) => row.effective_from <= on) ?? dated[0]
  );
}

/** @example lengthInWords({ n: 1, unit: 'years' }) // '1 year' */
export function lengthInWords({ n, unit }: { readonly n: number; readonly unit: string }): string {
  return unit === 'count' ? String(n) : `${n} ${(n === 1 ? unit.replace(/s$/, '') : unit).replace('_', ' ')}`;
}
