MODEL (
  name measures.proceedings_concluded,
  kind VIEW,
  description 'Care proceedings that ended in the period: B3 how long they took from issue to the final order, B4 whether within the limit of the law, B5 with which order. By children, and B3 and B4 by cases too; a child whose proceedings ended twice in the period counts by the last. Totals alone, for most of these children are no longer, or never were, looked after.',
  grain (authority, snapshot_date, as_at_date, measure_id, line, period, child_id),
  audits (
    not_null(columns := (wait_since, days))
  )
);

WITH concluded AS (
  SELECT
    @columns(q.measure_id, p.period, c.authority, c.snapshot_date, p.as_at_date),
    @columns_of(c, unit, subject_id, issue_date, end_date),
    COALESCE(c.final_order, 'NOT_RECORDED') AS final_order,
    ROW_NUMBER() OVER (
      PARTITION BY q.measure_id, p.period, c.authority, c.snapshot_date, p.as_at_date, c.unit, c.subject_id
      ORDER BY c.end_date DESC, c.issue_date DESC, c.case_key DESC
    ) AS choice
  FROM core.proceedings AS c
  INNER JOIN core.reporting_period AS p
    USING (authority, snapshot_date)
  INNER JOIN staging.rule_measure_period AS q
    USING (authority, period)
  WHERE
    c.end_date BETWEEN p.first_day AND p.as_at_date AND q.measure_id IN ('B3', 'B4', 'B5')
), line AS (
  SELECT
    @columns(measure_id, line, unit, final_order)
  FROM (VALUES
    ('B3', 'main', 'children', NULL),
    ('B3', 'cases', 'cases', NULL),
    ('B4', 'main', 'children', NULL),
    ('B4', 'cases', 'cases', NULL),
    ('B5', 'main', 'children', NULL),
    ('B5', 'care_order', 'children', 'CO'),
    ('B5', 'placement_order', 'children', 'PO'),
    ('B5', 'special_guardianship', 'children', 'SGO'),
    ('B5', 'child_arrangements', 'children', 'CAO'),
    ('B5', 'supervision_order', 'children', 'SO'),
    ('B5', 'no_order', 'children', 'NO_ORDER'),
    ('B5', 'not_recorded', 'children', 'NOT_RECORDED')) AS t(measure_id, line, unit, final_order)
)
SELECT
  c.measure_id::TEXT AS measure_id, /* B3, B4 or B5 */
  l.line::TEXT AS line, /* main or an order (children), or cases */
  c.period::TEXT AS period, /* a period of the measure in measures.csv */
  c.authority::TEXT AS authority, /* authority */
  c.snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  c.as_at_date::DATE AS as_at_date, /* last day of the period */
  c.subject_id::TEXT AS child_id, /* child; in line cases the case */
  NULL::TEXT AS care_period_id, /* totals alone */
  NULL::DATE AS entry_date, /* totals alone */
  NULL::DATE AS group_day, /* totals alone */
  CASE
    WHEN c.measure_id = 'B4'
    THEN COALESCE(@add_step(c.issue_date, m.n, m.unit) >= c.end_date, FALSE)
    ELSE COALESCE(l.final_order = c.final_order, TRUE)
  END::BOOLEAN AS counted, /* B4: within the limit; B5: with the order of the line; B3: all */
  c.issue_date::DATE AS wait_since, /* day the proceedings were issued */
  DATE_DIFF('DAY', c.issue_date, c.end_date)::INT AS days /* days to the final order */
FROM concluded AS c
INNER JOIN line AS l
  USING (measure_id, unit)
LEFT JOIN raw.rule_limit AS m
  ON m.authority = c.authority AND @limit_on(m, c.as_at_date, c.measure_id, 'within')
WHERE
  c.choice = 1
