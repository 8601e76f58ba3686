MODEL (
  name scorecard.chart_series,
  kind FULL,
  description 'The points of each chart: the own figure of each complete month, or the days between rare events in order. Never a rolling year, never a month that is not over. A month without a figure is no point; the series goes on at the next (measures catalogue 2.4). What is told of a day is a stock, which no control chart fits: beside it stand those who joined and those who left in each month, which are flows, where they are not too few a month.',
  grain (authority, snapshot_date, measure_id, line, statistic, sequence),
  audits one_row_per_key(
    known := (as_at_date, kind, period, unit, value, segment, provisional),
    holds := kind IN ('stock', 'xmr', 'p', 'days_between')
  )
);

WITH setting AS (
  SELECT
    authority,
    MAX(CASE WHEN setting = 'p_chart_spread_percent' THEN value END) AS spread_percent,
    MAX(CASE WHEN setting = 'rare_events_per_month' THEN value END) AS rare_events
  FROM raw.rule_setting
  GROUP BY
    authority
), own_period AS (
  SELECT
    @columns(authority, measure_id),
    CASE WHEN BOOL_OR(CAST(period = 'month' AS BOOLEAN)) THEN 'month' ELSE 'as_at' END AS period
  FROM staging.rule_measure_period
  GROUP BY
    @columns(authority, measure_id)
), charted AS (
  SELECT
    @columns(s.authority, s.snapshot_date, l.measure_id, l.line, p.period, l.chart),
    CASE WHEN l.chart = 'rare' OR NOT l.has_denominator THEN 'count' ELSE 'percentage' END AS statistic
  FROM raw.snapshot AS s
  INNER JOIN staging.rule_line AS l
    USING (authority)
  INNER JOIN own_period AS p
    USING (authority, measure_id)
  WHERE
    l.chart IN ('monthly', 'rare')
    AND s.compared_with IS NULL
    AND NOT (
      p.period = 'month' AND (
        l.has_median OR l.has_mean
      )
    )
), month_value AS (
  SELECT
    c.*,
    @columns_of(d, as_at_date, is_provisional),
    @columns_of(t, numerator, denominator),
    CASE
      WHEN c.statistic = 'count'
      THEN t.numerator::DECIMAL(18, 6)
      ELSE ROUND(CAST(t.numerator * 100 AS DECIMAL(18, 6)) / t.denominator::DECIMAL(18, 6), 6)::DECIMAL(18, 6)
    END AS value
  FROM charted AS c
  INNER JOIN raw.as_at AS d
    USING (authority, snapshot_date)
  INNER JOIN scorecard.tally AS t
    USING (authority, snapshot_date, as_at_date, measure_id, line, period)
  WHERE
    d.is_month_end AND t.breakdown = 'all' AND (
      c.statistic = 'count' OR t.denominator > 0
    )
), shape AS (
  SELECT
    @columns_of(m, authority, snapshot_date, measure_id, line),
    CASE
      WHEN m.period = 'as_at'
      THEN 'stock'
      WHEN m.chart = 'rare' AND SUM(m.numerator) < MAX(s.rare_events) * COUNT(*)
      THEN 'days_between'
      WHEN m.statistic = 'percentage'
      AND (
        MAX(m.denominator) * COUNT(*) - SUM(m.denominator)
      ) * 100 > MAX(s.spread_percent) * SUM(m.denominator)
      THEN 'p'
      WHEN m.statistic = 'percentage'
      AND (
        SUM(m.denominator) - MIN(m.denominator) * COUNT(*)
      ) * 100 > MAX(s.spread_percent) * SUM(m.denominator)
      THEN 'p'
      ELSE 'xmr'
    END AS kind
  FROM month_value AS m
  INNER JOIN setting AS s
    USING (authority)
  GROUP BY
    @columns_of(m, authority, snapshot_date, measure_id, line, chart, period, statistic)
), stretch AS (
  /* months without a gap between them share the difference of their number and their place */
  SELECT
    *,
    EXTRACT(YEAR FROM as_at_date) * 12 + EXTRACT(MONTH FROM as_at_date) - ROW_NUMBER() OVER (PARTITION BY authority, snapshot_date, measure_id, line ORDER BY as_at_date) AS stretch
  FROM month_value
), event AS (
  /* a leaver's group day is the day before the event, for all alike, so the days between are those between the events */
  SELECT
    @columns_of(m, authority, snapshot_date, measure_id, line, as_at_date, group_day, child_id),
    s.is_provisional,
    DATE_DIFF(
      'DAY',
      LAG(m.group_day) OVER (
        PARTITION BY m.authority, m.snapshot_date, m.measure_id, m.line, s.stretch
        ORDER BY m.group_day, m.as_at_date, m.child_id
      ),
      m.group_day
    ) AS days
  FROM scorecard.measure_case AS m
  INNER JOIN shape AS k
    USING (authority, snapshot_date, measure_id, line)
  INNER JOIN stretch AS s
    USING (authority, snapshot_date, measure_id, line, period, as_at_date)
  WHERE
    k.kind = 'days_between' AND m.counted
), flow AS (
  @stacked(
    (authority, snapshot_date, measure_id, line, as_at_date, provisional),
    (scorecard.movement, 'joined' AS statistic, joined AS moved),
    (scorecard.movement, 'left' AS statistic, departed AS moved)
  )
), often AS (
  /* whoever joins or leaves is known by the month alone, so few a month cannot be charted by the days between them */
  SELECT
    @columns_of(f, authority, snapshot_date, measure_id, line, statistic)
  FROM flow AS f
  INNER JOIN setting AS s
    USING (authority)
  GROUP BY
    @columns_of(f, authority, snapshot_date, measure_id, line, statistic)
  HAVING
    SUM(f.moved) >= MAX(s.rare_events) * COUNT(*)
), point AS (
  SELECT
    @columns_of(m, authority, snapshot_date, measure_id, line),
    @columns(k.kind, m.statistic, m.period),
    CASE WHEN m.statistic = 'count' THEN 'children' ELSE 'percent' END AS unit,
    m.as_at_date,
    m.as_at_date AS known_on,
    @columns_of(m, is_provisional, numerator),
    CASE WHEN m.statistic = 'percentage' THEN m.denominator END AS denominator,
    m.value,
    ROW_NUMBER() OVER (PARTITION BY m.authority, m.snapshot_date, m.measure_id, m.line ORDER BY m.as_at_date) AS sequence
  FROM month_value AS m
  INNER JOIN shape AS k
    USING (authority, snapshot_date, measure_id, line)
  WHERE
    k.kind <> 'days_between'
  UNION ALL
  SELECT
    @columns(authority, snapshot_date, measure_id, line),
    'days_between' AS kind,
    'count' AS statistic,
    'month' AS period,
    'days' AS unit,
    as_at_date,
    CAST(group_day + INTERVAL '1' DAY AS DATE) AS known_on,
    is_provisional,
    NULL::BIGINT AS numerator,
    NULL::BIGINT AS denominator,
    days::DECIMAL(18, 6) AS value,
    ROW_NUMBER() OVER (PARTITION BY authority, snapshot_date, measure_id, line ORDER BY group_day, as_at_date, child_id) AS sequence
  FROM event
  WHERE
    NOT days IS NULL
  UNION ALL
  SELECT
    @columns_of(f, authority, snapshot_date, measure_id, line),
    'xmr' AS kind,
    f.statistic,
    'month' AS period,
    'children' AS unit,
    f.as_at_date,
    f.as_at_date AS known_on,
    f.provisional AS is_provisional,
    f.moved AS numerator,
    NULL::BIGINT AS denominator,
    f.moved::DECIMAL(18, 6) AS value,
    ROW_NUMBER() OVER (PARTITION BY f.authority, f.snapshot_date, f.measure_id, f.line, f.statistic ORDER BY f.as_at_date) AS sequence
  FROM flow AS f
  INNER JOIN often AS o
    USING (authority, snapshot_date, measure_id, line, statistic)
  INNER JOIN shape AS k
    USING (authority, snapshot_date, measure_id, line)
  WHERE
    k.kind = 'stock'
)
SELECT
  p.authority::TEXT AS authority, /* authority */
  p.snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  p.measure_id::TEXT AS measure_id, /* measure */
  p.line::TEXT AS line, /* main or the sub-line */
  p.sequence::INT AS sequence, /* 1, 2, 3 ... along the chart */
  p.as_at_date::DATE AS as_at_date, /* last day of the month of the figure or the event */
  p.kind::TEXT AS kind, /* stock for what is told of a day; xmr, p where denominators vary widely, days_between where events are rare */
  p.statistic::TEXT AS statistic, /* count, percentage, joined or left */
  p.period::TEXT AS period, /* month or as_at */
  p.unit::TEXT AS unit, /* children, percent or days */
  p.numerator::BIGINT AS numerator, /* children counted; null between events */
  p.denominator::BIGINT AS denominator, /* children of the population, of a percentage */
  p.value::DECIMAL(18, 6) AS value, /* in the unit */
  COUNT(DISTINCT c.changed_on)::INT AS segment, /* declared changes of process so far: limits begin anew with each */
  p.is_provisional::BOOLEAN AS provisional /* late recording may still change it */
FROM point AS p
LEFT JOIN raw.rule_process_change AS c
  ON @on_keys(c, p, authority, measure_id, line) AND c.changed_on <= p.known_on
GROUP BY
  @columns_of(
    p,
    authority,
    snapshot_date,
    measure_id,
    line,
    sequence,
    as_at_date,
    known_on,
    kind,
    statistic,
    period,
    unit,
    numerator,
    denominator,
    value,
    is_provisional
  )
