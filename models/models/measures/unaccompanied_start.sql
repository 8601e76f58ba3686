MODEL (
  name measures.unaccompanied_start,
  kind VIEW,
  description 'B11 starts: of the children who started to be looked after in the twelve months to the day (B9), those unaccompanied on the day they started.',
  grain (authority, snapshot_date, as_at_date, measure_id, line, period, child_id)
);

SELECT
  'B11'::TEXT AS measure_id, /* measure */
  'starts'::TEXT AS line, /* the line of those who started */
  'as_at'::TEXT AS period, /* a line of a measure of the day, though it looks back twelve months */
  s.authority::TEXT AS authority, /* authority */
  s.snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  s.as_at_date::DATE AS as_at_date, /* last day of the twelve months */
  s.child_id::TEXT AS child_id, /* child who started */
  s.care_period_id::TEXT AS care_period_id, /* period of care of the latest start */
  s.entry_date::DATE AS entry_date, /* day of that start */
  s.group_day::DATE AS group_day, /* day whose breakdown groups apply */
  (
    d.unaccompanied = 'Y'
  )::BOOLEAN AS counted, /* unaccompanied on that day */
  NULL::DATE AS wait_since, /* no wait */
  NULL::INT AS days /* no duration */
FROM measures.children_in_care AS s
INNER JOIN core.child_day AS d
  USING (authority, snapshot_date, care_period_id, entry_date)
WHERE
  d.day = s.group_day AND s.measure_id = 'B9' AND s.period = 'r12m'
