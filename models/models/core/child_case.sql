MODEL (
  name core.child_case,
  kind FULL,
  description 'Every line that is a case of a generic measure (cases.csv), in numbers: plan standing too long, plan and reality apart, must have had a meeting, kept within a gap, escalated, and how many. A case is a row of raw.rule_case: the population is a state, the numerator those of it that meet every condition and, where named, have been in it past the limit in force on the day. measures.state_case is the same by name.',
  grain (line_number, as_at_number),
  audits one_row_per_key
);

WITH named AS (
  /* states are joined by number: texts are dear to keep and to compare */
  SELECT
    @columns(authority, state),
    ROW_NUMBER() OVER (ORDER BY authority, state)::INT AS state_number
  FROM (
    @stacked(
      (
        authority
      ),
      (raw.rule_case, population AS state),
      (raw.rule_case, clock AS state),
      (raw.rule_case, wait_from AS state),
      (staging.rule_case_condition, condition AS state)
    )
  ) AS t
  WHERE
    NOT state IS NULL
  GROUP BY
    @columns(authority, state)
), line AS (
  SELECT
    k.*,
    ROW_NUMBER() OVER (ORDER BY k.authority, k.measure_id, k.line) AS line_number,
    p.state_number AS population_number,
    c.state_number AS clock_number,
    w.state_number AS wait_number
  FROM raw.rule_case AS k
  LEFT JOIN named AS p
    ON p.authority = k.authority AND p.state = k.population
  LEFT JOIN named AS c
    ON c.authority = k.authority AND c.state = k.clock
  LEFT JOIN named AS w
    ON w.authority = k.authority AND w.state = k.wait_from
), held AS (
  SELECT
    @columns_of(c, as_at_number, as_at_date, child_id),
    n.state_number,
    s.since_date
  FROM core.child_state AS s
  INNER JOIN named AS n
    USING (authority, state)
  INNER JOIN core.child_as_at AS c
    USING (authority, snapshot_date, as_at_date, child_id)
), condition AS (
  SELECT
    @columns_of(k, line_number),
    n.state_number,
    q.must_hold
  FROM staging.rule_case_condition AS q
  INNER JOIN line AS k
    USING (authority, measure_id, line)
  INNER JOIN named AS n
    ON n.authority = k.authority AND n.state = q.condition
), member AS (
  SELECT
    @columns_of(s, as_at_number, as_at_date, child_id),
    @columns_of(k, line_number, measure_id, line, wait_number),
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
      k.clock IS NULL OR NOT t.as_at_number IS NULL
    ) AS is_past_limit
  FROM line AS k
  INNER JOIN held AS s
    ON s.state_number = k.population_number
  LEFT JOIN held AS t
    ON t.as_at_number = s.as_at_number AND t.state_number = k.clock_number
  LEFT JOIN raw.rule_limit AS l
    ON l.authority = k.authority AND @limit_on(l, s.as_at_date, k.measure_id, k.limit_key)
), condition_hit AS (
  /* which of the states that a line names hold of a child: only these need be looked at */
  SELECT
    q.line_number,
    s.as_at_number,
    SUM(CASE WHEN q.must_hold THEN 1 ELSE 0 END) AS held,
    SUM(CASE WHEN q.must_hold THEN 0 ELSE 1 END) AS forbidden
  FROM condition AS q
  INNER JOIN held AS s
    USING (state_number)
  GROUP BY
    q.line_number,
    s.as_at_number
), needed AS (
  SELECT
    line_number,
    SUM(CASE WHEN must_hold THEN 1 ELSE 0 END) AS needed
  FROM condition
  GROUP BY
    line_number
), judged AS (
  SELECT
    m.*,
    COALESCE(m.is_past_limit, FALSE)
    AND COALESCE(h.held, 0) = COALESCE(n.needed, 0)
    AND COALESCE(h.forbidden, 0) = 0 AS counted,
    w.since_date AS wait_since,
    DATE_DIFF('DAY', w.since_date, m.as_at_date) AS days
  FROM member AS m
  LEFT JOIN needed AS n
    USING (line_number)
  LEFT JOIN condition_hit AS h
    USING (line_number, as_at_number)
  LEFT JOIN held AS w
    ON w.as_at_number = m.as_at_number AND w.state_number = m.wait_number
)
SELECT
  line_number::INT AS line_number, /* line: row of raw.rule_case, counted by its keys */
  as_at_number::INT AS as_at_number, /* child of the population on the day: row of core.child_as_at */
  counted::BOOLEAN AS counted, /* in the numerator */
  wait_since::DATE AS wait_since, /* day the wait runs from; null where the line has none or it is unknown */
  days::INT AS days /* days waited */
FROM judged
