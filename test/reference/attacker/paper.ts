/** A published folder as a reader finds it: figures, tables, words, and the bytes of its pages. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';

const figure = z.object({
  key: z.string(),
  question: z.string(),
  measure_id: z.string(),
  line: z.string(),
  statistic: z.string(),
  period: z.string(),
  as_at_date: z.string(),
  breakdown: z.string(),
  group: z.string(),
  label: z.string().default(''),
  shown: z.string(),
  value: z.number().nullable(),
  provisional: z.boolean().default(false),
});
export type Figure = z.infer<typeof figure>;

const table = z.object({
  table: z.string(),
  question: z.string(),
  columns: z.array(z.string()),
  rows: z.array(z.object({ label: z.string(), figures: z.array(z.string()) })),
});
export type Table = z.infer<typeof table>;

const question = z.looseObject({ question: z.string() });
export type Question = z.infer<typeof question>;

const panel = z.object({
  as_at_date: z.string().optional(),
  figures: z.array(figure),
  tables: z.array(table).default([]),
  questions: z.array(question).default([]),
  packs: z.array(question).default([]),
});

export interface Page {
  readonly path: string;
  readonly bytes: string;
}

export interface Paper {
  readonly edition: string;
  readonly date: string;
  readonly figures: readonly Figure[];
  /** The figures again, as the download says them: a number there and a mark in the paper is a leak. */
  readonly download: readonly Figure[];
  readonly tables: readonly Table[];
  readonly questions: readonly Question[];
  readonly pages: readonly Page[];
  readonly policy: ReadonlyMap<string, number>;
}

/** A number as printed: `1,204`, `18%`, `430`; null for a mark. */
export function printedNumber(shown: string): number | null {
  const text = shown.replaceAll(',', '').replace('%', '').trim();
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : null;
}

export function isHidden(figure: Figure): boolean {
  return figure.shown.trim() === '[c]';
}

function read(path: string): string | null {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path, 'utf8') : null;
}

function download(folder: string): Figure[] {
  const text = read(join(folder, 'data', 'figures.csv'));
  if (text === null) return [];
  const rows = parse(text, { columns: true, bom: true, relax_column_count: true }) as Record<
    string,
    string
  >[];
  return rows.flatMap((row) => {
    const value = printedNumber(row['value'] ?? '');
    const parsed = figure.safeParse({ ...row, value, provisional: row['provisional'] === 'true' });
    return parsed.success ? [parsed.data] : [];
  });
}

function filesUnder(folder: string): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .sort();
}

const policyOf = z.object({
  edition_id: z.string().optional(),
  policy: z.array(z.object({ rule: z.string(), value: z.number() })).default([]),
});

/** Read one published folder. */
export function readPaper(folder: string): Paper {
  const text = read(join(folder, 'data', 'panel.json'));
  if (text === null) throw new Error(`${folder} holds no data/panel.json`);
  const file = panel.parse(JSON.parse(text));
  const manifest = policyOf.parse(JSON.parse(read(join(folder, 'manifest.json')) ?? '{}'));
  const dates = file.figures.map((one) => one.as_at_date).sort();
  return {
    edition: manifest.edition_id ?? basename(folder),
    date: file.as_at_date ?? dates.at(-1) ?? '',
    figures: file.figures,
    download: download(folder),
    tables: file.tables,
    questions: [...file.questions, ...file.packs],
    pages: filesUnder(join(folder, 'site'))
      .filter((path) => !/\.(css|woff2?|png|ico|jpg)$/.test(path))
      .map((path) => ({ path: relative(folder, path), bytes: readFileSync(path, 'utf8') })),
    policy: new Map(manifest.policy.map((rule) => [rule.rule, rule.value])),
  };
}
