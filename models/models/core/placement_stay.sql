MODEL (
  name core.placement_stay,
  kind FULL,
  description 'Stays in one home or with one carer: the stretches of core.home between two moves. Temporary placements, placements of less than a day, and gaps between two rows of one home are looked through.',
  grain (authority, snapshot_date, care_period_id, stay),
  audits one_row_per_key(known := (child_id, start_date, begins_adoptive), holds := end_date IS NULL OR end_date > start_date)
);

SELECT
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  child_id::TEXT AS child_id, /* child */
  care_period_id::TEXT AS care_period_id, /* period of care */
  (
    moves + 1
  )::INT AS stay, /* number of the stay in the period of care, from 1 */
  MIN(start_date)::DATE AS start_date, /* first day */
  CASE WHEN COUNT(end_date) = COUNT(*) THEN MAX(end_date) END::DATE AS end_date, /* day it ended; null while it lasts */
  @first_by(COALESCE(placement_category = 'adoptive', FALSE), start_date)::BOOLEAN AS begins_adoptive /* the child came to live with adopters; false where the carers of before adopt */
FROM core.home
WHERE
  NOT home_row_key IS NULL
GROUP BY
  @columns(authority, snapshot_date, child_id, care_period_id, moves)
