MODEL (
  name published.candidate,
  kind FULL,
  description 'Exact counts behind a Panel paper, before anything is hidden: the lines that answer the questions of the Panel, at the quarter-ends of the last three years, in all and by the groups that a public paper may print. Totals by month are here so that the quarters between two rolling years can be guarded. Never leaves the warehouse as it is.',
  owner performance_team,
  grain (authority, snapshot_date, as_at_date, measure_id, line, period, breakdown, group_key),
  audits (
    one_row_per_key(columns := (authority, snapshot_date, as_at_date, measure_id, line, period, breakdown, group_key)),
    not_null(columns := (numerator, denominator, status)),
    accepted_values(
      "column" := breakdown,
      is_in := ('all', 'age_band', 'sex', 'ethnicity', 'placement_type', 'legal_status', 'unaccompanied')
    )
  )
);

WITH newest AS (
  SELECT
    *
  FROM raw.as_at
  WHERE
    is_current
), month_end AS (
  SELECT
    d.*,
    EXTRACT(MONTH FROM d.as_at_date)::INT % 3 = 0 AS is_quarter_end
  FROM raw.as_at AS d
  INNER JOIN newest AS n
    USING (authority, snapshot_date)
  WHERE
    EXTRACT(DAY FROM CAST(d.as_at_date + INTERVAL '1' DAY AS DATE)) = 1
    AND d.as_at_date > CAST(n.as_at_date - INTERVAL '36' MONTH AS DATE)
), panel_line AS (
  SELECT DISTINCT
    authority,
    measure_id,
    line
  FROM raw.rule_panel_line
)
SELECT
  r.authority::TEXT AS authority, /* authority */
  r.snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  r.as_at_date::DATE AS as_at_date, /* quarter-end described, or month-end of a total by month */
  r.measure_id::TEXT AS measure_id, /* measure */
  r.line::TEXT AS line, /* main or the sub-line */
  r.period::TEXT AS period, /* as_at, quarter, ytd, r12m, r36m, or month for totals alone */
  r.breakdown::TEXT AS breakdown, /* all, or the name of the breakdown */
  r.group_key::TEXT AS group_key, /* all, or the group */
  r.numerator::BIGINT AS numerator, /* children counted, exactly */
  r.denominator::BIGINT AS denominator, /* children of the population, exactly */
  r.sum_days::BIGINT AS sum_days, /* days of all counted children together */
  r.timed::BIGINT AS timed, /* counted children whose days are known */
  r.median_days::DECIMAL(18, 6) AS median_days, /* middle duration, in days */
  p.children::INT AS population, /* resident children, for a rate */
  r.status::TEXT AS status, /* rating in words */
  m.is_provisional::BOOLEAN AS provisional /* late recording may still change it */
FROM scorecard.rating AS r
INNER JOIN panel_line AS l
  USING (authority, measure_id, line)
INNER JOIN month_end AS m
  USING (authority, snapshot_date, as_at_date)
LEFT JOIN staging.rule_population AS p
  ON p.authority = r.authority AND @open_on(r.as_at_date, p.estimated_on, p.effective_to)
WHERE
  (
    m.is_quarter_end
    AND r.period IN ('as_at', 'quarter', 'ytd', 'r12m', 'r36m')
    AND r.breakdown IN ('all', 'age_band', 'sex', 'ethnicity', 'placement_type', 'legal_status', 'unaccompanied')
  )
  OR (
    r.period = 'month' AND r.breakdown = 'all'
  )
