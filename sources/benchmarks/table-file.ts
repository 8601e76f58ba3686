/** Reads the CSV files of the national tables; whatever is wrong in them is named with file and line. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { z } from 'zod';
import { TrackerError } from '../error.ts';
import { type BenchmarkFileName, type BenchmarkRow, benchmarkContracts } from './contract.ts';

/** Where in a file a row stands. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** A row together with the place to blame. */
export interface PlacedRow<R> {
  readonly row: R;
  readonly at: Place;
}

/** A record as text by column. */
export type TextRecord = Readonly<Record<string, string>>;

/** What is wrong with the tables, gathered so that one run names every fault. */
export class Faults {
  readonly #found: string[] = [];

  add(at: Place, what: string): void {
    this.#found.push(`${at.file}:${at.line}: ${what}`);
  }

  throwIfAny(): void {
    if (this.#found.length === 0) return;
    const shown = this.#found.slice(0, 20);
    const rest = this.#found.length - shown.length;
    throw new TrackerError(
      'usage',
      'benchmarks_invalid',
      `The national tables contradict themselves or are incomplete:\n${[...shown, ...(rest > 0 ? [`... and ${rest} more`] : [])].join('\n')}`,
      'Correct the named lines; sources/benchmarks/README.md describes every column.',
    );
  }
}

/** Typed rows of `<folder>/<name>.csv`. */
export function readTable<F extends BenchmarkFileName>(
  folder: string,
  name: F,
  faults: Faults,
): PlacedRow<BenchmarkRow<F>>[] {
  const columns = Object.keys(benchmarkContracts[name].shape);
  const schema = benchmarkContracts[name] as unknown as z.ZodType<BenchmarkRow<F>>;
  return readRecords(folder, name, columns, faults).flatMap(({ row, at }) => {
    const parsed = parseAt(schema, row, at, faults);
    return parsed === null ? [] : [{ row: parsed, at }];
  });
}

/** A value by its schema, or null and a fault. */
export function parseAt<T>(schema: z.ZodType<T>, value: unknown, at: Place, faults: Faults): T | null {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) {
    const column = issue.path.length > 0 ? `column ${String(issue.path[0])}: ` : '';
    faults.add(at, `${column}${issue.message}`);
  }
  return null;
}

/** Records as text; `columns` are those the header must have, `more` allows others of that pattern. */
export function readRecords(
  folder: string,
  name: string,
  columns: readonly string[],
  faults: Faults,
  more: RegExp | null = null,
): PlacedRow<TextRecord>[] {
  const file = join(folder, `${name}.csv`);
  if (!existsSync(file)) {
    faults.add({ file, line: 1 }, 'the file is missing');
    return [];
  }
  const records = rawRecords(file, faults);
  const header = records.shift()?.record ?? [];
  const missing = columns.filter((column) => !header.includes(column));
  const unknown = header.filter((column) => !columns.includes(column) && more?.test(column) !== true);
  for (const column of missing) faults.add({ file, line: 1 }, `column ${column} is missing`);
  for (const column of unknown) faults.add({ file, line: 1 }, `column "${column}" is not known`);
  if (missing.length + unknown.length > 0) return [];
  return records.flatMap(({ record, info }) => {
    const at = { file, line: info.lines };
    if (record.length !== header.length) {
      faults.add(at, `has ${record.length} fields where the header has ${header.length}`);
      return [];
    }
    return [{ row: Object.fromEntries(header.map((column, index) => [column, record[index] ?? ''])), at }];
  });
}

interface RawRecord {
  readonly record: string[];
  readonly info: { readonly lines: number };
}

function rawRecords(file: string, faults: Faults): RawRecord[] {
  try {
    return parse(readFileSync(file, 'utf8'), {
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as RawRecord[];
  } catch (error) {
    faults.add({ file, line: (error as { lines?: number }).lines ?? 1 }, 'the line is not valid CSV');
    return [];
  }
}
