MODEL (
  name measures.adoption_step,
  kind VIEW,
  description 'B36 the adoption pipeline: children with an agency decision, a placement order, a match, a placement for adoption or an adoption order in the period, each child once per period and kind, by the latest. Steps taken on short breaks or from the 18th birthday do not count.',
  grain (authority, snapshot_date, as_at_date, measure_id, line, period, child_id)
);

WITH pipeline AS (
  SELECT
    @columns(step, line)
  FROM (VALUES
    ('adoption_order', 'main'),
    ('decision', 'decisions'),
    ('placement_order', 'placement_orders'),
    ('match', 'matches'),
    ('placed', 'placements')) AS t(step, line)
), in_period AS (
  SELECT
    t.*,
    @columns(q.measure_id, n.line, p.period, p.as_at_date),
    ROW_NUMBER() OVER (
      PARTITION BY n.line, p.period, t.authority, t.snapshot_date, p.as_at_date, t.child_id
      ORDER BY t.step_date DESC, t.care_period_id DESC
    ) AS choice
  FROM core.permanence_step AS t
  INNER JOIN pipeline AS n
    USING (step)
  INNER JOIN core.reporting_period AS p
    USING (authority, snapshot_date)
  INNER JOIN staging.rule_measure_period AS q
    USING (authority, period)
  WHERE
    t.step_date BETWEEN p.first_day AND p.as_at_date AND q.measure_id = 'B36' AND t.in_care
)
SELECT
  measure_id::TEXT AS measure_id, /* B36 */
  line::TEXT AS line, /* main (adoption orders), decisions, placement_orders, matches or placements */
  period::TEXT AS period, /* a period of the measure in measures.csv */
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  as_at_date::DATE AS as_at_date, /* last day of the period */
  child_id::TEXT AS child_id, /* child */
  care_period_id::TEXT AS care_period_id, /* period of care of the step */
  entry_date::DATE AS entry_date, /* day the child became looked after */
  group_day::DATE AS group_day, /* day of the step, whose breakdown groups apply */
  TRUE::BOOLEAN AS counted, /* everybody listed counts */
  NULL::DATE AS wait_since, /* no wait */
  NULL::INT AS days /* no duration */
FROM in_period
WHERE
  choice = 1
