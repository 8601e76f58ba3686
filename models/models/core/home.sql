MODEL (
  name core.home,
  kind FULL,
  description 'Where the child lives, without gaps filled: one row per stretch of a period of care in which the placement is the same. Temporary placements (T0 to T4) are looked through to the home before (boundaries 20, 37). The same home, the same carer, or being adopted by the present foster carers (A3, A5) is no move.',
  grain (authority, snapshot_date, care_period_id, start_date),
  audits one_row_per_key(known := (child_id, is_temporary))
);

WITH turning_point AS (
  SELECT
    @columns(authority, snapshot_date, care_period_id),
    start_date AS point
  FROM staging.placement
  UNION
  SELECT
    @columns(authority, snapshot_date, care_period_id),
    end_date AS point
  FROM staging.placement
  WHERE
    NOT end_date IS NULL
), segment AS (
  SELECT
    *,
    point AS start_date,
    LEAD(point) OVER (PARTITION BY authority, snapshot_date, care_period_id ORDER BY point) AS end_date
  FROM turning_point
), open_placement AS (
  SELECT
    s.*,
    @columns_of(p, child_id, row_key),
    p.start_date AS placement_start,
    @columns_of(p, placement_type, placement_category, carer_kind, home_number, same_carer),
    COALESCE(p.placement_category = 'temporary', FALSE) AS is_temporary,
    ROW_NUMBER() OVER (
      PARTITION BY s.authority, s.snapshot_date, s.care_period_id, s.start_date
      ORDER BY p.start_date DESC, p.row_key DESC
    ) AS choice
  FROM segment AS s
  INNER JOIN staging.placement AS p
    USING (authority, snapshot_date, care_period_id)
  WHERE
    @open_on(s.start_date, p.start_date, p.end_date)
), chosen AS (
  SELECT
    *
  FROM open_placement
  WHERE
    choice = 1
), former_home AS (
  SELECT
    @columns_of(c, authority, snapshot_date, care_period_id, start_date),
    @columns_of(p, row_key, placement_type, placement_category, carer_kind, home_number),
    ROW_NUMBER() OVER (
      PARTITION BY c.authority, c.snapshot_date, c.care_period_id, c.start_date
      ORDER BY p.start_date DESC, p.row_key DESC
    ) AS choice
  FROM chosen AS c
  INNER JOIN staging.placement AS p
    USING (authority, snapshot_date, care_period_id)
  WHERE
    p.start_date < c.placement_start
    AND (
      p.placement_category IS NULL OR p.placement_category <> 'temporary'
    )
    AND c.is_temporary
), lived_in AS (
  SELECT
    @columns_of(c, authority, snapshot_date, child_id, care_period_id, start_date, end_date, is_temporary),
    CASE WHEN c.is_temporary THEN f.row_key ELSE c.row_key END AS home_row_key,
    CASE WHEN c.is_temporary THEN f.placement_type ELSE c.placement_type END AS placement_type,
    CASE WHEN c.is_temporary THEN f.placement_category ELSE c.placement_category END AS placement_category,
    CASE WHEN c.is_temporary THEN f.carer_kind ELSE c.carer_kind END AS carer_kind,
    CASE WHEN c.is_temporary THEN f.home_number ELSE c.home_number END AS home_number,
    c.start_date = c.placement_start AND c.same_carer AS begins_with_same_carer
  FROM chosen AS c
  LEFT JOIN former_home AS f
    ON @on_keys(f, c, authority, snapshot_date, care_period_id, start_date) AND f.choice = 1
), followed AS (
  SELECT
    *,
    LAG(home_row_key) OVER in_order AS former_row_key,
    LAG(placement_type) OVER in_order AS former_type,
    LAG(carer_kind) OVER in_order AS former_carer_kind,
    LAG(home_number) OVER in_order AS former_number,
    COALESCE(LAG(is_temporary) OVER in_order, FALSE) AS after_temporary
  FROM lived_in
  WINDOW in_order AS (PARTITION BY authority, snapshot_date, care_period_id ORDER BY start_date)
)
SELECT
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  child_id::TEXT AS child_id, /* child */
  care_period_id::TEXT AS care_period_id, /* period of care */
  start_date::DATE AS start_date, /* first day of the stretch */
  end_date::DATE AS end_date, /* day it ends; null while open */
  is_temporary::BOOLEAN AS is_temporary, /* away on a temporary placement */
  home_row_key::TEXT AS home_row_key, /* source row of the placement lived in */
  placement_type::TEXT AS placement_type, /* placement type lived in; null when no earlier home is on file */
  placement_category::TEXT AS placement_category, /* category of that placement type; null when it has none */
  SUM(
    CASE
      WHEN former_row_key IS NULL OR home_row_key IS NULL OR former_row_key = home_row_key
      THEN 0
      WHEN former_number = home_number
      THEN 0
      WHEN begins_with_same_carer AND NOT after_temporary
      THEN 0
      WHEN carer_kind = 'current_carer' AND NOT former_carer_kind IS NULL
      THEN 0
      WHEN after_temporary AND former_type = placement_type AND (
        former_number IS NULL OR home_number IS NULL
      )
      THEN 0
      ELSE 1
    END
  ) OVER (PARTITION BY authority, snapshot_date, care_period_id ORDER BY start_date) /* where addresses are unknown, a return to the same kind of placement after a temporary one is no move (903 rule 383); one of less than a day is not temporary */::INT AS moves /* moves to another home and carer since the period began, up to this stretch */
FROM followed
