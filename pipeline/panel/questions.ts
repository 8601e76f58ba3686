/** The Panel's questions and annual packs in sentences, from printed figures alone. */

import type { RuleRow } from '../../sources/rules/contract.ts';
import { holdsOn } from '../../sources/rules/validity.ts';
import type { PanelFigure, PanelQuestion, PanelTable } from '../edition/panel-format.ts';
import { quartersBefore } from './candidate.ts';
import { type Comparing, comparedSentence } from './comparisons.ts';
import { countId } from './count-id.ts';
import { type Shown, timeTableName } from './decide.ts';
import type { PanelLine } from './printed.ts';
import { tablesOf } from './tables.ts';
import { dayInWords, markOf, sentence } from './words.ts';

/** What the authority says of a question, signed off by a role on a day. */
export interface QuestionWords {
  readonly what_next: string | null;
  readonly children_say: PanelQuestion['children_say'];
}

export interface Asking extends Comparing {
  readonly shown: Shown;
  readonly words: ReadonlyMap<string, QuestionWords>;
  /** Why a line is not available, in a sentence. */
  readonly lacking: (line: PanelLine) => string;
}

/** A question with its tables. */
export interface Answered {
  readonly question: PanelQuestion;
  readonly tables: readonly PanelTable[];
}

/** Answers one question of panel_questions.csv. */
export function answer(row: RuleRow<'panel_questions'>, asking: Asking): Answered {
  const { printed, shown, figures, words } = asking;
  const lines = printed.lines.filter((line) => line.question === row.question);
  const available = lines.filter((line) => printed.isAvailable(line));
  const tables = tablesOf(row.question, printed, shown, figures, row.short_title);
  const own = words.get(row.question);
  const spoken = { what_next: own?.what_next ?? null, children_say: own?.children_say ?? null };
  const named = tables.map(({ table }) => table);
  if (shown.knownElsewhere.has(timeTableName(row.question)))
    return { question: { ...silent(row), ...spoken, tables: named }, tables };
  const headline = available.find((line) => line.headline);
  const further = furtherOf(
    lines.filter((line) => line !== mainOf(lines)),
    asking,
  );
  const question: PanelQuestion = {
    question: row.question,
    position: row.position,
    title: row.title,
    short_title: row.short_title,
    answer: headline === undefined ? notKnown(lines, asking) : said(headline, asking),
    status: headline === undefined ? null : statusOf(headline, asking),
    how_many: further === '' ? null : further,
    changing: headline === undefined ? null : changing(headline, asking),
    compared: comparedSentence(available, asking),
    so_what: row.so_what,
    ...spoken,
    tables: named,
  };
  return { question, tables };
}

/** A question whose figures are withheld whole: a sentence or a rating would say what the table does not. */
const silent = ({ question, position, title, short_title, so_what }: RuleRow<'panel_questions'>) => ({
  question,
  position,
  title,
  short_title,
  answer: 'These numbers are hidden to protect children.',
  status: null,
  how_many: null,
  changing: null,
  compared: null,
  so_what,
});

const mainOf = (lines: readonly PanelLine[]): PanelLine | undefined =>
  lines.find((line) => line.headline) ?? lines[0];

/** Never "none": that something is not on record does not mean that there is none of it. */
function notKnown(lines: readonly PanelLine[], { lacking }: Asking): string {
  const first = mainOf(lines);
  return first === undefined ? 'This is not known.' : `This is not known. ${lacking(first)}`;
}

const figuresOf = (line: PanelLine, { printed, figures }: Asking): Map<string, PanelFigure> =>
  new Map(
    line.statistics.map((statistic) => [
      statistic,
      figures.total(line, statistic, printed.candidates.newest),
    ]),
  );

const said = (line: PanelLine, asking: Asking): string => sentence(line.sentence, figuresOf(line, asking));

/** The other lines of a question: what can be said of them, then by name what cannot, and why. */
function furtherOf(lines: readonly PanelLine[], asking: Asking): string {
  const sentences: string[] = [];
  const without = new Map<string, string[]>();
  for (const line of lines) {
    const mark = asking.printed.isAvailable(line) ? markOf(line.sentence, figuresOf(line, asking)) : '[x]';
    if (mark === null) sentences.push(said(line, asking));
    else without.set(mark, [...(without.get(mark) ?? []), line.column]);
  }
  const named = [...withoutWords].flatMap(([mark, words]) => {
    const columns = without.get(mark);
    return columns === undefined ? [] : [words(figuresFor(columns))];
  });
  return [...sentences, ...named].join(' ');
}

const withoutWords = new Map<string, (figures: string) => string>([
  ['[c]', (figures) => `To protect children we hide ${figures}.`],
  ['[z]', (figures) => `There is nothing from which to work out ${figures}.`],
  ['[low]', (figures) => `More than none, but rounded to nothing: ${figures}.`],
  ['[x]', (figures) => `We do not know ${figures}.`],
]);

