/** Ways to change a clean paper so that it gives something away. */
import { type Cell, type Paper, pathOf, repaged } from './clean-paper.ts';

export interface Leak {
  readonly name: string;
  /** Kind that the guard must name. */
  readonly kind: string;
  /** File or key (or the beginning of one) that it must name. */
  readonly where: string;
  readonly change: (paper: Paper) => void;
}

export const p1 = pathOf('P1');
export const p5 = pathOf('P5');

/** Puts text in place of another, in a page; the other must be there. */
export const swap =
  (from: string | RegExp, to: string, path = p1) =>
  ({ files }: Paper): void => {
    const before = String(files.get(path));
    const after = before.replace(from, to);
    if (after === before) throw new Error(`${path} does not hold ${from}`);
    files.set(path, after);
  };

/** Adds markup at the end of a page. */
export const add = (markup: string, path = p1): ((paper: Paper) => void) =>
  swap('</main>', `${markup}</main>`, path);

/** Adds a file. */
export const file =
  (path: string, content: string | Uint8Array) =>
  ({ files }: Paper): void => {
    files.set(path, content);
  };

/** Changes the cells that fit, in the list and on the pages. */
export const print =
  (fits: Partial<Cell>, over: Partial<Cell>) =>
  (paper: Paper): void => {
    const found = paper.cells.filter((each) =>
      Object.entries(fits).every(([name, value]) => each[name as keyof Cell] === value),
    );
    if (found.length === 0) throw new Error(`no cell ${JSON.stringify(fits)}`);
    for (const each of found) paper.cells[paper.cells.indexOf(each)] = { ...each, ...over };
    repaged(paper);
  };

/** An exact cell, or a hidden one. */
export const exact = (value: number, shown = String(value)): Partial<Cell> => ({
  kind: 'exact',
  value,
  shown,
});
export const hidden: Partial<Cell> = { kind: 'hidden', value: null, shown: '[c]' };

/** Prints more cells. */
export const more =
  (...cells: readonly Cell[]) =>
  (paper: Paper): void => {
    paper.cells.push(...cells);
    repaged(paper);
  };

export const all =
  (...changes: readonly ((paper: Paper) => void)[]) =>
  (paper: Paper): void => {
    for (const change of changes) change(paper);
  };
