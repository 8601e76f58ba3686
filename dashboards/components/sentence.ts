import type { Manifest } from '../../pipeline/edition/format.ts';
import { countedBy, countNoun, countText } from './counted.ts';
import { longMonth } from './day.ts';
import { type Figure, headlineValue, type Target } from './figure.ts';
import { daysText, percentText, waitInWords, wholeNumber } from './number-format.ts';
import type { Standing } from './standing.ts';
import { isColour } from './status.ts';
import { durationText, rateText, statisticWords } from './value-text.ts';

/** What a page says where the authority's files do not hold what a figure needs; never zero. */
export const notAvailableWords = 'not available from this source';

/** A text with its first letter in capitals, to begin a sentence. */
export function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Beside every rule that is the product's own and that nobody at the authority has approved; each page says once what it means. */
export const proposedMark = '†';

/** A wait in days, and in months and weeks where that says more: `412 days (13 months 2 weeks)`. */
export function waitText(days: number, asAt: string): string {
  return days < 28 ? daysText(days) : `${daysText(days)} (${waitInWords(days, asAt)})`;
}

/** Percentage of a figure, rounded so that no limit looks met that is not. */
export function sharePercent(figure: Figure): string | null {
  return figure.percent === null ? null : percentText(figure.percent, figure.target);
}

/** `62 children on a placement order`, `289 in the weekly-tool cohort`. */
export function denominatorText(figure: Figure): string {
  const { denominator_name: name } = figure.line;
  return `${wholeNumber(figure.denominator ?? 0)} ${name.startsWith('the ') ? 'in ' : ''}${name}`.trim();
}

/** A number of a figure's own kind with its noun: `24 families`. */
const countOf = ({ measure, line }: Figure, count: number): string =>
  countText(count, countedBy(measure, line.line));

/** A time or a rate with what is counted behind it; null for measures known by a count or a share. */
function timeOrRate(figure: Figure): string | null {
  const value = headlineValue(figure);
  const { headline_statistic: statistic } = figure.measure;
  if (value === null || statistic === 'count' || statistic === 'percentage') return null;
  const behind = figure.count === null ? '' : ` (${countOf(figure, figure.count)})`;
  if (statistic === 'rate') return `${rateText(value)} per 10,000 under-18s${behind}`;
  return `${durationText(value, figure.day)}, ${statisticWords[statistic]}${behind}`;
}

/** `38 of 62 children on a placement order (61%)`, `426 days (14 months), mean time (24 children)`. */
export function shareSentence(figure: Figure): string {
  if (figure.count === null && headlineValue(figure) === null) return notAvailableWords;
  const other = timeOrRate(figure);
  if (other !== null) return other;
  if (figure.count === null) return notAvailableWords;
  if (figure.denominator === null) return countOf(figure, figure.count);
  const of = `${wholeNumber(figure.count)} of ${denominatorText(figure)}`;
  const share = sharePercent(figure);
  return share === null ? of : `${of} (${share})`;
}

/** The rule that decided a rating, and whether anybody has agreed to it; briefly, without the words on small groups. */
export function ruleSentence(target: Target | undefined, length: 'brief' | 'whole' = 'whole'): string {
  if (target === undefined) return 'No rating rule.';
  const words =
    length === 'brief' ? target.in_words.replace(/ *Too few to rate:[^.]*\./, '') : target.in_words;
  const rule = words.trim().replace(/\.?$/, '');
  return target.agreed ? `${rule}.` : `${rule} ${proposedMark}.`;
}

/** A caution for groups so small that a child or two would move the rating; the bounds are the edition's. */
export function smallGroupCaution(
  figure: Figure,
  bounds: Pick<Manifest, 'few_denominator' | 'caution_denominator'>,
): string | null {
  const { denominator, status } = figure;
  if (denominator === null || !isColour(status)) return null;
  if (denominator < bounds.few_denominator || denominator >= bounds.caution_denominator) return null;
  const one = countNoun(1, countedBy(figure.measure, figure.line.line));
  return `Small group of ${denominator}: one ${one} is ${Math.round(100 / denominator)} percentage points. Read with caution.`;
}

/**
 * What must be told beside a figure: on how many cases an average rests, whose start is not known, whose records
 * contradict each other. Empty where there is nothing to tell.
 */
export function besideFigure(figure: Figure): readonly string[] {
  const { measure, line, count, timed, availability } = figure;
  const of = (some: number, all: number): string =>
    `${wholeNumber(some)} of ${wholeNumber(all)} ${countNoun(all, countedBy(measure, line.line))}`;
  const { population = 0, start_unknown = 0, contradicted = 0 } = availability ?? {};
  return [
    ...(timed !== null && count !== null && timed < count
      ? [`The time rests on ${of(timed, count)}: of the others a date is not known.`]
      : []),
    ...(start_unknown > 0
      ? [`Start unknown for ${of(start_unknown, population)}: they entered before the files on hand begin.`]
      : []),
    ...(contradicted > 0
      ? [`The records of ${of(contradicted, population)} contradict each other: see Assurance.`]
      : []),
  ];
}

/** `Red at each of the last 8 month-ends (since November 2025)`. */
export function standingSentence(word: string, standing: Standing): string {
  if (standing.since === null) return `${word} now; it was not at the last month-end`;
  if (standing.wholeRecord)
    return standing.monthEnds === 1
      ? `${word} at the one month-end on record`
      : `${word} at all ${standing.monthEnds} month-ends on record`;
  const since = longMonth(standing.since);
  return standing.monthEnds === 1
    ? `${word} since ${since}`
    : `${word} since ${since} (${standing.monthEnds} month-ends)`;
}