/** Columns by their names in the tables, which are no sentences: the figures for “Adopted” and “Families found”. */
function figuresFor(columns: readonly string[]): string {
  const names = columns.map((column) => `“${column}”`);
  const last = names.pop() ?? '';
  return names.length === 0 ? `the figure for ${last}` : `the figures for ${names.join(', ')} and ${last}`;
}

/** A figure of today beside that of a year ago, both printed. */
interface Change {
  readonly words: string;
  /** How much worse it has grown, as a share of what it was; 0 where it has not. */
  readonly worse: number;
}

/** How the answer has changed over a year: the lines that panel_changes.csv names for the question, the worst first. */
function changing(headline: PanelLine, asking: Asking): string | null {
  const { printed, rules } = asking;
  if (!printed.candidates.quarterEnds.includes(quartersBefore(printed.candidates.newest, 4))) return null;
  const rows = rules.panel_changes
    .filter(({ question }) => question === headline.question)
    .sort((a, b) => a.position - b.position);
  const changes = rows
    .flatMap((row) => {
      const line = printed.lines.find(
        (each) =>
          each.question === row.question && each.measure_id === row.measure_id && each.line === row.line,
      );
      return line === undefined || !printed.isAvailable(line)
        ? []
        : (changeOf(line, row.subject, asking) ?? []);
    })
    .sort((a, b) => b.worse - a.worse);
  const said = rows.length > 0 ? changes : [changeOf(headline, null, asking)].filter((each) => each !== null);
  return said.length === 0
    ? 'What can be printed does not show how this has changed over a year.'
    : said.map(({ words }) => words).join(' ');
}

/** The figure a year ago beside that of today; null unless both are printed. */
function changeOf(
  line: PanelLine,
  subject: string | null,
  { printed, figures, rules }: Asking,
): Change | null {
  const statistic = line.statistics.find((each) => each !== 'count') ?? 'count';
  const [now, then] = [printed.candidates.newest, quartersBefore(printed.candidates.newest, 4)];
  const [today, before] = [figures.total(line, statistic, now), figures.total(line, statistic, then)];
  if (today.value === null || before.value === null) return null;
  const days = statistic.endsWith('_days') ? ' days' : '';
  const when = dayInWords(then);
  if (today.value === before.value) {
    const same = today.shown === before.shown ? 'the same' : 'nearly the same';
    const words =
      subject === null
        ? `A year earlier, on ${when}, the figure was ${same}: ${before.shown}${days}.`
        : `${subject} was ${same} a year earlier: ${before.shown}${days} on ${when}.`;
    return { words, worse: 0 };
  }
  const isHigher = today.value > before.value;
  const words = `${subject ?? 'The figure'} is ${isHigher ? 'higher' : 'lower'} than a year earlier: ${today.shown}${days} now, ${before.shown}${days} on ${when}.`;
  const polarity =
    rules.targets.find(
      (row) => row.measure_id === line.measure_id && row.line === line.line && holdsOn(row, now),
    )?.polarity ?? rules.measures.find((row) => row.measure_id === line.measure_id)?.polarity;
  const isWorse = (polarity === 'Low' && isHigher) || (polarity === 'High' && !isHigher);
  return { words, worse: isWorse ? Math.abs(today.value - before.value) / Math.max(before.value, 1) : 0 };
}

/** The rating, where the figure it rates and the counts behind that are shown: beside a hidden count a word is a bound. */
function statusOf(line: PanelLine, { printed, shown, rules, figures }: Asking): string | null {
  const date = printed.candidates.newest;
  const found = printed.candidates.total(line.measure_id, line.line, line.period, date);
  if (found === null || found.status.startsWith('No rating')) return null;
  const rule = rules.targets.find(
    (row) => row.measure_id === line.measure_id && row.line === line.line && holdsOn(row, date),
  );
  if (rule === undefined || rule.red_if_line !== null) return null;
  const rated = line.statistics.find((each) => each === rule.statistic);
  if (rated === undefined || figures.total(line, rated, date).value === null) return null;
  const quantities = printed.hasDenominator(line)
    ? (['numerator', 'denominator'] as const)
    : (['numerator'] as const);
  const both = quantities.every((quantity) => shown.isShown(countId(line, quantity, date)));
  if (!both) return null;
  return rule.family === 'N' ? (quarterRatings[found.status] ?? found.status) : found.status;
}

/** A rating by the quarters of all councils says so: it meets or misses no aim of the authority's. */
const quarterRatings: Readonly<Record<string, string>> = {
  'Green - on target': 'Green - best quarter of councils',
  'Red - worse than floor': 'Red - worst quarter of councils',
};
