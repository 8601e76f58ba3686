MODEL (
  name core.plan_state,
  kind FULL,
  description 'States of a child''s plan at each as-at date: whether there is one, which is current, since when, and whether the second review is past (boundaries 14 to 18, 28).',
  grain (authority, snapshot_date, as_at_date, child_id, state),
  audits state_row
);

WITH plan_open AS (
  SELECT
    c.*,
    @columns_of(p, plan, spell_start, is_start_known),
    CASE WHEN p.plan = 'CONNECTED_LT' AND c.placement_type = 'U1' THEN 'LTF' ELSE p.plan END AS effective_plan,
    p.plan_rank = 'primary'
    AND p.document_id = FIRST_VALUE(p.document_id) OVER (
      PARTITION BY c.authority, c.snapshot_date, c.as_at_date, c.child_id, p.plan_rank
      ORDER BY p.start_date DESC, p.recorded_date DESC, p.row_key DESC
    ) AS is_current
  FROM core.child_as_at AS c
  INNER JOIN core.plan AS p
    USING (authority, snapshot_date, care_period_id)
  WHERE
    @open_on(c.as_at_date, p.start_date, p.end_date)
), with_plan AS (
  SELECT
    @columns(authority, snapshot_date, as_at_date, child_id),
    MIN(spell_start) AS since_date
  FROM plan_open
  GROUP BY
    @columns(authority, snapshot_date, as_at_date, child_id)
), plans_recorded AS (
  SELECT
    @columns(authority, snapshot_date)
  FROM raw.input
  WHERE
    input = 'care_plan'
), last_plan_end AS (
  SELECT
    @columns_of(c, authority, snapshot_date, as_at_date, child_id),
    MAX(p.end_date) AS end_date
  FROM core.child_as_at AS c
  INNER JOIN core.plan AS p
    USING (authority, snapshot_date, care_period_id)
  WHERE
    p.end_date <= c.as_at_date
  GROUP BY
    @columns_of(c, authority, snapshot_date, as_at_date, child_id)
), second_review AS (
  /* the limit is shorter for a child who is on an interim care order on the day it falls; other measures have a second review of their own */
  SELECT
    c.*,
    @add_step(c.entry_date, i.n, i.unit) AS limit_in_proceedings,
    @add_step(c.entry_date, o.n, o.unit) AS limit_otherwise
  FROM core.child_as_at AS c
  INNER JOIN raw.rule_limit AS i
    USING (authority)
  INNER JOIN raw.rule_limit AS o
    USING (authority)
  WHERE
    @limit_on(i, c.as_at_date, 'T1', 'second_review_in_proceedings')
    AND @limit_on(o, c.as_at_date, 'T1', 'second_review')
), second_review_status AS (
  SELECT
    r.*,
    l.legal_category,
    ROW_NUMBER() OVER (PARTITION BY r.authority, r.snapshot_date, r.as_at_date, r.child_id ORDER BY l.start_date DESC, l.row_key DESC) AS choice
  FROM second_review AS r
  LEFT JOIN staging.legal_status AS l
    ON @on_keys(l, r, authority, snapshot_date, care_period_id)
    AND @open_on(r.limit_in_proceedings, l.start_date, l.end_date)
), second_review_limit AS (
  SELECT
    *,
    CASE WHEN legal_category = 'interim_care_order' THEN limit_in_proceedings ELSE limit_otherwise END AS limit_date
  FROM second_review_status
  WHERE
    choice = 1
), state AS (
  SELECT
    @columns_of(c, authority, snapshot_date, as_at_date, child_id),
    'has_plan' AS state,
    p.since_date
  FROM core.child_as_at AS c
  LEFT JOIN with_plan AS p
    USING (authority, snapshot_date, as_at_date, child_id)
  LEFT JOIN plans_recorded AS r
    USING (authority, snapshot_date)
  /* where no plans are recorded the stand-in share is of all children */
  WHERE
    NOT p.child_id IS NULL OR r.authority IS NULL
  UNION ALL
  SELECT
    @columns_of(c, authority, snapshot_date, as_at_date, child_id),
    'no_plan' AS state,
    COALESCE(e.end_date, c.entry_date) AS since_date
  FROM core.child_as_at AS c
  LEFT JOIN with_plan AS p
    USING (authority, snapshot_date, as_at_date, child_id)
  LEFT JOIN last_plan_end AS e
    USING (authority, snapshot_date, as_at_date, child_id)
  WHERE
    p.child_id IS NULL
  UNION ALL
  SELECT
    @columns(authority, snapshot_date, as_at_date, child_id),
    'second_review_past' AS state,
    limit_date AS since_date
  FROM second_review_limit
  WHERE
    limit_date < as_at_date
  UNION ALL
  SELECT
    @columns(authority, snapshot_date, as_at_date, child_id),
    'plan:' || effective_plan AS state,
    CASE WHEN BOOL_AND(is_start_known::BOOLEAN) THEN MIN(spell_start) END AS since_date
  FROM plan_open
  WHERE
    is_current
  GROUP BY
    @columns(authority, snapshot_date, as_at_date, child_id, effective_plan)
  UNION ALL
  SELECT
    @columns_of(p, authority, snapshot_date, as_at_date, child_id),
    'plan_towards_family' AS state,
    MIN(p.spell_start) AS since_date
  FROM plan_open AS p
  INNER JOIN raw.rule_category AS k
    ON k.code_set = 'plan' AND k.code = p.plan AND k.category = 'towards_family'
  GROUP BY
    @columns_of(p, authority, snapshot_date, as_at_date, child_id)
)
SELECT
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  as_at_date::DATE AS as_at_date, /* day described */
  child_id::TEXT AS child_id, /* child */
  state::TEXT AS state, /* has_plan, no_plan, second_review_past, plan_towards_family or plan: and the canonical plan */
  since_date::DATE AS since_date /* day it has held since; null when unknown */
FROM state
