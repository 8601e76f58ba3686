MODEL (
  name scorecard.measure_case,
  kind VIEW,
  description 'Every measure as one long table: one row per line, period and child (or household, family, case: measures.csv says which) of its population, and the day on which its breakdown groups are read from the spine; null where there is no spell of care to read them from. Lines that are not available on the day or in the period are left out. Rows and their grain are those of scorecard.measure_row.',
  grain (authority, snapshot_date, as_at_date, measure_id, line, period, child_id)
);

SELECT
  a.measure_id::TEXT AS measure_id, /* measure */
  a.line::TEXT AS line, /* main or the sub-line */
  a.period::TEXT AS period, /* as_at, month or r12m */
  a.authority::TEXT AS authority, /* authority */
  a.snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  a.as_at_date::DATE AS as_at_date, /* day described, or last day of the period */
  m.child_id::TEXT AS child_id, /* child, or key of whatever else the measure counts */
  d.care_period_id::TEXT AS care_period_id, /* period of care whose groups apply */
  d.entry_date::DATE AS entry_date, /* spell of care whose groups apply */
  d.day::DATE AS group_day, /* day whose groups apply */
  m.counted::BOOLEAN AS counted, /* in the numerator */
  m.wait_since::DATE AS wait_since, /* day the wait runs from */
  CASE WHEN m.counted THEN m.days END::INT AS days /* days a counted child has waited */
FROM scorecard.measure_row AS m
INNER JOIN scorecard.availability AS a
  USING (line_day)
LEFT JOIN core.child_day AS d
  USING (spine_number)
