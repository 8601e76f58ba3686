MODEL (
  name staging.rule_line,
  kind FULL,
  description 'The lines of each measure, and which figures each has beside its count.',
  grain (authority, measure_id, line),
  audits one_row_per_key(known := (position, longest_wait, has_denominator, has_rate, has_median, has_mean, drift))
);

SELECT
  authority::TEXT AS authority, /* authority */
  measure_id::TEXT AS measure_id, /* measure */
  line::TEXT AS line, /* main or the sub-line */
  position::INT AS position, /* place in the order in which it is shown */
  longest_wait::BOOLEAN AS longest_wait, /* the longest wait is shown */
  (
    NOT denominator_name IS NULL
  )::BOOLEAN AS has_denominator, /* a percentage */
  COALESCE(STRPOS(' ' || statistics || ' ', ' rate ') > 0, FALSE)::BOOLEAN AS has_rate, /* a rate */
  COALESCE(STRPOS(' ' || statistics || ' ', ' median_days ') > 0, FALSE)::BOOLEAN AS has_median, /* a median of days */
  COALESCE(STRPOS(' ' || statistics || ' ', ' mean_days ') > 0, FALSE)::BOOLEAN AS has_mean, /* a mean of days */
  chart::TEXT AS chart, /* monthly, rare, quarterly or annual; null where its movement is not judged */
  drift::BOOLEAN AS drift, /* a child counted here counts as drifting (B27) */
  reason_code::TEXT AS reason_code /* what its stand-in stands for, as reasons.csv names it */
FROM raw.rule_line
