MODEL (
  name published.paper_unit,
  kind FULL,
  description 'The children (or families, households, reviews, places: panel_lines.csv says which) behind every line of published.paper_line, each with the groups of the day that the measure reads them on. Every figure of a paper, its average, its breakdowns, and what two figures have in common, are worked out from these sets. Never leaves the warehouse.',
  grain (authority, snapshot_date, as_at_date, measure_id, line, period, unit_id),
  audits one_row_per_key(known := counted)
);

SELECT
  l.authority::TEXT AS authority, /* authority */
  l.snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  l.as_at_date::DATE AS as_at_date, /* quarter-end, or last day of the period */
  l.measure_id::TEXT AS measure_id, /* measure */
  l.line::TEXT AS line, /* main or the sub-line */
  l.period::TEXT AS period, /* as_at, month, quarter, r12m or ytd */
  u.child_id::TEXT AS unit_id, /* child, or key of whatever else the measure counts */
  u.counted::BOOLEAN AS counted, /* in the numerator */
  CASE WHEN u.counted THEN u.days END::INT AS days, /* days that a counted child has waited */
  COALESCE(d.age_band, 'unknown')::TEXT AS age_band, /* age on the day of the groups */
  COALESCE(d.sex, 'unknown')::TEXT AS sex, /* sex */
  COALESCE(d.ethnicity, 'unknown')::TEXT AS ethnicity, /* ethnic group */
  COALESCE(d.placement_group, 'unknown')::TEXT AS placement_type, /* kind of home on the day of the groups */
  COALESCE(d.legal_status, 'unknown')::TEXT AS legal_status, /* legal status on the day of the groups */
  COALESCE(d.unaccompanied, 'unknown')::TEXT AS unaccompanied /* whether the child came to this country alone */
FROM published.paper_line AS l
INNER JOIN scorecard.availability AS a
  USING (authority, snapshot_date, as_at_date, measure_id, line, period)
INNER JOIN scorecard.measure_row AS u
  USING (line_day)
LEFT JOIN core.child_day AS d
  USING (spine_number)
