/** One record: its cells, and the physical line on which it begins (1 = first line of the file). */
export interface CsvRecord {
  readonly line: number;
  readonly cells: string[];
  /** A quoted cell was still open when the file ended. */
  readonly unclosed: boolean;
}

const QUOTE = 34;
const COMMA = 44;
const LF = 10;
const CR = 13;

/**
 * Records of a CSV text (RFC 4180), one after another. A blank line is a record of one empty cell; the
 * line break at the end of the file begins none. A quote inside an unquoted cell is a plain character.
 *
 * A reader of its own, because the line on which each record begins must be known and every record
 * counted, blank and ragged ones too; libraries skip, repair or number them otherwise.
 */
export function* csvRecords(text: string): Generator<CsvRecord> {
  let at = 0;
  let line = 1;
  while (at < text.length) {
    const record = readRecord(text, at, line);
    yield record;
    at = record.next;
    line = record.nextLine;
  }
}

interface Scanned extends CsvRecord {
  readonly next: number;
  readonly nextLine: number;
}

function readRecord(text: string, start: number, line: number): Scanned {
  const cells: string[] = [];
  let at = start;
  let breaks = 0;
  let unclosed = false;
  for (;;) {
    if (text.charCodeAt(at) === QUOTE) {
      const cell = readQuoted(text, at);
      cells.push(cell.value);
      breaks += cell.breaks;
      unclosed ||= cell.unclosed;
      at = cell.next;
    } else {
      const end = cellEnd(text, at);
      cells.push(text.slice(at, end));
      at = end;
    }
    if (text.charCodeAt(at) !== COMMA) break;
    at += 1;
  }
  const next = afterBreak(text, at);
  return { line, cells, unclosed, next, nextLine: line + breaks + 1 };
}

/** First comma, line break or end at or after `at`. */
function cellEnd(text: string, at: number): number {
  let end = at;
  while (end < text.length) {
    const char = text.charCodeAt(end);
    if (char === COMMA || char === LF || char === CR) break;
    end += 1;
  }
  return end;
}

function afterBreak(text: string, at: number): number {
  if (text.charCodeAt(at) === CR && text.charCodeAt(at + 1) === LF) return at + 2;
  return Math.min(at + 1, text.length);
}

function readQuoted(
  text: string,
  open: number,
): { value: string; next: number; breaks: number; unclosed: boolean } {
  let value = '';
  let from = open + 1;
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote === -1) {
      value += text.slice(from);
      return { value, next: text.length, breaks: lineBreaks(value), unclosed: true };
    }
    value += text.slice(from, quote);
    if (text.charCodeAt(quote + 1) !== QUOTE) {
      const breaks = lineBreaks(value);
      const end = cellEnd(text, quote + 1);
      return { value: value + text.slice(quote + 1, end), next: end, breaks, unclosed: false };
    }
    value += '"';
    from = quote + 2;
  }
}

function lineBreaks(value: string): number {
  let breaks = 0;
  for (let at = 0; at < value.length; at += 1) {
    const char = value.charCodeAt(at);
    if (char === LF || (char === CR && value.charCodeAt(at + 1) !== LF)) breaks += 1;
  }
  return breaks;
}
