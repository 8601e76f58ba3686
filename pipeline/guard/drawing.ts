/** Marks of a chart: each belongs to a printed figure and is as long, or as high, as that figure says. */
import { aboutFile, type Finding } from './finding.ts';
import { attribute, type Element, isElement, type Named, textOf } from './page.ts';
import { type Figure, grouped } from './paper.ts';

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
    ...grouped(marks, ({ element, figure }) => `${element.tagName} ${figure.statistic}`).values(),
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

/** Every corner of a line with three or more lies on a point that is drawn for a figure. */
function linesFollow(svg: Element, marks: readonly Mark[]): boolean {
  const points = marks.map(({ element }) => [number(element, 'cx'), number(element, 'cy')] as const);
  return below(svg)
    .filter(
      (each) =>
        /^(?:path|polyline|polygon)$/.test(each.tagName) && attribute(each, 'data-figure') === undefined,
    )
    .map((each) => [
      ...(attribute(each, 'd') ?? attribute(each, 'points') ?? '').matchAll(/(-?[\d.]+)[ ,]+(-?[\d.]+)/g),
    ])
    .filter((corners) => corners.length > 2)
    .every((corners) =>
      corners.every(([, x, y]) =>
        points.some(([cx, cy]) => Math.abs(cx - Number(x)) <= grain && Math.abs(cy - Number(y)) <= grain),
      ),
    );
}
