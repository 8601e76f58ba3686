MODEL (
  name scorecard.stock_year,
  kind FULL,
  description 'Is the movement of a line that is told of a day more than chance? Who joined against who left in the last twelve months: (J - L) / root of (J + L), the conditional test of two Poisson counts.',
  grain (authority, snapshot_date, measure_id, line),
  audits one_row_per_key(
    known := (joined, departed, listed, remained, is_enough, direction),
    holds := (remained <= listed, joined - departed = listed - listed_before)
  )
);

WITH setting AS (
  SELECT
    authority,
    MAX(CASE WHEN setting = 'direction_months' THEN value END) AS months,
    MAX(CASE WHEN setting = 'direction_movements' THEN value END) AS movements,
    MAX(CASE WHEN setting = 'direction_limit_thousandths' THEN value END) AS width
  FROM raw.rule_setting
  GROUP BY
    authority
), latest AS (
  SELECT
    @columns_of(s, authority, snapshot_date),
    @columns_of(g, months, movements, width),
    MAX(d.as_at_date) AS as_at_date
  FROM raw.snapshot AS s
  INNER JOIN raw.as_at AS d
    USING (authority, snapshot_date)
  INNER JOIN setting AS g
    USING (authority)
  WHERE
    d.is_month_end AND s.compared_with IS NULL
  GROUP BY
    @columns_of(s, authority, snapshot_date),
    @columns_of(g, months, movements, width)
), span AS (
  SELECT
    *,
    LAST_DAY(@add_step(as_at_date, -months, 'months'))::DATE AS before_date
  FROM latest
), summed AS (
  SELECT
    @columns_of(m, authority, snapshot_date, measure_id, line),
    @columns_of(s, as_at_date, before_date, months, movements, width),
    COUNT(*) AS told,
    SUM(m.joined) AS joined,
    SUM(m.departed) AS departed,
    SUM(m.no_longer_counted) AS no_longer_counted,
    SUM(m.left_care) AS left_care
  FROM scorecard.movement AS m
  INNER JOIN span AS s
    USING (authority, snapshot_date)
  WHERE
    m.as_at_date > s.before_date AND m.as_at_date <= s.as_at_date
  GROUP BY
    @columns_of(m, authority, snapshot_date, measure_id, line),
    @columns_of(s, as_at_date, before_date, months, movements, width)
), newcomer AS (
  /* whoever is on the line now and joined it in the span; the others have been on it throughout */
  SELECT
    @columns_of(y, authority, snapshot_date, measure_id, line),
    COUNT(DISTINCT c.child_id) AS n
  FROM summed AS y
  INNER JOIN scorecard.movement_case AS c
    USING (authority, snapshot_date, measure_id, line)
  INNER JOIN scorecard.measure_case AS k
    ON @on_keys(k, c, authority, snapshot_date, measure_id, line, child_id)
    AND k.as_at_date = y.as_at_date
    AND k.period = 'as_at'
    AND k.counted
  WHERE
    c.way = 'joined' AND c.as_at_date > y.before_date AND c.as_at_date <= y.as_at_date
  GROUP BY
    @columns_of(y, authority, snapshot_date, measure_id, line)
), judged AS (
  SELECT
    y.*,
    @columns_of(e, listed, denominator),
    f.numerator AS listed_before,
    f.denominator AS denominator_before,
    e.listed - COALESCE(n.n, 0) AS remained,
    y.joined + y.departed >= y.movements AS is_enough,
    (
      y.joined - y.departed
    ) /* both sides of |z| >= limit, squared and multiplied out: whole numbers throughout */ * (
      y.joined - y.departed
    ) * 1000000 >= y.width * y.width * (
      y.joined + y.departed
    ) AS is_beyond_chance
  FROM summed AS y
  INNER JOIN scorecard.movement AS e
    USING (authority, snapshot_date, measure_id, line, as_at_date)
  LEFT JOIN newcomer AS n
    USING (authority, snapshot_date, measure_id, line)
  INNER JOIN scorecard.tally AS f
    ON @on_keys(f, y, authority, snapshot_date, measure_id, line)
    AND f.as_at_date = y.before_date
    AND f.period = 'as_at'
    AND f.breakdown = 'all'
  WHERE
    y.told = y.months
)
SELECT
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  measure_id::TEXT AS measure_id, /* measure */
  line::TEXT AS line, /* main or the sub-line */
  as_at_date::DATE AS as_at_date, /* last month-end of the twelve months */
  months::INT AS months, /* months judged */
  joined::BIGINT AS joined, /* joined in them */
  departed::BIGINT AS departed, /* left in them */
  no_longer_counted::BIGINT AS no_longer_counted, /* of them, still in the population */
  left_care::BIGINT AS left_care, /* of them, no longer looked after */
  listed::BIGINT AS listed, /* on the line at their end */
  listed_before::BIGINT AS listed_before, /* on it at their beginning */
  remained::BIGINT AS remained, /* on it at each of the month-ends between */
  denominator::BIGINT AS denominator, /* of the population at their end */
  denominator_before::BIGINT AS denominator_before, /* of it at their beginning */
  is_enough::BOOLEAN AS is_enough, /* enough movements to judge */
  CASE WHEN NOT is_enough OR NOT is_beyond_chance THEN 0 WHEN joined > departed THEN 1 ELSE -1 END::INT AS direction /* 1 more joined than left, -1 fewer, 0 no more than chance */
FROM judged
