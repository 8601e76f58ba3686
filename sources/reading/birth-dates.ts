import type { RowReader } from './row-reader.ts';

/** Children whose rows give more than one date of birth: nobody can say which is right (boundaries 43). */
export function conflictingBirthDates(
  readers: Iterable<RowReader>,
  key: string,
  day: (reader: RowReader) => string | null,
): Set<string> {
  const seen = new Map<string, string>();
  const conflicting = new Set<string>();
  for (const reader of readers) {
    const child = reader.key(key);
    const born = day(reader);
    if (child === null || born === null) continue;
    if ((seen.get(child) ?? born) !== born) conflicting.add(child);
    seen.set(child, born);
  }
  return conflicting;
}
