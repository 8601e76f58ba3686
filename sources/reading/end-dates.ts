import { daysBetween } from '../days.ts';
import { entryOf } from './entry.ts';
import { compare } from './ledger.ts';
import type { SourceTable } from './source-table.ts';

/** A file of episodes, and its columns of the child, the start and the end. */
export interface EpisodeFile {
  readonly table: SourceTable;
  readonly columns: { readonly child: string; readonly start: string; readonly end: string };
}

const fewest = 10;

/**
 * Whether episodes end on the day the next begins (903, SystemC) or on the day before (Mosaic; trap 8);
 * null when fewer than ten follow one another, or neither way prevails.
 */
export function endDatesOf(files: readonly EpisodeFile[]): 'touch' | 'day_before' | null {
  const gaps = files.flatMap(gapsIn);
  const touching = gaps.filter((gap) => gap === 0).length;
  const before = gaps.filter((gap) => gap === 1).length;
  if (touching + before < fewest) return null;
  if (touching >= 4 * before) return 'touch';
  return before >= 4 * touching ? 'day_before' : null;
}

/** Days from each episode's end to the start of the same child's next one. */
function gapsIn({ table, columns }: EpisodeFile): number[] {
  const [child, starts, ends] = [columns.child, columns.start, columns.end].map((name) =>
    table.columns.get(name),
  );
  const children = new Map<string, [string, string | null][]>();
  for (let row = 0; row < table.rows; row += 1) {
    const start = starts?.day(row) ?? null;
    const end = ends?.day(row) ?? null;
    if (start === null || start === 'impossible' || end === 'impossible') continue;
    entryOf<string, [string, string | null][]>(children, child?.text(row) ?? '', () => []).push([start, end]);
  }
  return [...children.values()].flatMap((episodes) => {
    episodes.sort(([a], [b]) => compare(a, b));
    return episodes.flatMap(([, end], at) => {
      const next = episodes[at + 1];
      return end === null || next === undefined ? [] : [daysBetween(end, next[0])];
    });
  });
}
