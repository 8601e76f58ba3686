MODEL (
  name scorecard.drift_row,
  kind FULL,
  description 'B27 in numbers, as scorecard.population_row has all other measures.',
  grain (line_day, child_id),
  audits measure_row
);

SELECT
  a.line_day::INT AS line_day, /* line on the day: row of scorecard.availability */
  d.child_id::TEXT AS child_id, /* child looked after */
  c.spine_number::INT AS spine_number, /* row of core.child_day whose groups apply */
  d.counted::BOOLEAN AS counted, /* on at least one list of drift */
  d.wait_since::DATE AS wait_since, /* start of the longest of the waits */
  d.days::INT AS days /* days of the longest wait */
FROM measures.drift AS d
INNER JOIN core.child_as_at AS c
  USING (authority, snapshot_date, as_at_date, child_id)
INNER JOIN scorecard.availability AS a
  USING (authority, snapshot_date, as_at_date, measure_id, line, period)
WHERE
  a.state <> 'not available'
