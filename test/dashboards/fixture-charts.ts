import { addDays, isMonthEnd } from '../../dashboards/components/day.ts';
import { unitOf } from '../../dashboards/components/value-text.ts';
import type { ChartsFile, ControlChart, Travel } from '../../pipeline/edition/chart-format.ts';
import type { Edition, MeasureMeta, MeasureValue } from '../../pipeline/edition/format.ts';

type Point = ControlChart['points'][number];
type Flag = Pick<Point, 'kind' | 'sense'>;

const calm: Flag = { kind: 'common cause', sense: 'common cause' };
const averageOf = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Mean and limits of values as an XmR chart has them, without its rules: the fixture says which points are special. */
function limitsOf(values: readonly number[]) {
  const mean = averageOf(values);
  const range = averageOf(values.slice(1).map((value, index) => Math.abs(value - (values[index] ?? 0)))) || 0;
  return { mean, lower: Math.max(0, mean - 2.66 * range), upper: mean + 2.66 * range };
}

interface Recipe {
  readonly id: string;
  readonly line?: string;
  readonly kind?: ControlChart['kind'];
  readonly unit?: ControlChart['unit'];
  readonly last?: number;
  readonly flags?: (index: number, count: number) => Flag;
  readonly more?: Partial<ControlChart>;
}

const recipes: readonly Recipe[] = [
  {
    id: 'T3',
    flags: (index, count) =>
      index >= count - 7
        ? { kind: 'shift', sense: 'concern' }
        : index === 9
          ? { kind: 'outside', sense: 'improvement' }
          : calm,
    more: { target: 20, assurance: 'consistently fails' },
  },
  {
    id: 'T2',
    more: {
      target: 10,
      assurance: 'consistently fails',
      definition_changes: [{ on: '2025-04-01', meaning: 'The tolerance rose from 5% to 10%' }],
      rebased: [
        {
          from: '2024-09-01',
          reason: 'Weekly review of return-home plans began',
          source: 'Service plan 2024',
        },
      ],
    },
  },
  { id: 'T9', line: 'under_12', kind: 'p', more: { target: 95, assurance: 'inconsistent' } },
  { id: 'T7', line: 'unmatched', last: 9, more: { trial: true } },
  { id: 'T4', last: 4 },
  { id: 'T6', kind: 'stock' },
  { id: 'B7' },
  {
    id: 'B21',
    flags: (index, count) => (index >= count - 2 ? { kind: 'near limit', sense: 'improvement' } : calm),
    more: { target: 75, assurance: 'inconsistent' },
  },
  { id: 'B19' },
  {
    id: 'B27',
    flags: (index, count) => (index >= count - 7 ? { kind: 'trend', sense: 'improvement' } : calm),
  },
  {
    id: 'B28',
    kind: 'days_between',
    unit: 'days',
    flags: (index) => (index === 20 ? { kind: 'outside', sense: 'high' } : calm),
  },
];

function monthValues(
  edition: Edition,
  authority: string,
  recipe: Recipe,
  measure: MeasureMeta,
): readonly MeasureValue[] {
  const period = measure.periods.includes('as_at') ? 'as_at' : 'month';
  const line = recipe.line ?? 'main';
  const wanted = edition.values.filter(
    (value) =>
      value.authority === authority &&
      value.measure_id === recipe.id &&
      value.line === line &&
      value.period === period &&
      value.breakdown === 'all' &&
      value.value !== null &&
      isMonthEnd(value.as_at_date),
  );
  const shares = wanted.filter(({ statistic }) => statistic === 'percentage');
  return shares.length > 0 ? shares : wanted.filter(({ statistic }) => statistic === 'count');
}

/** Days between invented events, two months with several and a long gap. */
function gaps(values: readonly MeasureValue[]): readonly MeasureValue[] {
  return values.slice(0, 30).map((value, index) => ({
    ...value,
    value: index === 20 ? 96 : (index * 17) % 41,
    numerator: null,
    denominator: null,
  }));
}

