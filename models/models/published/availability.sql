MODEL (
  name published.availability,
  kind FULL,
  description 'What the source could give at the as-at date of the run, line by line.',
  owner performance_team,
  grain (authority, snapshot_date, measure_id, line),
  audits (
    not_null(columns := (authority, snapshot_date, measure_id, line, state)),
    unique_combination_of_columns(columns := (authority, snapshot_date, measure_id, line))
  )
);

SELECT
  a.authority::TEXT AS authority, /* authority */
  a.snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  a.measure_id::TEXT AS measure_id, /* measure */
  a.line::TEXT AS line, /* main or the sub-line */
  a.state::TEXT AS state, /* available, proxy or not available */
  a.reason_code::TEXT AS reason_code /* why, as reasons.csv names it */
FROM scorecard.availability AS a
INNER JOIN raw.as_at AS d
  ON d.authority = a.authority
  AND d.snapshot_date = a.snapshot_date
  AND d.as_at_date = a.as_at_date
  AND d.is_current
