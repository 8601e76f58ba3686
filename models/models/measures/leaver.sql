MODEL (
  name measures.leaver,
  kind VIEW,
  description 'What became of the children who ceased to be looked after in the period: B25 legal permanence, B28 and B29 adoption, B40 and B41 special guardianship, B43 child arrangements, B44 home to parents. Each child by the last cessation of the period; a share is of all leavers, or of those below an age on the day of leaving (measures catalogue 1.4, trap 4).',
  grain (authority, snapshot_date, as_at_date, measure_id, line, period, child_id)
);

WITH outcome AS (
  SELECT
    @columns(measure_id, line, reason_group)
  FROM (VALUES
    ('B25', 'main', 'adopted'),
    ('B25', 'main', 'special_guardianship'),
    ('B25', 'main', 'child_arrangements'),
    ('B25', 'adoption', 'adopted'),
    ('B25', 'special_guardianship', 'special_guardianship'),
    ('B25', 'child_arrangements', 'child_arrangements'),
    ('B28', 'main', 'adopted'),
    ('B29', 'main', 'adopted'),
    ('B29', 'under_16', 'adopted'),
    ('B40', 'main', 'special_guardianship'),
    ('B41', 'main', 'special_guardianship'),
    ('B41', 'under_16', 'special_guardianship'),
    ('B43', 'main', 'child_arrangements'),
    ('B44', 'main', 'returned_planned'),
    ('B44', 'main', 'returned_not_planned'),
    ('B44', 'planned', 'returned_planned'),
    ('B44', 'not_planned', 'returned_not_planned')) AS t(measure_id, line, reason_group)
), line AS (
  SELECT DISTINCT
    @columns(measure_id, line)
  FROM outcome
), judged AS (
  SELECT
    l.*,
    @columns_of(n, measure_id, line),
    NOT o.reason_group IS NULL AS counted
  FROM core.leaver AS l
  INNER JOIN staging.rule_measure_period AS q
    USING (authority, period)
  INNER JOIN line AS n
    USING (measure_id)
  LEFT JOIN outcome AS o
    USING (measure_id, line, reason_group)
)
SELECT
  j.measure_id::TEXT AS measure_id, /* B25, B28, B29, B40, B41, B43 or B44 */
  j.line::TEXT AS line, /* main or the sub-line */
  j.period::TEXT AS period, /* a period of the measure in measures.csv */
  j.authority::TEXT AS authority, /* authority */
  j.snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  j.as_at_date::DATE AS as_at_date, /* last day of the period */
  j.child_id::TEXT AS child_id, /* child who left */
  j.care_period_id::TEXT AS care_period_id, /* period of care of the last cessation */
  j.entry_date::DATE AS entry_date, /* day the child became looked after */
  j.last_day::DATE AS group_day, /* last day in care, whose breakdown groups apply */
  j.counted::BOOLEAN AS counted, /* left by the route of the line */
  NULL::DATE AS wait_since, /* no wait */
  NULL::INT AS days /* no duration */
FROM judged AS j
LEFT JOIN raw.rule_limit AS a
  ON a.authority = j.authority AND @limit_on(a, j.as_at_date, j.measure_id, j.line)
WHERE
  (
    j.counted OR NOT j.measure_id IN ('B28', 'B40')
  ) /* a count has no cohort: its rows are the children counted */
  AND (
    j.line <> 'under_16' OR @add_step(j.birth_date, a.n, a.unit) > j.end_date
  )
