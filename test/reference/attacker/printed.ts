/** What each printed figure says of the numbers behind it. */
import type { Evidence, Policy } from './finding.ts';
import { type Figure, isHidden, type Paper, printedNumber } from './paper.ts';
import { nameOf, quantityOf } from './quantity.ts';
import type { System } from './system.ts';

const endless = Number.POSITIVE_INFINITY;

/** Half of the last place printed: 18% is 17.5 to 18.5, 18.2% is 18.15 to 18.25. */
function half(shown: string): number {
  const places = /\.(\d+)/.exec(shown)?.[1]?.length ?? 0;
  return 0.5 * 10 ** -places;
}

function addCount(figure: Figure, value: number, name: string, system: System, paper: Paper, policy: Policy) {
  const step = figure.breakdown === 'all' ? 1 : (paper.policy.get('round_cross_breaks_to') ?? 5);
  const rounded =
    figure.kind === null ? value % step === 0 && value !== 0 && step > 1 : figure.kind === 'rounded';
  const reach = rounded ? Math.floor(step / 2) || 2 : 0;
  const least = figure.lower ?? value - reach;
  const most = figure.upper ?? value + reach;
  // The policy is printed in the paper: no number that is not 0 is printed below its least count.
  const floor = figure.kind === null && value > 0 && most >= policy.leastCount ? policy.leastCount : 0;
  const because = `${figure.key} is printed${rounded ? ', rounded' : ''}`;
  system.add([[name, 1]], Math.max(floor, least), most, because);
}

/** "Fewer than 10", "all but fewer than 10" of its whole, "fewer than 20 in all". */
function addBand(figure: Figure, name: string, whole: string, system: System): void {
  const below = Number(/fewer than (\d+)/i.exec(figure.shown)?.[1] ?? Number.NaN);
  if (Number.isNaN(below)) return;
  const because = `${figure.key} is printed as a band`;
  // A total of none is printed as 0.
  const least = figure.breakdown === 'all' ? 1 : 0;
  if (/^all but/i.test(figure.shown))
    system.add([[whole, 1] as const, [name, -1] as const], 1, below - 1, because);
  else system.add([[name, 1]], least, below - 1, because);
  if (/in all$/i.test(figure.shown)) system.add([[whole, 1]], 0, below - 1, because);
}

/** A share and both of its counts, for a printed share or for bounds on one. */
function addShare(
  system: System,
  counts: { readonly part: string; readonly whole: string },
  [least, most]: readonly [number, number],
  because: string,
): void {
  const { part, whole } = counts;
  if (least > 0) system.add([[part, 100] as const, [whole, -least] as const], 0, endless, because);
  if (most < 100) system.add([[part, 100] as const, [whole, -most] as const], -endless, 0, because);
}

function addPercentage(figure: Figure, value: number, edition: string, system: System): void {
  const part = `${edition}#${nameOf(quantityOf(figure, 'numerator'))}`;
  const whole = `${edition}#${nameOf(quantityOf(figure, 'denominator'))}`;
  const because = `${figure.key} is printed: a share of its counts`;
  // What rounds to nothing is printed [low], so 0% is none.
  if (value === 0) system.add([[part, 1]], 0, 0, because);
  else addShare(system, { part, whole }, [value - half(figure.shown), value + half(figure.shown)], because);
}

function addRate(
  figure: Figure,
  value: number,
  edition: string,
  system: System,
  population: number | undefined,
) {
  const count = `${edition}#${nameOf(quantityOf(figure, 'numerator'))}`;
  const [least, most] = [value - half(figure.shown), value + half(figure.shown)];
  const because = `${figure.key} is printed: a rate of the population`;
  if (population !== undefined) {
    system.add([[count, 1]], (least * population) / 10_000, (most * population) / 10_000, because);
    return;
  }
  // Assumed: one population all year; its estimate is renewed each summer.
  const people = `people#${figure.as_at_date.slice(0, 4)}`;
  system.fractional.add(people);
  const guess = `${because}, the same all year`;
  system.add([[count, 1] as const, [people, -least] as const], 0, endless, guess, 'assumed');
  system.add([[count, 1] as const, [people, -most] as const], -endless, 0, guess, 'assumed');
}

