MODEL (
  name core.adoption_state,
  kind FULL,
  description 'States on the way to adoption at each as-at date: on a placement order, a family linked, matched or otherwise identified, adopted (boundaries 21 to 24).',
  owner performance_team,
  grain (authority, snapshot_date, as_at_date, child_id, state),
  audits (
    not_null(columns := (authority, snapshot_date, as_at_date, child_id, state)),
    unique_combination_of_columns(columns := (authority, snapshot_date, as_at_date, child_id, state))
  )
);

WITH adopted AS (
  SELECT
    c.authority,
    c.snapshot_date,
    c.as_at_date,
    c.child_id,
    MIN(a.adoption_order_date) AS since_date
  FROM core.child_as_at AS c
  INNER JOIN staging.adoption AS a
    ON a.authority = c.authority
    AND a.snapshot_date = c.snapshot_date
    AND a.care_period_id = c.care_period_id
    AND a.adoption_order_date <= c.as_at_date
  GROUP BY
    c.authority,
    c.snapshot_date,
    c.as_at_date,
    c.child_id
), disruption AS (
  /* an adoptive placement that ended without an order: earlier links and matches no longer count */
  SELECT
    c.authority,
    c.snapshot_date,
    c.as_at_date,
    c.child_id,
    MAX(s.end_date) AS end_date
  FROM core.child_as_at AS c
  INNER JOIN core.category_stay AS s
    ON s.authority = c.authority
    AND s.snapshot_date = c.snapshot_date
    AND s.care_period_id = c.care_period_id
    AND s.category = 'adoptive'
    AND s.end_date <= c.as_at_date
  LEFT JOIN adopted AS o
    ON o.authority = c.authority
    AND o.snapshot_date = c.snapshot_date
    AND o.as_at_date = c.as_at_date
    AND o.child_id = c.child_id
  WHERE
    o.child_id IS NULL
  GROUP BY
    c.authority,
    c.snapshot_date,
    c.as_at_date,
    c.child_id
), family_date AS (
  SELECT
    authority,
    snapshot_date,
    care_period_id,
    FALSE AS is_match,
    link_date AS identified_date
  FROM staging.adoption
  UNION ALL
  SELECT
    authority,
    snapshot_date,
    care_period_id,
    TRUE AS is_match,
    matched_date AS identified_date
  FROM staging.adoption
  UNION ALL
  SELECT
    authority,
    snapshot_date,
    care_period_id,
    TRUE AS is_match,
    placed_date AS identified_date
  FROM staging.adoption
), family_identified AS (
  SELECT
    c.authority,
    c.snapshot_date,
    c.as_at_date,
    c.child_id,
    MIN(f.identified_date) AS since_date,
    MIN(CASE WHEN f.is_match THEN f.identified_date END) AS matched_date,
    MIN(CASE WHEN NOT f.is_match THEN f.identified_date END) AS linked_date
  FROM core.child_as_at AS c
  INNER JOIN family_date AS f
    ON f.authority = c.authority
    AND f.snapshot_date = c.snapshot_date
    AND f.care_period_id = c.care_period_id
    AND f.identified_date <= c.as_at_date
  LEFT JOIN disruption AS d
    ON d.authority = c.authority
    AND d.snapshot_date = c.snapshot_date
    AND d.as_at_date = c.as_at_date
    AND d.child_id = c.child_id
  WHERE
    d.end_date IS NULL OR f.identified_date >= d.end_date
  GROUP BY
    c.authority,
    c.snapshot_date,
    c.as_at_date,
    c.child_id
), state AS (
  SELECT
    c.authority,
    c.snapshot_date,
    c.as_at_date,
    c.child_id,
    'placement_order' AS state,
    o.order_date AS since_date
  FROM core.child_as_at AS c
  INNER JOIN core.placement_order AS o
    ON o.authority = c.authority
    AND o.snapshot_date = c.snapshot_date
    AND o.care_period_id = c.care_period_id
    AND @open_on(c.as_at_date, o.start_date, o.end_date)
  UNION ALL
  SELECT
    authority,
    snapshot_date,
    as_at_date,
    child_id,
    'adopted' AS state,
    since_date
  FROM adopted
  UNION ALL
  SELECT
    authority,
    snapshot_date,
    as_at_date,
    child_id,
    'family_identified' AS state,
    since_date
  FROM family_identified
  UNION ALL
  SELECT
    authority,
    snapshot_date,
    as_at_date,
    child_id,
    'adopters_linked' AS state,
    linked_date AS since_date
  FROM family_identified
  WHERE
    NOT linked_date IS NULL
  UNION ALL
  /* a recorded placed date tells of a match, also where the match itself is not dated */
  SELECT
    authority,
    snapshot_date,
    as_at_date,
    child_id,
    'adopters_matched' AS state,
    matched_date AS since_date
  FROM family_identified
  WHERE
    NOT matched_date IS NULL
)
SELECT
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  as_at_date::DATE AS as_at_date, /* day described */
  child_id::TEXT AS child_id, /* child */
  state::TEXT AS state, /* placement_order, adopted, family_identified, adopters_linked or adopters_matched */
  since_date::DATE AS since_date /* day it has held since; null when unknown */
FROM state
