import { Bench, type Dirt } from './bench.ts';
import { odd } from './dirt-odd.ts';
import { unusable } from './dirt-unusable.ts';
import { Random } from './prng.ts';
import type { Table, World } from './tables/table.ts';

export type { Dirt } from './bench.ts';

/** Every kind of dirt, in the order in which it is laid. */
export const dirt: readonly Dirt[] = [...odd, ...unusable];

/** Rows of a kind among so many children; at least one. */
export const rowsOf = (kind: Dirt, children: number): number =>
  Math.max(1, Math.round((kind.rows * children) / 1000));

/** Soils the tables in place and says how many rows each kind took. */
export function layDirt(
  tables: readonly Table[],
  world: World,
  children: number,
  seed: number,
): Record<string, number> {
  const laid: Record<string, number> = {};
  dirt.forEach((kind, i) => {
    const table = tables.find((each) => each.file === kind.file);
    if (table === undefined) throw new Error(`no table ${kind.file}`);
    const bench = new Bench(table, world, kind.key, Random.stream(seed, 3_000_000 + i));
    laid[kind.key] = kind.soil(bench, kind.key.startsWith('placeholder') ? 1 : rowsOf(kind, children));
  });
  return laid;
}
