/** Lengths and places of what is drawn: they must be those of printed figures, or they draw a hidden one. */
import type { Breach } from './breach.ts';
import type { Drawing, Marks, Sized } from './drawing.ts';
import { type Figure, isHidden, tableOf } from './figure-book.ts';
import { grouped } from './grouped.ts';
import type { Scope } from './scope.ts';

/** Share of the longest mark that drawing may be off by. */
const tolerance = 0.02;
/** What rounding of a place to a tenth can do, in units of the drawing. */
const rounding = 0.15;

/** Printed numbers in the order in which a chart would draw them. */
interface Series {
  readonly values: readonly number[];
  readonly hidden: Figure | undefined;
}

/** Figures by line over time, and by group. */
export function seriesOf({ figures }: Scope): Series[] {
  const own = figures.filter(({ breakdown }) => breakdown !== 'compared' && breakdown !== 'target');
  const lists = grouped(own, (each) =>
    [each.question, each.measure, each.line, each.statistic, each.period, each.breakdown].join('|'),
  );
  return [...lists.values()].map((list) => ({
    values: [...list]
      .sort((a, b) => (a.date < b.date ? -1 : 1))
      .flatMap(({ shown }) => (shown.value === null ? [] : [shown.value])),
    hidden: list.find(isHidden),
  }));
}

/** Marks that are no printed series. */
export function checkDrawing(drawing: Drawing, series: readonly Series[], scope: Scope): Breach[] {
  return drawing.marks
    .filter((marks) => !series.some(({ values }) => fits(marks, values)))
    .map((marks) => breach(marks.kind, series, scope));
}

/** Elements sized by their style: alike, or in the proportions of printed figures. */
export function checkSized(sized: readonly Sized[], series: readonly Series[], scope: Scope): Breach[] {
  const sizes = sized.map(({ size }) => size);
  if (sizes.length < 2 || new Set(sizes).size === 1) return [];
  const marks: Marks = { kind: 'bars', values: sizes };
  return series.some(({ values }) => fits(marks, values)) ? [] : [breach('bars', series, scope)];
}

/** Whether the marks are a run of the values, one way or the other, to scale. */
function fits({ kind, values: marks }: Marks, values: readonly number[]): boolean {
  const runs = [values, [...values].reverse()];
  return runs.some((run) => {
    for (let from = 0; from + marks.length <= run.length; from++)
      if (kind === 'bars' ? isProportion(marks, run.slice(from)) : isScaled(marks, run.slice(from)))
        return true;
    return kind === 'bars' && sameSet(marks, run);
  });
}

/** Bars that are drawn in an order of their own: the same lengths all the same. */
const sameSet = (marks: readonly number[], values: readonly number[]): boolean =>
  marks.length === values.length &&
  isProportion(
    [...marks].sort((a, b) => a - b),
    [...values].sort((a, b) => a - b),
  );

function isProportion(marks: readonly number[], values: readonly number[]): boolean {
  const longest = Math.max(...marks);
  const scale = longest / Math.max(...values.slice(0, marks.length));
  if (!Number.isFinite(scale)) return longest === 0;
  return marks.every(
    (mark, at) => Math.abs(mark - (values[at] ?? 0) * scale) <= Math.max(tolerance * longest, rounding),
  );
}

/** mark = a + b value, b above nought. */
function isScaled(marks: readonly number[], values: readonly number[]): boolean {
  const used = values.slice(0, marks.length);
  const [least, most] = [used.indexOf(Math.min(...used)), used.indexOf(Math.max(...used))];
  const [bottom, top] = [marks[least] ?? 0, marks[most] ?? 0];
  const spread = (used[most] ?? 0) - (used[least] ?? 0);
  const by = spread === 0 ? 0 : (top - bottom) / spread;
  const reach = Math.max(Math.max(...marks) - Math.min(...marks), 1e-9);
  return (
    by >= 0 &&
    marks.every(
      (mark, at) =>
        Math.abs(mark - bottom - by * ((used[at] ?? 0) - (used[least] ?? 0))) <=
        Math.max(tolerance * reach, rounding),
    )
  );
}

function breach(kind: Marks['kind'], series: readonly Series[], { file, question }: Scope): Breach {
  const hidden = series.find((each) => each.hidden !== undefined)?.hidden;
  return {
    table: hidden === undefined ? (question ?? file) : tableOf(hidden),
    kind: kind === 'bars' ? 'bar_length' : 'line_or_points',
    file,
    equations: [],
    what: `${kind} drawn here are not those of any printed series.`,
  };
}
