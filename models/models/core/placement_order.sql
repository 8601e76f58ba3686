MODEL (
  name core.placement_order,
  kind FULL,
  description 'Unbroken runs of legal status E1 with the date of the order: the earlier of the start of the run and the recorded order date, where that lies in the period of care and after any earlier, ended run (boundaries 21, 42).',
  grain (authority, snapshot_date, care_period_id, start_date),
  audits one_row_per_key(known := (child_id, order_date), holds := order_date <= start_date)
);

WITH status AS (
  SELECT
    @columns(authority, snapshot_date, child_id, care_period_id, start_date),
    COALESCE(end_date, '9999-12-31'::DATE) AS end_date,
    MAX(COALESCE(end_date, '9999-12-31'::DATE)) OVER (
      PARTITION BY authority, snapshot_date, care_period_id
      ORDER BY start_date, row_key
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS reached,
    row_key
  FROM staging.legal_status
  WHERE
    legal_category = 'placement_order'
), numbered AS (
  SELECT
    *,
    SUM(CASE WHEN start_date <= reached THEN 0 ELSE 1 END) OVER (PARTITION BY authority, snapshot_date, care_period_id ORDER BY start_date, row_key) AS run
  FROM status
), run AS (
  SELECT
    @columns(authority, snapshot_date, child_id, care_period_id, run),
    MIN(start_date) AS start_date,
    MAX(end_date) AS end_date
  FROM numbered
  GROUP BY
    @columns(authority, snapshot_date, child_id, care_period_id, run)
), ordered AS (
  SELECT
    *,
    LAG(end_date) OVER (PARTITION BY authority, snapshot_date, care_period_id ORDER BY start_date) AS former_end
  FROM run
), recorded AS (
  SELECT
    @columns_of(o, authority, snapshot_date, care_period_id, start_date),
    MIN(a.placement_order_date) AS recorded_date
  FROM ordered AS o
  INNER JOIN staging.adoption AS a
    USING (authority, snapshot_date, care_period_id)
  WHERE
    (
      o.former_end IS NULL OR a.placement_order_date >= o.former_end
    )
  GROUP BY
    @columns_of(o, authority, snapshot_date, care_period_id, start_date)
)
SELECT
  o.authority::TEXT AS authority, /* authority */
  o.snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  o.child_id::TEXT AS child_id, /* child */
  o.care_period_id::TEXT AS care_period_id, /* period of care */
  o.start_date::DATE AS start_date, /* start of the unbroken E1 run */
  NULLIF(o.end_date, '9999-12-31'::DATE)::DATE AS end_date, /* day the run ends; null while open */
  r.recorded_date::DATE AS recorded_date, /* order date on the permanence record, where it counts */
  LEAST(o.start_date, COALESCE(r.recorded_date, o.start_date))::DATE AS order_date /* date of the placement order */
FROM ordered AS o
LEFT JOIN recorded AS r
  USING (authority, snapshot_date, care_period_id, start_date)
