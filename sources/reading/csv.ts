import { createHash } from 'node:crypto';
import { parse as parseSync } from 'csv-parse/sync';
import { TrackerError } from '../error.ts';
import { decoderOf, EncodingWatch, type SeenBytes } from './encoding.ts';
import {
  type Format,
  headerAt,
  headerSearch,
  type InputFile,
  type OpenOptions,
  type Remark,
  type Separator,
  type Sheet,
  type SheetRecord,
  separators,
} from './sheet.ts';

/** Plain text with separators: a blank line is a record of one empty cell, a quote inside an unquoted cell a plain character. */
const plain = {
  relax_column_count: true,
  relax_quotes: true,
  record_delimiter: ['\r\n', '\n', '\r'],
  // A quote that is never closed takes the rest of the file for one cell.
  max_record_size: 16_000_000,
};

const topBytes = 262_144;

/** CSV and its relatives: comma, semicolon, tab or bar between cells. */
export const csv: Format = {
  kind: 'csv',
  fits: (name) => /\.(csv|tsv|tab|txt)$/.test(name),
  open: async (file, options) => {
    const { seen, top, sha256 } = await look(file);
    if (seen.zeros) throw noText(file);
    const layout = layoutOf(decoderOf(seen)(top, file.size > top.length), file.size > top.length, options);
    const { separator, records } = layout;
    const header = headerAt(records, options.isHeader);
    const headerLine = header?.line ?? 0;
    const sheet: Sheet = {
      file: file.file,
      kind: 'csv',
      encoding: seen.encoding,
      separator,
      sha256,
      header: (header?.cells ?? []).map((cell) => cell.trim()),
      headerLine,
      remarks: remarksOf(file, layout, header),
      blocks: () => below(file, seen, separator, headerLine),
    };
    return [sheet];
  },
};

/** First pass over the whole file: its digest, its encoding and its beginning. */
async function look(file: InputFile): Promise<{ seen: SeenBytes; top: Uint8Array; sha256: string }> {
  const digest = createHash('sha256');
  const watch = new EncodingWatch();
  const top: Uint8Array[] = [];
  let kept = 0;
  for await (const part of file.bytes()) {
    digest.update(part);
    watch.see(part);
    if (kept < topBytes) top.push(part.subarray(0, topBytes - kept));
    kept += part.length;
  }
  return { seen: watch.seen(), top: Buffer.concat(top), sha256: digest.digest('hex') };
}

interface Layout {
  readonly separator: Separator;
  /** The first records; the last one is left out where it may be cut off. */
  readonly records: readonly SheetRecord[];
  /** Named by a line of its own, as Excel does. */
  readonly named: boolean;
}

const separatorLine = /^"?sep=([,;\t|])"?[,;\t|]*\r?\n?$/i;

function layoutOf(text: string, cut: boolean, { isHeader }: OpenOptions): Layout {
  const [first = ''] = text.split(/(?<=\n)/, 1);
  const named = separatorLine.exec(first)?.[1] as Separator | undefined;
  if (named !== undefined) {
    const records = topRecords(text, named, cut).filter(({ line }) => line > 1);
    return { separator: named, records, named: true };
  }
  const layouts: Layout[] = [];
  for (const separator of separators) {
    const layout = { separator, records: topRecords(text, separator, cut), named: false };
    if (layout.records.some(({ cells }) => isHeader(cells))) return layout;
    layouts.push(layout);
  }
  return layouts.reduce((best, layout) => (fitness(layout) > fitness(best) ? layout : best));
}

function topRecords(text: string, separator: Separator, cut: boolean): SheetRecord[] {
  const { records, failure } = recordsOf(text, separator, 1, headerSearch);
  // Where a quote does not close within the beginning, what stands before it is enough.
  return failure === null && cut && records.length < headerSearch ? records.slice(0, -1) : records;
}

/** How well records are split: above all how many have the usual number of cells, then how many cells that is. */
function fitness({ records }: Layout): number {
  const widths = records.map(({ cells }) => cells.length).sort((a, b) => a - b);
  const usual = widths[widths.length >> 1] ?? 0;
  const steady = widths.filter((width) => width === usual).length / widths.length;
  return usual > 1 ? 100 * steady + usual / 100 : 0;
}

