/** Reads one rule CSV into typed rows, each of which knows its file and line. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { z } from 'zod';
import type { Complaints, Place } from './complaints.ts';
import { type RuleFileName, type RuleRow, ruleContracts } from './contract.ts';

/** Where a row comes from: the product's rules, or an authority's own laid over them. */
export type Layer = 'base' | 'own';

/** A rule row together with the place to blame. */
export interface Placed<F extends RuleFileName> {
  readonly row: RuleRow<F>;
  readonly layer: Layer;
  readonly at: Place;
}

interface RawRecord {
  readonly record: string[];
  readonly info: { readonly lines: number };
}

/** Rows of `<folder>/<name>.csv`; an absent file is an error for the base, and no rows for an authority's own. */
export function readRuleFile<F extends RuleFileName>(
  folder: string,
  name: F,
  layer: Layer,
  complaints: Complaints,
): Placed<F>[] {
  const file = join(folder, `${name}.csv`);
  if (!existsSync(file)) {
    if (layer === 'base') complaints.add('rule_file_missing', { file, line: 1 }, 'the file is missing');
    return [];
  }
  const records = parseRecords(file, complaints);
  const columns = Object.keys(ruleContracts[name].shape);
  const header = records.shift();
  if (header === undefined || !hasColumns(header.record, columns, file, complaints)) return [];
  return records.flatMap((record) => {
    const at = { file, line: firstLine(record) };
    return placeRow(name, layer, header.record, record.record, at, complaints);
  });
}

function parseRecords(file: string, complaints: Complaints): RawRecord[] {
  try {
    const options = {
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    } as const;
    return parse(readFileSync(file, 'utf8'), options) as unknown as RawRecord[];
  } catch (error) {
    const line = (error as { lines?: number }).lines ?? 1;
    complaints.add('rule_file_unreadable', { file, line }, 'the line is not valid CSV');
    return [];
  }
}

function firstLine(record: RawRecord): number {
  const breaks = record.record.reduce((sum, field) => sum + field.split('\n').length - 1, 0);
  return record.info.lines - breaks;
}

function hasColumns(header: string[], columns: string[], file: string, complaints: Complaints): boolean {
  const missing = columns.filter((column) => !header.includes(column));
  const unknown = header.filter((column) => !columns.includes(column));
  const twice = header.filter((column, index) => header.indexOf(column) !== index);
  const at = { file, line: 1 };
  for (const column of missing) complaints.add('rule_column_missing', at, `column ${column} is missing`);
  for (const column of unknown) complaints.add('rule_column_unknown', at, `column "${column}" is not known`);
  for (const column of twice) complaints.add('rule_column_twice', at, `column ${column} stands twice`);
  return missing.length + unknown.length + twice.length === 0;
}

function placeRow<F extends RuleFileName>(
  name: F,
  layer: Layer,
  header: string[],
  fields: string[],
  at: Place,
  complaints: Complaints,
): Placed<F>[] {
  if (fields.length !== header.length) {
    complaints.add(
      'rule_row_ragged',
      at,
      `has ${fields.length} fields where the header has ${header.length}`,
    );
    return [];
  }
  const record = Object.fromEntries(header.map((column, index) => [column, fields[index]]));
  const parsed = (ruleContracts[name] as z.ZodType).safeParse(record);
  if (parsed.success) return [{ row: parsed.data as RuleRow<F>, layer, at }];
  for (const issue of parsed.error.issues) {
    const column = String(issue.path[0] ?? '');
    const code = column === 'source' ? 'rule_without_source' : 'rule_field_invalid';
    complaints.add(code, at, `column ${column}: ${issue.message}`);
  }
  return [];
}
