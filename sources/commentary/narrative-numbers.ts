/** Finds every number of a text and what it means: a count, a share, a length of time, or a mere label. */
import nlp from 'compromise/three';
import { peopleFollow, peopleLead } from './narrative-beside.ts';
import type { Token } from './narrative-tokens.ts';
import { ageBefore, durations, labels, neutralNouns, numberWords, peopleNouns } from './narrative-words.ts';

/** What a number says. */
export type NumberSense = 'count' | 'share' | 'duration' | 'other';

/** A number in the text. */
export interface NumberMention {
  /** A count as it stands; a share in percent; a duration in days. */
  readonly value: number;
  readonly sense: NumberSense;
  /** Last decimal that was written, in the unit of `value`: half of it is how far the truth may lie. */
  readonly step: number;
  /** A vague word such as "several": small, but equal to no figure. */
  readonly vague: boolean;
  /** Tokens it covers: from, up to and not including. */
  readonly from: number;
  readonly to: number;
}

/** A number before its surroundings say what it means. */
interface Raw {
  readonly value: number;
  readonly from: number;
  readonly to: number;
  readonly decimals: number;
  readonly ordinal: boolean;
  /** Word for a part of a whole, as a factor. */
  readonly part: boolean;
}

const small =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const ordinals = 'zeroth first second third fourth fifth sixth seventh eighth ninth tenth'.split(' ');
const parts: Readonly<Record<string, number>> = {
  half: 2,
  halves: 2,
  third: 3,
  thirds: 3,
  quarter: 4,
  quarters: 4,
  fourths: 4,
  fifth: 5,
  fifths: 5,
  sixth: 6,
  sixths: 6,
  eighth: 8,
  eighths: 8,
  tenth: 10,
  tenths: 10,
};
/** Words that stand for a small number; vague ones for the least that they can mean. */
const collectives: Readonly<Record<string, number>> = {
  nil: 0,
  nought: 0,
  none: 0,
  nobody: 0,
  couple: 2,
  pair: 2,
  duo: 2,
  both: 2,
  neither: 2,
  twins: 2,
  trio: 3,
  triplets: 3,
  few: 3,
  several: 3,
  quartet: 4,
  quadruplets: 4,
  handful: 5,
  quintet: 5,
  single: 1,
  sole: 1,
  lone: 1,
  solitary: 1,
  dozen: 12,
};
const vagueWords = new Set(['few', 'several', 'handful']);
const roman: Readonly<Record<string, number>> = { II: 2, III: 3, IV: 4, VI: 6, VII: 7, VIII: 8, IX: 9 };

/** Every number of the text with its sense, in order. */
export function numbersOf(tokens: readonly Token[]): NumberMention[] {
  const found: NumberMention[] = [];
  for (let at = 0; at < tokens.length; ) {
    const raw = rawAt(tokens, at);
    if (raw === null) {
      at += 1;
      continue;
    }
    const mention = ratio(tokens, raw) ?? sensed(tokens, raw);
    found.push(mention);
    at = Math.max(mention.to, at + 1);
  }
  return found;
}

function rawAt(tokens: readonly Token[], at: number): Raw | null {
  const { text = '', written = '' } = tokens[at] ?? {};
  const raw = (value: number, to: number, more: Partial<Raw> = {}): Raw => ({
    value,
    from: at,
    to,
    decimals: 0,
    ordinal: false,
    part: false,
    ...more,
  });
  const digits = /^(\d[\d,]*)(?:\.(\d+))?(st|nd|rd|th)?$/.exec(text);
  if (digits !== null) {
    const value = Number(`${digits[1]?.replaceAll(',', '')}.${digits[2] ?? '0'}`);
    return times(
      tokens,
      raw(value, at + 1, { decimals: digits[2]?.length ?? 0, ordinal: digits[3] !== undefined }),
    );
  }
  if (text === 'no' && tokens[at + 1]?.text === 'one') return raw(0, at + 2);
  if (text === 'no' && peopleNouns.has(tokens[at + 1]?.text ?? '')) return raw(0, at + 1);
  if (text === 'one' && oneIsNoNumber(tokens, at)) return null;
  const spelled = spelledAt(tokens, at);
  if (spelled !== null) return times(tokens, raw(spelled.value, spelled.to));
  if (text === 'half' && tokens[at + 1]?.text === 'a' && tokens[at + 2]?.text === 'dozen')
    return raw(6, at + 3);
  if (text === 'half' && tokens[at + 1]?.text === '-' && tokens[at + 2]?.text === 'dozen')
    return raw(6, at + 3);
  if (parts[text] !== undefined && isPart(tokens, at))
    return raw(1 / (parts[text] ?? 1), at + 1, { part: true });
  if (text === 'only' && isTheOnly(tokens, at)) return raw(1, at + 1);
  const collective = collectives[text];
  if (collective !== undefined) return raw(collective, at + 1);
  const nth = ordinals.indexOf(text);
  if (nth > 0) return raw(nth, at + 1, { ordinal: true });
  const numeral = roman[written];
  return numeral === undefined ? null : raw(numeral, at + 1);
}

