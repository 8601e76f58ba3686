MODEL (
  name scorecard.chart,
  kind FULL,
  description 'One row per control chart: how it was drawn, what its latest point says, and whether chance alone decides if the target in force is met (measures catalogue 2.4).',
  grain (authority, snapshot_date, measure_id, line, statistic),
  audits one_row_per_key(
    known := (kind, period, unit, polarity, screened, trial, points, variation),
    holds := assurance IN ('consistently passes', 'consistently fails', 'inconsistent')
  )
);

WITH setting AS (
  SELECT
    authority,
    MAX(CASE WHEN setting = 'trial_points' THEN value END) AS trial_points,
    MAX(CASE WHEN setting = 'special_percent' THEN value END) AS special_percent
  FROM raw.rule_setting
  GROUP BY
    authority
), whole AS (
  SELECT
    @columns(authority, snapshot_date, measure_id, line, statistic),
    MAX(l.sequence) AS points,
    MAX(l.screened_ranges) > 0 AS screened,
    SUM(CASE WHEN p.special_cause = 'common cause' THEN 0 ELSE 1 END) AS special_points
  FROM scorecard.chart_limit AS l
  INNER JOIN scorecard.chart_point AS p
    USING (authority, snapshot_date, measure_id, line, statistic, sequence)
  GROUP BY
    @columns(authority, snapshot_date, measure_id, line, statistic)
), latest AS (
  SELECT
    w.*,
    l.segment_points,
    @columns_of(s, kind, period, unit),
    @columns_of(p, mean, lower, upper, sense, direction),
    CASE WHEN COALESCE(c.family, '') = 'X' THEN 'none' ELSE COALESCE(r.polarity, m.polarity) END AS polarity,
    r.family,
    r.polarity AS target_polarity,
    r.target
  FROM whole AS w
  INNER JOIN scorecard.chart_limit AS l
    USING (authority, snapshot_date, measure_id, line, statistic)
  INNER JOIN scorecard.chart_series AS s
    USING (authority, snapshot_date, measure_id, line, statistic)
  INNER JOIN scorecard.chart_point AS p
    USING (authority, snapshot_date, measure_id, line, statistic)
  INNER JOIN raw.rule_measure AS m
    USING (authority, measure_id)
  LEFT JOIN raw.rule_target AS c
    ON @on_keys(c, w, authority, measure_id, line) AND @open_on(s.as_at_date, c.effective_from, c.effective_to)
  LEFT JOIN raw.rule_target AS r
    ON @on_keys(r, w, authority, measure_id, line)
    AND r.statistic = w.statistic
    AND r.family IN ('C', 'Z')
    AND s.kind <> 'days_between'
    AND @open_on(s.as_at_date, r.effective_from, r.effective_to)
  WHERE
    l.sequence = w.points AND s.sequence = w.points AND p.sequence = w.points
)
SELECT
  l.authority::TEXT AS authority, /* authority */
  l.snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  l.measure_id::TEXT AS measure_id, /* measure */
  l.line::TEXT AS line, /* main or the sub-line */
  l.kind::TEXT AS kind, /* stock, xmr, p or days_between */
  l.statistic::TEXT AS statistic, /* count, percentage, joined or left */
  l.period::TEXT AS period, /* month or as_at */
  l.unit::TEXT AS unit, /* children, percent or days */
  l.polarity::TEXT AS polarity, /* High, Low or none */
  l.screened::BOOLEAN AS screened, /* moving ranges were left out as outliers */
  (
    l.segment_points < s.trial_points
  )::BOOLEAN AS trial, /* too few points since the last change of process: trial limits, or none yet */
  l.points::INT AS points, /* number of points */
  (
    NOT l.mean IS NULL
  )::BOOLEAN AS has_limits, /* the latest point has mean and limits */
  (
    l.special_points * 100 <= l.points * s.special_percent
  )::BOOLEAN AS limits_fit, /* few enough points are more than chance for the limits to describe the series */
  l.sense::TEXT AS variation, /* what the latest point says */
  l.direction::INT AS direction, /* 1 higher, -1 lower, 0 chance alone */
  l.target::DECIMAL(18, 6) AS target, /* in force at the latest point, where it is set for the charted statistic */
  CASE
    WHEN l.mean IS NULL OR l.target IS NULL OR l.polarity = 'none'
    THEN NULL
    WHEN l.target > l.upper AND l.target_polarity = 'High'
    THEN 'consistently fails'
    WHEN l.target > l.upper
    THEN 'consistently passes'
    WHEN l.target < l.lower AND l.target_polarity = 'High'
    THEN 'consistently passes'
    WHEN l.target < l.lower
    THEN 'consistently fails'
    ELSE 'inconsistent'
  END::TEXT AS assurance /* will the target be met by chance alone */
FROM latest AS l
INNER JOIN setting AS s
  USING (authority)
