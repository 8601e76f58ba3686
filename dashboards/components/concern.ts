import type { Status } from '../../pipeline/edition/format.ts';
import { chartOf } from '../chart/control-figure.ts';
import { readingOf } from '../chart/reading.ts';
import { monthlySeries } from '../chart/trend-figure.ts';
import type { Authority, PublishedEdition } from '../edition.ts';
import { type Figure, figureOf } from './figure.ts';
import { type Standing, standingOf } from './standing.ts';
import { movementSentence, travelOf } from './travel.ts';

/** A line that needs attention, and why. */
export interface Concern {
  readonly figure: Figure;
  readonly standing: Standing;
  readonly series: readonly Figure[];
  /** What says that it grows worse by more than chance: its control chart, or who joined and who left. */
  readonly specialCause: string | null;
}

const urgency: readonly Status[] = ['Red - worse than floor', 'Amber - short of target'];

/**
 * The main figure of each measure, then each other line that has a rating of its own, under its own name. A measure whose
 * main figure is not available has nothing else to say here; a main line that is not rated leaves it to the lines that are.
 */
export function ratedFigures(edition: PublishedEdition, authority: Authority): readonly Figure[] {
  return edition.measures.flatMap((measure) => {
    const read = (line: string) => figureOf(edition, authority.authority, measure, { line });
    const main = read('main');
    if (main.status === 'Not available') return [main];
    const others = measure.lines.filter(({ line, rated }) => rated && line !== 'main');
    const isSilent = !main.line.rated && others.length > 0;
    return [...(isSilent ? [] : [main]), ...others.map(({ line }) => read(line))];
  });
}

function specialCauseOf(edition: PublishedEdition, authority: Authority, figure: Figure): string | null {
  const travel = travelOf(edition, authority.authority, figure.measure, figure.line.line);
  if (travel?.method === 'movements') return travel.word === 'worsening' ? movementSentence(travel) : null;
  const chart = chartOf(edition, authority.authority, figure.measure, figure.line.line);
  return chart?.variation === 'concern' ? readingOf(chart) : null;
}

/** Red, Amber, then others with a special cause; within each a special cause first, then the longest there. */
export function concernsOf(edition: PublishedEdition, authority: Authority): readonly Concern[] {
  const place = ({ figure }: Concern) =>
    urgency.includes(figure.status) ? urgency.indexOf(figure.status) : urgency.length;
  return ratedFigures(edition, authority)
    .map((figure) => {
      const series = monthlySeries(edition, authority.authority, figure.measure, figure.line.line);
      const before = series.filter(({ day }) => day < figure.day);
      return {
        figure,
        series,
        standing: standingOf(figure, before),
        specialCause: specialCauseOf(edition, authority, figure),
      };
    })
    .filter(({ figure, specialCause }) => urgency.includes(figure.status) || specialCause !== null)
    .sort(
      (a, b) =>
        place(a) - place(b) ||
        Number(b.specialCause !== null) - Number(a.specialCause !== null) ||
        b.standing.monthEnds - a.standing.monthEnds ||
        (b.figure.longestDays ?? 0) - (a.figure.longestDays ?? 0),
    );
}
