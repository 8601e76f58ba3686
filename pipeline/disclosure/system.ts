/** The cells and equations of a publication as one attacker meets them: what is fixed, what is open, what hangs together. */
import type { Component, Unknown } from './attacker.ts';
import { type Cell, type Equation, type Interval, noEnd, type Problem } from './cell.ts';

const byId = (a: { readonly id: string }, b: { readonly id: string }): number =>
  a.id < b.id ? -1 : a.id > b.id ? 1 : 0;

/** Knows which cells are hidden so far, and grows no narrower: a cell once hidden stays so. */
export class System {
  /** By id, in order of id: the order of the input rows is irrelevant. */
  readonly cells: ReadonlyMap<string, Cell>;
  readonly hidden = new Set<string>();
  readonly #equationsOf = new Map<string, Equation[]>();
  readonly #termsOf = new Map<string, readonly string[]>();

  constructor(problem: Problem) {
    this.cells = new Map([...problem.cells].sort(byId).map((cell) => [cell.id, cell]));
    if (this.cells.size !== problem.cells.length) throw new Error('two cells have the same id');
    for (const equation of [...problem.equations].sort(byId)) this.#place(equation);
    for (const cell of this.cells.values()) if (cell.printed && cell.sensitive) this.hidden.add(cell.id);
  }

  #place(equation: Equation): void {
    const terms = [...equation.terms].sort((a, b) => (a[0] < b[0] ? -1 : 1));
    const sorted = { ...equation, terms };
    if (this.#termsOf.has(equation.id)) throw new Error(`two equations are called ${equation.id}`);
    this.#termsOf.set(
      equation.id,
      terms.map(([id]) => id),
    );
    let sum = 0;
    for (const [id, coefficient] of terms) {
      sum += coefficient * this.cell(id).count;
      const others = this.#equationsOf.get(id) ?? [];
      others.push(sorted);
      this.#equationsOf.set(id, others);
    }
    if (sum < equation.lower || sum > equation.upper)
      throw new Error(`the counts contradict the equation "${equation.id}"`);
  }

  cell(id: string): Cell {
    const found = this.cells.get(id);
    if (found === undefined) throw new Error(`no cell is called ${id}`);
    return found;
  }

  /** Everything that nobody may learn: hidden cells, and unprinted ones that policy guards. */
  guarded(): string[] {
    return [...this.cells.values()]
      .filter((cell) => this.hidden.has(cell.id) || (cell.sensitive && !cell.printed))
      .map((cell) => cell.id);
  }

  /** What a reader knows of one cell by itself. */
  rangeOf(cell: Cell): Interval {
    const open = !cell.printed || this.hidden.has(cell.id);
    const own = open ? { lower: 0, upper: noEnd } : cell.shown;
    const { known } = cell;
    if (known === undefined) return own;
    return { lower: Math.max(own.lower, known.lower), upper: Math.min(own.upper, known.upper) };
  }

  /** Everything that hangs together with the cell through counts that are not fixed. */
  component(id: string): Component {
    const unknowns = new Map<string, Unknown>();
    const equations = new Map<string, Equation>();
    const queue = [id];
    while (queue.length > 0) {
      const cell = this.cell(queue.pop() as string);
      if (unknowns.has(cell.id)) continue;
      unknowns.set(cell.id, { cell, range: this.rangeOf(cell) });
      for (const equation of this.#equationsOf.get(cell.id) ?? []) {
        if (equations.has(equation.id)) continue;
        const left = this.#withShownPutIn(equation);
        equations.set(equation.id, left);
        for (const [other] of left.terms) queue.push(other);
      }
    }
    const inOrder = [...unknowns.values()].sort((a, b) => byId(a.cell, b.cell));
    return { unknowns: inOrder, equations: [...equations.values()].sort(byId) };
  }

  #withShownPutIn(equation: Equation): Equation {
    let fixed = 0;
    const terms = equation.terms.filter(([id, coefficient]) => {
      const { lower, upper } = this.rangeOf(this.cell(id));
      if (lower !== upper) return true;
      fixed += coefficient * lower;
      return false;
    });
    return { ...equation, terms, lower: equation.lower - fixed, upper: equation.upper - fixed };
  }

  /** Shown cells of the equations and among the cells named, in order of id. */
  candidates(equations: readonly string[], cells: readonly string[]): Cell[] {
    const inEquations = equations.flatMap((id) => this.#termsOf.get(id) ?? []);
    const ids = [...new Set([...inEquations, ...cells])].filter((id) => this.canBeHidden(id));
    return ids.sort().map((id) => this.cell(id));
  }

  /** Printed, shown, and not known from elsewhere anyway. */
  canBeHidden(id: string): boolean {
    const cell = this.cell(id);
    if (!cell.printed || this.hidden.has(id)) return false;
    return cell.known === undefined || cell.known.lower < cell.known.upper;
  }
}
