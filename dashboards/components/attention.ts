import type { Status } from '../../pipeline/edition/format.ts';
import type { Authority, PublishedEdition } from '../edition.ts';
import { type Block, type BlockContext, headingOf, measureLink } from './block.ts';
import { longDay } from './day.ts';
import { type Figure, figureOf } from './figure.ts';
import { html, joined, type Markup } from './markup.ts';
import { wholeNumber } from './number-format.ts';
import {
  ruleSentence,
  sharePercent,
  shareSentence,
  smallGroupCaution,
  standingSentence,
  waitText,
} from './sentence.ts';
import { type Standing, standingOf } from './standing.ts';
import { provisionalMark, statusLooks, statusShape, statusTag } from './status.ts';
import { monthlySeries, trendSparkline } from './trend.ts';

interface Concern {
  readonly figure: Figure;
  readonly standing: Standing;
  readonly series: readonly Figure[];
}

const urgency: readonly Status[] = ['Red - below floor', 'Amber - above floor'];
const summaryOrder: readonly Status[] = [
  'Red - below floor',
  'Amber - above floor',
  'Green - at or above target',
  'Too few to rate',
  'Not yet due',
  'Not available',
  'Suppressed',
  'No rating - context',
];

/** The figure on which each measure's rating rests. */
export function ratedFigures(edition: PublishedEdition, authority: Authority): readonly Figure[] {
  return edition.measures.map((measure) =>
    figureOf(edition, authority.authority, measure, { line: measure.rated_line }),
  );
}

/** Red before Amber; then the longest at that status; then the longest wait. */
export function concernsOf(edition: PublishedEdition, authority: Authority): readonly Concern[] {
  const place = (status: Status) => urgency.indexOf(status);
  return ratedFigures(edition, authority)
    .filter(({ status }) => urgency.includes(status))
    .map((figure) => {
      const series = monthlySeries(edition, authority.authority, figure.measure, figure.line.line);
      return {
        figure,
        series,
        standing: standingOf(
          figure,
          series.filter(({ day }) => day < figure.day),
        ),
      };
    })
    .sort(
      (a, b) =>
        place(a.figure.status) - place(b.figure.status) ||
        b.standing.monthEnds - a.standing.monthEnds ||
        (b.figure.longestDays ?? 0) - (a.figure.longestDays ?? 0),
    );
}

function concernCard(context: BlockContext, { figure, standing, series }: Concern): Markup {
  const { measure, line } = figure;
  const asAt = context.edition.manifest.as_at_date;
  const name = html`<span class="measure-id">${measure.measure_id}</span> ${measure.plain_name}`;
  const subLine = line.line === 'main' ? null : html`<p class="concern-line">Rated on: ${line.name}</p>`;
  const caution = smallGroupCaution(figure);
  const isProxy = figure.availability?.state === 'proxy';
  return html`<li class="concern concern-${statusLooks[figure.status].key}">
<div class="concern-words">${headingOf(context, measureLink(measure, name))}${subLine}
<p>${shareSentence(figure)}. ${ruleSentence(figure.target, 'brief')}${caution === null ? null : ` ${caution}`}</p>
<p class="concern-facts">${joined(
    [
      standingSentence(statusLooks[figure.status].word, standing),
      figure.longestDays === null ? null : `longest wait ${waitText(figure.longestDays, asAt)}`,
      isProxy ? 'stand-in (proxy)' : null,
    ],
    ' · ',
  )}</p></div>
<div class="concern-figure">${statusTag(figure.status)}
<p class="big">${figure.count === null ? '–' : wholeNumber(figure.count)}<span class="unit"> ${figure.count === 1 ? 'child' : 'children'}${figure.percent === null ? null : `, ${sharePercent(figure)}`}</span>${figure.provisional ? html` ${provisionalMark()}` : null}</p>
${trendSparkline(series, `${measure.measure_id}, ${series.length} dates`)}</div></li>
`;
}

/** What needs attention: every Red line, then every Amber line, worst and longest-standing first, each with why. */
export const attention: Block = (context) => {
  const concerns = concernsOf(context.edition, context.authority);
  if (concerns.length === 0)
    return html`<p>No rated line is Red or Amber on ${longDay(context.edition.manifest.as_at_date)}.</p>`;
  return html`<ol class="concerns">${concerns.map((concern) => concernCard(context, concern))}</ol>`;
};

/** How many measures stand at each status, and which. */
export const statusSummary: Block = ({ edition, authority }) => {
  const figures = ratedFigures(edition, authority);
  const tile = (status: Status) => {
    const there = figures.filter((figure) => figure.status === status);
    if (there.length === 0 && !urgency.includes(status) && status !== 'Green - at or above target')
      return null;
    const links = there.map(({ measure }) => measureLink(measure, measure.measure_id));
    return html`<li class="tile tile-${statusLooks[status].key}"><span class="tile-number">${there.length}</span>
<span class="tile-word">${statusShape(status)} ${statusLooks[status].word}</span>
<span class="tile-lines">${there.length === 0 ? 'none' : links.flatMap((link, index) => (index === 0 ? [link] : [' ', link]))}</span></li>`;
  };
  return html`<ul class="tiles">${summaryOrder.map(tile)}</ul>`;
};
