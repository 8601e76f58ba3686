MODEL (
  name scorecard.movement_case,
  kind FULL,
  description 'Who joined and who left each line that is told of a day: a child (or household, family, case) counted at the end of a month and not at the end of the month before, or the reverse. Whoever came into care and left it within the month is both on a line that counts all children in care. Only months at whose beginning and end the line is told from the same kind of source.',
  grain (authority, snapshot_date, measure_id, line, as_at_date, way, child_id),
  audits one_row_per_key(holds := (way IN ('joined', 'left'), (
      way = 'left'
    ) = (
      NOT reason IS NULL
  )))
);

WITH told AS (
  SELECT
    a.*,
    LAG(a.line_day) OVER in_order AS before_line_day,
    LAG(a.as_at_date) OVER in_order AS before_date,
    LAG(a.state) OVER in_order AS before_state
  FROM scorecard.availability AS a
  INNER JOIN raw.as_at AS d
    USING (authority, snapshot_date, as_at_date)
  INNER JOIN raw.snapshot AS s
    USING (authority, snapshot_date)
  INNER JOIN staging.rule_measure_period AS p
    USING (authority, measure_id, period)
  WHERE
    d.is_month_end AND s.compared_with IS NULL AND p.period = 'as_at'
  WINDOW in_order AS (PARTITION BY a.authority, a.snapshot_date, a.measure_id, a.line ORDER BY a.as_at_date)
), month AS (
  SELECT
    *
  FROM told
  WHERE
    state <> 'not available'
    AND state = before_state
    AND before_date = LAST_DAY(CAST(as_at_date - INTERVAL '1' MONTH AS DATE))
), joined AS (
  SELECT
    @columns(m.authority, m.snapshot_date, m.as_at_date, m.measure_id, m.line, n.child_id)
  FROM month AS m
  INNER JOIN scorecard.measure_row AS n
    USING (line_day)
  LEFT JOIN scorecard.measure_row AS b
    ON b.line_day = m.before_line_day AND b.child_id = n.child_id AND b.counted
  WHERE
    n.counted AND b.child_id IS NULL
), departed AS (
  /* one who is still in the population and no longer counted has what the line waits for */
  SELECT
    @columns(m.authority, m.snapshot_date, m.as_at_date, m.measure_id, m.line, b.child_id),
    CASE
      WHEN NOT n.child_id IS NULL
      THEN 'no longer counted'
      WHEN NOT b.spine_number IS NULL AND c.child_id IS NULL
      THEN 'left care'
      ELSE 'other'
    END AS reason
  FROM month AS m
  INNER JOIN scorecard.measure_row AS b
    ON b.line_day = m.before_line_day
  LEFT JOIN scorecard.measure_row AS n
    ON n.line_day = m.line_day AND n.child_id = b.child_id
  LEFT JOIN core.child_as_at AS c
    ON @on_keys(c, m, authority, snapshot_date, as_at_date) AND c.child_id = b.child_id
  WHERE
    b.counted AND NOT COALESCE(n.counted, FALSE)
), everyone AS (
  /* lines that count all children in care */
  SELECT
    @columns(authority, measure_id, line)
  FROM raw.rule_case
  LEFT JOIN staging.rule_case_condition AS q
    USING (authority, measure_id, line)
  WHERE
    population = 'care' AND limit_key IS NULL AND q.condition IS NULL
  UNION ALL
  SELECT
    @columns(authority, measure_id),
    'main' AS line
  FROM raw.rule_measure
  WHERE
    measure_id = 'B7'
), passing AS (
  /* came into care and left it between two month-ends, and was in care at neither */
  SELECT DISTINCT
    @columns(m.authority, m.snapshot_date, m.as_at_date, m.measure_id, m.line, s.child_id)
  FROM month AS m
  INNER JOIN everyone AS e
    USING (authority, measure_id, line)
  INNER JOIN core.care_spell AS s
    USING (authority, snapshot_date)
  LEFT JOIN core.child_as_at AS n
    ON @on_keys(n, s, authority, snapshot_date, child_id) AND n.as_at_date = m.as_at_date
  LEFT JOIN core.child_as_at AS b
    ON @on_keys(b, s, authority, snapshot_date, child_id) AND b.as_at_date = m.before_date
  WHERE
    s.entry_date > m.before_date AND s.end_date <= m.as_at_date AND n.child_id IS NULL AND b.child_id IS NULL
), moved AS (
  @stacked(
    (authority, snapshot_date, as_at_date, measure_id, line, child_id),
    (joined, 'joined' AS way, NULL::TEXT AS reason),
    (passing, 'joined' AS way),
    (departed, 'left' AS way, reason),
    (passing, 'left' AS way, 'left care' AS reason)
  )
)
SELECT
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  as_at_date::DATE AS as_at_date, /* last day of the month of the movement */
  measure_id::TEXT AS measure_id, /* measure */
  line::TEXT AS line, /* main or the sub-line */
  child_id::TEXT AS child_id, /* child, or key of whatever else the measure counts */
  way::TEXT AS way, /* joined or left */
  reason::TEXT AS reason /* of who left: no longer counted (still in the population), left care, or other; null for who joined */
FROM moved
