MODEL (
  name measures.adoption_reversal,
  kind VIEW,
  description 'B37 plans changed from adoption: children with an agency decision in force in the period, and those whose decision was reversed in it; of the decisions made in it, those reversed by its end; and why. Each child once a period.',
  grain (authority, snapshot_date, as_at_date, measure_id, line, period, child_id)
);

WITH wanted AS (
  SELECT
    p.*
  FROM core.reporting_period AS p
  INNER JOIN staging.rule_measure_period AS q
    USING (authority, period)
  WHERE
    q.measure_id = 'B37'
), reason AS (
  SELECT
    @columns_of(a, authority, snapshot_date, care_period_id, decision_date),
    a.decision_reversed_date AS reversed_date,
    MAX(k.category) AS reason
  FROM staging.adoption AS a
  INNER JOIN raw.rule_category AS k
    ON k.code_set = 'reversal_reason' AND k.code = a.decision_reversed_reason
  GROUP BY
    @columns_of(a, authority, snapshot_date, care_period_id, decision_date, decision_reversed_date)
), decision AS (
  SELECT
    t.*,
    t.step_date AS decision_date,
    LEAST(t.reversed_date, s.end_date) AS over_date,
    COALESCE(r.reason, 'reason_not_recorded') AS reason
  FROM core.permanence_step AS t
  INNER JOIN core.care_spell AS s
    USING (authority, snapshot_date, care_period_id, entry_date)
  LEFT JOIN reason AS r
    ON @on_keys(r, t, authority, snapshot_date, care_period_id, reversed_date) AND r.decision_date = t.step_date
  WHERE
    t.step = 'decision' AND t.in_care
), in_force AS (
  SELECT
    d.*,
    @columns_of(w, period, as_at_date),
    COALESCE(d.reversed_date BETWEEN w.first_day AND w.as_at_date, FALSE) AS is_reversed,
    ROW_NUMBER() OVER (
      PARTITION BY w.period, d.authority, d.snapshot_date, w.as_at_date, d.child_id
      ORDER BY CASE WHEN d.reversed_date BETWEEN w.first_day AND w.as_at_date THEN 0 ELSE 1 END, d.decision_date DESC, d.care_period_id DESC
    ) AS choice
  FROM decision AS d
  INNER JOIN wanted AS w
    USING (authority, snapshot_date)
  WHERE
    d.decision_date <= w.as_at_date AND COALESCE(d.over_date, w.as_at_date) >= w.first_day
), made AS (
  SELECT
    d.*,
    @columns_of(w, period, as_at_date),
    COALESCE(d.reversed_date <= w.as_at_date, FALSE) AS is_reversed,
    ROW_NUMBER() OVER (
      PARTITION BY w.period, d.authority, d.snapshot_date, w.as_at_date, d.child_id
      ORDER BY d.decision_date DESC, d.care_period_id DESC
    ) AS choice
  FROM decision AS d
  INNER JOIN wanted AS w
    USING (authority, snapshot_date)
  WHERE
    d.decision_date BETWEEN w.first_day AND w.as_at_date
), why AS (
  SELECT
    line
  FROM (VALUES
    ('needs_changed'),
    ('no_placement_order'),
    ('no_adopters'),
    ('other_reason'),
    ('reason_not_recorded')) AS t(line)
), measured AS (
  @stacked(
    (period, authority, snapshot_date, as_at_date, child_id, care_period_id, entry_date, group_day),
    (
      in_force,
      'B37' AS measure_id,
      'main' AS line,
      is_reversed AS counted,
      decision_date AS wait_since,
      choice = 1 AS only_where
    ),
    (
      made,
      'B37' AS measure_id,
      'made_in_period' AS line,
      is_reversed AS counted,
      decision_date AS wait_since,
      choice = 1 AS only_where
    )
  )
  UNION ALL
  SELECT
    @columns_of(f, period, authority, snapshot_date, as_at_date, child_id, care_period_id, entry_date, group_day),
    'B37' AS measure_id,
    w.line,
    w.line = f.reason AS counted,
    f.decision_date AS wait_since
  FROM in_force AS f
  CROSS JOIN why AS w
  WHERE
    f.choice = 1 AND f.is_reversed
)
SELECT
  measure_id::TEXT AS measure_id, /* B37 */
  line::TEXT AS line, /* main, made_in_period or a reason */
  period::TEXT AS period, /* a period of the measure in measures.csv */
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  as_at_date::DATE AS as_at_date, /* last day of the period */
  child_id::TEXT AS child_id, /* child */
  care_period_id::TEXT AS care_period_id, /* period of care of the decision */
  entry_date::DATE AS entry_date, /* start of the spell of care */
  group_day::DATE AS group_day, /* day of the decision, whose breakdown groups apply */
  counted::BOOLEAN AS counted, /* reversed, or for that reason */
  wait_since::DATE AS wait_since, /* day of the decision */
  NULL::INT AS days /* no duration */
FROM measured
