MODEL (
  name measures.early_permanence,
  kind FULL,
  description 'B38 children placed for adoption in the period, each by the latest placement, and those who had lived with early-permanence carers before.',
  owner performance_team,
  grain (authority, snapshot_date, as_at_date, measure_id, line, period, child_id),
  audits (
    not_null(
      columns := (
        measure_id,
        line,
        period,
        authority,
        snapshot_date,
        as_at_date,
        child_id,
        care_period_id,
        entry_date,
        group_day,
        counted
      )
    ),
    unique_combination_of_columns(
      columns := (authority, snapshot_date, as_at_date, measure_id, line, period, child_id)
    )
  )
);

WITH wanted AS (
  SELECT
    p.period,
    p.authority,
    p.snapshot_date,
    p.as_at_date,
    p.first_day
  FROM core.reporting_period AS p
  INNER JOIN staging.rule_measure_period AS q
    ON q.authority = p.authority AND q.period = p.period AND q.measure_id = 'B38'
), early AS (
  /* by the placement code, or by the date on the permanence record */
  SELECT
    authority,
    snapshot_date,
    care_period_id,
    MIN(early_date) AS early_date
  FROM (
    SELECT
      authority,
      snapshot_date,
      care_period_id,
      start_date AS early_date
    FROM core.category_stay
    WHERE
      category = 'early_permanence'
    UNION ALL
    SELECT
      authority,
      snapshot_date,
      care_period_id,
      early_permanence_placed_date AS early_date
    FROM staging.adoption
  ) AS either
  WHERE
    NOT early_date IS NULL
  GROUP BY
    authority,
    snapshot_date,
    care_period_id
), placed AS (
  SELECT
    w.period,
    t.authority,
    t.snapshot_date,
    w.as_at_date,
    t.child_id,
    t.care_period_id,
    t.entry_date,
    t.group_day,
    t.step_date,
    ROW_NUMBER() OVER (
      PARTITION BY w.period, t.authority, t.snapshot_date, w.as_at_date, t.child_id
      ORDER BY t.step_date DESC, t.care_period_id DESC
    ) AS choice
  FROM core.permanence_step AS t
  INNER JOIN wanted AS w
    ON w.authority = t.authority
    AND w.snapshot_date = t.snapshot_date
    AND t.step_date BETWEEN w.first_day AND w.as_at_date
  WHERE
    t.step = 'placed' AND t.in_care
)
SELECT
  'B38'::TEXT AS measure_id, /* measure */
  'main'::TEXT AS line, /* its only line */
  p.period::TEXT AS period, /* a period of the measure in measures.csv */
  p.authority::TEXT AS authority, /* authority */
  p.snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  p.as_at_date::DATE AS as_at_date, /* last day of the period */
  p.child_id::TEXT AS child_id, /* child placed for adoption */
  p.care_period_id::TEXT AS care_period_id, /* period of care */
  p.entry_date::DATE AS entry_date, /* start of the spell of care */
  p.group_day::DATE AS group_day, /* day of the placement, whose breakdown groups apply */
  COALESCE(e.early_date <= p.step_date, FALSE)::BOOLEAN AS counted, /* early permanence before */
  e.early_date::DATE AS wait_since, /* first day with early-permanence carers; null without one */
  NULL::INT AS days /* no duration */
FROM placed AS p
LEFT JOIN early AS e
  ON e.authority = p.authority
  AND e.snapshot_date = p.snapshot_date
  AND e.care_period_id = p.care_period_id
WHERE
  p.choice = 1
