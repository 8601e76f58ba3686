MODEL (
  name published.deadline,
  kind FULL,
  description 'How many children reach a time limit in each of the coming weeks: a state has lasted for the limit in force, the other conditions hold today, and the day still lies ahead. Week 1 begins on the day after the as-at date.',
  owner performance_team,
  grain (authority, snapshot_date, deadline, week),
  audits (
    not_null(
      columns := (authority, snapshot_date, as_at_date, deadline, measure_id, line, week, children)
    ),
    unique_combination_of_columns(columns := (authority, snapshot_date, deadline, week)),
    forall(criteria := (week >= 1, children >= 1))
  )
);

WITH due AS (
  SELECT
    k.deadline,
    k.measure_id,
    k.line,
    s.authority,
    s.snapshot_date,
    s.as_at_date,
    s.child_id,
    @add_step(t.since_date, l.n, l.unit) AS due_date,
    w.value * 7 AS days_ahead
  FROM raw.rule_deadline AS k
  INNER JOIN raw.snapshot AS p
    ON p.authority = k.authority AND p.compared_with IS NULL
  INNER JOIN core.child_state AS s
    ON s.authority = k.authority
    AND s.snapshot_date = p.snapshot_date
    AND s.as_at_date = p.as_at_date
    AND s.state = k.population
  INNER JOIN core.child_state AS t
    ON t.authority = s.authority
    AND t.snapshot_date = s.snapshot_date
    AND t.as_at_date = s.as_at_date
    AND t.child_id = s.child_id
    AND t.state = k.clock
  INNER JOIN raw.rule_limit AS l
    ON l.authority = k.authority
    AND l.measure_id = k.limit_measure
    AND l.limit_key = k.limit_key
    AND @open_on(s.as_at_date, l.effective_from, l.effective_to)
  INNER JOIN raw.rule_setting AS w
    ON w.authority = k.authority AND w.setting = 'outlook_weeks'
), unmet AS (
  SELECT DISTINCT
    d.deadline,
    d.authority,
    d.snapshot_date,
    d.child_id
  FROM due AS d
  INNER JOIN staging.rule_deadline_condition AS q
    ON q.authority = d.authority AND q.deadline = d.deadline
  LEFT JOIN core.child_state AS s
    ON s.authority = d.authority
    AND s.snapshot_date = d.snapshot_date
    AND s.as_at_date = d.as_at_date
    AND s.child_id = d.child_id
    AND s.state = q.condition
  WHERE
    (
      NOT s.child_id IS NULL
    ) <> q.must_hold
), ahead AS (
  SELECT
    d.deadline,
    d.measure_id,
    d.line,
    d.authority,
    d.snapshot_date,
    d.as_at_date,
    d.child_id,
    CAST((
      DATE_DIFF('DAY', d.as_at_date, d.due_date) + 6
    ) // 7 AS INT) AS week
  FROM due AS d
  LEFT JOIN unmet AS u
    ON u.deadline = d.deadline
    AND u.authority = d.authority
    AND u.snapshot_date = d.snapshot_date
    AND u.child_id = d.child_id
  INNER JOIN scorecard.availability AS a
    ON a.authority = d.authority
    AND a.snapshot_date = d.snapshot_date
    AND a.as_at_date = d.as_at_date
    AND a.measure_id = d.measure_id
    AND a.line = d.line
    AND a.state <> 'not available'
  WHERE
    u.child_id IS NULL
    AND DATE_DIFF('DAY', d.as_at_date, d.due_date) BETWEEN 1 AND d.days_ahead
)
SELECT
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  as_at_date::DATE AS as_at_date, /* day from which is looked ahead */
  deadline::TEXT AS deadline, /* key of the deadline */
  measure_id::TEXT AS measure_id, /* measure it belongs to */
  line::TEXT AS line, /* line it belongs to */
  week::INT AS week, /* 1 for the first seven days ahead */
  COUNT(*)::BIGINT AS children /* children who reach the limit in that week */
FROM ahead
GROUP BY
  authority,
  snapshot_date,
  as_at_date,
  deadline,
  measure_id,
  line,
  week
