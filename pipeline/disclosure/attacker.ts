/** What an attacker who does all the arithmetic can find out: the least and the greatest that a hidden count may be. */
import loadHighs, { type Highs, type Model } from 'highs';
import type { Cell, Equation, Interval } from './cell.ts';

// The package's types describe its CommonJS build; Node imports the module, whose default is the loader itself.
const load = loadHighs as unknown as typeof loadHighs.default;

let loaded: Promise<Highs> | undefined;

/** The solver, loaded once. It runs in this process and calls nobody. */
export const loadSolver = (): Promise<Highs> => {
  loaded ??= load({});
  return loaded;
};

/** A count that is not fixed, and the range it is known to lie in before any equation is used. */
export interface Unknown {
  readonly cell: Cell;
  readonly range: Interval;
}

/** Unknown counts that hang together, and the equations between them with all shown counts put in. */
export interface Component {
  readonly unknowns: readonly Unknown[];
  readonly equations: readonly Equation[];
}

/** A way in which all equations hold; counts in the order of the component's unknowns. */
export interface Possible {
  readonly value: number;
  readonly counts: readonly number[];
  /** False where some count of it is no whole number. */
  readonly whole: boolean;
  /** Equations and single counts that hold the extreme where it is: nothing else can move it (linear duality). */
  readonly heldBy: { readonly equations: readonly string[]; readonly cells: readonly string[] };
}

const optimal = 7;
const nearWhole = 1e-6;
const noDual = 1e-9;

/** Asks for the extremes of one count after another over the same equations. Must be closed. */
export class Attack {
  readonly #model: Model;
  readonly #size: number;
  #asked = -1;
  solved = 0;

  constructor(
    private readonly solver: Highs,
    private readonly component: Component,
  ) {
    this.#size = component.unknowns.length;
    this.#model = solver.createModel(modelOf(component));
    this.#model.options.set({ output_flag: false, random_seed: 0, presolve: 'off' });
  }

  /** The least or greatest that the count can be; whole numbers only when asked for. */
  extreme(index: number, end: 'lower' | 'upper', wholeOnly = false): Possible {
    const { minimize, maximize } = this.solver.constants.objectiveSense;
    if (this.#asked >= 0) this.#model.changeColCost(this.#asked, 0);
    this.#model.changeColCost(index, 1);
    this.#asked = index;
    this.#model.changeObjectiveSense(end === 'lower' ? minimize : maximize);
    if (wholeOnly) this.#setWhole(true);
    this.#model.run();
    this.solved += 1;
    const status = this.#model.getModelStatus();
    if (status !== optimal)
      throw new Error(`the equations between counts have no solution (status ${status})`);
    const solution = this.#model.getSolution();
    const values = [...solution.colValue];
    const heldBy = wholeOnly ? { equations: [], cells: [] } : this.#heldBy(solution);
    if (wholeOnly) this.#setWhole(false);
    const whole = values.every((value) => Math.abs(value - Math.round(value)) < nearWhole);
    return {
      value: values[index] ?? 0,
      counts: whole ? values.map((value) => Math.round(value)) : values,
      whole,
      heldBy,
    };
  }

  #heldBy({ rowDual, colDual }: ReturnType<Model['getSolution']>): Possible['heldBy'] {
    const { equations, unknowns } = this.component;
    return {
      equations: equations.filter((_, row) => Math.abs(rowDual[row] ?? 0) > noDual).map(({ id }) => id),
      cells: unknowns
        .filter((_, column) => Math.abs(colDual[column] ?? 0) > noDual)
        .map(({ cell }) => cell.id),
    };
  }

  #setWhole(whole: boolean): void {
    const { integer, continuous } = this.solver.constants.variableType;
    for (let column = 0; column < this.#size; column += 1)
      this.#model.changeColIntegrality(column, whole ? integer : continuous);
  }

  close(): void {
    this.#model.dispose();
  }
}

function modelOf({ unknowns, equations }: Component): Parameters<Highs['createModel']>[0] {
  const place = new Map(unknowns.map(({ cell }, index) => [cell.id, index]));
  const starts = [0];
  const indices: number[] = [];
  const values: number[] = [];
  for (const { terms } of equations) {
    for (const [id, coefficient] of terms) {
      const index = place.get(id);
      if (index === undefined) throw new Error(`${id} is not in the component`);
      indices.push(index);
      values.push(coefficient);
    }
    starts.push(indices.length);
  }
  return {
    numCols: unknowns.length,
    numRows: equations.length,
    colCost: unknowns.map(() => 0),
    colLower: unknowns.map(({ range }) => range.lower),
    colUpper: unknowns.map(({ range }) => range.upper),
    rowLower: equations.map(({ lower }) => lower),
    rowUpper: equations.map(({ upper }) => upper),
    matrix: { format: 'csr', numRows: equations.length, numCols: unknowns.length, starts, indices, values },
  };
}
