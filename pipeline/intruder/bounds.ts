/** Bounds hidden counts by linear programming, over the counts that hang together with them. */
import highs from 'highs';
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
/** Weight of a broken tie when a contradiction is looked for. */
const slackCost = 1;

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
    for (const count of here) found.set(count, bound(solver, system, { ...part, ties }, count));
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
  const first = part.counts[0];
  if (first === undefined || optimum(solver, system, part, first, 'Minimize') !== 'contradiction')
    return part.ties;
  const slack = part.ties.map((_, index) => `${slackCost} u${index} + ${slackCost} v${index}`).join(' + ');
  const text = program(system, part, `Minimize\n obj: ${slack}`, true);
  const { Columns } = solver.solve(text);
  const used = (name: string): boolean =>
    ((Columns as Record<string, { Primal?: number }>)[name]?.Primal ?? 0) > grain;
  return part.ties.filter((_, index) => !used(`u${index}`) && !used(`v${index}`));
}

function bound(solver: Solver, system: System, part: Part, count: string): Bound {
  const known = system.interval(count);
  const low = optimum(solver, system, part, count, 'Minimize');
  const high = optimum(solver, system, part, count, 'Maximize');
  const least = typeof low === 'number' ? Math.max(known.low, Math.ceil(low - grain)) : known.low;
  const most = typeof high === 'number' ? Math.min(known.high, Math.floor(high + grain)) : known.high;
  const near = part.ties.filter(({ terms }) => terms.some(([each]) => each === count));
  return { low: least, high: most, because: [...new Set(near.map(({ name }) => name))].sort().slice(0, 12) };
}

function optimum(
  solver: Solver,
  system: System,
  part: Part,
  count: string,
  sense: 'Minimize' | 'Maximize',
): number | 'contradiction' | 'open' {
  const text = program(system, part, `${sense}\n obj: ${nameOf(part, count)}`, false);
  const { Status, ObjectiveValue } = solver.solve(text);
  if (Status === 'Optimal') return ObjectiveValue;
  return Status === 'Infeasible' ? 'contradiction' : 'open';
}

const nameOf = ({ counts }: Part, count: string): string => `x${counts.indexOf(count)}`;

/** The part in CPLEX's LP form; with slack, each tie may be broken at a price. */
function program(system: System, part: Part, objective: string, slack: boolean): string {
  const index = new Map(part.counts.map((count, at) => [count, at]));
  const rows = part.ties.flatMap((tie, at) => rowsOf(system, tie, index, slack ? at : null));
  const limits = part.counts.map((count, at) => {
    const { low, high } = system.interval(count);
    return Number.isFinite(high) ? ` ${low} <= x${at} <= ${high}` : ` x${at} >= ${low}`;
  });
  return [objective, 'Subject To', ...rows, 'Bounds', ...limits, 'End', ''].join('\n');
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
