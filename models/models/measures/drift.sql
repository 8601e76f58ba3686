MODEL (
  name measures.drift,
  kind FULL,
  description 'B27: children counted in at least one line of drift (raw.rule_line.drift), each once, with the longest of their waits. A line that is not available on the day does not contribute.',
  owner performance_team,
  grain (authority, snapshot_date, as_at_date, measure_id, line, period, child_id),
  audits (
    measure_row
  )
);

WITH contributing AS (
  SELECT
    a.*
  FROM scorecard.availability AS a
  INNER JOIN raw.rule_line AS l
    USING (authority, measure_id, line)
  WHERE
    l.drift AND a.state <> 'not available'
), drifting AS (
  SELECT
    m.authority,
    m.snapshot_date,
    m.as_at_date,
    m.child_id,
    MIN(m.wait_since) AS wait_since
  FROM measures.state_case AS m
  INNER JOIN contributing AS k
    USING (authority, snapshot_date, as_at_date, measure_id, line, period)
  WHERE
    m.counted
  GROUP BY
    m.authority,
    m.snapshot_date,
    m.as_at_date,
    m.child_id
)
SELECT
  'B27'::TEXT AS measure_id, /* measure */
  'main'::TEXT AS line, /* the only line */
  'as_at'::TEXT AS period, /* on the day */
  c.authority::TEXT AS authority, /* authority */
  c.snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  c.as_at_date::DATE AS as_at_date, /* day described */
  c.child_id::TEXT AS child_id, /* child looked after */
  c.care_period_id::TEXT AS care_period_id, /* period of care the child is in */
  c.entry_date::DATE AS entry_date, /* day the child became looked after */
  c.as_at_date::DATE AS group_day, /* day whose breakdown groups apply */
  (
    NOT d.child_id IS NULL
  )::BOOLEAN AS counted, /* on at least one list of drift */
  d.wait_since::DATE AS wait_since, /* start of the longest of the waits; null when none is known */
  DATE_DIFF('DAY', d.wait_since, c.as_at_date)::INT AS days /* days of the longest wait */
FROM core.child_as_at AS c
LEFT JOIN drifting AS d
  USING (authority, snapshot_date, as_at_date, child_id)
