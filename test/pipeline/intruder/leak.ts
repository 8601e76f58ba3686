/** Ways to change a clean paper so that it gives something away. */
import type { Paper, PrintedRow } from './clean-edition.ts';

export interface Leak {
  readonly name: string;
  /** Kind that the intruder must name. */
  readonly kind: string;
  readonly table: string;
  readonly change: (paper: Paper) => void;
}

const p1 = 'site/questions/p1.html';

/** Puts text in place of another, in a page; the other must be there. */
export const swap =
  (from: string, to: string, path = p1) =>
  ({ files }: Paper): void => {
    const before = String(files.get(path));
    if (!before.includes(from)) throw new Error(`${path} does not hold ${from}`);
    files.set(path, before.replace(from, to));
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

/** Prints something else for figures that fit. */
export const print =
  (fits: Partial<PrintedRow>, shown: string) =>
  ({ rows }: Paper): void => {
    const found = rows.filter((row) =>
      Object.entries(fits).every(([name, value]) => row[name as keyof PrintedRow] === value),
    );
    if (found.length === 0) throw new Error(`no figure ${JSON.stringify(fits)}`);
    for (const row of found) rows[rows.indexOf(row)] = { ...row, shown };
  };

/** Prints more figures. */
export const more =
  (...rows: readonly PrintedRow[]) =>
  (paper: Paper): void => {
    paper.rows.push(...rows);
  };

export const all =
  (...changes: readonly ((paper: Paper) => void)[]) =>
  (paper: Paper): void => {
    for (const change of changes) change(paper);
  };
