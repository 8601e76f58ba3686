/**
 * Protection of counts: each is printed exactly, rounded, as a band, or not at all. While a count that nobody may learn
 * is known more closely than the policy allows, one of the numbers that tell it is printed more coarsely.
 */
import { boundsOf, type Interval, type Row } from '../solver/solver.ts';

/** How a count is printed, the most telling first. */
export const rungs = ['exact', 'five', 'ten', 'band', 'hidden'] as const;
export type Rung = (typeof rungs)[number];

const open: Interval = { low: 0, high: Number.POSITIVE_INFINITY };

interface Cell {
  readonly id: string;
  readonly count: number;
  /** Of a table by groups: it gives way to a total, which is never made coarser for its sake before it is hidden itself. */
  readonly isGroup: boolean;
  /** Nobody may learn it. */
  guarded: boolean;
  /** As earlier papers, or others' publications, tell it: it is printed no other way again. */
  known: Interval;
  isFrozen: boolean;
  rung: Rung | null;
  /** The most that may be done to it. */
  last: Rung;
  loss: number;
}

/** A small count, and any that is told as a band or not at all: a band that can be narrowed is none. */
const isGuarded = ({ guarded, rung }: Cell): boolean => guarded || rung === 'band' || rung === 'hidden';

export interface Limits {
  readonly least_interval_width: number;
  readonly band_limit: number;
  readonly round_cross_breaks_to: number;
}

/** The nearest multiple; a count halfway goes up. */
export const roundedTo = (count: number, base: number): number =>
  Math.floor((2 * count + base) / (2 * base)) * base;

/** What a number rounded to the base tells: the whole numbers that round to it. */
export function roundedInterval(count: number, base: number): Interval {
  if (base <= 1) return { low: count, high: count };
  const printed = roundedTo(count, base);
  return { low: Math.ceil(printed - base / 2), high: Math.ceil(printed + base / 2) - 1 };
}

export class Protection {
  readonly #cells = new Map<string, Cell>();
  readonly #rows: Row[] = [];
  /** Counts that stay too well known whatever is printed now, because of what has been published before. */
  readonly exposed = new Set<string>();

  constructor(private readonly limits: Limits) {}

