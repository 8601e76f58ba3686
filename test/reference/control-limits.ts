/**
 * Mean and control limits of the three kinds of chart, a second time (measures catalogue 2.4).
 * A limit's distance from the mean may be a root, so it is kept squared: then all comparisons are exact.
 */
import { Fraction, meanOf } from './fraction.ts';

/** `sources/rules/settings.csv` by key. */
export type Settings = Readonly<Record<string, number>>;

export interface Limits {
  readonly mean: Fraction;
  /** Square of the distance between mean and limit. */
  readonly reachSquared: Fraction;
}

export const setting = (settings: Settings, key: string): number => {
  const value = settings[key];
  if (value === undefined) throw new Error(`settings.csv has no ${key}`);
  return value;
};

const thousandths = (settings: Settings, key: string): Fraction => Fraction.of(setting(settings, key), 1000);

/** Limits of individual values, from the ranges between each and the next. */
export function individualLimits(values: readonly Fraction[], settings: Settings): Limits {
  const ranges = values.slice(1).map((value, index) => value.minus(values[index] as Fraction).magnitude());
  const range = typicalRange(ranges, settings);
  const reach = range.times(thousandths(settings, 'xmr_limit_thousandths'));
  return { mean: meanOf(values), reachSquared: reach.squared() };
}

function typicalRange(ranges: readonly Fraction[], settings: Settings): Fraction {
  const all = meanOf(ranges);
  // Where no value ever differs there is nothing to screen: every range would be "at least" 3.267 times zero.
  if (setting(settings, 'xmr_screen') === 0 || all.sign() === 0) return all;
  const edge = all.times(thousandths(settings, 'xmr_screen_thousandths'));
  return meanOf(ranges.filter((range) => range.against(edge) < 0));
}

export interface Share {
  readonly numerator: number;
  readonly denominator: number;
}

/** Limits of each share, in per cent: one mean, a distance of its own for each denominator. */
export function shareLimits(shares: readonly Share[], settings: Settings): Limits[] {
  const total = (part: (share: Share) => number): number => shares.reduce((sum, one) => sum + part(one), 0);
  const share = Fraction.of(
    total((one) => one.numerator),
    total((one) => one.denominator),
  );
  const variance = share.times(Fraction.of(1).minus(share));
  const sigmas = thousandths(settings, 'sigma_limit_thousandths').times(Fraction.of(100)).squared();
  return shares.map(({ denominator }) => ({
    mean: share.times(Fraction.of(100)),
    reachSquared: variance.times(sigmas).over(Fraction.of(denominator)),
  }));
}

/** Days between events as the t chart judges them: a root of them, with six decimals; no day counts as a part of one. */
export function rootOfDays(days: number, settings: Settings): Fraction {
  const least = setting(settings, 't_chart_zero_thousandths') / 1000;
  const root = Math.max(days, least) ** (1000 / setting(settings, 't_chart_root_thousandths'));
  return Fraction.of(Math.round(root * 1e6), 1e6);
}

/** Such a root as days again; below nought there are none. */
export const daysOfRoot = (root: number, settings: Settings): number =>
  Math.max(root, 0) ** (setting(settings, 't_chart_root_thousandths') / 1000);

/** Whether any denominator is so far from their mean that one pair of limits would not do. */
export function denominatorsVary(shares: readonly Share[], settings: Settings): boolean {
  if (shares.length === 0) return false;
  const mean = meanOf(shares.map(({ denominator }) => Fraction.of(denominator)));
  const allowed = mean.times(Fraction.of(setting(settings, 'p_chart_spread_percent'), 100));
  return shares.some(
    ({ denominator }) => Fraction.of(denominator).minus(mean).magnitude().against(allowed) > 0,
  );
}
