MODEL (
  name scorecard.year_difference,
  kind FULL,
  description 'The latest complete figure of a line against the one before that shares no day with it: thirty-six months earlier for three-year figures where that is known, else twelve. Beyond chance when a 95 per cent interval on the difference of two shares, or of two means, leaves out nought (measures catalogue 2.3).',
  grain (authority, snapshot_date, measure_id, line),
  audits one_row_per_key(known := (statistic, period, is_enough, direction))
);

WITH setting AS (
  SELECT
    authority,
    MAX(CASE WHEN setting = 'interval_thousandths' THEN value END) AS width,
    MAX(CASE WHEN setting = 'few_denominator' THEN value END) AS few
  FROM raw.rule_setting
  GROUP BY
    authority
), latest AS (
  SELECT
    @columns_of(s, authority, snapshot_date),
    MAX(d.as_at_date) AS as_at_date
  FROM raw.snapshot AS s
  INNER JOIN raw.as_at AS d
    USING (authority, snapshot_date)
  WHERE
    d.is_month_end AND s.compared_with IS NULL
  GROUP BY
    @columns_of(s, authority, snapshot_date)
), step AS (
  @stacked(
    (authority, snapshot_date, as_at_date),
    (
      latest,
      'r36m' AS period,
      1 AS choice,
      LAST_DAY(CAST(as_at_date - INTERVAL '36' MONTH AS DATE))::DATE AS before_date
    ),
    (
      latest,
      'r12m' AS period,
      2 AS choice,
      LAST_DAY(CAST(as_at_date - INTERVAL '12' MONTH AS DATE))::DATE AS before_date
    ),
    (
      latest,
      'as_at' AS period,
      3 AS choice,
      LAST_DAY(CAST(as_at_date - INTERVAL '12' MONTH AS DATE))::DATE AS before_date
    )
  )
), pair AS (
  SELECT
    @columns(s.authority, s.snapshot_date, l.measure_id, l.line, s.period, l.has_mean),
    COALESCE(r.minimum_denominator, g.few) AS few,
    g.width,
    CASE WHEN l.has_mean THEN a.timed ELSE a.denominator END::DECIMAL(38, 0) AS size_now,
    CASE WHEN l.has_mean THEN b.timed ELSE b.denominator END::DECIMAL(38, 0) AS size_before,
    COALESCE(CASE WHEN l.has_mean THEN a.sum_days ELSE a.numerator END, 0)::DECIMAL(38, 0) AS sum_now,
    COALESCE(CASE WHEN l.has_mean THEN b.sum_days ELSE b.numerator END, 0)::DECIMAL(38, 0) AS sum_before,
    COALESCE(a.sum_squared_days, 0)::DECIMAL(38, 0) AS squares_now,
    COALESCE(b.sum_squared_days, 0)::DECIMAL(38, 0) AS squares_before,
    ROW_NUMBER() OVER (PARTITION BY s.authority, s.snapshot_date, l.measure_id, l.line ORDER BY s.choice) AS choice
  FROM step AS s
  INNER JOIN staging.rule_line AS l
    USING (authority)
  INNER JOIN setting AS g
    USING (authority)
  INNER JOIN scorecard.tally AS a
    USING (authority, snapshot_date, as_at_date, measure_id, line, period)
  INNER JOIN scorecard.tally AS b
    USING (authority, snapshot_date, measure_id, line, period)
  LEFT JOIN raw.rule_target AS r
    ON r.authority = s.authority
    AND @on_keys(r, l, measure_id, line)
    AND @open_on(s.as_at_date, r.effective_from, r.effective_to)
  WHERE
    l.chart = 'annual'
    AND a.breakdown = 'all'
    AND b.as_at_date = s.before_date
    AND b.breakdown = 'all'
    AND (
      l.has_mean OR l.has_denominator
    )
), judged AS (
  /* |difference| > width x standard error, both sides squared and multiplied out: whole numbers throughout */
  SELECT
    *,
    size_now >= few
    AND size_before >= few
    AND size_now > CASE WHEN has_mean THEN 1 ELSE 0 END
    AND size_before > CASE WHEN has_mean THEN 1 ELSE 0 END AS is_enough,
    sum_now * size_before - sum_before * size_now AS difference,
    CASE WHEN has_mean THEN (
      size_now - 1
    ) * (
      size_before - 1
    ) ELSE size_now * size_before END AS weight,
    width * width * CASE
      WHEN has_mean
      THEN (
        squares_now * size_now - sum_now * sum_now
      ) * size_before * size_before * (
        size_before - 1
      ) + (
        squares_before * size_before - sum_before * sum_before
      ) * size_now * size_now * (
        size_now - 1
      )
      ELSE sum_now * (
        size_now - sum_now
      ) * size_before * size_before * size_before + sum_before * (
        size_before - sum_before
      ) * size_now * size_now * size_now
    END AS chance
  FROM pair
  WHERE
    choice = 1
)
SELECT
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  measure_id::TEXT AS measure_id, /* measure */
  line::TEXT AS line, /* main or the sub-line */
  CASE WHEN has_mean THEN 'mean_days' ELSE 'percentage' END::TEXT AS statistic, /* what was compared */
  period::TEXT AS period, /* r36m, r12m or as_at */
  is_enough::BOOLEAN AS is_enough, /* both figures are of enough children */
  CASE
    WHEN NOT is_enough OR difference * difference * weight * 1000000 <= chance
    THEN 0
    WHEN difference > 0
    THEN 1
    ELSE -1
  END::INT AS direction, /* 1 higher than before, -1 lower, 0 no more than chance */
  CASE
    WHEN size_before > 0
    THEN ROUND(CAST(sum_before * CASE WHEN has_mean THEN 1 ELSE 100 END AS DECIMAL(18, 6)) / size_before::DECIMAL(18, 6), 6)
  END::DECIMAL(18, 6) AS from_value, /* figure before: percent or days */
  CASE
    WHEN size_now > 0
    THEN ROUND(CAST(sum_now * CASE WHEN has_mean THEN 1 ELSE 100 END AS DECIMAL(18, 6)) / size_now::DECIMAL(18, 6), 6)
  END::DECIMAL(18, 6) AS to_value /* figure now: percent or days */
FROM judged
