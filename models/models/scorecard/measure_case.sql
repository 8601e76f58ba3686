MODEL (
  name scorecard.measure_case,
  kind VIEW,
  description 'Every measure as one long table: one row per line, period and child (or household, family, case: measures.csv says which) of its population, and the day on which its breakdown groups are read from the spine; null where there is no spell of care to read them from. The grain holds by that of the measure models. Lines that are not available on the day or in the period are left out.',
  owner performance_team,
  grain (authority, snapshot_date, as_at_date, measure_id, line, period, child_id),
  audits not_null(columns := (measure_id, line, period, child_id, counted))
);

WITH measured AS (
  @stacked(
    (
      measure_id,
      line,
      period,
      authority,
      snapshot_date,
      as_at_date,
      child_id,
      care_period_id,
      entry_date,
      group_day,
      counted,
      wait_since,
      days
    ),
    measures.state_case,
    measures.unaccompanied_start,
    measures.drift,
    measures.children_in_care,
    measures.leaver,
    measures.permanence_time,
    measures.adoption_time,
    measures.adoption_step,
    measures.return_home,
    measures.placement_stability,
    measures.proceedings_issued,
    measures.proceedings_concluded,
    measures.pre_proceedings,
    measures.family_group_conference,
    measures.second_review,
    measures.review,
    measures.officer_contact,
    measures.visit,
    measures.plan_currency,
    measures.adopter_household,
    measures.foster_household,
    measures.adoption_reversal,
    measures.early_permanence
  )
)
SELECT
  m.measure_id::TEXT AS measure_id, /* measure */
  m.line::TEXT AS line, /* main or the sub-line */
  m.period::TEXT AS period, /* as_at, month or r12m */
  m.authority::TEXT AS authority, /* authority */
  m.snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  m.as_at_date::DATE AS as_at_date, /* day described, or last day of the period */
  m.child_id::TEXT AS child_id, /* child, or key of whatever else the measure counts */
  m.care_period_id::TEXT AS care_period_id, /* period of care whose groups apply */
  m.entry_date::DATE AS entry_date, /* spell of care whose groups apply */
  m.group_day::DATE AS group_day, /* day whose groups apply */
  m.counted::BOOLEAN AS counted, /* in the numerator */
  m.wait_since::DATE AS wait_since, /* day the wait runs from */
  CASE WHEN m.counted THEN m.days END::INT AS days /* days a counted child has waited */
FROM measured AS m
INNER JOIN scorecard.availability AS a
  USING (authority, snapshot_date, as_at_date, measure_id, line, period)
WHERE
  a.state <> 'not available'
