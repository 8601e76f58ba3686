import { type Counted, countNoun } from './counted.ts';
import { longDay, longMonth } from './day.ts';
import { type Figure, headlinePeriod, headlineValue, type Statistic, type Unit } from './figure.ts';
import { daysText, percentText, type ShownLimits, waitInWords, wholeNumber } from './number-format.ts';

/** The unit that a statistic is in. */
export function unitOf(statistic: Statistic): Unit {
  if (statistic === 'count') return 'children';
  if (statistic === 'percentage') return 'percent';
  return statistic === 'rate' ? 'per_10000' : 'days';
}

/** A rate per 10,000 with one decimal: `36.4`. */
export function rateText(value: number): string {
  const tenths = String(Math.round(value * 10)).padStart(2, '0');
  return `${wholeNumber(Number(tenths.slice(0, -1)))}.${tenths.slice(-1)}`;
}

/**
 * A number as short as an axis or a table allows, without its noun: `38`, `61%`, `36.4`, `426 days`.
 * @example amountText(426.4, 'days') === '426 days'
 */
export function amountText(value: number, unit: Unit, limits?: ShownLimits): string {
  if (unit === 'percent') return percentText(value, limits);
  if (unit === 'per_10000') return rateText(value);
  return unit === 'days' ? daysText(Math.round(value)) : wholeNumber(value);
}

/**
 * A number with a tenth where it has one, for figures whose movements are small: `71.3%`, `600.5 days`.
 * @example preciseText(71.25, 'percent') === '71.3%'
 */
export function preciseText(value: number, unit: Unit): string {
  if (unit === 'children') return wholeNumber(value);
  const text = rateText(value).replace(/\.0$/, '');
  const endings = { percent: '%', days: text === '1' ? ' day' : ' days', per_10000: ' per 10,000' };
  return `${text}${endings[unit]}`;
}

/** A movement with its sign and unit: `+4 children`, `−1.5 percentage points`, `no change`. */
export function movementText(value: number, unit: Unit, counts: Counted = 'children'): string {
  const size = Math.round(Math.abs(value) * 10) / 10;
  if (size === 0) return value === 0 ? 'no change' : 'less than 0.1';
  const sign = value > 0 ? '+' : '−';
  const nouns: Record<Unit, [string, string]> = {
    children: [countNoun(1, counts), counts],
    percent: ['percentage point', 'percentage points'],
    days: ['day', 'days'],
    per_10000: ['per 10,000', 'per 10,000'],
  };
  const [whole = '', tenth] = String(size).split('.');
  const number = `${wholeNumber(Number(whole))}${tenth === undefined ? '' : `.${tenth}`}`;
  return `${sign}${number} ${nouns[unit][size === 1 ? 0 : 1]}`;
}

/** A duration in days, and in months and weeks where that says more. */
export function durationText(days: number, asAt: string): string {
  const whole = Math.round(days);
  return whole < 28 ? daysText(whole) : `${daysText(whole)} (${waitInWords(whole, asAt)})`;
}

/** A figure's headline number with its unit, or null where there is none. */
export function headlineText(figure: Figure): string | null {
  const value = headlineValue(figure);
  if (value === null) return null;
  const unit = unitOf(figure.measure.headline_statistic);
  const text = amountText(value, unit, figure.target);
  return unit === 'per_10000' ? `${text} per 10,000` : text;
}

/** What a headline number is, in a word or two, such as `mean` before a number of days. */
export const statisticWords: Record<Statistic, string> = {
  count: 'children',
  percentage: 'share',
  rate: 'rate per 10,000 under-18s',
  median_days: 'median time',
  mean_days: 'mean time',
  longest_days: 'longest wait',
};

/** Which days a figure is of: `on 30 June 2026`, `in June 2026`, `in the 12 months to 30 June 2026`. */
export function periodText(period: ReturnType<typeof headlinePeriod>, day: string): string {
  if (period === 'as_at') return `on ${longDay(day)}`;
  if (period === 'month') return `in ${longMonth(day)}`;
  const spans = {
    quarter: 'quarter',
    ytd: 'year so far',
    year: 'year',
    r12m: '12 months',
    r36m: 'three years',
  };
  return `in the ${spans[period]} to ${longDay(day)}`;
}

/** Which days a measure's headline is of. */
export function headlinePeriodText(figure: Figure): string {
  return periodText(headlinePeriod(figure.measure), figure.day);
}
