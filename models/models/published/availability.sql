MODEL (
  name published.availability,
  kind FULL,
  description 'What the source could give at the as-at date of the run, line by line, in the headline period.',
  owner performance_team,
  grain (authority, snapshot_date, measure_id, line),
  audits (one_row_per_key(columns := (authority, snapshot_date, measure_id, line)), not_null(columns := (
      state
  )))
);

SELECT
  a.authority::TEXT AS authority, /* authority */
  a.snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  a.measure_id::TEXT AS measure_id, /* measure */
  a.line::TEXT AS line, /* main or the sub-line */
  a.state::TEXT AS state, /* available, proxy or not available */
  a.reason_code::TEXT AS reason_code, /* why, as reasons.csv names it */
  a.needed_from::DATE AS needed_from, /* first day that the line needs whole */
  a.covered_from::DATE AS covered_from, /* first day that its files are whole; null where nothing is known of it */
  a.covered_to::DATE AS covered_to, /* last day */
  a.covered_by::TEXT AS covered_by /* kind of file that decides */
FROM scorecard.availability AS a
INNER JOIN raw.as_at AS d
  USING (authority, snapshot_date, as_at_date)
INNER JOIN staging.rule_measure_period AS p
  USING (authority, measure_id, period)
WHERE
  d.is_current AND p.is_headline
