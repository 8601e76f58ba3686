/** The Panel's questions and annual packs in sentences, from printed figures alone. */
import type { RuleRow } from '../../sources/rules/contract.ts';
import { holdsOn } from '../../sources/rules/validity.ts';
import type { PanelFigure, PanelQuestion, PanelTable } from '../edition/panel-format.ts';
import { type Period, periodWords, yearBefore } from './calendar.ts';
import { type Comparing, comparedWith } from './comparisons.ts';
import type { PanelLine } from './sets.ts';
import { tablesOf } from './tables.ts';
import { placed, sentence } from './words.ts';

export interface Asking extends Comparing {
  /** Why a line is not available, in a sentence. */
  readonly lacking: (line: PanelLine) => string;
}

/** A question with its tables. */
export interface Answered {
  readonly question: PanelQuestion;
  readonly tables: readonly PanelTable[];
}

/** Answers one question of panel_questions.csv; words of people are put beside it later. */
export function answer(row: RuleRow<'panel_questions'>, asking: Asking): Answered {
  const { paper, figures } = asking;
  const lines = paper.making.lines.filter((line) => line.question === row.question);
  const main = lines.find((line) => line.headline) ?? lines[0];
  const available = lines.filter((line) => paper.newest(line) !== null);
  const headline = available.find((line) => line === main);
  const tables = tablesOf(row.question, paper, figures, row.short_title);
  const question: PanelQuestion = {
    question: row.question,
    position: row.position,
    title: row.title,
    short_title: row.short_title,
    answer: headline === undefined ? notKnown(main, asking) : said(headline, asking),
    ...(headline === undefined ? unrated : statusOf(headline, asking)),
    how_many: lines
      .filter((line) => line !== main)
      .map((line) => (available.includes(line) ? said(line, asking) : `“${line.column}”: we do not know.`)),
    changing: headline === undefined ? [] : changing(headline, asking),
    compared: comparedWith(available, asking),
    so_what: row.so_what,
    what_next: null,
    children_say: null,
    tables: tables.map(({ table }) => table),
  };
  return { question, tables };
}

/** Never "none": that something is not on record does not mean that there is none of it. */
const notKnown = (line: PanelLine | undefined, { lacking }: Asking): string =>
  line === undefined ? 'This is not known.' : `This is not known. ${lacking(line)}`;

function said(line: PanelLine, { paper, figures }: Asking): string {
  const period = paper.newest(line);
  if (period === null) return '';
  return sentence(
    line,
    new Map(line.statistics.map((each) => [each, figures.total(line, each, period)])),
    period,
  );
}

/** A figure of today beside that of a year ago, both printed. */
interface Change {
  readonly words: string;
  /** How much worse it has grown, as a share of what it was; 0 where it has not. */
  readonly worse: number;
}

/** How the answer has changed over a year: the lines that panel_changes.csv names for the question, the worst first. */
function changing(headline: PanelLine, asking: Asking): string[] {
  const { paper } = asking;
  const rows = paper.making.rules.panel_changes
    .filter(({ question }) => question === headline.question)
    .sort((a, b) => a.position - b.position);
  const changes = rows
    .flatMap((row) => {
      const line = paper.making.lines.find(
        (each) =>
          each.question === row.question && each.measure_id === row.measure_id && each.line === row.line,
      );
      return line === undefined ? [] : (changeOf(line, row.subject, asking) ?? []);
    })
    .sort((a, b) => b.worse - a.worse);
  const found =
    rows.length > 0 ? changes : [changeOf(headline, 'The figure', asking)].filter((each) => each !== null);
  return found.length === 0
    ? ['What can be printed does not show how this has changed over a year.']
    : found.map(({ words }) => words);
}

/** The figure of the same time a year ago beside the newest; null unless both are printed. */
function changeOf(line: PanelLine, subject: string, { paper, figures }: Asking): Change | null {
  const now = paper.newest(line);
  const before = now === null ? null : yearBefore(now, paper.making.steps.threeYearsEnd);
  if (now === null || before === null || !paper.periods(line).some(({ name }) => name === before.name))
    return null;
  const statistic = line.statistics.find((each) => each !== 'count') ?? 'count';
  const [today, then] = [figures.total(line, statistic, now), figures.total(line, statistic, before)];
  if (today.value === null || then.value === null) return null;
  const days = statistic.endsWith('_days') ? ' days' : '';
  const about = today.kind === 'rounded' || then.kind === 'rounded' ? 'about ' : '';
  if (today.value === then.value)
    return { words: `${subject} is the same as a year earlier: ${about}${placed(then)}${days}.`, worse: 0 };
  const isHigher = today.value > then.value;
  const words = `${subject} is ${isHigher ? 'higher' : 'lower'} than a year earlier: ${about}${placed(today)}${days} ${when(now)}, ${placed(then)}${days} ${when(before)}.`;
  return { words, worse: isWorse(line, now.to, isHigher, paper.making) ? difference(today, then) : 0 };
}

const when = (period: Period): string => (period.from === null ? 'on ' : 'in ') + periodWords(period);

const difference = (today: PanelFigure, then: PanelFigure): number =>
  Math.abs((today.value ?? 0) - (then.value ?? 0)) / Math.max(then.value ?? 0, 1);

function isWorse(
  line: PanelLine,
  on: string,
  isHigher: boolean,
  { rules }: Asking['paper']['making'],
): boolean {
  const polarity =
    rules.targets.find(
      (row) => row.measure_id === line.measure_id && row.line === line.line && holdsOn(row, on),
    )?.polarity ?? rules.measures.find((row) => row.measure_id === line.measure_id)?.polarity;
  return (polarity === 'Low' && isHigher) || (polarity === 'High' && !isHigher);
}

const unrated = { status: null, rated: null } as const;

/** The rating, where the figure it rates is printed as it is: beside a band a word would be a bound. */
function statusOf(line: PanelLine, { paper, figures }: Asking): Pick<PanelQuestion, 'status' | 'rated'> {
  const period = paper.newest(line);
  const found = period === null ? null : paper.making.sets.get(line, period);
  if (period === null || found === null || found.status.startsWith('No rating')) return unrated;
  const rule = paper.making.rules.targets.find(
    (row) => row.measure_id === line.measure_id && row.line === line.line && holdsOn(row, period.to),
  );
  if (rule === undefined || rule.red_if_line !== null) return unrated;
  const rated = line.statistics.find((each) => each === rule.statistic);
  const figure = rated === undefined ? null : figures.total(line, rated, period);
  if (figure?.kind !== 'exact') return unrated;
  // A half-year or three years are made of parts that were rated one by one.
  if (period.step === 'half_year' || period.step === 'three_years') return unrated;
  const status = rule.family === 'N' ? (quarterRatings[found.status] ?? found.status) : found.status;
  return { status, rated: figure.key };
}

/** A rating by the quarters of all councils says so: it meets or misses no aim of the authority's. */
const quarterRatings: Readonly<Record<string, string>> = {
  'Green - on target': 'Green - best quarter of councils',
  'Red - worse than floor': 'Red - worst quarter of councils',
};
