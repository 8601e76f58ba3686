MODEL (
  name published.chart_point,
  kind VIEW,
  description 'The points of the control charts of an edition. Aggregates only; an event is dated by its month.',
  grain (authority, measure_id, line, statistic, sequence),
  audits one_row_per_key
);

SELECT
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  measure_id::TEXT AS measure_id, /* measure */
  line::TEXT AS line, /* main or the sub-line */
  statistic::TEXT AS statistic, /* count, percentage, joined or left */
  sequence::INT AS sequence, /* 1, 2, 3 ... along the chart */
  as_at_date::DATE AS as_at_date, /* last day of the month of the figure or the event */
  value::DECIMAL(18, 6) AS value, /* in the unit */
  numerator::BIGINT AS numerator, /* children counted; null between events */
  denominator::BIGINT AS denominator, /* children of the population, of a percentage */
  mean::DECIMAL(18, 6) AS mean, /* in force at the point; null while there are too few points */
  lower::DECIMAL(18, 6) AS lower, /* lower limit, not below 0 */
  upper::DECIMAL(18, 6) AS upper, /* upper limit; of a percentage not above 100 */
  special_cause::TEXT AS special_cause, /* outside, trend, near limit, shift or common cause */
  sense::TEXT AS sense, /* improvement or concern; high or low without polarity. Fewer days between events are more events */
  provisional::BOOLEAN AS provisional /* late recording may still change it */
FROM scorecard.chart_point
