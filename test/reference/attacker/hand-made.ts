/** Papers made by hand, so that one count leaks by one route. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const units: Readonly<Record<string, string>> = {
  percentage: 'percent',
  rate: 'per_10000',
  mean_days: 'days',
};

export interface HandFigure {
  readonly key: string;
  readonly label: string;
  readonly shown: string;
  readonly provisional?: boolean;
}

/** A figure from its key: `P1.B7.main.count.as_at.2026-06-30.all.all`. */
function figureOf({ key, label, shown, provisional }: HandFigure) {
  const [question, measure_id, line, statistic = '', period, as_at_date, breakdown, ...group] =
    key.split('.');
  const number = Number(shown.replace(/[,%]/g, ''));
  return {
    key,
    question,
    measure_id,
    line,
    statistic,
    period,
    as_at_date,
    breakdown,
    group: group.join('.'),
    label,
    shown,
    value: Number.isFinite(number) ? number : null,
    unit: units[statistic] ?? 'count',
    provisional: provisional ?? false,
  };
}

export interface HandPaper {
  readonly figures: readonly HandFigure[];
  readonly pages?: Readonly<Record<string, string>>;
  /** A list of figures of its own, as it stands. */
  readonly list?: string;
}

/** `key shown` lines as figures. */
export function figures(text: string): HandFigure[] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [key = '', shown = ''] = line.trim().split(/\s+/);
      return { key, label: key, shown };
    });
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const published: string[] = [];

/** Take every paper made by hand away again. */
export function withdraw(): void {
  for (const folder of published.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** Publish a paper by hand; gives its folder. */
export function publish(paper: HandPaper): string {
  const folder = mkdtempSync(join(tmpdir(), 'attacked-'));
  published.push(folder);
  const printed = paper.figures.map(figureOf);
  const head = Object.keys(figureOf({ key: '', label: '', shown: '' }));
  const rows = printed.map((one) =>
    Object.values(one)
      .map((value) => `"${value ?? ''}"`)
      .join(','),
  );
  write(join(folder, 'data', 'figures.csv'), paper.list ?? `${[head.join(','), ...rows].join('\n')}\n`);
  for (const [path, bytes] of Object.entries(paper.pages ?? {})) write(join(folder, 'site', path), bytes);
  return folder;
}
