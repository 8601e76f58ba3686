import { type Content, html, type Markup, trusted } from './markup.ts';

/** A column of a table; numbers line up on the right. */
export interface Column {
  readonly label: Content;
  readonly kind?: 'text' | 'number' | 'number lead' | 'number share' | 'number wait' | 'picture' | 'status';
}

/** What stands over a column: words alone over text. */
export type Heading = Column | string;

/** The heading of a column of numbers. */
export const number = (label: Content): Column => ({ label, kind: 'number' });

/** A row: its heading cell, then one cell per further column. */
export interface Row {
  readonly cells: readonly Content[];
  /** Extra class of the row, such as `sub` for a sub-line. */
  readonly look?: string;
}

export interface TableChoice {
  readonly caption: Content;
  /** Hides the caption from the eye where a heading already says it. */
  readonly quietCaption?: boolean;
  /** Narrow screens see each row as a card instead of scrolling sideways. */
  readonly cards?: boolean;
  readonly look?: string;
  /** Its name in the page and in the address: that of the table in the edition, else made of the caption. */
  readonly id?: string;
}

/** The words of a piece of markup, for use in an attribute. */
function plainText(content: Content): Markup {
  return trusted(
    html`${content}`.text
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  );
}

/** The name of a table by its caption: `B3 by team` is `b3-by-team`. */
function tableId(caption: Content): string {
  return plainText(caption)
    .text.toLowerCase()
    .replace(/&[^;]*;|[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}

function bodyRow(row: Row, columns: readonly Column[], cards: boolean): Markup {
  const cells = row.cells.map((cell, index) => {
    const kind = columns[index]?.kind ?? 'text';
    if (index === 0) return html`<th scope="row">${cell}</th>`;
    const label = cards ? html` data-label="${plainText(columns[index]?.label)}"` : null;
    return html`<td${kind === 'text' ? null : trusted(` class="${kind}"`)}${label}>${cell}</td>`;
  });
  return html`<tr${row.look === undefined ? null : trusted(` class="${row.look}"`)}>${cells}</tr>`;
}

/**
 * A table with a caption, scoped headings and right-aligned numbers, in a box that can be scrolled by keyboard.
 * @example table(['Team', number('Children')], [{ cells: ['North', 12] }], { caption: 'By team' })
 */
export function table(headings: readonly Heading[], rows: readonly Row[], choice: TableChoice): Markup {
  const columns = headings.map((each): Column => (typeof each === 'string' ? { label: each } : each));
  const cards = choice.cards === true;
  const heads = columns.map(
    ({ label, kind = 'text' }) =>
      html`<th scope="col"${kind === 'text' ? null : trusted(` class="${kind}"`)}>${label}</th>`,
  );
  const look = ['data', cards ? 'cards' : '', choice.look ?? ''].filter((name) => name !== '').join(' ');
  const caption = html`<caption${choice.quietCaption === true ? trusted(' class="unseen"') : null}>${choice.caption}</caption>`;
  return html`<div class="scroll" role="group" tabindex="0" aria-label="${plainText(choice.caption)}">
<table class="${look}" data-table="${choice.id ?? tableId(choice.caption)}">${caption}
<thead><tr>${heads}</tr></thead>
<tbody>${rows.map((row) => bodyRow(row, columns, cards))}</tbody></table></div>
`;
}

/** A column with what stands in it for each thing of a list; left out where it is not used. */
export interface ColumnOf<T> extends Column {
  readonly cell: (item: T) => Content;
  readonly isUsed?: boolean;
}

/** A table with a row for each thing of a list. */
export function tableOf<T>(
  items: readonly T[],
  columns: readonly ColumnOf<T>[],
  choice: TableChoice,
): Markup {
  const used = columns.filter(({ isUsed }) => isUsed !== false);
  const rows = items.map((item) => ({ cells: used.map(({ cell }) => cell(item)) }));
  return table(used, rows, choice);
}
