MODEL (
  name published.group_outlier,
  kind VIEW,
  description 'Groups of an edition that differ from the rest of the authority by more than chance. Aggregates only.',
  grain (authority, measure_id, line, breakdown, group_key),
  audits one_row_per_key
);

SELECT
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  measure_id::TEXT AS measure_id, /* measure */
  line::TEXT AS line, /* main or the sub-line */
  period::TEXT AS period, /* period of the headline */
  breakdown::TEXT AS breakdown, /* name of the breakdown */
  group_key::TEXT AS group_key, /* group */
  side::TEXT AS side, /* its share against that of the rest */
  beyond::TEXT AS beyond /* which limit: warning is 95 per cent, action 99.8 */
FROM scorecard.group_outlier
