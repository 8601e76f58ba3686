MODEL (
  name scorecard.chart_limit,
  kind FULL,
  description 'Each point of a control chart with mean and limits in force, and where it lies among them. Places are decided on whole numbers, before anything is rounded or cut off at 0 and 100 (measures catalogue 2.4).',
  owner performance_team,
  grain (authority, snapshot_date, measure_id, line, sequence),
  audits (
    one_row_per_key(columns := (authority, snapshot_date, measure_id, line, sequence)),
    not_null(columns := (segment, value, is_outside, is_near, segment_points, screened_ranges)),
    forall(criteria := (lower IS NULL OR lower <= mean, upper IS NULL OR upper >= mean))
  )
);

WITH setting AS (
  SELECT
    authority,
    MAX(CASE WHEN setting = 'xmr_limit_thousandths' THEN value END) AS width,
    MAX(CASE WHEN setting = 'xmr_screen' THEN value END) AS screen,
    MAX(CASE WHEN setting = 'xmr_screen_thousandths' THEN value END) AS screen_width,
    MAX(CASE WHEN setting = 'sigma_limit_thousandths' THEN value END) AS sigma_width,
    MAX(CASE WHEN setting = 'least_points' THEN value END) AS least_points
  FROM raw.rule_setting
  GROUP BY
    authority
), placed AS (
  /* figures as whole millionths: sums and comparisons of them are exact */
  SELECT
    *,
    CAST(s.value * 1000000 AS BIGINT) AS v,
    ABS(
      CAST((
        s.value - LAG(s.value) OVER (PARTITION BY s.authority, s.snapshot_date, s.measure_id, s.line, s.segment ORDER BY s.sequence)
      ) * 1000000 AS BIGINT)
    ) AS moving_range
  FROM scorecard.chart_series AS s
), range_mean AS (
  SELECT
    authority,
    snapshot_date,
    measure_id,
    line,
    segment,
    SUM(moving_range) AS ranges_sum,
    COUNT(moving_range) AS ranges
  FROM placed
  GROUP BY
    authority,
    snapshot_date,
    measure_id,
    line,
    segment
), kept AS (
  /* where nothing moves there is nothing to screen */
  SELECT
    p.*,
    s.screen = 1 AND r.ranges_sum > 0 AND p.moving_range * r.ranges * 1000 >= s.screen_width * r.ranges_sum AS is_screened
  FROM placed AS p
  INNER JOIN range_mean AS r
    USING (authority, snapshot_date, measure_id, line, segment)
  INNER JOIN setting AS s
    USING (authority)
), baseline AS (
  SELECT
    authority,
    snapshot_date,
    measure_id,
    line,
    segment,
    COUNT(*) AS n,
    SUM(v)::DECIMAL(38, 0) AS total,
    SUM(numerator)::DECIMAL(38, 0) AS numerators,
    SUM(denominator)::DECIMAL(38, 0) AS denominators,
    SUM(CASE WHEN is_screened THEN 0 ELSE moving_range END)::DECIMAL(38, 0) AS ranges_sum,
    SUM(CASE WHEN is_screened OR moving_range IS NULL THEN 0 ELSE 1 END) AS ranges,
    SUM(CASE WHEN is_screened THEN 1 ELSE 0 END) AS screened
  FROM kept
  GROUP BY
    authority,
    snapshot_date,
    measure_id,
    line,
    segment
), scaled AS (
  /* centre / scale is the mean and off / scale the distance from it; the limits lie SQRT(squared) / 1000 / scale away */
  SELECT
    p.*,
    b.n,
    CASE WHEN p.kind = 'xmr' THEN b.screened ELSE 0 END AS screened,
    CASE p.kind WHEN 'p' THEN b.numerators * p.denominator * 100 WHEN 'xmr' THEN b.total * b.ranges ELSE b.total END AS centre,
    CASE p.kind
      WHEN 'p'
      THEN b.denominators * p.denominator
      WHEN 'xmr'
      THEN CAST(b.n * 1000000 AS DECIMAL(38, 0)) * b.ranges
      ELSE CAST(b.n * 1000000 AS DECIMAL(38, 0))
    END AS scale,
    CASE p.kind
      WHEN 'p'
      THEN (
        p.numerator * b.denominators - b.numerators * p.denominator
      ) * 100
      WHEN 'xmr'
      THEN (
        p.v * b.n - b.total
      ) * b.ranges
      ELSE p.v * b.n - b.total
    END AS off,
    CASE p.kind
      WHEN 'p'
      THEN b.numerators * (
        b.denominators - b.numerators
      ) * p.denominator * s.sigma_width * s.sigma_width * 10000
      WHEN 'xmr'
      THEN (
        b.ranges_sum * b.n * s.width
      ) * (
        b.ranges_sum * b.n * s.width
      )
      ELSE b.total * (
        b.total + b.n * 1000000
      ) * s.sigma_width * s.sigma_width
    END AS squared
  FROM placed AS p
  INNER JOIN baseline AS b
    USING (authority, snapshot_date, measure_id, line, segment)
  INNER JOIN setting AS s
    USING (authority)
  WHERE
    b.n >= s.least_points AND (
      p.kind <> 'xmr' OR b.ranges > 0
    )
), judged AS (
  SELECT
    *,
    centre::DOUBLE / scale::DOUBLE AS mean,
    SQRT(squared::DOUBLE) / 1000 / scale::DOUBLE AS reach,
    CASE WHEN off > 0 THEN 1 WHEN off < 0 THEN -1 ELSE 0 END AS side,
    off * off * 1000000 > squared AS is_outside,
    off * off * 9000000 > squared * 4 AS is_near
  FROM scaled
)
SELECT
  s.authority::TEXT AS authority, /* authority */
  s.snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  s.measure_id::TEXT AS measure_id, /* measure */
  s.line::TEXT AS line, /* main or the sub-line */
  s.sequence::INT AS sequence, /* 1, 2, 3 ... along the chart */
  s.segment::INT AS segment, /* declared changes of process so far */
  s.value::DECIMAL(18, 6) AS value, /* in the unit */
  @rounded(j.mean, 6)::DECIMAL(18, 6) AS mean, /* of the segment; null while it has too few points */
  @rounded(j.mean - j.reach, 6)::DECIMAL(18, 6) AS lower, /* lower limit, also where no figure can be so low */
  @rounded(j.mean + j.reach, 6)::DECIMAL(18, 6) AS upper, /* upper limit, also where no figure can be so high */
  j.side::INT AS side, /* 1 above the mean, -1 below, 0 on it */
  COALESCE(j.is_outside, FALSE)::BOOLEAN AS is_outside, /* beyond a limit */
  COALESCE(j.is_near, FALSE)::BOOLEAN AS is_near, /* more than two thirds of the way to a limit, or beyond it */
  b.n::INT AS segment_points, /* points of the segment */
  COALESCE(j.screened, 0)::INT AS screened_ranges /* moving ranges of the segment that were left out as outliers */
FROM placed AS s
INNER JOIN baseline AS b
  USING (authority, snapshot_date, measure_id, line, segment)
LEFT JOIN judged AS j
  USING (authority, snapshot_date, measure_id, line, sequence)
