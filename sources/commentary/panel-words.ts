/** Reads an authority's folder of texts for a Panel's paper, and refuses what is not signed off or says too much. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { type Sheet, takeApart } from './front-matter.ts';
import { comparable, identifiersIn } from './identifier.ts';
import { type NarrativePolicy, narrativeFaults, readAgain } from './narrative.ts';
import {
  type PanelText,
  type PanelWordKind,
  panelWordsFrontMatter,
  type QuestionWords,
} from './panel-words-contract.ts';

/** What a folder holds for one quarter. */
export interface PanelWords {
  /** By question; a question of which nothing usable is said is not among them. */
  readonly words: ReadonlyMap<string, QuestionWords>;
  /** `file:line: what. advice`, in order. No fault repeats a word of a file. */
  readonly faults: readonly string[];
  /** `file:line: what it may be`: lines that the reader for identity looks at again; no check can judge them. */
  readonly again: readonly string[];
}

/** What else is known when the folder is read. */
export interface PanelWordsContext {
  /** Keys of children in the authority's snapshots, as they stand there. */
  readonly caseNumbers?: Iterable<string>;
  /** Questions and packs that exist; any other is a fault. Left out, only the form is judged. */
  readonly questions?: readonly string[];
}

interface Fault {
  readonly file: string;
  readonly line: number;
  readonly what: string;
  readonly advice: string;
}

interface Found {
  readonly question: string;
  readonly kind: PanelWordKind;
  readonly text: PanelText;
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The texts of a quarter. `null` (no folder configured) holds none. Never throws for what lies in the folder; files of
 * other quarters are left alone.
 *
 * @example readPanelWords('authority/panel-words', '2026-06-30').words.get('P4')?.what_next?.text
 */
export function readPanelWords(
  folder: string | null,
  quarterEnd: string,
  context: PanelWordsContext = {},
): PanelWords {
  if (folder === null) return { words: new Map(), faults: [], again: [] };
  const listed = listFiles(folder);
  if (listed === null) return { words: new Map(), faults: [folderMissing], again: [] };
  const caseNumbers = comparable(context.caseNumbers ?? []);
  const found: Found[] = [];
  const faults: Fault[] = [];
  listed.forEach((path, index) => {
    // A name may identify too; then the file is told by its place.
    const telling = identifiersIn(path.replace(/\.[^.]*$/, ''), caseNumbers);
    const file = telling.length === 0 ? path : `file ${index + 1} of ${listed.length} by name`;
    const read = readOne(join(folder, path), file, quarterEnd, caseNumbers, context.questions);
    faults.push(...read.faults);
    for (const kind of telling)
      faults.push(
        fault(file, 1, `${kind} seems to stand in the file's name`, 'Rename it after question and quarter.'),
      );
    if (read.found !== null && telling.length === 0) found.push(read.found);
  });
  const twice = found.filter((each) => found.some((other) => other !== each && isSame(each, other)));
  for (const { text } of twice)
    faults.push(
      fault(text.file, 1, 'another file has the same question, quarter and kind', 'Keep one of them.'),
    );
  const kept = found.filter((each) => !twice.includes(each));
  const again = kept.flatMap(({ text: { file, text, line } }) =>
    readAgain(text).map((each) => `${file}:${line + each.line - 1}: ${each.reason}; read it again`),
  );
  return { words: byQuestion(kept), faults: inOrder(faults), again: again.sort(byText) };
}

/**
 * Leaves out every text that says what the tables hide, each with a fault for its file and line.
 *
 * @param policyOf what the texts of a question are held against: the audience's least count and the figures of the
 * question as the tables have them
 */
export function withoutTellingWords(
  read: PanelWords,
  policyOf: (question: string) => NarrativePolicy,
): PanelWords {
  const faults: Fault[] = [];
  const kept = [...read.words].flatMap(([question, words]) =>
    (['what_next', 'children_say'] as const).flatMap((kind): Found[] => {
      const text = words[kind];
      if (text === null) return [];
      const told = narrativeFaults(text.text, { ...policyOf(question), kept: text.kept });
      for (const { line, reason } of told)
        faults.push(
          fault(
            text.file,
            text.line + line - 1,
            reason,
            'Say it in other words, and have it signed off again.',
          ),
        );
      return told.length === 0 ? [{ question, kind, text }] : [];
    }),
  );
  return { ...read, words: byQuestion(kept), faults: [...read.faults, ...inOrder(faults)].sort(byText) };
}

const isSame = (a: Found, b: Found): boolean => a.question === b.question && a.kind === b.kind;

function byQuestion(found: readonly Found[]): Map<string, QuestionWords> {
  const questions = [...new Set(found.map(({ question }) => question))].sort(byText);
  const textOf = (question: string, kind: PanelWordKind): PanelText | null =>
    found.find((each) => each.question === question && each.kind === kind)?.text ?? null;
  return new Map(
    questions.map((question) => [
      question,
      { what_next: textOf(question, 'what_next'), children_say: textOf(question, 'children_say') },
    ]),
  );
}

const fault = (file: string, line: number, what: string, advice: string): Fault => ({
  file,
  line,
  what,
  advice,
});

const inOrder = (faults: readonly Fault[]): string[] =>
  [...faults]
    .sort((a, b) => byText(a.file, b.file) || a.line - b.line || byText(a.what, b.what))
    .map(({ file, line, what, advice }) => `${file}:${line}: ${what}. ${advice}`);

const folderMissing =
  'authority.yaml:1: the folder named in `panel_words` cannot be read. Make the folder, or correct its path.';

/** All files but hidden ones and READMEs, with forward slashes, in order; null when there is no such folder. */
function listFiles(folder: string): string[] | null {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, sep).length).split(sep).join('/'))
      .filter(
        (path) => !path.split('/').some((part) => part.startsWith('.')) && !/(^|\/)readme\.md$/i.test(path),
      )
      .sort(byText);
  } catch {
    return null;
  }
}

