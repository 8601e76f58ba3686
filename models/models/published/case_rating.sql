MODEL (
  name published.case_rating,
  kind FULL,
  description 'How many cases are of each colour at each date: as the rules make it, as the manager and as the reviewing officer recorded it; how many of those with a recorded view agree; and how many moved between the last two meetings. No row is about a child.',
  grain (authority, snapshot_date, as_at_date, view, colour, against),
  audits one_row_per_key(known := children)
);

WITH viewed AS (
  @stacked(
    (authority, snapshot_date, as_at_date),
    (scorecard.case_rating, 'computed' AS view, computed AS colour, 'all' AS against),
    (scorecard.case_rating, 'manager' AS view, manager AS colour, 'all' AS against),
    (scorecard.case_rating, 'reviewing_officer' AS view, reviewing_officer AS colour, 'all' AS against),
    (scorecard.case_rating, 'manager_and_computed' AS view, manager AS colour, computed AS against),
    (
      scorecard.case_rating,
      'manager_and_reviewing_officer' AS view,
      manager AS colour,
      reviewing_officer AS against
    ),
    (scorecard.case_rating, 'meeting_before' AS view, manager AS colour, manager_before AS against)
  )
)
SELECT
  v.authority::TEXT AS authority, /* authority */
  v.snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  v.as_at_date::DATE AS as_at_date, /* day described */
  v.view::TEXT AS view, /* whose colour, or which two are compared */
  v.colour::TEXT AS colour, /* RED, AMBER or GREEN: of the first of the two, and of the last meeting */
  v.against::TEXT AS against, /* colour of the second of the two, or at the meeting before; all where one alone is counted */
  COUNT(*)::BIGINT AS children /* children */
FROM viewed AS v
INNER JOIN raw.snapshot AS s
  USING (authority, snapshot_date)
WHERE
  s.compared_with IS NULL AND NOT v.colour IS NULL AND NOT v.against IS NULL
GROUP BY
  @columns_of(v, authority, snapshot_date, as_at_date, view, colour, against)
