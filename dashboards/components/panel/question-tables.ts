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

/** Tables that are not printed, named together under each reason. */
function withheldTables(shapes: readonly PanelTable[]): Markup | null {
  const reasons = [...new Set(shapes.flatMap(({ withheld }) => withheld ?? []))];
  if (reasons.length === 0) return null;
  const said = reasons.map((reason) => {
    const titles = shapes.filter(({ withheld }) => withheld === reason).map(({ title }) => title);
    return html`<p><strong>Not printed:</strong> ${titles.join('; ')}. ${reason}</p>`;
  });
  return html`<section class="panel-table">${said}</section>`;
}

/** A column of the page: the places of its figures in a row of the edition, a share before the count that it stands for. */
interface Joined {
  readonly heading: string;
  readonly at: readonly number[];
}

/** No table is wider than this beside its headings: it is parted into several. */
const mostColumns = 4;

/** The columns of a table, the share and the count of a line in one. */
function joined(shape: PanelTable, [first]: readonly (readonly PanelFigure[])[]): readonly Joined[] {
  const found = new Map<string, number[]>();
  shape.columns.forEach((heading, index) => {
    const figure = first?.[index];
    const isShared = figure?.statistic === 'percentage' || figure?.statistic === 'count';
    const name = isShared ? `${figure.measure_id} ${figure.line}` : heading;
    found.set(
      name,
      figure?.statistic === 'percentage'
        ? [index, ...(found.get(name) ?? [])]
        : [...(found.get(name) ?? []), index],
    );
  });
  return [...found.values()].map((at) => ({ heading: shape.columns[at.at(-1) ?? 0] ?? '', at }));
}

/** 28% (283); what is hidden, or not known, is said once. */
function cellOf([one, other]: readonly PanelFigure[]): Markup | null {
  if (one === undefined) return null;
  if (other === undefined) return printed(one);
  if (one.shown === other.shown)
    return html`<span>${printed(other)}<span class="unseen" aria-hidden="true">${printed(one)}</span></span>`;
  const [first, second] = one.kind === 'band' || one.kind === 'nothing' ? [other, one] : [one, other];
  return html`<span>${printed(first)} (${printed(second)})</span>`;
}

function bodyRow(
  label: string,
  figures: readonly PanelFigure[],
  columns: readonly Joined[],
  marksLate: boolean,
): Row {
  const mark = marksLate && figures.some(isLate) ? html` <span class="provisional">[p]</span>` : null;
  const cells = columns.map(({ at }) => cellOf(at.flatMap((index) => figures[index] ?? [])));
  return { cells: [html`${label}${mark}`, ...cells] };
}

/** As many columns in each part as in any other, or one more. */
function partsOf(columns: readonly Joined[]): readonly (readonly Joined[])[] {
  const parts = Math.ceil(columns.length / mostColumns);
  const size = Math.ceil(columns.length / Math.max(1, parts));
  return Array.from({ length: parts }, (_, part) => columns.slice(part * size, (part + 1) * size));
}

/** A table as the edition lays it out: its rows in their own order, its marks explained above it. */
function printedTable(edition: PanelEdition, shape: PanelTable): Markup {
  const rows = shape.rows.map((row) => ({ label: row.label, figures: figuresOf(edition, row) }));
  const all = rows.flatMap(({ figures }) => figures);
  const allLate = all.length > 0 && all.every(isLate);
  const marksLate = !allLate && all.some(isLate);
  const notes = [shape.note ?? '', allLate ? 'All of these may still change.' : ''];
  const note = notes.filter((each) => each !== '').join(' ');
  const parts = partsOf(
    joined(
      shape,
      rows.map(({ figures }) => figures),
    ),
  );
  return html`<section class="panel-table"><h3>${shape.title}</h3>
${marksExplained(
  all.map(({ shown }) => shown),
  marksLate,
)}${note === '' ? null : html`<p class="table-note">${note}</p>`}
${parts.map((columns, index) =>
  table(
    [
      { label: shape.row_heading },
      ...columns.map(({ heading }) => ({ label: heading, kind: 'number' as const })),
    ],
    rows.map(({ label, figures }) => bodyRow(label, figures, columns, marksLate)),
    {
      caption: index === 0 ? shape.title : `${shape.title}, continued`,
      quietCaption: true,
      id: index === 0 ? shape.table : `${shape.table}.${index + 1}`,
      cards: columns.length > 1,
      look: columns.length > 2 ? 'panel-data' : 'panel-data few-columns',
    },
  ),
)}</section>`;
}

/** Every table of a question; a withheld one with the reason. */
export const tables: PanelBlock = (context) => {
  const { edition } = context;
  const found = tablesOf(edition, subjectOf(context).tables);
  if (found.length === 0) return [];
  return html`<h2>The figures</h2>${found.filter(({ withheld }) => withheld === null).map((each) => printedTable(edition, each))}${withheldTables(found)}`;
};
