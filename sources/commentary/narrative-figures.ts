/** Holds the numbers of a text against what the tables print: a text says nothing that they keep back. */
import { isBesidePeople } from './narrative-beside.ts';
import type { NumberMention } from './narrative-numbers.ts';
import type { Place } from './narrative-places.ts';
import type { Token } from './narrative-tokens.ts';
import { peopleNouns } from './narrative-words.ts';

/** A figure of the text's question as the tables have it; null where they keep it back. */
export interface TableFigure {
  readonly unit: 'count' | 'percent' | 'days' | 'per_10000';
  readonly value: number | null;
}

const aNumber = 'says a number of children that the tables do not print';
const aShare = 'says a share that the tables do not print';
const aWait = 'says a length of time that the tables do not print';
const aWhole = 'says of all, most or none what the tables keep back';

/** A fault wherever the text says more than the tables. */
export function unprinted(
  tokens: readonly Token[],
  numbers: readonly NumberMention[],
  figures: readonly TableFigure[],
): Place[] {
  const has = (unit: TableFigure['unit'], fits: (value: number) => boolean): boolean =>
    figures.some((each) => each.unit === unit && each.value !== null && fits(each.value));
  const reasonOf = (number: NumberMention): string | null => {
    const { sense, value, step, vague, from } = number;
    const near = (printed: number): boolean => Math.abs(printed - value) <= step / 2 + 1e-9;
    if (sense === 'count' && value > 0 && isBesidePeople(tokens, number))
      return !vague && (has('count', (each) => each === value) || has('per_10000', near)) ? null : aNumber;
    const isCompared = /^(?:than|nearly|almost|about|around|over|under)$/.test(tokens[from - 1]?.text ?? '');
    if (sense === 'share') return !isCompared && has('percent', near) ? null : aShare;
    const isOfWaits = figures.some(({ unit }) => unit === 'days') && isWait(tokens, from);
    return sense === 'duration' && isOfWaits && !has('days', near) ? aWait : null;
  };
  const plainly = numbers.flatMap((number): Place[] => {
    const reason = reasonOf(number);
    return reason === null ? [] : [{ line: tokens[number.from]?.line ?? 1, reason }];
  });
  const keptBack = figures.some(
    ({ unit, value }) => (unit === 'percent' || unit === 'count') && value === null,
  );
  return keptBack ? [...plainly, ...wholes(tokens)] : plainly;
}

const isWait = (tokens: readonly Token[], at: number): boolean =>
  tokens.some(
    ({ sentence, text }) =>
      sentence === tokens[at]?.sentence &&
      /^(?:wait|waits|waited|waiting|average|took|take|takes|longest)$/.test(text),
  );

/** "All children", "most of them" and "no child", where a share or a count is kept back. */
function wholes(tokens: readonly Token[]): Place[] {
  return tokens.flatMap(({ text, line, sentence }, at) => {
    if (/^(?:everyone|everybody|none|nobody)$/.test(text)) return [{ line, reason: aWhole }];
    if (!/^(?:all|every|each|no|nil|zero|neither|most|majority|nearly|hardly)$/.test(text)) return [];
    const people = [1, 2, 3, 4].some(
      (step) => tokens[at + step]?.sentence === sentence && peopleNouns.has(tokens[at + step]?.text ?? ''),
    );
    return people ? [{ line, reason: aWhole }] : [];
  });
}
