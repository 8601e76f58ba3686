import type { CommentaryEntry } from '../../pipeline/edition/commentary-format.ts';
import type { MeasureMeta, Status } from '../../pipeline/edition/format.ts';
import { chartOf } from '../chart/control-figure.ts';
import { readingOf } from '../chart/reading.ts';
import { monthlySeries } from '../chart/trend-figure.ts';
import { type Authority, groupsOf, onceAnEdition, type PublishedEdition } from '../edition.ts';
import { breakdownOrder } from './breakdown-name.ts';
import { type Figure, figureOf } from './figure.ts';
import { currentCommentary } from './measure-commentary.ts';
import { type Standing, standingOf } from './standing.ts';
import { isColour } from './status.ts';
import { movementSentence, travelOf } from './travel.ts';

/** A line that needs attention, and why. */
export interface Concern {
  readonly figure: Figure;
  readonly standing: Standing;
  readonly series: readonly Figure[];
  /** What says that it grows worse by more than chance: its control chart, or who joined and who left. */
  readonly specialCause: string | null;
  /** Its rating in the edition that this one is compared with; undefined where that says nothing of it. */
  readonly before: Status | undefined;
  /** What people say of it now, and do about it. */
  readonly entry: CommentaryEntry | undefined;
}

const urgency: readonly Status[] = ['Red - worse than floor', 'Amber - short of target'];
const red = urgency[0];

/** Pages of one procedure's tracker: what stands on them concerns nobody whose own procedure has no line of it. */
const trackerPages: readonly string[] = ['countywide', 'weekly'];

/** Whether a measure is of a tracker that the authority's own procedure does not have; where no lines are known it has all. */
function isOfAnotherProcedure(
  edition: PublishedEdition,
  authority: string,
): (measure: MeasureMeta) => boolean {
  const lines = edition.tracking.lines.filter((each) => each.authority === authority);
  const own = new Set(lines.map(({ measure_id }) => measure_id));
  const hasTracker = edition.measures.some(
    ({ page, measure_id }) => trackerPages.includes(page) && own.has(measure_id),
  );
  return ({ page }) => lines.length > 0 && !hasTracker && trackerPages.includes(page);
}

/**
 * The main figure of each measure of the authority's own procedure or of none, then each other line that has a rating of its
 * own, under its own name. A measure whose main figure is not available has nothing else to say here; a main line that is
 * not rated leaves it to the lines that are.
 */
