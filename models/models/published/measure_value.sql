MODEL (
  name published.measure_value,
  kind FULL,
  description 'Every value of an edition: one row per line, statistic, period, as-at date, breakdown and group. Aggregates only. A date that is there for the comparison with the edition before is left out.',
  grain (authority, measure_id, line, statistic, period, as_at_date, snapshot_date, breakdown, group_key),
  audits one_row_per_key(
    known := (unit, status, provisional),
    holds := (
      statistic <> 'percentage' OR value IS NULL OR value BETWEEN 0 AND 100,
      status <> 'Not available' OR value IS NULL
    )
  )
);

SELECT
  v.authority::TEXT AS authority, /* authority */
  v.measure_id::TEXT AS measure_id, /* measure */
  v.line::TEXT AS line, /* main or the sub-line */
  v.statistic::TEXT AS statistic, /* count, percentage, rate, median_days, mean_days or longest_days */
  v.period::TEXT AS period, /* as_at, month or r12m */
  v.as_at_date::DATE AS as_at_date, /* day described, or last day of the period */
  v.snapshot_date::DATE AS snapshot_date, /* what was known when */
  v.breakdown::TEXT AS breakdown, /* all, or the name of the breakdown */
  v.group_key::TEXT AS group_key, /* all, or the group */
  v.numerator::BIGINT AS numerator, /* children counted */
  v.denominator::BIGINT AS denominator, /* children of the population */
  v.value::DECIMAL(18, 6) AS value, /* in the unit; null when there is none */
  v.unit::TEXT AS unit, /* children, percent, days or per_10000 */
  v.status::TEXT AS status, /* rating in words */
  d.is_provisional::BOOLEAN AS provisional /* late recording may still change it */
FROM scorecard.figure AS v
INNER JOIN raw.as_at AS d
  USING (authority, snapshot_date, as_at_date)
WHERE
  d.is_month_end OR d.is_week OR d.is_current
