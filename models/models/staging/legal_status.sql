MODEL (
  name staging.legal_status,
  kind FULL,
  description 'Legal statuses in their period of care, ends exclusive: every row ends with the period at the latest, and a row followed after a single day is carried over it (boundaries 2, 21, 38).',
  grain (authority, snapshot_date, row_key),
  audits one_row_per_key(known := (care_period_id, start_date, legal_status))
);

WITH placed AS (
  SELECT
    @columns_of(r, authority, snapshot_date, row_key, child_id),
    @columns(i.care_period_id, r.start_date, r.legal_status),
    CASE WHEN r.end_date IS NULL OR r.end_date > p.end_date THEN p.end_date ELSE r.end_date END AS end_date
  FROM raw.legal_status AS r
  INNER JOIN staging.row_in_period AS i
    ON i.authority = r.authority
    AND i.snapshot_date = r.snapshot_date
    AND i.kind = 'legal_status'
    AND i.row_key = r.row_key
  INNER JOIN raw.care_period AS p
    ON p.authority = r.authority AND p.snapshot_date = r.snapshot_date AND p.care_period_id = i.care_period_id
), first_day AS (
  SELECT DISTINCT
    @columns(authority, snapshot_date, care_period_id, start_date)
  FROM placed
)
SELECT
  r.authority::TEXT AS authority, /* authority */
  r.snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  r.row_key::TEXT AS row_key, /* key of the source row */
  r.child_id::TEXT AS child_id, /* child */
  r.care_period_id::TEXT AS care_period_id, /* period of care */
  r.start_date::DATE AS start_date, /* first day */
  COALESCE(n.start_date, r.end_date)::DATE AS end_date, /* day it no longer holds; null while open */
  r.legal_status::TEXT AS legal_status, /* legal status (903 LS) */
  g.category::TEXT AS legal_category /* short_break, interim_care_order or placement_order; null otherwise */
FROM placed AS r
LEFT JOIN first_day AS n
  ON n.authority = r.authority
  AND n.snapshot_date = r.snapshot_date
  AND n.care_period_id = r.care_period_id
  AND n.start_date = r.end_date + INTERVAL '1' DAY
LEFT JOIN raw.rule_category AS g
  ON g.code_set = 'legal_status' AND g.code = r.legal_status
