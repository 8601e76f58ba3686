/** Bounds hidden counts by linear programming, over the counts that hang together with them. */
import highs from 'highs';
import { TrackerError } from '../../sources/error.ts';
import type { Interval, System, Tie } from './system.ts';

// The package's types describe a CommonJS module, its entry for `import` is an ES module: the default is the loader itself.
const loadHighs = highs as unknown as typeof highs.default;
type Solver = Awaited<ReturnType<typeof loadHighs>>;

let loaded: Promise<Solver> | null = null;

/** One solver serves all programs; making it costs more than solving. */
function theSolver(): Promise<Solver> {
  loaded ??= loadHighs();
  return loaded;
}

/** What is known of a hidden count, and the equations that it follows from. */
export interface Bound extends Interval {
  readonly because: readonly string[];
}

const grain = 1e-6;
const senses = ['Minimize', 'Maximize'] as const;
/** The programs are small: looking for shortcuts first takes longer than solving. */
const options = { presolve: 'off', output_flag: false } as const;

/** Counts and ties that hang together through counts that are not known exactly. */
interface Part {
  readonly counts: readonly string[];
  readonly ties: readonly Tie[];
}

/**
 * The least and the greatest each count can be. `asked` are bounded only where they are not narrow already.
 *
 * @example (await bounds(system, new Set(), ['B10|main|r12m|2026-06-30|age_band|<1 n'], 5)).get('...')
 */
export async function bounds(
  system: System,
  dropped: ReadonlySet<Tie>,
  asked: readonly string[],
  width: number,
): Promise<Map<string, Bound>> {
  const found = new Map<string, Bound>();
  const open = new Set<string>();
  for (const count of asked) {
    const known = system.interval(count);
    found.set(count, { ...known, because: system.because(count) });
    if (known.high - known.low >= width) open.add(count);
  }
  if (open.size === 0) return found;
  const solver = await theSolver();
  for (const part of parts(system, dropped)) {
    const here = part.counts.filter((count) => open.has(count));
    if (here.length === 0 || part.ties.length < 2) continue;
    const ties = consistent(solver, system, part);
    const left = { ...part, ties };
    const search: Search = { solver, part: left, rest: program(system, left, false), seen: new Map() };
    if (here.length > 2) for (const sense of senses) optimum(search, here, sense);
    for (const count of here) {
      const narrow = isSeenWide(search, count, width) ? null : bound(search, system, count);
      if (narrow !== null) found.set(count, narrow);
    }
  }
  return found;
}

const isKnown = ({ low, high }: Interval): boolean => low === high;

function parts(system: System, dropped: ReadonlySet<Tie>): Part[] {
  const lead = new Map<string, string>();
  const root = (count: string): string => {
    let at = count;
    while ((lead.get(at) ?? at) !== at) at = lead.get(at) ?? at;
    lead.set(count, at);
    return at;
  };
  const kept = system.ties
    .filter((tie) => !dropped.has(tie))
    .map((tie) => ({ tie, open: tie.terms.map(([c]) => c).filter((c) => !isKnown(system.interval(c))) }))
    .filter(({ open }) => open.length > 0);
  for (const { open } of kept) for (const count of open) lead.set(root(count), root(open[0] ?? count));
  const byRoot = new Map<string, { counts: Set<string>; ties: Tie[] }>();
  for (const { tie, open } of kept) {
    const at = root(open[0] ?? '');
    const part = byRoot.get(at) ?? { counts: new Set(), ties: [] };
    for (const count of open) part.counts.add(count);
    part.ties.push(tie);
    byRoot.set(at, part);
  }
  return [...byRoot.values()].map(({ counts, ties }) => ({ counts: [...counts], ties }));
}

/** Ties left when those that break the rest are taken away: later records revise what earlier papers say. */
function consistent(solver: Solver, system: System, part: Part): readonly Tie[] {
  const { Status } = solver.solve(`Minimize\n obj: x0\n${program(system, part, false)}`);
  if (Status !== 'Infeasible') return part.ties;
  const slack = part.ties.map((_, index) => `u${index} + v${index}`).join(' + ');
  const { Columns } = solver.solve(`Minimize\n obj: ${slack}\n${program(system, part, true)}`);
  const holds = (index: number): boolean =>
    primal(Columns, `u${index}`) + primal(Columns, `v${index}`) <= grain;
  return part.ties.filter((_, index) => holds(index));
}

