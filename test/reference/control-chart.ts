/** Control charts of a series, a second time, from the measures catalogue 2.4: exact, and slow. */
import {
  daysOfRoot,
  denominatorsVary,
  individualLimits,
  type Limits,
  rootOfDays,
  type Settings,
  type Share,
  setting,
  shareLimits,
} from './control-limits.ts';
import { Fraction } from './fraction.ts';
import { type Judged, type Judgement, judge, type Kind } from './special-cause.ts';

export type Polarity = 'High' | 'Low' | 'none';
export type Sense = 'improvement' | 'concern' | 'high' | 'low' | 'common cause';

export interface Series {
  /** One a month, with its last day; null where there is no figure. */
  readonly months: readonly {
    readonly lastDay: string;
    readonly figure: { readonly numerator: number; readonly denominator?: number } | null;
  }[];
  readonly polarity: Polarity;
  /** Days of the counted events, where these may be rare. */
  readonly rareEvents?: readonly string[];
  /** First days of a changed process. */
  readonly changes: readonly string[];
  readonly target?: number;
}

export interface Point {
  readonly value: number;
  readonly mean: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly printedLower: number | null;
  readonly printedUpper: number | null;
  readonly kind: Kind;
  readonly sense: Sense;
}

export interface Chart {
  readonly kind: 'xmr' | 'p' | 'days_between';
  readonly trial: boolean;
  readonly variation: Sense;
  readonly assurance: 'consistently passes' | 'consistently fails' | 'inconsistent' | null;
  readonly points: readonly Point[];
}

interface Plotted {
  readonly day: string;
  readonly value: Fraction;
  readonly share?: Share;
  /** What is judged, where it is not the value itself. */
  readonly judged?: Fraction;
}

/** What a kind of chart does its own way. */
interface Method {
  readonly kind: Chart['kind'];
  readonly plotted: readonly Plotted[];
  readonly limitsOf: (stretch: readonly Plotted[]) => readonly Limits[];
  /** Highest limit that can be printed. */
  readonly ceiling: number;
  /** More days between events are fewer events. */
  readonly polarity: Polarity;
  /** What is judged as a figure of the chart again. */
  readonly drawn?: (judged: number) => number;
  readonly shiftPoints?: number;
}

const opposite = { High: 'Low', Low: 'High', none: 'none' } as const;

/** Null where nothing can be plotted. */
export function chartOf(series: Series, settings: Settings): Chart | null {
  const method = methodFor(series, settings);
  const stretches = stretchesOf(method.plotted, series.changes);
  const points = stretches.flatMap((stretch) => pointsOf(stretch, method, settings));
  const last = points.at(-1);
  if (last === undefined) return null;
  return {
    kind: method.kind,
    trial: (stretches.at(-1) ?? []).length < setting(settings, 'trial_points'),
    variation: last.sense,
    assurance: method.kind === 'days_between' ? null : assuranceOf(last, series),
    points,
  };
}

function methodFor(series: Series, settings: Settings): Method {
  const perMonth = setting(settings, 'rare_events_per_month');
  const events = series.rareEvents;
  return events !== undefined && events.length < perMonth * withFigure(series).length
    ? daysBetween(series, events, settings)
    : monthly(series, settings);
}

const withFigure = (series: Series) =>
  series.months.flatMap(({ lastDay, figure }) => (figure === null ? [] : [{ lastDay, figure }]));

function daysBetween(series: Series, events: readonly string[], settings: Settings): Method {
  const sorted = [...events].sort();
  const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 86_400_000;
  return {
    kind: 'days_between',
    plotted: sorted.slice(1).map((day, index) => {
      const days = dayNumber(day) - dayNumber(sorted[index] as string);
      return { day, value: Fraction.of(days), judged: rootOfDays(days, settings) };
    }),
    limitsOf: (stretch) => {
      const limits = individualLimits(
        stretch.map(({ judged, value }) => judged ?? value),
        settings,
      );
      return stretch.map(() => limits);
    },
    drawn: (root) => daysOfRoot(root, settings),
    shiftPoints: setting(settings, 'rare_run_points'),
    ceiling: Number.POSITIVE_INFINITY,
    polarity: opposite[series.polarity],
  };
}

