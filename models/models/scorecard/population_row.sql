MODEL (
  name scorecard.population_row,
  kind FULL,
  description 'Every measure as one long table, in numbers: one row per available line, day and child (or household, family, case: measures.csv says which) of its population; scorecard.measure_case tells the same by name. B27 alone is apart (scorecard.drift_row): it waits for the lines of the procedures.',
  grain (line_day, child_id),
  audits measure_row
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
), placed AS (
  /* before the rows that are not available are left out: an engine then knows that the spine is the smaller of the two */
  SELECT
    m.*,
    d.spine_number
  FROM measured AS m
  LEFT JOIN core.child_day AS d
    ON @on_keys(d, m, authority, snapshot_date, care_period_id, entry_date) AND d.day = m.group_day
)
SELECT
  a.line_day::INT AS line_day, /* line on the day: row of scorecard.availability */
  m.child_id::TEXT AS child_id, /* child, or key of whatever else the measure counts */
  CASE WHEN NOT m.care_period_id IS NULL THEN COALESCE(m.spine_number, 0) END::INT AS spine_number, /* row of core.child_day whose groups apply; null for what is no child in care */
  m.counted::BOOLEAN AS counted, /* in the numerator */
  m.wait_since::DATE AS wait_since, /* day the wait runs from */
  m.days::INT AS days /* days waited */
FROM placed AS m
INNER JOIN scorecard.availability AS a
  USING (authority, snapshot_date, as_at_date, measure_id, line, period)
WHERE
  a.state <> 'not available'
