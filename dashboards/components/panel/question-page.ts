import type { PanelFigure, PanelQuestion, PanelTable } from '../../../pipeline/edition/panel-format.ts';
import { quarterChart } from '../../chart/quarter.ts';
import type { PanelEdition } from '../../panel-edition.ts';
import { longDay } from '../day.ts';
import { html, type Markup } from '../markup.ts';
import { marksExplained, sentenceMarkup } from './marks.ts';
import { type PanelBlock, type PanelContext, subjectOf } from './panel-block.ts';
import { questionTag } from './panel-status.ts';
import { isQuestion, packPath, questionPath } from './question-path.ts';
import { figuresOf, tablesOf } from './question-tables.ts';

/** A text as paragraphs: an empty line begins another. */
function paragraphs(text: string): readonly Markup[] {
  return text
    .split(/\n\s*\n/)
    .map((each) => each.trim())
    .filter((each) => each !== '')
    .map((each) => html`<p>${each}</p>`);
}

/** Sentences of the edition, each a paragraph. */
const sentences = (said: readonly string[]): readonly Markup[] =>
  said.map((each) => html`<p class="said">${sentenceMarkup(each)}</p>`);

/** The answer in a sentence, with its rating where there is one. */
export const inShort: PanelBlock = (context) => {
  const question = subjectOf(context);
  return html`<div class="in-short"><p>${sentenceMarkup(question.answer)}</p>${questionTag(question)}</div>`;
};

/** What else is printed of the question. */
export const howMany: PanelBlock = (context) => {
  const { how_many } = subjectOf(context);
  return how_many.length === 0 ? [] : [html`<h2>What else we know</h2>`, ...sentences(how_many)];
};

export const compared: PanelBlock = (context) => {
  const said = subjectOf(context).compared;
  return said.length === 0 ? [] : [html`<h2>Compared with whom?</h2>`, ...sentences(said)];
};
/** What has changed within a year, and how each figure has moved over the quarters. */
export const changing: PanelBlock = (context) => {
  const question = subjectOf(context);
  const charts = quarterCharts(context.edition, question);
  if (question.changing.length === 0 && charts === null) return [];
  return html`<h2>Is it changing?</h2>${sentences(question.changing)}${charts}`;
};

/** Why it matters, what will be done, and what children say: side by side where there is room, each only where it is said. */
export const meaning: PanelBlock = (context) => {
  const { so_what, what_next, children_say } = subjectOf(context);
  const parts = [
    so_what === null ? null : html`<section><h2>So what?</h2>${paragraphs(so_what)}</section>`,
    what_next === null
      ? null
      : html`<section><h2>What next?</h2><div data-words="what_next">${paragraphs(what_next)}</div></section>`,
    children_say === null
      ? null
      : html`<section><h2>What children say</h2>
<figure class="children-say" data-words="children_say"><blockquote>${paragraphs(children_say.text)}</blockquote>
<figcaption>Signed off by: ${children_say.sign_off_role}, ${longDay(children_say.sign_off_on)}.</figcaption></figure></section>`,
  ];
  return html`<div class="meaning">${parts}</div>`;
};

function around(
  { edition }: PanelContext,
  question: PanelQuestion,
): readonly [PanelQuestion | undefined, PanelQuestion | undefined] {
  const { questions, packs } = edition.paper;
  const list = isQuestion(edition, question) ? questions : packs;
  const place = list.findIndex((each) => each.question === question.question);
  return [list[place - 1], list[place + 1]];
}

/** The question before, the question after, and the way back. */
export const neighbours: PanelBlock = (context) => {
  const { edition } = context;
  const question = subjectOf(context);
  const path = isQuestion(edition, question) ? questionPath : packPath;
  const [before, after] = around(context, question);
  const link = (word: string, to: PanelQuestion | undefined) =>
    to === undefined ? null : html`<p>${word}: <a href="${path(to)}">${to.title}</a></p>`;
  return html`<nav class="neighbours" aria-label="Other questions">${link('Before', before)}${link('Next', after)}<p><a href="/index">All questions</a></p></nav>`;
};

/** Which of a line's figures says most in a picture, best first. */
const preferred = 'percentage mean_days median_days rate count'.split(' ');

interface Series {
  readonly name: string;
  /** Oldest first. */
  readonly figures: readonly PanelFigure[];
}

/** The columns of a table whose rows follow in time; none for a table of groups. */
function seriesOf(edition: PanelEdition, shape: PanelTable): readonly Series[] {
  const rows = shape.rows.map((row) => figuresOf(edition, row));
  return shape.columns.map((name, column) => ({
    name,
    figures: rows
      .flatMap((row) => row[column] ?? [])
      .filter(({ breakdown }) => breakdown === 'all')
      .sort((a, b) => (a.to_date < b.to_date ? -1 : 1)),
  }));
}

/** One series for each line. */
function onePerLine(series: readonly Series[]): readonly Series[] {
  const rank = ({ figures: [figure] }: Series) => preferred.indexOf(figure?.statistic ?? 'count');
  const lines = new Map<string, Series>();
  for (const each of series) {
    const [figure] = each.figures;
    if (figure === undefined) continue;
    const line = `${figure.measure_id} ${figure.line} ${figure.step}`;
    const known = lines.get(line);
    if (known === undefined || rank(each) < rank(known)) lines.set(line, each);
  }
  return [...lines.values()];
}

/** Small pictures of how a question's printed figures have moved. */
function quarterCharts(edition: PanelEdition, { tables }: PanelQuestion): Markup | null {
  const series = tablesOf(edition, tables).flatMap((each) => seriesOf(edition, each));
  const drawn = onePerLine(series).flatMap(({ name, figures }) => {
    const chart = quarterChart(name, figures);
    return chart === null ? [] : [{ chart, shown: figures.map(({ shown }) => shown) }];
  });
  if (drawn.length === 0) return null;
  const marks = marksExplained(
    drawn.flatMap(({ shown }) => shown),
    false,
    'Marks in the pictures below',
  );
  return html`<p class="small">Each picture begins at none, so a line twice as high is twice as much. Its figures are in the tables below.</p>
${marks}<div class="quarter-charts">${drawn.map(({ chart }) => chart)}</div>`;
}
