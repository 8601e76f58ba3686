/** Marks of a chart, each as long, or as high, as its printed figure says; and rows of a table, in an order that says nothing. */
import { group } from 'd3-array';
import { aboutFile, type Finding } from './finding.ts';
import { attribute, type Element, isElement, type Named, textOf } from './page.ts';
import type { Figure } from './paper.ts';

/** Coordinates are rounded to a tenth; a mark that is out by more than this says something else than its figure. */
const grain = 0.8;
const number = (element: Element, name: string): number => Number.parseFloat(attribute(element, name) ?? '0');

interface Mark {
  readonly element: Element;
  readonly figure: Figure;
  readonly value: number;
}

/** What a drawing gives away beside the figures that it names. */
export function checkDrawing(
  svg: Element,
  named: readonly Named[],
  path: string,
  byKey: ReadonlyMap<string, Figure>,
): Finding[] {
  const found = (kind: string, what: string, figures: readonly Figure[] = []): Finding =>
    aboutFile(
      kind,
      path,
      what,
      figures.map(({ key }) => key),
    );
  const shapes = below(svg).filter(({ tagName }) => /^(?:rect|circle|ellipse)$/.test(tagName));
  const loose = shapes.filter(
    (each) => attribute(each, 'data-figure') === undefined && !hasMarkAbove(each, svg),
  );
  const isSign =
    Number((attribute(svg, 'viewBox') ?? '').split(/[ ,]+/)[2] ?? Infinity) <= 32 && shapes.length < 4;
  const marks = named.flatMap(({ by, key, element, text }): Mark[] => {
    const figure = byKey.get(key);
    return by !== 'mark' || figure === undefined || text !== ''
      ? []
      : [{ element, figure, value: figure.value ?? Number.NaN }];
  });
  const silent = marks.filter(({ value }) => Number.isNaN(value)).map(({ figure }) => figure);
  const groups = [
    ...group(marks, ({ element, figure }) => `${element.tagName} ${figure.statistic}`).values(),
  ];
  return [
    ...(loose.length === 0 || isSign
      ? []
      : [found('bar_length', 'a shape of a chart belongs to no figure.')]),
    ...(silent.length === 0
      ? []
      : [found('mark_of_hidden', 'a mark is drawn for a figure that is not printed.', silent)]),
    ...groups
      .filter((each) => !inProportion(each))
      .map((each) =>
        found(
          'bar_length',
          'marks are not in proportion to their figures.',
          each.map(({ figure }) => figure),
        ),
      ),
    ...(dashesAreLevel(named, byKey)
      ? []
      : [found('mark_of_hidden', 'the mark of a figure that is not printed has a height of its own.')]),
    ...(isSign || linesFollow(svg, marks) ? [] : [found('line_or_points', 'a line goes where no mark is.')]),
    ...ticksOf(svg),
  ];

  function ticksOf(from: Element): Finding[] {
    const ticks = below(from).filter((each) => attribute(each, 'data-axis') !== undefined);
    const values = ticks.map((each) => Number(attribute(each, 'data-axis'))).sort((a, b) => a - b);
    const steps = new Set(values.slice(1).map((value, at) => Math.round((value - (values[at] ?? 0)) * 1e6)));
    const isText = ticks.every(
      (each) => Number(textOf(each).replace(/[,%]/g, '')) === Number(attribute(each, 'data-axis')),
    );
    return steps.size <= 1 && isText
      ? []
      : [found('number_in_drawing', 'the ticks of a scale are not evenly set.')];
  }
}

/** Dashes and the like for figures that are not printed stand on one height, which says nothing. */
function dashesAreLevel(named: readonly Named[], byKey: ReadonlyMap<string, Figure>): boolean {
  const silent = named.filter(
    ({ by, key, text }) => by === 'mark' && text !== '' && (byKey.get(key)?.value ?? null) === null,
  );
  return new Set(silent.map(({ element }) => number(element, 'y'))).size <= 1;
}

const below = (element: Element): Element[] =>
  element.childNodes.flatMap((node) => (isElement(node) ? [node, ...below(node)] : []));

function hasMarkAbove(element: Element, svg: Element): boolean {
  for (
    let at: Element['parentNode'] = element;
    at !== null && at !== svg;
    at = 'parentNode' in at ? at.parentNode : null
  )
    if ('tagName' in at && attribute(at, 'data-figure') !== undefined) return true;
  return false;
}

