import type { MeasureMeta } from '../../pipeline/edition/format.ts';
import { trendFigure } from '../chart/trend-figure.ts';
import { groupsOf } from '../edition.ts';
import { type Block, type BlockContext, captionOf } from './block.ts';
import { longDay } from './day.ts';
import { type Figure, figureOf } from './figure.ts';
import { lineTable, waitCell } from './line-table.ts';
import { html, type Markup } from './markup.ts';
import { wholeNumber } from './number-format.ts';
import { notAvailableWords, sentenceCase, sharePercent, shareSentence } from './sentence.ts';
import { statusTag } from './status.ts';
import { type Heading, number, table } from './table.ts';

function weeklyMeasures({ edition }: BlockContext): readonly MeasureMeta[] {
  return edition.measures.filter(({ page }) => page === 'weekly');
}

function referenceTile(measure: MeasureMeta): Markup | null {
  const { reference } = measure;
  if (reference === null) return null;
  const unit = reference.unit === 'percent' ? '%' : ` ${reference.unit}`;
  return html`<li class="pair"><span class="pair-name">Published (reference, not a target)</span>
<span class="big">${reference.value}${unit}</span><span class="pair-note">${reference.source}</span></li>`;
}

function ownTile({ edition, authority }: BlockContext, figure: Figure, name: string): Markup {
  const value = sharePercent(figure) ?? 'not available';
  const whose = `${authority.name}, ${longDay(edition.manifest.as_at_date)}: ${shareSentence(figure)}`;
  return html`<li class="pair"><span class="pair-name">${sentenceCase(name)}</span>
<span class="big">${value}</span><span class="pair-note">${whose}</span>${figure.line.rated ? statusTag(figure.status) : null}</li>`;
}

/** The published figure beside the authority's own: a reference, not a target. */
export const weeklyReference: Block = (context) => {
  const { edition, authority } = context;
  return weeklyMeasures(context)
    .filter(({ reference }) => reference !== null)
    .map((measure) => {
      const main = figureOf(edition, authority.authority, measure);
      const rated =
        measure.rated_line === 'main'
          ? null
          : figureOf(edition, authority.authority, measure, { line: measure.rated_line });
      return html`<ul class="pairs">${referenceTile(measure)}${ownTile(context, main, 'whole cohort')}
${rated === null ? null : ownTile(context, rated, rated.line.name)}</ul>`;
    });
};

/** The lines of the weekly tool with their sub-lines. */
export const weeklyLines: Block = (context) =>
  lineTable(context, weeklyMeasures(context), 'The lines of the weekly tool');

const teamColumns: readonly Heading[] = [
  'Team',
  number('In the cohort'),
  number('Had a meeting'),
  number('Share'),
  number('Exempt'),
  number('Discussion'),
  number('None: under 12'),
  number('Longest wait'),
  number('None: 12 and over'),
];

/** Where the weekly tool's two measures stand, team by team: most children without a meeting first. */
export const weeklyTeams: Block = (context) => {
  const { edition, authority } = context;
  const held = edition.measures.find(({ measure_id }) => measure_id === 'T9');
  const lacking = edition.measures.find(({ measure_id }) => measure_id === 'T10');
  if (held === undefined || lacking === undefined)
    return html`<p>This edition does not hold the weekly tool.</p>`;
  const read = (measure: MeasureMeta, group: string, line = 'main') =>
    figureOf(edition, authority.authority, measure, { line, breakdown: 'team', group });
  const teams = groupsOf(edition, authority.authority, 'team')
    .map(({ group, label }) => ({ group, label, held: read(held, group), lacking: read(lacking, group) }))
    .filter((team) => (team.held.denominator ?? 0) > 0 || (team.lacking.count ?? 0) > 0)
    .sort(
      (a, b) =>
        (b.lacking.count ?? 0) - (a.lacking.count ?? 0) ||
        (b.lacking.longestDays ?? 0) - (a.lacking.longestDays ?? 0) ||
        (a.label < b.label ? -1 : 1),
    );
  if (teams.length === 0) return html`<p>By team: <strong>${notAvailableWords}</strong>.</p>`;
  const isKnown = (measure: MeasureMeta) => figureOf(edition, authority.authority, measure).count !== null;
  const [heldKnown, lackingKnown] = [isKnown(held), isKnown(lacking)];
  const number = (known: boolean, value: number | null) => (known ? wholeNumber(value ?? 0) : '–');
  const rows = teams.map((team) => ({
    cells: [
      team.label,
      number(heldKnown, team.held.denominator),
      number(heldKnown, team.held.count),
      sharePercent(team.held) ?? '',
      number(heldKnown, read(held, team.group, 'exempt').count),
      number(heldKnown, read(held, team.group, 'discussion').count),
      html`<strong>${number(lackingKnown, team.lacking.count)}</strong>`,
      waitCell(team.lacking.longestDays, edition.manifest.as_at_date, 'one line'),
      number(lackingKnown, read(lacking, team.group, '12_and_over').count),
    ],
  }));
  return table(teamColumns, rows, {
    caption: captionOf(context, 'Children of the cohort by team: most under-12s without a meeting first'),
    cards: true,
    look: 'teams',
  });
};

/** Thirteen weeks of each weekly measure, on the line that is rated. */
export const weeklyTrend: Block = (context) =>
  weeklyMeasures(context).map(
    (measure) =>
      trendFigure(context.edition, context.authority.authority, measure, {
        line: measure.rated_line,
        every: 'week',
        population: context.authority.name,
      }) ?? html`<p>${measure.measure_id} ${measure.plain_name}: no trend, ${notAvailableWords}.</p>`,
  );
