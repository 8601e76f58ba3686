/** Numbers in the words of a file that are no printed figure, or that stand beside a hidden one. */
import type { Breach } from './breach.ts';
import { nameOf, tableOf } from './figure-book.ts';
import { numbersIn, saysSmallWord, strip, type Token } from './number-token.ts';
import type { Piece } from './page.ts';
import { hiddenAmong, numberOf, type Scope, spokenOf } from './scope.ts';

const longest = 400;

/** Stable word for a leak by the place where it hides. */
const kinds: Readonly<Record<string, string>> = {
  text: 'number_in_text',
  attribute: 'number_in_attribute',
  comment: 'number_in_comment',
  script: 'number_in_script',
  json: 'number_in_script',
  style: 'number_in_style',
  hidden: 'number_in_hidden_text',
  drawing: 'number_in_drawing',
  title: 'number_in_title',
  cell: 'number_in_cell',
  record: 'number_in_record',
  image: 'number_in_image',
  name: 'number_in_file_name',
};

/** What a piece of text gives away. */
export function checkText(piece: Piece, scope: Scope): Breach[] {
  const left = strip(piece.text, scope.words);
  const loose = /^(text|cell)$/.test(piece.where) && !scope.strict;
  const near = piece.text.length <= longest && piece.where !== 'text';
  const spoken = near ? spokenOf(piece.text, scope) : [];
  const hidden = hiddenAmong(spoken);
  if (hidden !== undefined) {
    const said = new Set(spoken.flatMap(numberOf));
    if (numbersIn(left).some(({ number }) => !said.has(number)))
      return [breach(piece, scope, tableOf(hidden), `a number beside ${nameOf(hidden)}, which is hidden`)];
  }
  const wrong = numbersIn(left).filter((token) => !isPrinted(token, scope) && (!loose || isFigure(token)));
  if (wrong.length > 0)
    return [breach(piece, scope, pageOf(scope), 'a number that is not among the printed figures')];
  if (scope.strict && saysSmallWord(left))
    return [breach(piece, scope, pageOf(scope), 'a small number in words beside children')];
  return [];
}

const isFigure = ({ percent, counted }: Token): boolean => percent || counted;

/** The page, or the question it answers. */
const pageOf = ({ question, file }: Scope): string => question ?? file;

function isPrinted({ number, percent, counted, rate }: Token, scope: Scope): boolean {
  const value = String(Number(number));
  const has = (set: ReadonlySet<string>): boolean => set.has(number) || set.has(value);
  if (has(scope.plain) && !counted && !scope.strict) return true;
  if (percent) return has(scope.shares);
  if (rate) return has(scope.others) || has(scope.counts);
  if (counted) return has(scope.counts) || (!scope.strict && has(scope.plain));
  return has(scope.counts) || has(scope.shares) || has(scope.others);
}

const breach = ({ where, at }: Piece, { file }: Scope, table: string, what: string): Breach => ({
  table,
  kind: kinds[where] ?? 'number_in_text',
  file,
  equations: [],
  what: `${at} holds ${what}.`,
});
