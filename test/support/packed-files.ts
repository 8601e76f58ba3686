import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { parse } from 'csv-parse/sync';
import { strToU8, zipSync } from 'fflate';
import { writeOds } from 'hucre/ods';
import type { CellValue } from 'hucre/xlsx';
import { writeXlsx } from 'hucre/xlsx';

/** Records of a CSV text, the header first. */
export const records = (text: string): string[][] =>
  parse(text, { bom: true, relax_column_count: true }) as string[][];

const isoDay = /^(\d{4})-(\d{2})-(\d{2})( 00:00:00(\.0+)?)?$/;
const britishDay = /^(\d{2})\/(\d{2})\/(\d{4})$/;

/** A cell as a person would have it in a spreadsheet: days as dates, whole numbers as numbers. */
function typed(cell: string): CellValue {
  const [, year, month, day] = isoDay.exec(cell) ?? [];
  const [, ofMonth, inMonth, inYear] = britishDay.exec(cell) ?? [];
  const date = dateOf(year ?? inYear, month ?? inMonth, day ?? ofMonth);
  if (date !== null) return date;
  if (cell === '') return null;
  return /^[1-9]\d{0,14}$/.test(cell) ? Number(cell) : cell;
}

function dateOf(year = '', month = '', day = ''): Date | null {
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return year !== '' && date.getUTCDate() === Number(day) ? date : null;
}

/** A workbook with a sheet for each CSV text, by name; days are dates and numbers numbers. */
export async function workbookOf(
  sheets: Readonly<Record<string, string>>,
  kind: 'xlsx' | 'ods' = 'xlsx',
): Promise<Uint8Array> {
  const made = Object.entries(sheets).map(([name, text]) => ({
    name,
    rows: records(text).map((cells, at) => (at === 0 ? cells : cells.map(typed))),
  }));
  return kind === 'xlsx' ? writeXlsx({ sheets: made }) : writeOds({ sheets: made });
}

/** A zip of texts and bytes. */
export const zipOf = (files: Readonly<Record<string, string | Uint8Array>>): Uint8Array =>
  zipSync(
    Object.fromEntries(
      Object.entries(files).map(([name, content]) => [
        name,
        typeof content === 'string' ? strToU8(content) : content,
      ]),
    ),
  );

/** The parts of a workbook or zip, changed and packed again. */
export function repacked(parts: Readonly<Record<string, Uint8Array>>): Uint8Array {
  return zipSync({ ...parts }, { level: 1 });
}

/** A Parquet file of a CSV text, typed as an SSD table is in a database. */
export async function parquetOf(text: string): Promise<Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), 'parquet-'));
  const path = join(folder, 'table.parquet');
  const instance = await DuckDBInstance.create(':memory:');
  try {
    const connection = await instance.connect();
    for (const statement of tableSql('t', text)) await connection.run(statement);
    await connection.run(`COPY t TO '${path}' (FORMAT PARQUET)`);
    return readFileSync(path);
  } finally {
    instance.closeSync();
    rmSync(folder, { recursive: true });
  }
}

/** Statements that make a table of a CSV text: columns that end in `_date` or `dob` are timestamps, the others text. */
export function tableSql(table: string, text: string): string[] {
  const [header = [], ...rows] = records(text);
  const columns = header.map((name) => `"${name}" ${sqlType(name)}`).join(', ');
  const values = rows.map((cells) => `(${cells.map(literal).join(', ')})`);
  const inserts = Array.from({ length: Math.ceil(values.length / 500) }, (_, at) =>
    values.slice(at * 500, at * 500 + 500).join(', '),
  );
  return [
    `CREATE TABLE ${table} (${columns})`,
    ...inserts.map((some) => `INSERT INTO ${table} VALUES ${some}`),
  ];
}

/** Type of a column as the SSD has it in a database. */
const sqlType = (column: string): string => (/(_date|_dob)$/.test(column) ? 'TIMESTAMP' : 'VARCHAR');

/** A cell as an SQL literal; systems write nothing as the word NULL. */
const literal = (cell: string): string =>
  cell === '' || cell.toUpperCase() === 'NULL' ? 'NULL' : `'${cell.replaceAll("'", "''")}'`;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const elements = {
  AREVIEW: ['REVIEW', 'REVIEW_CODE'],
  AD_PLACED: ['DATE_PLACED', 'DATE_PLACED_CEASED', 'REASON_PLACED_CEASED'],
  AMISSING: ['MISSING', 'MIS_START', 'MIS_END'],
} as const;

/** The return of one year as submitted, made from its CSV files. */
export function returnXml(files: readonly string[]): string {
  const tables = files.map((text) => {
    const [header = [], ...rows] = records(text);
    return { header, rows };
  });
  const having = (column: string) =>
    tables.flatMap(({ header, rows }) =>
      header.includes(column)
        ? rows.map((cells) => new Map(header.map((name, at) => [name, cells[at] ?? ''])))
        : [],
    );
  const leaves = (row: ReadonlyMap<string, string>, names: readonly string[]): string =>
    names
      .filter((name) => row.has(name))
      .map((name) => {
        const tag = name === 'CHILD' ? 'CHILDID' : name === 'PLACE' ? 'PL' : name;
        return `<${tag}>${escaped(row.get(name) ?? '')}</${tag}>`;
      })
      .join('');
  const ofChild = (rows: readonly ReadonlyMap<string, string>[], child: string) =>
    rows.filter((row) => row.get('CHILD') === child);
  const children = having('ETHNIC').map((header) => {
    const child = header.get('CHILD') ?? '';
    const uasc = ofChild(having('DUC'), child)[0];
    const adopted = ofChild(having('DATE_INT'), child)[0];
    const nested = Object.entries(elements).map(([element, names]) =>
      ofChild(having(names[0]), child)
        .map((row) => `<${element}>${leaves(row, names)}</${element}>`)
        .join(''),
    );
    const episodes = ofChild(having('DECOM'), child).map(
      (row) =>
        `<EPISODE>${leaves(
          row,
          [...row.keys()].filter((name) => name !== 'CHILD'),
        )}</EPISODE>`,
    );
    return `<CHILD><HEADER>${leaves(header, ['CHILD', 'UPN', 'SEX', 'DOB', 'ETHNIC', 'MOTHER'])}${
      uasc === undefined ? '<UASC>0</UASC>' : `<UASC>1</UASC>${leaves(uasc, ['DUC'])}`
    }${
      adopted === undefined
        ? ''
        : leaves(
            adopted,
            [...adopted.keys()].filter((name) => !['CHILD', 'DOB'].includes(name)),
          )
    }${nested.join('')}</HEADER>${episodes.join('\n')}</CHILD>`;
  });
  return `<?xml version='1.0' encoding='utf-8'?>\n<EXPSSDA903>\n${children.join('\n')}\n</EXPSSDA903>\n`;
}
