/** Linear equations over whole numbers, and the bounds that follow from one equation at a time. */
import type { Certainty } from './finding.ts';

export interface Equation {
  readonly terms: readonly (readonly [string, number])[];
  readonly least: number;
  readonly most: number;
  readonly because: string;
  readonly certainty: Certainty;
}

export interface Bounds {
  lower: number;
  upper: number;
  /** Equations that these bounds were taken from. */
  readonly from: Set<Equation>;
}

const slack = 1e-6;

export class System {
  readonly equations: Equation[] = [];
  readonly names = new Set<string>();
  /** Names of quantities that need not be whole, such as days or a population. */
  readonly fractional = new Set<string>();

  add(
    terms: readonly (readonly [string, number])[],
    least: number,
    most: number,
    because: string,
    certainty: Certainty = 'strict',
  ): void {
    const sums = new Map<string, number>();
    for (const [name, factor] of terms) sums.set(name, (sums.get(name) ?? 0) + factor);
    const kept = [...sums].filter(([, factor]) => factor !== 0);
    if (kept.length === 0) return;
    for (const [name] of kept) this.names.add(name);
    this.equations.push({ terms: kept, least, most, because, certainty });
  }

  equal(left: string, right: readonly string[], because: string, certainty: Certainty = 'strict'): void {
    this.add([[left, 1], ...right.map((name) => [name, -1] as const)], 0, 0, because, certainty);
  }

  /** The parts are together no more than the whole. */
  within(parts: readonly string[], whole: string, because: string, certainty: Certainty = 'strict'): void {
    const terms = [[whole, 1] as const, ...parts.map((name) => [name, -1] as const)];
    this.add(terms, 0, Number.POSITIVE_INFINITY, because, certainty);
  }
}

/** Smallest and greatest value of an equation without one of its terms. */
function rest(equation: Equation, without: string, bounds: ReadonlyMap<string, Bounds>): [number, number] {
  let low = 0;
  let high = 0;
  for (const [name, factor] of equation.terms) {
    if (name === without) continue;
    const { lower, upper } = bounds.get(name) as Bounds;
    low += factor > 0 ? factor * lower : factor * upper;
    high += factor > 0 ? factor * upper : factor * lower;
  }
  return [low, high];
}

function newBounds(
  equation: Equation,
  name: string,
  factor: number,
  bounds: ReadonlyMap<string, Bounds>,
  whole: boolean,
): [number, number] {
  const [low, high] = rest(equation, name, bounds);
  const ends = [(equation.least - high) / factor, (equation.most - low) / factor];
  const lower = Math.min(...ends);
  const upper = Math.max(...ends);
  if (Number.isNaN(lower) || Number.isNaN(upper)) return [0, Number.POSITIVE_INFINITY];
  return whole ? [Math.ceil(lower - slack), Math.floor(upper + slack)] : [lower, upper];
}

export interface Propagated {
  readonly bounds: ReadonlyMap<string, Bounds>;
  /** Equations that the printed numbers contradict: not used further. */
  readonly contradicted: readonly Equation[];
}

/** Tighten every quantity by one equation at a time until nothing moves. Quantities are never negative. */
export function propagate(equations: readonly Equation[], fractional: ReadonlySet<string>): Propagated {
  const bounds = new Map<string, Bounds>();
  const touching = new Map<string, Equation[]>();
  for (const equation of equations)
    for (const [name] of equation.terms) {
      bounds.set(name, { lower: 0, upper: Number.POSITIVE_INFINITY, from: new Set() });
      touching.set(name, [...(touching.get(name) ?? []), equation]);
    }
  const contradicted = new Set<Equation>();
  const visits = new Map<Equation, number>();
  const queue = new Set(equations);
  for (const equation of queue) {
    queue.delete(equation);
    const seen = (visits.get(equation) ?? 0) + 1;
    visits.set(equation, seen);
    if (seen > 60 || contradicted.has(equation)) continue;
    for (const [name, factor] of equation.terms) {
      const held = bounds.get(name) as Bounds;
      const [lower, upper] = newBounds(equation, name, factor, bounds, !fractional.has(name));
      const low = Math.max(lower, held.lower);
      const high = Math.min(upper, held.upper);
      if (low > high + slack) {
        contradicted.add(equation);
        break;
      }
      if (low <= held.lower + slack && high >= held.upper - slack) continue;
      held.lower = low;
      held.upper = high;
      held.from.add(equation);
      for (const other of touching.get(name) ?? []) if (other !== equation) queue.add(other);
    }
  }
  return { bounds, contradicted: [...contradicted] };
}

/** Every equation that the bounds of a quantity were taken from, directly or through others. */
export function traced(name: string, bounds: ReadonlyMap<string, Bounds>): Set<Equation> {
  const found = new Set<Equation>();
  const seen = new Set<string>();
  const open = [name];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    for (const equation of bounds.get(next)?.from ?? []) {
      found.add(equation);
      open.push(...equation.terms.map(([other]) => other));
    }
  }
  return found;
}