/** Linear programs over one part, and how far apart each count was seen in their solutions. */
interface Search {
  readonly solver: Solver;
  readonly part: Part;
  readonly rest: string;
  readonly seen: Map<string, Interval>;
}

/** Solutions for other counts have shown this one wide enough already: no program of its own is needed. */
function isSeenWide({ seen }: Search, count: string, width: number): boolean {
  const { low, high } = seen.get(count) ?? { low: 0, high: 0 };
  return Math.floor(high + grain) - Math.ceil(low - grain) >= width;
}

function bound(search: Search, system: System, count: string): Bound {
  const known = system.interval(count);
  const [low = null, high = null] = senses.map((sense) => optimum(search, [count], sense));
  const least = low === null ? known.low : Math.max(known.low, Math.ceil(low - grain));
  const most = high === null ? known.high : Math.min(known.high, Math.floor(high + grain));
  const near = search.part.ties.filter(({ terms }) => terms.some(([each]) => each === count));
  return { low: least, high: most, because: [...new Set(near.map(({ name }) => name))].sort().slice(0, 12) };
}

/** The optimum of a sum of counts, or nothing where there is no end to it. */
function optimum(search: Search, counts: readonly string[], sense: (typeof senses)[number]): number | null {
  const { solver, part, rest } = search;
  const objective = counts.map((count) => nameOf(part, count)).join(' + ');
  const { Status, ObjectiveValue, Columns } = solver.solve(`${sense}\n obj: ${objective}\n${rest}`, options);
  if (Status === 'Unbounded' || Status === 'Primal infeasible or unbounded') return null;
  if (Status !== 'Optimal') throw unsolved(Status);
  for (const [at, each] of part.counts.entries()) note(search.seen, each, primal(Columns, `x${at}`));
  return ObjectiveValue;
}

function note(seen: Map<string, Interval>, count: string, value: number): void {
  const { low, high } = seen.get(count) ?? { low: value, high: value };
  seen.set(count, { low: Math.min(low, value), high: Math.max(high, value) });
}

const primal = (columns: object, name: string): number =>
  (columns as Record<string, { Primal?: number }>)[name]?.Primal ?? 0;

const unsolved = (status: string): TrackerError =>
  new TrackerError(
    'unexpected',
    'intruder_unsolved',
    `the linear program of the intruder ended as "${status}"`,
    'The paper is not published. Report this with the edition that was being sealed.',
  );

const nameOf = ({ counts }: Part, count: string): string => `x${counts.indexOf(count)}`;

/** The part in CPLEX's LP form, after the objective; with slack, each tie may be broken at a price. */
function program(system: System, part: Part, slack: boolean): string {
  const index = new Map(part.counts.map((count, at) => [count, at]));
  const rows = part.ties.flatMap((tie, at) => rowsOf(system, tie, index, slack ? at : null));
  const limits = part.counts.map((count, at) => {
    const { low, high } = system.interval(count);
    return Number.isFinite(high) ? ` ${low} <= x${at} <= ${high}` : ` x${at} >= ${low}`;
  });
  return ['Subject To', ...rows, 'Bounds', ...limits, 'End', ''].join('\n');
}

function rowsOf(
  system: System,
  tie: Tie,
  index: ReadonlyMap<string, number>,
  slack: number | null,
): string[] {
  let constant = 0;
  const left: string[] = [];
  for (const [count, by] of tie.terms) {
    const at = index.get(count);
    if (at === undefined) constant += by * system.interval(count).low;
    else left.push(`${by < 0 ? '-' : '+'} ${Math.abs(by)} x${at}`);
  }
  if (slack !== null) left.push(`+ 1 u${slack} - 1 v${slack}`);
  const side = (sign: string, limit: number): string[] =>
    Number.isFinite(limit) ? [` ${left.join(' ')} ${sign} ${limit - constant}`] : [];
  return tie.low === tie.high ? side('=', tie.low) : [...side('>=', tie.low), ...side('<=', tie.high)];
}
