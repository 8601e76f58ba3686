/** What the intruder knows of the counts behind the figures: an interval each, and what ties them together. */

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** low <= sum of coefficient times count <= high. */
export interface Tie extends Interval {
  /** In words, without a value. */
  readonly name: string;
  readonly terms: readonly (readonly [count: string, coefficient: number])[];
}

const infinity = Number.POSITIVE_INFINITY;

/** Counts by name, with their intervals and ties. Facts that contradict an earlier one are revisions and are left out. */
export class System {
  readonly #intervals = new Map<string, Interval>();
  readonly #because = new Map<string, Set<string>>();
  readonly #ties = new Map<string, Tie>();

  /** Every count that is spoken of; a count is never below nought. */
  interval(count: string): Interval {
    return this.#intervals.get(count) ?? { low: 0, high: infinity };
  }

  has(count: string): boolean {
    return this.#intervals.has(count);
  }

  get counts(): string[] {
    return [...this.#intervals.keys()].sort();
  }

  get ties(): Tie[] {
    return [...this.#ties.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, tie]) => tie);
  }

  /** Names the equations that narrowed a count. */
  because(count: string): string[] {
    return [...(this.#because.get(count) ?? [])].sort();
  }

  speakOf(count: string): void {
    if (!this.has(count)) this.#intervals.set(count, { low: 0, high: infinity });
  }

  /** Narrows a count; false where that would contradict what is known already. */
  narrow(count: string, { low, high }: Interval, names: readonly string[]): boolean {
    const before = this.interval(count);
    const after = { low: Math.max(before.low, low), high: Math.min(before.high, high) };
    if (after.low > after.high) return false;
    this.#intervals.set(count, after);
    if (after.low === before.low && after.high === before.high) return true;
    const because = this.#because.get(count) ?? new Set();
    for (const name of names) if (because.size < 8) because.add(name);
    this.#because.set(count, because);
    return true;
  }

  tie(tie: Tie): void {
    const sum = new Map<string, number>();
    for (const [count, by] of tie.terms) {
      this.speakOf(count);
      sum.set(count, (sum.get(count) ?? 0) + by);
    }
    const terms = [...sum].filter(([, by]) => by !== 0).sort(([a], [b]) => (a < b ? -1 : 1));
    if (terms.length > 0) this.#ties.set(JSON.stringify([terms, tie.low, tie.high]), { ...tie, terms });
  }

  /** The sum of the parts is the whole. */
  sums(whole: string, parts: readonly string[], name: string): void {
    this.tie({ name, low: 0, high: 0, terms: [...parts.map((part) => [part, 1] as const), [whole, -1]] });
  }

  /** The lesser is never more than the greater. */
  within(lesser: string, greater: string, name: string): void {
    this.tie({
      name,
      low: 0,
      high: infinity,
      terms: [
        [greater, 1],
        [lesser, -1],
      ],
    });
  }
}
