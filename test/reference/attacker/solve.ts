/** The bounds that follow from many equations together: linear programs over the neighbourhood of a quantity. */
import { type Constraint, type Model, solve } from 'yalps';
import { type Bounds, type Equation, propagate, traced } from './system.ts';

/** Equations in one program. Leaving equations out can only widen an interval, so what is found is true. */
const mostEquations = 90;

export interface Interval {
  readonly lower: number;
  readonly upper: number;
  /** The equations that it was taken from. */
  readonly from: readonly Equation[];
}

function isFixed(name: string, bounds: ReadonlyMap<string, Bounds>): boolean {
  const held = bounds.get(name) as Bounds;
  return held.upper - held.lower < 1e-9;
}

/** The equations near a quantity that tie numbers which are not yet known. */
function neighbourhood(
  name: string,
  touching: ReadonlyMap<string, readonly Equation[]>,
  bounds: ReadonlyMap<string, Bounds>,
): Equation[] {
  const chosen = new Set<Equation>();
  const seen = new Set([name]);
  const queue = [name];
  for (const next of queue)
    for (const equation of touching.get(next) ?? []) {
      if (equation.terms.length < 2) continue;
      if (chosen.size >= mostEquations) return [...chosen];
      chosen.add(equation);
      for (const [other] of equation.terms) {
        if (seen.has(other) || isFixed(other, bounds)) continue;
        seen.add(other);
        queue.push(other);
      }
    }
  return [...chosen];
}

/** The program over the distance of each quantity from its lower bound. */
function program(
  name: string,
  equations: readonly Equation[],
  bounds: ReadonlyMap<string, Bounds>,
): Omit<Model, 'direction' | 'integers'> {
  const constraints = new Map<string, Constraint>();
  const variables = new Map<string, Map<string, number>>();
  const column = (variable: string) => {
    const known = variables.get(variable);
    if (known !== undefined) return known;
    const made = new Map<string, number>();
    const { lower, upper } = bounds.get(variable) as Bounds;
    if (Number.isFinite(upper)) {
      constraints.set(`upper ${variable}`, { max: upper - lower });
      made.set(`upper ${variable}`, 1);
    }
    variables.set(variable, made);
    return made;
  };
  column(name).set('objective', 1);
  equations.forEach((equation, index) => {
    let shift = 0;
    for (const [variable, factor] of equation.terms) {
      shift += factor * (bounds.get(variable) as Bounds).lower;
      if (!isFixed(variable, bounds)) column(variable).set(`e${index}`, factor);
    }
    const least = Number.isFinite(equation.least) ? { min: equation.least - shift } : {};
    const most = Number.isFinite(equation.most) ? { max: equation.most - shift } : {};
    constraints.set(`e${index}`, { ...least, ...most });
  });
  return { objective: 'objective', constraints, variables };
}

/** How far a quantity can go from its lower bound, one way or the other; null where the solver does not say. */
function reach(model: Omit<Model, 'direction'>, direction: 'minimize' | 'maximize'): number | null {
  const answer = solve({ ...model, direction }, { timeout: 1500, maxPivots: 4000, precision: 1e-9 });
  if (answer.status === 'unbounded') return direction === 'maximize' ? Number.POSITIVE_INFINITY : null;
  return answer.status === 'optimal' ? answer.result : null;
}

function solved(
  name: string,
  equations: readonly Equation[],
  bounds: ReadonlyMap<string, Bounds>,
  fractional: ReadonlySet<string>,
  whole: boolean,
): [number, number] {
  const held = bounds.get(name) as Bounds;
  if (equations.length === 0 || isFixed(name, bounds)) return [held.lower, held.upper];
  const model = program(name, equations, bounds);
  const names = [...(model.variables as Map<string, unknown>).keys()];
  const integers = whole ? names.filter((one) => !fractional.has(one)) : [];
  const least = reach({ ...model, integers }, 'minimize') ?? 0;
  const most = reach({ ...model, integers }, 'maximize') ?? Number.POSITIVE_INFINITY;
  const lower = Math.max(held.lower, Math.ceil(held.lower + least - 1e-6));
  const upper = Math.min(held.upper, Math.floor(held.lower + most + 1e-6));
  return lower > upper ? [held.lower, held.upper] : [lower, upper];
}

export interface Solver {
  readonly bounds: ReadonlyMap<string, Bounds>;
  readonly touching: ReadonlyMap<string, readonly Equation[]>;
  readonly fractional: ReadonlySet<string>;
}

export function index(equations: readonly Equation[]): Map<string, Equation[]> {
  const touching = new Map<string, Equation[]>();
  for (const equation of equations)
    for (const [name] of equation.terms) touching.set(name, [...(touching.get(name) ?? []), equation]);
  return touching;
}

/** The interval of a quantity; whole numbers are asked for only where fractions leave it near the width. */
export function intervalOf(name: string, solver: Solver, width: number): Interval {
  const held = solver.bounds.get(name);
  if (held === undefined) return { lower: 0, upper: Number.POSITIVE_INFINITY, from: [] };
  const trace = () => [...traced(name, solver.bounds)];
  if (held.upper - held.lower < width) return { lower: held.lower, upper: held.upper, from: trace() };
  const near = neighbourhood(name, solver.touching, solver.bounds);
  let [lower, upper] = solved(name, near, solver.bounds, solver.fractional, false);
  if (upper - lower >= width && upper - lower < 4 * width)
    [lower, upper] = solved(name, near, solver.bounds, solver.fractional, true);
  if (upper - lower >= width) return { lower, upper, from: [] };
  const from = new Set<Equation>(near);
  for (const equation of near)
    for (const [other] of equation.terms) for (const one of traced(other, solver.bounds)) from.add(one);
  return { lower, upper, from: [...from] };
}

function stillKnown(
  name: string,
  equations: readonly Equation[],
  fractional: ReadonlySet<string>,
  width: number,
): boolean {
  const { bounds } = propagate(equations, fractional);
  const held = bounds.get(name);
  if (held === undefined) return false;
  if (held.upper - held.lower < width) return true;
  const near = equations.filter((one) => one.terms.length > 1);
  if (near.length > 120) return false;
  const [lower, upper] = solved(name, near, bounds, fractional, false);
  if (upper - lower < width || near.length > 40) return upper - lower < width;
  const [least, most] = solved(name, near, bounds, fractional, true);
  return most - least < width;
}

/** The fewest equations that still give the quantity away: each is left out in turn, guesses first. */
export function fewest(
  name: string,
  from: readonly Equation[],
  fractional: ReadonlySet<string>,
  width: number,
): readonly Equation[] {
  if (!stillKnown(name, from, fractional, width)) return from;
  const order = [...from].sort(
    (a, b) => a.certainty.localeCompare(b.certainty) || b.terms.length - a.terms.length,
  );
  let kept: Equation[] = order;
  for (let size = Math.floor(order.length / 2); size >= 1; size = Math.floor(size / 2))
    for (let at = 0; at < kept.length; ) {
      const without = [...kept.slice(0, at), ...kept.slice(at + size)];
      if (without.length > 0 && stillKnown(name, without, fractional, width)) kept = without;
      else at += size;
    }
  return kept;
}
