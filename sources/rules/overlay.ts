/** Lays the rows of an authority over those of its procedure, and these over those for everyone. */
import type { Placed } from '../table-file.ts';
import { type RuleFileName, type RuleRow, ruleTables } from './contract.ts';
import { subtract, type Validity } from './validity.ts';

/** Whose rules are wanted. */
export interface Whose {
  readonly authority: string;
  readonly procedure: string;
}

/** A rule row, the place to blame, and whose file it stands in: the product's, or an authority's own laid over it. */
export interface PlacedRule<F extends RuleFileName> extends Placed<RuleRow<F>> {
  readonly layer: 'base' | 'own';
}

/** Every row of every rule file, not yet laid over one another. */
export type RuleRows = { readonly [F in RuleFileName]: readonly PlacedRule<F>[] };

/** What a row may say of whom and of when it concerns; files without these columns hold for everyone and always. */
type Reach = Partial<Validity & { readonly authority: string }>;

const reachOf = (placed: PlacedRule<RuleFileName>): Reach => placed.row as Reach;

/** What names a row of the file within one authority's rules. */
export function keyOf<F extends RuleFileName>(file: F, row: RuleRow<F>): string {
  const cells = row as Readonly<Record<string, unknown>>;
  return JSON.stringify(ruleTables[file].key.map((column) => cells[column]));
}

/** The nearer a row is to the authority, the higher it ranks; its own file outranks the product's. */
function rank(placed: PlacedRule<RuleFileName>, whose: Whose): number {
  const own = placed.layer === 'own' ? 10 : 0;
  const { authority } = reachOf(placed);
  if (authority === whose.authority) return own + 2;
  return authority === whose.procedure ? own + 1 : own;
}

/**
 * The rows of a file that hold for the authority, which each names as its own: of a dated file one per key and day, a
 * nearer row taking its days from those further away; of any other one per key, the nearest.
 */
export function lay<F extends RuleFileName>(
  file: F,
  rows: readonly PlacedRule<F>[],
  whose: Whose,
): RuleRow<F>[] {
  const all = ['*', whose.procedure, whose.authority, undefined];
  const concerned = rows.filter((placed) => all.includes(reachOf(placed).authority));
  const farthestFirst = [...concerned].sort((a, b) => rank(a, whose) - rank(b, whose));
  const byKey = new Map<string, PlacedRule<F>[]>();
  for (const placed of farthestFirst) {
    const key = keyOf(file, placed.row);
    const nearer = [placed, ...(byKey.get(key) ?? [])];
    byKey.set(key, 'effective_from' in placed.row ? nearer : [placed]);
  }
  return [...byKey.values()].flatMap((nearestFirst) => days(nearestFirst)).map((row) => named(row, whose));
}

/** Rows of one key, the nearest first, each with the days that are left to it. */
function days<F extends RuleFileName>(nearestFirst: readonly PlacedRule<F>[]): RuleRow<F>[] {
  const [first] = nearestFirst;
  if (first === undefined || !('effective_from' in first.row)) return nearestFirst.map(({ row }) => row);
  const taken: Validity[] = [];
  const left: (RuleRow<F> & Validity)[] = [];
  for (const { row } of nearestFirst) {
    const dated = row as RuleRow<F> & Validity;
    for (const piece of subtract(dated, taken)) left.push({ ...dated, ...piece });
    taken.push({ effective_from: dated.effective_from, effective_to: dated.effective_to });
  }
  return left.sort((a, b) => (a.effective_from < b.effective_from ? -1 : 1));
}

const named = <R extends object>(row: R, { authority }: Whose): R =>
  'authority' in row ? { ...row, authority } : row;
