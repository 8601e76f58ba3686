/** Lays the rows of an authority over those of its procedure, and these over those for everyone. */
import type { RuleFileName, RuleRow } from './contract.ts';
import type { Placed } from './rule-file.ts';
import { subtract, type Validity } from './validity.ts';

/** Whose rules are wanted. */
export interface Whose {
  readonly authority: string;
  readonly procedure: string;
}

type ScopedFile =
  | 'limits'
  | 'targets'
  | 'alerts'
  | 'groups'
  | 'process_changes'
  | 'population'
  | 'group_coarsening';
type DatedFile = 'limits' | 'targets' | 'alerts';

/** Rows that concern the authority at all. */
export function concerning<F extends ScopedFile>(rows: readonly Placed<F>[], whose: Whose): Placed<F>[] {
  return rows.filter(({ row }) => ['*', whose.procedure, whose.authority].includes(row.authority));
}

/** The nearer a row is to the authority, the higher it ranks; its own file outranks the product's. */
function rank<F extends ScopedFile>(placed: Placed<F>, whose: Whose): number {
  const own = placed.layer === 'own' ? 10 : 0;
  if (placed.row.authority === whose.authority) return own + 2;
  return placed.row.authority === whose.procedure ? own + 1 : own;
}

/** One row per key and day: a nearer row takes its days from the rows further away. */
export function layDated<F extends DatedFile>(
  rows: readonly Placed<F>[],
  whose: Whose,
  keyOf: (row: RuleRow<F>) => string,
): RuleRow<F>[] {
  const taken = new Map<string, Validity[]>();
  const laid: RuleRow<F>[] = [];
  for (const { row } of nearestFirst(concerning(rows, whose), whose)) {
    const key = keyOf(row);
    const before = taken.get(key) ?? [];
    for (const piece of subtract(row, before)) laid.push({ ...row, ...piece, authority: whose.authority });
    taken.set(key, [...before, { effective_from: row.effective_from, effective_to: row.effective_to }]);
  }
  const order = [...new Set(rows.map(({ row }) => keyOf(row)))];
  const place = (row: RuleRow<F>): string =>
    `${String(order.indexOf(keyOf(row))).padStart(9, '0')} ${row.effective_from}`;
  return laid.sort((a, b) => (place(a) < place(b) ? -1 : 1));
}

/** One row per key: the nearest. */
export function layScoped<F extends Exclude<ScopedFile, DatedFile>>(
  rows: readonly Placed<F>[],
  whose: Whose,
  keyOf: (row: RuleRow<F>) => string,
): RuleRow<F>[] {
  const laid = new Map<string, RuleRow<F>>();
  for (const { row } of nearestFirst(concerning(rows, whose), whose)) {
    const key = keyOf(row);
    if (!laid.has(key)) laid.set(key, { ...row, authority: whose.authority });
  }
  return [...laid.values()];
}

/** One row per key: an authority's own replaces the product's. */
export function layPlain<F extends RuleFileName>(
  rows: readonly Placed<F>[],
  keyOf: (row: RuleRow<F>) => string,
): RuleRow<F>[] {
  const laid = new Map<string, RuleRow<F>>();
  for (const layer of ['base', 'own'] as const) {
    for (const placed of rows) if (placed.layer === layer) laid.set(keyOf(placed.row), placed.row);
  }
  return [...laid.values()];
}

/** Disclosure policies: the authority's own row takes its days from the product's, rule by rule of an audience. */
export function layPolicies(rows: readonly Placed<'disclosure'>[]): RuleRow<'disclosure'>[] {
  const keyOf = ({ audience, rule }: RuleRow<'disclosure'>): string => `${audience} ${rule}`;
  const own = rows.filter(({ layer }) => layer === 'own').map(({ row }) => row);
  const left = rows
    .filter(({ layer }) => layer === 'base')
    .flatMap(({ row }) => {
      const taken = own.filter((other) => keyOf(other) === keyOf(row));
      return subtract(row, taken).map((piece) => ({ ...row, ...piece }));
    });
  const place = (row: RuleRow<'disclosure'>): string => `${keyOf(row)} ${row.effective_from}`;
  return [...left, ...own].sort((a, b) => (place(a) < place(b) ? -1 : 1));
}

function nearestFirst<F extends ScopedFile>(rows: readonly Placed<F>[], whose: Whose): Placed<F>[] {
  return [...rows].sort((a, b) => rank(b, whose) - rank(a, whose));
}
