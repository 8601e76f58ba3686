MODEL (
  name scorecard.measure_row,
  kind VIEW,
  description 'Every row of every measure in numbers: four million of them are added up twice as fast as by name.',
  grain (line_day, child_id)
);

WITH numbered AS (
  @stacked((line_day, child_id, spine_number, counted, wait_since, days), scorecard.population_row, scorecard.drift_row)
)
SELECT
  line_day::INT AS line_day, /* line on the day: row of scorecard.availability */
  child_id::TEXT AS child_id, /* child, or key of whatever else the measure counts */
  spine_number::INT AS spine_number, /* row of core.child_day whose groups apply; null for what is no child in care */
  counted::BOOLEAN AS counted, /* in the numerator */
  wait_since::DATE AS wait_since, /* day the wait runs from */
  days::INT AS days /* days waited */
FROM numbered
