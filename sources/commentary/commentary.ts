/** Reads an authority's folder of commentaries: every usable one, and every fault at once. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { RuleRow } from '../rules/contract.ts';
import type { Commentary, CommentaryFault } from './contract.ts';
import { comparable, identifiersIn } from './identifier.ts';
import { type Judged, judgeSheet, readSheet } from './sheet.ts';
import { type Part, partsOfBook, partsOfText } from './sitting.ts';

/** What must be known to judge a commentary. */
export interface CommentaryContext {
  readonly rules: {
    readonly measures: readonly Pick<RuleRow<'measures'>, 'measure_id' | 'rated_line'>[];
    readonly lines: readonly Pick<RuleRow<'lines'>, 'measure_id' | 'line'>[];
  };
  /** Keys of children in the authority's snapshots, as they stand there. */
  readonly caseNumbers: Iterable<string>;
}

/** What a folder holds. */
export interface CommentaryFolder {
  /** By measure, line and day. Drafts are among them. */
  readonly commentaries: readonly Commentary[];
  /** By file and line. A file with a fault is not among the commentaries. */
  readonly faults: readonly CommentaryFault[];
  /** Lines of a sitting's file of which nothing has been said yet, such as `T3/main`. */
  readonly unsaid: readonly { readonly file: string; readonly name: string }[];
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Reads the folder; `null` (no folder configured) holds nothing. Never throws for what lies in it. */
export async function readCommentaries(
  folder: string | null,
  context: CommentaryContext,
): Promise<CommentaryFolder> {
  if (folder === null) return { commentaries: [], faults: [], unsaid: [] };
  const listed = listFiles(folder);
  if (listed === null) return { commentaries: [], faults: [folderMissing], unsaid: [] };
  const caseNumbers = comparable(context.caseNumbers);
  const commentaries: Commentary[] = [];
  const faults: CommentaryFault[] = [];
  const unsaid: CommentaryFolder['unsaid'][number][] = [];
  for (const [index, path] of listed.entries()) {
    // A name may identify too; then the file is told by its place.
    const telling = identifiersIn(path.replace(/\.[^.]*$/, ''), caseNumbers);
    const file = telling.length === 0 ? path : `file ${index + 1} of ${listed.length} by name`;
    for (const kind of telling)
      faults.push({
        code: 'identifier',
        file,
        line: 1,
        what: `${kind} seems to stand in the file's name`,
        advice: 'Rename the file after its measure and day.',
      });
    const read = await readFile(folder, path, file, caseNumbers, context);
    faults.push(...read.faults);
    unsaid.push(...read.unsaid.map((name) => ({ file, name })));
    if (telling.length === 0) commentaries.push(...read.commentaries);
  }
  const twice = repeats(commentaries);
  const key = (each: Commentary): string => `${each.measure_id} ${each.line} ${each.as_at_date}`;
  return {
    commentaries: commentaries
      .filter((each) => !twice.some(({ of }) => of === each))
      .sort((a, b) => byText(key(a), key(b))),
    faults: [...faults, ...twice.map(({ fault }) => fault)].sort(
      (a, b) => byText(a.file, b.file) || a.line - b.line || byText(a.code + a.what, b.code + b.what),
    ),
    unsaid,
  };
}

/** sha256 over names and bytes of everything that is read as a commentary: equal when nothing changed. */
export function commentaryFingerprint(folder: string | null): string {
  const digest = createHash('sha256');
  for (const path of folder === null ? [] : (listFiles(folder) ?? [])) {
    const bytes = bytesOf(join(folder ?? '', path));
    digest.update(`${path}\n${bytes?.length ?? 'unreadable'}\n`).update(bytes ?? '');
  }
  return digest.digest('hex');
}

const folderMissing: CommentaryFault = {
  code: 'commentary_folder_missing',
  file: 'authority.yaml',
  line: 1,
  what: 'the folder named in `commentary` cannot be read',
  advice: 'Make the folder, or correct its path.',
};

/** All files but hidden ones and READMEs, with forward slashes, in order; null when there is no such folder. */
function listFiles(folder: string): string[] | null {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, sep).length).split(sep).join('/'))
      .filter(
        (path) =>
          // ~$ begins the name of the file by which Excel and Word lock another
          !path.split('/').some((part) => /^(?:\.|~\$)/.test(part)) && !/(^|\/)readme\.md$/i.test(path),
      )
      .sort(byText);
  } catch {
    return null;
  }
}

