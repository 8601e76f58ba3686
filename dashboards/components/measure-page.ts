import type { MeasureMeta } from '../../pipeline/edition/format.ts';
import { chartOf, controlFigure, noChartReason } from '../chart/control-figure.ts';
import { readingOf } from '../chart/reading.ts';
import { monthlySeries, trendFigure } from '../chart/trend-figure.ts';
import { benchmarkBadge, benchmarkOf } from './benchmark-badge.ts';
import { type Block, type BlockContext, behind, captionOf, measureLink, measureOf } from './block.ts';
import { countHeading } from './counted.ts';
import { longDay, longMonth } from './day.ts';
import {
  availabilityOf,
  type Figure,
  figureOf,
  headlinePeriod,
  headlineValue,
  isPartMonth,
  lineOf,
} from './figure.ts';
import { countCell, lineTable } from './line-table.ts';
import { html, type Markup } from './markup.ts';
import { ruleChangeNotice } from './rule-change.ts';
import { referenceCaution } from './scorecard.ts';
import {
  besideFigure,
  notAvailableWords,
  ruleSentence,
  sentenceCase,
  sharePercent,
  shareSentence,
  smallGroupCaution,
  standingSentence,
  waitText,
} from './sentence.ts';
import { standingOf } from './standing.ts';
import { isColour, statusLooks, statusTag } from './status.ts';
import { type Heading, number, table } from './table.ts';
import { movementSentence, travelMethod, travelOf, travelTag } from './travel.ts';
import { headlineText, periodText, statisticWords } from './value-text.ts';

const availabilityWords = {
  available: 'available',
  proxy: 'stand-in (proxy)',
  'not available': notAvailableWords,
} as const;

/** Where the measure stands: rating, value, and why. */
export const measureStanding: Block = (context) => {
  const { edition, authority } = context;
  const measure = measureOf(context);
  const figure = figureOf(edition, authority.authority, measure);
  const asAt = edition.manifest.as_at_date;
  const { availability } = figure;
  const gap =
    availability === undefined || availability.state === 'available'
      ? null
      : html`<p>${availabilityWords[availability.state]}: ${availability.reason}</p>`;
  const rating =
    figure.line.rated && headlineValue(figure) !== null
      ? html`<p>${ruleSentence(figure.target)} ${sinceWhen(context, figure)}${smallGroupCaution(figure, edition.manifest)}</p>`
      : null;
  const wait =
    figure.longestDays === null ? null : html`<p>Longest wait: ${waitText(figure.longestDays, asAt)}.</p>`;
  const incomplete = isPartMonth(figure, headlinePeriod(measure))
    ? html`<p>${longMonth(asAt)} so far (incomplete).</p>`
    : null;
  return html`<div class="standing standing-${statusLooks[figure.status].key}">${statusTag(figure.status)}
<p class="standing-value">${sentenceCase(shareSentence(figure))}</p>
${besideFigure(figure).map((told) => html`<p>${told}</p>`)}${wait}${incomplete}${rating}${gap}
<p class="chips">${travelTag(travelOf(edition, authority.authority, measure, 'main'), 'alone')} ${benchmarkBadge(benchmarkOf(edition, authority.authority, measure, 'main'))}</p>
${partStanding(context, measure)}${ruleChangeNotice(context, measure)}</div>`;
};

/** `Red at each of the last 8 month-ends`, of a figure that has a colour. */
function sinceWhen({ edition, authority }: BlockContext, figure: Figure): string | null {
  if (!isColour(figure.status)) return null;
  const series = monthlySeries(edition, authority.authority, figure.measure, figure.line.line);
  return `${standingSentence(statusLooks[figure.status].word, standingOf(figure, series))}. `;
}

/** The line that is rated where that is not the main one, under its own name: a part does not speak for the whole. */
function partStanding(context: BlockContext, measure: MeasureMeta): Markup | null {
  if (measure.rated_line === 'main') return null;
  const { edition, authority } = context;
  if (figureOf(edition, authority.authority, measure).status === 'Not available') return null;
  const figure = figureOf(edition, authority.authority, measure, { line: measure.rated_line });
  return html`<p><strong>Of these: ${figure.line.name}.</strong> ${statusTag(figure.status, 'short')} ${sentenceCase(shareSentence(figure))}. ${ruleSentence(figure.target)} ${sinceWhen(context, figure)}</p>
`;
}