/** "one another", "one day", "no one" and the like say no number. */
const oneIsNoNumber = (tokens: readonly Token[], at: number): boolean =>
  ['another', 'day', 'place', 'voice', '-'].includes(tokens[at + 1]?.text ?? '') ||
  ['each', 'every', 'any', 'which', 'this', 'that'].includes(tokens[at - 1]?.text ?? '');

const isTheOnly = (tokens: readonly Token[], at: number): boolean =>
  ['the', 'an', 'our', 'their'].includes(tokens[at - 1]?.text ?? '') &&
  peopleNouns.has(tokens[at + 1]?.text ?? '');

/** "a third of", "two thirds", "half": parts; "the third child": an ordinal; "this quarter": a time. */
function isPart(tokens: readonly Token[], at: number): boolean {
  const { text = '' } = tokens[at] ?? {};
  if (text === 'half' || text === 'halves' || /(?:thirds|quarters|ths)$/.test(text)) return true;
  if (text === 'quarter')
    return ['a', 'one', 'of'].includes(tokens[at - 1]?.text ?? '') && tokens[at + 1]?.text === 'of';
  return tokens[at + 1]?.text === 'of' || ['a', 'one'].includes(tokens[at - 1]?.text ?? '');
}

const unit = small.slice(0, 10).join('|');
const below = `(?:(?:${tens.join('|')})(?:(?: - | )(?:${unit}))?|${small.join('|')})`;
const hundreds = `(?:(?:${below} )?hundred(?: (?:and )?${below})?|${below})`;
const spelled = new RegExp(`^(?:(?:${hundreds} )?thousand(?: (?:and )?${hundreds})?|${hundreds})(?= |$)`);

/** "twenty-one", "one hundred and four". */
function spelledAt(tokens: readonly Token[], start: number): { value: number; to: number } | null {
  const ahead = tokens.slice(start, start + 12).map(({ text }) => text);
  const [said] = spelled.exec(ahead.join(' ')) ?? [];
  if (said === undefined) return null;
  const [value = 0] = nlp(said.replaceAll(' - ', '-')).numbers().get() as number[];
  return { value, to: start + said.split(' ').length };
}

/** "two dozen", "three pairs": so many times as much. */
function times(tokens: readonly Token[], raw: Raw): Raw {
  const next = tokens[raw.to]?.text ?? '';
  if (next === 'dozen') return { ...raw, value: raw.value * 12, to: raw.to + 1 };
  if (next === 'pairs' || next === 'couples') return { ...raw, value: raw.value * 2, to: raw.to + 1 };
  const part = parts[next];
  // "two thirds"; "one quarter": a part of a whole.
  if (part !== undefined && !raw.ordinal && raw.decimals === 0 && raw.value < part)
    return { ...raw, value: raw.value / part, to: raw.to + 1, part: true };
  return raw;
}

/** Wholes that are said of shares; "four in nine" names the children themselves. */
const usualWholes = new Set([2, 3, 4, 5, 6, 8, 10, 20, 100]);

/** "one in five" is a share. */
function ratio(tokens: readonly Token[], first: Raw): NumberMention | null {
  if (tokens[first.to]?.text !== 'in' || first.part || first.ordinal) return null;
  const second = rawAt(tokens, first.to + 1);
  if (second === null || second.part || second.value <= first.value || !usualWholes.has(second.value))
    return null;
  if (isTime(tokens, second.to)) return null;
  return {
    value: (100 * first.value) / second.value,
    sense: 'share',
    step: 1,
    vague: false,
    from: first.from,
    to: second.to,
  };
}

const isTime = (tokens: readonly Token[], at: number): boolean =>
  durations[tokens[at]?.text ?? ''] !== undefined ||
  (tokens[at]?.text === '-' && durations[tokens[at + 1]?.text ?? ''] !== undefined);

