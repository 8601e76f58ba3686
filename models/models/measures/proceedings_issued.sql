MODEL (
  name measures.proceedings_issued,
  kind VIEW,
  description 'B1 care proceedings issued in the period and B2 care proceedings live on the day, by children and by cases. A child in several cases counts once: by the latest issued in a period, by the one that has run longest on a day. Totals alone: children in proceedings need not be looked after, and groups would leave those out who are not.',
  grain (authority, snapshot_date, as_at_date, measure_id, line, period, child_id),
  audits (
    not_null(columns := (
      wait_since
    ))
  )
);

WITH issued AS (
  SELECT
    c.*,
    @columns_of(p, period, as_at_date),
    ROW_NUMBER() OVER (
      PARTITION BY p.period, c.authority, c.snapshot_date, p.as_at_date, c.unit, c.subject_id
      ORDER BY c.issue_date DESC, c.case_key DESC
    ) AS choice
  FROM core.proceedings AS c
  INNER JOIN core.reporting_period AS p
    USING (authority, snapshot_date)
  INNER JOIN staging.rule_measure_period AS q
    USING (authority, period)
  WHERE
    c.issue_date BETWEEN p.first_day AND p.as_at_date AND q.measure_id = 'B1'
), live AS (
  SELECT
    c.*,
    a.as_at_date,
    ROW_NUMBER() OVER (PARTITION BY c.authority, c.snapshot_date, a.as_at_date, c.unit, c.subject_id ORDER BY c.issue_date, c.case_key) AS choice
  FROM core.proceedings AS c
  INNER JOIN raw.as_at AS a
    USING (authority, snapshot_date)
  WHERE
    @open_on(a.as_at_date, c.issue_date, c.end_date)
), banded AS (
  SELECT
    v.*,
    CASE
      WHEN @add_step(v.issue_date, f.n, f.unit) >= v.as_at_date
      THEN 'up_to_26'
      WHEN @add_step(v.issue_date, s.n, s.unit) >= v.as_at_date
      THEN '27_to_39'
      WHEN @add_step(v.issue_date, t.n, t.unit) >= v.as_at_date
      THEN '40_to_52'
      ELSE 'over_52'
    END AS band
  FROM live AS v
  INNER JOIN raw.rule_limit AS f
    USING (authority)
  INNER JOIN raw.rule_limit AS s
    USING (authority)
  INNER JOIN raw.rule_limit AS t
    USING (authority)
  WHERE
    @limit_on(f, v.as_at_date, 'B2', 'first_cut')
    AND @limit_on(s, v.as_at_date, 'B2', 'second_cut')
    AND @limit_on(t, v.as_at_date, 'B2', 'third_cut')
    AND v.choice = 1
), line AS (
  SELECT
    @columns(line, unit)
  FROM (VALUES
    ('main', 'children'),
    ('up_to_26', 'children'),
    ('27_to_39', 'children'),
    ('40_to_52', 'children'),
    ('over_52', 'children'),
    ('cases', 'cases')) AS t(line, unit)
), measured AS (
  SELECT
    'B1' AS measure_id,
    CASE unit WHEN 'cases' THEN 'cases' ELSE 'main' END AS line,
    @columns(period, authority, snapshot_date, as_at_date, subject_id),
    TRUE AS counted,
    issue_date
  FROM issued
  WHERE
    choice = 1
  UNION ALL
  SELECT
    'B2' AS measure_id,
    l.line,
    'as_at' AS period,
    @columns_of(b, authority, snapshot_date, as_at_date, subject_id),
    l.line IN ('main', 'cases') OR l.line = b.band AS counted,
    b.issue_date
  FROM banded AS b
  INNER JOIN line AS l
    USING (unit)
)
SELECT
  measure_id::TEXT AS measure_id, /* B1 or B2 */
  line::TEXT AS line, /* main or a band (children), or cases */
  period::TEXT AS period, /* a period of the measure in measures.csv */
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  as_at_date::DATE AS as_at_date, /* day described, or last day of the period */
  subject_id::TEXT AS child_id, /* child; in line cases the case */
  NULL::TEXT AS care_period_id, /* totals alone */
  NULL::DATE AS entry_date, /* totals alone */
  NULL::DATE AS group_day, /* totals alone */
  counted::BOOLEAN AS counted, /* in the line */
  issue_date::DATE AS wait_since, /* day the proceedings were issued */
  DATE_DIFF('DAY', issue_date, as_at_date)::INT AS days /* days since then */
FROM measured
