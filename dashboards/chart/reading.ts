import type { ControlChart } from '../../pipeline/edition/chart-format.ts';
import { longMonth, shortMonth } from '../components/day.ts';
import { amountText } from '../components/value-text.ts';

export type ChartPoint = ControlChart['points'][number];

/** What one point is called: a month, or an event by its number and month. */
export function pointName(chart: ControlChart, point: ChartPoint): string {
  return chart.kind === 'days_between'
    ? `event ${point.sequence}, ${shortMonth(point.as_at_date)}`
    : longMonth(point.as_at_date);
}

const stepNoun = (chart: ControlChart): string => (chart.kind === 'days_between' ? 'gaps' : 'months');

/** The points since mean and limits last began anew. */
function currentStretch(chart: ControlChart): readonly ChartPoint[] {
  const from = chart.rebased.map((change) => change.from).sort();
  const last = from.at(-1) ?? '';
  return chart.points.filter(({ as_at_date }) => as_at_date >= last);
}

/** How many of the newest points pass a test, counted back from the last. */
function runLength(
  points: readonly ChartPoint[],
  test: (point: ChartPoint, before?: ChartPoint) => boolean,
): number {
  let length = 0;
  for (let index = points.length - 1; index >= 0; index -= 1) {
    const point = points[index];
    if (point === undefined || !test(point, points[index - 1])) break;
    length += 1;
  }
  return length;
}

const numberWords = 'no one two three four five six seven eight nine ten eleven twelve'.split(' ');
const inWords = (count: number): string => numberWords[count] ?? String(count);

function shiftText(chart: ControlChart, points: readonly ChartPoint[], isAbove: boolean): string {
  const run = runLength(
    points,
    ({ value, mean }) => mean !== null && (isAbove ? value > mean : value < mean),
  );
  return `${inWords(run)} ${stepNoun(chart)} in a row ${isAbove ? 'above' : 'below'} the mean`;
}

function trendText(chart: ControlChart, points: readonly ChartPoint[]): string {
  const [before, last] = [points.at(-2), points.at(-1)];
  const isRising = (last?.value ?? 0) > (before?.value ?? 0);
  const steps = runLength(
    points,
    ({ value }, previous) =>
      previous !== undefined && (isRising ? value > previous.value : value < previous.value),
  );
  return `${inWords(steps + 1)} ${stepNoun(chart)} in a row ${isRising ? 'rising' : 'falling'}`;
}

function causeText(chart: ControlChart, points: readonly ChartPoint[], point: ChartPoint): string {
  const isAbove = point.mean !== null && point.value > point.mean;
  const limit = isAbove ? 'upper' : 'lower';
  const name = chart.kind === 'days_between' ? 'gap' : 'month';
  const texts = {
    outside: `the latest ${name} lies ${isAbove ? 'above the upper' : 'below the lower'} limit`,
    trend: trendText(chart, points),
    'near limit': `two of the last three ${stepNoun(chart)} lie close to the ${limit} limit`,
    shift: shiftText(chart, points, isAbove),
    'common cause': 'movement is chance',
  };
  return texts[point.kind];
}

const senseWords = {
  improvement: 'Improvement',
  concern: 'Concern',
  high: 'Special cause, higher than expected (neither good nor bad)',
  low: 'Special cause, lower than expected (neither good nor bad)',
  'common cause': 'Common cause',
} as const;

/** One sentence on the latest point: `Improvement: seven months in a row below the mean`. */
export function readingOf(chart: ControlChart): string {
  const points = currentStretch(chart);
  const last = points.at(-1);
  if (last === undefined) return 'No figure to read.';
  if (chart.kind === 'stock') return 'A figure of a day: who joined and who left says whether it moves.';
  if (last.mean === null) return 'Too few points to tell a special cause from chance.';
  if (last.sense === 'common cause' && !chart.limits_fit)
    return 'Too many of the points are special causes: the limits do not describe this series. Where the process changed, declare the change, and the limits begin anew with it.';
  if (last.sense === 'common cause') {
    return chart.kind === 'days_between'
      ? 'Common cause: movement from one event to the next is chance.'
      : 'Common cause: month-to-month movement is chance.';
  }
  return `${senseWords[last.sense]}: ${causeText(chart, points, last)}.`;
}

/** Will the process meet its target by chance alone? */
export function assuranceOf(chart: ControlChart): string | null {
  const { assurance, target, unit } = chart;
  if (assurance === null || target === null) return null;
  const text = amountText(target, unit);
  const sentences = {
    'consistently passes': `The target of ${text} will be met month after month unless something changes: it lies beyond the limits.`,
    'consistently fails': `The target of ${text} will not be met unless something changes: it lies beyond the limits.`,
    inconsistent: `The target of ${text} will be met in some months and missed in others by chance alone: it lies within the limits.`,
  };
  return sentences[assurance];
}

/** Why a chart shows no limits; null where it shows some. */
export function limitsMissing(chart: ControlChart, least: number | undefined): string | null {
  const last = chart.points.at(-1);
  if (chart.kind === 'stock') return null;
  if (last?.upper !== null && last?.upper !== undefined) {
    const isFlat = chart.points.every(({ value }) => value === last.value);
    return isFlat ? 'Every value is the same, so the limits lie on the mean.' : null;
  }
  const count = currentStretch(chart).length;
  const wanted = least === undefined ? '' : `, and limits need ${least}`;
  return `No limits are drawn: there are ${count} points${chart.rebased.length > 0 ? ' since the process changed' : ''}${wanted}.`;
}

/** The word for a point that is more than chance. */
export const pointWords: Record<ChartPoint['sense'], string> = {
  improvement: 'improvement',
  concern: 'concern',
  high: 'high',
  low: 'low',
  'common cause': '',
};

/** Why a point is more than chance, for the table. */
export function kindText({ kind, sense, mean }: ChartPoint): string {
  if (mean === null) return 'no limits yet';
  if (kind === 'common cause') return 'common cause';
  const kinds = { outside: 'outside a limit', trend: 'trend', 'near limit': 'near a limit', shift: 'shift' };
  return `${pointWords[sense]}: ${kinds[kind]}`;
}
