/** One name for each number of children, whichever measures, questions or tables speak of it. */
import { denominatorNames } from './definitions.ts';
import type { Figure } from './paper.ts';

export interface Quantity {
  readonly measure: string;
  readonly line: string;
  readonly part: 'numerator' | 'denominator' | 'days';
  readonly period: string;
  readonly date: string;
  readonly breakdown: string;
  readonly group: string;
}

const everyone = { breakdown: 'all', group: 'all' } as const;

/** Denominators that are printed as counts of their own. */
const wholes: Readonly<Record<string, readonly [string, string, string?, string?]>> = {
  'children looked after': ['B7', 'main'],
  'children who left care': ['B10', 'main'],
  'children adopted': ['B28', 'main'],
  'children whose proceedings ended': ['B3', 'main'],
};

/** Lines whose definitions count the same children. */
const sameCounts: Readonly<Record<string, readonly [string, string, string?, string?]>> = {
  'B8.main': ['B7', 'main'],
  'B11.main': ['B7', 'main', 'unaccompanied', 'Y'],
  'B25.adoption': ['B28', 'main'],
  'B29.main': ['B28', 'main'],
  'B30.main': ['B28', 'main'],
  'B41.main': ['B40', 'main'],
  'B25.special_guardianship': ['B40', 'main'],
  'B25.child_arrangements': ['B43', 'main'],
  'B4.main.denominator': ['B3', 'main'],
};

/** A window of days is the same window whatever it is called: April to June, and the year to 31 March. */
function window(period: string, date: string): string {
  if (period === 'ytd' && date.endsWith('-03-31')) return 'r12m';
  if (period === 'ytd' && date.endsWith('-06-30')) return 'quarter';
  return period;
}

function target(quantity: Quantity): readonly [string, string, string?, string?] | undefined {
  const line = `${quantity.measure}.${quantity.line}`;
  if (quantity.part === 'numerator') return sameCounts[line];
  if (quantity.part === 'denominator') return wholes[denominatorNames.get(line) ?? ''];
  return undefined;
}

/** The quantity under its one name. */
function canonical(quantity: Quantity): Quantity {
  const period = window(quantity.period, quantity.date);
  const to = target(quantity);
  if (to !== undefined) {
    const [measure, line, breakdown, group] = to;
    const whole = quantity.breakdown === 'all';
    // A group of a group (placement order by age) has no other name.
    if (breakdown === undefined || whole) {
      const where = breakdown && group ? { breakdown, group } : {};
      return { ...quantity, measure, line, part: 'numerator', period, ...where };
    }
  }
  const name = denominatorNames.get(`${quantity.measure}.${quantity.line}`);
  if (quantity.part === 'denominator' && name) return { ...quantity, measure: '@', line: name, period };
  return { ...quantity, period };
}

export function nameOf(quantity: Quantity): string {
  const { measure, line, part, period, date, breakdown, group } = canonical(quantity);
  return [measure, line, part, period, date, breakdown, group].join('|');
}

export function quantityOf(figure: Figure, part: Quantity['part']): Quantity {
  return {
    measure: figure.measure_id,
    line: figure.line,
    part,
    period: figure.period,
    date: figure.as_at_date,
    breakdown: figure.breakdown,
    group: figure.group,
  };
}

export function fromName(name: string): Quantity {
  const [measure, line, part, period, date, breakdown, group] = name.split('|') as [
    string,
    string,
    Quantity['part'],
    string,
    string,
    string,
    string,
  ];
  return { measure, line, part, period, date, breakdown, group };
}

/** The count of a line over everyone. */
export function countOf(line: string, period: string, date: string, part: Quantity['part'] = 'numerator') {
  const [measure, name] = line.split('.') as [string, string];
  return nameOf({ measure, line: name, part, period, date, ...everyone });
}

/** A group of the children looked after. */
export function groupOf(date: string, breakdown: string, group: string): string {
  return nameOf({ measure: 'B7', line: 'main', part: 'numerator', period: 'as_at', date, breakdown, group });
}

/** The quarter-end some quarters earlier. */
export function quartersBefore(date: string, quarters: number): string {
  const [year, month] = date.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, month - quarters * 3, 0)).toISOString().slice(0, 10);
}
