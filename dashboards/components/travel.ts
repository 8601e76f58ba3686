import type { Travel } from '../../pipeline/edition/chart-format.ts';
import type { MeasureMeta } from '../../pipeline/edition/format.ts';
import type { PublishedEdition } from '../edition.ts';
import { type Counted, countedBy, countText } from './counted.ts';
import { longMonth, monthsBefore } from './day.ts';
import { type Line, lineOf, type Unit } from './figure.ts';
import { html, type Markup, trusted } from './markup.ts';
import { wholeNumber } from './number-format.ts';
import { amountText, unitOf } from './value-text.ts';

/** A direction of travel, and what its line counts. */
export type CountedTravel = Travel & {
  readonly counts: Counted;
  readonly denominatorName: string;
  readonly isList: boolean;
};
type Word = NonNullable<Travel['word']>;

const looks: Record<Word, { readonly key: string; readonly shape: string }> = {
  improving: { key: 'better', shape: '<path d="M4.6 1h2.8v3.6H11v2.8H7.4V11H4.6V7.4H1V4.6h3.6z"/>' },
  worsening: { key: 'worse', shape: '<path d="M6 0l6 11.5H0zM5.2 4v3.6h1.6V4zm0 4.6v1.6h1.6V8.6z"/>' },
  'no significant change': { key: 'same', shape: '<path d="M1 3.2h10v1.9H1zM1 6.9h10v1.9H1z"/>' },
};

const reasons: Record<NonNullable<Travel['reason']>, string> = {
  context: 'context',
  'too few points': 'too few points yet',
  'too few movements': 'too few movements to say',
  'limits do not fit': 'its limits do not describe it',
  'not available': 'not available',
  'not charted': 'not judged',
};

/** How a line is moving: the judgement on its headline statistic, if the edition holds one. */
export function travelOf(
  edition: PublishedEdition,
  authority: string,
  measure: MeasureMeta,
  line: string,
): CountedTravel | undefined {
  const found = edition.travel.of(authority, measure.measure_id, line);
  const travel =
    found.find(({ word }) => word !== null) ??
    found.find(({ statistic }) => statistic === measure.headline_statistic) ??
    found[0];
  if (travel === undefined) return undefined;
  const denominatorName = lineOf(measure, line).denominator_name;
  return {
    ...travel,
    counts: countedBy(measure, line),
    denominatorName,
    isList: measure.polarity === 'Low',
  };
}

const nouns: Record<Exclude<Unit, 'children'>, readonly [lower: string, higher: string]> = {
  percent: ['A smaller share', 'A larger share'],
  days: ['Shorter times', 'Longer times'],
  per_10000: ['A lower rate', 'A higher rate'],
};

const verdicts: Record<NonNullable<Travel['word']>, string> = {
  improving: ': more than chance',
  worsening: ': more than chance',
  'no significant change': ': no more than chance',
};

/** Who joined and who left in the year, in so many children; null where a line is not judged by them. */
export function movementSentence(travel: CountedTravel | undefined): string | null {
  if (travel === undefined || travel.movements === null) return null;
  const { counts, points, word, reason, denominatorName: name, isList, movements } = travel;
  const { year_end, joined, departed, listed, remained, denominator, denominator_before: before } = movements;
  const span = points === 12 ? 'the year' : `the ${points} months`;
  const verdict =
    word === null ? (reason === 'too few movements' ? ': too few movements to say' : '') : verdicts[word];
  const long = longMonth(monthsBefore(year_end, points));
  const group = isList ? 'list' : 'group';
  return [
    `In ${span} to ${longMonth(year_end)}, ${countText(joined, counts)} joined this ${group} and ${wholeNumber(departed)} left it${verdict}.`,
    listed === 0
      ? null
      : `${wholeNumber(remained)} of the ${wholeNumber(listed)} have been on it since ${long} or before.`,
    isList ? departureSentence(movements) : null,
    name === '' || name.startsWith('the ')
      ? null
      : `There were ${wholeNumber(before)} ${name} before the year and ${wholeNumber(denominator)} after it.`,
  ]
    .filter((part) => part !== null)
    .join(' ');
}

/** What became of those who left a list that should be empty. */
function departureSentence(movements: NonNullable<Travel['movements']>): string | null {
  const { departed, no_longer_counted: done, left_care: gone } = movements;
  if (departed === 0) return null;
  const other = departed - done - gone;
  return `Of the ${wholeNumber(departed)} who left, ${wholeNumber(done)} no longer had to wait, ${wholeNumber(gone)} left care and ${wholeNumber(other)} left for other reasons.`;
}

/** The movement with the sign of good: `Fewer children: improving`; null where nothing is judged. */
function travelSentence(travel: CountedTravel | undefined): string | null {
  if (travel?.word === undefined || travel.word === null) return null;
  if (travel.movement === null) return 'Its movement is within chance';
  const unit = travel.method === 'movements' ? 'children' : unitOf(travel.statistic);
  const { counts } = travel;
  const [lower, higher] = unit === 'children' ? [`Fewer ${counts}`, `More ${counts}`] : nouns[unit];
  return `${travel.movement === 'lower' ? lower : higher}: ${travel.word}`;
}

/** Direction of travel as shape and word, or the words for its absence; `alone` where no heading says what it is, `in a word` where there is no room for more. */
export function travelTag(
  travel: CountedTravel | undefined,
  place: 'in a column' | 'alone' | 'in a word' = 'in a column',
): Markup {
  if (travel === undefined || travel.word === null) {
    const reason = reasons[travel?.reason ?? 'not charted'];
    return html`<span class="travel travel-none">${place === 'alone' ? 'direction: ' : ''}${reason}</span>`;
  }
  const { key, shape } = looks[travel.word];
  const isWord = travel.movement === null || place === 'in a word';
  const words = isWord ? travel.word : (travelSentence(travel) ?? travel.word);
  return html`<span class="travel travel-${key}">${trusted(`<svg class="shape" viewBox="0 0 12 12" aria-hidden="true"><path fill-rule="evenodd" ${shape.slice(6)}</svg>`)} <span>${words}</span></span>`;
}

/** How the direction was judged, in a sentence for the page of a measure. */
export function travelMethod(travel: CountedTravel | undefined, line: Line): string {
  if (travel?.reason === 'limits do not fit')
    return 'No direction is given: too many points of its control chart are special causes for its limits to describe it.';
  if (travel !== undefined && travel.movements !== null)
    return 'Judged by who joined and who left in the year, as the chart says.';
  if (travel === undefined || travel.method === null) {
    return travel?.reason === 'context' || line.chart === ''
      ? 'No direction is given: the line is context, or its movement is not judged.'
      : `No direction is given: ${reasons[travel?.reason ?? 'not charted']}.`;
  }
  const unit = unitOf(travel.statistic);
  const text = (value: number | null) => (value === null ? 'unknown' : amountText(value, unit));
  const ends =
    travel.from === null && travel.to === null ? '' : `: ${text(travel.from)}, then ${text(travel.to)}`;
  const methods = {
    movements: '',
    'control chart': `Judged by the control chart of ${travel.points} points: only a special cause at the latest point counts as a direction${ends}.`,
    regression: `Judged by a straight line through ${travel.points} quarters: a direction is given only if its slope differs from nought with 95% confidence${ends}.`,
    interval: `Judged by the difference from the equal period before it: a direction is given only if its 95% interval leaves nought out${ends}.`,
  };
  return methods[travel.method];
}
