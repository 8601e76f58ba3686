/**
 * Sheets that everybody can read (Analysis Function, "Making spreadsheets accessible"): one header row with unique
 * headers, a real table, nothing merged, no empty row or column inside, wrapped text.
 */
import type { CellStyle, CellValue, WriteSheet } from 'hucre/xlsx';

export const wrapped: CellStyle = { alignment: { wrapText: true, vertical: 'top' } };
export const headStyle: CellStyle = {
  font: { name: 'Arial', size: 11, bold: true, color: { rgb: 'FFFFFF' } },
  fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: '1F4E5F' } },
  ...wrapped,
};

/** Printed on A4 across, as wide as the sheet of paper. */
export const landscape = {
  paperSize: 'a4',
  orientation: 'landscape',
  fitToPage: true,
  fitToWidth: 1,
  fitToHeight: 0,
} as const;

export interface DataSheet {
  readonly name: string;
  /** Name of the table, unique in the book; that of the sheet unless told. */
  readonly tableName?: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly CellValue[])[];
  /** Of each column, in characters. */
  readonly widths: readonly number[];
  /** Of columns that look otherwise than the rest, by their place. */
  readonly styles?: ReadonlyMap<number, CellStyle>;
  /** Protective marking, printed on each page. */
  readonly marking: string;
  readonly summary?: string;
}

/** A sheet that is one table. */
export function dataSheet(sheet: DataSheet): WriteSheet {
  const { name, header, widths, marking, summary, styles } = sheet;
  // a table needs a row
  const rows = sheet.rows.length === 0 ? [header.map(() => null)] : sheet.rows;
  return {
    name,
    columns: widths.map((width, at) => ({ width, style: { ...wrapped, ...styles?.get(at) } })),
    rows: [[...header], ...rows.map((row) => [...row])],
    cells: new Map(header.map((value, at) => [`0,${at}`, { value, type: 'string', style: headStyle }])),
    tables: [
      {
        name: sheet.tableName ?? name,
        range: `A1:${columnName(header.length - 1)}${rows.length + 1}`,
        columns: header.map((each) => ({ name: each })),
        style: 'TableStyleLight1',
      },
    ],
    rowDefs: heights([header, ...rows], widths),
    freezePane: { rows: 1 },
    pageSetup: landscape,
    headerFooter: { oddHeader: `&C${marking}` },
    a11y: { headerRow: 0, ...(summary === undefined ? {} : { summary }) },
  };
}

/** Heights that show every line: some programs do not work them out of wrapped text by themselves. */
export const heights = (rows: readonly (readonly CellValue[])[], widths: readonly number[]) =>
  new Map(
    rows.map((row, at) => {
      const lines = row.map((cell, column) =>
        typeof cell === 'string' ? Math.ceil((cell.length * 1.15) / (widths[column] ?? 10)) : 1,
      );
      return [at, { height: 15 * Math.min(12, Math.max(1, ...lines)) + 2 }] as const;
    }),
  );

/** Name of a column: 0 is A, 26 is AA. */
export const columnName = (at: number): string =>
  at < 26
    ? String.fromCharCode(65 + at)
    : columnName(Math.floor(at / 26) - 1) + String.fromCharCode(65 + (at % 26));
