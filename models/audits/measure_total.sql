AUDIT (
  name measure_total
);

/* A measure of totals alone: what it counts stands once per line, period and day, and belongs to no group. */
SELECT
  authority,
  snapshot_date,
  as_at_date,
  measure_id,
  line,
  period,
  child_id
FROM @this_model
GROUP BY
  authority,
  snapshot_date,
  as_at_date,
  measure_id,
  line,
  period,
  child_id
HAVING
  COUNT(*) > 1
  OR COUNT(counted) = 0
  OR COUNT(care_period_id) > 0
  OR COUNT(entry_date) > 0
  OR COUNT(group_day) > 0
  OR authority IS NULL
  OR snapshot_date IS NULL
  OR as_at_date IS NULL
  OR measure_id IS NULL
  OR line IS NULL
  OR period IS NULL
  OR child_id IS NULL
