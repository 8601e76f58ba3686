MODEL (
  name core.event,
  kind VIEW,
  description 'Every dated event of every child in one long view: anchors and completions of the deadline measures, and what explain prints. Reviews are numbered as held within the period of care; cancelled ones never count.',
  owner performance_team,
  grain (authority, snapshot_date, event, row_key, n),
  audits (
    not_null(columns := (authority, snapshot_date, child_id, event, event_date, row_key, n)),
    unique_combination_of_columns(columns := (authority, snapshot_date, event, row_key, n))
  )
);

WITH dated AS (
  SELECT
    authority,
    snapshot_date,
    child_id,
    care_period_id,
    'care' AS event,
    entry_date AS event_date,
    care_period_id || '@' || entry_date::TEXT AS row_key,
    NULL::TEXT AS status,
    NULL::TEXT AS role
  FROM core.care_spell
  UNION ALL
  SELECT
    authority,
    snapshot_date,
    child_id,
    care_period_id,
    'ceased' AS event,
    end_date AS event_date,
    care_period_id || '@' || entry_date::TEXT AS row_key,
    NULL::TEXT AS status,
    NULL::TEXT AS role
  FROM core.care_spell
  UNION ALL
  SELECT
    authority,
    snapshot_date,
    child_id,
    care_period_id,
    'review' AS event,
    held_date AS event_date,
    row_key,
    'HELD' AS status,
    NULL::TEXT AS role
  FROM raw.review
  WHERE
    NOT cancelled
  UNION ALL
  SELECT
    authority,
    snapshot_date,
    child_id,
    care_period_id,
    'review_due' AS event,
    due_date AS event_date,
    row_key,
    NULL::TEXT AS status,
    NULL::TEXT AS role
  FROM raw.review
  WHERE
    NOT cancelled
  UNION ALL
  SELECT
    authority,
    snapshot_date,
    child_id,
    care_period_id,
    CASE
      WHEN meeting_type = 'DISCUSSION'
      THEN 'specialist_discussion'
      ELSE 'permanence_meeting'
    END AS event,
    meeting_date AS event_date,
    row_key,
    meeting_status AS status,
    NULL::TEXT AS role
  FROM raw.permanence_meeting
  UNION ALL
  SELECT
    authority,
    snapshot_date,
    child_id,
    care_period_id,
    'meeting_not_required' AS event,
    not_required_agreed_date AS event_date,
    row_key,
    NULL::TEXT AS status,
    not_required_agreed_role AS role
  FROM raw.permanence_meeting
  WHERE
    not_required
  UNION ALL
  SELECT
    authority,
    snapshot_date,
    child_id,
    care_period_id,
    'specialist_discussion_recorded' AS event,
    specialist_discussion_date AS event_date,
    row_key,
    NULL::TEXT AS status,
    NULL::TEXT AS role
  FROM raw.permanence_meeting
  UNION ALL
  SELECT
    authority,
    snapshot_date,
    child_id,
    care_period_id,
    'plan' AS event,
    start_date AS event_date,
    care_period_id || '@' || row_key AS row_key,
    plan AS status,
    plan_rank AS role
  FROM core.plan
  UNION ALL
  SELECT
    authority,
    snapshot_date,
    child_id,
    care_period_id,
    'placement_order' AS event,
    order_date AS event_date,
    care_period_id || '@' || start_date::TEXT AS row_key,
    NULL::TEXT AS status,
    NULL::TEXT AS role
  FROM core.placement_order
  UNION ALL
  SELECT
    authority,
    snapshot_date,
    child_id,
    care_period_id,
    'adoption_decision' AS event,
    decision_date AS event_date,
    care_period_id || '@' || row_key AS row_key,
    NULL::TEXT AS status,
    NULL::TEXT AS role
  FROM staging.adoption
  UNION ALL
  SELECT
    authority,
    snapshot_date,
    child_id,
    care_period_id,
    'adoption_decision_reversed' AS event,
    decision_reversed_date AS event_date,
    care_period_id || '@' || row_key AS row_key,
    NULL::TEXT AS status,
    NULL::TEXT AS role
  FROM staging.adoption
  UNION ALL
  SELECT
    authority,
    snapshot_date,
    child_id,
    care_period_id,
    'link_identified' AS event,
    link_date AS event_date,
    care_period_id || '@' || row_key AS row_key,
    NULL::TEXT AS status,
    NULL::TEXT AS role
  FROM staging.adoption
  UNION ALL
  SELECT
    authority,
    snapshot_date,
    child_id,
    care_period_id,
    'matched' AS event,
    matched_date AS event_date,
    care_period_id || '@' || row_key AS row_key,
    NULL::TEXT AS status,
    NULL::TEXT AS role
  FROM staging.adoption
  UNION ALL
  SELECT
    authority,
    snapshot_date,
    child_id,
    care_period_id,
    'placed_for_adoption' AS event,
    placed_date AS event_date,
    care_period_id || '@' || row_key AS row_key,
    NULL::TEXT AS status,
    NULL::TEXT AS role
  FROM staging.adoption
  UNION ALL
  SELECT
    authority,
    snapshot_date,
    child_id,
    care_period_id,
    'adoption_order' AS event,
    adoption_order_date AS event_date,
    care_period_id || '@' || row_key AS row_key,
    NULL::TEXT AS status,
    NULL::TEXT AS role
  FROM staging.adoption
  UNION ALL
  SELECT
    authority,
    snapshot_date,
    child_id,
    care_period_id,
    'long_term_match' AS event,
    match_ratified_date AS event_date,
    row_key,
    NULL::TEXT AS status,
    ratification_route AS role
  FROM raw.long_term_match
)
SELECT
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  child_id::TEXT AS child_id, /* child */
  care_period_id::TEXT AS care_period_id, /* period of care; null where the source names none */
  event::TEXT AS event, /* what happened */
  ROW_NUMBER() OVER (
    PARTITION BY authority, snapshot_date, child_id, care_period_id, event
    ORDER BY event_date, row_key
  )::INT AS n, /* first, second ... of its kind in the period of care */
  event_date::DATE AS event_date, /* when */
  status::TEXT AS status, /* status or plan */
  role::TEXT AS role, /* role or rank concerned */
  row_key::TEXT AS row_key /* key of the source row */
FROM dated
WHERE
  NOT event_date IS NULL