function monthly(series: Series, settings: Settings): Method {
  const plotted = withFigure(series).flatMap(({ lastDay, figure }): Plotted[] => {
    const { numerator, denominator } = figure;
    if (denominator === undefined) return [{ day: lastDay, value: Fraction.of(numerator) }];
    if (denominator === 0) return [];
    const value = Fraction.of(100 * numerator, denominator);
    return [{ day: lastDay, value, share: { numerator, denominator } }];
  });
  const shares = sharesOf(plotted);
  const shared = { polarity: series.polarity, ceiling: shares.length > 0 ? 100 : Number.POSITIVE_INFINITY };
  return denominatorsVary(shares, settings)
    ? {
        ...shared,
        kind: 'p',
        plotted,
        limitsOf: (stretch) => shareLimits(sharesOf(stretch), settings),
      }
    : {
        ...shared,
        kind: 'xmr',
        // A chart of individual values takes them as published, with six decimals.
        plotted: plotted.map(({ day, value }) => ({ day, value: value.toSixDecimals() })),
        limitsOf: (stretch) => {
          const limits = individualLimits(
            stretch.map(({ value }) => value),
            settings,
          );
          return stretch.map(() => limits);
        },
      };
}

const sharesOf = (plotted: readonly Plotted[]): Share[] =>
  plotted.flatMap(({ share }) => (share === undefined ? [] : [share]));

/** The points between one process change and the next. */
function stretchesOf(plotted: readonly Plotted[], changes: readonly string[]): Plotted[][] {
  const bounds = [...new Set(changes)].sort();
  const number = ({ day }: Plotted): number => bounds.filter((bound) => bound <= day).length;
  const stretches = [...bounds, ''].map((_, index) => plotted.filter((point) => number(point) === index));
  return stretches.filter((stretch) => stretch.length > 0);
}

function pointsOf(stretch: readonly Plotted[], method: Method, settings: Settings): Point[] {
  if (stretch.length < setting(settings, 'least_points')) return stretch.map(withoutLimits);
  if (method.kind !== 'p' && stretch.length < 2) return stretch.map(withoutLimits);
  const limits = method.limitsOf(stretch);
  const judged = stretch.map(({ value, judged }, index) => ({
    value: judged ?? value,
    limits: limits[index] as Limits,
  }));
  const judgements = judge(judged, setting(settings, 'run_points'), method.shiftPoints);
  return judged.map((point, index) => ({
    ...pointOf(point, judgements[index] as Judgement, method),
    value: (stretch[index] as Plotted).value.toNumber(),
  }));
}

const withoutLimits = ({ value }: Plotted): Point => ({
  value: value.toNumber(),
  mean: null,
  lower: null,
  upper: null,
  printedLower: null,
  printedUpper: null,
  kind: 'common cause',
  sense: 'common cause',
});

function pointOf({ value, limits }: Judged, { kind, direction }: Judgement, method: Method): Point {
  const centre = limits.mean.toNumber();
  const reach = Math.sqrt(limits.reachSquared.toNumber());
  const drawn = method.drawn ?? ((judged: number) => judged);
  const [mean, lower, upper] = [drawn(centre), drawn(centre - reach), drawn(centre + reach)];
  return {
    value: value.toNumber(),
    mean,
    lower,
    upper,
    printedLower: Math.max(lower, 0),
    printedUpper: Math.min(upper, method.ceiling),
    kind,
    sense: senseOf(direction, method.polarity),
  };
}

function senseOf(direction: -1 | 0 | 1, polarity: Polarity): Sense {
  if (direction === 0) return 'common cause';
  if (polarity === 'none') return direction > 0 ? 'high' : 'low';
  return direction > 0 === (polarity === 'High') ? 'improvement' : 'concern';
}

function assuranceOf({ lower, upper }: Point, { target, polarity }: Series): Chart['assurance'] {
  if (target === undefined || lower === null || upper === null || polarity === 'none') return null;
  if (target > upper) return polarity === 'High' ? 'consistently fails' : 'consistently passes';
  if (target < lower) return polarity === 'High' ? 'consistently passes' : 'consistently fails';
  return 'inconsistent';
}
