/**
 * The file of a sitting: commentaries on several lines in one Markdown file, or in one workbook. Above the lines stands
 * once what holds for all; a line says the same again where it differs.
 */
import { type Commentary, requiredKeys } from './contract.ts';
import { type Field, type Sheet, takeApart } from './front-matter.ts';
import type { Words } from './sheet.ts';

/** What a sitting's file says of one line. */
export interface Part {
  /** As the file names the line, such as `T3/main`. */
  readonly name: string;
  readonly sheet: Sheet;
  readonly spoken: Words;
  /** Has anybody written anything? A role that was filled in beforehand is nothing yet. */
  readonly isBegun: boolean;
}

/** Keys that a person fills in for a line. */
export const answerKeys = [
  ...requiredKeys,
  ...(['what_happened', 'effect_on_children', 'status'] as const),
] satisfies readonly (keyof Commentary)[];

/** Keys that hold for all lines of a sitting. */
export const sharedKeys = ['as_at', 'expires_on', 'author_role', 'approved_on'] as const;

/** The heading above a line's part: `## T3/main Waiting for a family`. */
const heading = /^##\s+([A-Za-z]{1,3}\d+[A-Za-z]?)\/(\S+)/;
const keyLine = /^([a-z][a-z_]*):(?:\s+(.*))?$/;

/** The parts of a Markdown file, or null where it is the file of one commentary. */
export function partsOfText(text: string): readonly Part[] | null {
  const sheet = takeApart(text);
  if ('code' in sheet || sheet.fields.has('measure')) return null;
  const lines = sheet.body.split(/\r\n|\n|\r/);
  const starts = lines.flatMap((line, index) => (heading.test(line) ? [index] : []));
  if (starts.length === 0) return null;
  return starts.map((from, index) =>
    partOf(sheet, lines.slice(from, starts[index + 1] ?? lines.length), sheet.bodyLine + from),
  );
}

/** A line's part: figures quoted with `>`, then `key: words`, where further lines go on with the words. */
function partOf({ fields: shared }: Sheet, [head = '', ...lines]: readonly string[], at: number): Part {
  const [, measure = '', line = ''] = heading.exec(head) ?? [];
  const own = new Map<string, Field>();
  const body: string[] = [];
  let last: string | null = null;
  for (const [index, text] of lines.entries()) {
    const [, key, words = ''] = keyLine.exec(text) ?? [];
    if (key !== undefined) own.set(key, { text: own.has(key) ? null : words.trim(), line: at + 1 + index });
    last = key ?? last;
    if (key !== undefined || text.trim() === '' || text.startsWith('>')) continue;
    const before = last === null ? undefined : own.get(last);
    if (last === null || before === undefined) body.push(text);
    else own.set(last, { ...before, text: `${before.text ?? ''} ${text.trim()}`.trim() });
  }
  const named = new Map([
    // what is missing is missed at the heading
    ...requiredKeys.map((key) => [key, { text: '', line: at }] as const),
    ['measure', { text: measure, line: at }],
    ['line', { text: line, line: at }],
  ]);
  return {
    name: `${measure}/${line}`,
    sheet: { fields: new Map([...shared, ...named, ...own]), body: body.join('\n'), bodyLine: at + 1 },
    spoken: [head, ...lines].map((words, index) => ({ text: words, line: at + index })),
    isBegun: isBegun(own) || body.length > 0,
  };
}

const isBegun = (own: ReadonlyMap<string, Field>): boolean =>
  [...own].some(([key, { text }]) => key !== 'owner_role' && text !== '');

/** Header of the column that names the line. */
export const lineHeader = 'Line';

/** Header of the column of a key: `By when`. */
export const headerOf = (key: string): string =>
  `${key[0]?.toUpperCase() ?? ''}${key.slice(1).replaceAll('_', ' ')}`;

/** Name of the sheet that is filled in. */
export const linesSheet = 'Lines';

/** The parts of a workbook: a row of its sheet Lines each. An error where it has no such sheet or header. */
export async function partsOfBook(bytes: Uint8Array): Promise<readonly Part[]> {
  const { readXlsx } = await import('hucre/xlsx');
  const sheet = (await readXlsx(bytes)).sheets.find(({ name }) => name === linesSheet);
  const [header = [], ...rows] = (sheet?.rows ?? []).map((row) => row.map(cellText));
  const place = header.indexOf(lineHeader);
  if (place === -1 || requiredKeys.some((key) => !header.includes(headerOf(key))))
    throw new Error('not the workbook of a sitting');
  return rows.flatMap((row, index) => {
    const name = row[place]?.trim() ?? '';
    return name === '' ? [] : [partOfRow(header, row, name, index + 2)];
  });
}

function partOfRow(header: readonly string[], row: readonly string[], name: string, at: number): Part {
  const [measure = '', line = ''] = name.split('/');
  const said = [...answerKeys, ...sharedKeys].flatMap((key): [string, Field][] => {
    const column = header.indexOf(headerOf(key));
    return column === -1 ? [] : [[key, { text: (row[column] ?? '').trim(), line: at }]];
  });
  const named: [string, Field][] = [
    ['measure', { text: measure, line: at }],
    ['line', { text: line, line: at }],
  ];
  return {
    name,
    sheet: { fields: new Map([...named, ...said]), body: '', bodyLine: at },
    spoken: said.map(([, { text }]) => ({ text: text ?? '', line: at })),
    isBegun: isBegun(new Map(said.filter(([key]) => answerKeys.some((each) => each === key)))),
  };
}

function cellText(value: unknown): string {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10);
  return value === null || value === undefined ? '' : String(value);
}