function bytesOf(path: string): Uint8Array | null {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}

interface Read {
  readonly commentaries: readonly Commentary[];
  readonly faults: readonly CommentaryFault[];
  readonly unsaid: readonly string[];
}

async function readFile(
  folder: string,
  path: string,
  file: string,
  caseNumbers: ReadonlySet<string>,
  { rules }: CommentaryContext,
): Promise<Read> {
  const refuse = (code: string, what: string, advice: string): Read => ({
    commentaries: [],
    faults: [{ code, file, line: 1, what, advice }],
    unsaid: [],
  });
  if (!/\.(?:md|xlsx)$/i.test(path))
    return refuse(
      'commentary_not_markdown',
      'is neither a Markdown file nor the workbook of a sitting',
      'Commentaries end in .md or .xlsx; move other files elsewhere.',
    );
  const bytes = bytesOf(join(folder, path));
  if (bytes === null)
    return refuse('commentary_unreadable', 'cannot be read', 'Check who may read the file.');
  if (/\.xlsx$/i.test(path)) {
    const parts = await partsOfBook(bytes).catch(() => null);
    if (parts !== null) return together(file, parts, caseNumbers, rules);
    return refuse(
      'commentary_not_sitting',
      'is not the workbook of a sitting',
      'Fill in the workbook that `tracker commentary new --due` writes; keep its sheet Lines and its header row.',
    );
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return refuse('commentary_not_utf8', 'is not UTF-8 text', 'Save the file as UTF-8.');
  }
  const parts = partsOfText(text);
  if (parts !== null) return together(file, parts, caseNumbers, rules);
  const { commentary, faults } = readSheet(file, text, caseNumbers, rules);
  return { commentaries: commentary === null ? [] : [commentary], faults, unsaid: [] };
}

/** The parts of a sitting's file. A fault leaves out its own part alone; a part that nobody has begun is no fault. */
function together(
  file: string,
  parts: readonly Part[],
  caseNumbers: ReadonlySet<string>,
  rules: CommentaryContext['rules'],
): Read {
  const begun = parts.filter(({ isBegun }) => isBegun);
  const judged = begun.map(
    ({ sheet, spoken }): Judged => judgeSheet(file, sheet, spoken, caseNumbers, rules),
  );
  return {
    commentaries: judged.flatMap(({ commentary }) => commentary ?? []),
    // what stands once for all lines has its fault once
    faults: [
      ...new Map(judged.flatMap((each) => each.faults).map((each) => [JSON.stringify(each), each])).values(),
    ],
    unsaid: parts.filter(({ isBegun }) => !isBegun).map(({ name }) => name),
  };
}

/** Two commentaries on one figure: nobody can tell which is meant, so neither is used. */
function repeats(
  commentaries: readonly Commentary[],
): { readonly of: Commentary; readonly fault: CommentaryFault }[] {
  const same = (a: Commentary, b: Commentary): boolean =>
    a.measure_id === b.measure_id && a.line === b.line && a.as_at_date === b.as_at_date;
  return commentaries.flatMap((each) => {
    const others = commentaries.filter((other) => other !== each && same(each, other));
    if (others.length === 0) return [];
    return [
      {
        of: each,
        fault: {
          code: 'commentary_twice',
          file: each.file,
          line: 1,
          what: `speaks of the same measure, line and day as ${others.map((other) => other.file).join(' and ')}`,
          advice: 'Keep one of them.',
        },
      },
    ];
  });
}