/** A published figure printed beside ours, never as a target. */
function referenceMarkup({ reference }: MeasureMeta): Markup | null {
  if (reference === null) return null;
  const value = reference.unit === 'percent' ? `${reference.value}%` : `${reference.value} ${reference.unit}`;
  return html`<dt>${reference.unit === 'days' ? 'National threshold' : 'Published figure'}</dt><dd>${value} (${reference.source.replace(/\.$/, '')}). ${referenceCaution(reference.source)}</dd>`;
}

/** Plain and exact definition, why it matters, where it comes from. */
export const measureDefinition: Block = (context) => {
  const measure = measureOf(context);
  const polarity = {
    High: 'Higher is better.',
    Low: 'Lower is better.',
    none: 'Neither higher nor lower is better.',
  };
  return html`<p>${measure.plain_definition} ${measure.why_it_matters} ${polarity[measure.polarity]}</p>
${behind(
  'The exact rule, and where it comes from',
  html`<dl class="facts"><dt>Exact rule</dt><dd>${measure.exact_definition}</dd>
<dt>Source of the rule</dt><dd>${measure.source}</dd>
${referenceMarkup(measure)}</dl>`,
)}`;
};

/** Every line of the measure on the as-at date. */
export const measureLines: Block = (context) => {
  const measure = measureOf(context);
  const flows = measure.periods.filter((period) => period !== headlinePeriod(measure));
  const lines = lineTable(
    context,
    [measure],
    `${measure.name}: every line on ${longDay(context.edition.manifest.as_at_date)}`,
  );
  return flows.length === 0
    ? behind('Every line of this measure', lines)
    : behind('Every line of this measure, and every period', html`${lines}${periodTable(context, measure)}`);
};

function periodTable(context: BlockContext, measure: MeasureMeta): Markup {
  const { edition, authority } = context;
  const asAt = edition.manifest.as_at_date;
  const rows = measure.periods.map((period) => {
    const figure = figureOf(edition, authority.authority, measure, { period });
    const name = isPartMonth(figure, period)
      ? `${longMonth(asAt)} so far (incomplete)`
      : sentenceCase(periodText(period, asAt));
    return {
      cells: [name, countCell(figure), sharePercent(figure) ?? '', headlineText(figure) ?? 'not available'],
    };
  });
  const columns: readonly Heading[] = [
    'Period',
    number(countHeading([measure.counts])),
    number('Share'),
    number(sentenceCase(statisticWords[measure.headline_statistic])),
  ];
  const isTimed = measure.headline_statistic !== 'count' && measure.headline_statistic !== 'percentage';
  const used = [true, true, rows.some(({ cells }) => cells[2] !== ''), isTimed];
  return table(
    columns.filter((_, index) => used[index]),
    rows.map(({ cells }) => ({ cells: cells.filter((_, index) => used[index]) })),
    { caption: captionOf(context, `${measure.name}: periods`), look: 'compact' },
  );
}

/** One line's movement: its control chart, or the plain trend with the reason why there is no chart. */
function lineTrend(context: BlockContext, measure: MeasureMeta, line: string): Markup | null {
  const { edition, authority } = context;
  const chart = chartOf(edition, authority.authority, measure, line);
  if (chart !== undefined) return controlFigure(edition, authority, measure, chart);
  const trend = trendFigure(edition, authority.authority, measure, {
    line,
    population: authority.name,
    every: 'month',
  });
  return trend === null ? null : html`<p>${noChartReason(measure, line)}</p>${trend}`;
}

