MODEL (
  name core.plan,
  kind FULL,
  description 'Plans by period of care with the unbroken spell each belongs to: the same canonical plan, re-recorded with at most one day between, is one spell (boundaries 15 to 17). Where a source records no plans, stand-in rows (origin stand_in) are made from orders, decisions and placements.',
  owner performance_team,
  grain (authority, snapshot_date, care_period_id, row_key),
  audits (
    not_null(
      columns := (
        authority,
        snapshot_date,
        child_id,
        care_period_id,
        row_key,
        plan,
        plan_rank,
        origin,
        start_date,
        spell_start
      )
    ),
    unique_combination_of_columns(columns := (authority, snapshot_date, care_period_id, row_key)),
    forall(criteria := (
      spell_start <= start_date
    ))
  )
);

WITH without_plans AS (
  SELECT
    s.authority,
    s.snapshot_date
  FROM raw.snapshot AS s
  LEFT JOIN raw.input AS i
    ON i.authority = s.authority
    AND i.snapshot_date = s.snapshot_date
    AND i.input = 'care_plan'
  WHERE
    i.input IS NULL
), adoption_stand_in AS (
  SELECT
    authority,
    snapshot_date,
    child_id,
    care_period_id,
    start_date,
    end_date,
    'order:' || start_date::TEXT AS row_key
  FROM core.placement_order
  UNION ALL
  SELECT
    authority,
    snapshot_date,
    child_id,
    care_period_id,
    decision_date AS start_date,
    decision_reversed_date AS end_date,
    'decision:' || row_key AS row_key
  FROM staging.adoption
  WHERE
    NOT decision_date IS NULL
), stand_in AS (
  SELECT
    authority,
    snapshot_date,
    child_id,
    care_period_id,
    row_key,
    'ADOPTION' AS plan,
    start_date,
    end_date
  FROM adoption_stand_in
  UNION ALL
  SELECT
    authority,
    snapshot_date,
    child_id,
    care_period_id,
    category || ':' || start_date::TEXT AS row_key,
    CASE category WHEN 'long_term_foster' THEN 'LTF' ELSE 'RESIDENTIAL' END AS plan,
    start_date,
    end_date
  FROM core.category_stay
  WHERE
    category IN ('long_term_foster', 'residential')
), plan_row AS (
  SELECT
    authority,
    snapshot_date,
    child_id,
    care_period_id,
    row_key,
    plan,
    plan_rank,
    origin,
    start_date,
    end_date,
    recorded_date
  FROM staging.plan
  UNION ALL
  SELECT
    s.authority,
    s.snapshot_date,
    s.child_id,
    s.care_period_id,
    s.row_key,
    s.plan,
    'primary' AS plan_rank,
    'stand_in' AS origin,
    s.start_date,
    s.end_date,
    NULL::DATE AS recorded_date
  FROM stand_in AS s
  INNER JOIN without_plans AS w
    ON w.authority = s.authority AND w.snapshot_date = s.snapshot_date
), first_day AS (
  SELECT DISTINCT
    authority,
    snapshot_date,
    care_period_id,
    start_date
  FROM plan_row
), bridged AS (
  SELECT
    p.authority,
    p.snapshot_date,
    p.child_id,
    p.care_period_id,
    p.row_key,
    p.plan,
    p.plan_rank,
    p.origin,
    p.start_date,
    COALESCE(n.start_date, p.end_date) AS end_date,
    p.recorded_date
  FROM plan_row AS p
  LEFT JOIN first_day AS n
    ON n.authority = p.authority
    AND n.snapshot_date = p.snapshot_date
    AND n.care_period_id = p.care_period_id
    AND n.start_date = p.end_date + INTERVAL '1' DAY
), reached AS (
  SELECT
    authority,
    snapshot_date,
    child_id,
    care_period_id,
    row_key,
    plan,
    plan_rank,
    origin,
    start_date,
    end_date,
    recorded_date,
    MAX(COALESCE(end_date, '9999-12-31'::DATE)) OVER (
      PARTITION BY authority, snapshot_date, care_period_id, plan, plan_rank
      ORDER BY start_date, row_key
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS reached_date
  FROM bridged
), numbered AS (
  SELECT
    authority,
    snapshot_date,
    child_id,
    care_period_id,
    row_key,
    plan,
    plan_rank,
    origin,
    start_date,
    end_date,
    recorded_date,
    SUM(CASE WHEN start_date <= reached_date THEN 0 ELSE 1 END) OVER (
      PARTITION BY authority, snapshot_date, care_period_id, plan, plan_rank
      ORDER BY start_date, row_key
    ) AS spell
  FROM reached
)
SELECT
  n.authority::TEXT AS authority, /* authority */
  n.snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  n.child_id::TEXT AS child_id, /* child */
  n.care_period_id::TEXT AS care_period_id, /* period of care */
  n.row_key::TEXT AS row_key, /* key of the plan row */
  n.plan::TEXT AS plan, /* canonical plan */
  n.plan_rank::TEXT AS plan_rank, /* primary, contingency or parallel */
  n.origin::TEXT AS origin, /* history, category, answers or stand_in */
  n.start_date::DATE AS start_date, /* effective from */
  n.end_date::DATE AS end_date, /* effective to, exclusive; null while open */
  n.recorded_date::DATE AS recorded_date, /* recorded on the system */
  MIN(n.start_date) OVER (
    PARTITION BY n.authority, n.snapshot_date, n.care_period_id, n.plan, n.plan_rank, n.spell
  )::DATE AS spell_start, /* first day of the unbroken spell of this plan */
  COALESCE(
    n.origin <> 'history'
    OR s.plan_history_from IS NULL
    OR MIN(n.start_date) OVER (
      PARTITION BY n.authority, n.snapshot_date, n.care_period_id, n.plan, n.plan_rank, n.spell
    ) <> s.plan_history_from,
    TRUE
  )::BOOLEAN AS is_start_known /* false when the spell starts on the first day of the history: it may be older (boundaries 39) */
FROM numbered AS n
INNER JOIN raw.snapshot AS s
  ON s.authority = n.authority AND s.snapshot_date = n.snapshot_date