/** A flagged point lies where its flag says: beyond a limit, near it, or on the bad or good side of the mean. */
function movedBy(
  { kind, sense }: Flag,
  value: number,
  limits: { mean: number | null; lower: number | null; upper: number | null },
  polarity: MeasureMeta['polarity'],
): number {
  const { mean, lower, upper } = limits;
  if (kind === 'common cause' || kind === 'trend' || mean === null || lower === null || upper === null)
    return value;
  const isUp = sense === 'high' || (sense === 'improvement') === (polarity === 'High');
  const reach = { outside: 1.15, 'near limit': 0.85, shift: 0.45 }[kind];
  const distance = Math.abs((isUp ? upper : lower) - mean);
  return (
    mean +
    (isUp ? 1 : -1) * reach * distance * (kind === 'shift' ? 1 + Math.abs(value - mean) / (10 * distance) : 1)
  );
}

function pointsOf(
  values: readonly MeasureValue[],
  recipe: Recipe,
  measurePolarity: MeasureMeta['polarity'],
): readonly Point[] {
  const rebase = recipe.more?.rebased?.[0]?.from ?? '';
  const limitsAt = (day: string) =>
    limitsOf(
      values
        .filter(({ as_at_date }) => as_at_date >= rebase === day >= rebase)
        .map(({ value }) => value ?? 0),
    );
  return values.map((value, index) => {
    const limits =
      values.length < 5 || recipe.kind === 'stock'
        ? { mean: null, lower: null, upper: null }
        : limitsAt(value.as_at_date);
    const spread = recipe.kind === 'p' ? 1 + ((index * 7) % 5) / 8 : 1;
    const { mean } = limits;
    const flag = recipe.flags?.(index, values.length) ?? calm;
    const stretched = (limit: number | null) =>
      limit === null || mean === null ? null : Math.min(100, mean + (limit - mean) * spread);
    return {
      as_at_date: value.as_at_date,
      sequence: index + 1,
      value: movedBy(flag, value.value ?? 0, limits, measurePolarity),
      numerator: value.numerator,
      denominator: value.denominator,
      mean,
      lower: recipe.kind === 'p' ? stretched(limits.lower) : limits.lower,
      upper: recipe.kind === 'p' ? stretched(limits.upper) : limits.upper,
      ...flag,
      provisional: value.provisional,
    };
  });
}

function chartOf(edition: Edition, authority: string, recipe: Recipe): readonly ControlChart[] {
  const measure = edition.measures.find(({ measure_id }) => measure_id === recipe.id);
  if (measure === undefined) return [];
  const months = monthValues(edition, authority, recipe, measure).slice(-(recipe.last ?? 36));
  const [first] = months;
  if (first === undefined) return [];
  const points = pointsOf(recipe.kind === 'days_between' ? gaps(months) : months, recipe, measure.polarity);
  return [
    {
      authority,
      measure_id: recipe.id,
      line: recipe.line ?? 'main',
      kind: recipe.kind ?? 'xmr',
      statistic: first.statistic,
      period: first.period,
      unit: recipe.unit ?? unitOf(first.statistic),
      polarity: measure.polarity,
      screened: recipe.id === 'T3',
      trial: false,
      limits_fit: true,
      variation: points.at(-1)?.sense ?? 'common cause',
      assurance: null,
      target: null,
      rebased: [],
      definition_changes: [],
      points: [...points],
      ...recipe.more,
    },
  ];
}

