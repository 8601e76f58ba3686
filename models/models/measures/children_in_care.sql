MODEL (
  name measures.children_in_care,
  kind VIEW,
  description 'B7 children looked after on the day; B9 children who started and B10 children who ceased in the month to the day and in the twelve months to it. A child counts once in a period: a start by its latest, a cessation by its last (boundaries 5, 10, 12, 13).',
  grain (authority, snapshot_date, as_at_date, measure_id, line, period, child_id)
);

WITH start_in_period AS (
  SELECT
    s.*,
    @columns_of(p, period, as_at_date),
    ROW_NUMBER() OVER (
      PARTITION BY p.period, s.authority, s.snapshot_date, p.as_at_date, s.child_id
      ORDER BY s.entry_date DESC, s.care_period_id DESC
    ) AS choice
  FROM core.care_spell AS s
  INNER JOIN core.reporting_period AS p
    USING (authority, snapshot_date)
  WHERE
    p.period IN ('month', 'r12m') AND s.entry_date BETWEEN p.first_day AND p.as_at_date
), counted AS (
  @stacked(
    (authority, snapshot_date, as_at_date, child_id, care_period_id, entry_date),
    (core.child_as_at, 'B7' AS measure_id, 'as_at' AS period, as_at_date AS group_day),
    (start_in_period, 'B9' AS measure_id, period, entry_date AS group_day, choice = 1 AS only_where),
    (core.leaver, 'B10' AS measure_id, period, last_day AS group_day, period IN ('month', 'r12m') AS only_where)
  )
)
SELECT
  measure_id::TEXT AS measure_id, /* B7, B9 or B10 */
  'main'::TEXT AS line, /* the only line */
  period::TEXT AS period, /* as_at, month or r12m */
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  as_at_date::DATE AS as_at_date, /* day described, or last day of the period */
  child_id::TEXT AS child_id, /* child counted */
  care_period_id::TEXT AS care_period_id, /* period of care of the event */
  entry_date::DATE AS entry_date, /* start of the spell of the event */
  group_day::DATE AS group_day, /* day whose breakdown groups apply */
  TRUE::BOOLEAN AS counted, /* everybody listed counts */
  NULL::DATE AS wait_since, /* no wait */
  NULL::INT AS days /* no duration */
FROM counted
