import type { PanelFigure, PanelQuestion, PanelTable } from '../../../pipeline/edition/panel-format.ts';
import { quarterChart } from '../../chart/quarter.ts';
import type { PanelEdition } from '../../panel-edition.ts';
import { html, type Markup } from '../markup.ts';
import { marksExplained } from './marks.ts';
import { figuresOf, tablesOf } from './question-tables.ts';

/** Which of a line's figures says most in a picture, best first. */
const preferred: readonly PanelFigure['statistic'][] = [
  'percentage',
  'mean_days',
  'median_days',
  'rate',
  'count',
];

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
export function quarterCharts(edition: PanelEdition, { tables }: PanelQuestion): Markup | null {
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
