/** Waivers: a Red or a concern that goes to a meeting without commentary, with a reason and a role. */
import { identifiersIn } from '../../sources/commentary/identifier.ts';
import { TrackerError } from '../../sources/error.ts';
import type { CommentaryDue } from '../edition/commentary-format.ts';
import type { Waiver } from '../edition/format.ts';

/** As asked for: `T3`, `T3/not_placed` or `hertfordshire:T3/not_placed`. */
export interface WaiverRequest {
  readonly line: string;
  readonly because: string;
  readonly byRole: string;
}

type DueLine = Pick<CommentaryDue, 'authority' | 'measure_id' | 'line' | 'state'>;

/** How a line is named on the command line. The measure alone would not do: it may have several lines that are due. */
export const nameOf = (due: Pick<DueLine, 'measure_id' | 'line'>): string => `${due.measure_id}/${due.line}`;

/** The words of a line that a reason may take up: its ids, and those of its name and its measure's. */
export type NameOfLine = (due: Pick<DueLine, 'measure_id' | 'line'>) => string;

const refuse = (code: string, message: string, advice: string): TrackerError =>
  new TrackerError('usage', code, message, advice);

/**
 * Finds the line that each waiver means. A measure alone means its one line that lacks commentary. A waiver that waives
 * nothing is refused: it would be printed as if it did; and so is a reason that speaks of no line or of any.
 */
export function resolveWaivers(
  requests: readonly WaiverRequest[],
  due: readonly DueLine[],
  caseNumbers: ReadonlySet<string>,
  wordsOf: NameOfLine,
): Waiver[] {
  const found = requests.map((request) => {
    plainWords('reason', request.because, caseNumbers);
    plainWords('role', request.byRole, caseNumbers);
    const { authority, measure_id, line } = lineMeant(request.line, due);
    return { authority, measure_id, line, because: request.because.trim(), by_role: request.byRole.trim() };
  });
  const key = (waiver: Waiver): string => JSON.stringify([waiver.authority, waiver.measure_id, waiver.line]);
  const keys = found.map(key);
  if (new Set(keys).size !== keys.length)
    throw refuse('waiver_twice', 'The same line is waived twice.', 'Give one --waive for each line.');
  for (const waiver of found) ownReason(waiver, found, wordsOf(waiver));
  return found.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** Words of more than three letters, without their endings: "children" and "plan" say nothing of a line here. */
const telling = (text: string): Set<string> =>
  new Set(
    (text.toLowerCase().match(/\p{L}{4,}/gu) ?? [])
      .filter((word) => !/^(?:child|plan|more|main|with|than|that|from|have|this|been|were|their)/.test(word))
      .map((word) => word.slice(0, 5)),
  );

/** A waiver is read beside its line: it says something of that line, and not the same as of another. */
function ownReason(waiver: Waiver, all: readonly Waiver[], name: string): void {
  const plain = (text: string): string =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim();
  const same = all.filter(({ because }) => plain(because) === plain(waiver.because));
  if (same.length > 1)
    throw refuse(
      'waiver_reason_repeated',
      `One reason is given for ${same.map(nameOf).join(', ')}.`,
      'Give a --because of its own for each --waive, which says why nothing can be said of that very line.',
    );
  const said = telling(waiver.because);
  const ids = new RegExp(`(?<![\\p{L}\\p{N}])${waiver.measure_id}(?![\\p{L}\\p{N}])`, 'iu');
  if (ids.test(waiver.because) || [...telling(name)].some((word) => said.has(word))) return;
  throw refuse(
    'waiver_reason_general',
    `The reason given for ${nameOf(waiver)} names nothing of that line (${name}).`,
    'Say what it is about this line that cannot be explained by the meeting, in words of the line.',
  );
}

function lineMeant(text: string, due: readonly DueLine[]): DueLine {
  const [, authority, measure = '', line] = /^(?:([^:]+):)?([^/]+)(?:\/(.+))?$/.exec(text.trim()) ?? [];
  const lacking = due.filter(({ state }) => state !== 'current');
  const meant = lacking.filter(
    (each) =>
      (authority === undefined || each.authority === authority) &&
      each.measure_id.toLowerCase() === measure.toLowerCase() &&
      (line === undefined || each.line === line),
  );
  const [only] = meant;
  const names = (lines: readonly DueLine[]): string =>
    lines.map((each) => `${each.authority}:${nameOf(each)}`).join(', ') || 'none';
  if (only === undefined)
    throw refuse(
      'waiver_needless',
      'A waiver names a line that lacks no commentary.',
      `Lines without current commentary: ${names(lacking)}.`,
    );
  if (meant.length > 1)
    throw refuse(
      'waiver_ambiguous',
      `A waiver of ${only.measure_id} could mean several lines.`,
      `Name one: ${names(meant)}.`,
    );
  return only;
}

/** Words that are printed or kept: something said, and nothing that looks like an identifier. */
export function plainWords(name: string, text: string, caseNumbers: ReadonlySet<string>): void {
  if (!/\p{L}{2}/u.test(text))
    throw refuse('words_missing', `The ${name} is empty.`, `Say the ${name} in words.`);
  const [kind] = identifiersIn(text.replace(/\s+/g, ' '), caseNumbers);
  if (kind !== undefined)
    throw refuse(
      'identifier',
      `In the ${name}, ${kind} seems to stand.`,
      'Say it without anything that could tell who a child is.',
    );
}
