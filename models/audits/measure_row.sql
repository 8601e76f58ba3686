AUDIT (
  name measure_row
);

/* What all measure models return: a child once per line, period and day, counted or not, and of each line every row in the spine or none. */
SELECT
  line_day
FROM @this_model
GROUP BY
  line_day
HAVING
  COUNT(*) <> COUNT(DISTINCT child_id)
  OR COUNT(*) <> COUNT(counted)
  OR NOT COUNT(spine_number) IN (0, COUNT(*))
  OR MIN(spine_number) = 0
