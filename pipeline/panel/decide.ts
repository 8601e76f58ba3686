/** Decides what a Panel paper prints: which counts, and at which grouping. */

import type { RuleBook } from '../../sources/rules/rules.ts';
import type { Decision, Interval } from '../disclosure/cell.ts';
import { hide } from '../disclosure/hide.ts';
import type { DisclosurePolicy } from '../disclosure/policy.ts';
import { roundedInterval } from '../disclosure/rounding.ts';
import type { HiddenShare, PanelFigure, PanelFile } from '../edition/panel-format.ts';
import { Cells } from './cells.ts';
import type { CountBook } from './count-book.ts';
import { coarseId, countId } from './count-id.ts';
import type { Grouping, GroupTable, Printed } from './printed.ts';

/** What is known outside this paper: counts as nationally published, and earlier papers that the same readers have seen. */
export interface Outside {
  readonly published: readonly { readonly id: string; readonly value: number }[];
  readonly earlier: readonly PanelFile[];
}

export interface DecideRequest {
  readonly printed: Printed;
  readonly policy: DisclosurePolicy;
  readonly rules: RuleBook;
  readonly outside: Outside;
}

/** What may be shown. */
export interface Shown {
  readonly book: CountBook;
  readonly decision: Decision;
  readonly groupings: ReadonlyMap<string, Grouping>;
  readonly hidden: HiddenShare;
  /** Tables withheld whole: a hidden count in them can be worked out from what is published elsewhere. */
  readonly knownElsewhere: ReadonlySet<string>;
  /** May a reader know this count, exactly or as it is rounded? */
  isShown(id: string): boolean;
}

/** Hides, falls back to coarser groups where too much is hidden, and withholds what is then still too bare. */
export async function decide(request: DecideRequest): Promise<Shown> {
  const { printed, policy } = request;
  const groupings = new Map<string, Grouping>(printed.groupTables.map(({ table }) => [table, 'fine']));
  for (;;) {
    const book = bookOf(request, groupings);
    const decision = await hide(book.problem(policy.least_interval_width));
    const bare = printed.groupTables.filter((table) => isTooBare(table, request, groupings, book, decision));
    if (bare.length === 0) return shownOf(request, groupings, book, decision);
    for (const { table, breakdown } of bare) {
      const next = groupings.get(table) === 'fine' && printed.hasCoarse(breakdown) ? 'coarse' : 'withheld';
      groupings.set(table, next);
    }
  }
}

function bookOf(request: DecideRequest, groupings: ReadonlyMap<string, Grouping>): CountBook {
  const { printed, policy, rules, outside } = request;
  const { book } = new Cells(printed, policy, groupings, rules);
  for (const { id, value } of outside.published) book.know(id, { lower: value, upper: value });
  for (const paper of outside.earlier) recall(book, paper, policy);
  return book;
}

/** What an earlier paper showed is known, and what it hid stays hidden. */
function recall(book: CountBook, paper: PanelFile, policy: DisclosurePolicy): void {
  for (const figure of paper.figures) {
    if (figure.statistic === 'percentage' || figure.statistic === 'rate') recallRatio(book, figure);
    if (figure.statistic !== 'count') continue;
    const { as_at_date, breakdown, group } = figure;
    for (const name of [group, coarseId(group)]) {
      const id = countId(figure, 'numerator', as_at_date, breakdown, name);
      if (!book.has(id)) continue;
      if (figure.shown === '[c]') book.guard(id);
      else if (figure.value !== null) book.know(id, behind(figure.value, breakdown, policy));
    }
  }
}

/** A share stands only beside counts that may be known: where one was printed, both counts behind it are taken as known. */
function recallRatio(book: CountBook, figure: PanelFigure): void {
  if (figure.breakdown !== 'all' || figure.value === null) return;
  for (const quantity of ['numerator', 'denominator'] as const) {
    const id = countId(figure, quantity, figure.as_at_date);
    if (!book.has(id)) continue;
    const count = book.countOf(id);
    book.know(id, { lower: count, upper: count });
  }
}

function behind(value: number, breakdown: string, policy: DisclosurePolicy): Interval {
  if (breakdown === 'all') return { lower: value, upper: value };
  return roundedInterval(value, policy.round_cross_breaks_to, policy.least_count);
}

/** The counts that a table prints, as things stand. */
export function idsOf({ lines, breakdown }: GroupTable, printed: Printed, grouping: Grouping): string[] {
  const date = printed.candidates.newest;
  return printed
    .groups(breakdown, grouping)
    .flatMap(({ group }) =>
      lines.map((line) =>
        countId(line, 'numerator', date, breakdown, grouping === 'coarse' ? coarseId(group) : group),
      ),
    );
}

