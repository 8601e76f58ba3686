/** Equations that an attacker writes down from definitions, calendars and ages, without being told any. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ageAtoms } from './age-range.ts';
import { denominator, numerator, ownFigures } from './facts.ts';
import { cellOf, csvRows, type Figure } from './figure-book.ts';
import { grouped } from './grouped.ts';
import type { Printed } from './intruder.ts';
import type { System } from './system.ts';

const quantity = z.enum(['numerator', 'denominator']);
const definition = z.object({
  kind: z.enum(['same', 'part', 'within', 'years', 'inflow', 'outflow']),
  measure_id: z.string(),
  line: z.string(),
  quantity,
  of_measure: z.string(),
  of_line: z.string(),
  of_quantity: quantity,
  source: z.string().min(1),
});
type Definition = z.infer<typeof definition>;

/** A count's place: everything of a figure but its line. */
interface Place {
  readonly measure: string;
  readonly line: string;
  readonly period: string;
  readonly date: string;
  readonly breakdown: string;
  readonly group: string;
}

const definitions = (): Definition[] =>
  csvRows(readFileSync(new URL('./definitions.csv', import.meta.url), 'utf8')).map((row) =>
    definition.parse(row),
  );

/** Adds every tie between the counts of these editions. */
export function tieAll(system: System, editions: readonly Printed[]): void {
  const figures = editions.flatMap((edition) => ownFigures(edition));
  const places = [...new Map(figures.map((each) => [cellOf(each), each])).values()];
  for (const edition of editions) tieGroups(system, ownFigures(edition));
  tieAges(system, places);
  tieDefinitions(system, places);
  tiePeriods(system, places);
  tieStock(system, places);
}

/** The groups of a breakdown make the total, numerators and denominators alike. */
function tieGroups(system: System, figures: readonly Figure[]): void {
  const tables = grouped(
    figures.filter(({ breakdown }) => breakdown !== 'all'),
    (each) => cellOf({ ...each, group: '' }),
  );
  for (const [table, groups] of tables) {
    const first = groups[0];
    if (first === undefined) continue;
    const whole = cellOf({ ...first, breakdown: 'all', group: 'all' });
    const parts = [...new Set(groups.map((each) => cellOf(each)))];
    const name = `groups of ${table.split('|').slice(0, 5).join(' ').trim()} make the total`;
    system.sums(numerator(whole), parts.map(numerator), name);
    if (groups.some(({ statistic }) => statistic === 'percentage'))
      system.sums(denominator(whole), parts.map(denominator), name);
  }
}

/** Overlapping age groups are sums of the years between their limits. */
function tieAges(system: System, places: readonly Figure[]): void {
  const byLine = grouped(places, (each) => cellOf({ ...each, breakdown: '', group: '' }));
  for (const [line, figures] of byLine) {
    const atoms = ageAtoms(figures.filter(({ breakdown }) => breakdown.startsWith('age')));
    for (const { figure, parts } of atoms)
      system.sums(
        numerator(cellOf(figure)),
        parts.map((part) => `${line} ages ${part} n`),
        `overlapping ages of ${figure.measure} ${figure.line} on ${figure.date}`,
      );
  }
}

const count = (place: Place, of: 'numerator' | 'denominator'): string =>
  of === 'numerator' ? numerator(cellText(place)) : denominator(cellText(place));
const cellText = (place: Place): string =>
  [place.measure, place.line, place.period, place.date, place.breakdown, place.group].join('|');

function tieDefinitions(system: System, places: readonly Figure[]): void {
  const parts = new Map<string, Set<string>>();
  for (const rule of definitions()) {
    const ours = places.filter(({ measure, line }) => measure === rule.measure_id && line === rule.line);
    for (const place of ours) {
      const other = { ...place, measure: rule.of_measure, line: rule.of_line };
      const [mine, theirs] = [count(place, rule.quantity), count(other, rule.of_quantity)];
      const name = `${rule.measure_id} ${rule.line} and ${rule.of_measure} ${rule.of_line} on ${place.date}: ${rule.kind}`;
      if (rule.kind === 'same') {
        system.within(mine, theirs, name);
        system.within(theirs, mine, name);
      }
      if (rule.kind === 'within') system.within(mine, theirs, name);
      if (rule.kind === 'part') parts.set(theirs, (parts.get(theirs) ?? new Set()).add(mine));
      if (rule.kind === 'years' && place.period === 'r36m') tieYears(system, place, other, name);
    }
  }
  for (const [whole, some] of parts)
    system.tie({
      name: `parts of ${whole.split('|').slice(0, 4).join(' ')}`,
      low: 0,
      high: Infinity,
      terms: [[whole, 1], ...[...some].map((part) => [part, -1] as const)],
    });
}

/** Three years are the last three sets of twelve months. */
function tieYears(system: System, place: Place, other: Place, name: string): void {
  const years = [0, 4, 8].map((back) =>
    count({ ...other, period: 'r12m', date: quarterBefore(place.date, back) }, 'numerator'),
  );
  if (years.every((year) => system.has(year))) system.sums(count(place, 'numerator'), years, name);
}

/** Twelve months are four quarters, printed or not; three years are three times twelve months. */
function tiePeriods(system: System, places: readonly Figure[]): void {
  for (const place of places) {
    const name = `windows of ${place.measure} ${place.line} up to ${place.date}`;
    if (place.period === 'r12m') {
      const quarters = [0, 1, 2, 3].map((back) => ({
        ...place,
        period: 'quarter',
        date: quarterBefore(place.date, back),
      }));
      system.sums(
        count(place, 'numerator'),
        quarters.map((each) => count(each, 'numerator')),
        name,
      );
    }
    if (place.period === 'r36m') tieYears(system, place, place, name);
  }
}

/** Children now = children a quarter ago, those who came, less those who left. */
function tieStock(system: System, places: readonly Figure[]): void {
  const flows = definitions().filter(({ kind }) => kind === 'inflow' || kind === 'outflow');
  for (const stock of places.filter(({ period, breakdown }) => period === 'as_at' && breakdown === 'all')) {
    const mine = flows.filter((rule) => rule.of_measure === stock.measure && rule.of_line === stock.line);
    if (mine.length !== 2) continue;
    for (const [period, back] of [
      ['quarter', 1],
      ['r12m', 4],
    ] as const) {
      const before = count({ ...stock, date: quarterBefore(stock.date, back) }, 'numerator');
      const moves = mine.map(
        (rule) =>
          [
            count({ ...stock, measure: rule.measure_id, line: rule.line, period }, 'numerator'),
            rule.kind === 'inflow' ? 1 : -1,
          ] as const,
      );
      if (!system.has(before) || !moves.every(([each]) => system.has(each))) continue;
      system.tie({
        name: `${stock.measure} on ${stock.date}: the earlier number, those who came, those who left`,
        low: 0,
        high: 0,
        terms: [[before, 1], ...moves, [count(stock, 'numerator'), -1]],
      });
    }
  }
}

const ends = ['03-31', '06-30', '09-30', '12-31'];

/** The quarter-end some quarters before another; any other day is left as it is. */
function quarterBefore(date: string, back: number): string {
  const at = ends.indexOf(date.slice(5));
  if (at < 0) return date;
  const quarters = Number(date.slice(0, 4)) * 4 + at - back;
  return `${Math.floor(quarters / 4)}-${ends[quarters % 4]}`;
}
