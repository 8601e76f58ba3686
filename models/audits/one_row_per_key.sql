AUDIT (
  name one_row_per_key
);

/* Rows without a whole key, and keys that stand in more than one row. */
SELECT
  @EACH(@columns, c -> c)
FROM @this_model
WHERE
  @REDUCE(@EACH(@columns, c -> c IS NULL), (l, r) -> l OR r)
UNION ALL
SELECT
  @EACH(@columns, c -> c)
FROM @this_model
GROUP BY
  @EACH(@columns, c -> c)
HAVING
  COUNT(*) > 1
