import { createHash } from 'node:crypto';
import { parse } from 'csv-parse';
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
  const layouts = separators.map((separator) => ({
    separator,
    records: topRecords(text, separator, cut),
    named: false,
  }));
  const known = layouts.find(({ records }) => records.some(({ cells }) => isHeader(cells)));
  return known ?? layouts.reduce((best, layout) => (fitness(layout) > fitness(best) ? layout : best));
}

function topRecords(text: string, separator: Separator, cut: boolean): SheetRecord[] {
  const records: SheetRecord[] = [];
  const number = lineNumbers();
  const take = (cells: string[], { lines }: { lines: number }): null => {
    records.push({ line: number(cells, lines), cells });
    return null;
  };
  try {
    parseSync(text, { ...plain, delimiter: separator, to: headerSearch, on_record: take });
  } catch {
    // A quote that does not close within the beginning: what stands before it is enough.
    return records;
  }
  return cut && records.length < headerSearch ? records.slice(0, -1) : records;
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

/**
 * The physical line on which each record begins, from the line on which it ends: records follow one another
 * without a gap. Counted anew where a record spans several lines, for the library counts CR LF within quotes twice.
 */
function lineNumbers(): (cells: readonly string[], lines: number) => number {
  let next = 1;
  let counted = 0;
  return (cells, lines) => {
    const line = next;
    next += lines - counted > 1 ? 1 + cells.reduce((sum, cell) => sum + breaksIn(cell), 0) : 1;
    counted = lines;
    return line;
  };
}

const breaksIn = (cell: string): number => cell.match(/\r\n|\n|\r/g)?.length ?? 0;

/** Second pass: the records below the header, as the library finds them, in blocks as the bytes come in. */
async function* below(
  file: InputFile,
  seen: SeenBytes,
  separator: Separator,
  headerLine: number,
): AsyncGenerator<SheetRecord[]> {
  let block: SheetRecord[] = [];
  let last = 0;
  let failure: Error | null = null;
  const number = lineNumbers();
  const parser = parse({
    ...plain,
    delimiter: separator,
    on_record: (cells: string[], { lines }) => {
      last = number(cells, lines);
      if (last > headerLine) block.push({ line: last, cells });
      return null;
    },
  });
  parser.on('error', (error) => {
    failure = error;
  });
  for await (const text of partsOf(file, seen)) {
    await new Promise<void>((done) => parser.write(text, () => done()));
    if (failure !== null) throw unclosedQuote(file, last + 1, failure);
    yield block;
    block = [];
  }
  await ended(parser);
  if (failure !== null) throw unclosedQuote(file, last + 1, failure);
  yield block;
}

async function ended(parser: ReturnType<typeof parse>): Promise<void> {
  const closed = new Promise<void>((done) => parser.once('close', done));
  parser.end();
  parser.resume();
  await closed;
}

/** The file's text; UTF-8 goes to the library as it stands. */
async function* partsOf(file: InputFile, seen: SeenBytes): AsyncGenerator<string | Uint8Array> {
  const asItStands = seen.encoding.startsWith('utf-8');
  const decode = decoderOf(seen);
  let mark = asItStands ? seen.mark : 0;
  for await (const part of file.bytes()) {
    yield asItStands ? part.subarray(mark) : decode(part, true);
    mark = Math.max(0, mark - part.length);
  }
  if (!asItStands) yield decode(new Uint8Array(), false);
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
function unclosedQuote(file: InputFile, line: number, cause: Error): TrackerError {
  return new TrackerError(
    'input_refused',
    'unclosed_quote',
    `${file.file}, line ${line}: a quoted cell begins here and never ends, so the rest of the file cannot be read`,
    'Export the file again, or close the quote (a quote inside a quoted cell is written twice).',
    { code: (cause as { code?: string }).code },
  );
}
