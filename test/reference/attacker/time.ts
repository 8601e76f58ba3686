/** Equations between dates, and between the same figure in two editions. */
import type { Certainty } from './finding.ts';
import type { Paper } from './paper.ts';
import { printedNumber } from './paper.ts';
import { countOf, fromName, nameOf, type Quantity, quantityOf, quartersBefore } from './quantity.ts';
import type { System } from './system.ts';

/**
 * Counts of events, or of what can befall a child once: quarters make the year by definition. Every other flow counts
 * a child once in each period, so a child counted in two quarters is one in the year: a reader's assumption.
 */
const addUp = new Set(['B47', 'B49', 'B28']);

function certaintyOf(measure: string): Certainty {
  return addUp.has(measure) ? 'strict' : 'assumed';
}

const quartersOf: Readonly<Record<string, number>> = { quarter: 1, half_year: 2, r12m: 4, r36m: 12 };

function quartersIn(period: string, date: string): number {
  if (period === 'ytd') return ((Number(date.slice(5, 7)) + 8) % 12) / 3 + 1 / 3;
  return quartersOf[period] ?? 0;
}

function withPeriod(quantity: Quantity, period: string, date: string): string {
  return nameOf({ ...quantity, period, date });
}

/** Years and quarters of a flow: each window is made of the quarters in it. */
function addWindows(paper: Paper, system: System): void {
  const at = (name: string) => `${paper.edition}#${name}`;
  const start = at('');
  const flows = [...system.names]
    .filter((name) => name.startsWith(start))
    .map((name) => name.slice(start.length));
  for (const name of flows) {
    const quantity = fromName(name);
    const quarters = Math.round(quartersIn(quantity.period, quantity.date));
    // A flow's age groups move with birthdays only between snapshots, so groups add up as totals do.
    if (quarters < 2 || quantity.measure === '@') continue;
    // Children with every review on time are no sum of quarters at all.
    if (quantity.period === 'ytd' && !addUp.has(quantity.measure)) continue;
    const because = `${quantity.measure}.${quantity.line} ${quantity.period} to ${quantity.date}: its quarters`;
    const members = Array.from({ length: quarters }, (_, back) =>
      at(withPeriod(quantity, 'quarter', quartersBefore(quantity.date, back))),
    );
    if (quantity.part === 'days') for (const member of members) system.fractional.add(member);
    system.equal(at(name), members, because, certaintyOf(quantity.measure));
    if (quantity.period !== 'r36m') continue;
    const years = [0, 4, 8].map((back) =>
      at(withPeriod(quantity, 'r12m', quartersBefore(quantity.date, back))),
    );
    if (quantity.part === 'days') for (const year of years) system.fractional.add(year);
    system.equal(at(name), years, `${because}, as three years`, certaintyOf(quantity.measure));
  }
}

/** The denominators of flows: only those whose events are counted one by one make the year. */
function addWindowsOfReviews(paper: Paper, system: System): void {
  const at = (name: string) => `${paper.edition}#${name}`;
  const reviews = ['@|reviews due|', '@|reviews of children aged 4 and over|'];
  for (const name of [...system.names]) {
    const own = name.slice(paper.edition.length + 1);
    if (!name.startsWith(at('')) || !reviews.some((start) => own.startsWith(start))) continue;
    const quantity = fromName(own);
    if (quantity.period !== 'r12m') continue;
    const members = [0, 1, 2, 3].map((back) =>
      at(withPeriod(quantity, 'quarter', quartersBefore(quantity.date, back))),
    );
    system.equal(name, members, `${quantity.line} r12m to ${quantity.date}: its quarters`);
  }
}

/**
 * Stock now = stock a year (or a quarter) ago + came - left. Assumed: a child who leaves twice in a year counts once,
 * and a household may change otherwise than by approval and leaving.
 */
function addStocks(paper: Paper, system: System): void {
  const at = (name: string) => `${paper.edition}#${name}`;
  const stocks = [
    ['B7.main', 'B9.main', 'B10.main'],
    ['B57.households', 'B56.main', 'B56.left'],
  ] as const;
  for (const date of new Set(paper.figures.map((one) => one.as_at_date)))
    for (const [stock, came, left] of stocks)
      for (const [period, back] of [
        ['r12m', 4],
        ['quarter', 1],
      ] as const) {
        const now = at(countOf(stock, 'as_at', date));
        const then = at(countOf(stock, 'as_at', quartersBefore(date, back)));
        const inflow = at(countOf(came, period, date));
        const outflow = at(countOf(left, period, date));
        if (![now, then, inflow, outflow].every((name) => system.names.has(name))) continue;
        const because = `${stock} to ${date}: before, and came, and left (${period})`;
        system.add(
          [
            [now, 1],
            [then, -1],
            [inflow, -1],
            [outflow, 1],
          ],
          0,
          0,
          because,
          'assumed',
        );
      }
}

/** The equations between dates of one paper. Latent quarters come last: they are of no use without windows. */
export function addEquationsOfTime(paper: Paper, system: System): void {
  addStocks(paper, system);
  addWindows(paper, system);
  addWindowsOfReviews(paper, system);
}

interface Standing {
  provisional: boolean;
  values: Set<number>;
}

/** Quantities of a paper: whether they may still change, and what is printed of them. */
function standings(paper: Paper): Map<string, Standing> {
  const found = new Map<string, Standing>();
  for (const figure of paper.figures) {
    if (figure.breakdown === 'compared' || figure.breakdown === 'target') continue;
    const parts =
      figure.statistic === 'percentage' ? (['numerator', 'denominator'] as const) : (['numerator'] as const);
    for (const part of parts) {
      const name = nameOf(quantityOf(figure, part));
      const held = found.get(name) ?? { provisional: false, values: new Set<number>() };
      held.provisional ||= figure.provisional;
      const value = figure.statistic === 'count' ? printedNumber(figure.shown) : null;
      if (value !== null) held.values.add(value);
      found.set(name, held);
    }
  }
  return found;
}

/**
 * The same quantity in two editions is the same number: strictly where the older edition does not mark it as
 * provisional, else assumed. Where both print it and differ, it was restated and nothing is tied.
 */
export function addEquationsOfEditions(papers: readonly Paper[], system: System): void {
  const last = new Map<string, { edition: string; standing: Standing }>();
  for (const paper of papers)
    for (const [name, standing] of standings(paper)) {
      const before = last.get(name);
      last.set(name, { edition: paper.edition, standing });
      if (before === undefined || before.edition === paper.edition) continue;
      const differ = [...standing.values].some(
        (value) => before.standing.values.size > 0 && !before.standing.values.has(value),
      );
      if (differ) continue;
      const because = `${name.split('|').slice(0, 2).join('.')} of ${fromName(name).date} in ${before.edition} and ${paper.edition}`;
      const certainty = before.standing.provisional ? 'assumed' : 'strict';
      system.equal(`${paper.edition}#${name}`, [`${before.edition}#${name}`], because, certainty);
    }
}
