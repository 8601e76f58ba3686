import { longMonth } from './day.ts';
import type { Figure, Target } from './figure.ts';
import { childrenText, daysText, percentText, waitInWords, wholeNumber } from './number-format.ts';
import type { Standing } from './standing.ts';

/** What a page says where the authority's files do not hold what a figure needs; never zero. */
export const notAvailableWords = 'not available from this source';

/** A text with its first letter in capitals, to begin a sentence. */
export function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `Proposed, not agreed` beside every rule that nobody at the authority has approved. */
export const proposedWords = 'proposed, not agreed';

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

/** `38 of 62 children on a placement order (61%)`. */
export function shareSentence(figure: Figure): string {
  if (figure.count === null) return notAvailableWords;
  if (figure.denominator === null) return childrenText(figure.count);
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
  return target.agreed ? `${rule}.` : `${rule} (${proposedWords}).`;
}

/** A caution for groups so small that a child or two would move the rating. */
export function smallGroupCaution(figure: Figure): string | null {
  const { denominator } = figure;
  if (denominator === null || denominator < 10 || denominator > 29) return null;
  return `Small group of ${denominator}: one child is ${Math.round(100 / denominator)} percentage points. Read with caution.`;
}

/** `Red at each of the last 8 month-ends (since November 2025)`. */
export function standingSentence(word: string, standing: Standing): string {
  if (standing.since === null) return `${word} now; it was not at the last month-end`;
  if (standing.wholeRecord) return `${word} at all ${standing.monthEnds} month-ends on record`;
  const since = longMonth(standing.since);
  return standing.monthEnds === 1
    ? `${word} since ${since}`
    : `${word} since ${since} (${standing.monthEnds} month-ends)`;
}
