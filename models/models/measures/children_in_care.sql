MODEL (
  name measures.children_in_care,
  kind FULL,
  description 'B7 children looked after on the day; B9 children who started and B10 children who ceased in the month to the day and in the twelve months to it. A child counts once in a period: a start by its latest, a cessation by its last (boundaries 5, 10, 12, 13).',
  owner performance_team,
  grain (authority, snapshot_date, as_at_date, measure_id, line, period, child_id),
  audits (
    not_null(
      columns := (
        measure_id,
        period,
        authority,
        snapshot_date,
        as_at_date,
        child_id,
        care_period_id,
        entry_date,
        group_day
      )
    ),
    unique_combination_of_columns(
      columns := (authority, snapshot_date, as_at_date, measure_id, line, period, child_id)
    )
  )
);

WITH start_in_period AS (
  SELECT
    p.period,
    s.authority,
    s.snapshot_date,
    p.as_at_date,
    s.child_id,
    s.care_period_id,
    s.entry_date,
    ROW_NUMBER() OVER (
      PARTITION BY p.period, s.authority, s.snapshot_date, p.as_at_date, s.child_id
      ORDER BY s.entry_date DESC, s.care_period_id DESC
    ) AS choice
  FROM core.care_spell AS s
  INNER JOIN core.reporting_period AS p
    ON p.authority = s.authority
    AND p.snapshot_date = s.snapshot_date
    AND p.period IN ('month', 'r12m')
    AND s.entry_date BETWEEN p.first_day AND p.as_at_date
), counted AS (
  SELECT
    'B7' AS measure_id,
    'as_at' AS period,
    authority,
    snapshot_date,
    as_at_date,
    child_id,
    care_period_id,
    entry_date,
    as_at_date AS group_day
  FROM core.child_as_at
  UNION ALL
  SELECT
    'B9' AS measure_id,
    period,
    authority,
    snapshot_date,
    as_at_date,
    child_id,
    care_period_id,
    entry_date,
    entry_date AS group_day
  FROM start_in_period
  WHERE
    choice = 1
  UNION ALL
  SELECT
    'B10' AS measure_id,
    period,
    authority,
    snapshot_date,
    as_at_date,
    child_id,
    care_period_id,
    entry_date,
    last_day AS group_day
  FROM core.leaver
  WHERE
    period IN ('month', 'r12m')
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
