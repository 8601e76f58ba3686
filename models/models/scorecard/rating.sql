MODEL (
  name scorecard.rating,
  kind FULL,
  description 'The tally with its rating in words by the rule in force on the day. Family C is a figure against target and floor; N against the quarter points of all authorities as last published; Z a list that should be empty, as a share of its cohort, against tolerances; X or no rule is context. Only the headline period is rated, unrounded. Status vocabulary: measures catalogue 2.2.',
  grain (authority, snapshot_date, as_at_date, measure_id, line, period, breakdown, group_key),
  audits one_row_per_key(
    known := status,
    holds := status IN (
      'Green - on target',
      'Amber - short of target',
      'Red - worse than floor',
      'No rating - context',
      'Too few to rate'
    )
  )
);

WITH unrated_other AS (
  /* without a plan history "other" contains special guardianship plans (boundaries 34) */
  SELECT
    @columns_of(s, authority, snapshot_date)
  FROM raw.snapshot AS s
  INNER JOIN raw.input AS a
    USING (authority, snapshot_date)
  LEFT JOIN raw.input AS h
    ON @on_keys(h, s, authority, snapshot_date) AND h.input = 'care_plan_history'
  WHERE
    a.input = 'care_plan_answers' AND h.input IS NULL
), ruled AS (
  SELECT
    t.*,
    CASE
      WHEN NOT COALESCE(h.is_headline, FALSE)
      THEN 'X'
      WHEN NOT u.authority IS NULL AND k.population_plan_other
      THEN 'X'
      WHEN r.statistic = 'rate' AND t.breakdown <> 'all'
      THEN 'X'
      WHEN r.family = 'N' AND q.lower_quarter IS NULL
      THEN 'X'
      ELSE r.family
    END AS family,
    CASE WHEN r.family = 'Z' THEN 'percentage' ELSE r.statistic END AS statistic, /* a list is never rated by its bare count */
    @columns_of(r, target, floor, tolerance, polarity, minimum_denominator),
    @columns(q.lower_quarter, q.upper_quarter, p.children),
    COALESCE(other.numerator, 0) AS red_count
  FROM scorecard.tally AS t
  LEFT JOIN staging.rule_measure_period AS h
    USING (authority, measure_id, period)
  LEFT JOIN (
    SELECT
      @columns(authority, measure_id, line),
      BOOL_OR(CAST(condition = 'plan:OTHER' AND must_hold AS BOOLEAN)) AS population_plan_other
    FROM staging.rule_case_condition
    GROUP BY
      @columns(authority, measure_id, line)
  ) AS k
    USING (authority, measure_id, line)
  LEFT JOIN unrated_other AS u
    USING (authority, snapshot_date)
  LEFT JOIN raw.rule_target AS r
    ON @on_keys(r, t, authority, measure_id, line) AND @open_on(t.as_at_date, r.effective_from, r.effective_to)
  LEFT JOIN raw.benchmark_quarter AS q
    ON @on_keys(q, t, authority, measure_id, line)
    AND q.statistic = r.statistic
    AND @open_on(t.as_at_date, q.released_on, q.effective_to)
  LEFT JOIN staging.rule_population AS p
    ON p.authority = t.authority AND @open_on(t.as_at_date, p.estimated_on, p.effective_to)
  LEFT JOIN scorecard.tally AS other
    ON @on_keys(other, t, authority, snapshot_date, as_at_date, measure_id, period, breakdown, group_key)
    AND other.line = r.red_if_line
), measured AS (
  /* the rated figure is amount / base; rules are compared with the amount, times the base, so that nothing is rounded */
  SELECT
    *,
    CASE statistic
      WHEN 'percentage'
      THEN numerator * 100
      WHEN 'rate'
      THEN numerator * 10000
      WHEN 'mean_days'
      THEN sum_days
      WHEN 'median_days'
      THEN median_days
      WHEN 'longest_days'
      THEN longest_days
      ELSE numerator
    END::DECIMAL(27, 6) AS amount,
    CASE statistic WHEN 'percentage' THEN denominator WHEN 'rate' THEN children WHEN 'mean_days' THEN timed ELSE 1 END AS base,
    CASE
      WHEN statistic = 'rate'
      THEN children
      WHEN statistic IN ('mean_days', 'median_days', 'longest_days')
      THEN timed
      ELSE denominator
    END AS size /* the children that the rated figure is made of */
  FROM ruled
)
SELECT
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  as_at_date::DATE AS as_at_date, /* day described */
  measure_id::TEXT AS measure_id, /* measure */
  line::TEXT AS line, /* main or the sub-line */
  period::TEXT AS period, /* as_at, month, quarter, ytd, r12m or r36m */
  breakdown::TEXT AS breakdown, /* all, or the name of the breakdown */
  group_key::TEXT AS group_key, /* all, or the group */
  numerator::BIGINT AS numerator, /* children counted */
  denominator::BIGINT AS denominator, /* children of the population */
  longest_days::INT AS longest_days, /* longest wait or duration of a counted child, in days */
  sum_days::BIGINT AS sum_days, /* days of all counted children together */
  sum_squared_days::BIGINT AS sum_squared_days, /* their squares together */
  timed::BIGINT AS timed, /* counted children whose days are known */
  median_days::DECIMAL(18, 6) AS median_days, /* middle duration, in days */
  CASE
    WHEN family IS NULL OR family = 'X'
    THEN 'No rating - context'
    WHEN size IS NULL
    THEN 'No rating - context'
    WHEN size = 0 OR size < minimum_denominator
    THEN 'Too few to rate'
    WHEN family = 'C' AND polarity = 'High' AND amount >= target * base
    THEN 'Green - on target'
    WHEN family = 'C' AND polarity = 'High' AND amount >= floor * base
    THEN 'Amber - short of target'
    WHEN family = 'C' AND polarity = 'Low' AND amount <= target * base
    THEN 'Green - on target'
    WHEN family = 'C' AND polarity = 'Low' AND amount <= floor * base
    THEN 'Amber - short of target'
    WHEN family = 'C'
    THEN 'Red - worse than floor'
    WHEN family = 'N' AND polarity = 'Low' AND amount <= lower_quarter * base
    THEN 'Green - on target'
    WHEN family = 'N' AND polarity = 'Low' AND amount > upper_quarter * base
    THEN 'Red - worse than floor'
    WHEN family = 'N' AND polarity = 'High' AND amount > upper_quarter * base
    THEN 'Green - on target'
    WHEN family = 'N' AND polarity = 'High' AND amount <= lower_quarter * base
    THEN 'Red - worse than floor'
    WHEN family = 'N'
    THEN 'No rating - context'
    WHEN red_count > 0
    THEN 'Red - worse than floor'
    WHEN amount <= target * base
    THEN 'Green - on target'
    WHEN amount <= tolerance * base
    THEN 'Amber - short of target'
    ELSE 'Red - worse than floor'
  END /* the edge of the quarters is that of the tool of the DfE: the worst quarter of a High measure includes its point, that of a Low one does not */::TEXT AS status /* rating in words */
FROM measured
