MODEL (
  name measures.adopter_household,
  kind VIEW,
  description 'B39 adopters registered, approved, approved in time in the period, and waiting for a match on its last day; T29 households at each stage on the day. Households are in no breakdown.',
  grain (authority, snapshot_date, as_at_date, measure_id, line, period, child_id)
);

WITH wanted AS (
  SELECT
    p.*
  FROM core.reporting_period AS p
  INNER JOIN staging.rule_measure_period AS q
    USING (authority, period)
  WHERE
    q.measure_id = 'B39'
), assessed AS (
  /* who goes straight to stage 2 is assessed from there */
  SELECT
    *,
    COALESCE(stage1_start_date, stage2_start_date) AS start_date
  FROM core.adopter_household
  WHERE
    NOT approved_date IS NULL
), on_day AS (
  SELECT
    h.*,
    a.as_at_date,
    CASE
      WHEN h.matched_date <= a.as_at_date
      THEN 'matched'
      WHEN h.approved_date <= a.as_at_date
      THEN 'approved'
      WHEN h.stage2_start_date <= a.as_at_date
      THEN 'stage_2'
      WHEN h.stage1_start_date <= a.as_at_date
      THEN 'stage_1'
    END AS stage,
    CASE
      WHEN h.matched_date <= a.as_at_date
      THEN h.matched_date
      WHEN h.approved_date <= a.as_at_date
      THEN h.approved_date
      WHEN h.stage2_start_date <= a.as_at_date
      THEN h.stage2_start_date
      ELSE h.stage1_start_date
    END AS stage_date
  FROM core.adopter_household AS h
  INNER JOIN raw.as_at AS a
    USING (authority, snapshot_date)
  WHERE
    COALESCE(LEAST(h.placed_date, h.order_date, h.left_date), '9999-12-31'::DATE) > a.as_at_date
), line AS (
  SELECT
    line
  FROM (VALUES
    ('main'),
    ('stage_1'),
    ('stage_2'),
    ('approved'),
    ('matched')) AS t(line)
), measured AS (
  SELECT
    'B39' AS measure_id,
    'main' AS line,
    @columns(w.period, h.authority, h.snapshot_date, w.as_at_date, h.household_id),
    TRUE AS counted,
    h.start_date AS wait_since,
    DATE_DIFF('DAY', h.start_date, h.approved_date) AS days
  FROM assessed AS h
  INNER JOIN wanted AS w
    USING (authority, snapshot_date)
  WHERE
    h.approved_date BETWEEN w.first_day AND w.as_at_date
  UNION ALL
  SELECT
    'B39' AS measure_id,
    'within_6_months' AS line,
    @columns(w.period, h.authority, h.snapshot_date, w.as_at_date, h.household_id),
    @add_step(h.start_date, l.n, l.unit) >= h.approved_date AS counted,
    h.start_date AS wait_since,
    DATE_DIFF('DAY', h.start_date, h.approved_date) AS days
  FROM assessed AS h
  INNER JOIN wanted AS w
    USING (authority, snapshot_date)
  INNER JOIN raw.rule_limit AS l
    USING (authority)
  WHERE
    h.approved_date BETWEEN w.first_day AND w.as_at_date
    AND @limit_on(l, w.as_at_date, 'B39', 'approved_within')
    AND NOT h.start_date IS NULL
  UNION ALL
  SELECT
    'B39' AS measure_id,
    'registered' AS line,
    @columns(w.period, h.authority, h.snapshot_date, w.as_at_date, h.household_id),
    TRUE AS counted,
    h.stage1_start_date AS wait_since,
    NULL AS days
  FROM core.adopter_household AS h
  INNER JOIN wanted AS w
    USING (authority, snapshot_date)
  WHERE
    h.stage1_start_date BETWEEN w.first_day AND w.as_at_date
  UNION ALL
  SELECT
    'B39' AS measure_id,
    'waiting_3_months' AS line,
    w.period,
    @columns_of(d, authority, snapshot_date, as_at_date, household_id),
    @add_step(d.approved_date, l.n, l.unit) <= d.as_at_date AS counted,
    d.approved_date AS wait_since,
    DATE_DIFF('DAY', d.approved_date, d.as_at_date) AS days
  FROM on_day AS d
  INNER JOIN wanted AS w
    USING (authority, snapshot_date, as_at_date)
  INNER JOIN raw.rule_limit AS l
    USING (authority)
  WHERE
    @limit_on(l, d.as_at_date, 'B39', 'waiting') AND d.stage = 'approved'
  UNION ALL
  SELECT
    'T29' AS measure_id,
    n.line,
    'as_at' AS period,
    @columns_of(d, authority, snapshot_date, as_at_date, household_id),
    n.line = 'main' OR n.line = d.stage AS counted,
    d.stage_date AS wait_since,
    DATE_DIFF('DAY', d.stage_date, d.as_at_date) AS days
  FROM on_day AS d
  CROSS JOIN line AS n
  WHERE
    NOT d.stage IS NULL
)
SELECT
  measure_id::TEXT AS measure_id, /* B39 or T29 */
  line::TEXT AS line, /* B39 main (approved), registered, within_6_months or waiting_3_months; T29 main or a stage */
  period::TEXT AS period, /* a period of the measure in measures.csv */
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  as_at_date::DATE AS as_at_date, /* day described, or last day of the period */
  household_id::TEXT AS child_id, /* household and application */
  NULL::TEXT AS care_period_id, /* totals alone */
  NULL::DATE AS entry_date, /* totals alone */
  NULL::DATE AS group_day, /* totals alone */
  counted::BOOLEAN AS counted, /* in the line */
  wait_since::DATE AS wait_since, /* start of the assessment, of the wait, or of the stage; null where unknown */
  days::INT AS days /* days to approval, or days waited or in the stage */
FROM measured
