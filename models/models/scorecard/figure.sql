MODEL (
  name scorecard.figure,
  kind VIEW,
  description 'Every statistic of the tally as one long table, for every snapshot and date loaded: what is published, and what a comparison with the edition before is made from. A line that is not available in a period is one row without a number.',
  grain (authority, measure_id, line, statistic, period, as_at_date, snapshot_date, breakdown, group_key),
  audits not_null(columns := (authority, measure_id, line, statistic, period, as_at_date, snapshot_date))
);

WITH line_rule AS (
  SELECT
    *
  FROM staging.rule_line
), value AS (
  SELECT
    @columns_of(r, authority, measure_id, line),
    'count' AS statistic,
    @columns_of(r, period, as_at_date, snapshot_date, breakdown, group_key, numerator),
    CASE WHEN l.has_denominator THEN r.denominator END AS denominator,
    r.numerator::DECIMAL(18, 6) AS value,
    'children' AS unit,
    r.status
  FROM scorecard.rating AS r
  INNER JOIN line_rule AS l
    USING (authority, measure_id, line)
  UNION ALL
  SELECT
    @columns_of(r, authority, measure_id, line),
    'percentage' AS statistic,
    @columns_of(r, period, as_at_date, snapshot_date, breakdown, group_key, numerator, denominator),
    CASE
      WHEN r.denominator > 0
      THEN ROUND(CAST(r.numerator * 100 AS DECIMAL(18, 6)) / r.denominator::DECIMAL(18, 6), 6)::DECIMAL(18, 6)
    END AS value,
    'percent' AS unit,
    r.status
  FROM scorecard.rating AS r
  INNER JOIN line_rule AS l
    USING (authority, measure_id, line)
  WHERE
    l.has_denominator
  UNION ALL
  SELECT
    @columns_of(r, authority, measure_id, line),
    'longest_days' AS statistic,
    @columns_of(r, period, as_at_date, snapshot_date, breakdown, group_key),
    NULL::BIGINT AS numerator,
    NULL::BIGINT AS denominator,
    r.longest_days::DECIMAL(18, 6) AS value,
    'days' AS unit,
    'No rating - context' AS status
  FROM scorecard.rating AS r
  INNER JOIN line_rule AS l
    USING (authority, measure_id, line)
  WHERE
    l.longest_wait
  UNION ALL
  SELECT
    @columns_of(r, authority, measure_id, line),
    'median_days' AS statistic,
    @columns_of(r, period, as_at_date, snapshot_date, breakdown, group_key),
    r.timed AS numerator,
    NULL::BIGINT AS denominator,
    r.median_days AS value,
    'days' AS unit,
    r.status
  FROM scorecard.rating AS r
  INNER JOIN line_rule AS l
    USING (authority, measure_id, line)
  WHERE
    l.has_median
  UNION ALL
  SELECT
    @columns_of(r, authority, measure_id, line),
    'mean_days' AS statistic,
    @columns_of(r, period, as_at_date, snapshot_date, breakdown, group_key),
    r.timed AS numerator,
    NULL::BIGINT AS denominator,
    CASE WHEN r.timed > 0 THEN ROUND(r.sum_days::DECIMAL(18, 6) / r.timed::DECIMAL(18, 6), 6)::DECIMAL(18, 6) END AS value,
    'days' AS unit,
    r.status
  FROM scorecard.rating AS r
  INNER JOIN line_rule AS l
    USING (authority, measure_id, line)
  WHERE
    l.has_mean
  UNION ALL
  SELECT
    @columns_of(r, authority, measure_id, line),
    'rate' AS statistic,
    @columns_of(r, period, as_at_date, snapshot_date, breakdown, group_key, numerator),
    p.children AS denominator,
    ROUND(CAST(r.numerator * 10000 AS DECIMAL(18, 6)) / p.children::DECIMAL(18, 6), 6)::DECIMAL(18, 6) AS value,
    'per_10000' AS unit,
    r.status
  FROM scorecard.rating AS r
  INNER JOIN line_rule AS l
    USING (authority, measure_id, line)
  INNER JOIN staging.rule_population AS p
    USING (authority)
  WHERE
    @open_on(r.as_at_date, p.estimated_on, p.effective_to) AND l.has_rate AND r.breakdown = 'all'
  UNION ALL
  SELECT
    @columns_of(a, authority, measure_id, line),
    'count' AS statistic,
    @columns_of(a, period, as_at_date, snapshot_date),
    'all' AS breakdown,
    'all' AS group_key,
    NULL::BIGINT AS numerator,
    NULL::BIGINT AS denominator,
    NULL::DECIMAL(18, 6) AS value,
    'children' AS unit,
    'Not available' AS status
  FROM scorecard.availability AS a
  WHERE
    a.state = 'not available'
)
SELECT
  authority::TEXT AS authority, /* authority */
  measure_id::TEXT AS measure_id, /* measure */
  line::TEXT AS line, /* main or the sub-line */
  statistic::TEXT AS statistic, /* count, percentage, rate, median_days, mean_days or longest_days */
  period::TEXT AS period, /* as_at, month, quarter, ytd, r12m or r36m */
  as_at_date::DATE AS as_at_date, /* day described, or last day of the period */
  snapshot_date::DATE AS snapshot_date, /* what was known when */
  breakdown::TEXT AS breakdown, /* all, or the name of the breakdown */
  group_key::TEXT AS group_key, /* all, or the group */
  numerator::BIGINT AS numerator, /* children counted */
  denominator::BIGINT AS denominator, /* children of the population */
  value::DECIMAL(18, 6) AS value, /* in the unit; null when there is none */
  unit::TEXT AS unit, /* children, percent, days or per_10000 */
  status::TEXT AS status /* rating in words */
FROM value
