/** Papers made by hand, so that one count leaks by one route. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
  readonly tables?: readonly object[];
  readonly questions?: readonly object[];
  readonly pages?: Readonly<Record<string, string>>;
  /** Figures of the download that differ from the paper. */
  readonly download?: Readonly<Record<string, string>>;
  readonly date?: string;
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
  const panel = {
    as_at_date: paper.date ?? '2026-06-30',
    figures: printed,
    tables: paper.tables ?? [],
    questions: paper.questions ?? [],
    packs: [],
  };
  const head =
    'key,question,measure_id,line,statistic,period,as_at_date,breakdown,group,label,shown,value,unit,provisional';
  const rows = printed.map((one) => {
    const shown = paper.download?.[one.key] ?? one.shown;
    const value = /^\d+$/.test(shown) ? shown : '';
    return [
      one.key,
      one.question,
      one.measure_id,
      one.line,
      one.statistic,
      one.period,
      one.as_at_date,
      one.breakdown,
      one.group,
      `"${one.label}"`,
      shown,
      value,
      one.unit,
      one.provisional,
    ].join(',');
  });
  write(join(folder, 'data', 'panel.json'), JSON.stringify(panel));
  write(join(folder, 'data', 'figures.csv'), `${[head, ...rows].join('\n')}\n`);
  for (const [path, bytes] of Object.entries(paper.pages ?? {})) write(join(folder, 'site', path), bytes);
  return folder;
}

/** The golden paper: its figures and sentences are kept as lines, here made a folder again. */
export function publishGolden(path: URL): string {
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .map((line) => line.split('\t'));
  const isKey = (text: string) => text.split('.').length >= 8 && !text.includes(' ');
  const figuresOf = lines.filter(([key = '']) => isKey(key));
  const questions = lines
    .filter(([key = '']) => /^(P\d+|reviewing|fostering|adoption)$/.test(key))
    .map(([question, answer, status, how_many, changing]) => ({
      question,
      answer,
      status: status || null,
      how_many,
      changing,
    }));
  return publish({
    figures: figuresOf.map(([key = '', label = '', shown = '']) => ({ key, label, shown })),
    questions,
  });
}
