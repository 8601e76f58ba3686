MODEL (
  name published.escalation,
  kind FULL,
  description 'Alarms that a rule requires and the files do not show, at the as-at date of the run: how many children, and the longest wait among them.',
  owner performance_team,
  grain (authority, snapshot_date, measure_id, line),
  audits (
    not_null(columns := (authority, snapshot_date, as_at_date, measure_id, line, children)),
    unique_combination_of_columns(columns := (authority, snapshot_date, measure_id, line))
  )
);

SELECT
  m.authority::TEXT AS authority, /* authority */
  m.snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  m.as_at_date::DATE AS as_at_date, /* day described */
  m.measure_id::TEXT AS measure_id, /* measure */
  m.line::TEXT AS line, /* line */
  COUNT(*)::BIGINT AS children, /* children whose alarm is not on file */
  MAX(DATE_DIFF('DAY', m.wait_since, m.as_at_date))::INT AS longest_days /* longest wait among them, in days; null where the line has none */
FROM scorecard.measure_case AS m
INNER JOIN raw.snapshot AS p
  ON p.authority = m.authority
  AND p.snapshot_date = m.snapshot_date
  AND p.as_at_date = m.as_at_date
  AND p.compared_with IS NULL
INNER JOIN raw.rule_escalation AS e
  ON e.authority = m.authority
  AND e.measure_id = m.measure_id
  AND e.line = m.line
  AND e.counted = m.counted
WHERE
  m.period = 'as_at'
GROUP BY
  m.authority,
  m.snapshot_date,
  m.as_at_date,
  m.measure_id,
  m.line
