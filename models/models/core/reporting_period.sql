MODEL (
  name core.reporting_period,
  kind FULL,
  description 'The periods that end on each as-at date: the month and the quarter to the day, the year since 1 April, and the twelve and thirty-six months to it (boundaries 5).',
  grain (authority, snapshot_date, as_at_date, period),
  audits one_row_per_key(known := first_day, holds := first_day <= as_at_date)
);

WITH period AS (
  @stacked(
    (authority, snapshot_date, as_at_date),
    (raw.as_at, 'month' AS period, DATE_TRUNC('MONTH', as_at_date)::DATE AS first_day),
    (raw.as_at, 'quarter' AS period, DATE_TRUNC('QUARTER', as_at_date)::DATE AS first_day),
    (
      raw.as_at,
      'ytd' AS period,
      CAST(DATE_TRUNC('YEAR', CAST(as_at_date - INTERVAL '3' MONTH AS DATE)) + INTERVAL '3' MONTH AS DATE) AS first_day
    ),
    (
      raw.as_at,
      'r12m' AS period,
      CAST(CAST(as_at_date - INTERVAL '12' MONTH AS DATE) + INTERVAL '1' DAY AS DATE) AS first_day
    ),
    (
      raw.as_at,
      'r36m' AS period,
      CAST(CAST(as_at_date - INTERVAL '36' MONTH AS DATE) + INTERVAL '1' DAY AS DATE) AS first_day
    )
  )
)
SELECT
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  as_at_date::DATE AS as_at_date, /* last day of the period */
  period::TEXT AS period, /* month, quarter, ytd, r12m or r36m */
  first_day::DATE AS first_day /* first day of the period */
FROM period
