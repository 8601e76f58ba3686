MODEL (
  name measures.early_permanence,
  kind VIEW,
  description 'B38 children placed for adoption in the period, each by the latest placement, and those who had lived with early-permanence carers before.',
  grain (authority, snapshot_date, as_at_date, measure_id, line, period, child_id)
);

WITH wanted AS (
  SELECT
    p.*
  FROM core.reporting_period AS p
  INNER JOIN staging.rule_measure_period AS q
    USING (authority, period)
  WHERE
    q.measure_id = 'B38'
), early AS (
  /* by the placement code, or by the date on the permanence record */
  SELECT
    @columns(authority, snapshot_date, care_period_id),
    MIN(early_date) AS early_date
  FROM (
    SELECT
      @columns(authority, snapshot_date, care_period_id),
      start_date AS early_date
    FROM core.category_stay
    WHERE
      category = 'early_permanence'
    UNION ALL
    SELECT
      @columns(authority, snapshot_date, care_period_id),
      early_permanence_placed_date AS early_date
    FROM staging.adoption
  ) AS either
  WHERE
    NOT early_date IS NULL
  GROUP BY
    @columns(authority, snapshot_date, care_period_id)
), placed AS (
  SELECT
    t.*,
    @columns_of(w, period, as_at_date),
    ROW_NUMBER() OVER (
      PARTITION BY w.period, t.authority, t.snapshot_date, w.as_at_date, t.child_id
      ORDER BY t.step_date DESC, t.care_period_id DESC
    ) AS choice
  FROM core.permanence_step AS t
  INNER JOIN wanted AS w
    USING (authority, snapshot_date)
  WHERE
    t.step_date BETWEEN w.first_day AND w.as_at_date AND t.step = 'placed' AND t.in_care
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
  USING (authority, snapshot_date, care_period_id)
WHERE
  p.choice = 1
