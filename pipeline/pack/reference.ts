/** By what a returned row is known, and what in it was changed: the reference in its last cell. */
import { hash } from 'node:crypto';
import { isDay } from '../../sources/days.ts';
import type { PackCell, PackColumn } from './columns.ts';

/** What is compared of a cell, however the workbook came back: days as ISO text, blanks as one. */
export function plainCell(value: PackCell, kind: PackColumn['kind']): string {
  const text = String(value ?? '')
    .replace(/\s+/g, ' ')
    .trim();
  if (kind !== 'day') return text;
  return dayOf(text) ?? text;
}

const monthNames = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

/**
 * A day as people and spreadsheets write it; null where it is none. The sheets show the month as a word: a program set to
 * another country would write 03/04 for the fourth of March into a CSV.
 */
export function dayOf(text: string): string | null {
  const iso = text.slice(0, 10);
  if (isDay(iso)) return iso;
  const parts = /^(\d{1,2})[/. -](\d{1,2}|[a-z]{3,9}\.?)[/. -](\d{4}|\d{2})$/i.exec(text);
  if (parts === null) return null;
  const [, day = '', month = '', year = ''] = parts;
  const number = /\d/.test(month) ? month : String(monthNames.indexOf(month.slice(0, 3).toLowerCase()) + 1);
  const made = `${year.length === 2 ? `20${year}` : year}-${number.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isDay(made) ? made : null;
}

const sum = (text: string, length: number): string =>
  Number.parseInt(hash('md5', text, 'hex').slice(0, 12), 16)
    .toString(36)
    .slice(-length)
    .padStart(length, '0');
const [keyLength, sumLength] = [3, 2];
const keys = new Map<string, string>();
const keyOf = (header: string): string => {
  const known = keys.get(header);
  if (known !== undefined) return known;
  const made = sum(header, keyLength);
  keys.set(header, made);
  return made;
};

/** Whose row it is, of which list and day, and a check of each cell: a row says by itself what was changed in it. */
export interface Reference {
  readonly authority: string;
  readonly list: string;
  readonly asAt: string;
  readonly subject: string;
  readonly keys: string;
  readonly sums: string;
}

export function referenceText(
  place: Pick<Reference, 'authority' | 'list' | 'asAt' | 'subject'>,
  columns: readonly Pick<PackColumn, 'header' | 'kind'>[],
  cells: readonly PackCell[],
): string {
  const sums = columns.map(({ kind }, at) => sum(plainCell(cells[at] ?? null, kind), sumLength));
  const all = columns.map(({ header }) => keyOf(header));
  return [place.authority, place.list, place.asAt, place.subject, all.join(''), sums.join('')].join('|');
}

export function parseReference(text: string): Reference | null {
  const [authority = '', list = '', asAt = '', subject = '', allKeys = '', sums = '', ...more] = text
    .trim()
    .split('|');
  const isWhole = allKeys.length / keyLength === sums.length / sumLength && isDay(asAt) && more.length === 0;
  return isWhole && subject !== '' ? { authority, list, asAt, subject, keys: allKeys, sums } : null;
}

/** Whether the cell is as it was written; null where the row had no such column. */
export function isAsWritten(
  reference: Reference,
  header: string,
  text: string,
  kind: PackColumn['kind'],
): boolean | null {
  const wanted = keyOf(header);
  const found = sum(plainCell(text, kind), sumLength);
  let known: boolean | null = null;
  for (let at = 0; at * keyLength < reference.keys.length; at += 1) {
    if (reference.keys.slice(at * keyLength, (at + 1) * keyLength) !== wanted) continue;
    known = known === true || reference.sums.slice(at * sumLength, (at + 1) * sumLength) === found;
  }
  return known;
}
