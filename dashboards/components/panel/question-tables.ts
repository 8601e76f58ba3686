import type { PanelFigure, PanelTable } from '../../../pipeline/edition/panel-format.ts';
import type { PanelEdition } from '../../panel-edition.ts';
import { html, type Markup } from '../markup.ts';
import { type Row, table } from '../table.ts';
import { marksExplained, printed } from './marks.ts';
import { type PanelBlock, subjectOf } from './panel-block.ts';

/** The figures of a table's row, one for each column. */
export function figuresOf(edition: PanelEdition, row: PanelTable['rows'][number]): readonly PanelFigure[] {
  return row.figures.flatMap((key) => edition.figures.get(key) ?? []);
}

/** The tables of a question, in the order in which the edition names them. */
export function tablesOf(edition: PanelEdition, wanted: readonly string[]): readonly PanelTable[] {
  return wanted.flatMap((name) => edition.paper.tables.find((each) => each.table === name) ?? []);
}

const isLate = ({ provisional }: PanelFigure): boolean => provisional;

function withheldTable({ title, withheld }: PanelTable): Markup {
  return html`<section class="panel-table"><h3>${title}</h3><p><strong>This table is not printed.</strong> ${withheld}</p></section>`;
}

function bodyRow(label: string, figures: readonly PanelFigure[], marksLate: boolean): Row {
  const mark = marksLate && figures.some(isLate) ? html` <span class="provisional">[p]</span>` : null;
  return { cells: [html`${label}${mark}`, ...figures.map(printed)] };
}

/** A table as the edition lays it out: its rows in their own order, its marks explained above it. */
function printedTable(edition: PanelEdition, shape: PanelTable): Markup {
  const rows = shape.rows.map((row) => ({ label: row.label, figures: figuresOf(edition, row) }));
  const all = rows.flatMap(({ figures }) => figures);
  const allLate = all.length > 0 && all.every(isLate);
  const marksLate = !allLate && all.some(isLate);
  const shown = all.map((figure) => figure.shown);
  const notes = [shape.note ?? '', allLate ? 'All of these may still change.' : ''];
  const note = notes.filter((each) => each !== '').join(' ');
  const columns = [
    { label: shape.row_heading },
    ...shape.columns.map((label) => ({ label, kind: 'number' as const })),
  ];
  return html`<section class="panel-table"><h3>${shape.title}</h3>
${marksExplained(shown, marksLate)}${note === '' ? null : html`<p class="table-note">${note}</p>`}
${table(
  columns,
  rows.map(({ label, figures }) => bodyRow(label, figures, marksLate)),
  {
    caption: shape.title,
    quietCaption: true,
    id: shape.table,
    cards: shape.columns.length > 2,
    look: shape.columns.length > 2 ? 'panel-data' : 'panel-data few-columns',
  },
)}</section>`;
}

/** Every table of a question; a withheld one with the reason. */
export const tables: PanelBlock = (context) => {
  const { edition } = context;
  const found = tablesOf(edition, subjectOf(context).tables);
  if (found.length === 0) return html`<p>There is no figure to print for this question yet.</p>`;
  return found.map((each) => (each.withheld === null ? printedTable(edition, each) : withheldTable(each)));
};