function sensed(tokens: readonly Token[], raw: Raw): NumberMention {
  const { from, value, decimals } = raw;
  const mention = (sense: NumberSense, to = raw.to, unit = 1): NumberMention => ({
    value: value * unit,
    sense,
    step: 10 ** -decimals * unit,
    vague: vagueWords.has(tokens[from]?.text ?? ''),
    from,
    to,
  });
  const word = (offset: number): string => tokens[raw.to + offset]?.text ?? '';
  const before = wordBefore(tokens, raw);
  if (raw.part) return { ...mention('share', raw.to, 100), step: 1 };
  if (word(0) === '%' || word(0) === 'percent' || word(0) === 'percentage')
    return mention('share', raw.to + 1);
  if (word(0) === 'per' && word(1) === 'cent') return mention('share', raw.to + 2);
  const dashed = word(0) === '-' ? 1 : 0;
  const days = durations[word(dashed)];
  if (days !== undefined) {
    // "aged four years", "a five-year-old": an age and no wait.
    const old = word(dashed + 1) === 'old' || (word(dashed + 1) === '-' && word(dashed + 2) === 'old');
    return old || ageBefore.has(before)
      ? mention('other', raw.to + dashed + 1)
      : mention('duration', raw.to + dashed + 1, days);
  }
  if (before === '£' || isLabel(tokens, raw) || isAge(tokens, raw)) return mention('other');
  if (qualifiesSomethingElse(tokens, raw)) return mention('other');
  if (isYear(raw, tokens) || (raw.ordinal && !isBeforePerson(tokens, raw.to))) return mention('other');
  return mention('count');
}

/** The word before a number in its sentence. */
const wordBefore = (tokens: readonly Token[], { from }: Raw): string => {
  const before = tokens[from - 1];
  return before?.sentence === tokens[from]?.sentence ? (before?.text ?? '') : '';
};

/** "Section 20", "item number 3"; but not "at this stage three children", nor "the children number three". */
function isLabel(tokens: readonly Token[], raw: Raw): boolean {
  const before = wordBefore(tokens, raw);
  if (numberWords.has(before)) return !peopleFollow(tokens, raw) && !peopleLead(tokens, raw);
  return labels.has(before) && !peopleFollow(tokens, raw);
}

/** "aged 3", "children under 5 move less"; but not "over four children", nor "at that age two were adopted". */
function isAge(tokens: readonly Token[], raw: Raw): boolean {
  const before = wordBefore(tokens, raw);
  if (!ageBefore.has(before) || /^(?:of|in)$/.test(tokens[raw.to]?.text ?? '')) return false;
  return before === 'aged' || !peopleFollow(tokens, raw);
}

/** "the third child", "the first young child", but not "asked first". */
function isBeforePerson(tokens: readonly Token[], to: number): boolean {
  for (let at = to; at < to + 3; at += 1) {
    const { text = '', sentence } = tokens[at] ?? {};
    if (sentence !== tokens[to - 1]?.sentence || /^(?:at|of|in|for|to|with|what|whether|about)$/.test(text))
      return false;
    if (peopleNouns.has(text)) return true;
  }
  return false;
}

/** Four digits that can only be a year. */
const isYear = ({ value, from, to }: Raw, tokens: readonly Token[]): boolean =>
  to === from + 1 && /^(?:19|20)\d\d$/.test(tokens[from]?.text ?? '') && value > 1900;

/** "two new social workers": the first known noun within three words is no person who is counted. */
function qualifiesSomethingElse(tokens: readonly Token[], raw: Raw): boolean {
  for (let at = raw.to; at < raw.to + 4; at += 1) {
    const { text = '', sentence } = tokens[at] ?? {};
    if (sentence === undefined || sentence !== tokens[raw.to - 1]?.sentence) return false;
    if (peopleNouns.has(text) || /^(?:of|and|or|were|was|are|is|have|had|has)$/.test(text)) return false;
    if (text === 'times' && !isHowOften(tokens, at)) return false;
    if (neutralNouns.has(text)) return true;
  }
  return false;
}

/** "three times a year", "three times as many"; but "two times this year children moved" counts what happened to them. */
const isHowOften = (tokens: readonly Token[], at: number): boolean =>
  /^(?:a|an|each|every|per|as|more)$/.test(tokens[at + 1]?.text ?? '');
