/** The rule books as they are loaded: every file that the models read is one table of schema `raw`, column by column. */
import type { ZodType } from 'zod';
import { sqlColumns } from '../../sources/contract/column.ts';
import { TrackerError } from '../../sources/error.ts';
import { type RuleFileName, ruleFileNames, ruleTables } from '../../sources/rules/contract.ts';
import type { RuleBook } from '../../sources/rules/rules.ts';
import type { Cell } from './database.ts';
import type { RawTable } from './raw-tables.ts';

type Row = Readonly<Record<string, unknown>>;

const loaded = ruleFileNames.flatMap((file) => {
  const { raw, everyone = false, one, row } = ruleTables[file];
  if (raw === undefined) return [];
  const { authority: _, ...columns } = row.shape as Readonly<Record<string, ZodType>>;
  return [{ file, raw, everyone, one, columns }];
});

/** A table for each file; the authority stands first, but where the rows hold for everyone. */
export const ruleRawTables: readonly RawTable[] = loaded.map(({ file, raw, everyone, one, columns }) => ({
  name: raw,
  description: `Rows of sources/rules/${file}.csv in force: ${one}.`,
  columns: [...(everyone ? [] : [{ name: 'authority', type: 'text' }]), ...sqlColumns(columns)],
}));

/** Rows by table name, each in the order of its columns. */
export function ruleRows(books: readonly RuleBook[]): Readonly<Record<string, readonly (readonly Cell[])[]>> {
  return Object.fromEntries(
    loaded.map(({ file, raw, everyone, columns }) => {
      const cells = (row: Row): Cell[] => Object.keys(columns).map((column) => cellOf(row[column]));
      const rows = everyone
        ? shared(file, books).map(cells)
        : books.flatMap((book) => rowsOf(file, book).map((row) => [book.authority, ...cells(row)]));
      return [raw, rows];
    }),
  );
}

const rowsOf = (file: RuleFileName, book: RuleBook): readonly Row[] =>
  file === 'settings' ? book.settingRows : book[file];

/** Words are loaded as they stand in the file; what is empty is null. */
function cellOf(value: unknown): Cell {
  const text = Array.isArray(value) ? value.join(' ') : (value as Cell);
  return text === '' ? null : text;
}

/** Rows that lie in a warehouse once must be the same for each of its authorities. */
function shared(file: RuleFileName, books: readonly RuleBook[]): readonly Row[] {
  const says = books.map((book) =>
    rowsOf(file, book)
      .map(({ source: _, ...row }) => JSON.stringify(row))
      .sort()
      .join('\n'),
  );
  const other = says.findIndex((text) => text !== says[0]);
  if (other !== -1)
    throw new TrackerError(
      'usage',
      'rule_differs',
      `the rows of ${file}.csv of ${books[other]?.authority} are not those of ${books[0]?.authority}`,
      `What ${file}.csv says holds for every authority of a run: give both the same rows in their own rules, or run them apart.`,
    );
  return books[0] === undefined ? [] : rowsOf(file, books[0]);
}
