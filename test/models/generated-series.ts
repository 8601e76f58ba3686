/** Invented series of every sort that a control chart must bear; the same seed gives the same series. */
import { monthEndBefore } from '../../sources/days.ts';
import { Random } from '../reference/random.ts';
import type { GivenMonth, GivenSeries } from './chart-warehouse.ts';

type Months = (GivenMonth | null)[];

/** The month-ends to which the figures of a series belong. */
export const monthEndOf = (index: number): string => monthEndBefore('2010-01-31', -index);

const shapes = [
  'normal',
  'shifted',
  'trending',
  'turning',
  'gaps',
  'equal',
  'short',
  'outliers',
  'changed process',
  'zero denominators',
  'varying denominators',
  'rare events',
  'late start',
  'small numbers',
] as const;
export type Shape = (typeof shapes)[number];

/** Series number `index` of a seed: the shapes take turns. */
export function generatedSeries(seed: number, index: number): GivenSeries & { readonly shape: Shape } {
  const random = new Random(seed * 10_007 + index);
  const shape = shapes[index % shapes.length] as Shape;
  const share = shape.includes('denominators') || (shape !== 'rare events' && random.chance(0.4));
  const months = monthsOf(random, shape, share);
  const polarity = random.pick(['High', 'Low', 'none'] as const);
  const level = random.between(0, share ? 100 : 40);
  return {
    name: `s${seed}x${index}`,
    shape,
    months,
    polarity,
    settings: { xmr_screen: random.between(0, 1) },
    changes: changesOf(random, shape, months.length),
    ...(polarity === 'none' || random.chance(0.2)
      ? {}
      : { target: { family: share ? ('C' as const) : ('Z' as const), polarity, target: level } }),
    ...(shape === 'rare events' ? rareEvents(random, months) : {}),
  };
}

function monthsOf(random: Random, shape: Shape, share: boolean): Months {
  const count = shape === 'short' ? random.between(1, 15) : random.between(20, 60);
  const turn = random.between(5, count);
  const level = random.between(0, 30);
  const noise = random.pick([1, 3, 8]);
  const slope = random.pick([-1, 1]);
  const usual = random.between(20, 120);
  return Array.from({ length: count }, (_, index): GivenMonth | null => {
    if (shape === 'gaps' && random.chance(0.25)) return null;
    if (shape === 'late start' && index < turn / 2) return null;
    const drift = driftOf(shape, index, turn, slope);
    const chance = shape === 'trending' && noise === 1 ? 0 : random.between(-noise, noise);
    let numerator = Math.max(0, level + drift + chance);
    if (shape === 'equal') numerator = level;
    if (shape === 'turning') numerator = level + turning(index, turn);
    if (shape === 'small numbers') numerator = random.between(0, 2);
    if (shape === 'outliers' && random.chance(0.08)) numerator += random.between(20, 60);
    if (shape === 'rare events') numerator = random.pick([0, 0, 0, 1, 1, 2, 3]);
    return share ? shareOf(random, shape, usual, numerator) : { numerator };
  });
}

function driftOf(shape: Shape, index: number, turn: number, slope: number): number {
  if (shape === 'shifted' || shape === 'changed process') return index < turn ? 0 : slope * 6;
  if (shape !== 'trending') return 0;
  // Up to the turn one way, then back.
  return slope * 2 * (index < turn ? index : 2 * turn - index) + 40;
}

/** Up, then down, then to and fro so widely that the turning points lie inside the limits. */
function turning(index: number, turn: number): number {
  const length = 6 + (turn % 4);
  if (index <= length) return index;
  return index <= 2 * length ? 2 * length - index : (index % 2) * 2 * length;
}

function shareOf(random: Random, shape: Shape, usual: number, numerator: number): GivenMonth {
  const spread = shape === 'varying denominators' ? 0.9 : 0.2;
  const around = Math.round(usual * (1 - spread + 2 * spread * random.next()));
  const denominator = shape === 'equal' ? usual : around;
  if (shape === 'zero denominators' && random.chance(0.15)) return { numerator: 0, denominator: 0 };
  return { numerator: Math.min(numerator, denominator), denominator };
}

function changesOf(random: Random, shape: Shape, months: number): string[] {
  if (shape !== 'changed process' && !random.chance(0.15)) return [];
  const days = Array.from({ length: random.between(1, 2) }, () => {
    const month = monthEndOf(random.between(2, months));
    const first = `${month.slice(0, 8)}01`;
    if (shape === 'rare events') return first;
    // First, some middle and last day of a month: the figure of that month belongs to the new process.
    return random.pick([first, `${month.slice(0, 8)}15`, month]);
  });
  return [...new Set(days)];
}

function rareEvents(random: Random, months: Months): Pick<GivenSeries, 'chart' | 'eventDays'> {
  const eventDays = months.flatMap((month, index) =>
    Array.from({ length: month?.numerator ?? 0 }, () => {
      const end = monthEndOf(index);
      return `${end.slice(0, 8)}${String(random.between(1, Number(end.slice(8)))).padStart(2, '0')}`;
    }),
  );
  return { chart: 'rare', eventDays };
}
