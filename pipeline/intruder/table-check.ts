/** Tables of a page against the printed figures: each cell, the order of the rows, months instead of quarter-ends. */
import type { Breach } from './breach.ts';
import { type Figure, isHidden, nameOf, tableOf } from './figure-book.ts';
import type { Grid, GridRow } from './grid.ts';
import { isExpectedOrder } from './label-order.ts';
import { longDate, type Scope } from './scope.ts';
import { readShown } from './shown.ts';

interface Cell {
  readonly text: string;
  readonly figures: readonly Figure[];
}

/** What a table gives away. */
export function checkTable(grid: Grid, scope: Scope): Breach[] {
  const index = new Map<string, Figure[]>();
  for (const figure of scope.figures) {
    const key = `${figure.heading}|${figure.breakdown === 'all' ? longDate(figure.date) : figure.label}`;
    index.set(key, [...(index.get(key) ?? []), figure]);
  }
  const rows = grid.rows.map((row) => ({ row, cells: cellsOf(row, grid.columns, index) }));
  if (rows.every(({ cells }) => cells.every(({ figures }) => figures.length === 0)))
    return months(grid, scope);
  return [
    ...rows.flatMap(({ row, cells }) => cells.flatMap((cell, at) => cellBreach(cell, row, at, grid, scope))),
    ...rows.flatMap(({ row, cells }) => drawnBreach(row, cells, scope)),
    ...orderBreaches(rows, grid, scope),
    ...months(grid, scope),
  ];
}

const heading = (column: string): string => column.replace(/ \([^)]*\)$/, '');

function cellsOf(row: GridRow, columns: readonly string[], index: ReadonlyMap<string, Figure[]>): Cell[] {
  return row.cells.map((text, at) => {
    const column = columns[at] ?? '';
    const named = [column, heading(column)].flatMap((name) => index.get(`${name}|${row.label}`) ?? []);
    return { text, figures: named };
  });
}

function cellBreach({ text, figures }: Cell, row: GridRow, at: number, grid: Grid, scope: Scope): Breach[] {
  const { value, mark } = readShown(text);
  if (value === null || mark !== null) return [];
  if (figures.some((figure) => sameText(figure.text, text))) return [];
  const hidden = figures.find(isHidden);
  if (hidden !== undefined)
    return [
      breach(
        scope,
        tableOf(hidden),
        'hidden_figure_printed',
        `a cell prints ${nameOf(hidden)}, which is hidden`,
      ),
    ];
  const place = `row "${row.label}", column "${grid.columns[at] ?? at + 2}"`;
  return [breach(scope, nameTable(grid, scope), 'figure_not_listed', `${place} is not in figures.csv`)];
}

const sameText = (a: string, b: string): boolean => a.replace(/\s/g, '') === b.replace(/\s/g, '');
const nameTable = (grid: Grid, { question, file }: Scope): string =>
  `${question ?? file}${grid.caption === '' ? '' : `: ${grid.caption}`}`;

/** A bar in the row of a hidden figure has a length. */
function drawnBreach(row: GridRow, cells: readonly Cell[], scope: Scope): Breach[] {
  const hidden = cells.flatMap(({ figures }) => figures).find(isHidden);
  const allHidden = cells.every(({ figures }) => figures.every((figure) => figure.shown.value === null));
  return row.drawn && hidden !== undefined && allHidden
    ? [
        breach(
          scope,
          tableOf(hidden),
          'bar_of_hidden_figure',
          `something is drawn beside ${nameOf(hidden)}, which is hidden`,
        ),
      ]
    : [];
}

/** Rows sorted by their numbers rank the hidden ones among them. */
function orderBreaches(
  rows: readonly { row: GridRow; cells: readonly Cell[] }[],
  grid: Grid,
  scope: Scope,
): Breach[] {
  if (isExpectedOrder(rows.map(({ row }) => row.label))) return [];
  return grid.columns.flatMap((column, at) => {
    const cells = rows.flatMap(({ cells }) => cells[at] ?? []);
    const hidden = cells.flatMap(({ figures }) => figures).find(isHidden);
    const values = cells.flatMap(({ text }) => readShown(text).value ?? []);
    if (hidden === undefined || new Set(values).size < 2) return [];
    const falling = values.every((value, i) => i === 0 || value <= (values[i - 1] ?? value));
    const rising = values.every((value, i) => i === 0 || value >= (values[i - 1] ?? value));
    if (!falling && !rising) return [];
    return [
      breach(
        scope,
        tableOf(hidden),
        'order_of_rows',
        `rows are in the order of "${column}", which ranks hidden figures`,
      ),
    ];
  });
}

const monthLabel =
  /^(?:\d{1,2} )?(?:January|February|April|May|July|August|October|November|Jan|Feb|Apr|Jul|Aug|Oct|Nov)[a-z]* \d{4}$|^\d{4}-(?:01|02|04|05|07|08|10|11)(?:-\d{2})?$/;

/** Months that are no quarter's end, as headings of rows or columns. */
function months(grid: Grid, scope: Scope): Breach[] {
  const labels = [...grid.rows.map(({ label }) => label), ...grid.columns];
  if (labels.filter((label) => monthLabel.test(label)).length < 2) return [];
  return [breach(scope, nameTable(grid, scope), 'month_series', 'a table goes month by month')];
}

const breach = ({ file }: Scope, table: string, kind: string, what: string): Breach => ({
  table,
  kind,
  file,
  equations: [],
  what: `${what}.`,
});