function travelOf(
  authority: string,
  measure: MeasureMeta,
  line: MeasureMeta['lines'][number],
  chart?: ControlChart,
): Travel {
  const word =
    measure.polarity === 'none'
      ? null
      : chart?.variation === 'improvement'
        ? 'improving'
        : chart?.variation === 'concern'
          ? 'worsening'
          : 'no significant change';
  const lowerIsBetter = measure.polarity === 'Low';
  const movement =
    word === 'improving'
      ? lowerIsBetter
        ? 'lower'
        : 'higher'
      : word === 'worsening'
        ? lowerIsBetter
          ? 'higher'
          : 'lower'
        : null;
  const judged = chart !== undefined || line.chart === 'quarterly';
  return {
    authority,
    measure_id: measure.measure_id,
    line: line.line,
    statistic: ownStatistic(chart) ?? measure.headline_statistic,
    period: measure.periods[0] ?? 'as_at',
    method: !judged || word === null ? null : chart === undefined ? 'regression' : 'control chart',
    word: judged ? word : null,
    movement: judged ? movement : null,
    reason: word === null ? 'context' : judged ? null : 'not charted',
    points: chart?.points.length ?? 0,
    from: null,
    to: null,
    movements: null,
  };
}

const ownStatistic = (chart?: ControlChart): Travel['statistic'] | undefined =>
  chart === undefined || chart.statistic === 'joined' || chart.statistic === 'left'
    ? undefined
    : chart.statistic;

/** A list on a day: more joined it in the year than left it. */
function stockTravel(travel: Travel, { points }: ControlChart): Travel {
  const last = points.at(-1);
  return {
    ...travel,
    method: 'movements',
    word: 'worsening',
    movement: 'higher',
    reason: null,
    points: 12,
    movements: {
      year_end: last?.as_at_date ?? '2026-06-30',
      joined: 35,
      departed: 15,
      no_longer_counted: 4,
      left_care: 8,
      listed: 46,
      remained: 8,
      denominator: 90,
      denominator_before: 80,
    },
  };
}

/** Months of a stock, with movements that take turns. */
const movementOf = ({
  authority,
  measure_id,
  line,
  points,
}: ControlChart): ChartsFile['movement'][number] => ({
  authority,
  measure_id,
  line,
  months: points.slice(1).map(({ as_at_date, provisional }, index) => ({
    as_at_date,
    joined: (index * 5) % 7,
    departed: (index * 3) % 4,
    no_longer_counted: 0,
    left_care: (index * 3) % 4,
    otherwise: 0,
    provisional,
  })),
});

/** Of T3 by team, the first group lies far above the rest and the last one below it. */
function outliersOf({ groups }: Edition, authority: string): ChartsFile['outliers'] {
  const key = { authority, measure_id: 'T3', line: 'main', period: 'as_at', breakdown: 'team' } as const;
  const teams = groups.filter(({ breakdown }) => breakdown === 'team').map(({ group }) => group);
  const [first, last] = [teams[0], teams.at(-1)];
  if (first === undefined || last === undefined || first === last) return [];
  return [
    { ...key, group: first, side: 'higher', beyond: 'action' },
    { ...key, group: last, side: 'lower', beyond: 'warning' },
  ];
}

/** Control charts of every kind over an edition's own month-ends, and a direction for every line. */
export function fixtureCharts(edition: Edition): ChartsFile {
  const authorities = edition.manifest.authorities.map(({ authority }) => authority);
  const charts = authorities.flatMap((authority) =>
    recipes.flatMap((recipe) => chartOf(edition, authority, recipe)),
  );
  const find = (authority: string, id: string, line: string) =>
    charts.find((chart) => chart.authority === authority && chart.measure_id === id && chart.line === line);
  return {
    charts,
    travel: authorities.flatMap((authority) =>
      edition.measures.flatMap((measure) =>
        measure.lines.map((line) => {
          const chart = find(authority, measure.measure_id, line.line);
          const travel = travelOf(authority, measure, line, chart);
          return chart?.kind === 'stock' ? stockTravel(travel, chart) : travel;
        }),
      ),
    ),
    movement: charts.filter(({ kind }) => kind === 'stock').map(movementOf),
    outliers: authorities.flatMap((authority) => outliersOf(edition, authority)),
  };
}

/** A day a number of days before the edition's, for lists that need one. */
export const dayBefore = (edition: Edition, days: number): string =>
  addDays(edition.manifest.as_at_date, -days);
