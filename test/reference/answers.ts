import { type Day, never } from './calendar.ts';
import type { PlanSpan } from './plans.ts';
import { compareText, isOpen } from './spans.ts';

/** Answer rows of one period of care as one snapshot had them. */
export interface AnswersSeen {
  readonly taken: Day;
  readonly rows: readonly PlanSpan[];
}

/** A snapshot and the plans on the newest document that was active when it was taken. */
interface Showing extends AnswersSeen {
  readonly plans: ReadonlySet<string>;
}

const byDocument = (a: PlanSpan, b: PlanSpan) =>
  a.start - b.start || Math.sign(a.recorded - b.recorded || 0) || compareText(a.key, b.key);

/** The newest active document speaks; no document, or one without keys, shows no plan (boundaries 39). */
function showing(seen: AnswersSeen): Showing {
  const active = seen.rows.filter((row) => isOpen(row, seen.taken));
  const newest = active.toSorted(byDocument).at(-1);
  const spoken = active.filter((row) => row.document === newest?.document && row.plan !== 'NO_PLAN');
  return { ...seen, plans: new Set(spoken.map((row) => row.plan)) };
}

/**
 * An answer counts from its document's date, but where an earlier snapshot taken after that date
 * showed another plan or none, from the first snapshot since that shows it (boundaries 17).
 */
function startOf(row: PlanSpan, seen: Showing, all: readonly Showing[]): Day {
  const against = all.filter(
    (other) => row.start < other.taken && other.taken < seen.taken && !other.plans.has(row.plan),
  );
  if (against.length === 0) return row.start;
  const lastAgainst = Math.max(...against.map((other) => other.taken));
  const inFavour = all.find(
    (other) => other.taken > lastAgainst && other.taken <= seen.taken && other.plans.has(row.plan),
  );
  return inFavour?.taken ?? never;
}

/** A plan ends with its document, else with the first snapshot that no longer shows it (boundaries 39). */
function endOf(row: PlanSpan, seen: Showing, all: readonly Showing[]): Day {
  const since = all.filter((other) => other.taken >= seen.taken);
  const versions = since.flatMap((other) =>
    other.rows.filter((version) => version.document === row.document),
  );
  const documentEnd = versions.at(-1)?.recordedEnd ?? never;
  const gone = since.find((other) => !other.plans.has(row.plan))?.taken ?? never;
  return Math.min(documentEnd, gone);
}

/** Dated plan rows from the answers that successive snapshots (oldest first) showed for one period of care. */
export function plansFromAnswers(snapshots: readonly AnswersSeen[]): PlanSpan[] {
  const all = snapshots.map(showing);
  return all.flatMap((seen) =>
    seen.rows
      .filter((row) => row.plan !== 'NO_PLAN' && row.start <= seen.taken)
      .map((row) => {
        const end = endOf(row, seen, all);
        return { ...row, start: startOf(row, seen, all), end, recordedEnd: end };
      })
      .filter((row) => row.start < row.end),
  );
}
