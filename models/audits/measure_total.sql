AUDIT (
  name measure_total
);

/* A measure of totals alone: what it counts stands once per line, period and day, and belongs to no group. */
SELECT
  *
FROM (
  @broken_rows(known := counted, holds := (care_period_id IS NULL, entry_date IS NULL, group_day IS NULL))
) AS broken
