MODEL (
  name measures.permanence_time,
  kind VIEW,
  description 'B26 days from entry to permanence by route, over the children who reached it in the period: adoption (to the order), special guardianship, child arrangements and return home (to the end of care), long-term fostering (to the ratified match). main holds the three legal routes.',
  grain (authority, snapshot_date, as_at_date, measure_id, line, period, child_id)
);

WITH route AS (
  SELECT
    @columns(reason_group, line)
  FROM (VALUES
    ('adopted', 'main'),
    ('special_guardianship', 'main'),
    ('child_arrangements', 'main'),
    ('adopted', 'adoption'),
    ('special_guardianship', 'special_guardianship'),
    ('child_arrangements', 'child_arrangements'),
    ('returned_planned', 'return_home'),
    ('returned_not_planned', 'return_home')) AS t(reason_group, line)
), matched AS (
  SELECT
    t.*,
    @columns_of(p, period, as_at_date),
    ROW_NUMBER() OVER (
      PARTITION BY t.authority, t.snapshot_date, p.as_at_date, p.period, t.child_id
      ORDER BY t.step_date DESC, t.care_period_id DESC
    ) AS choice
  FROM core.permanence_step AS t
  INNER JOIN core.reporting_period AS p
    USING (authority, snapshot_date)
  WHERE
    t.step_date BETWEEN p.first_day AND p.as_at_date AND t.step = 'long_term_match'
), reached AS (
  SELECT
    r.line,
    @columns_of(l, period, authority, snapshot_date, as_at_date, child_id, care_period_id, entry_date),
    l.last_day AS group_day,
    COALESCE(p.order_date, l.end_date) AS reached_date
  FROM core.leaver AS l
  INNER JOIN route AS r
    USING (reason_group)
  LEFT JOIN core.adoption_path AS p
    USING (authority, snapshot_date, care_period_id, entry_date)
  UNION ALL
  SELECT
    'long_term_match' AS line,
    @columns(period, authority, snapshot_date, as_at_date, child_id, care_period_id, entry_date, group_day),
    step_date AS reached_date
  FROM matched
  WHERE
    choice = 1
)
SELECT
  q.measure_id::TEXT AS measure_id, /* B26 */
  r.line::TEXT AS line, /* main or the route */
  r.period::TEXT AS period, /* a period of the measure in measures.csv */
  r.authority::TEXT AS authority, /* authority */
  r.snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  r.as_at_date::DATE AS as_at_date, /* last day of the period */
  r.child_id::TEXT AS child_id, /* child who reached permanence */
  r.care_period_id::TEXT AS care_period_id, /* period of care */
  r.entry_date::DATE AS entry_date, /* day the child became looked after */
  r.group_day::DATE AS group_day, /* last day in care, or day of the match, whose breakdown groups apply */
  TRUE::BOOLEAN AS counted, /* everybody listed counts */
  r.entry_date::DATE AS wait_since, /* day the time runs from */
  GREATEST(DATE_DIFF('DAY', r.entry_date, r.reached_date), 0)::INT AS days /* days from entry to permanence */
FROM reached AS r
INNER JOIN staging.rule_measure_period AS q
  USING (authority, period)
WHERE
  q.measure_id = 'B26'
