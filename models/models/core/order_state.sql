MODEL (
  name core.order_state,
  kind FULL,
  description 'States of children on a placement order at each as-at date: waiting for adopters, last reviewed, adoption unlikely in time, referred to a head of service (T19, T20, B34, B35).',
  grain (authority, snapshot_date, as_at_date, child_id, state),
  audits state_row
);

WITH on_order AS (
  SELECT
    *,
    since_date AS order_date
  FROM core.adoption_state
  WHERE
    state = 'placement_order'
), settled AS (
  SELECT
    @columns(authority, snapshot_date, as_at_date, child_id)
  FROM core.adoption_state
  WHERE
    state = 'adopted'
  UNION
  SELECT
    @columns(authority, snapshot_date, as_at_date, child_id)
  FROM core.care_state
  WHERE
    state = 'living:adoptive'
), waiting AS (
  SELECT
    o.*
  FROM on_order AS o
  LEFT JOIN settled AS s
    USING (authority, snapshot_date, as_at_date, child_id)
  WHERE
    s.child_id IS NULL
), reviewed AS (
  /* the order itself follows a look at the plan: until the first review under it, the order date stands */
  SELECT
    @columns_of(o, authority, snapshot_date, as_at_date, child_id),
    COALESCE(MAX(r.held_date), o.order_date) AS since_date
  FROM on_order AS o
  LEFT JOIN raw.review AS r
    ON @on_keys(r, o, authority, snapshot_date, child_id)
    AND NOT r.cancelled
    AND r.held_date BETWEEN o.order_date AND o.as_at_date
  GROUP BY
    @columns_of(o, authority, snapshot_date, as_at_date, child_id, order_date)
), with_family AS (
  SELECT
    @columns(authority, snapshot_date, as_at_date, child_id)
  FROM core.adoption_state
  WHERE
    state = 'family_identified'
  UNION
  SELECT
    @columns(authority, snapshot_date, as_at_date, child_id)
  FROM core.care_state
  WHERE
    state = 'living:early_permanence'
), family_lost AS (
  /* last end of a stay with a family that might have adopted */
  SELECT
    @columns_of(w, authority, snapshot_date, as_at_date, child_id),
    MAX(s.end_date) AS end_date
  FROM waiting AS w
  INNER JOIN core.category_stay AS s
    USING (authority, snapshot_date, child_id)
  WHERE
    s.category IN ('adoptive', 'early_permanence') AND s.end_date BETWEEN w.order_date AND w.as_at_date
  GROUP BY
    @columns_of(w, authority, snapshot_date, as_at_date, child_id)
), unlikely AS (
  SELECT
    @columns_of(w, authority, snapshot_date, as_at_date, child_id, order_date),
    GREATEST(@add_step(w.order_date, l.n, l.unit), COALESCE(x.end_date, w.order_date)) AS since_date
  FROM waiting AS w
  INNER JOIN raw.rule_limit AS l
    USING (authority)
  LEFT JOIN with_family AS f
    USING (authority, snapshot_date, as_at_date, child_id)
  LEFT JOIN family_lost AS x
    USING (authority, snapshot_date, as_at_date, child_id)
  WHERE
    @limit_on(l, w.as_at_date, 'T20', 'referral_due')
    AND @add_step(w.order_date, l.n, l.unit) < w.as_at_date
    AND f.child_id IS NULL
), head_of_service AS (
  @stacked(
    (authority, snapshot_date, child_id),
    (raw.panel_decision, referred_date AS decision_date, panel = 'HEAD_OF_SERVICE' AS only_where),
    (raw.panel_decision, heard_date AS decision_date, panel = 'HEAD_OF_SERVICE' AS only_where)
  )
), referred AS (
  SELECT
    @columns_of(o, authority, snapshot_date, as_at_date, child_id),
    MIN(h.decision_date) AS since_date
  FROM on_order AS o
  INNER JOIN head_of_service AS h
    USING (authority, snapshot_date, child_id)
  WHERE
    h.decision_date BETWEEN o.order_date AND o.as_at_date
  GROUP BY
    @columns_of(o, authority, snapshot_date, as_at_date, child_id)
), state AS (
  @stacked(
    (authority, snapshot_date, as_at_date, child_id),
    (waiting, 'waiting_for_adopters' AS state, order_date AS since_date),
    (reviewed, 'reviewed_on_order' AS state, since_date),
    (unlikely, 'adoption_unlikely' AS state, since_date),
    (referred, 'referred_head_of_service' AS state, since_date)
  )
)
SELECT
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  as_at_date::DATE AS as_at_date, /* day described */
  child_id::TEXT AS child_id, /* child */
  state::TEXT AS state, /* waiting_for_adopters, reviewed_on_order, adoption_unlikely or referred_head_of_service */
  since_date::DATE AS since_date /* order date, last review, day the referral fell due, or day of the referral */
FROM state
