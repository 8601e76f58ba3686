import { addYears, stampOf } from '../day.ts';
import type { Period } from '../life/life.ts';
import { describe, participations } from '../vocabulary.ts';
import { begun, type Cell, DateCells, numbered, type Table, table, type World } from './table.ts';

const columns = [
  'clar_cla_review_id',
  'clar_cla_id',
  'clar_cla_person_id',
  'clar_cla_review_due_date',
  'clar_cla_review_date',
  'clar_cla_review_cancelled',
  'clar_cla_review_participation',
] as const;
type ReviewRecord = Record<(typeof columns)[number], Cell>;

/** Reviews of the last six years, as the extract keeps them, and for most children the next one due. */
export function reviewTable(world: World): Table {
  return table(
    'ssd/ssd_cla_reviews.csv',
    columns,
    begun(world).flatMap((period) => reviewsOf(period, world)),
  );
}

function reviewsOf(period: Period, { asAt }: World): ReviewRecord[] {
  const dates = new DateCells(asAt);
  const records: ReviewRecord[] = [];
  const oldest = addYears(asAt, -6);
  for (const [i, { due, held, participation }] of period.reviews.entries()) {
    const cancelled = held === null;
    const upcoming = !cancelled && held > asAt;
    if (upcoming && (period.course.exit <= asAt || period.random.chance(0.25))) break;
    if (
      due < oldest ||
      (cancelled && due > asAt) ||
      (!upcoming && held !== null && held >= period.course.exit)
    )
      continue;
    records.push({
      clar_cla_review_id: numbered('V', period, i),
      clar_cla_id: period.id,
      clar_cla_person_id: period.personId,
      clar_cla_review_due_date: stampOf(due),
      clar_cla_review_date: dates.stamp(held),
      clar_cla_review_cancelled: cancelled ? 'Y' : 'N',
      clar_cla_review_participation:
        upcoming || participation === '' ? null : describe(participations, participation),
    });
    if (upcoming) break;
  }
  return records;
}
