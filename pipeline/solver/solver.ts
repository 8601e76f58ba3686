/** Linear programs over counts: the one place that speaks to HiGHS. It knows nothing of papers, and imports nothing of them. */
import highs from 'highs';

// The package's types describe a CommonJS module, its entry for `import` is an ES module: the default is the loader itself.
const loadHighs = highs as unknown as typeof highs.default;
type Highs = Awaited<ReturnType<typeof loadHighs>>;
let loaded: Promise<Highs> | null = null;

/** Least and greatest, both included; an end that is not known is infinite. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** low <= sum of coefficient times count <= high. */
export interface Row extends Interval {
  /** In words, without a value: it is what a finding names. */
  readonly name: string;
  readonly terms: readonly (readonly [count: string, coefficient: number])[];
}

/** What is known: an interval of each count by itself (left out: 0 and more), and the rows that tie them together. */
export interface Program {
  readonly counts: ReadonlyMap<string, Interval>;
  readonly rows: readonly Row[];
}

/** How open a whole count is, and the names of the rows that hold it. */
export interface Bound extends Interval {
  readonly because: readonly string[];
}

export interface Bounds {
  readonly bounds: ReadonlyMap<string, Bound>;
  /** Rows that contradict the rest; the bounds are worked out without them. */
  readonly contradicted: readonly Row[];
}

const grain = 1e-6;
/** The programs are small: looking for shortcuts first takes longer than solving. */
const options = { presolve: 'off', output_flag: false } as const;
type Sense = 'Minimize' | 'Maximize';
const senses = ['Minimize', 'Maximize'] as const;

/**
 * The least and the greatest that each asked count can be, as a whole number. A count that solutions for others have
 * shown to be as open as `enough` gets no program of its own and is left as it stood.
 * Rows that cannot all hold (a later paper corrects an earlier one) are taken away, the fewest by size, and returned.
 * Throws an `Error` where the solver gives up.
 *
 * @example (await boundsOf({ counts, rows }, ['adopted'], 5)).bounds.get('adopted') // { low: 4, high: 6, because: [...] }
 */
export async function boundsOf(
  { counts, rows }: Program,
  asked: readonly string[],
  enough = Number.POSITIVE_INFINITY,
): Promise<Bounds> {
  loaded ??= loadHighs();
  const solver = await loaded;
  const known = (count: string): Interval => counts.get(count) ?? { low: 0, high: Number.POSITIVE_INFINITY };
  const bounds = new Map<string, Bound>(asked.map((count) => [count, { ...known(count), because: [] }]));
  const contradicted: Row[] = [];
  for (const part of partsOf(rows, known)) {
    const here = asked.filter((count) => part.index.has(count) && !isFixed(known(count)));
    if (here.length === 0) continue;
    const broken = contradictedIn(solver, part, known);
    contradicted.push(...broken);
    const kept = { ...part, rows: part.rows.filter((row) => !broken.includes(row)) };
    for (const [count, bound] of search(solver, kept, known, here, enough)) bounds.set(count, bound);
  }
  return { bounds, contradicted };
}

type Known = (count: string) => Interval;

/** Rows and counts that hang together through counts that are not known exactly. */
interface Part {
  readonly index: ReadonlyMap<string, number>;
  readonly rows: readonly Row[];
}

const isFixed = ({ low, high }: Interval): boolean => low === high;

function partsOf(rows: readonly Row[], known: Known): Part[] {
  const lead = new Map<string, string>();
  const root = (count: string): string => {
    let at = count;
    while ((lead.get(at) ?? at) !== at) at = lead.get(at) ?? at;
    lead.set(count, at);
    return at;
  };
  const open = rows
    .map((row) => ({
      row,
      counts: row.terms.map(([count]) => count).filter((count) => !isFixed(known(count))),
    }))
    .filter(({ counts }) => counts.length > 0);
  for (const { counts } of open) for (const count of counts) lead.set(root(count), root(counts[0] ?? count));
  const parts = new Map<string, { index: Map<string, number>; rows: Row[] }>();
  for (const { row, counts } of open) {
    const at = root(counts[0] ?? '');
    const part = parts.get(at) ?? { index: new Map<string, number>(), rows: [] };
    for (const count of counts) if (!part.index.has(count)) part.index.set(count, part.index.size);
    part.rows.push(row);
    parts.set(at, part);
  }
  return [...parts.values()];
}

