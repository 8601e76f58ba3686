MODEL (
  name core.tracking_state,
  kind FULL,
  description 'What holds of each tracked child on each day, of what the lines of its authority name: the states of core.child_state, and those that only procedures ask for (in court, in pre-proceedings, legal status, placement, any plan). Named as since: and the state.',
  grain (child_day, state),
  audits one_row_per_key
);

WITH plan_open AS (
  SELECT
    t.child_day,
    @columns_of(p, plan, plan_rank, spell_start)
  FROM core.tracked_child AS t
  INNER JOIN core.plan AS p
    USING (authority, snapshot_date, care_period_id)
  WHERE
    @open_on(t.as_at_date, p.start_date, p.end_date)
), plan_followed AS (
  SELECT
    *,
    MAX(COALESCE(end_date, '9999-12-31'::DATE)) OVER (
      PARTITION BY authority, snapshot_date, care_period_id
      ORDER BY start_date, row_key
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS planned_until
  FROM core.plan
  WHERE
    plan <> 'NO_PLAN'
), plan_run AS (
  /* the time in which some plan was open, whichever it was */
  SELECT
    *,
    SUM(CASE WHEN start_date <= planned_until THEN 0 ELSE 1 END) OVER (
      PARTITION BY authority, snapshot_date, care_period_id
      ORDER BY start_date, row_key
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS run
  FROM plan_followed
), plan_time AS (
  SELECT
    @columns(authority, snapshot_date, care_period_id),
    MIN(start_date) AS start_date,
    MAX(COALESCE(end_date, '9999-12-31'::DATE)) AS end_date
  FROM plan_run
  GROUP BY
    @columns(authority, snapshot_date, care_period_id, run)
), planned AS (
  SELECT
    t.child_day,
    p.start_date
  FROM core.tracked_child AS t
  INNER JOIN plan_time AS p
    USING (authority, snapshot_date, care_period_id)
  WHERE
    @open_on(t.as_at_date, p.start_date, p.end_date)
), status_ranked AS (
  SELECT
    @columns(t.child_day, l.legal_status, l.start_date),
    ROW_NUMBER() OVER (PARTITION BY t.child_day ORDER BY l.start_date DESC, l.row_key DESC) AS choice
  FROM core.tracked_child AS t
  INNER JOIN staging.legal_status AS l
    USING (authority, snapshot_date, care_period_id)
  WHERE
    @open_on(t.as_at_date, l.start_date, l.end_date)
), status_open AS (
  /* of several that nobody closed the latest to start; whether a placement order is among them is a state of its own (boundaries 21) */
  SELECT
    *
  FROM status_ranked
  WHERE
    choice = 1
), home_open AS (
  SELECT
    @columns(t.child_day, h.placement_type, h.start_date)
  FROM core.tracked_child AS t
  INNER JOIN core.home AS h
    USING (authority, snapshot_date, care_period_id)
  WHERE
    @open_on(t.as_at_date, h.start_date, h.end_date) AND NOT h.placement_type IS NULL
), before_court AS (
  SELECT
    t.child_day,
    s.start_date
  FROM core.tracked_child AS t
  INNER JOIN core.pre_proceedings AS s
    USING (authority, snapshot_date, child_id)
  WHERE
    @open_on(t.as_at_date, s.start_date, s.end_date)
), in_court AS (
  SELECT
    t.child_day,
    p.issue_date
  FROM core.tracked_child AS t
  INNER JOIN core.proceedings AS p
    ON @on_keys(p, t, authority, snapshot_date) AND p.subject_id = t.child_id
  WHERE
    p.unit = 'children' AND @open_on(t.as_at_date, p.issue_date, p.end_date)
), care_left AS (
  SELECT DISTINCT
    t.child_day
  FROM core.tracked_child AS t
  INNER JOIN core.care_spell AS s
    USING (authority, snapshot_date, child_id)
  WHERE
    t.why <> 'care' AND @open_on(t.as_at_date, s.end_date, @add_step(s.end_date, 12, 'months'))
), supervised AS (
  SELECT
    t.child_day,
    s.start_date
  FROM core.tracked_child AS t
  INNER JOIN raw.supervision_order AS s
    USING (authority, snapshot_date, child_id)
  WHERE
    @open_on(t.as_at_date, s.start_date, s.end_date)
), sibling AS (
  SELECT
    t.child_day,
    m.meeting_date AS known_since
  FROM core.tracked_child AS t
  INNER JOIN raw.permanence_meeting AS m
    USING (authority, snapshot_date, child_id)
  WHERE
    NOT m.sibling_group_id IS NULL AND m.meeting_date <= t.as_at_date
  UNION ALL
  SELECT
    t.child_day,
    a.decision_date AS known_since
  FROM core.tracked_child AS t
  INNER JOIN raw.adoption AS a
    USING (authority, snapshot_date, child_id)
  WHERE
    a.sibling_group AND a.decision_date <= t.as_at_date
), family_state AS (
  SELECT
    @columns(t.child_day, s.state, s.since_date)
  FROM core.child_state AS s
  INNER JOIN core.tracked_child AS t
    USING (authority, snapshot_date, as_at_date, child_id)
), held AS (
  @stacked(
    (
      child_day
    ),
    (family_state, state, since_date),
    (core.tracked_child, 'tracked' AS state, why = 'care' AS only_where),
    (before_court, 'tracked' AS state),
    (in_court, 'tracked' AS state),
    (core.tracked_child, 'tracked_year' AS state, why IN ('care', 'case') AS only_where),
    (care_left, 'left_care' AS state),
    (core.tracked_child, 'household' AS state, why = 'household' AS only_where),
    (core.tracked_child, 'not_in_care' AS state, why IN ('case', 'left_care') AS only_where),
    (core.tracked_child, 'unborn' AS state, birth_date > as_at_date AS only_where),
    (planned, 'has_plan' AS state, start_date AS since_date),
    (plan_open, 'plan_any:' || plan AS state, spell_start AS since_date),
    (plan_open, 'parallel_plan' AS state, spell_start AS since_date, plan_rank <> 'primary' AS only_where),
    (status_open, 'legal:' || legal_status AS state, start_date AS since_date),
    (home_open, 'lives:' || placement_type AS state, start_date AS since_date),
    (before_court, 'pre_proceedings' AS state, start_date AS since_date),
    (in_court, 'court' AS state, issue_date AS since_date),
    (supervised, 'supervision_order' AS state, start_date AS since_date),
    (sibling, 'sibling_group' AS state, known_since AS since_date)
  )
)
SELECT
  h.child_day::INT AS child_day, /* child on the day */
  n.term::TEXT AS state, /* since: and the state */
  MIN(h.since_date)::DATE AS since_date /* day it has held since; null when unknown */
FROM held AS h
INNER JOIN core.tracked_child AS t
  USING (child_day)
INNER JOIN staging.rule_term AS n
  USING (authority)
WHERE
  n.term = 'since:' || h.state AND (
    t.only_for IS NULL OR n.is_drift
  )
GROUP BY
  h.child_day,
  n.term
