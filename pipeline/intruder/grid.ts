/** A table of a page: its caption, its headings and its cells, hidden rows too. */
import { attribute, type Element, elements, isElement, type Node, textOf } from './element.ts';

export interface GridRow {
  readonly label: string;
  /** Cells after the row's heading. */
  readonly cells: readonly string[];
  /** Something in the row is drawn or sized. */
  readonly drawn: boolean;
}

export interface Grid {
  readonly caption: string;
  /** Headings over the cells, without the one over the row headings. */
  readonly columns: readonly string[];
  readonly rows: readonly GridRow[];
}

const clean = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** Reads a table element; the first cell of a row is its heading. */
export function gridOf(table: Element): Grid {
  const lines = elements(table, 'tr').map(
    (row) => row.childNodes.filter((n) => isCell(n as Node)) as Element[],
  );
  const heads = lines.filter((cells) => cells.length > 0 && cells.every(({ tagName }) => tagName === 'th'));
  const head = heads.at(-1) ?? [];
  const body = lines.filter((cells) => cells.length > 0 && !heads.includes(cells));
  return {
    caption: clean(elements(table, 'caption').map(textOf).join(' ')),
    columns: head.slice(1).map((cell) => clean(textOf(cell))),
    rows: body.map((cells) => ({
      label: clean(textOf(cells[0] as Element)).replace(/\s*\[[a-z]\]$/, ''),
      cells: cells.slice(1).map((cell) => clean(visibleText(cell))),
      drawn: cells.some((cell) => elements(cell, 'svg').length + sizedIn(cell).length > 0),
    })),
  };
}

const isCell = (node: Node): boolean => isElement(node) && /^(td|th)$/.test(node.tagName);

/** Text of a cell without what is drawn in it. */
function visibleText(node: Node): string {
  if ('value' in node) return node.value;
  if (!isElement(node) || /^(svg|script|style)$/.test(node.tagName)) return '';
  return node.childNodes.map((each) => visibleText(each as Node)).join('');
}

const sizedIn = (cell: Element): Element[] =>
  [
    ...elements(cell, 'span'),
    ...elements(cell, 'div'),
    ...elements(cell, 'meter'),
    ...elements(cell, 'progress'),
  ].filter(
    (each) =>
      /^(meter|progress)$/.test(each.tagName) || /(width|height|flex)/.test(attribute(each, 'style') ?? ''),
  );
