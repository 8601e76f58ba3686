MODEL (
  name staging.placement,
  kind FULL,
  description 'Placements in their period of care, ends exclusive: every row ends with the period at the latest, and a row followed after a single day is carried over it (boundaries 2, 37).',
  grain (authority, snapshot_date, row_key),
  audits one_row_per_key(known := (care_period_id, start_date, placement_type))
);

WITH placed AS (
  SELECT
    @columns_of(r, authority, snapshot_date, row_key, child_id),
    i.care_period_id,
    @columns_of(r, start_date, placement_type, home_number, same_carer),
    CASE WHEN r.end_date IS NULL OR r.end_date > p.end_date THEN p.end_date ELSE r.end_date END AS end_date
  FROM raw.placement AS r
  INNER JOIN staging.row_in_period AS i
    ON i.authority = r.authority
    AND i.snapshot_date = r.snapshot_date
    AND i.kind = 'placement'
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
  r.placement_type::TEXT AS placement_type, /* placement type (903 PLACE) */
  g.category::TEXT AS placement_category, /* adoptive, early_permanence, long_term_foster, residential or temporary; null otherwise */
  k.category::TEXT AS carer_kind, /* carer: with foster carers or adopters; current_carer: with the foster carers of before, who adopt; null otherwise */
  r.home_number::INT AS home_number, /* which home of the child; null when the address is unknown */
  r.same_carer::BOOLEAN AS same_carer /* began with the carer of the placement before; null when unknown */
FROM placed AS r
LEFT JOIN first_day AS n
  ON n.authority = r.authority
  AND n.snapshot_date = r.snapshot_date
  AND n.care_period_id = r.care_period_id
  AND n.start_date = r.end_date + INTERVAL '1' DAY
LEFT JOIN raw.rule_category AS g
  ON g.code_set = 'placement_type' AND g.code = r.placement_type
LEFT JOIN raw.rule_category AS k
  ON k.code_set = 'placement_carer' AND k.code = r.placement_type
