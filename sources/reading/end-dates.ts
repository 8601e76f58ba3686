import { daysBetween, readDay } from './days.ts';
import { entryOf } from './entry.ts';
import type { Recognition } from './file-contract.ts';
import { compare } from './ledger.ts';
import type { SourceFile } from './source-files.ts';
import { readTable } from './source-table.ts';

/** A file of episodes, and its columns of the child, the start and the end. */
export interface EpisodeFile {
  readonly source: SourceFile;
  readonly recognition: Recognition;
  readonly columns: { readonly child: string; readonly start: string; readonly end: string };
}

const fewest = 10;

/**
 * Whether episodes end on the day the next begins (903, SystemC) or on the day before (Mosaic; trap 8);
 * null when fewer than ten follow one another, or neither way prevails.
 */
export function endDatesOf(files: readonly EpisodeFile[]): 'touch' | 'day_before' | null {
  let touching = 0;
  let before = 0;
  for (const file of files) {
    for (const gap of gaps(file)) {
      if (gap === 0) touching += 1;
      if (gap === 1) before += 1;
    }
  }
  if (touching + before < fewest) return null;
  if (touching >= 4 * before) return 'touch';
  return before >= 4 * touching ? 'day_before' : null;
}

/** Days from each episode's end to the start of the same child's next one. */
function gaps({ source, recognition, columns }: EpisodeFile): number[] {
  const table = readTable(source, recognition);
  const cell = (cells: readonly (string | null)[], column: string): string =>
    cells[table.columns.get(column) ?? -1] ?? '';
  const children = new Map<string, [string, string | null][]>();
  for (const { cells } of table.rows) {
    const start = readDay(cell(cells, columns.start));
    const end = readDay(cell(cells, columns.end));
    if (start === null || start === 'impossible' || end === 'impossible') continue;
    entryOf<string, [string, string | null][]>(children, cell(cells, columns.child), () => []).push([
      start,
      end,
    ]);
  }
  return [...children.values()].flatMap((episodes) => {
    episodes.sort(([a], [b]) => compare(a, b));
    return episodes.flatMap(([, end], at) => {
      const next = episodes[at + 1];
      return end === null || next === undefined ? [] : [daysBetween(end, next[0])];
    });
  });
}