function addAverage(figure: Figure, value: number, edition: string, system: System, step: number): void {
  const count = `${edition}#${nameOf(quantityOf(figure, 'numerator'))}`;
  const days = `${edition}#${nameOf(quantityOf(figure, 'days'))}`;
  system.fractional.add(days);
  const because = `${figure.key} is printed: an average times its number`;
  // Assumed: the days of every child are known; a missing date leaves a child counted but not averaged.
  system.add([[days, 1] as const, [count, -(value - step / 2)] as const], 0, endless, because, 'assumed');
  system.add([[days, 1] as const, [count, -(value + step / 2)] as const], -endless, 0, because, 'assumed');
}

function addPrinted(figure: Figure, system: System, paper: Paper, policy: Policy, people?: number): void {
  const value = printedNumber(figure.shown);
  const name = `${paper.edition}#${nameOf(quantityOf(figure, 'numerator'))}`;
  if (figure.statistic === 'count') {
    system.names.add(name);
    if (value !== null) addCount(figure, value, name, system, paper, policy);
    else addBand(figure, name, `${paper.edition}#${nameOf(quantityOf(figure, 'denominator'))}`, system);
    return;
  }
  if (figure.statistic === 'percentage') {
    const whole = `${paper.edition}#${nameOf(quantityOf(figure, 'denominator'))}`;
    system.within([name], whole, `${figure.measure_id}.${figure.line}: a part of its whole`);
    // A share of a rounded count is worked out from that, and says less than a share of the count.
    if (value !== null && figure.kind !== 'rounded') addPercentage(figure, value, paper.edition, system);
    else if (figure.shown.trim() === '[low]')
      addShare(system, { part: name, whole }, [0, 0.5], `${figure.key} rounds to nothing`);
  } else if (value !== null && figure.statistic === 'rate')
    addRate(figure, value, paper.edition, system, people);
  else if (value !== null && figure.statistic === 'mean_days')
    addAverage(figure, value, paper.edition, system, paper.policy.get('average_step_days') ?? 5);
}

function ours(figure: Figure): boolean {
  return figure.breakdown !== 'compared' && figure.breakdown !== 'target';
}

/** Every figure of a paper. */
export function addFigures(
  system: System,
  paper: Paper,
  policy: Policy,
  population: ReadonlyMap<string, number>,
): void {
  for (const figure of paper.figures.filter(ours))
    addPrinted(figure, system, paper, policy, population.get(figure.as_at_date));
}

/** A number that stands in the list, or on a page, for a figure that is not printed. */
export function inFiles(paper: Paper): Evidence[] {
  return paper.figures.filter(isHidden).flatMap((figure): Evidence[] => {
    const said = paper.printed.filter(({ key }) => key === figure.key).map(({ text }) => printedNumber(text));
    const value = figure.value ?? said.find((one) => one !== null) ?? null;
    if (value === null) return [];
    const { key } = figure;
    return [{ key, lower: value, upper: value, because: `${key} stands in a file`, certainty: 'strict' }];
  });
}

/** What a page or file says of a hidden figure. */
export function addEvidence(system: System, paper: Paper, evidence: Evidence): void {
  const figure = paper.figures.find((one) => one.key === evidence.key);
  if (figure === undefined) return;
  const name = `${paper.edition}#${nameOf(quantityOf(figure, 'numerator'))}`;
  const { lower, upper, because, certainty } = evidence;
  if (figure.statistic === 'count') system.add([[name, 1]], lower, upper, because, certainty);
  if (figure.statistic === 'percentage') {
    const whole = `${paper.edition}#${nameOf(quantityOf(figure, 'denominator'))}`;
    addShare(system, { part: name, whole }, [lower - 0.5, upper + 0.5], because);
  }
}
