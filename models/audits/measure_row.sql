AUDIT (
  name measure_row
);

/* What every measure model returns: a child once per line, period and day, with the spell and day of its groups. */
SELECT
  *
FROM (
  @broken_rows(known := (counted, care_period_id, entry_date, group_day))
) AS broken