/** Is the movement of the measure real? Its chart, how its direction was judged, and for stocks the last weeks. */
export const measureTrend: Block = (context) => {
  const measure = measureOf(context);
  const { edition, authority } = context;
  // A main line whose movement is not judged leaves it to the rated one, which is named.
  const line = lineOf(measure, 'main').chart === '' ? measure.rated_line : 'main';
  const months = lineTrend(context, measure, line);
  const weeks =
    headlinePeriod(measure) === 'as_at'
      ? trendFigure(edition, authority.authority, measure, {
          line,
          population: authority.name,
          every: 'week',
        })
      : null;
  if (months === null && weeks === null) return html`<p>No trend: the figures are ${notAvailableWords}.</p>`;
  const travel = travelOf(edition, authority.authority, measure, line);
  // The chart of a stock says in its own words who joined and who left.
  const method =
    months !== null && movementSentence(travel) !== null
      ? 'Judged by those who joined against those who left.'
      : travelMethod(travel, lineOf(measure, line));
  return html`<p class="travel-line"><strong>Direction of travel${line === 'main' ? null : `, ${lineOf(measure, line).name}`}:</strong> ${travelTag(travel)}. ${method}</p>
${months}${otherLines(context, measure, line)}${weeks === null ? null : behind('The last 13 weeks', weeks)}`;
};

/** Which way each other judged line is moving, in a table. */
function otherLines(context: BlockContext, measure: MeasureMeta, shown: string): Markup | null {
  const { edition, authority } = context;
  const rows = measure.lines
    .filter(({ line, chart }) => line !== shown && chart !== '')
    .map(({ line, name }) => {
      const chart = chartOf(edition, authority.authority, measure, line);
      const travel = travelOf(edition, authority.authority, measure, line);
      return {
        cells: [
          line === 'main' ? measure.plain_name : sentenceCase(name),
          travelTag(travel),
          movementSentence(travel) ?? (chart === undefined ? noChartReason(measure, line) : readingOf(chart)),
        ],
      };
    });
  if (rows.length === 0) return null;
  const caption = captionOf(context, `${measure.name}: how the other lines are moving`);
  return behind(
    'How its other lines are moving',
    table(['Line', 'Direction of travel', 'Reading'], rows, {
      caption,
      quietCaption: true,
      cards: true,
    }),
  );
}

/** What the authority's files could not give, line by line, in so many words. */
export const measureAvailability: Block = (context) => {
  const measure = measureOf(context);
  const gaps = measure.lines.flatMap((line) => {
    const entry = availabilityOf(measure, context.authority.authority, line.line);
    if (entry === undefined || entry.state === 'available') return [];
    const name = line.line === 'main' ? measure.name : line.name;
    return [html`<li>${name}: <strong>${availabilityWords[entry.state]}</strong>. ${entry.reason}</li>`];
  });
  const notes = measure.notes
    .filter(({ authority }) => authority === context.authority.authority || authority === '*')
    .map(({ note }) => html`<li>${note}</li>`);
  if (gaps.length + notes.length === 0)
    return html`<p>The files hold everything that this measure needs.</p>`;
  return html`<ul>${gaps}${notes}</ul>`;
};

/** How an analyst gets the list of children behind the figure: never from this site. */
export const measureWorklist: Block = (context) => {
  const measure = measureOf(context);
  const keys = measure.lines.filter(({ line }) => line !== 'main');
  const base = `tracker worklist --authority authority.yaml --measure ${measure.measure_id}`;
  return behind(
    `Which ${measure.counts}? Never on this site`,
    html`<p>An analyst with access to the case files lists the ${measure.counts} behind this figure with</p>
<pre class="command" tabindex="0"><code>${base}</code></pre>
${keys.length === 0 ? null : html`<p>One sub-line only: add <code>--line</code> and its key: ${keys.map(({ line, name }, index) => html`${index === 0 ? '' : '; '}<code>${line}</code> (${name})`)}.</p>`}
<p>From which fields of the files it is made: <code>tracker measure ${measure.measure_id}</code>.</p>`,
  );
};

/** Links to the measures before and after, in page order. */
export const measureNeighbours: Block = (context) => {
  const { measures } = context.edition;
  const place = measures.indexOf(measureOf(context));
  const [before, after] = [measures[place - 1], measures[place + 1]];
  const words = (measure: MeasureMeta) => html`${measure.measure_id} ${measure.plain_name}`;
  return html`<nav class="neighbours" aria-label="Other measures">${before === undefined ? null : html`<p>Previous: ${measureLink(before, words(before))}</p>`}${after === undefined ? null : html`<p>Next: ${measureLink(after, words(after))}</p>`}<p><a href="/dictionary">All measures</a></p></nav>`;
};
