/**
 * A second attacker on published papers. It reads what a reader has (papers and public definitions), shares no code
 * and no solver with the step that hides or with the guard, and tells which hidden counts are known too well.
 */
import type { Certainty, Finding, Policy } from './finding.ts';
import { type Figure, isHidden, type Paper, readPaper } from './paper.ts';
import { addEvidence, addFigures, inFiles } from './printed.ts';
import { nameOf, quantityOf } from './quantity.ts';
import { fewest, index, intervalOf, type Solver } from './solve.ts';
import { type Equation, propagate, System } from './system.ts';
import { addEquationsOfDates } from './ties.ts';
import { addEquationsOfEditions, addEquationsOfTime } from './time.ts';

export type { Finding, Policy } from './finding.ts';
export { restsOnAssumption } from './finding.ts';

export interface Options {
  /** Attack with what a reader would suppose, too. Such findings say so. True unless told. */
  readonly assumed?: boolean;
  /** Published population aged 0 to 17, by quarter-end. */
  readonly population?: ReadonlyMap<string, number>;
}

export interface Attack {
  readonly findings: Finding[];
  readonly hiddenCounts: number;
  readonly equations: number;
  /** Equations that the printed numbers contradict: the papers disagree, or the reader supposed wrongly. */
  readonly contradicted: string[];
}

/** A number that a mark hides. */
interface Target {
  readonly key: string;
  readonly edition: string;
  readonly name: string;
  /** What is left of a whole: known too well only if it may be small. */
  readonly complement: boolean;
}

function systemOf(papers: readonly Paper[], policy: Policy, options: Options): System {
  const system = new System();
  for (const paper of papers) addFigures(system, paper, policy, options.population ?? new Map());
  for (const paper of papers) {
    addEquationsOfDates(paper, system);
    addEquationsOfTime(paper, system);
    for (const evidence of inFiles(paper)) addEvidence(system, paper, evidence);
  }
  addEquationsOfEditions(papers, system);
  return system;
}

/** What is left of the whole of a hidden percentage. */
function complementOf(figure: Figure, edition: string, system: System): string {
  const part = `${edition}#${nameOf(quantityOf(figure, 'numerator'))}`;
  const whole = `${edition}#${nameOf(quantityOf(figure, 'denominator'))}`;
  const left = `${whole} less ${part}`;
  system.equal(
    whole,
    [part, left],
    `${figure.measure_id}.${figure.line}: a part and the rest make the whole`,
  );
  return left;
}

function targetsOf(paper: Paper, system: System): Target[] {
  const { edition } = paper;
  const counted = new Set(
    paper.figures
      .filter((one) => one.statistic === 'count')
      .map((one) => nameOf(quantityOf(one, 'numerator'))),
  );
  return paper.figures
    .filter((one) => isHidden(one) && one.breakdown !== 'compared' && one.breakdown !== 'target')
    .flatMap((figure): Target[] => {
      const own = nameOf(quantityOf(figure, 'numerator'));
      const count = { key: figure.key, edition, name: `${edition}#${own}`, complement: false };
      if (figure.statistic === 'count') return [count];
      const behind = counted.has(own) ? [] : [count];
      if (figure.statistic !== 'percentage') return behind;
      return [...behind, { ...count, name: complementOf(figure, edition, system), complement: true }];
    });
}

/** Guesses of one kind stand or fall together: a reader who sees one fail trusts none of them. */
function familyOf(equation: Equation): string {
  return `${equation.certainty} ${equation.because.split(/,? (?:to |on |of )?\d{4}-/)[0]}`;
}

function trusted(equations: readonly Equation[], system: System, failures: Set<string>): readonly Equation[] {
  const failed = propagate(equations, system.fractional).contradicted.filter(
    (one) => one.certainty === 'assumed',
  );
  for (const equation of failed) failures.add(said(equation));
  const families = new Set(failed.map(familyOf));
  return families.size === 0 ? equations : equations.filter((one) => !families.has(familyOf(one)));
}

function solverOf(
  equations: readonly Equation[],
  system: System,
): Solver & { contradicted: readonly Equation[] } {
  const { bounds, contradicted } = propagate(equations, system.fractional);
  const usable = equations.filter((one) => !contradicted.includes(one));
  return { bounds, touching: index(usable), fractional: system.fractional, contradicted };
}

function said(equation: Equation): string {
  return equation.certainty === 'assumed' ? `assumed: ${equation.because}` : equation.because;
}

function findingOf(target: Target, solver: Solver, policy: Policy): Finding | null {
  const { lower, upper, from } = intervalOf(target.name, solver, policy.leastIntervalWidth);
  if (upper - lower >= policy.leastIntervalWidth) return null;
  if (target.complement && lower >= policy.leastCount) return null;
  const needed = fewest(target.name, from, solver.fractional, policy.leastIntervalWidth);
  const because = [...new Set(needed.map(said))].sort();
  return { key: target.key, edition: target.edition, lower, upper, because };
}

/** The attack with its particulars. */
export function attackInFull(folders: readonly string[], policy: Policy, options: Options = {}): Attack {
  const papers = folders.map(readPaper);
  const system = systemOf(papers, policy, options);
  const targets = papers.flatMap((paper) => targetsOf(paper, system));
  const passes: Certainty[] = options.assumed === false ? ['strict'] : ['strict', 'assumed'];
  const findings = new Map<string, Finding>();
  const contradicted = new Set<string>();
  for (const pass of passes) {
    const usable = system.equations.filter((one) => pass === 'assumed' || one.certainty === 'strict');
    // Strict equations come first, so that a wrong guess is what gives way.
    usable.sort((a, b) => b.certainty.localeCompare(a.certainty));
    const solver = solverOf(trusted(usable, system, contradicted), system);
    for (const equation of solver.contradicted) contradicted.add(said(equation));
    for (const target of targets) {
      const id = `${target.edition} ${target.key}`;
      const finding = findings.has(id) ? null : findingOf(target, solver, policy);
      if (finding !== null) findings.set(id, finding);
    }
  }
  return {
    findings: [...findings.values()],
    hiddenCounts: targets.filter((one) => !one.complement).length,
    equations: system.equations.length,
    contradicted: [...contradicted],
  };
}

/**
 * Every hidden count of one authority's papers that is known within less than the policy's width.
 *
 * @example await attack([...folders, oldest first], { leastCount: 6, leastIntervalWidth: 5 })
 */
export async function attack(
  folders: readonly string[],
  policy: Policy,
  options: Options = {},
): Promise<Finding[]> {
  return attackInFull(folders, policy, options).findings;
}
