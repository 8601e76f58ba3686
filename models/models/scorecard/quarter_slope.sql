MODEL (
  name scorecard.quarter_slope,
  kind FULL,
  description 'Straight line through the figures of complete quarters since the last declared change of process: does it rise or fall beyond chance? Least squares, and Student t at 95 per cent on its slope (measures catalogue 2.3).',
  grain (authority, snapshot_date, measure_id, line),
  audits one_row_per_key(known := (points, is_enough, direction))
);

WITH setting AS (
  SELECT
    authority,
    value AS regression_points
  FROM raw.rule_setting
  WHERE
    setting = 'regression_points'
), changed AS (
  SELECT
    @columns(c.authority, s.snapshot_date, c.measure_id, c.line),
    MAX(c.changed_on) AS changed_on
  FROM raw.rule_process_change AS c
  INNER JOIN raw.snapshot AS s
    USING (authority)
  WHERE
    s.as_at_date >= c.changed_on
  GROUP BY
    @columns(c.authority, s.snapshot_date, c.measure_id, c.line)
), quarter AS (
  SELECT
    t.*,
    CASE
      WHEN l.has_median
      THEN t.median_days
      WHEN NOT l.has_denominator
      THEN t.numerator::DECIMAL(18, 6)
      WHEN t.denominator > 0
      THEN ROUND(CAST(t.numerator * 100 AS DECIMAL(18, 6)) / t.denominator::DECIMAL(18, 6), 6)::DECIMAL(18, 6)
    END AS value
  FROM staging.rule_line AS l
  INNER JOIN raw.snapshot AS s
    USING (authority)
  INNER JOIN raw.as_at AS d
    USING (authority, snapshot_date)
  INNER JOIN scorecard.tally AS t
    ON @on_keys(t, d, authority, snapshot_date, as_at_date)
    AND @on_keys(t, l, measure_id, line)
    AND t.period = 'quarter'
    AND t.breakdown = 'all'
  WHERE
    s.compared_with IS NULL
    AND d.is_month_end
    AND EXTRACT(MONTH FROM d.as_at_date) IN (3, 6, 9, 12)
    AND l.chart = 'quarterly'
), point AS (
  /* figures as whole millionths, quarters as whole numbers: every sum is exact */
  SELECT
    q.*,
    CAST(EXTRACT(YEAR FROM q.as_at_date) * 4 + EXTRACT(QUARTER FROM q.as_at_date) AS BIGINT) AS x,
    CAST(q.value * 1000000 AS BIGINT) AS y
  FROM quarter AS q
  LEFT JOIN changed AS c
    USING (authority, snapshot_date, measure_id, line)
  WHERE
    NOT q.value IS NULL AND q.as_at_date >= COALESCE(c.changed_on, '1900-01-01'::DATE)
), summed AS (
  SELECT
    @columns(authority, snapshot_date, measure_id, line),
    COUNT(*) AS n,
    CAST(COUNT(*) * SUM(x * x) - SUM(x) * SUM(x) AS DECIMAL(38, 0)) AS xx,
    CAST(COUNT(*) * SUM(x * y) - SUM(x) * SUM(y) AS DECIMAL(38, 0)) AS xy,
    CAST(COUNT(*) * SUM(y::DECIMAL(38, 0) * y) AS DECIMAL(38, 0)) - SUM(y)::DECIMAL(38, 0) * SUM(y)::DECIMAL(38, 0) AS yy
  FROM point
  GROUP BY
    @columns(authority, snapshot_date, measure_id, line)
), judged AS (
  /* |slope| > t x standard error, both sides squared and multiplied out */
  SELECT
    m.*,
    m.n >= s.regression_points AND NOT t.thousandths IS NULL AS is_enough,
    m.xy * m.xy * (
      m.n - 2
    ) * 1000000 > (
      m.yy * m.xx - m.xy * m.xy
    ) * t.thousandths * t.thousandths AS is_significant
  FROM summed AS m
  INNER JOIN setting AS s
    USING (authority)
  CROSS JOIN (
    SELECT
      MAX(degrees) AS degrees
    FROM raw.rule_student_t
  ) AS longest
  LEFT JOIN raw.rule_student_t AS t
    ON t.degrees = LEAST(m.n - 2, longest.degrees)
)
SELECT
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  measure_id::TEXT AS measure_id, /* measure */
  line::TEXT AS line, /* main or the sub-line */
  n::INT AS points, /* quarters with a figure */
  is_enough::BOOLEAN AS is_enough, /* enough of them for a regression */
  CASE WHEN NOT is_enough OR NOT is_significant THEN 0 WHEN xy > 0 THEN 1 ELSE -1 END::INT AS direction /* 1 rising, -1 falling, 0 no more than chance */
FROM judged
