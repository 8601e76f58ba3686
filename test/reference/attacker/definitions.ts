/** The public definitions a reader has beside the papers: measures, lines, and what each line is called. */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';

const folder = new URL('../../../sources/rules/', import.meta.url);

function rows(name: string): Record<string, string>[] {
  return parse(readFileSync(new URL(name, folder)), { columns: true, bom: true }) as Record<string, string>[];
}

export interface PanelLine {
  readonly question: string;
  readonly measure: string;
  readonly line: string;
  readonly period: string;
  readonly headline: boolean;
  readonly column: string;
  readonly sentence: string;
  readonly statistics: readonly string[];
}

/** What a line is a share of, by `measure.line`: the same words are the same children. */
export const denominatorNames: ReadonlyMap<string, string> = new Map(
  rows('lines.csv').map((row) => [`${row['measure_id']}.${row['line']}`, row['denominator_name'] ?? '']),
);

/** Whether High or Low is better. */
export const polarities: ReadonlyMap<string, string> = new Map(
  rows('measures.csv').map((row) => [row['measure_id'] ?? '', row['polarity'] ?? '']),
);

/** How the sentence begins that says how a line has changed over a year. */
export const changeSubjects = rows('panel_changes.csv').map((row) => ({
  question: row['question'] ?? '',
  measure: row['measure_id'] ?? '',
  line: row['line'] ?? '',
  subject: row['subject'] ?? '',
}));

export const panelLines: readonly PanelLine[] = rows('panel_lines.csv').map((row) => ({
  question: row['question'] ?? '',
  measure: row['measure_id'] ?? '',
  line: row['line'] ?? '',
  period: row['period'] ?? '',
  headline: row['headline'] === 'Y',
  column: row['column'] ?? '',
  sentence: row['sentence'] ?? '',
  statistics: (row['statistics'] ?? '').split(' '),
}));
