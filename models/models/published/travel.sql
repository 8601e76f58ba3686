MODEL (
  name published.travel,
  kind FULL,
  description 'Which way each line is going, in three words by the sign of good: by special cause for the figures of months, by who joined and who left for what is told of a day, by regression for quarters, by an interval for years; no word for context, and none for mere movement (measures catalogue 2.3).',
  grain (authority, measure_id, line),
  audits one_row_per_key(
    known := (statistic, period, points),
    holds := (word IN ('improving', 'worsening', 'no significant change'), (
        word IS NULL
      ) <> (
        reason IS NULL
    ))
  )
);

WITH own_period AS (
  /* the period named beside a line without a word */
  SELECT
    @columns(authority, measure_id),
    BOOL_OR(CAST(period = 'month' AS BOOLEAN)) AS has_month,
    COALESCE(MAX(CASE WHEN is_headline THEN period END), MIN(period)) AS period
  FROM staging.rule_measure_period
  GROUP BY
    @columns(authority, measure_id)
), flow_chart AS (
  SELECT
    *
  FROM scorecard.chart
  WHERE
    kind <> 'stock' AND NOT statistic IN ('joined', 'left')
), stock_chart AS (
  SELECT
    *
  FROM scorecard.chart
  WHERE
    kind = 'stock'
), judged AS (
  SELECT
    @columns_of(s, authority, snapshot_date),
    @columns_of(l, measure_id, line),
    COALESCE(r.polarity, m.polarity) AS polarity,
    @columns(l.chart, r.family, a.state),
    p.has_month AND (
      l.has_median OR l.has_mean
    ) AS is_duration_of_month,
    l.has_mean OR l.has_denominator AS has_interval,
    COALESCE(
      c.statistic,
      k.statistic,
      y.statistic,
      CASE WHEN l.has_median THEN 'median_days' WHEN l.has_denominator THEN 'percentage' ELSE 'count' END
    ) AS statistic,
    COALESCE(c.period, k.period, y.period, CASE WHEN l.chart = 'quarterly' THEN 'quarter' ELSE p.period END) AS period,
    CASE
      WHEN NOT c.authority IS NULL
      THEN 'control chart'
      WHEN NOT t.authority IS NULL
      THEN 'movements'
      WHEN NOT q.authority IS NULL
      THEN 'regression'
      WHEN NOT y.authority IS NULL
      THEN 'interval'
    END AS method,
    COALESCE(c.has_limits, t.is_enough, q.is_enough, y.is_enough, FALSE) AS is_enough,
    COALESCE(c.limits_fit, TRUE) AS limits_fit,
    CASE
      WHEN c.kind = 'days_between'
      THEN -c.direction
      ELSE COALESCE(c.direction, t.direction, q.direction, y.direction, 0)
    END AS direction, /* fewer days between events are more events */
    COALESCE(c.points, t.months, q.points, CASE WHEN NOT y.authority IS NULL THEN 2 ELSE 0 END) AS points,
    @columns_of(y, from_value, to_value),
    t.as_at_date AS year_end,
    @columns_of(t, joined, departed, no_longer_counted, left_care, listed, remained, denominator, denominator_before)
  FROM raw.snapshot AS s
  INNER JOIN staging.rule_line AS l
    USING (authority)
  INNER JOIN raw.rule_measure AS m
    USING (authority, measure_id)
  INNER JOIN own_period AS p
    USING (authority, measure_id)
  LEFT JOIN scorecard.availability AS a
    USING (authority, snapshot_date, as_at_date, measure_id, line, period)
  LEFT JOIN flow_chart AS c
    USING (authority, snapshot_date, measure_id, line)
  LEFT JOIN stock_chart AS k
    USING (authority, snapshot_date, measure_id, line)
  LEFT JOIN scorecard.quarter_slope AS q
    USING (authority, snapshot_date, measure_id, line)
  LEFT JOIN scorecard.year_difference AS y
    USING (authority, snapshot_date, measure_id, line)
  LEFT JOIN scorecard.stock_year AS t
    ON @on_keys(t, k, authority, snapshot_date, measure_id, line)
  LEFT JOIN raw.rule_target AS r
    ON @on_keys(r, l, authority, measure_id, line) AND @open_on(s.as_at_date, r.effective_from, r.effective_to)
  WHERE
    s.compared_with IS NULL
), reasoned AS (
  SELECT
    *,
    CASE
      WHEN COALESCE(state, 'not available') = 'not available'
      THEN 'not available'
      WHEN COALESCE(family, 'X') = 'X' OR polarity = 'none'
      THEN 'context'
      WHEN chart IS NULL
      OR (
        method IS NULL AND chart = 'monthly' AND is_duration_of_month
      )
      OR (
        chart = 'annual' AND NOT has_interval
      )
      THEN 'not charted'
      WHEN NOT is_enough AND method = 'movements'
      THEN 'too few movements'
      WHEN NOT is_enough
      THEN 'too few points'
      WHEN direction = 0 AND NOT limits_fit
      THEN 'limits do not fit'
    END AS reason
  FROM judged
)
SELECT
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  measure_id::TEXT AS measure_id, /* measure */
  line::TEXT AS line, /* main or the sub-line */
  statistic::TEXT AS statistic, /* the figure that was judged */
  period::TEXT AS period, /* its period */
  method::TEXT AS method, /* control chart, movements, regression or interval; null where nothing was judged */
  CASE
    WHEN NOT reason IS NULL
    THEN NULL
    WHEN direction = 0
    THEN 'no significant change'
    WHEN (
      polarity = 'High'
    ) = (
      direction > 0
    )
    THEN 'improving'
    ELSE 'worsening'
  END::TEXT AS word, /* improving, worsening or no significant change; null with a reason */
  CASE WHEN NOT reason IS NULL OR direction = 0 THEN NULL WHEN direction > 0 THEN 'higher' ELSE 'lower' END::TEXT AS movement, /* way of the number itself; null without a significant change */
  reason::TEXT AS reason, /* not available, context, not charted, too few points, too few movements or limits do not fit; null with a word */
  points::INT AS points, /* points judged; months of movements; 2 for an interval */
  from_value::DECIMAL(18, 6) AS from_value, /* earlier figure of an interval */
  to_value::DECIMAL(18, 6) AS to_value, /* later figure of an interval */
  year_end::DATE AS year_end, /* last month-end of the movements judged; null for other methods, as all that follows */
  joined::BIGINT AS joined, /* joined in the months judged */
  departed::BIGINT AS departed, /* left in them */
  no_longer_counted::BIGINT AS no_longer_counted, /* of those who left, still in the population */
  left_care::BIGINT AS left_care, /* of them, no longer looked after */
  listed::BIGINT AS listed, /* on the line at the last month-end */
  remained::BIGINT AS remained, /* of them, on it at every month-end of the months judged and before */
  denominator::BIGINT AS denominator, /* of the population at the last month-end */
  denominator_before::BIGINT AS denominator_before /* of it before the months judged */
FROM reasoned
