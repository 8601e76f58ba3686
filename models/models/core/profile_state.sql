MODEL (
  name core.profile_state,
  kind FULL,
  description 'Who the looked-after children are and where they live at each as-at date: age band, group of placement, unaccompanied, far from home (B11 to B18, B22).',
  owner performance_team,
  grain (authority, snapshot_date, as_at_date, child_id, state),
  audits (
    not_null(columns := (authority, snapshot_date, as_at_date, child_id, state)),
    unique_combination_of_columns(columns := (authority, snapshot_date, as_at_date, child_id, state))
  )
);

WITH described AS (
  SELECT
    c.authority,
    c.snapshot_date,
    c.as_at_date,
    c.child_id,
    c.entry_date,
    c.age_band,
    c.placement_group,
    c.placement_type,
    c.unaccompanied,
    k.category AS legal_category,
    p.distance_miles,
    v.category AS provider,
    l.n AS far_miles,
    @add_step(c.birth_date, g.n, g.unit) <= c.as_at_date AS is_of_ratification_age
  FROM core.child_as_at AS c
  LEFT JOIN raw.placement AS p
    ON p.authority = c.authority
    AND p.snapshot_date = c.snapshot_date
    AND p.row_key = c.home_row_key
  LEFT JOIN raw.rule_category AS v
    ON v.code_set = 'placement_provider' AND v.code = p.provider
  LEFT JOIN raw.rule_category AS k
    ON k.code_set = 'legal_status' AND k.code = c.legal_status
  LEFT JOIN raw.rule_limit AS l
    ON l.authority = c.authority
    AND l.measure_id = 'B17'
    AND l.limit_key = 'far'
    AND @open_on(c.as_at_date, l.effective_from, l.effective_to)
  LEFT JOIN raw.rule_limit AS g
    ON g.authority = c.authority
    AND g.measure_id = 'B59'
    AND g.limit_key = 'ratification_age'
    AND @open_on(c.as_at_date, g.effective_from, g.effective_to)
), sibling AS (
  /* siblings are told of in the records of children with an adoption decision alone; where the record does not say
     how many live together nothing is known, so the child is neither together nor apart */
  SELECT
    c.authority,
    c.snapshot_date,
    c.as_at_date,
    c.child_id,
    BOOL_OR(CAST(a.siblings_together >= l.n AS BOOLEAN)) AS is_together
  FROM core.child_as_at AS c
  INNER JOIN raw.adoption AS a
    ON a.authority = c.authority
    AND a.snapshot_date = c.snapshot_date
    AND a.child_id = c.child_id
    AND COALESCE(a.care_period_id, c.care_period_id) = c.care_period_id
    AND a.sibling_group
    AND NOT a.siblings_together IS NULL
    AND @open_on(c.as_at_date, a.decision_date, a.decision_reversed_date)
  INNER JOIN raw.rule_limit AS l
    ON l.authority = c.authority
    AND l.measure_id = 'B22'
    AND l.limit_key = 'together'
    AND @open_on(c.as_at_date, l.effective_from, l.effective_to)
  GROUP BY
    c.authority,
    c.snapshot_date,
    c.as_at_date,
    c.child_id
), state AS (
  SELECT
    authority,
    snapshot_date,
    as_at_date,
    child_id,
    'age_band:' || age_band AS state
  FROM described
  UNION ALL
  SELECT
    authority,
    snapshot_date,
    as_at_date,
    child_id,
    'home:' || placement_group AS state
  FROM described
  UNION ALL
  /* foster and kinship_foster, the two foster groups of groups.csv */
  SELECT
    authority,
    snapshot_date,
    as_at_date,
    child_id,
    'fostered' AS state
  FROM described
  WHERE
    placement_group LIKE '%foster'
  UNION ALL
  SELECT
    authority,
    snapshot_date,
    as_at_date,
    child_id,
    'unaccompanied' AS state
  FROM described
  WHERE
    unaccompanied = 'Y'
  UNION ALL
  SELECT
    authority,
    snapshot_date,
    as_at_date,
    child_id,
    legal_category AS state
  FROM described
  WHERE
    legal_category = 'interim_care_order'
  UNION ALL
  SELECT
    authority,
    snapshot_date,
    as_at_date,
    child_id,
    CASE WHEN distance_miles IS NULL THEN 'distance_unknown' ELSE 'far_from_home' END AS state
  FROM described
  WHERE
    distance_miles IS NULL OR distance_miles > far_miles
  UNION ALL
  SELECT
    authority,
    snapshot_date,
    as_at_date,
    child_id,
    'provider:' || COALESCE(provider, 'unknown') AS state
  FROM described
  UNION ALL
  SELECT
    authority,
    snapshot_date,
    as_at_date,
    child_id,
    'adoption_sibling' AS state
  FROM sibling
  UNION ALL
  SELECT
    authority,
    snapshot_date,
    as_at_date,
    child_id,
    'siblings_together' AS state
  FROM sibling
  WHERE
    is_together
  UNION ALL
  SELECT
    authority,
    snapshot_date,
    as_at_date,
    child_id,
    'of_ratification_age' AS state
  FROM described
  WHERE
    is_of_ratification_age
  UNION ALL
  /* codes of settings that the return lists apart, registered or not */
  SELECT
    d.authority,
    d.snapshot_date,
    d.as_at_date,
    d.child_id,
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
