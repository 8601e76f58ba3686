/** Collects counts and what ties them, and makes of them the problem that disclosure control solves. */
import { type Cell, type Equation, type Interval, noEnd, type Problem } from '../disclosure/cell.ts';
import { roundedInterval } from '../disclosure/rounding.ts';

/** A count as a table uses it. */
export interface CountUse {
  readonly count: number;
  readonly sensitive: boolean;
  readonly printed: boolean;
  /** 1 when printed exactly, otherwise what it is rounded to. */
  readonly base: number;
  readonly loss: number;
}

type Term = readonly [id: string, coefficient: number];

export class CountBook {
  readonly #uses = new Map<string, CountUse[]>();
  readonly #parents = new Map<string, string>();
  readonly #known = new Map<string, Interval>();
  readonly #equations: { id: string; terms: readonly Term[]; bound: 'equal' | 'at_least' }[] = [];

  constructor(private readonly leastCount: number) {}

  has(id: string): boolean {
    return this.#uses.has(id);
  }

  /** Notes a use of the count; a second use of the same count must agree with the first. */
  put(id: string, use: CountUse): void {
    const uses = this.#uses.get(id) ?? [];
    this.#uses.set(id, [...uses, use]);
  }

  countOf(id: string): number {
    const [use] = this.#uses.get(id) ?? [];
    if (use === undefined) throw new Error(`nothing is counted as ${id}`);
    return use.count;
  }

  /** The two are one quantity by definition. Where the figures differ all the same, they are tied as closely as they are. */
  same(one: string, other: string): void {
    if (!this.has(one) || !this.has(other)) return;
    if (this.countOf(one) !== this.countOf(other)) this.sum(`same ${one} ${other}`, one, [other]);
    else {
      const [first, second] = [this.rootOf(one), this.rootOf(other)].sort() as [string, string];
      if (first !== second) this.#parents.set(second, first);
    }
  }

  rootOf(id: string): string {
    const parent = this.#parents.get(id);
    return parent === undefined ? id : this.rootOf(parent);
  }

  /** The parts make the whole; a reader who assumes so is off by no more than the figures are. */
  sum(id: string, whole: string, plus: readonly string[], minus: readonly string[] = []): void {
    const terms: Term[] = [
      [whole, -1],
      ...plus.map((part): Term => [part, 1]),
      ...minus.map((part): Term => [part, -1]),
    ];
    this.#equations.push({ id, terms, bound: 'equal' });
  }

  /** The part is never more than the whole. */
  within(id: string, part: string, whole: string): void {
    if (!this.has(part) || !this.has(whole) || this.countOf(part) > this.countOf(whole)) return;
    this.#equations.push({
      id,
      terms: [
        [whole, 1],
        [part, -1],
      ],
      bound: 'at_least',
    });
  }

  /** Known from elsewhere; of two things known, both hold. */
  know(id: string, range: Interval): void {
    if (!this.has(id)) return;
    const count = this.countOf(id);
    if (count < range.lower || count > range.upper) return;
    const before = this.#known.get(id) ?? { lower: 0, upper: noEnd };
    this.#known.set(id, {
      lower: Math.max(before.lower, range.lower),
      upper: Math.min(before.upper, range.upper),
    });
  }

  /** Hides what an earlier edition hid. */
  guard(id: string): void {
    const [use] = this.#uses.get(id) ?? [];
    if (use !== undefined) this.put(id, { ...use, printed: false, sensitive: true });
  }

  problem(leastWidth: number): Problem {
    return { cells: this.#cells(), equations: this.#merged(), leastWidth };
  }

  #cells(): Cell[] {
    const members = new Map<string, string[]>();
    for (const id of this.#uses.keys()) {
      const root = this.rootOf(id);
      members.set(root, [...(members.get(root) ?? []), id]);
    }
    return [...members].map(([root, ids]) => this.#cell(root, ids));
  }

  #cell(root: string, ids: readonly string[]): Cell {
    const uses = ids.flatMap((id) => this.#uses.get(id) ?? []);
    const count = this.countOf(root);
    const printed = uses.filter((use) => use.printed);
    const base = Math.min(...printed.map((use) => use.base), Number.POSITIVE_INFINITY);
    const known = ids.flatMap((id) => this.#known.get(id) ?? []);
    return {
      id: root,
      count,
      shown: roundedInterval(count, Number.isFinite(base) ? base : 1, this.leastCount),
      printed: printed.length > 0,
      sensitive: uses.some((use) => use.sensitive),
      loss: Math.max(...uses.map((use) => use.loss)),
      ...(known.length === 0
        ? {}
        : {
            known: {
              lower: Math.max(...known.map(({ lower }) => lower)),
              upper: Math.min(...known.map(({ upper }) => upper)),
            },
          }),
    };
  }

  /** Equations in the cells that are left; one that says nothing any more is dropped, and so is a second of the same. */
  #merged(): Equation[] {
    const found = new Map<string, Equation>();
    for (const { id, terms, bound } of this.#equations) {
      const sums = new Map<string, number>();
      for (const [each, coefficient] of terms) {
        const root = this.rootOf(each);
        sums.set(root, (sums.get(root) ?? 0) + coefficient);
      }
      const left = [...sums]
        .filter(([, coefficient]) => coefficient !== 0)
        .sort((a, b) => (a[0] < b[0] ? -1 : 1));
      if (left.length === 0) continue;
      const value = left.reduce((sum, [each, coefficient]) => sum + coefficient * this.countOf(each), 0);
      const slack = Math.abs(value);
      const [lower, upper] = bound === 'equal' ? [-slack, slack] : [0, noEnd];
      const key = JSON.stringify([left, lower, upper]);
      const before = found.get(key);
      if (before === undefined || id < before.id) found.set(key, { id, terms: left, lower, upper });
    }
    return [...found.values()];
  }
}
