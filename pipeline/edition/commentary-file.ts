/** `commentary.json`: approved commentaries, and the Reds and concerns that need one. */
import type { AuthorityCommentary } from '../commentary/authority-commentary.ts';
import type { ChartsFile } from './chart-format.ts';
import type { CommentaryDue, CommentaryEntry, CommentaryFile } from './commentary-format.ts';
import type { AssuranceFile } from './format.ts';
import type { LineKey } from './key-format.ts';

/** Compares lines of measures. */
export const sameLine = (a: LineKey, b: LineKey): boolean =>
  a.authority === b.authority && a.measure_id === b.measure_id && a.line === b.line;

/**
 * The file of an edition. `on` is the day on which commentaries are judged: the as-at date of a working edition,
 * the meeting of a sealed one. What is said of a later figure than the edition's is left to later editions.
 */
export function commentaryFileOf(
  commentaries: readonly AuthorityCommentary[],
  edition: { readonly asAt: string; readonly red: readonly LineKey[]; readonly concerns: readonly LineKey[] },
  on: string,
): CommentaryFile {
  const entries = commentaries
    .flatMap((folder) => entriesOf(folder, on))
    .filter((entry) => entry.as_at_date <= edition.asAt)
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  return { entries, due: dueLines(edition.red, edition.concerns, entries) };
}

/** Judges entries and what is due again for a meeting: what is approved after it has not been said yet. */
export function judgedOn(file: CommentaryFile, on: string): CommentaryFile {
  const entries = file.entries
    .filter((entry) => entry.approved_on <= on)
    .map((entry) => ({ ...entry, ...standing(entry, on) }));
  return {
    entries,
    due: file.due.map((each) => ({ ...each, state: stateOf(each, entries), waived_because: null })),
  };
}

/** Files left out, as a note for the assurance page: kinds and numbers, no file names, for those may say too much. */
export function commentaryNotes(
  folder: AuthorityCommentary,
): AssuranceFile['authorities'][number]['quality'] {
  const { faults } = folder;
  if (faults.length === 0) return [];
  const files = new Set(faults.map(({ file }) => file)).size;
  return [
    {
      code: 'commentary_left_out',
      table: 'commentary',
      rows: files,
      meaning: `Commentary ${files === 1 ? 'file' : 'files'} left out of this edition because of faults; \`tracker commentary check\` names each with file and line.`,
    },
  ];
}

const keyOf = (entry: CommentaryEntry): string =>
  [entry.authority, entry.measure_id, entry.line, entry.as_at_date].join('\u0000');

/** What of the commentaries decides what an edition says. */
export const spoken = (commentaries: readonly AuthorityCommentary[]): unknown =>
  commentaries.map((folder) => [
    folder.authority,
    folder.commentaries.filter(({ approved_on }) => approved_on !== null).map(({ file: _, ...said }) => said),
    commentaryNotes(folder),
  ]);

function entriesOf({ authority, commentaries }: AuthorityCommentary, on: string): CommentaryEntry[] {
  return commentaries.flatMap(({ file: _, approved_on, body, ...said }) =>
    approved_on === null ? [] : [{ authority, ...said, approved_on, body: [...body], ...standing(said, on) }],
  );
}

/** An approval cannot come before the figure, so it may well lie after the as-at date: only expiry is judged. */
function standing(
  said: Pick<CommentaryEntry, 'expires_on' | 'by_when' | 'status'>,
  on: string,
): Pick<CommentaryEntry, 'current' | 'overdue'> {
  const open = said.status === 'planned' || said.status === 'under way';
  return { current: said.expires_on >= on, overdue: open && said.by_when < on };
}

/** Lines whose latest month is a special cause of concern, or which more joined than left, or left than joined, for the worse. */
export const concernsOf = ({ charts, travel }: Pick<ChartsFile, 'charts' | 'travel'>): LineKey[] =>
  [
    ...charts.filter(
      ({ variation, statistic }) => variation === 'concern' && statistic !== 'joined' && statistic !== 'left',
    ),
    ...travel.filter(({ method, word }) => method === 'movements' && word === 'worsening'),
  ].map(({ authority, measure_id, line }) => ({ authority, measure_id, line }));

function dueLines(
  red: readonly LineKey[],
  special: readonly LineKey[],
  entries: readonly CommentaryEntry[],
): CommentaryDue[] {
  const [reds, specials] = [new Set(red.map(dueKey)), new Set(special.map(dueKey))];
  return [...new Map([...red, ...special].map((line) => [dueKey(line), line])).values()]
    .map(({ authority, measure_id, line }) => {
      const key = { authority, measure_id, line };
      const isRed = reds.has(dueKey(key));
      const isSpecial = specials.has(dueKey(key));
      const because: CommentaryDue['because'] =
        isRed && isSpecial ? 'Red and special cause' : isRed ? 'Red' : 'special cause';
      return { ...key, because, state: stateOf(key, entries), waived_because: null };
    })
    .sort((a, b) => (dueKey(a) < dueKey(b) ? -1 : 1));
}

const dueKey = (due: LineKey): string => [due.authority, due.measure_id, due.line].join('\u0000');

function stateOf(key: LineKey, entries: readonly CommentaryEntry[]): CommentaryDue['state'] {
  const mine = entries.filter((entry) => sameLine(key, entry));
  if (mine.some((entry) => entry.current)) return 'current';
  return mine.length > 0 ? 'expired' : 'missing';
}
