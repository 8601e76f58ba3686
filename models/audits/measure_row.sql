AUDIT (
  name measure_row
);

/* What all measure models return: a child once per line, period and day, counted or not, and of each line every row in the spine or none. */
SELECT
  *
FROM (
  @broken_rows(known := counted, holds := spine_number > 0)
) AS broken
UNION ALL
SELECT
  1 AS broken
FROM @this_model
GROUP BY
  line_day
HAVING
  NOT COUNT(spine_number) IN (0, COUNT(*))
