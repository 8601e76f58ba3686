MODEL (
  name core.profile_state,
  kind FULL,
  description 'Who the looked-after children are and where they live at each as-at date: age band, group of placement, unaccompanied, far from home (B11 to B18, B22).',
  grain (authority, snapshot_date, as_at_date, child_id, state),
  audits state_row
);

WITH described AS (
  SELECT
    c.*,
    k.category AS legal_category,
    p.distance_miles,
    v.category AS provider,
    l.n AS far_miles,
    @add_step(c.birth_date, g.n, g.unit) <= c.as_at_date AS is_of_ratification_age
  FROM core.child_as_at AS c
  LEFT JOIN raw.placement AS p
    ON @on_keys(p, c, authority, snapshot_date) AND p.row_key = c.home_row_key
  LEFT JOIN raw.rule_category AS v
    ON v.code_set = 'placement_provider' AND v.code = p.provider
  LEFT JOIN raw.rule_category AS k
    ON k.code_set = 'legal_status' AND k.code = c.legal_status
  LEFT JOIN raw.rule_limit AS l
    ON l.authority = c.authority AND @limit_on(l, c.as_at_date, 'B17', 'far')
  LEFT JOIN raw.rule_limit AS g
    ON g.authority = c.authority AND @limit_on(g, c.as_at_date, 'B59', 'ratification_age')
), sibling AS (
  /* siblings are told of in the records of children with an adoption decision alone; where the record does not say
     how many live together nothing is known, so the child is neither together nor apart */
  SELECT
    @columns_of(c, authority, snapshot_date, as_at_date, child_id),
    BOOL_OR(CAST(a.siblings_together >= l.n AS BOOLEAN)) AS is_together
  FROM core.child_as_at AS c
  INNER JOIN raw.adoption AS a
    USING (authority, snapshot_date, child_id)
  INNER JOIN raw.rule_limit AS l
    USING (authority)
  WHERE
    COALESCE(a.care_period_id, c.care_period_id) = c.care_period_id
    AND a.sibling_group
    AND NOT a.siblings_together IS NULL
    AND @open_on(c.as_at_date, a.decision_date, a.decision_reversed_date)
    AND @limit_on(l, c.as_at_date, 'B22', 'together')
  GROUP BY
    @columns_of(c, authority, snapshot_date, as_at_date, child_id)
), state AS (
  @stacked(
    (authority, snapshot_date, as_at_date, child_id),
    (described, 'age_band:' || age_band AS state),
    (described, 'home:' || placement_group AS state),
    (described, 'fostered' AS state, placement_group LIKE '%foster' AS only_where) /* foster and kinship_foster, the two foster groups of groups.csv */,
    (described, 'unaccompanied' AS state, unaccompanied = 'Y' AS only_where),
    (described, legal_category AS state, legal_category = 'interim_care_order' AS only_where),
    (
      described,
      CASE WHEN distance_miles IS NULL THEN 'distance_unknown' ELSE 'far_from_home' END AS state,
      (
        distance_miles IS NULL OR distance_miles > far_miles
      ) AS only_where
    ),
    (described, 'provider:' || COALESCE(provider, 'unknown') AS state),
    (sibling, 'adoption_sibling' AS state),
    (sibling, 'siblings_together' AS state, is_together AS only_where),
    (described, 'of_ratification_age' AS state, is_of_ratification_age AS only_where)
  )
  UNION ALL
  /* codes of settings that the return lists apart, registered or not */
  SELECT
    @columns_of(d, authority, snapshot_date, as_at_date, child_id),
    'setting:' || g.category AS state
  FROM described AS d
  INNER JOIN raw.rule_category AS g
    ON g.code_set = 'placement_setting' AND g.code = d.placement_type
)
SELECT
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  as_at_date::DATE AS as_at_date, /* day described */
  child_id::TEXT AS child_id, /* child */
  state::TEXT AS state, /* age_band: and the band, home: and the group of placement, fostered, unaccompanied, interim_care_order, far_from_home, distance_unknown, provider: and who provides the placement, setting: and its kind, adoption_sibling, siblings_together or of_ratification_age */
  NULL::DATE AS since_date /* not kept */
FROM state
