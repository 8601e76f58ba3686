MODEL (
  name published.paper_line,
  kind FULL,
  description 'Lines of the papers that have a figure, on the days from which a paper builds its calendar: quarter-ends, months, quarters, and years to 31 March. A line whose input is missing on the day has no row; one that counts nobody has. Never leaves the warehouse as it is.',
  grain (authority, snapshot_date, as_at_date, measure_id, line, period),
  audits one_row_per_key(known := status)
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
    EXTRACT(MONTH FROM d.as_at_date)::INT AS month
  FROM raw.as_at AS d
  INNER JOIN newest AS n
    USING (authority, snapshot_date)
  WHERE
    EXTRACT(DAY FROM CAST(d.as_at_date + INTERVAL '1' DAY AS DATE)) = 1
    AND d.as_at_date > CAST(n.as_at_date - INTERVAL '36' MONTH AS DATE)
), panel_line AS (
  SELECT DISTINCT
    @columns(authority, measure_id, line)
  FROM raw.rule_panel_line
)
SELECT
  r.authority::TEXT AS authority, /* authority */
  r.snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  r.as_at_date::DATE AS as_at_date, /* quarter-end, or last day of the period */
  r.measure_id::TEXT AS measure_id, /* measure */
  r.line::TEXT AS line, /* main or the sub-line */
  r.period::TEXT AS period, /* as_at, month, quarter; r12m or ytd where it is a year to 31 March */
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
  r.breakdown = 'all'
  AND (
    r.period = 'month'
    OR (
      r.period IN ('as_at', 'quarter') AND m.month % 3 = 0
    )
    OR (
      r.period IN ('r12m', 'ytd') AND m.month = 3
    )
  )