export function ratedFigures(edition: PublishedEdition, authority: Authority): readonly Figure[] {
  const isOfAnother = isOfAnotherProcedure(edition, authority.authority);
  const measures = edition.measures.filter((measure) => !isOfAnother(measure));
  return measures.flatMap((measure) => {
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

/** How a line was rated in the edition compared with, as it was published. */
export function ratingBefore(
  edition: PublishedEdition,
  figure: Figure,
  authority: string,
): Status | undefined {
  return edition.comparison.ratings_before.find(
    (each) =>
      each.authority === authority &&
      each.measure_id === figure.measure.measure_id &&
      each.line === figure.line.line,
  )?.status;
}

/** Red now, and of a better colour in the edition before. */
export const turnedRed = ({ figure, before }: Pick<Concern, 'figure' | 'before'>): boolean =>
  figure.status === red && before !== undefined && before !== red && isColour(before);

/**
 * For how many the line is not as it should be: those that it counts or, where more is better, those that it does not.
 * Null where it counts nobody out of anybody.
 */
export function affectedOf({ count, denominator, target, measure }: Figure): number | null {
  const isHigh = (target?.polarity || measure.polarity) === 'High';
  if (count === null || !isHigh) return count;
  return denominator === null ? null : denominator - count;
}

/**
 * What most needs a decision first: Red before Amber before others; within each what grows worse by more than chance, has
 * turned Red, is late or has nothing being done about it; then the line that concerns most children.
 */
function need({ figure, specialCause, before, entry }: Concern): readonly number[] {
  const colour = urgency.indexOf(figure.status);
  return [
    colour === -1 ? 0 : urgency.length - colour,
    Number(specialCause !== null),
    Number(turnedRed({ figure, before })),
    Number(entry?.overdue ?? false),
    Number(entry === undefined),
    affectedOf(figure) ?? 0,
    figure.longestDays ?? 0,
  ];
}

function byNeed(a: Concern, b: Concern): number {
  const [first, second] = [need(a), need(b)];
  const at = first.findIndex((value, index) => value !== second[index]);
  return at === -1 ? 0 : (second[at] ?? 0) - (first[at] ?? 0);
}

const concernsFound = onceAnEdition<readonly Concern[]>();
const decisionsFound = onceAnEdition<readonly Decision[]>();

/** Every line that is Red or Amber or grows worse by more than chance, in the order in which a decision is needed. */
export function concernsOf(edition: PublishedEdition, authority: Authority): readonly Concern[] {
  return concernsFound(edition, authority.authority, () => findConcerns(edition, authority));
}

function findConcerns(edition: PublishedEdition, authority: Authority): readonly Concern[] {
  return ratedFigures(edition, authority)
    .map((figure) => {
      const { measure, line } = figure;
      const series = monthlySeries(edition, authority.authority, measure, line.line);
      return {
        figure,
        series,
        standing: standingOf(figure, series),
        specialCause: specialCauseOf(edition, authority, figure),
        before: ratingBefore(edition, figure, authority.authority),
        entry: currentCommentary(edition, authority.authority, measure, line.line),
      };
    })
    .filter(({ figure, specialCause }) => urgency.includes(figure.status) || specialCause !== null)
    .sort(byNeed);
}

/** A concern that is decided on by itself, with those that concern no other children than it does. */
export interface Decision extends Concern {
  readonly parts: readonly (Concern & { readonly relation: Relation })[];
}

/** Why a line is part of another: one of the lists that it counts, the same children seen from the other side, a line of one measure. */
export type Relation = 'list' | 'same' | 'line';

/** So many counts of two lines must be equal, each above nought, before they are taken for the same children. */
const countsCompared = 12;

/** How many a line is not right for at each month-end and in each group, as far as the edition says. */
function countsOf(
  edition: PublishedEdition,
  authority: string,
  { figure, series }: Concern,
): readonly string[] {
  const { measure, line } = figure;
  const groups = breakdownOrder.flatMap((breakdown) =>
    groupsOf(edition, authority, breakdown).map(({ group }) =>
      figureOf(edition, authority, measure, { line: line.line, breakdown, group }),
    ),
  );
  return [...series, ...groups].map((each) => `${affectedOf(each) ?? ''} of ${each.denominator ?? ''}`);
}

function areSame(edition: PublishedEdition, authority: string, a: Concern, b: Concern): boolean {
  const name = ({ figure }: Concern) =>
    `${figure.line.denominator_name} ${figure.denominator} ${affectedOf(figure)}`;
  if (a.figure.denominator === null || name(a) !== name(b)) return false;
  const [one, other] = [countsOf(edition, authority, a), countsOf(edition, authority, b)];
  const told = one.filter((count) => /^[1-9]/.test(count));
  return told.length >= countsCompared && one.join() === other.join();
}

/** Is the one line on a list that the headline of drift counts, and the other the line that counts what the headline does? */
function isOnDriftList(edition: PublishedEdition, authority: string, whole: Concern, part: Concern): boolean {
  const drift = edition.outlook.drift.find((each) => each.authority === authority);
  const { count, denominator } = whole.figure;
  if (drift?.lines === undefined || count !== drift.children || denominator !== drift.looked_after)
    return false;
  const isListed = ({ figure: { measure, line } }: Concern): boolean =>
    edition.tracking.lines.some(
      (each) =>
        each.authority === authority &&
        each.family === 'Z' &&
        drift.lines?.includes(each.line_id) &&
        each.measure_id === measure.measure_id &&
        each.measure_line === line.line,
    );
  return isListed(part) && !isListed(whole);
}

/**
 * What most needs a decision, each line that concerns part of another's children, or the same, named inside that one: by
 * the lists that the procedure counts as drift, by every count that the edition holds, or as lines of one measure. A
 * decision stands where the most urgent of its lines would.
 */
export function decisionsOf(edition: PublishedEdition, authority: Authority): readonly Decision[] {
  return decisionsFound(edition, authority.authority, () => findDecisions(edition, authority));
}

function findDecisions(edition: PublishedEdition, authority: Authority): readonly Decision[] {
  const concerns = concernsOf(edition, authority);
  const relation = (whole: Concern, part: Concern): Relation | null => {
    if (whole === part) return null;
    if (isOnDriftList(edition, authority.authority, whole, part)) return 'list';
    if (concerns.indexOf(whole) > concerns.indexOf(part)) return null;
    if (isOnDriftList(edition, authority.authority, part, whole)) return null;
    if (whole.figure.measure === part.figure.measure) return 'line';
    return areSame(edition, authority.authority, whole, part) ? 'same' : null;
  };
  const wholes = new Map(
    concerns.flatMap((part) => {
      const whole = concerns.find((each) => relation(each, part) !== null);
      return whole === undefined ? [] : [[part, whole] as const];
    }),
  );
  const topOf = (concern: Concern, below: readonly Concern[] = []): Concern => {
    const whole = wholes.get(concern);
    return whole === undefined || below.includes(whole) ? concern : topOf(whole, [...below, concern]);
  };
  return [...new Set(concerns.map((concern) => topOf(concern)))].map((whole) => ({
    ...whole,
    parts: concerns.flatMap((part) => {
      const found = wholes.get(part) === whole ? relation(whole, part) : null;
      return found === null ? [] : [{ ...part, relation: found }];
    }),
  }));
}
