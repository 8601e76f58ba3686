MODEL (
  name core.plan,
  kind FULL,
  description 'Plans by period of care with the unbroken spell each belongs to: the same canonical plan, re-recorded with at most one day between, is one spell (boundaries 15 to 17). Where a source records no plans, stand-in rows (origin stand_in) are made from orders, decisions and placements.',
  grain (authority, snapshot_date, care_period_id, row_key),
  audits one_row_per_key(known := (child_id, plan, plan_rank, origin, start_date, spell_start), holds := spell_start <= start_date)
);

WITH without_plans AS (
  SELECT
    @columns_of(s, authority, snapshot_date)
  FROM raw.snapshot AS s
  LEFT JOIN raw.input AS i
    ON @on_keys(i, s, authority, snapshot_date) AND i.input = 'care_plan'
  WHERE
    i.input IS NULL
), adoption_stand_in AS (
  @stacked(
    (authority, snapshot_date, child_id, care_period_id),
    (core.placement_order, start_date, end_date, order_date AS spell_start, 'order:' || start_date::TEXT AS row_key),
    (
      staging.adoption,
      decision_date AS start_date,
      decision_reversed_date AS end_date,
      decision_date AS spell_start,
      'decision:' || row_key AS row_key,
      (
        NOT decision_date IS NULL AND (
          decision_reversed_date IS NULL OR decision_reversed_date > decision_date
        )
      ) AS only_where
    )
  )
), stand_in AS (
  @stacked(
    (authority, snapshot_date, child_id, care_period_id, start_date, end_date),
    (adoption_stand_in, row_key, 'ADOPTION' AS plan, spell_start),
    (
      core.category_stay,
      category || ':' || start_date::TEXT AS row_key,
      CASE category WHEN 'long_term_foster' THEN 'LTF' ELSE 'RESIDENTIAL' END AS plan,
      start_date AS spell_start,
      category IN ('long_term_foster', 'residential') AS only_where
    )
  )
), first_day AS (
  SELECT DISTINCT
    @columns(authority, snapshot_date, care_period_id, start_date)
  FROM staging.plan
), bridged AS (
  SELECT
    @columns_of(p, authority, snapshot_date, child_id, care_period_id, row_key, document_id, plan, plan_rank, origin, start_date),
    COALESCE(n.start_date, p.end_date) AS end_date,
    p.recorded_date
  FROM staging.plan AS p
  LEFT JOIN first_day AS n
    ON @on_keys(n, p, authority, snapshot_date, care_period_id) AND n.start_date = p.end_date + INTERVAL '1' DAY
), reached AS (
  SELECT
    *,
    MAX(COALESCE(end_date, '9999-12-31'::DATE)) OVER (
      PARTITION BY authority, snapshot_date, care_period_id, plan, plan_rank
      ORDER BY start_date, row_key
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS reached_date
  FROM bridged
  WHERE
    plan <> 'NO_PLAN'
), numbered AS (
  SELECT
    *,
    SUM(CASE WHEN start_date <= reached_date THEN 0 ELSE 1 END) OVER (PARTITION BY authority, snapshot_date, care_period_id, plan, plan_rank ORDER BY start_date, row_key) AS spell
  FROM reached
), recorded AS (
  SELECT
    *,
    MIN(start_date) OVER (PARTITION BY authority, snapshot_date, care_period_id, plan, plan_rank, spell) AS spell_start
  FROM numbered
), plan AS (
  SELECT
    @columns(
      authority,
      snapshot_date,
      child_id,
      care_period_id,
      row_key,
      document_id,
      plan,
      plan_rank,
      origin,
      start_date,
      end_date,
      recorded_date,
      spell_start
    )
  FROM recorded
  UNION ALL
  SELECT
    @columns_of(s, authority, snapshot_date, child_id, care_period_id, row_key),
    'stand_in' AS document_id,
    s.plan,
    'primary' AS plan_rank,
    'stand_in' AS origin,
    @columns_of(s, start_date, end_date),
    NULL::DATE AS recorded_date,
    s.spell_start
  FROM stand_in AS s
  INNER JOIN without_plans AS w
    USING (authority, snapshot_date)
)
SELECT
  p.authority::TEXT AS authority, /* authority */
  p.snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  p.child_id::TEXT AS child_id, /* child */
  p.care_period_id::TEXT AS care_period_id, /* period of care */
  p.row_key::TEXT AS row_key, /* key of the plan row */
  p.document_id::TEXT AS document_id, /* plans that are current together share it */
  p.plan::TEXT AS plan, /* canonical plan */
  p.plan_rank::TEXT AS plan_rank, /* primary, contingency or parallel */
  p.origin::TEXT AS origin, /* history, category, answers or stand_in */
  p.start_date::DATE AS start_date, /* effective from */
  p.end_date::DATE AS end_date, /* effective to, exclusive; null while open */
  p.recorded_date::DATE AS recorded_date, /* recorded on the system */
  p.spell_start::DATE AS spell_start, /* first day of the unbroken spell of this plan */
  (
    p.origin <> 'history' OR s.plan_history_from IS NULL OR p.spell_start <> s.plan_history_from
  )::BOOLEAN AS is_start_known /* false when the spell starts on the first day of the history: it may be older (boundaries 39) */
FROM plan AS p
INNER JOIN raw.snapshot AS s
  USING (authority, snapshot_date)
