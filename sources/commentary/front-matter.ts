/** Takes a Markdown file apart: front matter in YAML between two lines of three hyphens, then the body. */
import { isMap, isScalar, LineCounter, parseDocument } from 'yaml';

/** One key of the front matter as written; null where it holds anything but one text. */
export interface Field {
  readonly text: string | null;
  /** Line of the file, from 1. */
  readonly line: number;
}

/** A file that could be taken apart. */
export interface Sheet {
  readonly fields: ReadonlyMap<string, Field>;
  readonly body: string;
  /** Line of the file on which the body begins. */
  readonly bodyLine: number;
}

/** Why a file could not be taken apart. */
export interface Torn {
  readonly code: string;
  readonly line: number;
  readonly what: string;
  readonly advice: string;
}

const fence = /^---\s*$/;

/**
 * Reads front matter and body. YAML's own messages may quote the text, so only where and what kind is said.
 *
 * @example takeApart('---\nmeasure: T3\n---\nMore words.')
 */
export function takeApart(text: string): Sheet | Torn {
  const lines = text.split(/\r\n|\n|\r/);
  if (!fence.test(lines[0] ?? ''))
    return torn(
      'front_matter_missing',
      1,
      'does not begin with front matter',
      'Begin the file with a line `---`.',
    );
  const end = lines.findIndex((line, index) => index > 0 && fence.test(line));
  if (end === -1)
    return torn('front_matter_open', 1, 'has front matter that does not end', 'End it with a line `---`.');
  const counter = new LineCounter();
  const document = parseDocument(lines.slice(1, end).join('\n'), {
    lineCounter: counter,
    prettyErrors: false,
    uniqueKeys: true,
  });
  const lineAt = (offset: number): number => counter.linePos(offset).line + 1;
  const [error] = document.errors;
  if (error !== undefined)
    return error.code === 'DUPLICATE_KEY'
      ? torn('key_twice', lineAt(error.pos[0]), 'repeats a key', 'Keep one of the two.')
      : torn(
          'front_matter_yaml',
          lineAt(error.pos[0]),
          'is not YAML',
          'Put text with a colon in quotation marks, or begin it with `>-` on a line of its own.',
        );
  const fields = new Map<string, Field>();
  if (isMap(document.contents))
    for (const { key, value } of document.contents.items) {
      const name = isScalar(key) ? String(key.value) : '';
      const range = (key as { range?: [number, number, number] | null }).range;
      fields.set(name, { text: textOf(value), line: lineAt(range?.[0] ?? 0) });
    }
  else if (document.contents !== null)
    return torn(
      'front_matter_yaml',
      2,
      'has front matter without keys',
      'Write a line `key: value` for each key.',
    );
  return { fields, body: lines.slice(end + 1).join('\n'), bodyLine: end + 2 };
}

const torn = (code: string, line: number, what: string, advice: string): Torn => ({
  code,
  line,
  what,
  advice,
});

/** As written: neither a number nor `true` becomes anything but its own letters. */
function textOf(value: unknown): string | null {
  if (value === null) return '';
  if (!isScalar(value)) return null;
  if (typeof value.value === 'string') return value.value;
  return value.value === null ? '' : (value.source ?? String(value.value));
}

/** Paragraphs of the body: runs of lines between empty ones, each on one line. */
export const paragraphs = (body: string): string[] =>
  body
    .split(/\n\s*\n/)
    .map((part) => part.replace(/\s+/g, ' ').trim())
    .filter((part) => part !== '');
