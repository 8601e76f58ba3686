import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { ContractRows, Row } from './contract/tables.ts';
import { TrackerError } from './error.ts';
import { entryOf } from './reading/entry.ts';

/**
 * An authority's own word that an id is another child's: columns child_id (no longer used) and same_as.
 *
 * @returns id -> the id that it stands for
 */
export function readSameChildren(path: string): Map<string, string> {
  const file = basename(path);
  const rows = recordsOf(path, file);
  const same = new Map<string, string>();
  rows.forEach(({ child_id, same_as }, at) => {
    if (!child_id || !same_as || child_id === same_as || same.has(child_id))
      throw complaint(file, `line ${at + 2}: needs two different ids, and each child_id once`);
    same.set(child_id, same_as);
  });
  if (rows.some(({ same_as }) => same.has(same_as ?? '')))
    throw complaint(file, 'an id stands for another and is stood for: name the id in use in every line');
  return same;
}

function recordsOf(path: string, file: string): { child_id?: string; same_as?: string }[] {
  try {
    return parse(readFileSync(path), {
      bom: true,
      columns: (names: string[]) => names.map((name) => name.trim().toLowerCase()),
      trim: true,
      skip_empty_lines: true,
    });
  } catch (cause) {
    throw complaint(file, 'it cannot be read', cause);
  }
}

function complaint(file: string, what: string, cause?: unknown): TrackerError {
  return new TrackerError(
    'usage',
    'same_child_invalid',
    `${file}: ${what}`,
    'Write the columns child_id and same_as, one pair a line; authority.yaml names the file in same_child.',
    cause,
  );
}

type Child = Row<'child'>;

/**
 * Children who may be one under two ids: the same birth date, sex, ethnic code and first day of every episode, and never in one
 * file together with different rows, or named as each other's former number. Twins look the same, so nothing is merged.
 *
 * @returns for each group, all but its first child
 */
export function twoIds(rows: ContractRows): Child[] {
  const episodes = new Map<string, Row<'episode'>[]>();
  for (const episode of rows.episode)
    entryOf<string, Row<'episode'>[]>(episodes, episode.child_id, () => []).push(episode);
  const alike = new Map<string, Child[]>();
  for (const child of rows.child) {
    const own = episodes.get(child.child_id);
    if (child.birth_date === null || own === undefined) continue;
    const entry = own[0]?.start_date;
    const key = [child.birth_date, child.sex, entry, own[0]?.legal_status, own[0]?.placement_type].join('|');
    entryOf<string, Child[]>(alike, key, () => []).push(child);
  }
  return [...alike.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    return group
      .slice(1)
      .filter((child) => apart(episodes.get(first.child_id), episodes.get(child.child_id)));
  });
}

/** Rows of different files, or the very same history: twins who entered care together mostly share their files. */
function apart(a: readonly Row<'episode'>[] = [], b: readonly Row<'episode'>[] = []): boolean {
  const files = new Set(a.map(({ source_file }) => source_file));
  if (!b.some(({ source_file }) => files.has(source_file))) return true;
  const history = (episodes: readonly Row<'episode'>[]): string =>
    episodes
      .map(({ start_date, end_date, legal_status, placement_type }) =>
        [start_date, end_date, legal_status, placement_type].join(),
      )
      .join(';');
  return history(a) === history(b);
}
