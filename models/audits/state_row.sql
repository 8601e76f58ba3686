AUDIT (
  name state_row
);

/* A state of a child at an as-at date is told once, and has not begun later. */
SELECT
  authority,
  snapshot_date,
  as_at_date,
  child_id,
  state
FROM @this_model
GROUP BY
  authority,
  snapshot_date,
  as_at_date,
  child_id,
  state
HAVING
  COUNT(*) > 1
  OR MAX(since_date) > as_at_date
  OR authority IS NULL
  OR snapshot_date IS NULL
  OR as_at_date IS NULL
  OR child_id IS NULL
  OR state IS NULL