interface ReadOne {
  readonly found: Found | null;
  readonly faults: readonly Fault[];
}

function readOne(
  path: string,
  file: string,
  quarterEnd: string,
  caseNumbers: ReadonlySet<string>,
  questions: readonly string[] | undefined,
): ReadOne {
  const refuse = (...faults: Fault[]): ReadOne => ({ found: null, faults });
  if (!/\.md$/i.test(path))
    return refuse(fault(file, 1, 'is not a Markdown file', 'End its name in .md, or move it.'));
  const text = textOf(path);
  if (text === null)
    return refuse(fault(file, 1, 'cannot be read as UTF-8 text', 'Save it as UTF-8; check who may read it.'));
  const sheet = takeApart(text);
  if ('code' in sheet)
    return refuse(fault(file, sheet.line, sheet.what, sheet.advice), ...identified(file, text, caseNumbers));
  const parsed = panelWordsFrontMatter.safeParse(
    Object.fromEntries([...sheet.fields].map(([key, field]) => [key, field.text])),
  );
  const quarter = sheet.fields.get('quarter_end')?.text?.trim();
  if (parsed.success && quarter !== quarterEnd) return { found: null, faults: [] };
  const faults = [
    ...(parsed.success ? [] : fieldFaults(file, sheet, parsed.error.issues)),
    ...otherFaults(file, sheet, questions),
    ...identified(file, text, caseNumbers),
  ];
  if (!parsed.success || faults.length > 0) return refuse(...faults);
  const { question, kind, sign_off_role, sign_off_on, kept = '' } = parsed.data;
  const names = kept.split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()]));
  const { body, line } = trimmed(sheet);
  return {
    found: { question, kind, text: { text: body, sign_off_role, sign_off_on, kept: names, file, line } },
    faults: [],
  };
}

function textOf(path: string): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
  } catch {
    return null;
  }
}

