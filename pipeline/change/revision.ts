/** What each month-end was said to be, edition after edition. Pure. */
import type { ChangesFile, Revision } from '../edition/change-format.ts';

/** A figure of this edition for one month-end. */
export type MonthFigure = Omit<Revision, 'history'> & { readonly value: number | null };

/** The edition that says so. */
export interface Speaker {
  readonly edition_as_at: string;
  readonly edition_id: string;
}

const keyOf = (row: Omit<Revision, 'history'>): string =>
  [row.authority, row.measure_id, row.line, row.statistic, row.period, row.as_at_date].join('\t');

/**
 * The histories of the edition before, told on: what this edition says is added where it differs from what was said
 * last, and where a month-end appears for the first time with a value. Month-ends that this edition no longer shows
 * are left out.
 */
export function toldOn(
  before: ChangesFile['revisions'],
  figures: readonly MonthFigure[],
  speaker: Speaker,
): Revision[] {
  const known = new Map(before.map((revision) => [keyOf(revision), revision.history]));
  const revisions = figures.map(({ value, ...figure }) => {
    const history = known.get(keyOf(figure)) ?? [];
    const last = history.at(-1)?.value ?? null;
    return { ...figure, history: value === last ? history : [...history, { ...speaker, value }] };
  });
  return revisions.filter(({ history }) => history.length > 0).sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}
