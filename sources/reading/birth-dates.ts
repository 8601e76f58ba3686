import { readDay } from './days.ts';
import type { RowReader } from './row-reader.ts';

/** Children whose rows give more than one date of birth: nobody can say which is right (boundaries 43). */
export function conflictingBirthDates(
  readers: readonly RowReader[],
  key: string,
  column: string,
): Set<string> {
  const seen = new Map<string, string>();
  const conflicting = new Set<string>();
  for (const reader of readers) {
    const child = reader.key(key);
    const day = readDay(reader.text(column) ?? '');
    if (child === null || day === null || day === 'impossible') continue;
    if ((seen.get(child) ?? day) !== day) conflicting.add(child);
    seen.set(child, day);
  }
  return conflicting;
}
