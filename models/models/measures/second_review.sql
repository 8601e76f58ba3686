MODEL (
  name measures.second_review,
  kind VIEW,
  description 'T13 second reviews held by the local limit, of those whose limit fell in the period; T15 children with a plan that names a route on the day of the second review, or on the day of its limit where it was not held by then. A child must be in care on that day.',
  grain (authority, snapshot_date, as_at_date, measure_id, line, period, child_id)
);

WITH plan_known_from AS (
  /* where plans are known only from some day on, second reviews before it are left out of both sides */
  SELECT
    @columns_of(s, authority, snapshot_date),
    GREATEST(
      COALESCE(s.plan_history_from, '1900-01-01'::DATE),
      MAX(CASE WHEN k.plan_source = 'answers' THEN k.oldest_snapshot_date ELSE '1900-01-01'::DATE END)
    ) AS from_date
  FROM raw.snapshot AS s
  INNER JOIN scorecard.plan_known AS k
    USING (authority, snapshot_date)
  GROUP BY
    @columns_of(s, authority, snapshot_date, plan_history_from)
), judged AS (
  @stacked(
    (authority, snapshot_date, child_id, care_period_id, entry_date, end_date, in_proceedings),
    (core.second_review, 'T13' AS measure_id, limit_date AS day, COALESCE(held_date <= limit_date, FALSE) AS is_met),
    (core.second_review, 'T15' AS measure_id, LEAST(COALESCE(held_date, limit_date), limit_date) AS day)
  )
), in_period AS (
  SELECT
    j.*,
    @columns_of(p, period, as_at_date),
    @day_in_care(p.as_at_date, j.entry_date, j.end_date) AS group_day,
    ROW_NUMBER() OVER (
      PARTITION BY j.measure_id, j.authority, j.snapshot_date, p.as_at_date, p.period, j.child_id
      ORDER BY j.day DESC, j.care_period_id DESC
    ) AS choice
  FROM judged AS j
  INNER JOIN core.reporting_period AS p
    USING (authority, snapshot_date)
  INNER JOIN staging.rule_measure_period AS q
    USING (authority, measure_id, period)
  WHERE
    j.day BETWEEN p.first_day AND p.as_at_date AND @open_on(j.day, j.entry_date, j.end_date)
), planned AS (
  SELECT DISTINCT
    @columns_of(r, authority, snapshot_date, care_period_id, entry_date, day)
  FROM judged AS r
  INNER JOIN core.plan AS p
    USING (authority, snapshot_date, care_period_id)
  LEFT JOIN raw.rule_category AS k
    ON k.code_set = 'plan' AND k.code = p.plan AND k.category = 'no_route'
  WHERE
    @open_on(r.day, p.start_date, p.end_date) AND r.measure_id = 'T15' AND k.code IS NULL
), line AS (
  SELECT
    i.measure_id,
    l.line,
    @columns_of(i, period, authority, snapshot_date, as_at_date, child_id, care_period_id, entry_date, group_day),
    i.is_met AS counted
  FROM in_period AS i
  INNER JOIN (VALUES
    ('main', TRUE),
    ('main', FALSE),
    ('in_proceedings', TRUE),
    ('otherwise', FALSE)) AS l(line, in_proceedings)
    ON l.in_proceedings = i.in_proceedings
  WHERE
    i.choice = 1 AND i.measure_id = 'T13'
  UNION ALL
  SELECT
    i.measure_id,
    'main' AS line,
    @columns_of(i, period, authority, snapshot_date, as_at_date, child_id, care_period_id, entry_date, group_day),
    NOT p.day IS NULL AS counted
  FROM in_period AS i
  INNER JOIN plan_known_from AS k
    USING (authority, snapshot_date)
  LEFT JOIN planned AS p
    USING (authority, snapshot_date, care_period_id, entry_date, day)
  WHERE
    k.from_date <= i.day AND i.choice = 1 AND i.measure_id = 'T15'
)
SELECT
  measure_id::TEXT AS measure_id, /* T13 or T15 */
  line::TEXT AS line, /* main, in_proceedings or otherwise */
  period::TEXT AS period, /* a period of the measure in measures.csv */
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  as_at_date::DATE AS as_at_date, /* last day of the period */
  child_id::TEXT AS child_id, /* child whose second review was due or held */
  care_period_id::TEXT AS care_period_id, /* period of care */
  entry_date::DATE AS entry_date, /* day the child became looked after */
  group_day::DATE AS group_day, /* last day of the period, or last day in care before it, whose breakdown groups apply */
  counted::BOOLEAN AS counted, /* held in time (T13); with a plan (T15) */
  NULL::DATE AS wait_since, /* no wait */
  NULL::INT AS days /* no duration */
FROM line
