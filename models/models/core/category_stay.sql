MODEL (
  name core.category_stay,
  kind FULL,
  description 'Unbroken stays in a category of placement: adoptive, early permanence, long-term foster or residential. The categories are rule rows (raw.rule_category). Days without a record part two stays; the second is resumed where a temporary placement, looked through to the home of the first, begins it.',
  grain (authority, snapshot_date, care_period_id, category, start_date),
  audits one_row_per_key(known := (child_id, is_resumed))
);

WITH stretch AS (
  SELECT
    @columns(authority, snapshot_date, child_id, care_period_id, start_date),
    COALESCE(end_date, '9999-12-31'::DATE) AS end_date,
    placement_category AS category,
    @columns(home_row_key, is_temporary)
  FROM core.home
), categorised AS (
  SELECT
    *,
    CASE
      WHEN LAG(end_date) OVER (PARTITION BY authority, snapshot_date, care_period_id, category ORDER BY start_date) = start_date
      THEN 0
      ELSE 1
    END AS is_new,
    is_temporary
    AND COALESCE(
      LAG(home_row_key) OVER (PARTITION BY authority, snapshot_date, care_period_id, category ORDER BY start_date) = home_row_key,
      FALSE
    ) AS away_from_former
  FROM stretch
  WHERE
    NOT category IS NULL
), numbered AS (
  SELECT
    *,
    SUM(is_new) OVER (PARTITION BY authority, snapshot_date, care_period_id, category ORDER BY start_date) AS stay
  FROM categorised
)
SELECT
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  child_id::TEXT AS child_id, /* child */
  care_period_id::TEXT AS care_period_id, /* period of care */
  category::TEXT AS category, /* adoptive, early_permanence, long_term_foster or residential */
  MIN(start_date)::DATE AS start_date, /* first day of the stay */
  NULLIF(MAX(end_date), '9999-12-31'::DATE)::DATE AS end_date, /* day it ended; null while it lasts */
  @first_by(away_from_former, start_date)::BOOLEAN AS is_resumed /* begins on a temporary placement away from the home of the stay before, after days without a record: no new placement */
FROM numbered
GROUP BY
  @columns(authority, snapshot_date, child_id, care_period_id, category, stay)
