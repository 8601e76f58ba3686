MODEL (
  name scorecard.movement,
  kind FULL,
  description 'How many joined and how many left each line that is told of a day, month by month. Joined less left is the change of the line, always.',
  grain (authority, snapshot_date, measure_id, line, as_at_date),
  audits one_row_per_key(
    known := (joined, departed, listed, listed_before),
    holds := (joined - departed = listed - listed_before, no_longer_counted + left_care + otherwise = departed)
  )
);

WITH monthly AS (
  SELECT
    t.*,
    LAG(t.numerator) OVER in_order AS listed_before,
    LAG(t.as_at_date) OVER in_order AS before_date,
    LAG(a.state) OVER in_order AS before_state,
    a.state,
    d.is_provisional
  FROM scorecard.tally AS t
  INNER JOIN scorecard.availability AS a
    USING (authority, snapshot_date, as_at_date, measure_id, line, period)
  INNER JOIN raw.as_at AS d
    USING (authority, snapshot_date, as_at_date)
  INNER JOIN raw.snapshot AS s
    USING (authority, snapshot_date)
  WHERE
    d.is_month_end AND s.compared_with IS NULL AND t.period = 'as_at' AND t.breakdown = 'all'
  WINDOW in_order AS (PARTITION BY t.authority, t.snapshot_date, t.measure_id, t.line ORDER BY t.as_at_date)
), moved AS (
  SELECT
    @columns(authority, snapshot_date, as_at_date, measure_id, line),
    SUM(CASE WHEN way = 'joined' THEN 1 ELSE 0 END) AS joined,
    SUM(CASE WHEN way = 'left' THEN 1 ELSE 0 END) AS departed,
    SUM(CASE WHEN reason = 'no longer counted' THEN 1 ELSE 0 END) AS no_longer_counted,
    SUM(CASE WHEN reason = 'left care' THEN 1 ELSE 0 END) AS left_care,
    SUM(CASE WHEN reason = 'other' THEN 1 ELSE 0 END) AS otherwise
  FROM scorecard.movement_case
  GROUP BY
    @columns(authority, snapshot_date, as_at_date, measure_id, line)
)
SELECT
  m.authority::TEXT AS authority, /* authority */
  m.snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  m.measure_id::TEXT AS measure_id, /* measure */
  m.line::TEXT AS line, /* main or the sub-line */
  m.as_at_date::DATE AS as_at_date, /* last day of the month */
  COALESCE(c.joined, 0)::BIGINT AS joined, /* joined in the month */
  COALESCE(c.departed, 0)::BIGINT AS departed, /* left in the month */
  COALESCE(c.no_longer_counted, 0)::BIGINT AS no_longer_counted, /* of them, still in the population: they have what the line waits for */
  COALESCE(c.left_care, 0)::BIGINT AS left_care, /* of them, no longer looked after */
  COALESCE(c.otherwise, 0)::BIGINT AS otherwise, /* of them, neither */
  m.numerator::BIGINT AS listed, /* on the line at the end of the month */
  m.listed_before::BIGINT AS listed_before, /* on it at the end of the month before */
  m.denominator::BIGINT AS denominator, /* of the population at the end of the month */
  m.is_provisional::BOOLEAN AS provisional /* late recording may still change it */
FROM monthly AS m
LEFT JOIN moved AS c
  USING (authority, snapshot_date, as_at_date, measure_id, line)
WHERE
  m.state = m.before_state AND m.before_date = LAST_DAY(CAST(m.as_at_date - INTERVAL '1' MONTH AS DATE))
