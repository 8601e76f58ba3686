/** `data/charts.json`: control charts, and how each line is moving (measures catalogue 2.3, 2.4). */
import { z } from 'zod';
import { figureKey, isoDay, lineKey, periods, statistics, units } from './key-format.ts';

/** Why a point is more than chance, in the order of precedence 1, 3, 4, 2; `common cause` when it is not. */
const pointKinds = ['outside', 'trend', 'near limit', 'shift', 'common cause'] as const;
/** Whether a special cause is good news; `high` and `low` where a measure has no polarity. */
const senses = ['improvement', 'concern', 'high', 'low', 'common cause'] as const;

/** One point of a chart. Mean and limits are those in force at the point; null before there are enough points. */
const chartPoint = z.object({
  /** Last day of the month; for days between events the last day of the month of the event. */
  as_at_date: isoDay,
  /** 1, 2, 3 ... along the chart. */
  sequence: z.number(),
  value: z.number(),
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
  mean: z.number().nullable(),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
  kind: z.enum(pointKinds),
  sense: z.enum(senses),
  provisional: z.boolean(),
});

const controlChart = z.object({
  ...lineKey,
  /** `joined` and `left`: who came on a line that is told of a day, and who left it, in each month. */
  statistic: z.enum([...statistics, 'joined', 'left']),
  period: z.enum(periods),
  /**
   * `stock`: what is told of a day, without limits; `xmr`: one value a month; `p`: a share of widely varying
   * denominators; `days_between`: rare events.
   */
  kind: z.enum(['stock', 'xmr', 'p', 'days_between']),
  unit: z.enum(units),
  polarity: z.enum(['High', 'Low', 'none']),
  /** True when moving ranges beyond the screen were left out of the limits. */
  screened: z.boolean(),
  /** Too few points yet: the limits are trial limits. */
  trial: z.boolean(),
  /** False where so many points are more than chance that the limits do not describe the series. */
  limits_fit: z.boolean().default(true),
  /** That of the latest point. */
  variation: z.enum(senses),
  /** Whether the target will be met by chance alone; null without target, limits or polarity. */
  assurance: z.enum(['consistently passes', 'consistently fails', 'inconsistent']).nullable(),
  target: z.number().nullable(),
  /** Declared changes of process at which mean and limits begin anew. */
  rebased: z.array(z.object({ from: isoDay, reason: z.string(), source: z.string() })),
  /** Days on which a rule of the measure changed: figures before and after are not alike. */
  definition_changes: z.array(z.object({ on: isoDay, meaning: z.string() })),
  points: z.array(chartPoint),
});
export type ControlChart = z.infer<typeof controlChart>;

const travelWords = ['improving', 'worsening', 'no significant change'] as const;

/** Who joined and who left a line in the months judged, and what its population did. */
const movements = z.object({
  year_end: isoDay,
  joined: z.number(),
  departed: z.number(),
  /** Of those who left, still in the population: they have what the line waits for. */
  no_longer_counted: z.number(),
  left_care: z.number(),
  listed: z.number(),
  /** Of those on the line, there at every month-end of the months judged and the one before. */
  remained: z.number(),
  denominator: z.number(),
  denominator_before: z.number(),
});

/** Direction of travel of a line: one of three words, or none with the reason. */
const travel = z.object({
  ...figureKey,
  method: z.enum(['control chart', 'movements', 'regression', 'interval']).nullable(),
  word: z.enum(travelWords).nullable(),
  /** Movement of the number itself; null when there is no word or no significant change. */
  movement: z.enum(['higher', 'lower']).nullable(),
  /** Why there is no word; null when there is one. */
  reason: z
    .enum([
      'context',
      'too few points',
      'too few movements',
      'limits do not fit',
      'not available',
      'not charted',
    ])
    .nullable(),
  /** What was compared, for the method note: number of points, or both figures of an interval. */
  points: z.number(),
  from: z.number().nullable(),
  to: z.number().nullable(),
  /** Null for every method but that of movements. */
  movements: movements.nullable().default(null),
});
export type Travel = z.infer<typeof travel>;

/** Who joined and who left a line that is told of a day, month by month. */
const lineMovement = z.object({
  ...lineKey,
  months: z.array(
    z.object({
      as_at_date: isoDay,
      joined: z.number(),
      departed: z.number(),
      no_longer_counted: z.number(),
      left_care: z.number(),
      otherwise: z.number(),
      provisional: z.boolean(),
    }),
  ),
});
export type LineMovement = z.infer<typeof lineMovement>;

/** A group whose share differs from that of the rest of the authority by more than chance. */
const outlier = z.object({
  ...lineKey,
  period: z.enum(periods),
  breakdown: z.string(),
  group: z.string(),
  side: z.enum(['higher', 'lower']),
  /** Beyond the funnel limit of 95 per cent (`warning`) or of 99.8 (`action`). */
  beyond: z.enum(['warning', 'action']),
});
export type Outlier = z.infer<typeof outlier>;

/** Editions of version 0.3 and before say nothing of movements and outliers. */
export const chartsFile = z.object({
  charts: z.array(controlChart),
  travel: z.array(travel),
  movement: z.array(lineMovement).default([]),
  outliers: z.array(outlier).default([]),
});
export type ChartsFile = z.infer<typeof chartsFile>;
