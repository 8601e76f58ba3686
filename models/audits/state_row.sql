AUDIT (
  name state_row
);

/* A state of a child at an as-at date is told once, and has not begun later. */
SELECT
  *
FROM (
  @broken_rows(holds := since_date <= as_at_date)
) AS broken
