MODEL (
  name core.adoption_state,
  kind FULL,
  description 'States on the way to adoption at each as-at date: on a placement order, a family linked, matched or otherwise identified, adopted (boundaries 21 to 24).',
  grain (authority, snapshot_date, as_at_date, child_id, state),
  audits state_row
);

WITH adopted AS (
  SELECT
    @columns_of(c, authority, snapshot_date, as_at_date, child_id),
    MIN(a.adoption_order_date) AS since_date
  FROM core.child_as_at AS c
  INNER JOIN staging.adoption AS a
    USING (authority, snapshot_date, care_period_id)
  WHERE
    a.adoption_order_date <= c.as_at_date
  GROUP BY
    @columns_of(c, authority, snapshot_date, as_at_date, child_id)
), disruption AS (
  /* an adoptive placement that ended without an order: earlier links and matches no longer count */
  SELECT
    @columns_of(c, authority, snapshot_date, as_at_date, child_id),
    MAX(s.end_date) AS end_date
  FROM core.child_as_at AS c
  INNER JOIN core.category_stay AS s
    USING (authority, snapshot_date, care_period_id)
  LEFT JOIN adopted AS o
    ON @on_keys(o, c, authority, snapshot_date, as_at_date, child_id)
  WHERE
    s.category = 'adoptive' AND s.end_date <= c.as_at_date AND o.child_id IS NULL
  GROUP BY
    @columns_of(c, authority, snapshot_date, as_at_date, child_id)
), family_date AS (
  @stacked(
    (authority, snapshot_date, care_period_id),
    (staging.adoption, FALSE AS is_match, link_date AS identified_date),
    (staging.adoption, TRUE AS is_match, matched_date AS identified_date),
    (staging.adoption, TRUE AS is_match, placed_date AS identified_date)
  )
), family_identified AS (
  SELECT
    @columns_of(c, authority, snapshot_date, as_at_date, child_id),
    MIN(f.identified_date) AS since_date,
    MIN(CASE WHEN f.is_match THEN f.identified_date END) AS matched_date,
    MIN(CASE WHEN NOT f.is_match THEN f.identified_date END) AS linked_date
  FROM core.child_as_at AS c
  INNER JOIN family_date AS f
    USING (authority, snapshot_date, care_period_id)
  LEFT JOIN disruption AS d
    USING (authority, snapshot_date, as_at_date, child_id)
  WHERE
    f.identified_date <= c.as_at_date AND (
      d.end_date IS NULL OR f.identified_date >= d.end_date
    )
  GROUP BY
    @columns_of(c, authority, snapshot_date, as_at_date, child_id)
), state AS (
  @stacked(
    (authority, snapshot_date, as_at_date, child_id),
    (adopted, 'adopted' AS state, since_date),
    (family_identified, 'family_identified' AS state, since_date),
    (
      family_identified,
      'adopters_linked' AS state,
      linked_date AS since_date,
      NOT linked_date IS NULL AS only_where
    ),
    (
      family_identified,
      'adopters_matched' AS state,
      matched_date AS since_date,
      NOT matched_date IS NULL AS only_where
    ) /* a recorded placed date tells of a match, also where the match itself is not dated */
  )
  UNION ALL
  SELECT
    @columns_of(c, authority, snapshot_date, as_at_date, child_id),
    'placement_order' AS state,
    o.order_date AS since_date
  FROM core.child_as_at AS c
  INNER JOIN core.placement_order AS o
    USING (authority, snapshot_date, care_period_id)
  WHERE
    @open_on(c.as_at_date, o.start_date, o.end_date)
)
SELECT
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  as_at_date::DATE AS as_at_date, /* day described */
  child_id::TEXT AS child_id, /* child */
  state::TEXT AS state, /* placement_order, adopted, family_identified, adopters_linked or adopters_matched */
  since_date::DATE AS since_date /* day it has held since; null when unknown */
FROM state
