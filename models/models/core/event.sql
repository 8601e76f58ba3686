MODEL (
  name core.event,
  kind VIEW,
  description 'Every dated event of every child in one long view: anchors and completions of the deadline measures, and what explain prints. Reviews are numbered as held within the period of care; cancelled ones never count.',
  owner performance_team,
  grain (authority, snapshot_date, event, row_key, n),
  audits (
    one_row_per_key(columns := (authority, snapshot_date, event, row_key, n)),
    not_null(columns := (child_id, event_date))
  )
);

WITH dated AS (
  @stacked(
    (authority, snapshot_date, child_id, care_period_id),
    (
      core.care_spell,
      'care' AS event,
      entry_date AS event_date,
      care_period_id || '@' || entry_date::TEXT AS row_key,
      NULL::TEXT AS status,
      NULL::TEXT AS role
    ),
    (
      core.care_spell,
      'ceased' AS event,
      end_date AS event_date,
      care_period_id || '@' || entry_date::TEXT AS row_key
    ),
    (raw.review, 'review' AS event, held_date AS event_date, row_key, 'HELD' AS status, NOT cancelled AS only_where),
    (raw.review, 'review_due' AS event, due_date AS event_date, row_key, NOT cancelled AS only_where),
    (
      raw.permanence_meeting,
      CASE WHEN meeting_type = 'DISCUSSION' THEN 'specialist_discussion' ELSE 'permanence_meeting' END AS event,
      meeting_date AS event_date,
      row_key,
      meeting_status AS status
    ),
    (
      raw.permanence_meeting,
      'meeting_not_required' AS event,
      not_required_agreed_date AS event_date,
      row_key,
      not_required_agreed_role AS role,
      not_required AS only_where
    ),
    (
      raw.permanence_meeting,
      'specialist_discussion_recorded' AS event,
      specialist_discussion_date AS event_date,
      row_key
    ),
    (
      core.plan,
      'plan' AS event,
      start_date AS event_date,
      care_period_id || '@' || row_key AS row_key,
      plan AS status,
      plan_rank AS role
    ),
    (
      core.placement_order,
      'placement_order' AS event,
      order_date AS event_date,
      care_period_id || '@' || start_date::TEXT AS row_key
    ),
    (
      staging.adoption,
      'adoption_decision' AS event,
      decision_date AS event_date,
      care_period_id || '@' || row_key AS row_key
    ),
    (
      staging.adoption,
      'adoption_decision_reversed' AS event,
      decision_reversed_date AS event_date,
      care_period_id || '@' || row_key AS row_key
    ),
    (
      staging.adoption,
      'link_identified' AS event,
      link_date AS event_date,
      care_period_id || '@' || row_key AS row_key
    ),
    (staging.adoption, 'matched' AS event, matched_date AS event_date, care_period_id || '@' || row_key AS row_key),
    (
      staging.adoption,
      'placed_for_adoption' AS event,
      placed_date AS event_date,
      care_period_id || '@' || row_key AS row_key
    ),
    (
      staging.adoption,
      'adoption_order' AS event,
      adoption_order_date AS event_date,
      care_period_id || '@' || row_key AS row_key
    ),
    (
      raw.long_term_match,
      'long_term_match' AS event,
      match_ratified_date AS event_date,
      row_key,
      ratification_route AS role
    )
  )
)
SELECT
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  child_id::TEXT AS child_id, /* child */
  care_period_id::TEXT AS care_period_id, /* period of care; null where the source names none */
  event::TEXT AS event, /* what happened */
  ROW_NUMBER() OVER (PARTITION BY authority, snapshot_date, child_id, care_period_id, event ORDER BY event_date, row_key)::INT AS n, /* first, second ... of its kind in the period of care */
  event_date::DATE AS event_date, /* when */
  status::TEXT AS status, /* status or plan */
  role::TEXT AS role, /* role or rank concerned */
  row_key::TEXT AS row_key /* key of the source row */
FROM dated
WHERE
  NOT event_date IS NULL
