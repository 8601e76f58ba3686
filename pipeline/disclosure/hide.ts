/**
 * Decides which counts are hidden. Policy hides some for themselves; then every hidden count is bounded as an attacker
 * would bound it, and while one of them is known too well, one more count is hidden.
 */
import type { Highs } from 'highs';
import { Attack, type Component, loadSolver, type Possible } from './attacker.ts';
import type { Cell, Decision, Problem, Reason } from './cell.ts';
import { System } from './system.ts';

/**
 * Hides what must be hidden. The order of cells and equations is irrelevant, and the same input hides the same cells.
 * `alsoHide` are hidden after everything else has been decided, so that asking for more never shows anything that
 * would be hidden without it.
 *
 * @example (await hide({ cells, equations, leastWidth: 5 })).hidden.has('total') // false
 */
export async function hide(problem: Problem, alsoHide: readonly string[] = []): Promise<Decision> {
  const search = new Search(problem, await loadSolver());
  search.settle();
  for (const id of [...alsoHide].sort()) {
    search.add(id);
    search.settle();
  }
  return search.decision();
}

/** The ranges that an attacker gets for each of the cells asked for, in the decision taken; for tests and logs. */
export async function boundsOf(
  problem: Problem,
  decision: Decision,
  ids: readonly string[],
): Promise<Map<string, { lower: number; upper: number }>> {
  const solver = await loadSolver();
  const system = new System(problem);
  for (const id of decision.hidden.keys()) system.hidden.add(id);
  return new Map(
    ids.map((id) => {
      const component = system.component(id);
      const attack = new Attack(solver, component);
      const index = indexOf(component, id);
      try {
        return [
          id,
          { lower: attack.extreme(index, 'lower').value, upper: attack.extreme(index, 'upper').value },
        ];
      } finally {
        attack.close();
      }
    }),
  );
}

const indexOf = (component: Component, id: string): number =>
  component.unknowns.findIndex(({ cell }) => cell.id === id);

/** How far apart two possible values of a cell have been found. */
interface Seen {
  lower: number;
  upper: number;
}

class Search {
  readonly #system: System;
  /** The same with every printed count hidden. */
  readonly #bare: System;
  readonly #reasons = new Map<string, Reason>();
  /** What is once possible stays possible, because hiding only ever leaves more open. */
  readonly #seen = new Map<string, Seen>();
  readonly #exposed = new Set<string>();
  #solved = 0;

  constructor(
    private readonly problem: Problem,
    private readonly solver: Highs,
  ) {
    this.#system = new System(problem);
    this.#bare = new System(problem);
    for (const cell of problem.cells) if (cell.printed) this.#bare.hidden.add(cell.id);
    for (const id of this.#system.hidden) this.#reasons.set(id, 'policy');
    for (const { id, count } of this.#system.cells.values())
      this.#seen.set(id, { lower: count, upper: count });
  }

  add(id: string): void {
    if (!this.#system.cell(id).printed || this.#system.hidden.has(id)) return;
    this.#hideCell(id, 'policy');
  }

  decision(): Decision {
    const hidden = new Map([...this.#reasons].sort((a, b) => (a[0] < b[0] ? -1 : 1)));
    return { hidden, exposed: [...this.#exposed].sort(), solved: this.#solved };
  }

  /** Hides more until every guarded cell is wide enough or beyond protection. */
  settle(): void {
    for (let open = this.#narrow(); open.length > 0; open = this.#narrow()) this.#protect(open[0] as string);
  }

  #narrow(): string[] {
    return this.#system.guarded().filter((id) => !this.#isWide(id) && !this.#exposed.has(id));
  }

  #isWide(id: string): boolean {
    const seen = this.#seen.get(id);
    return seen !== undefined && seen.upper - seen.lower >= this.problem.leastWidth;
  }

  #hideCell(id: string, reason: Reason): void {
    this.#system.hidden.add(id);
    this.#reasons.set(id, reason);
  }

  /** Bounds every guarded cell that hangs together with this one; hides one more cell for the first too well known. */
  #protect(first: string): void {
    const component = this.#system.component(first);
    const attack = new Attack(this.solver, component);
    const open = new Set(this.#narrow());
    try {
      for (const [index, { cell }] of component.unknowns.entries()) {
        if (!open.has(cell.id) || this.#isWide(cell.id)) continue;
        const found = this.#bound(attack, component, index);
        if (this.#isWide(cell.id)) continue;
        if (this.#isHopeless(cell.id)) {
          this.#exposed.add(cell.id);
          continue;
        }
        this.#hideOneMore(cell, component, found);
        return;
      }
    } finally {
      this.#solved += attack.solved;
      attack.close();
    }
  }

  /** True where the count would be known too well if nothing at all were printed: hiding more would be in vain. */
  #isHopeless(id: string): boolean {
    const component = this.#bare.component(id);
    const attack = new Attack(this.solver, component);
    try {
      const index = indexOf(component, id);
      const [lower, upper] = [attack.extreme(index, 'lower'), attack.extreme(index, 'upper')];
      return upper.value - lower.value < this.problem.leastWidth - nearly;
    } finally {
      this.#solved += attack.solved;
      attack.close();
    }
  }

  /** Looks for two possible values far enough apart, first among fractions, then among whole numbers. */
  #bound(attack: Attack, component: Component, index: number): Possible[] {
    const ends = ['upper', 'lower'] as const;
    const found: Possible[] = [];
    for (const end of ends) {
      const extreme = attack.extreme(index, end);
      found.push(extreme);
      if (extreme.whole) this.#note(component, extreme);
    }
    const width = (found[0]?.value ?? 0) - (found[1]?.value ?? 0);
    if (found.some(({ whole }) => !whole) && width >= this.problem.leastWidth - nearly)
      for (const end of ends) this.#note(component, attack.extreme(index, end, true));
    return found;
  }

  #note({ unknowns }: Component, { counts }: Possible): void {
    for (const [index, { cell }] of unknowns.entries()) {
      const seen = this.#seen.get(cell.id) as Seen;
      const value = Math.round(counts[index] ?? cell.count);
      seen.lower = Math.min(seen.lower, value);
      seen.upper = Math.max(seen.upper, value);
    }
  }

  /** Of the shown cells that hold the bounds where they are, the one with the least loss; of equals the first by id. */
  #hideOneMore(cell: Cell, { unknowns, equations }: Component, found: readonly Possible[]): void {
    const holding = this.#system.candidates(
      found.flatMap(({ heldBy }) => heldBy.equations),
      found.flatMap(({ heldBy }) => heldBy.cells),
    );
    const around = this.#system.candidates(
      equations.map(({ id }) => id),
      unknowns.map((each) => each.cell.id),
    );
    const [chosen] = (holding.length > 0 ? holding : around).sort(
      (a, b) => a.loss - b.loss || (a.id < b.id ? -1 : 1),
    );
    if (chosen === undefined) this.#exposed.add(cell.id);
    else this.#hideCell(chosen.id, 'protects');
  }
}

const nearly = 1e-6;
