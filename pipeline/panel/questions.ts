/** The Panel's questions and annual packs in sentences, from printed figures alone. */
import type { RuleRow } from '../../sources/rules/contract.ts';
import { holdsOn } from '../../sources/rules/validity.ts';
import type { PanelFigure, PanelQuestion, PanelTable } from '../edition/panel-format.ts';
import { type Period, periodWords, yearBefore } from './calendar.ts';
import { besideOf, type Comparing, comparedWith } from './comparisons.ts';
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
  const changes = headline === undefined ? [] : changesOf(headline, asking);
  const question: PanelQuestion = {
    question: row.question,
    position: row.position,
    title: row.title,
    short_title: row.short_title,
    answer: headline === undefined ? notKnown(main, asking) : said(headline, asking, ''),
    ...(headline === undefined ? unrated : statusOf(headline, asking)),
    how_many: lines
      .filter((line) => line !== main)
      .map((line) =>
        available.includes(line) ? said(line, asking, line.column) : `“${line.column}”: we do not know.`,
      ),
    changing: changes.map(({ words }) => words),
    grown_worse: changes.some(
      ({ worse }) => worse * 100 >= paper.making.rules.settings.panel_worse_percent && worse > 0,
    ),
    compared: comparedWith(available, asking),
    beside: headline === undefined ? [] : [...yearEarlier(headline, asking), ...besideOf(headline, asking)],
    young: youngWords(row, headline, asking),
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

function said(line: PanelLine, { paper, figures }: Asking, called: string, template = line.sentence): string {
  const period = paper.newest(line);
  if (period === null) return '';
  return sentence(
    { ...line, sentence: template },
    new Map(line.statistics.map((each) => [each, figures.total(line, each, period)])),
    period,
    called,
  );
}

/** The question and its answer as a young person would put them; null where the rules have no such words, and in exempt papers. */
const youngWords = (
  { young_title: title, young_sentence }: RuleRow<'panel_questions'>,
  headline: PanelLine | undefined,
  asking: Asking,
): PanelQuestion['young'] =>
  young_sentence === '' || asking.paper.making.policy.least_count <= 1
    ? null
    : {
        title,
        answer: headline === undefined ? 'We do not know.' : said(headline, asking, '', young_sentence),
      };

/** A figure of today beside that of a year ago, both printed. */
interface Change {
  readonly words: string;
  /** How much worse it has grown, as a share of what it was; 0 where it has not. */
  readonly worse: number;
}

/** How the answer has changed over a year: the lines that panel_changes.csv names for the question, the worst first. */
function changesOf(headline: PanelLine, asking: Asking): Change[] {
  const { lines, rules } = asking.paper.making;
  return rules.panel_changes
    .filter(({ question }) => question === headline.question)
    .sort((a, b) => a.position - b.position)
    .flatMap((row) => {
      const line = lines.find(
        (each) =>
          each.question === row.question && each.measure_id === row.measure_id && each.line === row.line,
      );
      return line === undefined ? [] : (changeOf(line, row.subject, asking) ?? []);
    })
    .sort((a, b) => b.worse - a.worse);
}

interface Pair {
  readonly now: Period;
  readonly before: Period;
  readonly today: PanelFigure;
  readonly then: PanelFigure;
  /** What stands behind a number of days. */
  readonly unit: string;
}

/** The newest figure of a line and that of the same time a year ago; null unless both are printed. */
function pairOf(line: PanelLine, { paper, figures }: Asking): Pair | null {
  const now = paper.newest(line);
  const before = now === null ? null : yearBefore(now, paper.making.steps.threeYearsEnd);
  if (now === null || before === null || !paper.periods(line).some(({ name }) => name === before.name))
    return null;
  const statistic = line.statistics.find((each) => each !== 'count') ?? 'count';
  const [today, then] = [figures.total(line, statistic, now), figures.total(line, statistic, before)];
  const unit = statistic.endsWith('_days') ? ' days' : '';
  return today.value === null || then.value === null ? null : { now, before, today, then, unit };
}

function yearEarlier(line: PanelLine, asking: Asking): string[] {
  const pair = pairOf(line, asking);
  if (pair === null) return [];
  return [`${pair.then.kind === 'rounded' ? 'about ' : ''}${placed(pair.then)}${pair.unit} a year earlier`];
}

function changeOf(line: PanelLine, subject: string, asking: Asking): Change | null {
  const pair = pairOf(line, asking);
  if (pair === null) return null;
  const { now, before, today, then, unit } = pair;
  const about = today.kind === 'rounded' || then.kind === 'rounded' ? 'about ' : '';
  if (today.value === then.value)
    return { words: `${subject} is the same as a year earlier: ${about}${placed(then)}${unit}.`, worse: 0 };
  const isHigher = (today.value ?? 0) > (then.value ?? 0);
  const words = `${subject} is ${isHigher ? 'higher' : 'lower'} than a year earlier: ${about}${placed(today)}${unit} ${when(now)}, ${placed(then)}${unit} ${when(before)}.`;
  return {
    words,
    worse: isWorse(line, now.to, isHigher, asking.paper.making) ? difference(today, then) : 0,
  };
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
