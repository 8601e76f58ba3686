import type { Table } from './tables/table.ts';

/** How one file is written. */
export interface CsvStyle {
  readonly encoding: 'utf-8' | 'utf-8-bom' | 'windows-1252';
  /** What stands for a blank: nothing, or the word that a database client writes. */
  readonly blank: '' | 'NULL';
}

/** CSV of RFC 4180 with CRLF; a row may be shorter or longer than the header (a ragged row is dirt of its own). */
export function encodeCsv({ columns, rows }: Table, { encoding, blank }: CsvStyle): Buffer {
  const lines = [columns.join(',')];
  for (const row of rows) lines.push(row.map((cell) => (cell === null ? blank : quoted(cell))).join(','));
  const text = `${lines.join('\r\n')}\r\n`;
  if (encoding === 'windows-1252') return Buffer.from(text.replaceAll('\u2019', '\u0092'), 'latin1');
  return Buffer.from(encoding === 'utf-8-bom' ? `\uFEFF${text}` : text, 'utf8');
}

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
