MODEL (
  name published.group_outlier,
  kind FULL,
  description 'Groups whose share differs from that of the rest of the authority by more than chance, at the as-at date: beyond the funnel limits of 95 or of 99.8 per cent. The limits lie so many standard errors from the share of the rest, by the share of all and the sizes of group and rest. Groups, and rests, that are too small to rate are not compared.',
  grain (authority, measure_id, line, breakdown, group_key),
  audits one_row_per_key(holds := (side IN ('higher', 'lower'), beyond IN ('warning', 'action')))
);

WITH setting AS (
  SELECT
    authority,
    MAX(CASE WHEN setting = 'few_denominator' THEN value END) AS few,
    MAX(CASE WHEN setting = 'funnel_warning_thousandths' THEN value END) AS warning,
    MAX(CASE WHEN setting = 'funnel_action_thousandths' THEN value END) AS action
  FROM raw.rule_setting
  GROUP BY
    authority
), pair AS (
  SELECT
    @columns_of(g, authority, snapshot_date, measure_id, line, period, breakdown, group_key),
    @columns_of(c, few, warning, action),
    g.numerator::DECIMAL(38, 0) AS own,
    g.denominator::DECIMAL(38, 0) AS own_size,
    (
      t.numerator - g.numerator
    )::DECIMAL(38, 0) AS rest,
    (
      t.denominator - g.denominator
    )::DECIMAL(38, 0) AS rest_size,
    t.numerator::DECIMAL(38, 0) AS whole,
    t.denominator::DECIMAL(38, 0) AS whole_size
  FROM scorecard.tally AS g
  INNER JOIN scorecard.tally AS t
    USING (authority, snapshot_date, as_at_date, measure_id, line, period)
  INNER JOIN raw.snapshot AS s
    USING (authority, snapshot_date, as_at_date)
  INNER JOIN staging.rule_line AS l
    USING (authority, measure_id, line)
  INNER JOIN staging.rule_measure_period AS p
    USING (authority, measure_id, period)
  INNER JOIN setting AS c
    USING (authority)
  WHERE
    s.compared_with IS NULL AND g.breakdown <> 'all' AND t.breakdown = 'all' AND l.has_denominator AND p.is_headline
), judged AS (
  /* |own share - rest share| > limit x standard error, both sides squared and multiplied out: whole numbers throughout */
  SELECT
    *,
    own * rest_size - rest * own_size AS difference,
    whole * (
      whole_size - whole
    ) * own_size * rest_size AS chance
  FROM pair
  WHERE
    own_size >= few AND rest_size >= few
)
SELECT
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  measure_id::TEXT AS measure_id, /* measure */
  line::TEXT AS line, /* main or the sub-line */
  period::TEXT AS period, /* period of the headline */
  breakdown::TEXT AS breakdown, /* name of the breakdown */
  group_key::TEXT AS group_key, /* group */
  CASE WHEN difference > 0 THEN 'higher' ELSE 'lower' END::TEXT AS side, /* its share against that of the rest */
  CASE
    WHEN difference * difference * whole_size * 1000000 > chance * action * action
    THEN 'action'
    ELSE 'warning'
  END::TEXT AS beyond /* which limit: warning is 95 per cent, action 99.8 */
FROM judged
WHERE
  difference * difference * whole_size * 1000000 > chance * warning * warning
