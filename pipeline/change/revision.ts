/** What each month-end was said to be, edition after edition. Pure. */
import type { ChangesFile, Revision } from '../edition/change-format.ts';

/** A figure of this edition for one month-end. */
export type MonthFigure = Omit<Revision, 'history'> & { readonly value: number | null };

/** What the edition before said, and its id. */
interface ToldBefore {
  readonly revisions: ChangesFile['revisions'];
  readonly edition_id: string;
}

const keyOf = (row: Omit<Revision, 'history'>): string =>
  [row.authority, row.measure_id, row.line, row.statistic, row.period, row.as_at_date].join('\t');

/**
 * The histories of the edition before, told on: what this edition says is added where it differs from what was said
 * last, and where a month-end appears for the first time with a value. Month-ends that this edition no longer shows
 * are left out.
 */
export function toldOn(before: ToldBefore, figures: readonly MonthFigure[], asAt: string): Revision[] {
  const named = (said: Revision['history'][number]) => ({
    ...said,
    edition_id: said.edition_id ?? before.edition_id,
  });
  const known = new Map(before.revisions.map((each) => [keyOf(each), each.history.map(named)]));
  const revisions = figures.map(({ value, ...figure }) => {
    const history: Revision['history'] = known.get(keyOf(figure)) ?? [];
    const last = history.at(-1)?.value ?? null;
    return {
      ...figure,
      history: value === last ? history : [...history, { edition_as_at: asAt, edition_id: null, value }],
    };
  });
  return revisions.filter(({ history }) => history.length > 0).sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}
