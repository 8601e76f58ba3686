import type { CommentaryEntry } from '../../pipeline/edition/commentary-format.ts';
import type { Status } from '../../pipeline/edition/format.ts';
import { trendSparkline } from '../chart/trend-figure.ts';
import { benchmarkBadge, benchmarkOf } from './benchmark-badge.ts';
import { type Block, type BlockContext, headingOf, measureLink } from './block.ts';
import { type Concern, concernsOf, ratedFigures } from './concern.ts';
import { countedBy, countNoun } from './counted.ts';
import { longDay } from './day.ts';
import type { Figure } from './figure.ts';
import { html, joined, type Markup } from './markup.ts';
import { currentCommentary, dueText, judgedOn } from './measure-commentary.ts';
import { wholeNumber } from './number-format.ts';
import {
  ruleSentence,
  sharePercent,
  shareSentence,
  smallGroupCaution,
  standingSentence,
  waitText,
} from './sentence.ts';
import { isColour, provisionalMark, statusLooks, statusShape, statusTag } from './status.ts';
import { travelOf, travelTag } from './travel.ts';
import { headlineText } from './value-text.ts';

const alwaysShown: readonly Status[] = [
  'Red - worse than floor',
  'Amber - short of target',
  'Green - on target',
];
const summaryOrder: readonly Status[] = [
  ...alwaysShown,
  'Too few to rate',
  'Not yet due',
  'Not available',
  'Suppressed',
  'No rating - context',
];

/** The number of a card: the count with its share, or the time or rate that the measure is known by. */
function bigValue(figure: Figure): Markup {
  const { headline_statistic: statistic } = figure.measure;
  const mark = figure.provisional ? html` ${provisionalMark()}` : null;
  if (statistic !== 'count' && statistic !== 'percentage')
    return html`<p class="big">${headlineText(figure) ?? '–'}${mark}</p>`;
  const noun = countNoun(figure.count ?? 0, countedBy(figure.measure, figure.line.line));
  const share = figure.percent === null ? null : `, ${sharePercent(figure)}`;
  return html`<p class="big">${figure.count === null ? '–' : wholeNumber(figure.count)}<span class="unit"> ${noun}${share}</span>${mark}</p>`;
}

/** What somebody said of the line and does about it. */
function responseMarkup({ edition }: BlockContext, entry: CommentaryEntry): Markup {
  return html`<p class="response"><strong>Why:</strong> ${entry.why} <strong>Action:</strong> ${entry.action} <strong>${entry.owner_role}</strong>, ${dueText(entry, judgedOn(edition.manifest))}.</p>`;
}

function concernCard(context: BlockContext, { figure, standing, series, specialCause }: Concern): Markup {
  const { edition, authority } = context;
  const { measure, line } = figure;
  const name = html`<span class="measure-id">${measure.measure_id}</span> ${measure.plain_name}${line.line === 'main' ? null : html` <span class="concern-line">– ${line.name}</span>`}`;
  const facts = joined(
    [
      isColour(figure.status) ? standingSentence(statusLooks[figure.status].word, standing) : null,
      figure.longestDays === null
        ? null
        : `longest wait ${waitText(figure.longestDays, edition.manifest.as_at_date)}`,
      figure.availability?.state === 'proxy' ? 'stand-in (proxy)' : null,
    ],
    ' · ',
  );
  const caution = smallGroupCaution(figure, edition.manifest);
  const benchmark = benchmarkOf(edition, authority.authority, measure, line.line);
  const entry = currentCommentary(edition, authority.authority, measure, line.line);
  const key =
    specialCause !== null && statusLooks[figure.status].key === 'context'
      ? 'special'
      : statusLooks[figure.status].key;
  return html`<li class="concern concern-${key}">
<div class="concern-words">${headingOf(context, measureLink(measure, name))}
<p>${shareSentence(figure)}. <span class="quiet">${ruleSentence(figure.target, 'brief')}</span>${caution === null ? null : ` ${caution}`}</p>
<p class="concern-facts">${facts}</p>
${specialCause === null ? null : html`<p class="special"><strong>More than chance.</strong> ${specialCause}</p>`}
<p class="chips">${travelTag(travelOf(edition, authority.authority, measure, line.line), 'alone')}${benchmark === undefined ? null : html` ${benchmarkBadge(benchmark)}`}${entry === undefined ? html` <span class="wanted">No commentary yet</span>` : null}</p>
${entry === undefined ? null : responseMarkup(context, entry)}</div>
<div class="concern-figure">${statusTag(figure.status)}
${bigValue(figure)}
${trendSparkline(series, `${measure.measure_id}, ${series.length} dates`)}</div></li>
`;
}

/** What needs attention: Red, Amber, then special causes, each with value, direction, benchmark, reason and action. */
export const attention: Block = (context) => {
  const concerns = concernsOf(context.edition, context.authority);
  if (concerns.length === 0)
    return html`<p>No rated line is Red or Amber, and no line grows worse by more than chance, on ${longDay(context.edition.manifest.as_at_date)}.</p>`;
  return html`<ol class="concerns">${concerns.map((concern) => concernCard(context, concern))}</ol>`;
};

/** How many lines stand at each status, and which. */
export const statusSummary: Block = ({ edition, authority }) => {
  const figures = ratedFigures(edition, authority);
  const name = ({ measure, line }: Figure) =>
    line.line === 'main' ? measure.measure_id : `${measure.measure_id} ${line.name}`;
  const tile = (status: Status) => {
    const there = figures.filter((figure) => figure.status === status);
    if (there.length === 0 && !alwaysShown.includes(status)) return null;
    const links = there.map((figure) => measureLink(figure.measure, name(figure)));
    return html`<li class="tile tile-${statusLooks[status].key}"><span class="tile-number">${there.length}</span>
<span class="tile-word">${statusShape(status)} ${statusLooks[status].word}</span>
<span class="tile-lines">${there.length === 0 ? 'none' : links.flatMap((link, index) => (index === 0 ? [link] : [' ', link]))}</span></li>`;
  };
  return html`<ul class="tiles">${summaryOrder.map(tile)}</ul>`;
};
