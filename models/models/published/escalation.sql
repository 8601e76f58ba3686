MODEL (
  name published.escalation,
  kind FULL,
  description 'Alarms that a rule requires and the files do not show, at the as-at date of the run: how many children, and the longest wait among them.',
  grain (authority, snapshot_date, measure_id, line),
  audits one_row_per_key(known := (as_at_date, children))
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
  USING (authority, snapshot_date, as_at_date)
INNER JOIN raw.rule_escalation AS e
  USING (authority, measure_id, line, counted)
WHERE
  p.compared_with IS NULL AND m.period = 'as_at'
GROUP BY
  @columns_of(m, authority, snapshot_date, as_at_date, measure_id, line)
