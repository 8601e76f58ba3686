MODEL (
  name core.foster_approval,
  kind FULL,
  description 'Foster households approved without a break. Rows of one household that touch are one approval (a change of terms), a day between them bridged as elsewhere (boundaries 2); a row left open ends where the next begins.',
  grain (authority, snapshot_date, household_key, approved_date),
  audits one_row_per_key(holds := ended_date IS NULL OR ended_date >= approved_date)
);

WITH closed AS (
  SELECT
    @columns(authority, snapshot_date, household_key, approved_date),
    COALESCE(
      ended_date,
      LEAD(approved_date) OVER (PARTITION BY authority, snapshot_date, household_key ORDER BY approved_date)
    ) AS ended_date
  FROM raw.foster_household
), after_others AS (
  SELECT
    *,
    CASE
      WHEN CAST(MAX(COALESCE(ended_date, '9999-12-30'::DATE)) OVER (
        PARTITION BY authority, snapshot_date, household_key
        ORDER BY approved_date
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
      ) + INTERVAL '1' DAY AS DATE) < approved_date
      THEN 1
      ELSE 0
    END AS begins
  FROM closed
), numbered AS (
  SELECT
    *,
    SUM(begins) OVER (
      PARTITION BY authority, snapshot_date, household_key
      ORDER BY approved_date
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS approval
  FROM after_others
)
SELECT
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  household_key::TEXT AS household_key, /* household */
  MIN(approved_date)::DATE AS approved_date, /* approved from this day on */
  CASE WHEN COUNT(*) = COUNT(ended_date) THEN MAX(ended_date) END::DATE AS ended_date /* no longer approved on this day; null while approved */
FROM numbered
GROUP BY
  @columns(authority, snapshot_date, household_key, approval)
