/**
 * What a browser adds to a page that is whole without it: tables sort and filter (kept in the page's address), the points
 * of a chart tell their value to pointer and arrow keys, and an open group of the menu closes again.
 */

/** A line with the sub-lines under it: they move and hide together. A row of totals stays last. */
type Line = readonly HTMLTableRowElement[];

const colours = ['Red', 'Amber', 'Green'];
const words = (element: Element | undefined): string => element?.textContent?.trim() ?? '';

/** What a cell is sorted by: a number or a day where it begins with one, a colour by its weight, else its words. */
function keyOf(cell: Element | undefined, isNumber: boolean): number | string {
  const text = words(cell);
  const number = Number.parseFloat(text.replace(/[,+]/g, '').replace('−', '-'));
  if (isNumber) return number;
  const day = /^(?:\d{1,2} )?[A-Z][a-z]{2,8} \d{4}/.exec(text)?.[0];
  if (day !== undefined) return Date.parse(/^\d/.test(day) ? day : `1 ${day}`);
  const colour = colours.findIndex((each) => text.startsWith(each));
  return colour < 0 ? text : colour;
}

/** Empty cells and words among numbers stand last, whichever way the rest is sorted. */
function compare(a: number | string, b: number | string, sign: number): number {
  const isLast = (key: number | string) => key === '' || Number.isNaN(key);
  if (isLast(a) || isLast(b)) return Number(isLast(a)) - Number(isLast(b));
  if (typeof a === 'number' && typeof b === 'number') return sign * (a - b);
  return sign * String(a).localeCompare(String(b), 'en', { numeric: true });
}

function linesOf(body: HTMLTableSectionElement): readonly Line[] {
  const lines: HTMLTableRowElement[][] = [];
  for (const row of body.querySelectorAll<HTMLTableRowElement>('tr:not(.total)'))
    if (row.classList.contains('sub') && lines.length > 0) lines.at(-1)?.push(row);
    else lines.push([row]);
  return lines;
}

function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  properties: Partial<HTMLElementTagNameMap[K]>,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** How a table stands: by which column (none: as published), which way, and with which words alone. */
interface Order {
  readonly column: number;
  readonly sign: number;
  readonly sought: string;
}

/** The address keeps an order as column, `a` or `d`, `~` and the words sought. */
function readOrder(id: string): Order {
  const kept = new URLSearchParams(location.search).get(id) ?? '';
  const [, column = '', way = '', sought = ''] = /^(\d*)([ad]?)~(.*)$/.exec(kept) ?? [];
  return { column: column === '' ? -1 : Number(column), sign: way === 'd' ? -1 : 1, sought };
}

function remember(id: string, { column, sign, sought }: Order): void {
  const address = new URL(location.href);
  if (column < 0 && sought === '') address.searchParams.delete(id);
  else address.searchParams.set(id, `${column < 0 ? '' : `${column}${sign > 0 ? 'a' : 'd'}`}~${sought}`);
  try {
    history.replaceState(null, '', address);
  } catch {
    // A browser that keeps no address of a file on a disk: the table works all the same.
  }
}

/** Puts the lines of a table in order, hides those without the words sought, and counts the others. */
function arrange(body: Element, lines: readonly Line[], order: Order, isNumber: boolean): number {
  const { column, sign } = order;
  const keyed = lines.map((line) => ({ line, key: keyOf(line[0]?.cells[column], isNumber) }));
  if (column >= 0) keyed.sort((a, b) => compare(a.key, b.key, sign));
  const wanted = order.sought.trim().toLowerCase();
  const totals = body.querySelectorAll('.total');
  let seen = 0;
  for (const { line } of keyed) {
    const isSeen = line.some((row) => words(row).toLowerCase().includes(wanted));
    if (isSeen) seen += 1;
    for (const row of line) row.hidden = !isSeen;
    body.append(...line);
  }
  body.append(...totals);
  return seen;
}

const wayOf = (isNumber: boolean, sign: number): string =>
  isNumber ? `${sign > 0 ? 'smallest' : 'largest'} first` : sign > 0 ? 'in order' : 'in reverse order';

function markHead(head: HTMLElement, isSorted: boolean, sign: number): void {
  const [way, sorted] = !isSorted ? ['↕', null] : sign > 0 ? ['↑', 'ascending'] : ['↓', 'descending'];
  head.ariaSort = sorted;
  head.querySelector('.way')?.replaceChildren(way);
}

