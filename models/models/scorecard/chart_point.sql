MODEL (
  name scorecard.chart_point,
  kind FULL,
  description 'Each point of a control chart: limits as a figure can reach them, and why the point is more than chance: outside, trend, near limit, shift, in this order; and whether that is good news by the polarity of the rule in force for the line, else of the measure (measures catalogue 2.4).',
  grain (authority, snapshot_date, measure_id, line, statistic, sequence),
  audits one_row_per_key(
    known := (as_at_date, value, special_cause, direction, sense, provisional),
    holds := (
      special_cause IN ('outside', 'trend', 'near limit', 'shift', 'common cause'),
      sense IN ('improvement', 'concern', 'high', 'low', 'common cause'),
      lower IS NULL OR lower >= 0,
      unit <> 'percent' OR upper IS NULL OR upper <= 100
    )
  )
);

WITH setting AS (
  SELECT
    authority,
    MAX(CASE WHEN setting = 'run_points' THEN value END) AS run_points,
    MAX(CASE WHEN setting = 'rare_run_points' THEN value END) AS rare_run_points
  FROM raw.rule_setting
  GROUP BY
    authority
), stepped AS (
  SELECT
    *,
    CASE WHEN is_near THEN 1 ELSE 0 END AS near,
    CASE
      WHEN value > LAG(value) OVER (PARTITION BY authority, snapshot_date, measure_id, line, statistic, segment ORDER BY sequence)
      THEN 1
      WHEN value < LAG(value) OVER (PARTITION BY authority, snapshot_date, measure_id, line, statistic, segment ORDER BY sequence)
      THEN -1
      ELSE 0
    END AS step
  FROM scorecard.chart_limit
), grouped AS (
  /* points in a row on one side, and steps in a row in one direction, share the difference of two numberings */
  SELECT
    *,
    sequence - ROW_NUMBER() OVER (PARTITION BY authority, snapshot_date, measure_id, line, statistic, segment, side ORDER BY sequence) AS side_run,
    sequence - ROW_NUMBER() OVER (PARTITION BY authority, snapshot_date, measure_id, line, statistic, segment, step ORDER BY sequence) AS step_run,
    CASE
      WHEN COUNT(*) OVER three = 3 AND SUM(near) OVER three >= 2 AND ABS(SUM(side) OVER three) = 3
      THEN 1
      ELSE 0
    END AS ends_near_run
  FROM stepped
  WINDOW three AS (
    PARTITION BY authority, snapshot_date, measure_id, line, statistic, segment
    ORDER BY sequence
    ROWS BETWEEN 2 PRECEDING AND CURRENT ROW
  )
), counted AS (
  SELECT
    *,
    COUNT(*) OVER (PARTITION BY authority, snapshot_date, measure_id, line, statistic, segment, side, side_run) AS side_points,
    COUNT(*) OVER (PARTITION BY authority, snapshot_date, measure_id, line, statistic, segment, step, step_run) + 1 AS trend_points,
    MAX(ends_near_run) OVER (
      PARTITION BY authority, snapshot_date, measure_id, line, statistic, segment
      ORDER BY sequence
      ROWS BETWEEN CURRENT ROW AND 2 FOLLOWING
    ) AS in_near_run
  FROM grouped
), trended AS (
  SELECT
    @columns_of(c, authority, snapshot_date, measure_id, line, statistic, sequence, mean, lower, upper, side, is_outside),
    c.is_near AND c.in_near_run = 1 AS in_near_run, /* of the three only those near the limit are more than chance */
    c.side <> 0 AND c.side_points >= CASE WHEN c.kind = 'days_between' THEN s.rare_run_points ELSE s.run_points END AS in_shift,
    CASE WHEN c.trend_points >= s.run_points THEN c.step ELSE 0 END AS trend_into,
    COALESCE(
      LEAD(CASE WHEN c.trend_points >= s.run_points THEN c.step ELSE 0 END) OVER (PARTITION BY c.authority, c.snapshot_date, c.measure_id, c.line, c.statistic, c.segment ORDER BY c.sequence),
      0
    ) AS trend_out_of
  FROM counted AS c
  INNER JOIN setting AS s
    USING (authority)
), flagged AS (
  /* where a fall turns into a rise the point belongs to both: the later one speaks */
  SELECT
    *,
    CASE
      WHEN mean IS NULL
      THEN 'common cause'
      WHEN is_outside
      THEN 'outside'
      WHEN trend_out_of <> 0 OR trend_into <> 0
      THEN 'trend'
      WHEN in_near_run
      THEN 'near limit'
      WHEN in_shift
      THEN 'shift'
      ELSE 'common cause'
    END AS special_cause,
    CASE WHEN trend_out_of <> 0 THEN trend_out_of ELSE trend_into END AS trend
  FROM trended
), directed AS (
  SELECT
    *,
    CASE f.special_cause WHEN 'common cause' THEN 0 WHEN 'trend' THEN f.trend ELSE f.side END AS direction
  FROM flagged AS f
)
SELECT
  p.authority::TEXT AS authority, /* authority */
  p.snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  p.measure_id::TEXT AS measure_id, /* measure */
  p.line::TEXT AS line, /* main or the sub-line */
  p.statistic::TEXT AS statistic, /* count, percentage, joined or left */
  p.sequence::INT AS sequence, /* 1, 2, 3 ... along the chart */
  p.as_at_date::DATE AS as_at_date, /* last day of the month of the figure or the event */
  p.unit::TEXT AS unit, /* children, percent or days */
  p.value::DECIMAL(18, 6) AS value, /* in the unit */
  p.numerator::BIGINT AS numerator, /* children counted; null between events */
  p.denominator::BIGINT AS denominator, /* children of the population, of a percentage */
  d.mean::DECIMAL(18, 6) AS mean, /* in force at the point; null while there are too few points */
  CASE WHEN NOT d.mean IS NULL THEN GREATEST(d.lower, 0) END::DECIMAL(18, 6) AS lower, /* lower limit, not below 0 */
  CASE WHEN NOT d.mean IS NULL AND p.unit = 'percent' THEN LEAST(d.upper, 100) ELSE d.upper END::DECIMAL(18, 6) AS upper, /* upper limit; of a percentage not above 100 */
  d.special_cause::TEXT AS special_cause, /* outside, trend, near limit, shift or common cause */
  d.direction::INT AS direction, /* 1 higher, -1 lower, 0 chance alone */
  CASE
    WHEN d.direction = 0
    THEN 'common cause'
    WHEN COALESCE(r.family, '') = 'X' OR COALESCE(r.polarity, m.polarity) = 'none'
    THEN CASE WHEN d.direction > 0 THEN 'high' ELSE 'low' END
    WHEN (
      COALESCE(r.polarity, m.polarity) = 'High'
    ) = (
      d.direction > 0
    )
    AND p.kind <> 'days_between'
    AND p.statistic <> 'left'
    THEN 'improvement'
    WHEN (
      COALESCE(r.polarity, m.polarity) = 'High'
    ) <> (
      d.direction > 0
    )
    AND (
      p.kind = 'days_between' OR p.statistic = 'left'
    )
    THEN 'improvement'
    ELSE 'concern'
  END::TEXT AS sense, /* improvement or concern; high or low without polarity. Fewer days between events are more events, and whoever leaves a line makes it shorter */
  p.provisional::BOOLEAN AS provisional /* late recording may still change it */
FROM scorecard.chart_series AS p
INNER JOIN directed AS d
  USING (authority, snapshot_date, measure_id, line, statistic, sequence)
INNER JOIN raw.rule_measure AS m
  USING (authority, measure_id)
LEFT JOIN raw.rule_target AS r
  ON @on_keys(r, p, authority, measure_id, line) AND @open_on(p.as_at_date, r.effective_from, r.effective_to)
