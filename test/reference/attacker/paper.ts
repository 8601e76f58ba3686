/** A published folder as a reader finds it: the list of figures, and what the pages print for each of them. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'csv-parse/sync';

export interface Figure {
  readonly key: string;
  readonly question: string;
  readonly measure_id: string;
  readonly line: string;
  readonly statistic: string;
  /** as_at, quarter, half_year, r12m (any twelve months), r36m, ytd. */
  readonly period: string;
  readonly as_at_date: string;
  readonly breakdown: string;
  readonly group: string;
  readonly shown: string;
  /** exact, rounded, band ...; null in papers of the time of rolling windows. */
  readonly kind: string | null;
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly provisional: boolean;
}

export interface Paper {
  readonly edition: string;
  readonly date: string;
  readonly figures: readonly Figure[];
  /** What pages print as a figure, by key. */
  readonly printed: readonly { readonly key: string; readonly text: string }[];
  readonly policy: ReadonlyMap<string, number>;
}

/** A number as printed: `1,204`, `18%`, `430 days`; null for a mark or a band. */
export function printedNumber(shown: string): number | null {
  const text = shown
    .replaceAll(',', '')
    .replace(/%|\s+days?$/, '')
    .trim();
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : null;
}

export function isHidden(figure: Figure): boolean {
  return figure.shown.trim() === '[c]' || figure.kind === 'hidden' || figure.kind === 'band';
}

const steps: Readonly<Record<string, string>> = {
  quarter_end: 'as_at',
  quarter: 'quarter',
  half_year: 'half_year',
  year: 'r12m',
  three_years: 'r36m',
};

function figureOf(row: Record<string, string>): Figure {
  const text = (name: string): string => row[name] ?? '';
  const number = (name: string): number | null => (text(name) === '' ? null : printedNumber(text(name)));
  const outside = row['kind'] === 'outside' || row['kind'] === 'unknown';
  return {
    key: text('key'),
    question: text('question'),
    measure_id: text('measure_id'),
    line: text('line'),
    statistic: text('statistic'),
    period: 'step' in row ? (steps[text('step')] ?? 'unknown') : text('period'),
    as_at_date: 'to_date' in row ? text('to_date') : text('as_at_date'),
    breakdown: outside ? 'compared' : text('breakdown'),
    group: text('group'),
    shown: text('shown'),
    kind: row['kind'] ?? null,
    value: number('value'),
    lower: number('lower'),
    upper: number('upper'),
    provisional: text('provisional') === 'true',
  };
}

function filesUnder(folder: string, end: string): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(end))
    .map((name) => join(folder, name))
    .sort();
}

const plain = (text: string): string => text.replaceAll('&lt;', '<').replaceAll('&amp;', '&');

/** Read one published folder. */
export function readPaper(folder: string): Paper {
  const list = join(folder, 'data', 'figures.csv');
  if (!statSync(list, { throwIfNoEntry: false })?.isFile())
    throw new Error(`${folder} holds no data/figures.csv`);
  const rows = parse(readFileSync(list), { columns: true, bom: true }) as Record<string, string>[];
  const figures = rows.map(figureOf);
  const note = join(folder, 'manifest.json');
  const manifest = statSync(note, { throwIfNoEntry: false })?.isFile()
    ? (JSON.parse(readFileSync(note, 'utf8')) as {
        edition_id?: string;
        policy?: { rule: string; value: number }[];
      })
    : {};
  const dates = figures.map((one) => one.as_at_date).sort();
  const pages = filesUnder(join(folder, 'site'), '.html').map((path) => readFileSync(path, 'utf8'));
  return {
    edition: manifest.edition_id ?? basename(folder),
    date: dates.at(-1) ?? '',
    figures,
    printed: pages.flatMap((page) =>
      [...page.matchAll(/<data\b[^>]*\bvalue="([^"]*)"[^>]*>([^<]*)<\/data>/g)].map(
        ([, key = '', text = '']) => ({
          key: plain(key),
          text: plain(text),
        }),
      ),
    ),
    policy: new Map((manifest.policy ?? []).map((rule) => [rule.rule, rule.value])),
  };
}
