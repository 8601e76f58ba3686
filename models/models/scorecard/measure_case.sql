MODEL (
  name scorecard.measure_case,
  kind FULL,
  description 'Every measure as one long table: one row per line, period and child of its population, with the breakdown groups that apply. Lines that are not available on the day are left out.',
  owner performance_team,
  grain (authority, snapshot_date, as_at_date, measure_id, line, period, child_id),
  audits (
    not_null(
      columns := (
        authority,
        snapshot_date,
        as_at_date,
        measure_id,
        line,
        period,
        child_id,
        counted,
        team,
        age_band
      )
    ),
    unique_combination_of_columns(
      columns := (authority, snapshot_date, as_at_date, measure_id, line, period, child_id)
    )
  )
);

WITH measured AS (
  SELECT
    s.measure_id,
    s.line,
    'as_at' AS period,
    s.authority,
    s.snapshot_date,
    s.as_at_date,
    s.child_id,
    c.care_period_id,
    c.entry_date,
    s.as_at_date AS group_day,
    s.counted,
    s.wait_since,
    s.days
  FROM measures.state_case AS s
  INNER JOIN core.child_as_at AS c
    ON c.authority = s.authority
    AND c.snapshot_date = s.snapshot_date
    AND c.as_at_date = s.as_at_date
    AND c.child_id = s.child_id
  UNION ALL
  SELECT
    measure_id,
    'main' AS line,
    period,
    authority,
    snapshot_date,
    as_at_date,
    child_id,
    care_period_id,
    entry_date,
    group_day,
    TRUE AS counted,
    NULL::DATE AS wait_since,
    NULL::INT AS days
  FROM measures.children_in_care
)
SELECT
  m.measure_id::TEXT AS measure_id, /* measure */
  m.line::TEXT AS line, /* main or the sub-line */
  m.period::TEXT AS period, /* as_at, month or r12m */
  m.authority::TEXT AS authority, /* authority */
  m.snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  m.as_at_date::DATE AS as_at_date, /* day described, or last day of the period */
  m.child_id::TEXT AS child_id, /* child of the population */
  m.care_period_id::TEXT AS care_period_id, /* period of care */
  m.counted::BOOLEAN AS counted, /* in the numerator */
  m.wait_since::DATE AS wait_since, /* day the wait runs from */
  CASE WHEN m.counted THEN m.days END::INT AS days, /* days a counted child has waited */
  d.area::TEXT AS area, /* area of the team */
  d.service::TEXT AS service, /* service of the team */
  d.team::TEXT AS team, /* team of the case worker */
  d.age_band::TEXT AS age_band, /* age band */
  d.sex::TEXT AS sex, /* sex */
  d.ethnicity::TEXT AS ethnicity, /* main ethnic group */
  d.placement_group::TEXT AS placement_type, /* placement group */
  d.legal_status::TEXT AS legal_status, /* legal status */
  d.unaccompanied::TEXT AS unaccompanied, /* unaccompanied asylum-seeking child */
  d.plan_group::TEXT AS plan /* current primary plan */
FROM measured AS m
INNER JOIN scorecard.availability AS a
  ON a.authority = m.authority
  AND a.snapshot_date = m.snapshot_date
  AND a.as_at_date = m.as_at_date
  AND a.measure_id = m.measure_id
  AND a.line = m.line
  AND a.state <> 'not available'
INNER JOIN core.child_day AS d
  ON d.authority = m.authority
  AND d.snapshot_date = m.snapshot_date
  AND d.care_period_id = m.care_period_id
  AND d.entry_date = m.entry_date
  AND d.day = m.group_day
