/** Tells whether the numbers of a text say a hidden figure: as it stands, as a share, or by a little arithmetic. */
import type { NumberMention } from './narrative-numbers.ts';
import type { Place } from './narrative-places.ts';
import type { Token } from './narrative-tokens.ts';
import { peopleNouns } from './narrative-words.ts';

/** A figure behind a mark, exact. */
export interface HiddenFigure {
  readonly value: number;
  readonly unit: 'count' | 'percent' | 'days' | 'per_10000';
}

const asItStands = 'says a figure that is hidden in the tables';
const byArithmetic = 'gives a hidden figure away by arithmetic (a part, a sum or a difference of numbers)';
const asWhole = 'says of all or of none what is hidden in the tables';

/** A fault for every place at which the text says a hidden figure. The figure itself is never repeated. */
export function hiddenFaults(
  tokens: readonly Token[],
  numbers: readonly NumberMention[],
  hidden: readonly (number | HiddenFigure)[],
): Place[] {
  const figures = hidden.map((each) =>
    typeof each === 'number' ? { value: each, unit: 'count' as const } : each,
  );
  if (figures.length === 0) return [];
  const lineOf = ({ from }: NumberMention): number => tokens[from]?.line ?? 1;
  const plainly = numbers
    .filter((number) => figures.some((figure) => says(number, figure)))
    .map((number) => ({ line: lineOf(number), reason: asItStands }));
  const counts = new Set(figures.filter(({ unit }) => unit !== 'days').map(({ value }) => value));
  const derived = bySentence(tokens, numbers).flatMap((together) =>
    derivedFrom(tokens, together)
      .filter(({ value }) => [...counts].some((count) => Math.abs(count - value) < 0.02))
      .map(({ at }) => ({ line: lineOf(at), reason: byArithmetic })),
  );
  return [...plainly, ...derived, ...wholes(tokens, figures)];
}

/** A number of the text says a figure when the figure, rounded as the text rounds, is that number. */
function says({ value, sense, step, vague }: NumberMention, figure: HiddenFigure): boolean {
  if (vague) return false;
  const near = Math.abs(value - figure.value) <= step / 2 + 1e-9;
  if (sense === 'count')
    return figure.unit === 'count' ? value === figure.value : figure.unit === 'per_10000' && near;
  if (sense === 'share') return figure.unit === 'percent' && near;
  return sense === 'duration' && figure.unit === 'days' && near;
}

function bySentence(tokens: readonly Token[], numbers: readonly NumberMention[]): NumberMention[][] {
  const sentences = new Map<number, NumberMention[]>();
  for (const number of numbers) {
    const sentence = tokens[number.from]?.sentence ?? 0;
    sentences.set(sentence, [...(sentences.get(sentence) ?? []), number]);
  }
  return [...sentences.values()];
}

/** What a reader can work out within one sentence: shares of counts, doubles, sums and differences of counts. */
function derivedFrom(
  tokens: readonly Token[],
  numbers: readonly NumberMention[],
): { readonly value: number; readonly at: NumberMention }[] {
  const counts = numbers.filter(({ sense, vague }) => sense === 'count' && !vague);
  const shares = numbers.filter(({ sense }) => sense === 'share');
  const parts = shares.flatMap((share) =>
    counts.map((count) => ({ value: Math.round((share.value * count.value) / 100), at: share })),
  );
  const rest = shares.flatMap((share) =>
    counts.map((count) => ({
      value: count.value - Math.round((share.value * count.value) / 100),
      at: share,
    })),
  );
  const multiples = counts.flatMap((count) => {
    const factor = { twice: 2, double: 2, doubled: 2, thrice: 3, treble: 3, trebled: 3, tripled: 3 }[
      wordBefore(tokens, count)
    ];
    return factor === undefined ? [] : [{ value: factor * count.value, at: count }];
  });
  const pairs = counts.flatMap((one, index) =>
    counts.slice(index + 1).flatMap((other) => [
      { value: one.value + other.value, at: other },
      { value: Math.abs(one.value - other.value), at: other },
    ]),
  );
  const sum =
    counts.length > 2 ? [{ value: counts.reduce((all, { value }) => all + value, 0), at: counts[0] }] : [];
  return [...parts, ...rest, ...multiples, ...pairs, ...sum].filter(
    (each): each is { value: number; at: NumberMention } => each.at !== undefined,
  );
}

/** The nearest word before a number that says how many times it is taken. */
function wordBefore(tokens: readonly Token[], { from }: NumberMention): string {
  for (let at = from - 1; at >= from - 5; at -= 1) {
    const { text = '' } = tokens[at] ?? {};
    if (/^(?:twice|thrice|doubled?|trebled?|tripled)$/.test(text)) return text;
  }
  return '';
}

/** "All children" and "no child" say a share of 100 and of 0, and a count of 0. */
function wholes(tokens: readonly Token[], figures: readonly HiddenFigure[]): Place[] {
  const percent = (value: number): boolean =>
    figures.some((figure) => figure.unit === 'percent' && figure.value === value);
  const none = percent(0) || figures.some((figure) => figure.unit === 'count' && figure.value === 0);
  return tokens.flatMap(({ text, line, sentence }, at) => {
    const saysAll = percent(100) && /^(?:all|every|each|everyone|everybody)$/.test(text);
    const saysNone = none && /^(?:no|none|nobody|nil|zero|never|neither)$/.test(text);
    if (!saysAll && !saysNone) return [];
    if (/^(?:everyone|everybody|none|nobody)$/.test(text)) return [{ line, reason: asWhole }];
    const people = [1, 2, 3, 4].some(
      (step) => tokens[at + step]?.sentence === sentence && peopleNouns.has(tokens[at + step]?.text ?? ''),
    );
    return people ? [{ line, reason: asWhole }] : [];
  });
}
