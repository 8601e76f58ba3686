MODEL (
  name core.working_day,
  kind FULL,
  description 'Every calendar day on which a limit in working days may begin or end, with the number of working days up to it: Saturdays, Sundays and bank holidays (raw.bank_holiday) are none.',
  grain day,
  audits one_row_per_key(known := (is_working, working_days))
);

WITH dated AS (
  @stacked(
    (
      authority
    ),
    (core.care_spell, entry_date AS first_day, @add_step(entry_date, 2, 'months') AS last_day),
    (raw.as_at, @add_step(as_at_date, -24, 'months') AS first_day, @add_step(as_at_date, 6, 'months') AS last_day)
  )
), span AS (
  SELECT
    MIN(first_day) AS first_day,
    MAX(last_day) AS last_day
  FROM dated
), calendar AS (
  SELECT
    @add_step(s.first_day, n.days, 'days') AS day
  FROM span AS s
  CROSS JOIN UNNEST(@numbers(0, DATE_DIFF('DAY', s.first_day, s.last_day))) AS n(days)
), judged AS (
  SELECT
    c.day,
    h.holiday_date IS NULL AND DATE_DIFF('DAY', '1900-01-01'::DATE, c.day) % 7 < 5 AS is_working /* that day was a Monday */
  FROM calendar AS c
  LEFT JOIN raw.bank_holiday AS h
    ON h.holiday_date = c.day
)
SELECT
  day::DATE AS day, /* calendar day */
  is_working::BOOLEAN AS is_working, /* neither weekend nor bank holiday */
  SUM(CASE WHEN is_working THEN 1 ELSE 0 END) OVER (ORDER BY day)::INT AS working_days /* working days from the first day of the calendar up to this one */
FROM judged
