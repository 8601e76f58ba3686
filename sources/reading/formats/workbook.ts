import { createHash } from 'node:crypto';
import type { Cell, CellValue, Sheet as WorkbookSheet } from 'hucre/xlsx';
import { TrackerError } from '../../error.ts';
import {
  type Format,
  type FormatLimits,
  headerAt,
  type InputFile,
  type OpenOptions,
  type Remark,
  type Sheet,
  type SheetRecord,
} from '../sheet.ts';
import { bufferEntries, isPacked, megabytes } from './zip.ts';

const text = (head: Uint8Array): string => new TextDecoder('latin1').decode(head);

/** Excel workbooks, by name or content: a workbook may bear the name of a CSV. Macros are never run. */
export const xlsx: Format = {
  kind: 'xlsx',
  fits: (name, head) =>
    /\.(xlsx|xlsm|xls|xlsb)$/.test(name) ||
    isCompound(head) ||
    (isPacked(head) && /\[Content_Types\]\.xml|_rels\/\.rels|xl\//.test(text(head))),
  open: openXlsx,
};

/** OpenDocument spreadsheets. */
export const ods: Format = {
  kind: 'ods',
  fits: (name, head) =>
    name.endsWith('.ods') || (isPacked(head) && text(head).includes('opendocument.spreadsheet')),
  open: openOds,
};

/** The container of old workbooks (.xls) and of protected new ones. */
const isCompound = (head: Uint8Array): boolean =>
  [0xd0, 0xcf, 0x11, 0xe0].every((byte, at) => head[at] === byte);

async function openXlsx(file: InputFile, options: OpenOptions): Promise<readonly Sheet[]> {
  const bytes = await bytesOf(file, options.limits);
  if (isCompound(bytes)) throw closedBook(file.file, bytes);
  const { readXlsx } = await import('hucre/xlsx');
  return sheetsOf(file, 'xlsx', bytes, options, readXlsx);
}

async function openOds(file: InputFile, options: OpenOptions): Promise<readonly Sheet[]> {
  const { readOds } = await import('hucre/ods');
  return sheetsOf(file, 'ods', await bytesOf(file, options.limits), options, readOds);
}

type Read = (bytes: Uint8Array) => Promise<{ readonly sheets: readonly WorkbookSheet[] }>;

async function sheetsOf(
  file: InputFile,
  kind: 'xlsx' | 'ods',
  bytes: Buffer,
  options: OpenOptions,
  read: Read,
): Promise<readonly Sheet[]> {
  const parts = await partsOf(file.file, bytes, options.limits);
  const book = await read(bytes).catch((cause: unknown) => {
    throw /password|encrypt/i.test(String(cause)) ? locked(file.file) : damaged(file.file, cause);
  });
  const shared = {
    kind,
    encoding: null,
    separator: null,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
  const used = book.sheets.filter((sheet) => filled(sheet).height > 0);
  return (used.length === 0 ? book.sheets.slice(0, 1) : used).map((sheet) => {
    const name = book.sheets.length > 1 ? `${file.file}, sheet ${sheet.name}` : file.file;
    return { ...shared, ...grid(name, sheet, options, bookRemarks(parts)) };
  });
}

async function bytesOf(file: InputFile, limits: FormatLimits): Promise<Buffer> {
  if (file.size > limits.input_document_megabytes * 1_000_000) throw tooLarge(file.file, limits);
  const parts: Uint8Array[] = [];
  for await (const part of file.bytes()) parts.push(part);
  return Buffer.concat(parts);
}

/** Names of the parts of the book; their sizes are checked before anything is unpacked. */
async function partsOf(file: string, bytes: Buffer, limits: FormatLimits): Promise<readonly string[]> {
  if (!isPacked(bytes)) throw damaged(file);
  const entries = await bufferEntries(file, bytes);
  if (megabytes(entries) > limits.input_document_megabytes) throw tooLarge(file, limits);
  return entries.map(({ fileName }) => fileName);
}

function bookRemarks(parts: readonly string[]): Remark[] {
  const has = (part: RegExp): boolean => parts.some((name) => part.test(name));
  return [
    ...(has(/vbaProject\.bin$|^Basic\//i) ? [{ code: 'macros_not_run', count: 1, line: null }] : []),
    ...(has(/^xl\/externalLinks\//) ? [{ code: 'links_not_followed', count: 1, line: null }] : []),
  ];
}

type Grid = Pick<Sheet, 'file' | 'header' | 'headerLine' | 'remarks' | 'active' | 'blocks'>;

/** The cells of a sheet as text. Rows after the last filled one are no records; columns without a heading stay. */
function grid(file: string, sheet: WorkbookSheet, options: OpenOptions, remarks: readonly Remark[]): Grid {
  const { width, height } = filled(sheet);
  if (width > options.limits.input_columns)
    throw refusal(
      file,
      `has ${width} filled columns, more than ${options.limits.input_columns}`,
      'Delete what stands right of the table, or save the table as a sheet of its own.',
    );
  if (height > options.limits.input_rows)
    throw refusal(file, `has more than ${options.limits.input_rows} filled rows`, 'Export it as CSV.');
  const record = (at: number): SheetRecord => ({
    line: at + 1,
    cells: Array.from({ length: width }, (_, column) => cellText(sheet.rows[at]?.[column] ?? null)),
  });
  const top = Array.from({ length: Math.min(height, 100) }, (_, at) => record(at));
  const header = headerAt(top, options.isHeader);
  const headerLine = header?.line ?? 0;
  return {
    file,
    // A note beside the table has no heading; it must not cost its row.
    header: (header?.cells ?? []).map((cell, at) => cell.trim() || `(column ${at + 1})`),
    headerLine,
    remarks: [...remarks, ...aboveHeader(headerLine), ...cellRemarks(sheet)],
    active: activeCells(sheet),
    blocks: () => blocksOf(headerLine, header === undefined ? 0 : height, record),
  };
}

const aboveHeader = (headerLine: number): Remark[] =>
  headerLine > 1 ? [{ code: 'lines_above_header', count: headerLine - 1, line: headerLine }] : [];

const blockRows = 1_000;

async function* blocksOf(
  from: number,
  to: number,
  record: (at: number) => SheetRecord,
): AsyncGenerator<readonly SheetRecord[]> {
  for (let at = from; at < to; at += blockRows)
    yield Array.from({ length: Math.min(blockRows, to - at) }, (_, offset) => record(at + offset));
}

/** Number of columns and rows up to the last that holds anything: formatting alone does not count. */
function filled({ rows }: WorkbookSheet): { width: number; height: number } {
  let width = 0;
  let height = 0;
  rows.forEach((row, at) => {
    const last = row.findLastIndex((value) => value !== null && value !== '');
    if (last === -1) return;
    width = Math.max(width, last + 1);
    height = at + 1;
  });
  return { width, height };
}

/** A formula that was never calculated and an error (`#N/A`) say nothing: the cell is empty, and counted. */
function cellRemarks({ cells, rows }: WorkbookSheet): Remark[] {
  const seen = new Map<string, { count: number; line: number }>();
  for (const [place, cell] of cells ?? []) {
    const [row = 0, column = 0] = place.split(',').map(Number);
    const code = cellRemark(cell, rows[row]?.[column] ?? null);
    if (code === null) continue;
    const before = seen.get(code);
    seen.set(code, {
      count: (before?.count ?? 0) + 1,
      line: Math.min(before?.line ?? row + 1, row + 1),
    });
  }
  return [...seen].map(([code, at]) => ({ code, ...at }));
}

/** Cells that hold a formula or a link, as `row,column`: what they show is not what somebody wrote. */
const activeCells = ({ cells }: WorkbookSheet): ReadonlySet<string> =>
  new Set(
    [...(cells ?? [])].flatMap(([place, { formula, hyperlink }]) => {
      const [row = 0, column = 0] = place.split(',').map(Number);
      return formula === undefined && hyperlink === undefined ? [] : [`${row + 1},${column + 1}`];
    }),
  );

function cellRemark({ type, formula }: Cell, value: CellValue): string | null {
  if (type === 'error' || isError(value)) return 'cell_error';
  return formula !== undefined && value === null ? 'formula_without_value' : null;
}

const isError = (value: CellValue): boolean =>
  typeof value === 'string' &&
  /^#(N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA)$/.test(value);

/** A cell as the CSV of the same table has it: days as yyyy-mm-dd, numbers as plain digits without `.0`. */
function cellText(value: CellValue): string {
  if (value === null || isError(value)) return '';
  if (value instanceof Date) return dayText(value);
  if (typeof value === 'number') return numberText(value);
  return typeof value === 'boolean' ? String(value).toUpperCase() : value;
}

function dayText(value: Date): string {
  if (Number.isNaN(value.getTime())) return '';
  const iso = value.toISOString();
  const time = iso.slice(11, 19);
  // Spreadsheets keep a time of day without a day as a part of their day nought.
  if (value.getTime() < Date.UTC(1900, 0, 1)) return time;
  return time === '00:00:00' ? iso.slice(0, 10) : `${iso.slice(0, 10)} ${time}`;
}

const numberText = (value: number): string =>
  Number.isInteger(value) && Math.abs(value) < 1e21
    ? BigInt(value).toString()
    : value.toLocaleString('en', { useGrouping: false, maximumFractionDigits: 15 });

/** A protected workbook and one in the format before 2007 share a container; the names inside are in UTF-16. */
function closedBook(file: string, bytes: Buffer): TrackerError {
  return bytes.includes(Buffer.from('EncryptedPackage', 'utf16le'))
    ? locked(file)
    : refusal(
        file,
        'is in the format of Excel before 2007 (.xls)',
        'Save it as .xlsx, or each sheet as CSV.',
      );
}

const locked = (file: string): TrackerError =>
  refusal(
    file,
    'is protected by a password',
    'Save a copy without one: File, Info, Protect Workbook in Excel.',
  );

const tooLarge = (file: string, { input_document_megabytes }: FormatLimits): TrackerError =>
  refusal(
    file,
    `is larger than ${input_document_megabytes} megabytes (a workbook: once unpacked)`,
    'Export it as CSV, which may have any size, or delete what stands below and beside the tables.',
  );

const damaged = (file: string, cause?: unknown): TrackerError =>
  refusal(
    file,
    'is no workbook that can be read: it is damaged, cut off, or something else under the name of a workbook',
    'Open it in Excel and save it again as .xlsx, or save each sheet as CSV.',
    cause,
  );

function refusal(file: string, what: string, advice: string, cause?: unknown): TrackerError {
  return new TrackerError('input_refused', 'workbook_refused', `${file}: the file ${what}`, advice, cause);
}
