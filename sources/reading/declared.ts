/** Cells that the contract itself says how to read: its columns name the column of the extract, the type and the codes. */
import type { z } from 'zod';
import type { CodeSet } from '../contract/codes.ts';
import { columnMeta } from '../contract/column.ts';
import type { AdapterRun } from './adapter.ts';
import { type Aliases, leaveOut } from './aliases.ts';
import { compare } from './ledger.ts';
import type { RowReader } from './row-reader.ts';

/** Columns of a contract table, each with the column of an extract as the last word of its source. */
export type Declared = Readonly<Record<string, z.ZodType>>;
export type Cells<D extends Declared> = { -readonly [C in keyof D]: z.output<D[C]> };

interface Plan {
  readonly name: string;
  readonly column: string;
  readonly required: boolean;
  readonly meta: ReturnType<typeof columnMeta>;
}

const plans = new WeakMap<Declared, readonly Plan[]>();

function plansOf(columns: Declared): readonly Plan[] {
  const known = plans.get(columns);
  if (known !== undefined) return known;
  const made = Object.entries(columns).map(([name, schema]) => {
    const meta = columnMeta(schema);
    const column = (meta.source ?? '').split(' ').at(-1) ?? '';
    return { name, column, required: !schema.safeParse(null).success, meta };
  });
  plans.set(columns, made);
  return made;
}

/** What the file contract of an extract must know of these columns. */
export function columnsOf(columns: Declared) {
  const all = plansOf(columns);
  const named = (some: readonly Plan[]) => some.map(({ column }) => column);
  const days = all.filter(({ meta }) => meta.sql === 'date');
  return {
    required: named(all.filter(({ required }) => required)),
    optional: named(all.filter(({ required }) => !required)),
    dates: named(days).filter((column) => !column.endsWith('_date')),
    evidence: named(days.filter(({ meta }) => meta.ahead !== true)),
  };
}

/** The cells of a row, by the names that the contract has for them. */
export function declaredCells<D extends Declared>(run: AdapterRun, reader: RowReader, columns: D): Cells<D> {
  return Object.fromEntries(
    plansOf(columns).map((plan) => [plan.name, cell(run, reader, plan)]),
  ) as unknown as Cells<D>;
}

/** The same for a source that has none of them. */
export const absentCells = <D extends Declared>(columns: D): Cells<D> =>
  Object.fromEntries(Object.keys(columns).map((name) => [name, null])) as unknown as Cells<D>;

function cell(run: AdapterRun, reader: RowReader, { column, required, meta }: Plan): unknown {
  if (meta.presence === true) return reader.text(column) !== null;
  if (meta.several === true) return codeList(run, reader, column, run.context.aliases.set(meta.codes ?? ''));
  if (meta.codes !== undefined) {
    const set = run.context.aliases.set(meta.codes);
    return required ? reader.requiredCode(column, set) : reader.code(column, set);
  }
  if (meta.sql === 'date' && required) return reader.requiredDay(column);
  if (meta.sql === 'date') return meta.ahead === true ? reader.anyDay(column) : reader.pastDay(column);
  if (meta.sql === 'boolean') return reader.flag(column);
  return meta.sql === 'integer' ? reader.count(column) : reader.text(column);
}

/** Sorted, with blanks between; a word that is no code is listed as a cell that could not be read, the others are kept. */
function codeList(run: AdapterRun, reader: RowReader, column: string, set: CodeSet): string | null {
  const { codes, unknown } = codesIn(run.context.aliases, set, reader.text(column));
  if (unknown) reader.leave('unknown_code', column);
  return codes.length === 0 ? null : codes.join(' ');
}

/** A head of a named service is a head of service too. */
const headsOfNamedServices: ReadonlySet<string> = new Set([
  'head_of_adoption_and_fostering',
  'head_of_children_looked_after',
  'head_of_family_safeguarding',
]);

/** The codes named in a cell, sorted, and whether a word of it is none. */
export function codesIn(
  aliases: Aliases,
  set: CodeSet,
  text: string | null,
): { codes: string[]; unknown: boolean } {
  const codes = new Set<string>();
  let unknown = false;
  for (const part of (text ?? '').split(/[;,|+/\n]/)) {
    const found = part.trim() === '' ? [] : wordsOf(aliases, set, part.trim());
    for (const code of found) codes.add(code);
    unknown ||= found.length === 0 && part.trim() !== '';
  }
  if ([...codes].some((code) => headsOfNamedServices.has(code))) codes.add('head_of_service');
  return { codes: [...codes].sort(compare), unknown };
}

/** One code in the authority's words, or several with blanks between; none when any word is unknown. */
function wordsOf(aliases: Aliases, set: CodeSet, part: string): string[] {
  const whole = aliases.resolve(set, part);
  if (whole !== null) return whole === leaveOut ? [] : [whole];
  const words = part.split(/\s+/).map((word) => aliases.resolve(set, word));
  return words.every((word) => word !== null && word !== leaveOut) ? (words as string[]) : [];
}
