MODEL (
  name scorecard.chart_limit,
  kind FULL,
  description 'Each point of a control chart with mean and limits in force, and where it lies among them. Places are decided on whole numbers, before anything is rounded or cut off at 0 and 100 (measures catalogue 2.4). Days between events are judged by a root of them, which is spread evenly (t chart), and drawn as days. A stock has no limits.',
  grain (authority, snapshot_date, measure_id, line, statistic, sequence),
  audits one_row_per_key(
    known := (segment, value, is_outside, is_near, segment_points, screened_ranges),
    holds := (lower IS NULL OR lower <= mean, upper IS NULL OR upper >= mean)
  )
);

WITH setting AS (
  SELECT
    authority,
    MAX(CASE WHEN setting = 'xmr_limit_thousandths' THEN value END) AS width,
    MAX(CASE WHEN setting = 'xmr_screen' THEN value END) AS screen,
    MAX(CASE WHEN setting = 'xmr_screen_thousandths' THEN value END) AS screen_width,
    MAX(CASE WHEN setting = 'sigma_limit_thousandths' THEN value END) AS sigma_width,
    MAX(CASE WHEN setting = 'least_points' THEN value END) AS least_points,
    MAX(CASE WHEN setting = 't_chart_root_thousandths' THEN value END)::DOUBLE / 1000 AS root,
    MAX(CASE WHEN setting = 't_chart_zero_thousandths' THEN value END)::DOUBLE / 1000 AS no_day
  FROM raw.rule_setting
  GROUP BY
    authority
), scored AS (
  /* figures, or roots of days, as whole millionths: sums and comparisons of them are exact */
  SELECT
    s.*,
    CASE
      WHEN s.kind = 'days_between'
      THEN ROUND(POWER(GREATEST(s.value::DOUBLE, g.no_day), 1 / g.root) * 1000000, 0)::BIGINT
      ELSE CAST(s.value * 1000000 AS BIGINT)
    END AS v
  FROM scorecard.chart_series AS s
  INNER JOIN setting AS g
    USING (authority)
), placed AS (
  SELECT
    *,
    ABS(
      v - LAG(v) OVER (PARTITION BY authority, snapshot_date, measure_id, line, statistic, segment ORDER BY sequence)
    ) AS moving_range
  FROM scored
), range_mean AS (
  SELECT
    @columns(authority, snapshot_date, measure_id, line, statistic, segment),
    SUM(moving_range) AS ranges_sum,
    COUNT(moving_range) AS ranges
  FROM placed
  GROUP BY
    @columns(authority, snapshot_date, measure_id, line, statistic, segment)
), kept AS (
  /* where nothing moves there is nothing to screen */
  SELECT
    p.*,
    s.screen = 1 AND r.ranges_sum > 0 AND p.moving_range * r.ranges * 1000 >= s.screen_width * r.ranges_sum AS is_screened
  FROM placed AS p
  INNER JOIN range_mean AS r
    USING (authority, snapshot_date, measure_id, line, statistic, segment)
  INNER JOIN setting AS s
    USING (authority)
), baseline AS (
  SELECT
    @columns(authority, snapshot_date, measure_id, line, statistic, segment),
    COUNT(*) AS n,
    SUM(v)::DECIMAL(38, 0) AS total,
    SUM(numerator)::DECIMAL(38, 0) AS numerators,
    SUM(denominator)::DECIMAL(38, 0) AS denominators,
    SUM(CASE WHEN is_screened THEN 0 ELSE moving_range END)::DECIMAL(38, 0) AS ranges_sum,
    SUM(CASE WHEN is_screened OR moving_range IS NULL THEN 0 ELSE 1 END) AS ranges,
    SUM(CASE WHEN is_screened THEN 1 ELSE 0 END) AS screened
  FROM kept
  GROUP BY
    @columns(authority, snapshot_date, measure_id, line, statistic, segment)
), scaled AS (
  /* centre / scale is the mean and off / scale the distance from it; the limits lie SQRT(squared) / 1000 / scale away */
  SELECT
    p.*,
    b.n,
    g.root,
    CASE WHEN p.kind = 'p' THEN 0 ELSE b.screened END AS screened,
    CASE WHEN p.kind = 'p' THEN b.numerators * p.denominator * 100 ELSE b.total * b.ranges END AS centre,
    CASE
      WHEN p.kind = 'p'
      THEN b.denominators * p.denominator
      ELSE CAST(b.n * 1000000 AS DECIMAL(38, 0)) * b.ranges
    END AS scale,
    CASE
      WHEN p.kind = 'p'
      THEN (
        p.numerator * b.denominators - b.numerators * p.denominator
      ) * 100
      ELSE (
        p.v * b.n - b.total
      ) * b.ranges
    END AS off,
    CASE
      WHEN p.kind = 'p'
      THEN b.numerators * (
        b.denominators - b.numerators
      ) * p.denominator * g.sigma_width * g.sigma_width * 10000
      ELSE (
        b.ranges_sum * b.n * g.width
      ) * (
        b.ranges_sum * b.n * g.width
      )
    END AS squared
  FROM placed AS p
  INNER JOIN baseline AS b
    USING (authority, snapshot_date, measure_id, line, statistic, segment)
  INNER JOIN setting AS g
    USING (authority)
  WHERE
    p.kind <> 'stock' AND b.n >= g.least_points AND (
      p.kind = 'p' OR b.ranges > 0
    )
), judged AS (
  SELECT
    *,
    centre::DOUBLE / scale::DOUBLE AS middle,
    SQRT(squared::DOUBLE) / 1000 / scale::DOUBLE AS reach,
    CASE WHEN off > 0 THEN 1 WHEN off < 0 THEN -1 ELSE 0 END AS side,
    off * off * 1000000 > squared AS is_outside,
    off * off * 9000000 > squared * 4 AS is_far
  FROM scaled
), drawn AS (
  /* roots turn into days again; below nought there are none */
  SELECT
    *,
    CASE WHEN kind = 'days_between' THEN POWER(middle, root) ELSE middle END AS mean,
    CASE WHEN kind = 'days_between' THEN POWER(GREATEST(middle - reach, 0), root) ELSE middle - reach END AS lower,
    CASE WHEN kind = 'days_between' THEN POWER(middle + reach, root) ELSE middle + reach END AS upper
  FROM judged
)
SELECT
  s.authority::TEXT AS authority, /* authority */
  s.snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  s.measure_id::TEXT AS measure_id, /* measure */
  s.line::TEXT AS line, /* main or the sub-line */
  s.statistic::TEXT AS statistic, /* count, percentage, joined or left */
  s.sequence::INT AS sequence, /* 1, 2, 3 ... along the chart */
  s.kind::TEXT AS kind, /* stock, xmr, p or days_between */
  s.segment::INT AS segment, /* declared changes of process so far */
  s.value::DECIMAL(18, 6) AS value, /* in the unit */
  @rounded(d.mean, 6)::DECIMAL(18, 6) AS mean, /* of the segment; null while it has too few points, and of a stock */
  @rounded(d.lower, 6)::DECIMAL(18, 6) AS lower, /* lower limit, also where no figure can be so low */
  @rounded(d.upper, 6)::DECIMAL(18, 6) AS upper, /* upper limit, also where no figure can be so high */
  d.side::INT AS side, /* 1 above the mean, -1 below, 0 on it */
  COALESCE(d.is_outside, FALSE)::BOOLEAN AS is_outside, /* beyond a limit */
  COALESCE(d.is_far AND NOT d.is_outside, FALSE)::BOOLEAN AS is_near, /* more than two thirds of the way to a limit, and not beyond it */
  b.n::INT AS segment_points, /* points of the segment */
  COALESCE(d.screened, 0)::INT AS screened_ranges /* moving ranges of the segment that were left out as outliers */
FROM placed AS s
INNER JOIN baseline AS b
  USING (authority, snapshot_date, measure_id, line, statistic, segment)
LEFT JOIN drawn AS d
  USING (authority, snapshot_date, measure_id, line, statistic, sequence)
