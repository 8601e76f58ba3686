/** Tables of the contract about visits to children in care. */
import { z } from 'zod';
import { day, optionalFlag } from './column.ts';
import { carePeriodId, childId, trace } from './row-origin.ts';

/** One row per visit of the authority's representative to a child in care. */
const visit = z.object({
  ...trace,
  child_id: childId,
  care_period_id: carePeriodId,
  visit_date: day('Day of the visit.', 'SSD clav_cla_visit_date'),
  seen: optionalFlag('The child was seen; null when not recorded.', 'SSD clav_cla_visit_seen'),
  seen_alone: optionalFlag(
    'The child was seen alone; null when not recorded.',
    'SSD clav_cla_visit_seen_alone',
  ),
});

export const visitTables = { visit } as const;