/** A button lies over the heading, whose words stay as they are. */
function headButton(head: HTMLElement, name: string, sort: () => void): void {
  const button = element('button', { type: 'button', ariaLabel: `Sort by ${name}` });
  button.addEventListener('click', sort);
  head.append(element('span', { className: 'way', ariaHidden: 'true' }, '↕'), button);
  head.classList.add('sorts');
}

/** The headings of columns that can be sorted; of numbers the largest are wanted first. */
const headingsOf = ({ tHead }: HTMLTableElement) =>
  [...(tHead?.rows[0]?.cells ?? [])]
    .map((head, column) => {
      const isNumber = head.classList.contains('number');
      return { head, column, isNumber, name: words(head), first: isNumber ? -1 : 1 };
    })
    .filter(({ head }) => !head.classList.contains('picture'));

function enhance(table: HTMLTableElement): void {
  const [body] = table.tBodies;
  if (body === undefined || body.rows.length < 4) return;
  const id = table.dataset['table'] ?? '';
  const lines = linesOf(body);
  const headings = headingsOf(table);
  let order = readOrder(id);
  const find = element('input', { type: 'search', value: order.sought });
  const choice = element('select', {}, element('option', { value: '-1' }, 'as published'));
  const told = element('output', {});
  const show = (change: Partial<Order>): void => {
    order = { ...order, ...change };
    const { column, sign, sought } = order;
    const by = headings.find((each) => each.column === column);
    const seen = arrange(body, lines, order, by?.isNumber === true);
    for (const each of headings) markHead(each.head, each.column === column, sign);
    choice.value = String(column);
    const way = by === undefined ? '' : `, by ${by.name}, ${wayOf(by.isNumber, sign)}`;
    told.value = sought.trim() === '' && way === '' ? '' : `${seen} of ${lines.length}${way}`;
    remember(id, order);
  };
  for (const { head, column, name, first } of headings) {
    choice.append(element('option', { value: String(column) }, name));
    headButton(head, name, () => {
      if (column !== order.column) show({ column, sign: first });
      else show(order.sign === first ? { sign: -first } : { column: -1 });
    });
  }
  find.addEventListener('input', () => show({ sought: find.value }));
  choice.addEventListener('change', () => {
    const column = Number(choice.value);
    show({ column, sign: headings.find((each) => each.column === column)?.first ?? 1 });
  });
  const sort = element('label', { className: 'by' }, 'Sort by ', choice);
  const search = element('label', {}, 'Find ', find);
  const tools = lines.length < 12 ? [sort, told] : [sort, search, told];
  table.parentElement?.before(element('p', { className: 'tools' }, ...tools));
  if (order.column >= 0 || order.sought !== '') show({});
}

/** A chart is one stop of the keyboard; its arrow keys lead from point to point. */
function readPoints(svg: SVGSVGElement): void {
  const points = [...svg.querySelectorAll('.point')];
  if (points.length === 0) return;
  const said = element('p', { className: 'said-of-point' });
  said.role = 'status';
  svg.after(said);
  svg.tabIndex = 0;
  let at = points.length - 1;
  const tell = (index: number): void => {
    points[at]?.classList.remove('at');
    at = Math.min(points.length - 1, Math.max(0, index));
    points[at]?.classList.add('at');
    said.textContent = points[at]?.querySelector('title')?.textContent ?? '';
  };
  svg.addEventListener('keydown', (event) => {
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: points.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    tell(to);
  });
  svg.addEventListener('focus', () => tell(at));
  svg.addEventListener('pointerover', (event) => {
    const point = (event.target as Element).closest('.point');
    if (point !== null) tell(points.indexOf(point));
  });
}

function closeMenu(event: Event): void {
  const open = document.querySelector<HTMLDetailsElement>('.menu details[open]');
  if (open === null || (event.type === 'click' && open.contains(event.target as Node))) return;
  if (event instanceof KeyboardEvent && event.key !== 'Escape') return;
  open.open = false;
  if (event.type === 'keydown') open.querySelector('summary')?.focus();
}

for (const table of document.querySelectorAll<HTMLTableElement>('table[data-table]')) enhance(table);
for (const svg of document.querySelectorAll<SVGSVGElement>('svg.trend')) readPoints(svg);
addEventListener('click', closeMenu);
addEventListener('keydown', closeMenu);
