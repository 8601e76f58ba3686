/** What each printed figure says of the counts behind it. */
import type { IntruderPolicy } from './breach.ts';
import { cellOf, type Figure, nameOf } from './figure-book.ts';
import type { Printed } from './intruder.ts';
import type { NationalFact } from './national.ts';
import type { System } from './system.ts';

export const numerator = (cell: string): string => `${cell} n`;
export const denominator = (cell: string): string => `${cell} d`;
const people = (date: string): string => `people|${date}`;

/** A figure that is no count of the authority's own. */
const isOther = ({ breakdown }: Figure): boolean => breakdown === 'compared' || breakdown === 'target';

/** Figures of the authority itself. */
export const ownFigures = ({ book }: Printed): Figure[] => book.figures.filter((each) => !isOther(each));

/**
 * Tells the system what an edition prints. An edition that is told later is believed only as far as it does not
 * contradict what was told before, so the newest goes first; `told` keeps what need not be told twice.
 */
export function tellFigures(
  system: System,
  printed: Printed,
  policy: IntruderPolicy,
  told: Set<string> = new Set(),
): void {
  const figures = ownFigures(printed).filter(({ key, text }) => !told.has(`${key} ${text}`));
  for (const { key, text } of figures) told.add(`${key} ${text}`);
  for (const figure of figures) system.speakOf(numerator(cellOf(figure)));
  for (const figure of figures) if (figure.statistic === 'count') tellCount(system, figure, policy);
  for (const figure of figures) {
    if (figure.statistic === 'percentage') tellShare(system, figure, policy);
    if (figure.statistic === 'rate') tellRate(system, figure);
    if (figure.statistic.endsWith('_days')) tellAverage(system, figure, policy);
  }
}

/** A total is exact, a cross-break is rounded; nought is nought. That it is printed says that it is not small. */
function tellCount(system: System, figure: Figure, policy: IntruderPolicy): void {
  const { value } = figure.shown;
  if (value === null) return;
  const step = figure.breakdown === 'all' ? 1 : policy.roundCrossBreaksTo;
  const half = value !== 0 && value % step === 0 ? Math.floor(step / 2) : 0;
  const names = [`${nameOf(figure)}: as printed`];
  const count = numerator(cellOf(figure));
  system.narrow(count, { low: value - half, high: value + half }, names);
  if (value > 0) system.narrow(count, { low: policy.leastCount, high: Infinity }, names);
}

/** A share ties numerator and denominator; that it is printed at all says that both are large enough. */
function tellShare(system: System, figure: Figure, policy: IntruderPolicy): void {
  const { mark, value, low, high } = figure.shown;
  const [n, d] = [numerator(cellOf(figure)), denominator(cellOf(figure))];
  const name = `${nameOf(figure)}: share`;
  system.within(n, d, name);
  if (mark === '[low]') system.tie({ name, ...share(n, d, 0, 0.5) });
  if (value === null) return;
  system.tie({
    name,
    low: 0,
    high: Infinity,
    terms: [
      [n, 1],
      [d, -low / 100],
    ],
  });
  system.tie({
    name,
    low: 0,
    high: Infinity,
    terms: [
      [d, Math.min(high, 100) / 100],
      [n, -1],
    ],
  });
  const names = [`${name} is printed`];
  system.narrow(d, { low: policy.leastDenominator, high: Infinity }, names);
  if (value === 0 && figure.shown.decimals === 0) system.narrow(n, { low: 0, high: 0 }, names);
  if (low > 0) system.narrow(n, { low: policy.leastNumerator, high: Infinity }, names);
  if (high < 100)
    system.tie({
      name,
      low: policy.leastNumerator,
      high: Infinity,
      terms: [
        [d, 1],
        [n, -1],
      ],
    });
}

const share = (n: string, d: string, low: number, high: number) =>
  ({
    low,
    high: Infinity,
    terms: [
      [d, high / 100],
      [n, -1],
    ],
  }) as const;

/** The people who live in a place are the same for the rates of one day, and nearly so a quarter later. */
function tellRate(system: System, figure: Figure): void {
  if (figure.shown.value === null) return;
  const name = `${nameOf(figure)}: rate`;
  const [n, all] = [numerator(cellOf(figure)), people(figure.date)];
  const { low, high } = figure.shown;
  system.tie({
    name,
    low: 0,
    high: Infinity,
    terms: [
      [n, 1],
      [all, -low / 10_000],
    ],
  });
  system.tie({
    name,
    low: 0,
    high: Infinity,
    terms: [
      [all, high / 10_000],
      [n, -1],
    ],
  });
}

function tellAverage(system: System, figure: Figure, policy: IntruderPolicy): void {
  if (figure.shown.value === null) return;
  const names = [`${nameOf(figure)}: an average is printed`];
  system.narrow(numerator(cellOf(figure)), { low: policy.leastAverage, high: Infinity }, names);
}

/** Published figures of the Department; they count last, for a return is not a live record. */
export function tellNational(system: System, facts: readonly NationalFact[]): Set<string> {
  const direct = new Set<string>();
  for (const fact of facts) {
    const cell = [fact.measure, fact.line, fact.period, fact.date, 'all', 'all'].join('|');
    const [n, d] = [numerator(cell), denominator(cell)];
    if (!system.has(n)) continue;
    const name = `${fact.measure} ${fact.line} on ${fact.date}: published by the Department for Education`;
    const half = 0.5 * 10 ** -fact.decimals;
    if (fact.statistic === 'count') {
      if (system.narrow(n, { low: fact.value, high: fact.value }, [name])) direct.add(n);
    } else {
      system.tie({
        name,
        low: 0,
        high: Infinity,
        terms: [
          [n, 1],
          [d, -(fact.value - half) / 100],
        ],
      });
      system.tie({
        name,
        low: 0,
        high: Infinity,
        terms: [
          [d, (fact.value + half) / 100],
          [n, -1],
        ],
      });
    }
  }
  return direct;
}
