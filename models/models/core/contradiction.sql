MODEL (
  name core.contradiction,
  kind FULL,
  description 'Children whose records contradict each other: two legal statuses open at once, episodes that overlap, or care that ends and starts again on one day for many children, as at a change of case system. Nothing is changed by it; it is told beside the figures that it touches.',
  grain (authority, snapshot_date, child_id, kind),
  audits one_row_per_key(holds := kind IN ('two_legal_statuses', 'overlapping_episodes', 'restarted_on_one_day'))
);

WITH restart AS (
  SELECT DISTINCT
    @columns_of(p, authority, snapshot_date, child_id, end_date)
  FROM raw.care_period AS p
  INNER JOIN raw.care_period AS n
    USING (authority, snapshot_date, child_id)
  WHERE
    n.row_key <> p.row_key AND n.start_date BETWEEN p.end_date AND CAST(p.end_date + INTERVAL '1' DAY AS DATE)
), change_of_system AS (
  SELECT
    @columns_of(r, authority, snapshot_date, end_date)
  FROM restart AS r
  INNER JOIN raw.rule_setting AS s
    USING (authority)
  WHERE
    s.setting = 'restart_children'
  GROUP BY
    @columns_of(r, authority, snapshot_date, end_date),
    s.value
  HAVING
    COUNT(*) >= s.value
), contradicted AS (
  SELECT
    @columns_of(a, authority, snapshot_date, child_id),
    'two_legal_statuses' AS kind
  FROM raw.legal_status AS a
  INNER JOIN raw.legal_status AS b
    USING (authority, snapshot_date, child_id)
  WHERE
    a.row_key <> b.row_key
    AND a.legal_status <> b.legal_status
    AND a.start_date < COALESCE(b.end_date, '9999-12-31'::DATE)
    AND b.start_date < COALESCE(a.end_date, '9999-12-31'::DATE)
  UNION
  SELECT
    @columns_of(a, authority, snapshot_date, child_id),
    'overlapping_episodes' AS kind
  FROM raw.episode AS a
  INNER JOIN raw.episode AS b
    USING (authority, snapshot_date, child_id)
  WHERE
    a.row_key <> b.row_key
    AND a.start_date < COALESCE(b.end_date, '9999-12-31'::DATE)
    AND b.start_date < COALESCE(a.end_date, '9999-12-31'::DATE)
  UNION
  SELECT
    @columns_of(r, authority, snapshot_date, child_id),
    'restarted_on_one_day' AS kind
  FROM restart AS r
  INNER JOIN change_of_system AS c
    USING (authority, snapshot_date, end_date)
)
SELECT
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  child_id::TEXT AS child_id, /* child */
  kind::TEXT AS kind /* two_legal_statuses, overlapping_episodes or restarted_on_one_day */
FROM contradicted
