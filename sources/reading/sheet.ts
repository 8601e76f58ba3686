import type { Encoding } from './encoding.ts';

/** How a sheet came in. A new kind is one word here and one `Format` (or, for a database, one function that gives sheets). */
export const sheetKinds = ['csv', 'xml', 'xlsx', 'ods', 'zip', 'parquet', 'postgresql', 'sqlserver'] as const;
export type SheetKind = (typeof sheetKinds)[number];

export const separators = [',', ';', '\t', '|'] as const;
export type Separator = (typeof separators)[number];

/** One record: where it stands and what its cells say, as text. */
export interface SheetRecord {
  /** Physical line on which the record begins (text), row number (spreadsheet), or running number (table); from 1. */
  readonly line: number;
  /** As written, not trimmed; '' where nothing is. Days of typed sources are `yyyy-mm-dd`, numbers plain digits. */
  readonly cells: readonly string[];
}

/** Something seen while a sheet was opened or read that an analyst should know. Never holds a value of a row. */
export interface Remark {
  /** One of `remarkMeanings` in reasons.ts. */
  readonly code: string;
  /** How many lines, cells or sheets it is about. */
  readonly count: number;
  /** First line concerned; null where it concerns the whole sheet. */
  readonly line: number | null;
}

/**
 * What every format becomes: a header and records below it. Recognition by columns, tables and adapters know
 * nothing else of where rows come from.
 */
export interface Sheet {
  /** Name in reports: the file, relative to its folder with forward slashes; with `, sheet X` or `, table X` where a file holds several. */
  readonly file: string;
  readonly kind: SheetKind;
  /** Null where the format has none of its own. */
  readonly encoding: Encoding | null;
  readonly separator: Separator | null;
  /** Of the file's bytes; of a table's content where there is no file. */
  readonly sha256: string;
  /** Trimmed names of the columns; [] when the file holds nothing. */
  readonly header: readonly string[];
  /** Line of the header; 0 where columns have names without a line (a database, Parquet, XML). */
  readonly headerLine: number;
  /** Cells with a formula or a link, as `line,column` from 1, where the format has such. */
  readonly active?: ReadonlySet<string>;
  /** Seen so far: reading the records may add to it. */
  readonly remarks: readonly Remark[];
  /**
   * The records below the header, in order, in blocks of any size, so that a file of any length passes through
   * little memory. Every record is given, blank, short and repeated ones too: what becomes of them is not the
   * format's to decide. May be called more than once, and begins anew each time.
   *
   * @throws TrackerError `input_refused` where the rest cannot be read
   */
  blocks(): AsyncIterable<readonly SheetRecord[]>;
}

/** Where the tables of a database are found. */
export interface DatabaseSource {
  /** Name of the environment variable that holds the connection; the connection itself is never in a file. */
  readonly variable: string;
  /** Schema of the tables; null where only one schema has them. */
  readonly schema: string | null;
}

/** A file as formats see it: on disk, or inside another file. */
export interface InputFile {
  /** Name in reports. */
  readonly file: string;
  /** Absolute path; null for a file inside another. */
  readonly path: string | null;
  /** In bytes. */
  readonly size: number;
  /** Its bytes in parts; begins anew each time. Rejects with TrackerError `file_unreadable`. */
  bytes(): AsyncIterable<Uint8Array>;
}

export interface OpenOptions {
  /** Whether cells are the header of a known kind of file: titles may stand above it. */
  readonly isHeader: (cells: readonly string[]) => boolean;
  readonly limits: FormatLimits;
}

/**
 * How much of one packed or nested file is read, so that none exhausts the machine: rows of settings.csv. Text files
 * pass through in parts and need no limit.
 */
export interface FormatLimits {
  readonly input_zip_files: number;
  /** Unpacked size of all files of a zip. */
  readonly input_zip_megabytes: number;
  /** How many times larger than its packed size a file of a zip may be. */
  readonly input_zip_ratio: number;
  /** Size of an XML file, unpacked size of a workbook. */
  readonly input_document_megabytes: number;
  /** Filled columns of a sheet of a workbook. */
  readonly input_columns: number;
  /** Records of an XML file, rows of a Parquet file, filled rows of a sheet of a workbook. */
  readonly input_rows: number;
}

/** One file format. */
export interface Format {
  readonly kind: SheetKind;
  /** By the end of the name (lower case) and the first bytes (some thousands). */
  fits(name: string, head: Uint8Array): boolean;
  /** @throws TrackerError `input_refused` with what was seen and what to do */
  open(file: InputFile, options: OpenOptions): Promise<readonly Sheet[]>;
}

/** How many records from the top are looked at for the header. */
export const headerSearch = 30;

/** Which of the first records is the header: the first that fits a known file, else the first with two filled cells. */
export function headerAt(
  top: readonly SheetRecord[],
  isHeader: OpenOptions['isHeader'],
): SheetRecord | undefined {
  const searched = top.slice(0, headerSearch);
  return (
    searched.find(({ cells }) => isHeader(cells)) ??
    searched.find(({ cells }) => cells.filter((cell) => cell.trim() !== '').length > 1) ??
    searched.find(({ cells }) => cells.some((cell) => cell.trim() !== ''))
  );
}
