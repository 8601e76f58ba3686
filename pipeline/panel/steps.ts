/** Which step of the calendar a line is printed in: chosen by size ahead of the data, fixed for a financial year. */
import { TrackerError } from '../../sources/error.ts';
import { placeOf } from '../../sources/rules/rules.ts';
import type { DisclosurePolicy } from '../disclosure/policy.ts';
import type { SteppedLine } from '../edition/panel-format.ts';
import { type Period, periodOf, periodsBack, type Step, yearOf } from './calendar.ts';
import type { Counted, Named, PanelLine, Sets } from './sets.ts';

const lineName = ({ measure_id, line }: Named, ladder = ''): string =>
  [measure_id, line, ladder].join(' ').trim();

/** Events and places are printed by their ladder, whose lines may stand by the quarter here and by the year there. */
const isPeople = ({ unit_kind }: Pick<PanelLine, 'unit_kind'>): boolean =>
  unit_kind === 'child' || unit_kind === 'family';

/** The steps of a paper: those of the papers before it, and for lines and years that are new those chosen now. */
export class Steps {
  readonly #steps = new Map<string, Step>();

  constructor(
    private readonly newest: string,
    readonly threeYearsEnd: number,
    earlier: readonly SteppedLine[],
  ) {
    for (const each of earlier) this.#steps.set(`${lineName(each)} ${each.year}`, each.step);
  }

  /** Chooses the step of a line for the paper's financial year, and for years before it of which no paper spoke. */
  choose(line: PanelLine, sets: Sets, policy: DisclosurePolicy): void {
    if (line.steps.includes('quarter_end') || !isPeople(line)) return;
    const now = yearOf(this.newest);
    this.#refuseChange(line, now);
    const step = shortest(line, sets, policy, `${now}-03-31`, this.threeYearsEnd);
    for (let year = yearOf(sets.oldest); year <= now; year += 1)
      if (this.of(line, year) === undefined)
        this.#steps.set(`${lineName(line)} ${year}`, this.#fitting(line, year, step));
  }

  /** A step that is taken away within a financial year would leave a paper with two calendars for one line. */
  #refuseChange(line: PanelLine, year: number): void {
    const before = this.of(line, year);
    if (before === undefined || (line.steps as readonly string[]).includes(before)) return;
    throw new TrackerError(
      'usage',
      'panel_step_changes',
      `${placeOf(line)}, ${line.question} ${lineName(line)}, steps: a sealed paper prints the line by ${before} in the financial year that began on 1 April ${year}, and its row no longer names that step.`,
      `Leave ${before} among its steps until 31 March ${year + 1}; a step changes with the financial year.`,
    );
  }

  /** Three years that were begun by the three are kept to; three years of which one was printed alone are never printed. */
  #fitting(line: PanelLine, year: number, step: Step): Step {
    const last = yearOf(periodOf('three_years', `${year}-06-30`, this.threeYearsEnd).to);
    const before = Array.from({ length: year - last + 2 }, (_, back) =>
      this.of(line, last - 2 + back),
    ).filter((each) => each !== undefined);
    if (before.includes('three_years')) return 'three_years';
    if (step !== 'three_years' || before.length === 0) return step;
    return line.steps.filter((each) => each !== 'three_years').at(-1) ?? step;
  }

  of(line: Named, year: number): Step | undefined {
    return this.#steps.get(`${lineName(line)} ${year}`);
  }

  /** The step of a line in the paper's own year, which its sentences speak in. */
  now(line: PanelLine): Step {
    if (line.steps.includes('quarter_end')) return 'quarter_end';
    return (isPeople(line) ? this.of(line, yearOf(this.newest)) : line.steps[0]) ?? 'year';
  }

  /** Periods of the line up to the newest quarter-end, the newest first: each year in the step that it had. */
  periods(line: PanelLine, oldest: string): Period[] {
    if (!isPeople(line) || line.steps.includes('quarter_end'))
      return periodsBack(line.steps[0] ?? 'quarter_end', this.newest, oldest, this.threeYearsEnd);
    const found = line.steps
      .flatMap((step) => periodsBack(step, this.newest, oldest, this.threeYearsEnd))
      .filter(({ step, to }) => this.of(line, yearOf(to)) === step);
    return found.sort((a, b) => (a.to > b.to ? -1 : 1));
  }

  /** For the ledger of papers. */
  all(): SteppedLine[] {
    return [...this.#steps]
      .map(([name, step]) => {
        const [measure_id = '', line = '', year = ''] = name.split(' ');
        return { measure_id, line, year: Number(year), step };
      })
      .sort((a, b) => (`${lineName(a)} ${a.year}` < `${lineName(b)} ${b.year}` ? -1 : 1));
  }
}

/**
 * The shortest step in which the line was large enough in the median of the last three complete years, all that is not
 * counted of a share too; then the shortest in which those counted were; then the longest that is on file whole.
 */
function shortest(
  line: PanelLine,
  sets: Sets,
  policy: DisclosurePolicy,
  before: string,
  threeYearsEnd: number,
): Step {
  const sizes = new Map(
    line.steps.map((step) => {
      const periods = periodsBack(step, before, `${yearOf(before) - 2}-04-01`, threeYearsEnd);
      return [step, periods.flatMap((period) => sets.get(line, period) ?? [])] as const;
    }),
  );
  const onFile = line.steps.filter((step) => (sizes.get(step) ?? []).length > 0);
  const isEnough = (step: Step, size: (counted: Counted) => number): boolean => {
    const found = (sizes.get(step) ?? []).map(size).sort((a, b) => a - b);
    return (found[Math.floor((found.length - 1) / 2)] ?? 0) >= policy.least_step;
  };
  const isAverage = line.statistics.every((each) => each.endsWith('_days'));
  const isShare = line.statistics.includes('percentage');
  // A share needs its population too: half of the least denominator weighs as much as the least part.
  const counted = ({ numerator, denominator, timed }: Counted): number =>
    isAverage
      ? timed
      : isShare
        ? Math.min(numerator, Math.floor((denominator * policy.least_step) / policy.least_denominator))
        : numerator;
  const all = (each: Counted): number =>
    isShare ? Math.min(counted(each), each.denominator - each.numerator) : counted(each);
  return (
    onFile.find((step) => isEnough(step, all)) ??
    onFile.find((step) => isEnough(step, counted)) ??
    onFile.at(-1) ??
    line.steps.at(-1) ??
    'year'
  );
}
