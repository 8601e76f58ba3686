MODEL (
  name published.data_quality,
  kind FULL,
  description 'Data-quality items of the snapshot as counts with a sentence each: accepted, never changed, worth mending at the source (boundaries 9, 11, 21, 37).',
  grain (authority, snapshot_date, code),
  audits one_row_per_key(known := (table_name, row_count, meaning))
);

WITH current_day AS (
  SELECT
    c.*
  FROM core.child_as_at AS c
  INNER JOIN raw.as_at AS d
    USING (authority, snapshot_date, as_at_date)
  WHERE
    d.is_current
), item AS (
  @stacked(
    (authority, snapshot_date),
    (
      current_day,
      'unknown_home' AS code,
      'placement' AS table_name,
      'Children in care today with no placement recorded: their home is shown as unknown.' AS meaning,
      placement_type IS NULL AS only_where
    ),
    (
      current_day,
      'no_legal_status' AS code,
      'legal_status' AS table_name,
      'Children in care today with no legal status recorded.' AS meaning,
      legal_status = 'none' AS only_where
    )
  )
  UNION ALL
  SELECT
    @columns_of(c, authority, snapshot_date),
    'no_team' AS code,
    'allocation' AS table_name,
    'Children in care today with no case worker''s team recorded.' AS meaning
  FROM current_day AS c
  INNER JOIN raw.input AS i
    USING (authority, snapshot_date)
  WHERE
    i.input = 'allocation' AND c.team = 'not allocated'
  UNION ALL
  SELECT
    @columns_of(o, authority, snapshot_date),
    'order_date_disagrees' AS code,
    'adoption' AS table_name,
    'Placement orders whose recorded date and legal status differ by more than the tolerance: the earlier date is used.' AS meaning
  FROM core.placement_order AS o
  INNER JOIN raw.rule_setting AS s
    USING (authority)
  WHERE
    s.setting = 'order_date_disagreement_days' AND ABS(DATE_DIFF('DAY', o.recorded_date, o.start_date)) > s.value
  UNION ALL
  SELECT
    @columns_of(l, authority, snapshot_date),
    'status_outside_care' AS code,
    'legal_status' AS table_name,
    'Legal status rows that lie in no period of care: left out.' AS meaning
  FROM raw.legal_status AS l
  LEFT JOIN staging.row_in_period AS i
    ON @on_keys(i, l, authority, snapshot_date, row_key) AND i.kind = 'legal_status'
  WHERE
    i.row_key IS NULL
  UNION ALL
  SELECT
    @columns_of(c, authority, snapshot_date),
    'two_legal_statuses' AS code,
    'legal_status' AS table_name,
    'Children with two different legal statuses open at once: the latest to start counts as theirs.' AS meaning
  FROM core.contradiction AS c
  WHERE
    c.kind = 'two_legal_statuses'
  UNION ALL
  SELECT
    @columns_of(p, authority, snapshot_date),
    'plan_outside_care' AS code,
    'care_plan' AS table_name,
    'Plan rows that lie in no period of care: left out.' AS meaning
  FROM raw.care_plan AS p
  LEFT JOIN staging.row_in_period AS i
    ON @on_keys(i, p, authority, snapshot_date, row_key) AND i.kind = 'care_plan'
  WHERE
    i.row_key IS NULL
)
SELECT
  i.authority::TEXT AS authority, /* authority */
  i.snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  i.code::TEXT AS code, /* stable code of the item */
  i.table_name::TEXT AS table_name, /* contract table concerned */
  COUNT(*)::BIGINT AS row_count, /* rows or children concerned */
  i.meaning::TEXT AS meaning /* the item in a sentence */
FROM item AS i
INNER JOIN raw.snapshot AS s
  USING (authority, snapshot_date)
WHERE
  s.compared_with IS NULL
GROUP BY
  @columns_of(i, authority, snapshot_date, code, table_name, meaning)