/** Bars have one length for each unit of their figures; points one step. */
function inProportion(marks: readonly Mark[]): boolean {
  const known = marks.filter(({ value }) => !Number.isNaN(value));
  const isBar = known[0]?.element.tagName === 'rect';
  const sizes = (name: string): number[] => known.map(({ element }) => number(element, name));
  const lengths = isBar ? [sizes('width'), sizes('height')] : [sizes('cy')];
  return lengths.some((each) => (isBar ? fromNought(each, known) : onALine(each, known)));
}

function fromNought(lengths: readonly number[], marks: readonly Mark[]): boolean {
  const most = marks.reduce((best, { value }, at) => (value > (marks[best]?.value ?? 0) ? at : best), 0);
  const unit = (lengths[most] ?? 0) / (marks[most]?.value || 1);
  const differ = marks.some(({ value }) => value !== marks[0]?.value);
  if (differ && unit === 0) return false;
  return marks.every(({ value }, at) => Math.abs((lengths[at] ?? 0) - value * unit) <= grain);
}

function onALine(heights: readonly number[], marks: readonly Mark[]): boolean {
  const least = marks.reduce((best, { value }, at) => (value < (marks[best]?.value ?? 0) ? at : best), 0);
  const most = marks.reduce((best, { value }, at) => (value > (marks[best]?.value ?? 0) ? at : best), 0);
  const [low, high] = [marks[least]?.value ?? 0, marks[most]?.value ?? 0];
  const step = low === high ? 0 : ((heights[most] ?? 0) - (heights[least] ?? 0)) / (high - low);
  return marks.every(
    ({ value }, at) => Math.abs((heights[at] ?? 0) - (heights[least] ?? 0) - (value - low) * step) <= grain,
  );
}

/** A line goes from point to point of its figures, or straight across; a curve or a step could be as long as a number. */
function linesFollow(svg: Element, marks: readonly Mark[]): boolean {
  const points = marks.map(({ element }) => [number(element, 'cx'), number(element, 'cy')] as const);
  const free = below(svg).filter((each) => attribute(each, 'data-figure') === undefined);
  const across = free
    .filter(({ tagName }) => tagName === 'line')
    .every((each) => number(each, 'y1') === number(each, 'y2'));
  const drawn = free
    .filter(({ tagName }) => /^(?:path|polyline|polygon)$/.test(tagName))
    .map((each) => attribute(each, 'd') ?? attribute(each, 'points') ?? '');
  return (
    across &&
    drawn.every((line) => {
      const corners = [...line.matchAll(/(-?[\d.]+)[ ,]+(-?[\d.]+)/g)];
      if (/[^MLHZ\d\s.,-]/.test(line) || (line.includes('H') && corners.length > 1)) return false;
      const onPoints = corners.every(([, x, y]) =>
        points.some(([cx, cy]) => Math.abs(cx - Number(x)) <= grain && Math.abs(cy - Number(y)) <= grain),
      );
      return corners.length < 2 || onPoints;
    })
  );
}

/** Rows of a table stand in the order of the list (groups) or of their days, never of their size. */
export function checkOrder(
  table: Element,
  path: string,
  named: readonly Named[],
  byKey: ReadonlyMap<string, Figure>,
): Finding[] {
  const inside = (element: Element, name: string): Element[] =>
    element.childNodes.flatMap((node) =>
      isElement(node) ? (node.tagName === name ? [node] : inside(node, name)) : [],
    );
  const keys = new Map(named.filter(({ by }) => by === 'data').map(({ element, key }) => [element, key]));
  const first = inside(table, 'tr').flatMap((row): Figure[] => {
    const figures = inside(row, 'data').map((each) => byKey.get(keys.get(each) ?? ''));
    return figures[0] === undefined ? [] : [figures[0]];
  });
  const rises = (values: readonly (string | number)[]): boolean =>
    values.every((value, at) => at === 0 || (values[at - 1] ?? value) <= value);
  // Rows of one step: quarters and years may stand in one table.
  const inOrder = [...group(first, ({ step }) => step).values()].every((rows) => {
    const days = rows.map(({ to }) => to);
    const byDay = new Set(days).size > 1 && (rises(days) || rises([...days].reverse()));
    return byDay || rises(rows.map(({ at }) => at));
  });
  return inOrder
    ? []
    : [
        aboutFile(
          'order_of_rows',
          path,
          `rows of ${attribute(table, 'data-table') ?? 'a table'} stand in an order of their own.`,
        ),
      ];
}
