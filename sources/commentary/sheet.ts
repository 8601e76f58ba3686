/** Judges one commentary file: its fields, its days, its measure and line, and what it must not say. */

import { isDay } from '../days.ts';
import type { CommentaryContext } from './commentary.ts';
import { type Commentary, type CommentaryFault, frontMatter, frontMatterKeys } from './contract.ts';
import { paragraphs, type Sheet, takeApart } from './front-matter.ts';
import { identifiersIn } from './identifier.ts';

type Rules = CommentaryContext['rules'];
type Fault = Omit<CommentaryFault, 'file'>;

/** What a file or a part of it comes to: a commentary, or every fault, none of which repeats a word of the file. */
export interface Judged {
  readonly commentary: Commentary | null;
  readonly faults: readonly CommentaryFault[];
}

/** Words of a file with the line on which they stand, among which identifiers are looked for. */
export type Words = readonly { readonly text: string; readonly line: number }[];

/** Reads the text of a file with one commentary. */
export function readSheet(
  file: string,
  text: string,
  caseNumbers: ReadonlySet<string>,
  rules: Rules,
): Judged {
  const sheet = takeApart(text);
  const spoken = text.split(/\r\n|\n|\r/).map((words, index) => ({ text: words, line: index + 1 }));
  if (!('code' in sheet)) return judgeSheet(file, sheet, spoken, caseNumbers, rules);
  return {
    commentary: null,
    faults: [sheet, ...identifiersOf(spoken, caseNumbers)].map((fault) => ({ ...fault, file })),
  };
}

/** Judges the fields of one commentary; what is left out and may be is what the contract says of it. */
export function judgeSheet(
  file: string,
  sheet: Sheet,
  spoken: Words,
  caseNumbers: ReadonlySet<string>,
  rules: Rules,
): Judged {
  const parsed = frontMatter.safeParse(valuesOf(sheet));
  const told = identifiersOf(spoken, caseNumbers);
  const faults = [
    ...fieldFaults(sheet, parsed.success ? [] : parsed.error.issues),
    ...dayFaults(sheet),
    ...measureFaults(sheet, rules),
    ...(told.length > 0 ? told : identifiersOf(textsOf(sheet), caseNumbers)),
  ];
  if (!parsed.success || faults.length > 0)
    return { commentary: null, faults: faults.map((fault) => ({ ...fault, file })) };
  const { measure, line, as_at, approved_on = null, ...said } = parsed.data;
  const commentary: Commentary = {
    file,
    measure_id: measure,
    line: line === undefined || line === '' ? ratedLine(rules, measure) : line,
    as_at_date: as_at,
    what_happened: said.what_happened ?? '',
    why: said.why,
    effect_on_children: said.effect_on_children ?? '',
    action: said.action,
    owner_role: said.owner_role,
    by_when: said.by_when,
    status: said.status ?? 'planned',
    expires_on: said.expires_on ?? said.by_when,
    author_role: said.author_role ?? said.owner_role,
    approved_on,
    body: paragraphs(sheet.body),
  };
  return { commentary, faults: [] };
}

const ratedLine = (rules: Rules, measure: string): string =>
  rules.measures.find((row) => row.measure_id === measure)?.rated_line ?? 'main';

const valuesOf = (sheet: Sheet): Record<string, unknown> =>
  Object.fromEntries([...sheet.fields].map(([key, { text }]) => [key, text]));

