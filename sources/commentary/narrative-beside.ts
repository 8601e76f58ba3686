/** Tells whether a number of a text stands beside a word for the children, families and orders that figures count. */
import type { Token } from './narrative-tokens.ts';
import { peopleNouns, verbs } from './narrative-words.ts';

/** Tokens that a number covers: from, up to and not including. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** Words between a number and a noun that may belong to it. */
const reach = 6;

/** A noun within reach in the sentence; "of them"; or no noun at all: "three were adopted". */
export function isBesidePeople(tokens: readonly Token[], span: Span): boolean {
  if (peopleFollow(tokens, span) || peopleLead(tokens, span)) return true;
  if (peopleNouns.has(tokens[span.from]?.text ?? '')) return true;
  const next = tokens[span.to]?.text ?? '';
  const after = tokens[span.to + 1]?.text ?? '';
  return next === 'of' && /^(?:them|these|those|whom|us|you|our|the)$/.test(after);
}

/** A noun within reach after the number, or a verb at once: "stage three children", "over four were adopted". */
export function peopleFollow(tokens: readonly Token[], { from, to }: Span): boolean {
  if (isOf(tokens, from, to, verbs)) return true;
  return steps.some((step) => isOf(tokens, from, to + step, peopleNouns));
}

/** A noun within reach before the number: "the children number three". */
export function peopleLead(tokens: readonly Token[], { from }: Span): boolean {
  return steps.some((step) => isOf(tokens, from, from - 1 - step, peopleNouns));
}

const steps = Array.from({ length: reach + 1 }, (_, step) => step);

const isOf = (tokens: readonly Token[], from: number, at: number, words: ReadonlySet<string>): boolean =>
  tokens[at]?.sentence === tokens[from]?.sentence && words.has(tokens[at]?.text ?? '');
