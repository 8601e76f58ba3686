MODEL (
  name measures.state_case,
  kind VIEW,
  description 'Every line that is a case of a generic measure (cases.csv), by name: a child of its population at an as-at date, and whether it is counted (core.child_case).',
  grain (authority, snapshot_date, as_at_date, measure_id, line, period, child_id)
);

SELECT
  l.measure_id::TEXT AS measure_id, /* measure */
  l.line::TEXT AS line, /* main or the sub-line */
  'as_at'::TEXT AS period, /* on the day */
  c.authority::TEXT AS authority, /* authority */
  c.snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  c.as_at_date::DATE AS as_at_date, /* day described */
  c.child_id::TEXT AS child_id, /* child of the population */
  c.care_period_id::TEXT AS care_period_id, /* period of care the child is in */
  c.entry_date::DATE AS entry_date, /* day the child became looked after */
  c.as_at_date::DATE AS group_day, /* day whose breakdown groups apply */
  m.counted::BOOLEAN AS counted, /* in the numerator */
  m.wait_since::DATE AS wait_since, /* day the wait runs from; null where the line has none or it is unknown */
  m.days::INT AS days /* days waited */
FROM core.child_case AS m
INNER JOIN (
  SELECT
    *,
    ROW_NUMBER() OVER (ORDER BY authority, measure_id, line) AS line_number
  FROM raw.rule_case
) AS l
  USING (line_number)
INNER JOIN core.child_as_at AS c
  USING (as_at_number)