  /** A count that a reader may ask for; guarded where it is from 1 to below `least`. */
  put(id: string, count: number, least: number, isGroup = false): void {
    const found = this.#cells.get(id);
    const guarded = count > 0 && count < least;
    if (found !== undefined) found.guarded ||= guarded;
    else
      this.#cells.set(id, {
        id,
        count,
        isGroup,
        guarded,
        known: open,
        isFrozen: false,
        rung: null,
        last: 'hidden',
        loss: 0,
      });
  }

  /** Prints the count; what loses most to a reader when it is coarser is made coarser last. */
  print(id: string, rung: Rung, loss: number, last: Rung = 'hidden'): void {
    const cell = this.#cell(id);
    const before = cell.rung;
    cell.rung = before === null || rungs.indexOf(rung) > rungs.indexOf(before) ? rung : before;
    cell.loss = Math.max(cell.loss, loss);
    if (before === null || rungs.indexOf(last) < rungs.indexOf(cell.last)) cell.last = last;
  }

  /** What has been published of it; what was kept back then is kept back. */
  know(id: string, interval: Interval, isKept = false): void {
    const cell = this.#cell(id);
    cell.guarded ||= isKept;
    cell.known = {
      low: Math.max(cell.known.low, interval.low),
      high: Math.min(cell.known.high, interval.high),
    };
    cell.isFrozen = true;
  }

  /** Said in a band without being printed itself: all but fewer than ten. */
  confine(id: string, interval: Interval): void {
    const cell = this.#cell(id);
    cell.known = {
      low: Math.max(cell.known.low, interval.low),
      high: Math.min(cell.known.high, interval.high),
    };
  }

  /**
   * Ties counts: the whole is the sum of its parts. A child who is counted in two parts can make it a little out; a reader
   * who does not know it will still work with it, and so does this.
   */
  sum(whole: string, parts: readonly string[]): void {
    if (parts.length > 0) this.row([[whole, -1], ...parts.map((id) => [id, 1] as const)], 0);
  }

  /** Coefficients times counts make the value. */
  row(terms: Row['terms'], value: number): void {
    const name = terms.map(([id, by]) => `${by}*${id}`).join(' ');
    if (terms.every(([id]) => this.#cells.has(id))) this.#rows.push({ name, low: value, high: value, terms });
  }

  has(id: string): boolean {
    return this.#cells.has(id);
  }

  countOf(id: string): number {
    return this.#cell(id).count;
  }

  rungOf(id: string): Rung {
    return this.#cells.get(id)?.rung ?? 'hidden';
  }

  #cell(id: string): Cell {
    const found = this.#cells.get(id);
    if (found === undefined) throw new Error(`no count is called ${id}`);
    return found;
  }

  /** What the print and all that was published before tell of a count by itself. */
  #told({ rung, count, known, isFrozen }: Cell): Interval {
    const own = isFrozen || rung === null ? open : this.toldBy(rung, count);
    return { low: Math.max(own.low, known.low), high: Math.min(own.high, known.high) };
  }

  toldBy(rung: Rung, count: number): Interval {
    if (rung === 'exact') return { low: count, high: count };
    if (rung === 'five') return roundedInterval(count, this.limits.round_cross_breaks_to);
    if (rung === 'ten') return roundedInterval(count, 2 * this.limits.round_cross_breaks_to);
    return rung === 'band' ? { low: Math.min(1, count), high: this.limits.band_limit - 1 } : open;
  }

  /** What was known too well before anything is printed now, and stays so. */
  async #findExposed(width: number): Promise<void> {
    const counts = new Map(
      [...this.#cells].map(([id, { isFrozen, known }]) => [id, isFrozen ? known : open] as const),
    );
    const asked = [...this.#cells.values()].filter((cell) => cell.isFrozen && isGuarded(cell));
    const { bounds } = await boundsOf(
      { counts, rows: this.#rows },
      asked.map(({ id }) => id),
      width,
    );
    for (const { id } of asked) {
      const { low, high } = bounds.get(id) ?? open;
      if (high - low < width) this.exposed.add(id);
    }
  }

  /** Makes prints coarser until every guarded count is as open as the policy says, or beyond protection. */
  async settle(): Promise<void> {
    const width = this.limits.least_interval_width;
    const wide = new Set<string>();
    await this.#findExposed(width);
    for (;;) {
      const pending = [...this.#cells.values()]
        .filter((cell) => isGuarded(cell) && !wide.has(cell.id) && !this.exposed.has(cell.id))
        .map(({ id }) => id)
        .sort();
      if (pending.length === 0) return;
      const counts = new Map([...this.#cells].map(([id, cell]) => [id, this.#told(cell)]));
      const { bounds } = await boundsOf({ counts, rows: this.#rows }, pending, width);
      const touched = new Set<string>();
      for (const id of pending) {
        const { low, high } = bounds.get(id) ?? open;
        // What is once open enough stays so: everything that follows only leaves more open.
        if (high - low >= width) wide.add(id);
        else this.#coarsen(id, touched);
      }
    }
  }

  /** Two groups beside a total that is told exactly can undo the rounding of both: such groups are rounded to more. */
  async roundFurther(): Promise<void> {
    const groups = [...this.#cells.values()].filter(
      (cell) => cell.isGroup && cell.rung === 'five' && !cell.isFrozen && this.#canBeCoarser(cell.id),
    );
    const counts = new Map([...this.#cells].map(([id, cell]) => [id, this.#told(cell)]));
    const least = Math.floor(this.limits.round_cross_breaks_to / 2);
    const asked = groups.map(({ id }) => id);
    const { bounds } = await boundsOf({ counts, rows: this.#rows }, asked, least);
    for (const cell of groups) {
      const { low, high } = bounds.get(cell.id) ?? open;
      if (high - low < least) cell.rung = 'ten';
    }
  }

  #coarsen(id: string, touched: Set<string>): void {
    const near = this.#around([id]);
    const { isGroup } = this.#cell(id);
    const cost = (each: string): number => this.#cost(each, near, this.#cell(each).isGroup !== isGroup);
    const [chosen] = [...near, ...this.#around(near)]
      .filter((each) => this.#canBeCoarser(each))
      .sort((a, b) => cost(a) - cost(b) || (a < b ? -1 : 1));
    const all = [id, ...near].some((each) => touched.has(each));
    if (all) return;
    if (chosen === undefined) {
      this.exposed.add(id);
      return;
    }
    const cell = this.#cell(chosen);
    cell.rung = this.#coarser(cell);
    touched.add(chosen);
  }

  /** Whatever is rounded before anything is hidden; what stands in the same sum first, then what loses least. */
  #cost(id: string, near: readonly string[], isOther: boolean): number {
    const { rung, loss } = this.#cell(id);
    return (isOther ? 1e12 : 0) + rungs.indexOf(rung ?? 'exact') * 1e9 + (near.includes(id) ? 0 : 1e6) + loss;
  }

  #coarser({ rung, count }: Cell): Rung {
    if (rung === 'exact') return count < this.limits.band_limit ? 'band' : 'five';
    return rung === 'five' ? 'ten' : 'hidden';
  }

  #canBeCoarser(id: string): boolean {
    const cell = this.#cell(id);
    if (cell.rung === null || cell.isFrozen || cell.rung === 'hidden') return false;
    return rungs.indexOf(this.#coarser(cell)) <= rungs.indexOf(cell.last);
  }

  /** The counts that stand in a sum with one of these, themselves among them. */
  #around(ids: readonly string[]): string[] {
    const wanted = new Set(ids);
    const found = this.#rows.filter(({ terms }) => terms.some(([id]) => wanted.has(id)));
    return [...new Set([...ids, ...found.flatMap(({ terms }) => terms.map(([id]) => id))])];
  }
}
