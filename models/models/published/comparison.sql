MODEL (
  name published.comparison,
  kind FULL,
  description 'Why the totals moved since the edition before: each worked out three times by the limits of today, and how many children of the old day changed their place in it. Before: data of then, old day. Since: data of today, old day. Now: data of today, day of the run.',
  grain (authority, snapshot_date, measure_id, line, statistic, period),
  audits one_row_per_key(known := (before_date, late_recorded_children, corrected_children))
);

WITH compared AS (
  /* the live snapshot that is compared, and the old day */
  SELECT
    @columns_of(s, authority, snapshot_date),
    b.as_at_date AS before_date
  FROM raw.snapshot AS s
  INNER JOIN raw.snapshot AS b
    ON b.compared_with = s.authority AND b.compared_as = 'before'
  WHERE
    s.compared_with IS NULL
), evaluation AS (
  SELECT
    @columns_of(c, authority, snapshot_date),
    s.authority AS loaded_as,
    s.snapshot_date AS loaded_date,
    d.as_at_date,
    CASE WHEN s.compared_as = 'before' THEN 'before' WHEN d.is_compared THEN 'since' ELSE 'now' END AS evaluation
  FROM compared AS c
  INNER JOIN raw.snapshot AS s
    ON COALESCE(s.compared_with, s.authority) = c.authority
  INNER JOIN raw.as_at AS d
    ON @on_keys(d, s, authority, snapshot_date)
  WHERE
    d.is_compared OR d.is_current
), total AS (
  SELECT
    e.authority,
    @columns_of(f, measure_id, line, statistic, period),
    MIN(f.unit) AS unit,
    MAX(CASE WHEN e.evaluation = 'before' THEN f.value END) AS value_before,
    MAX(CASE WHEN e.evaluation = 'since' THEN f.value END) AS value_since,
    MAX(CASE WHEN e.evaluation = 'now' THEN f.value END) AS value_now
  FROM scorecard.figure AS f
  INNER JOIN evaluation AS e
    USING (as_at_date)
  WHERE
    e.loaded_as = f.authority AND e.loaded_date = f.snapshot_date AND f.breakdown = 'all'
  GROUP BY
    e.authority,
    @columns_of(f, measure_id, line, statistic, period)
), moved AS (
  /* a place in a figure that only one of the two looks at the old day knows */
  SELECT
    @columns_of(e, authority, snapshot_date),
    @columns_of(m, measure_id, line, period, child_id)
  FROM scorecard.measure_case AS m
  INNER JOIN evaluation AS e
    USING (as_at_date)
  WHERE
    e.loaded_as = m.authority AND e.loaded_date = m.snapshot_date AND e.evaluation IN ('before', 'since')
  GROUP BY
    @columns_of(e, authority, snapshot_date),
    @columns_of(m, measure_id, line, period, child_id, counted, days)
  HAVING
    SUM(CASE WHEN e.evaluation = 'before' THEN 1 ELSE -1 END) <> 0
), children AS (
  SELECT
    @columns_of(m, authority, measure_id, line, period),
    COUNT(DISTINCT m.child_id) AS changed,
    COUNT(DISTINCT CASE WHEN c.is_correction THEN m.child_id END) AS corrected
  FROM moved AS m
  LEFT JOIN raw.child_change AS c
    USING (authority, snapshot_date, child_id)
  GROUP BY
    @columns_of(m, authority, measure_id, line, period)
)
SELECT
  t.authority::TEXT AS authority, /* authority */
  c.snapshot_date::DATE AS snapshot_date, /* day the live extract was made */
  t.measure_id::TEXT AS measure_id, /* measure */
  t.line::TEXT AS line, /* main or the sub-line */
  t.statistic::TEXT AS statistic, /* count, percentage, rate, median_days, mean_days or longest_days */
  t.period::TEXT AS period, /* period of the figure */
  t.unit::TEXT AS unit, /* children, percent, days or per_10000 */
  c.before_date::DATE AS before_date, /* the old day: as-at date of the edition before */
  t.value_before::DECIMAL(18, 6) AS value_before, /* data of then, old day, limits of today */
  t.value_since::DECIMAL(18, 6) AS value_since, /* data of today, old day, limits of today */
  t.value_now::DECIMAL(18, 6) AS value_now, /* data of today, day of the run */
  COALESCE(k.changed - k.corrected, 0)::BIGINT AS late_recorded_children, /* children whose place on the old day changed by rows recorded later */
  COALESCE(k.corrected, 0)::BIGINT AS corrected_children /* children whose place changed and of whose known rows one was corrected or removed */
FROM total AS t
INNER JOIN compared AS c
  USING (authority)
LEFT JOIN children AS k
  USING (authority, measure_id, line, period)