interface Issue {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** One fault per field; keys that are not known are told by their line only, for they may be anything. */
function fieldFaults(sheet: Sheet, issues: readonly Issue[]): Fault[] {
  const known = issues.filter((issue) => issue.code !== 'unrecognized_keys');
  const names = [...new Set(known.map((issue) => String(issue.path[0])))];
  const unknown = [...sheet.fields].filter(([key]) => !frontMatterKeys.some((name) => name === key));
  return [
    ...unknown.map(([, { line }]) => ({
      code: 'key_unknown',
      line,
      what: 'a key that is not known',
      advice: `Take it out or correct it; the keys are ${frontMatterKeys.join(', ')}.`,
    })),
    ...names.map((name) =>
      fieldFault(name, sheet, known.find((issue) => issue.path[0] === name)?.message ?? ''),
    ),
  ];
}

function fieldFault(name: string, sheet: Sheet, message: string): Fault {
  const field = sheet.fields.get(name);
  const advice = 'Fill it in; `tracker commentary --help` says what each key is for.';
  if (field === undefined)
    return { code: 'key_missing', line: 1, what: `the key ${name} is missing`, advice };
  const { line, text } = field;
  if (text === null)
    return {
      code: 'field_not_text',
      line,
      what: `${name} is not a plain text`,
      advice: 'Write one text after the colon.',
    };
  if (text.trim() === '') return { code: 'field_empty', line, what: `${name} is empty`, advice };
  if (message.includes('placeholder'))
    return { code: 'field_placeholder', line, what: `${name} ${message}`, advice };
  if (message.includes('yyyy-mm-dd'))
    return {
      code: 'day_impossible',
      line,
      what: `${name} ${message}`,
      advice: 'Write a day of the calendar such as 2026-06-30.',
    };
  return { code: 'field_invalid', line, what: `${name} ${message}`, advice: 'Correct the line.' };
}

/** Days that cannot follow each other: [earlier, later]. */
const order = [
  ['as_at', 'expires_on'],
  ['as_at', 'approved_on'],
  ['approved_on', 'expires_on'],
] as const;

function dayFaults(sheet: Sheet): Fault[] {
  const dayOf = (key: string): string | null => {
    const text = sheet.fields.get(key)?.text?.trim() ?? '';
    return isDay(text) ? text : null;
  };
  return order.flatMap(([earlier, later]) => {
    const [from, to] = [dayOf(earlier), dayOf(later)];
    if (from === null || to === null || to >= from) return [];
    return [
      {
        code: 'days_reversed',
        line: sheet.fields.get(later)?.line ?? 1,
        what: `${later} lies before ${earlier}`,
        advice: 'Correct one of the two days.',
      },
    ];
  });
}

function measureFaults(sheet: Sheet, rules: Rules): Fault[] {
  const field = sheet.fields.get('measure');
  const measure = field?.text?.trim() ?? '';
  if (field === undefined || measure === '') return [];
  if (!rules.measures.some((row) => row.measure_id === measure))
    return [
      {
        code: 'measure_unknown',
        line: field.line,
        what: 'measure names no measure of the rules',
        advice: 'Write its id, such as T3; the Dictionary page and measures.csv list them.',
      },
    ];
  const line = sheet.fields.get('line');
  const key = line?.text?.trim() ?? '';
  const keys = rules.lines.filter((row) => row.measure_id === measure).map((row) => row.line);
  if (line === undefined || key === '' || keys.includes(key)) return [];
  return [
    {
      code: 'line_unknown',
      line: line.line,
      what: `line names no line of ${measure}`,
      advice: `It has: ${keys.join(', ')}; left out, ${ratedLine(rules, measure)}.`,
    },
  ];
}

const identifiersOf = (spoken: Words, caseNumbers: ReadonlySet<string>): Fault[] =>
  spoken.flatMap(({ text, line }) =>
    identifiersIn(text.replace(/\s+/g, ' '), caseNumbers).map((kind) => identified(kind, line)),
  );

/** A value may be broken over lines or written with escapes: then only the parsed text shows it. */
const textsOf = (sheet: Sheet): Words => [
  ...[...sheet.fields.values()].map(({ text, line }) => ({ text: text ?? '', line })),
  ...paragraphs(sheet.body).map((text) => ({ text, line: sheet.bodyLine })),
];

const identified = (kind: string, line: number): Fault => ({
  code: 'identifier',
  line,
  what: `${kind} seems to stand here`,
  advice: 'Say it without anything that could tell who a child is.',
});