function isTooBare(
  table: GroupTable,
  { printed, policy }: DecideRequest,
  groupings: ReadonlyMap<string, Grouping>,
  book: CountBook,
  decision: Decision,
): boolean {
  const ids = idsOf(table, printed, groupings.get(table.table) ?? 'fine');
  const hidden = ids.filter((id) => decision.hidden.has(book.rootOf(id))).length;
  return hidden * 100 > policy.hidden_share_percent * ids.length;
}

function shownOf(
  request: DecideRequest,
  groupings: ReadonlyMap<string, Grouping>,
  book: CountBook,
  decision: Decision,
): Shown {
  const isShown = (id: string): boolean => book.has(id) && !decision.hidden.has(book.rootOf(id));
  const knownElsewhere = exposedTables(request, groupings, book, decision);
  const hidden = sharesOf(request, groupings, book, decision);
  if (knownElsewhere.size > 0) hidden.known_elsewhere = [...knownElsewhere].sort();
  return { book, decision, groupings, knownElsewhere, isShown, hidden };
}

/** How much is hidden, in all and by table: too much shows that a breakdown is wrong for the audience. */
function sharesOf(
  { printed }: DecideRequest,
  groupings: ReadonlyMap<string, Grouping>,
  book: CountBook,
  decision: Decision,
): HiddenShare {
  const hiddenOf = (ids: readonly string[]): number =>
    ids.filter((id) => decision.hidden.has(book.rootOf(id))).length;
  const series = printed.lines.flatMap((line) =>
    printed.candidates.quarterEnds
      .map((date) => countId(line, 'numerator', date))
      .filter((id) => book.has(id)),
  );
  const tables = printed.groupTables.map((table) => {
    const grouping = groupings.get(table.table) ?? 'fine';
    const ids = idsOf(table, printed, grouping);
    const fallback = grouping === 'fine' ? null : grouping;
    return {
      table: table.table,
      breakdown: table.breakdown,
      cells: ids.length,
      hidden: hiddenOf(ids),
      fallback,
    };
  });
  const by_breakdown = [
    { table: 'over time', breakdown: 'all', cells: series.length, hidden: hiddenOf(series), fallback: null },
    ...tables,
  ];
  const sum = (of: (row: (typeof by_breakdown)[number]) => number): number =>
    by_breakdown.reduce((total, row) => total + of(row), 0);
  const [cells, hidden] = [sum((row) => row.cells), sum((row) => row.hidden)];
  const share_percent = cells === 0 ? 0 : Math.round((hidden * 1000) / cells) / 10;
  return { cells, hidden, share_percent, by_breakdown };
}

/** Figures of a stretch of time, whose parts stand in the same tables. */
const isFlow = (id: string): boolean => /\|(r12m|r36m)\|all\|/.test(id);

/** Tables that print a count which stays too well known whatever is hidden, or one that is tied to such a count. */
function exposedTables(
  { printed, policy }: DecideRequest,
  groupings: ReadonlyMap<string, Grouping>,
  book: CountBook,
  { exposed }: Decision,
): Set<string> {
  if (exposed.length === 0) return new Set();
  const { cells, equations } = book.problem(policy.least_interval_width);
  const unprinted = new Set(cells.filter((cell) => !cell.printed).map(({ id }) => id));
  const open = new Set(exposed);
  for (const { terms } of equations) {
    const through = terms.some(([id]) => exposed.includes(id) && (unprinted.has(id) || isFlow(id)));
    if (through) for (const [id] of terms) open.add(id);
  }
  const holds = (ids: readonly string[]): boolean => ids.some((id) => open.has(book.rootOf(id)));
  const groups = printed.groupTables.filter((table) =>
    holds(idsOf(table, printed, groupings.get(table.table) ?? 'fine')),
  );
  const questions = [...new Set(printed.lines.map(({ question }) => question))].filter((question) =>
    holds(seriesOf(printed, question)),
  );
  return new Set([...groups.map(({ table }) => table), ...questions.map(timeTableName)]);
}

/** What the table of a question over time is called. */
export const timeTableName = (question: string): string => `${question}.time`;

const seriesOf = ({ lines, candidates }: Printed, question: string): string[] =>
  lines
    .filter((line) => line.question === question)
    .flatMap((line) => candidates.quarterEnds.map((date) => countId(line, 'numerator', date)));
