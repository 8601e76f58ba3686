MODEL (
  name measures.adoption_time,
  kind VIEW,
  description 'How long adoption took for the children adopted in the period: B30 (A10) entry to moving in with the adoptive family, B31 (A2) placement order to match, B32 the stages, B33 placed within the limit after the decision. A step taken before the one it is measured from took 0 days; where a date is not on file the child is counted and its days are unknown.',
  grain (authority, snapshot_date, as_at_date, measure_id, line, period, child_id)
);

WITH adopted AS (
  SELECT
    l.*,
    q.measure_id,
    @columns_of(p, decision_date, placement_order_date, match_date, placed_date, moved_in_date, order_date)
  FROM core.leaver AS l
  INNER JOIN staging.rule_measure_period AS q
    USING (authority, period)
  INNER JOIN core.adoption_path AS p
    USING (authority, snapshot_date, care_period_id, entry_date)
  WHERE
    q.measure_id IN ('B30', 'B31', 'B32', 'B33')
), stage AS (
  SELECT
    @columns(measure_id, line)
  FROM (VALUES
    ('B30', 'main'),
    ('B31', 'main'),
    ('B32', 'main'),
    ('B32', 'decision'),
    ('B32', 'match'),
    ('B32', 'placed'),
    ('B32', 'order'),
    ('B33', 'main')) AS t(measure_id, line)
), timed AS (
  SELECT
    @columns_of(s, measure_id, line),
    @columns_of(a, period, authority, snapshot_date, as_at_date, child_id, care_period_id, entry_date, last_day, placement_order_date, placed_date),
    CASE
      WHEN s.measure_id = 'B31'
      THEN a.placement_order_date
      WHEN s.measure_id = 'B33' OR s.line = 'match'
      THEN a.decision_date
      WHEN s.line = 'placed'
      THEN a.match_date
      WHEN s.line = 'order'
      THEN a.placed_date
      ELSE a.entry_date
    END AS from_date,
    CASE
      WHEN s.measure_id = 'B30'
      THEN a.moved_in_date
      WHEN s.measure_id = 'B31' OR s.line = 'match'
      THEN a.match_date
      WHEN s.measure_id = 'B33' OR s.line = 'placed'
      THEN a.placed_date
      WHEN s.line = 'decision'
      THEN a.decision_date
      ELSE a.order_date
    END AS to_date
  FROM adopted AS a
  INNER JOIN stage AS s
    USING (measure_id)
)
SELECT
  t.measure_id::TEXT AS measure_id, /* B30, B31, B32 or B33 */
  t.line::TEXT AS line, /* main, or the stage that ends with the decision, match, placement or order */
  t.period::TEXT AS period, /* a period of the measure in measures.csv */
  t.authority::TEXT AS authority, /* authority */
  t.snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  t.as_at_date::DATE AS as_at_date, /* last day of the period */
  t.child_id::TEXT AS child_id, /* child adopted */
  t.care_period_id::TEXT AS care_period_id, /* period of care in which the child was adopted */
  t.entry_date::DATE AS entry_date, /* day the child became looked after */
  t.last_day::DATE AS group_day, /* last day in care, whose breakdown groups apply */
  (
    t.measure_id <> 'B33' OR COALESCE(@add_step(t.from_date, l.n, l.unit) >= t.to_date, FALSE)
  )::BOOLEAN AS counted, /* B33: placed in time; elsewhere every child of the population */
  t.from_date::DATE AS wait_since, /* day the time runs from; null when unknown */
  CASE WHEN t.to_date < t.from_date THEN 0 ELSE DATE_DIFF('DAY', t.from_date, t.to_date) END::INT AS days /* days taken; null when one of the dates is unknown */
FROM timed AS t
LEFT JOIN raw.rule_limit AS l
  ON l.authority = t.authority AND @limit_on(l, t.as_at_date, t.measure_id, 'placed_within')
WHERE
  t.measure_id /* A2 leaves out children without a placement order and children not placed before the adoption order */ <> 'B31'
  OR (
    NOT t.placement_order_date IS NULL AND NOT t.placed_date IS NULL
  )
