import { type Day, stampOf, ukOf } from '../day.ts';
import type { Period } from '../life/life.ts';
import type { Random } from '../prng.ts';
import type { Person } from '../route.ts';
import type { Workforce } from '../teams.ts';

/** A cell as it will be written; null is a blank, which some files write as the word NULL. */
export type Cell = string | null;

/** One CSV file before it is encoded. */
export interface Table {
  /** Path below the folder of the demo. */
  readonly file: string;
  readonly columns: readonly string[];
  readonly rows: Cell[][];
}

/** The invented county as the writers see it. */
export interface World {
  readonly asAt: Day;
  readonly periods: readonly Period[];
  readonly persons: readonly Person[];
  readonly workforce: Workforce;
  readonly random: Random;
}

/** Rows given as records become a table; each record must have every column. */
export function table<C extends string>(
  file: string,
  columns: readonly C[],
  records: readonly Record<C, Cell>[],
): Table {
  return { file, columns, rows: records.map((record) => columns.map((column) => record[column])) };
}

/** Cells for dates that are known on the as-at date: what lies later has not happened and stays blank. */
export class DateCells {
  readonly #asAt: Day;

  constructor(asAt: Day) {
    this.#asAt = asAt;
  }

  /** As SQL Server's client writes it. */
  stamp(day: Day | null | undefined): Cell {
    return day == null || day > this.#asAt ? null : stampOf(day);
  }

  /** As a spreadsheet writes it. */
  uk(day: Day | null | undefined): Cell {
    return day == null || day > this.#asAt ? null : ukOf(day);
  }
}

export const yesNo = (value: boolean): string => (value ? 'Y' : 'N');

/** Periods that have begun by the as-at date. */
export const begun = ({ periods, asAt }: World): Period[] =>
  periods.filter((period) => period.course.entry <= asAt);

/** `P200001-1-03` */
export const numbered = (letter: string, period: Period, index: number): string =>
  `${letter}${period.id.slice(1)}-${String(index + 1).padStart(2, '0')}`;