/** The rows to take away, so that the rest can hold together; none where all can. */
function contradictedIn(solver: Highs, part: Part, known: Known): Row[] {
  const { Status } = solver.solve(`Minimize\n obj: 0 x0\n${textOf(part, known, false)}`, options);
  if (!/infeasible/i.test(Status)) return [];
  const price = part.rows.map((_, at) => `u${at} + v${at}`).join(' + ');
  const { Columns } = solver.solve(`Minimize\n obj: ${price}\n${textOf(part, known, true)}`, options);
  return part.rows.filter((_, at) => primal(Columns, `u${at}`) + primal(Columns, `v${at}`) > grain);
}

function search(
  solver: Highs,
  part: Part,
  known: Known,
  asked: readonly string[],
  enough: number,
): Map<string, Bound> {
  const body = textOf(part, known, false);
  const seen = new Map<string, Interval>();
  const optimum = (counts: readonly string[], sense: Sense): number => {
    const objective = counts.map((count) => `x${part.index.get(count)}`).join(' + ');
    const { Status, ObjectiveValue, Columns } = solver.solve(
      `${sense}\n obj: ${objective}\n${body}`,
      options,
    );
    if (/unbounded/i.test(Status)) return Number.POSITIVE_INFINITY;
    if (Status !== 'Optimal') throw new Error(`a linear program ended as "${Status}"`);
    for (const [count, at] of part.index) note(seen, count, primal(Columns, `x${at}`));
    return ObjectiveValue;
  };
  // One solution for all together often shows most of them open.
  if (asked.length > 2 && Number.isFinite(enough)) for (const sense of senses) optimum(asked, sense);
  const found = new Map<string, Bound>();
  for (const count of asked) {
    const met = seen.get(count);
    const shown =
      met === undefined ? null : { low: Math.ceil(met.low - grain), high: Math.floor(met.high + grain) };
    if (shown !== null && shown.high - shown.low >= enough) continue;
    const [low = 0, high = 0] = senses.map((sense) => optimum([count], sense));
    const because = part.rows.filter(({ terms }) => terms.some(([each]) => each === count));
    found.set(count, {
      // Never minus nought.
      low: Math.ceil(low - grain) + 0,
      high: Math.floor(high + grain),
      because: [...new Set(because.map(({ name }) => name))].sort(),
    });
  }
  return found;
}

function note(seen: Map<string, Interval>, count: string, value: number): void {
  const { low, high } = seen.get(count) ?? { low: value, high: value };
  seen.set(count, { low: Math.min(low, value), high: Math.max(high, value) });
}

const primal = (columns: object, name: string): number =>
  (columns as Record<string, { Primal?: number }>)[name]?.Primal ?? 0;

/** The part in CPLEX's LP form, after the objective; with slack, each row may be broken at a price. */
function textOf({ index, rows }: Part, known: Known, slack: boolean): string {
  const limits = [...index].map(([count, at]) => {
    const { low, high } = known(count);
    const least = Number.isFinite(low) ? `${low} <= x${at}` : `-inf <= x${at}`;
    return Number.isFinite(high) ? ` ${least} <= ${high}` : ` ${least}`;
  });
  const lines = rows.flatMap((row, at) => linesOf(row, index, known, slack ? ` + 1 u${at} - 1 v${at}` : ''));
  return ['Subject To', ...lines, 'Bounds', ...limits, 'End', ''].join('\n');
}

function linesOf(row: Row, index: ReadonlyMap<string, number>, known: Known, slack: string): string[] {
  const sums = new Map<number, number>();
  let constant = 0;
  for (const [count, by] of row.terms) {
    const at = index.get(count);
    if (at === undefined) constant += by * known(count).low;
    else sums.set(at, (sums.get(at) ?? 0) + by);
  }
  const left = [...sums].map(([at, by]) => `${by < 0 ? '-' : '+'} ${Math.abs(by)} x${at}`).join(' ') + slack;
  const side = (sign: string, limit: number): string[] =>
    Number.isFinite(limit) ? [` ${left} ${sign} ${limit - constant}`] : [];
  return row.low === row.high ? side('=', row.low) : [...side('>=', row.low), ...side('<=', row.high)];
}