function remarksOf(file: InputFile, { named }: Layout, header: SheetRecord | undefined): Remark[] {
  const above = (header?.line ?? 1) - (named ? 2 : 1);
  return [
    ...(file.size === 0 ? [{ code: 'no_bytes', count: 1, line: null }] : []),
    ...(above > 0 ? [{ code: 'lines_above_header', count: above, line: header?.line ?? null }] : []),
  ];
}

/** Records that follow one another without a gap, and the line after them; where the library stops, why it does. */
interface Found {
  readonly records: SheetRecord[];
  readonly next: number;
  readonly failure: { readonly code?: string } | null;
}

/** The records of a text that begins with one, on the given line. Where no quote stands, they are what lies between breaks. */
function recordsOf(text: string, separator: Separator, line: number, to = -1): Found {
  const records: SheetRecord[] = [];
  let next = line;
  const take = (cells: string[]): null => {
    records.push({ line: next, cells });
    next += 1 + cells.reduce((sum, cell) => sum + breaksIn(cell), 0);
    return null;
  };
  if (to === -1 && text.length <= plain.max_record_size && !text.includes('"')) {
    const lines = text.split(breaks);
    if (lines.at(-1) === '') lines.pop();
    for (const whole of lines) records.push({ line: next++, cells: whole.split(separator) });
    return { records, next, failure: null };
  }
  try {
    parseSync(text, { ...plain, delimiter: separator, to, on_record: take });
    return { records, next, failure: null };
  } catch (failure) {
    return { records, next, failure: failure as { code?: string } };
  }
}

const breaks = /\r\n|\n|\r/;
const everyBreak = new RegExp(breaks, 'g');
const breaksIn = (cell: string): number => cell.match(everyBreak)?.length ?? 0;

/** Characters that are split together: those without a quote fast, the others by the library. */
const pieceSize = 8192;

/** Second pass: the records below the header, in blocks as the bytes come in. */
async function* below(
  file: InputFile,
  seen: SeenBytes,
  separator: Separator,
  headerLine: number,
): AsyncGenerator<SheetRecord[]> {
  let line = 1;
  let rest = '';
  for await (const [text, more] of textOf(file, seen)) {
    rest += text;
    for (let size = pieceSize; ; ) {
      const end = more ? breakAfter(rest, size) : rest.length;
      if (end === null) break;
      const { records, next, failure } = recordsOf(rest.slice(0, end), separator, line);
      // A quoted cell may go on behind the break.
      const goesOn = failure?.code === 'CSV_QUOTE_NOT_CLOSED' && more;
      if (failure !== null && !goesOn) throw unclosedQuote(file, next, failure);
      if (goesOn) size = 2 * end;
      else {
        yield records.filter((record) => record.line > headerLine);
        [line, rest, size] = [next, rest.slice(end), pieceSize];
        if (rest === '') break;
      }
    }
  }
}

/** Where the first line ends that reaches so far; null where that is not known yet, in a cell no longer than one may be. */
function breakAfter(text: string, size: number): number | null {
  if (text.length < size) return null;
  everyBreak.lastIndex = size;
  const found = everyBreak.exec(text);
  if (found === null) return text.length > plain.max_record_size ? text.length : null;
  // What comes next may be the second half of the break.
  return found[0] === '\r' && everyBreak.lastIndex === text.length ? null : everyBreak.lastIndex;
}

/** The file's text, and whether more of it comes. */
async function* textOf(file: InputFile, seen: SeenBytes): AsyncGenerator<[text: string, more: boolean]> {
  const decode = decoderOf(seen);
  for await (const part of file.bytes()) yield [decode(part, true), true];
  yield [decode(new Uint8Array(), false), false];
}

function noText(file: InputFile): TrackerError {
  return new TrackerError(
    'input_refused',
    'no_text',
    `${file.file} holds zero bytes, which text never does: it is damaged, or of another format than its name says`,
    'Export the file again as CSV.',
  );
}

/** A quote that never closes swallows every row after it, so the file as a whole cannot be trusted. */
function unclosedQuote(file: InputFile, line: number, cause: Found['failure']): TrackerError {
  return new TrackerError(
    'input_refused',
    'unclosed_quote',
    `${file.file}, line ${line}: a quoted cell begins here and never ends, so the rest of the file cannot be read`,
    'Export the file again, or close the quote (a quote inside a quoted cell is written twice).',
    { code: cause?.code },
  );
}