/** The body without empty lines around it, and the line of the file on which it begins. */
function trimmed({ body, bodyLine }: Sheet): { body: string; line: number } {
  const lines = body.split('\n');
  const first = lines.findIndex((line) => line.trim() !== '');
  return { body: lines.slice(Math.max(0, first)).join('\n').trimEnd(), line: bodyLine + Math.max(0, first) };
}

interface Issue {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

const keys = Object.keys(panelWordsFrontMatter.shape);

/** One fault per field. Keys that are not known are told by their line only, for they may be anything. */
function fieldFaults(file: string, sheet: Sheet, issues: readonly Issue[]): Fault[] {
  const unknown = [...sheet.fields]
    .filter(([key]) => !keys.includes(key))
    .map(([, { line }]) => fault(file, line, 'a key that is not known', `The keys are ${keys.join(', ')}.`));
  const named = [...new Set(issues.flatMap(({ path }) => (path[0] === undefined ? [] : [String(path[0])])))];
  return [
    ...unknown,
    ...named.map((name) => {
      const field = sheet.fields.get(name);
      if (field === undefined) return fault(file, 1, `the key ${name} is missing`, advice(name));
      const message = issues.find(({ path }) => path[0] === name)?.message ?? '';
      const what =
        field.text === null ? 'is not a plain text' : field.text.trim() === '' ? 'is empty' : message;
      return fault(file, field.line, `${name} ${what}`, advice(name));
    }),
  ];
}

const advice = (name: string): string =>
  /^(?:sign_off|author)/.test(name)
    ? 'Nothing is printed that nobody has signed off: give who wrote it and who read it for identity, role and day.'
    : 'Fill it in; sources/commentary/README.md describes every key.';

function otherFaults(file: string, sheet: Sheet, questions: readonly string[] | undefined): Fault[] {
  const field = (key: string): string => sheet.fields.get(key)?.text?.trim() ?? '';
  const lineOf = (key: string): number => sheet.fields.get(key)?.line ?? 1;
  const found: Fault[] = [];
  if (sheet.body.trim() === '')
    found.push(fault(file, sheet.bodyLine, 'has no text', 'Write the text below the front matter.'));
  if (field('sign_off_on') !== '' && field('sign_off_on') < field('quarter_end'))
    found.push(
      fault(
        file,
        lineOf('sign_off_on'),
        'sign_off_on lies before quarter_end',
        'A text is signed off beside the figures of its quarter.',
      ),
    );
  if (field('author_on') > field('sign_off_on') && field('sign_off_on') !== '')
    found.push(
      fault(
        file,
        lineOf('author_on'),
        'author_on lies after sign_off_on',
        'A text is written first and read for identity then.',
      ),
    );
  const roles = [field('author_role'), field('sign_off_role')].map((role) => role.toLowerCase());
  if (roles[0] !== '' && roles[0] === roles[1])
    found.push(
      fault(
        file,
        lineOf('sign_off_role'),
        'sign_off_role is the role that wrote the text',
        'Somebody else reads it for anything that could tell who a child is.',
      ),
    );
  if (field('question') !== '' && questions !== undefined && !questions.includes(field('question')))
    found.push(
      fault(
        file,
        lineOf('question'),
        'question is none of this audience',
        `They are ${questions.join(', ')}.`,
      ),
    );
  return found;
}

/** Identifiers line by line, and where a value is broken over lines, in the text as a whole. */
function identified(file: string, text: string, caseNumbers: ReadonlySet<string>): Fault[] {
  const told = (kind: string, line: number): Fault =>
    fault(
      file,
      line,
      `${kind} seems to stand here`,
      'Say it without anything that could tell who a child is.',
    );
  const byLine = text
    .split(/\r\n|\n|\r/)
    .flatMap((line, index) => identifiersIn(line, caseNumbers).map((kind) => told(kind, index + 1)));
  if (byLine.length > 0) return byLine;
  return identifiersIn(text.replace(/\s+/g, ' '), caseNumbers).map((kind) => told(kind, 1));
}
