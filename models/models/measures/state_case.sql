MODEL (
  name measures.state_case,
  kind FULL,
  description 'Every line that is a case of a generic measure (cases.csv): plan standing too long, plan and reality apart, must have had a meeting, kept within a gap, escalated, and how many. A case is a row of raw.rule_case: the population is a state, the numerator those of it that meet every condition and, where named, have been in it past the limit in force on the day.',
  owner performance_team,
  grain (authority, snapshot_date, as_at_date, measure_id, line, period, child_id),
  audits measure_row
);

/* whole numbers stand for a child at an as-at date and for a line: four keys of text in each join cost twice as much */
WITH place AS (
  SELECT
    authority,
    snapshot_date,
    as_at_date,
    child_id,
    care_period_id,
    entry_date,
    ROW_NUMBER() OVER (ORDER BY authority, snapshot_date, as_at_date, child_id) AS child_day
  FROM core.child_as_at
), line AS (
  SELECT
    *,
    ROW_NUMBER() OVER (ORDER BY authority, measure_id, line) AS line_number
  FROM raw.rule_case
), held AS (
  SELECT
    p.*,
    s.state,
    s.since_date
  FROM core.child_state AS s
  INNER JOIN place AS p
    USING (authority, snapshot_date, as_at_date, child_id)
), condition AS (
  SELECT
    q.*,
    k.line_number
  FROM staging.rule_case_condition AS q
  INNER JOIN line AS k
    USING (authority, measure_id, line)
), member AS (
  SELECT
    s.*,
    k.line_number,
    k.measure_id,
    k.line,
    k.wait_from,
    CASE
      WHEN k.limit_key IS NULL
      THEN TRUE
      WHEN k.comparison = 'at_least'
      THEN @add_step(COALESCE(t.since_date, s.since_date), l.n, l.unit) <= s.as_at_date
      WHEN k.comparison = 'more_than'
      THEN @add_step(COALESCE(t.since_date, s.since_date), l.n, l.unit) < s.as_at_date
      WHEN k.comparison = 'at_most'
      THEN @add_step(COALESCE(t.since_date, s.since_date), l.n, l.unit) >= s.as_at_date
    END
    AND (
      k.clock IS NULL OR NOT t.child_day IS NULL
    ) AS is_past_limit
  FROM line AS k
  INNER JOIN held AS s
    USING (authority)
  LEFT JOIN held AS t
    ON t.child_day = s.child_day AND t.state = k.clock
  LEFT JOIN raw.rule_limit AS l
    ON l.authority = s.authority AND @limit_on(l, s.as_at_date, k.measure_id, k.limit_key)
  WHERE
    s.state = k.population
), condition_hit AS (
  /* which of the states that a line names hold of a child: only these need be looked at */
  SELECT
    q.line_number,
    s.child_day,
    SUM(CASE WHEN q.must_hold THEN 1 ELSE 0 END) AS held,
    SUM(CASE WHEN q.must_hold THEN 0 ELSE 1 END) AS forbidden
  FROM condition AS q
  INNER JOIN held AS s
    USING (authority)
  WHERE
    s.state = q.condition
  GROUP BY
    q.line_number,
    s.child_day
), needed AS (
  SELECT
    line_number,
    SUM(CASE WHEN must_hold THEN 1 ELSE 0 END) AS needed
  FROM condition
  GROUP BY
    line_number
), condition_unmet AS (
  SELECT
    m.*
  FROM member AS m
  INNER JOIN needed AS n
    USING (line_number)
  LEFT JOIN condition_hit AS h
    USING (line_number, child_day)
  WHERE
    COALESCE(h.held, 0) < n.needed OR COALESCE(h.forbidden, 0) > 0
)
SELECT
  m.measure_id::TEXT AS measure_id, /* measure */
  m.line::TEXT AS line, /* main or the sub-line */
  'as_at'::TEXT AS period, /* on the day */
  m.authority::TEXT AS authority, /* authority */
  m.snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  m.as_at_date::DATE AS as_at_date, /* day described */
  m.child_id::TEXT AS child_id, /* child of the population */
  m.care_period_id::TEXT AS care_period_id, /* period of care the child is in */
  m.entry_date::DATE AS entry_date, /* day the child became looked after */
  m.as_at_date::DATE AS group_day, /* day whose breakdown groups apply */
  (
    COALESCE(m.is_past_limit, FALSE) AND u.child_day IS NULL
  )::BOOLEAN AS counted, /* in the numerator */
  w.since_date::DATE AS wait_since, /* day the wait runs from; null where the line has none or it is unknown */
  DATE_DIFF('DAY', w.since_date, m.as_at_date)::INT AS days /* days waited */
FROM member AS m
LEFT JOIN condition_unmet AS u
  USING (line_number, child_day)
LEFT JOIN held AS w
  ON w.child_day = m.child_day AND w.state = m.wait_from
