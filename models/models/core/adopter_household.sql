MODEL (
  name core.adopter_household,
  kind FULL,
  description 'Households on the way to adopt, one row per application. The rows of two adopters of one household are one: the earliest date of each step; left once both have, on the later day. A row that begins on or after the day on which every earlier row of the household had ended, by an order or by leaving, begins a new application.',
  grain (authority, snapshot_date, household_id),
  audits one_row_per_key
);

WITH dated AS (
  SELECT
    *,
    LEAST(enquiry_date, stage1_start_date, stage2_start_date, application_date, approved_date) AS first_date,
    COALESCE(order_date, left_date) AS over_date
  FROM raw.adopter_household
), after_others AS (
  SELECT
    *,
    CASE
      WHEN MAX(COALESCE(over_date, '9999-12-31'::DATE)) OVER (
        PARTITION BY authority, snapshot_date, household_key
        ORDER BY first_date, row_key
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
      ) <= first_date
      THEN 1
      ELSE 0
    END AS begins
  FROM dated
), numbered AS (
  SELECT
    *,
    SUM(begins) OVER (
      PARTITION BY authority, snapshot_date, household_key
      ORDER BY first_date, row_key
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) + 1 AS application
  FROM after_others
)
SELECT
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  (
    household_key || ' application ' || application::INT::TEXT
  )::TEXT AS household_id, /* household and which of its applications */
  MIN(stage1_start_date)::DATE AS stage1_start_date, /* registered */
  MIN(stage2_start_date)::DATE AS stage2_start_date, /* stage 2 began */
  MIN(approved_date)::DATE AS approved_date, /* approved */
  MIN(matched_date)::DATE AS matched_date, /* matched */
  MIN(placed_date)::DATE AS placed_date, /* child or children placed */
  MIN(order_date)::DATE AS order_date, /* adoption order */
  CASE WHEN COUNT(*) = COUNT(left_date) THEN MAX(left_date) END::DATE AS left_date /* left the process; null while any adopter of the household is in it */
FROM numbered
GROUP BY
  @columns(authority, snapshot_date, household_key, application)
