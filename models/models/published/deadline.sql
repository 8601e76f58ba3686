MODEL (
  name published.deadline,
  kind FULL,
  description 'How many children reach a time limit in each of the coming weeks: a state has lasted for the limit in force, the other conditions hold today, and the day still lies ahead; of the lines of a procedure that a generic works out, those that their rows announce (announced=Y). A limit is told where the procedure has the line. Week 1 begins on the day after the as-at date.',
  grain (authority, snapshot_date, deadline, week),
  audits one_row_per_key(known := (as_at_date, measure_id, line, children), holds := (week >= 1, children >= 1))
);

WITH own_rule AS (
  /* of another procedure's lines nothing falls due */
  SELECT DISTINCT
    d.*
  FROM raw.rule_deadline AS d
  INNER JOIN raw.rule_tracking_line AS t
    USING (authority, measure_id, line)
  WHERE
    t.in_use
), due AS (
  SELECT
    s.*,
    @columns_of(k, deadline, measure_id, line),
    @add_step(t.since_date, l.n, l.unit) AS due_date,
    w.value * 7 AS days_ahead
  FROM own_rule AS k
  INNER JOIN raw.snapshot AS p
    USING (authority)
  INNER JOIN core.child_state AS s
    USING (authority, snapshot_date, as_at_date)
  INNER JOIN core.child_state AS t
    USING (authority, snapshot_date, as_at_date, child_id)
  INNER JOIN raw.rule_limit AS l
    USING (authority)
  INNER JOIN raw.rule_setting AS w
    USING (authority)
  WHERE
    p.compared_with IS NULL
    AND s.state = k.population
    AND t.state = k.clock
    AND @limit_on(l, s.as_at_date, k.limit_measure, k.limit_key)
    AND w.setting = 'outlook_weeks'
), condition_word AS (
  /* states that a child with the deadline must be in, or must not */
  SELECT
    @columns_of(k, authority, deadline, must_hold),
    w.word AS condition
  FROM (
    @stacked(
      (authority, deadline),
      (own_rule, all_of AS words, TRUE AS must_hold),
      (own_rule, none_of AS words, FALSE AS must_hold)
    )
  ) AS k
  CROSS JOIN UNNEST(@words(k.words)) AS w(word)
), unmet AS (
  SELECT DISTINCT
    @columns_of(d, deadline, authority, snapshot_date, child_id)
  FROM due AS d
  INNER JOIN condition_word AS q
    USING (authority, deadline)
  LEFT JOIN core.child_state AS s
    ON @on_keys(s, d, authority, snapshot_date, as_at_date, child_id) AND s.state = q.condition
  WHERE
    (
      NOT s.child_id IS NULL
    ) <> q.must_hold
), ahead AS (
  SELECT
    @columns_of(d, authority, snapshot_date, as_at_date, deadline, measure_id, line),
    CAST((
      DATE_DIFF('DAY', d.as_at_date, d.due_date) + 6
    ) // 7 AS INT) AS week
  FROM due AS d
  LEFT JOIN unmet AS u
    USING (deadline, authority, snapshot_date, child_id)
  INNER JOIN scorecard.availability AS a
    USING (authority, snapshot_date, as_at_date, measure_id, line)
  WHERE
    a.period = 'as_at'
    AND a.state <> 'not available'
    AND u.child_id IS NULL
    AND DATE_DIFF('DAY', d.as_at_date, d.due_date) BETWEEN 1 AND d.days_ahead
  UNION ALL
  /* a last day in time that is today lies in the first week too */
  SELECT
    @columns_of(c, authority, snapshot_date, as_at_date),
    l.line_id || ' ' || l.part AS deadline,
    l.line_id AS measure_id,
    l.part AS line,
    GREATEST(1, CAST((
      DATE_DIFF('DAY', c.as_at_date, d.due_date) + 6
    ) // 7 AS INT)) AS week
  FROM measures.tracking_dated AS d
  INNER JOIN staging.tracking_line AS l
    USING (line_number)
  INNER JOIN core.tracked_child AS c
    USING (child_day)
  INNER JOIN raw.snapshot AS p
    ON @on_keys(p, c, authority, snapshot_date, as_at_date)
  INNER JOIN raw.rule_setting AS w
    ON w.authority = c.authority
  WHERE
    p.compared_with IS NULL
    AND w.setting = 'outlook_weeks'
    AND l.is_announced
    AND (
      d.status = 'not yet due' OR (
        l.direction = 'every' AND d.status = 'met'
      )
    )
    AND DATE_DIFF('DAY', c.as_at_date, d.due_date) BETWEEN 0 AND w.value * 7
)
SELECT
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  as_at_date::DATE AS as_at_date, /* day from which is looked ahead */
  deadline::TEXT AS deadline, /* key of the deadline */
  measure_id::TEXT AS measure_id, /* measure, or line of the procedure, that it belongs to */
  line::TEXT AS line, /* its line, or part */
  week::INT AS week, /* 1 for the first seven days ahead */
  COUNT(*)::BIGINT AS children /* children who reach the limit in that week */
FROM ahead
GROUP BY
  @columns(authority, snapshot_date, as_at_date, deadline, measure_id, line, week)
