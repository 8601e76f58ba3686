/** The papers' calendar: stocks stand at quarter-ends, flows in periods that never overlap. Pure days, no clock. */
import { addDays, longDay, monthEndBefore } from '../../sources/days.ts';
import type { panelSteps } from '../../sources/rules/panel-contract.ts';

export type Step = (typeof panelSteps)[number];

/** A quarter-end, or a stretch of time that ends on one. */
export interface Period {
  readonly step: Step;
  /** First day; null for a stock. */
  readonly from: string | null;
  readonly to: string;
  /** 2026-06-30, 2026-27-q1, 2026-27-h1, 2025-26, 2023-24-to-2025-26. */
  readonly name: string;
}

/** How long a period of each step is. */
export const monthsOf: Readonly<Record<Step, number>> = {
  quarter_end: 0,
  quarter: 3,
  half_year: 6,
  year: 12,
  three_years: 36,
};

/** The newest quarter-end on or before the day. */
export function quarterEndOn(day: string): string {
  const months = Number(day.slice(5, 7)) % 3;
  const end = monthEndBefore(day, months);
  return end <= day ? end : monthEndBefore(day, months + 3);
}

/** The quarter-end so many quarters earlier. */
export const quartersBefore = (quarterEnd: string, quarters: number): string =>
  monthEndBefore(quarterEnd, 3 * quarters);

/** The year in which the financial year of a day begins: 2026 for any day of 2026-27. */
export const yearOf = (day: string): number => Number(day.slice(0, 4)) - (day.slice(5) < '04-01' ? 1 : 0);

/** 2026 is 2026-27. */
const yearName = (year: number): string => `${year}-${String((year + 1) % 100).padStart(2, '0')}`;

/** The period of the step that holds the day. Three years end on 31 March of `threeYearsEnd` and every third year. */
export function periodOf(step: Step, day: string, threeYearsEnd: number): Period {
  const year = yearOf(day);
  const month = (Number(day.slice(5, 7)) + 8) % 12;
  const end = (months: number): string => monthEndBefore(`${year}-04-01`, -months + 1);
  if (step === 'quarter_end' || step === 'quarter') {
    const quarter = Math.floor(month / 3) + 1;
    const to = end(quarter * 3);
    return step === 'quarter_end'
      ? { step, from: null, to, name: to }
      : { step, from: fromOf(step, to), to, name: `${yearName(year)}-q${quarter}` };
  }
  if (step === 'half_year') {
    const half = month < 6 ? 1 : 2;
    const to = end(half * 6);
    return { step, from: fromOf(step, to), to, name: `${yearName(year)}-h${half}` };
  }
  if (step === 'year') {
    const to = end(12);
    return { step, from: fromOf(step, to), to, name: yearName(year) };
  }
  const last = year + ((((threeYearsEnd - 1 - year) % 3) + 3) % 3);
  const to = `${last + 1}-03-31`;
  return { step, from: fromOf(step, to), to, name: `${yearName(last - 2)}-to-${yearName(last)}` };
}

const fromOf = (step: Step, to: string): string => addDays(monthEndBefore(to, monthsOf[step]), 1);

/** The period of the same step a year before; null for three years. */
export function yearBefore({ step, to }: Period, threeYearsEnd: number): Period | null {
  return step === 'three_years' ? null : periodOf(step, monthEndBefore(to, 12), threeYearsEnd);
}

/** Periods of the step that end by the newest quarter-end, the newest first; `from` bounds how far they go back. */
export function periodsBack(step: Step, newest: string, from: string, threeYearsEnd: number): Period[] {
  const found: Period[] = [];
  for (let day = newest; day >= from; day = monthEndBefore(day, 3)) {
    const period = periodOf(step, day, threeYearsEnd);
    if (period.to <= newest && period.to !== found.at(-1)?.to) found.push(period);
  }
  return found;
}

/** How the period stands in a sentence. */
export function periodWords({ step, to }: Period): string {
  const names = {
    quarter_end: '',
    quarter: 'the three months to ',
    half_year: 'the half-year to ',
    year: 'the year to ',
    three_years: 'the three years to ',
  } as const;
  return `${names[step]}${longDay(to)}`;
}
