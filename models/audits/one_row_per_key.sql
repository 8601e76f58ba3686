AUDIT (
  name one_row_per_key
);

/* Rows without a whole key, and keys that stand in more than one row: one_row_per_key(known := (...), holds := (...)). */
SELECT
  *
FROM (
  @broken_rows()
) AS broken
