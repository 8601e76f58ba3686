MODEL (
  name published.chart,
  kind VIEW,
  description 'The control charts of an edition. Aggregates only.',
  grain (authority, measure_id, line, statistic),
  audits one_row_per_key
);

SELECT
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  measure_id::TEXT AS measure_id, /* measure */
  line::TEXT AS line, /* main or the sub-line */
  kind::TEXT AS kind, /* stock, xmr, p or days_between */
  statistic::TEXT AS statistic, /* count, percentage, joined or left */
  period::TEXT AS period, /* month or as_at */
  unit::TEXT AS unit, /* children, percent or days */
  polarity::TEXT AS polarity, /* High, Low or none */
  screened::BOOLEAN AS screened, /* moving ranges were left out as outliers */
  trial::BOOLEAN AS trial, /* too few points since the last change of process: trial limits, or none yet */
  points::INT AS points, /* number of points */
  limits_fit::BOOLEAN AS limits_fit, /* few enough points are more than chance for the limits to describe the series */
  variation::TEXT AS variation, /* what the latest point says */
  target::DECIMAL(18, 6) AS target, /* in force at the latest point, where it is set for the charted statistic */
  assurance::TEXT AS assurance /* will the target be met by chance alone */
FROM scorecard.chart
