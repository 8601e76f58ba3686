MODEL (
  name core.event,
  kind FULL,
  description 'Every dated event of every child in one long table: anchors and completions of the procedures'' lines. Every dated column of the contract is an event, every code of a long extract one of its own. events.csv says what each is and from which file it comes; what lies ahead on the day (booked, due) says so. Cancelled reviews and meetings never count.',
  grain (authority, snapshot_date, event, row_key, n),
  audits one_row_per_key(known := (child_id, event_date))
);

WITH plan_ranked AS (
  SELECT
    *,
    ROW_NUMBER() OVER (PARTITION BY authority, snapshot_date, care_period_id, start_date ORDER BY recorded_date DESC, row_key DESC) AS choice
  FROM core.plan
  WHERE
    plan_rank = 'primary' AND plan <> 'NO_PLAN'
), plan_followed AS (
  SELECT
    *,
    LAG(plan) OVER (PARTITION BY authority, snapshot_date, care_period_id ORDER BY start_date) AS plan_before
  FROM plan_ranked
  WHERE
    choice = 1
), plan_change AS (
  /* the first plan changes nothing, nor does the same plan recorded again, also after a lapse */
  SELECT
    *
  FROM plan_followed
  WHERE
    plan <> plan_before
), placement_followed AS (
  SELECT
    *,
    LAG(placement_category) OVER (PARTITION BY authority, snapshot_date, care_period_id ORDER BY start_date, row_key) AS category_before
  FROM staging.placement
), home_followed AS (
  SELECT
    *,
    LAG(placement_type) OVER (PARTITION BY authority, snapshot_date, care_period_id ORDER BY start_date, row_key) AS type_before
  FROM placement_followed
  WHERE
    COALESCE(placement_category, '') <> 'temporary'
), home_begun AS (
  /* temporary placements are looked through: a return from one begins nothing (boundaries 20) */
  SELECT
    *
  FROM home_followed
  WHERE
    COALESCE(category_before, '') <> 'temporary' OR COALESCE(type_before, '') <> placement_type
), long_term AS (
  /* a period that is not on file is none: the row is placed by its dates (boundaries 7) */
  SELECT
    m.*,
    p.care_period_id AS named_period
  FROM raw.long_term_match AS m
  LEFT JOIN raw.care_period AS p
    ON @on_keys(p, m, authority, snapshot_date, child_id, care_period_id)
), contact AS (
  /* the source repeats the latest contact on every episode */
  SELECT DISTINCT
    authority,
    snapshot_date,
    child_id,
    officer_contact_date
  FROM raw.episode
), ended_placement AS (
  SELECT
    p.*,
    NOT k.category IS NULL AS is_permanent
  FROM staging.placement AS p
  INNER JOIN raw.placement AS r
    USING (authority, snapshot_date, row_key)
  INNER JOIN raw.rule_category AS b
    ON b.code_set = 'change_reason' AND b.code = r.change_reason AND b.category = 'broke_down'
  LEFT JOIN raw.rule_category AS k
    ON k.code_set = 'placement_type'
    AND k.code = p.placement_type
    AND k.category IN ('adoptive', 'early_permanence', 'long_term_foster')
), ended_care AS (
  SELECT
    c.*
  FROM core.cessation AS c
  WHERE
    c.reason_group LIKE 'returned_%'
), hearing_review AS (
  /* the last review before the final hearing, held or due */
  SELECT
    h.authority,
    h.snapshot_date,
    h.child_id,
    h.row_key,
    MAX(COALESCE(r.held_date, r.due_date)) AS review_date
  FROM raw.proceedings AS h
  INNER JOIN raw.review AS r
    USING (authority, snapshot_date, child_id)
  WHERE
    NOT r.cancelled AND COALESCE(r.held_date, r.due_date) < h.final_hearing_date
  GROUP BY
    h.authority,
    h.snapshot_date,
    h.child_id,
    h.row_key
), worked AS (
  SELECT
    *,
    LAG(team_id) OVER (PARTITION BY authority, snapshot_date, child_id ORDER BY start_date, row_key) AS team_before
  FROM raw.allocation
  WHERE
    role = 'case_worker'
), team_change AS (
  SELECT
    *
  FROM worked
  WHERE
    team_id <> team_before
), adopters AS (
  /* a household is tracked like a child, under a name that no child has */
  SELECT
    authority,
    snapshot_date,
    'household ' || household_key AS child_id,
    stage2_start_date,
    listed_date,
    row_key
  FROM raw.adopter_household
), dated AS (
  @stacked(
    (authority, snapshot_date, child_id),
    (
      core.care_spell,
      'care' AS event,
      entry_date AS event_date,
      care_period_id || '@' || entry_date::TEXT AS row_key,
      care_period_id,
      NULL::TEXT AS status,
      NULL::TEXT AS role,
      FALSE AS is_ahead
    ),
    (
      core.care_spell,
      'ceased' AS event,
      end_date AS event_date,
      care_period_id || '@' || entry_date::TEXT AS row_key,
      care_period_id
    ),
    (
      core.review_held,
      'review' AS event,
      held_date AS event_date,
      row_key || '@' || entry_date::TEXT AS row_key,
      care_period_id
    ),
    (
      raw.review,
      'review_due' AS event,
      due_date AS event_date,
      row_key,
      care_period_id,
      TRUE AS is_ahead,
      NOT cancelled AS only_where
    ),
    (
      raw.review,
      'review_planned' AS event,
      COALESCE(held_date, due_date) AS event_date,
      row_key,
      care_period_id,
      TRUE AS is_ahead,
      NOT cancelled AS only_where
    ),
    (
      raw.permanence_meeting,
      'ppm' AS event,
      meeting_date AS event_date,
      row_key,
      meeting_type AS status,
      meeting_status = 'HELD' AND COALESCE(meeting_type, 'REVIEW') <> 'DISCUSSION' AS only_where
    ),
    (
      raw.permanence_meeting,
      'ppm_final' AS event,
      meeting_date AS event_date,
      row_key,
      meeting_status = 'HELD' AND meeting_type = 'FINAL' AS only_where
    ),
    (
      raw.permanence_meeting,
      'ppm_multi' AS event,
      meeting_date AS event_date,
      row_key,
      parallel_plan AND meeting_status = 'HELD' AND COALESCE(meeting_type, 'REVIEW') <> 'DISCUSSION' AS only_where
    ),
    (raw.permanence_meeting, 'ppm_with_legal_minutes' AS event, minutes_sent_legal_date AS event_date, row_key),
    (
      raw.permanence_meeting,
      'ppm_ahead' AS event,
      meeting_date AS event_date,
      row_key,
      TRUE AS is_ahead,
      meeting_status = 'BOOKED' AS only_where
    ),
    (raw.permanence_meeting, 'ppm_next' AS event, next_meeting_date AS event_date, row_key, TRUE AS is_ahead),
    (
      raw.permanence_meeting,
      'specialist_discussion' AS event,
      COALESCE(specialist_discussion_date, meeting_date) AS event_date,
      row_key,
      NOT specialist_discussion_date IS NULL OR (
        meeting_status = 'HELD' AND meeting_type = 'DISCUSSION'
      ) AS only_where
    ),
    (
      raw.permanence_meeting,
      'ppm_not_required' AS event,
      not_required_agreed_date AS event_date,
      row_key,
      not_required_agreed_role AS role,
      not_required AS only_where
    ),
    (
      raw.permanence_meeting,
      'ppm_not_required_by_manager' AS event,
      not_required_agreed_date AS event_date,
      row_key,
      not_required AND not_required_agreed_role = 'service_manager' AS only_where
    ),
    (
      raw.permanence_meeting,
      'ppm_not_required_reasoned' AS event,
      not_required_agreed_date AS event_date,
      row_key,
      not_required AND exemption_reason_given AS only_where
    ),
    (raw.permanence_meeting, 'ppm_referral' AS event, referral_received_date AS event_date, row_key),
    (raw.permanence_meeting, 'ppm_minutes_to_iro' AS event, minutes_sent_iro_date AS event_date, row_key),
    (raw.permanence_meeting, 'ppm_summary_to_parents' AS event, summary_sent_parents_date AS event_date, row_key),
    (
      raw.permanence_meeting,
      'ppm_summary_to_head_of_review' AS event,
      summary_sent_independent_review_date AS event_date,
      row_key
    ),
    (raw.permanence_meeting, 'ppm_advice' AS event, adoption_advice_date AS event_date, row_key),
    (raw.permanence_meeting, 'ppm_booked' AS event, booked_date AS event_date, row_key),
    (raw.permanence_meeting, 'ppm_report_sent' AS event, report_sent_date AS event_date, row_key),
    (raw.permanence_meeting, 'ppm_minutes_recorded' AS event, minutes_recorded_date AS event_date, row_key),
    (raw.permanence_meeting, 'ppm_iro_notified' AS event, iro_notified_date AS event_date, row_key),
    (raw.permanence_meeting, 'ppm_parents_told' AS event, parents_told_date AS event_date, row_key),
    (
      raw.permanence_meeting,
      'ppm_roles_invited' AS event,
      meeting_date AS event_date,
      row_key,
      (
        NOT invited_roles IS NULL
      ) AND meeting_status = 'HELD' AND COALESCE(meeting_type, 'REVIEW') <> 'DISCUSSION' AS only_where
    ),
    (
      raw.permanence_meeting,
      'ppm_legal_invited' AS event,
      meeting_date AS event_date,
      row_key,
      (
        invited_roles LIKE '%legal_adviser%'
      )
      AND meeting_status = 'HELD'
      AND COALESCE(meeting_type, 'REVIEW') <> 'DISCUSSION' AS only_where
    ),
    (
      raw.permanence_meeting,
      'ppm_guardian_invited' AS event,
      meeting_date AS event_date,
      row_key,
      (
        invited_roles LIKE '%childrens_guardian%'
      )
      AND meeting_status = 'HELD'
      AND COALESCE(meeting_type, 'REVIEW') <> 'DISCUSSION' AS only_where
    ),
    (
      raw.permanence_meeting,
      'ppm_service_manager_chairs' AS event,
      meeting_date AS event_date,
      row_key,
      (
        chair_role = 'service_manager'
      )
      AND meeting_status = 'HELD'
      AND COALESCE(meeting_type, 'REVIEW') <> 'DISCUSSION' AS only_where
    ),
    (
      raw.permanence_meeting,
      'ppm_team_manager_chairs' AS event,
      meeting_date AS event_date,
      row_key,
      (
        chair_role = 'team_manager'
      )
      AND meeting_status = 'HELD'
      AND COALESCE(meeting_type, 'REVIEW') <> 'DISCUSSION' AS only_where
    ),
    (
      raw.permanence_meeting,
      'ppm_district_manager_chairs' AS event,
      meeting_date AS event_date,
      row_key,
      (
        chair_role = 'district_manager'
      )
      AND meeting_status = 'HELD'
      AND COALESCE(meeting_type, 'REVIEW') <> 'DISCUSSION' AS only_where
    ),
    (
      raw.permanence_meeting,
      'ppm_chair_known' AS event,
      meeting_date AS event_date,
      row_key,
      (
        NOT chair_role IS NULL
      ) AND meeting_status = 'HELD' AND COALESCE(meeting_type, 'REVIEW') <> 'DISCUSSION' AS only_where
    ),
    (
      raw.permanence_meeting,
      'ppm_social_worker' AS event,
      meeting_date AS event_date,
      row_key,
      (
        attended_roles LIKE '%social_worker%'
      )
      AND meeting_status = 'HELD'
      AND COALESCE(meeting_type, 'REVIEW') <> 'DISCUSSION' AS only_where
    ),
    (
      raw.permanence_meeting,
      'ppm_team_manager' AS event,
      meeting_date AS event_date,
      row_key,
      (
        ' ' || attended_roles || ' ' LIKE '% team_manager %'
      )
      AND meeting_status = 'HELD'
      AND COALESCE(meeting_type, 'REVIEW') <> 'DISCUSSION' AS only_where
    ),
    (
      raw.permanence_meeting,
      'ppm_adoption' AS event,
      meeting_date AS event_date,
      row_key,
      (
        attended_roles LIKE '%adoption%' OR attended_roles LIKE '%regional_adoption_agency%'
      )
      AND meeting_status = 'HELD'
      AND COALESCE(meeting_type, 'REVIEW') <> 'DISCUSSION' AS only_where
    ),
    (
      raw.permanence_meeting,
      'ppm_fostering' AS event,
      meeting_date AS event_date,
      row_key,
      (
        attended_roles LIKE '%fostering%'
      )
      AND meeting_status = 'HELD'
      AND COALESCE(meeting_type, 'REVIEW') <> 'DISCUSSION' AS only_where
    ),
    (
      raw.permanence_meeting,
      'ppm_family_finder' AS event,
      meeting_date AS event_date,
      row_key,
      (
        attended_roles LIKE '%family_finder%'
      )
      AND meeting_status = 'HELD'
      AND COALESCE(meeting_type, 'REVIEW') <> 'DISCUSSION' AS only_where
    ),
    (
      raw.permanence_meeting,
      'ppm_actions_done' AS event,
      meeting_date AS event_date,
      row_key,
      (
        actions_done >= actions_set
      )
      AND meeting_status = 'HELD'
      AND COALESCE(meeting_type, 'REVIEW') <> 'DISCUSSION' AS only_where
    ),
    (
      raw.permanence_meeting,
      'ppm_iro_consulted' AS event,
      meeting_date AS event_date,
      row_key,
      (
        iro_consulted
      ) AND meeting_status = 'HELD' AND COALESCE(meeting_type, 'REVIEW') <> 'DISCUSSION' AS only_where
    ),
    (
      raw.permanence_meeting,
      'ppm_adoption_ruled_out' AS event,
      meeting_date AS event_date,
      row_key,
      (
        adoption_ruled_out
      ) AND meeting_status = 'HELD' AND COALESCE(meeting_type, 'REVIEW') <> 'DISCUSSION' AS only_where
    ),
    (
      raw.permanence_meeting,
      'ppm_trigger' AS event,
      meeting_date AS event_date,
      row_key,
      NOT trigger IS NULL AND meeting_status = 'HELD' AND COALESCE(meeting_type, 'REVIEW') <> 'DISCUSSION' AS only_where
    ),
    (
      raw.permanence_meeting,
      'referral_grounded' AS event,
      referral_received_date AS event_date,
      row_key,
      NOT referral_grounds IS NULL AS only_where
    ),
    (
      core.plan,
      'plan' AS event,
      start_date AS event_date,
      care_period_id || '@' || row_key AS row_key,
      care_period_id,
      plan AS status,
      plan_rank AS role,
      plan_rank = 'primary' AND plan <> 'NO_PLAN' AS only_where
    ),
    (
      core.plan,
      'plan_parallel' AS event,
      start_date AS event_date,
      care_period_id || '@' || row_key AS row_key,
      care_period_id,
      plan AS status,
      plan_rank AS role,
      plan_rank <> 'primary' AS only_where
    ),
    (
      core.plan,
      'plan_of:' || plan AS event,
      start_date AS event_date,
      care_period_id || '@' || row_key || ':' || plan AS row_key,
      care_period_id,
      plan AS status,
      plan_rank AS role
    ),
    (
      plan_change,
      'plan_changed' AS event,
      start_date AS event_date,
      care_period_id || '@' || start_date::TEXT AS row_key,
      care_period_id
    ),
    (raw.care_plan, 'plan_recorded' AS event, recorded_date AS event_date, row_key),
    (raw.care_plan, 'plan_ratified' AS event, ratified_date AS event_date, row_key),
    (raw.care_plan, 'plan_timescale' AS event, timescale_date AS event_date, row_key, TRUE AS is_ahead),
    (raw.care_plan, 'plan_implemented' AS event, implemented_date AS event_date, row_key),
    (raw.care_plan, 'plan_next_review' AS event, next_review_date AS event_date, row_key, TRUE AS is_ahead),
    (raw.care_plan, 'plan_way_back' AS event, start_date AS event_date, row_key, way_back AS only_where),
    (raw.care_plan, 'plan_contact' AS event, start_date AS event_date, row_key, contact_plan AS only_where),
    (
      core.placement_order,
      'placement_order' AS event,
      order_date AS event_date,
      care_period_id || '@' || start_date::TEXT AS row_key,
      care_period_id
    ),
    (
      staging.adoption,
      'adoption_decision' AS event,
      decision_date AS event_date,
      care_period_id || '@' || row_key AS row_key,
      care_period_id
    ),
    (
      staging.adoption,
      'adoption_decision_reversed' AS event,
      decision_reversed_date AS event_date,
      care_period_id || '@' || row_key AS row_key,
      care_period_id
    ),
    (
      staging.adoption,
      'link_identified' AS event,
      link_date AS event_date,
      care_period_id || '@' || row_key AS row_key,
      care_period_id
    ),
    (
      staging.adoption,
      'matched' AS event,
      matched_date AS event_date,
      care_period_id || '@' || row_key AS row_key,
      care_period_id
    ),
    (
      staging.adoption,
      'placed_for_adoption' AS event,
      placed_date AS event_date,
      care_period_id || '@' || row_key AS row_key,
      care_period_id
    ),
    (
      staging.adoption,
      'adoption_order' AS event,
      adoption_order_date AS event_date,
      care_period_id || '@' || row_key AS row_key,
      care_period_id
    ),
    (
      staging.adoption,
      'early_permanence_placed' AS event,
      early_permanence_placed_date AS event_date,
      care_period_id || '@' || row_key AS row_key,
      care_period_id
    ),
    (raw.adoption, 'early_permanence_decision' AS event, early_permanence_decision_date AS event_date, row_key),
    (
      raw.adoption_tracking,
      'adoption_legal_planning_meeting' AS event,
      legal_planning_meeting_date AS event_date,
      row_key
    ),
    (raw.adoption_tracking, 'adoption_parallel_plan' AS event, parallel_plan_date AS event_date, row_key),
    (raw.adoption_tracking, 'family_finder_allocated' AS event, family_finder_allocated_date AS event_date, row_key),
    (raw.adoption_tracking, 'medical_booked' AS event, medical_booked_date AS event_date, row_key),
    (raw.adoption_tracking, 'medical_completed' AS event, medical_completed_date AS event_date, row_key),
    (raw.adoption_tracking, 'cpr_started' AS event, cpr_started_date AS event_date, row_key),
    (raw.adoption_tracking, 'cpr_completed' AS event, cpr_completed_date AS event_date, row_key),
    (raw.adoption_tracking, 'decision_booked' AS event, adm_booked_date AS event_date, row_key, TRUE AS is_ahead),
    (raw.adoption_tracking, 'placement_order_applied' AS event, placement_order_applied_date AS event_date, row_key),
    (raw.adoption_tracking, 'profiled' AS event, profiled_date AS event_date, row_key),
    (raw.adoption_tracking, 'shortlisted' AS event, shortlist_date AS event_date, row_key),
    (raw.adoption_tracking, 'matching_meeting' AS event, matching_meeting_date AS event_date, row_key),
    (raw.adoption_tracking, 'matching_panel' AS event, matching_panel_date AS event_date, row_key, TRUE AS is_ahead),
    (raw.adoption_tracking, 'introductions' AS event, introductions_start_date AS event_date, row_key),
    (raw.adoption_tracking, 'application_lodged' AS event, application_lodged_date AS event_date, row_key),
    (
      raw.adoption_tracking,
      'first_adoption_review' AS event,
      first_adoption_review_date AS event_date,
      row_key,
      TRUE AS is_ahead
    ),
    (
      raw.adoption_tracking,
      'sibling_search_end' AS event,
      sibling_search_end_date AS event_date,
      row_key,
      TRUE AS is_ahead
    ),
    (
      raw.adoption_tracking,
      'on_adoption_tracker' AS event,
      COALESCE(
        parallel_plan_date,
        legal_planning_meeting_date,
        family_finder_allocated_date,
        cpr_started_date,
        profiled_date,
        link_identified_date
      ) AS event_date,
      row_key
    ),
    (
      raw.adoption_tracking,
      'coordinator_attended' AS event,
      legal_planning_meeting_date AS event_date,
      row_key,
      coordinator_attended AS only_where
    ),
    (
      raw.adoption_tracking,
      'relinquished' AS event,
      COALESCE(parallel_plan_date, legal_planning_meeting_date, family_finder_allocated_date, profiled_date) AS event_date,
      row_key,
      relinquished AS only_where
    ),
    (
      raw.adoption_tracking,
      'in_region' AS event,
      COALESCE(matching_panel_date, introductions_start_date, link_identified_date) AS event_date,
      row_key,
      in_region AS only_where
    ),
    (
      long_term,
      'long_term_match' AS event,
      match_ratified_date AS event_date,
      row_key,
      ratification_route AS role,
      named_period AS care_period_id
    ),
    (
      long_term,
      'ltf_agreed' AS event,
      plan_agreed_date AS event_date,
      row_key,
      ratification_route AS role,
      named_period AS care_period_id
    ),
    (
      long_term,
      'ltf_referral' AS event,
      referral_date AS event_date,
      row_key,
      ratification_route AS role,
      named_period AS care_period_id
    ),
    (
      long_term,
      'ltf_questionnaire' AS event,
      questionnaire_date AS event_date,
      row_key,
      ratification_route AS role,
      named_period AS care_period_id
    ),
    (
      long_term,
      'ltf_wishes' AS event,
      child_wishes_date AS event_date,
      row_key,
      ratification_route AS role,
      named_period AS care_period_id
    ),
    (
      long_term,
      'ltf_profile' AS event,
      profile_date AS event_date,
      row_key,
      ratification_route AS role,
      named_period AS care_period_id
    ),
    (
      long_term,
      'ltf_link' AS event,
      link_identified_date AS event_date,
      row_key,
      ratification_route AS role,
      named_period AS care_period_id
    ),
    (
      long_term,
      'ltf_matching_meeting' AS event,
      matching_meeting_date AS event_date,
      row_key,
      ratification_route AS role,
      named_period AS care_period_id
    ),
    (
      long_term,
      'ltf_panel' AS event,
      panel_date AS event_date,
      row_key,
      ratification_route AS role,
      named_period AS care_period_id
    ),
    (
      long_term,
      'ltf_decision' AS event,
      decision_date AS event_date,
      row_key,
      ratification_route AS role,
      named_period AS care_period_id
    ),
    (
      long_term,
      'ltf_ratified_at_review' AS event,
      match_ratified_date AS event_date,
      row_key,
      named_period AS care_period_id,
      ratification_route = 'REVIEW14' AS only_where
    ),
    (
      long_term,
      'ltf_entry_reason' AS event,
      COALESCE(plan_agreed_date, referral_date) AS event_date,
      row_key,
      named_period AS care_period_id,
      NOT entry_reason IS NULL AS only_where
    ),
    (
      raw.panel_decision,
      'heard:' || panel AS event,
      heard_date AS event_date,
      row_key || ':' || panel AS row_key,
      outcome AS status
    ),
    (
      raw.panel_decision,
      'referred:' || panel AS event,
      referred_date AS event_date,
      row_key || ':' || panel AS row_key
    ),
    (raw.panel_decision, 'rag_given' AS event, heard_date AS event_date, row_key, NOT rag IS NULL AS only_where),
    (
      raw.panel_decision,
      'iro_view_given' AS event,
      heard_date AS event_date,
      row_key,
      NOT iro_view IS NULL AS only_where
    ),
    (
      raw.panel_decision,
      'barrier_named' AS event,
      heard_date AS event_date,
      row_key,
      NOT barrier IS NULL AS only_where
    ),
    (raw.panel_decision, 'template_filled' AS event, prefilled_date AS event_date, row_key),
    (
      raw.panel_decision,
      'action_set' AS event,
      heard_date AS event_date,
      row_key,
      NOT action_due_date IS NULL AS only_where
    ),
    (raw.panel_decision, 'action_recorded' AS event, action_recorded_date AS event_date, row_key),
    (raw.panel_decision, 'action_due' AS event, action_due_date AS event_date, row_key, TRUE AS is_ahead),
    (raw.panel_decision, 'action_done' AS event, action_done_date AS event_date, row_key),
    (
      raw.legal_gateway,
      'gateway' AS event,
      gateway_date AS event_date,
      row_key,
      outcome AS status,
      COALESCE(gateway_type, 'INITIAL') = 'INITIAL' AS only_where
    ),
    (
      raw.legal_gateway,
      'gateway_met' AS event,
      gateway_date AS event_date,
      row_key,
      COALESCE(gateway_type, 'INITIAL') = 'INITIAL' AND outcome IN ('START_PRE_PROCEEDINGS', 'ISSUE') AS only_where
    ),
    (
      raw.legal_gateway,
      'gateway_review' AS event,
      gateway_date AS event_date,
      row_key,
      NOT COALESCE(gateway_type, 'INITIAL') = 'INITIAL' AS only_where
    ),
    (
      raw.legal_gateway,
      'gateway_type:' || gateway_type AS event,
      gateway_date AS event_date,
      row_key || ':' || gateway_type AS row_key
    ),
    (
      raw.legal_gateway,
      'gateway_outcome:' || outcome AS event,
      gateway_date AS event_date,
      row_key || ':' || outcome AS row_key
    ),
    (raw.legal_gateway, 'exception_report' AS event, exception_report_date AS event_date, row_key),
    (raw.legal_gateway, 'extension_end' AS event, extension_to_date AS event_date, row_key, TRUE AS is_ahead),
    (raw.legal_gateway, 'legal_planning_meeting' AS event, legal_planning_meeting_date AS event_date, row_key),
    (raw.legal_gateway, 'gateway_papers' AS event, papers_received_date AS event_date, row_key),
    (raw.legal_gateway, 'letter_drafted' AS event, letter_drafted_date AS event_date, row_key),
    (raw.legal_gateway, 'gateway_minutes' AS event, minutes_recorded_date AS event_date, row_key),
    (raw.legal_gateway, 'gateway_minutes_to_director' AS event, minutes_sent_director_date AS event_date, row_key),
    (raw.legal_gateway, 'gateway_next' AS event, next_review_date AS event_date, row_key, TRUE AS is_ahead),
    (raw.legal_gateway, 'gateway_pack' AS event, gateway_date AS event_date, row_key, pack_complete AS only_where),
    (
      raw.legal_gateway,
      'gateway_plan' AS event,
      gateway_date AS event_date,
      row_key,
      NOT primary_plan IS NULL AS only_where
    ),
    (
      raw.legal_gateway,
      'delay_avoidable' AS event,
      COALESCE(exception_report_date, gateway_date) AS event_date,
      row_key,
      delay_avoidable AS only_where
    ),
    (
      raw.legal_gateway,
      'exception_predicted' AS event,
      exception_report_date AS event_date,
      row_key,
      exception_kind = 'PREDICTED_16' AS only_where
    ),
    (
      raw.legal_gateway,
      'exception_past' AS event,
      exception_report_date AS event_date,
      row_key,
      exception_kind = 'PAST_26' AS only_where
    ),
    (
      core.pre_proceedings,
      'pre_proceedings' AS event,
      start_date AS event_date,
      child_id || '@' || start_date::TEXT AS row_key
    ),
    (
      core.pre_proceedings,
      'pre_proceedings_end' AS event,
      end_date AS event_date,
      child_id || '@' || start_date::TEXT AS row_key
    ),
    (
      core.pre_proceedings,
      'stepped_down' AS event,
      end_date AS event_date,
      child_id || '@' || start_date::TEXT AS row_key,
      outcome = 'STEP_DOWN' AS only_where
    ),
    (raw.pre_proceedings, 'letter_sent' AS event, letter_date AS event_date, row_key),
    (raw.pre_proceedings, 'pre_proceedings_meeting' AS event, initial_meeting_date AS event_date, row_key),
    (raw.pre_proceedings, 'issue_letter' AS event, issue_letter_date AS event_date, row_key),
    (
      raw.pre_proceedings,
      'second_pre_proceedings' AS event,
      start_date AS event_date,
      row_key,
      earlier_periods >= 1 AS only_where
    ),
    (raw.proceedings, 'issue' AS event, issue_date AS event_date, row_key),
    (raw.proceedings, 'final_hearing' AS event, final_hearing_date AS event_date, row_key, TRUE AS is_ahead),
    (raw.proceedings, 'proceedings_end' AS event, end_date AS event_date, row_key),
    (
      raw.proceedings,
      'final_evidence_due' AS event,
      final_evidence_due_date AS event_date,
      row_key,
      TRUE AS is_ahead
    ),
    (raw.proceedings, 'evidence_sent' AS event, evidence_sent_date AS event_date, row_key),
    (raw.proceedings, 'final_plan_filed' AS event, final_plan_filed_date AS event_date, row_key),
    (raw.family_group_conference, 'fgc' AS event, held_date AS event_date, row_key),
    (raw.family_group_conference, 'fgc_referral' AS event, referral_date AS event_date, row_key),
    (raw.family_group_conference, 'fgc_review' AS event, review_date AS event_date, row_key, TRUE AS is_ahead),
    (raw.family_group_conference, 'fgc_not_held_agreed' AS event, not_held_agreed_date AS event_date, row_key),
    (raw.family_group_conference, 'fgc_not_held_recorded' AS event, recorded_date AS event_date, row_key),
    (
      raw.family_group_conference,
      'fgc_declined' AS event,
      COALESCE(referral_date, not_held_agreed_date) AS event_date,
      row_key,
      declined_reason_given AS only_where
    ),
    (raw.special_guardianship, 'sgo_referral' AS event, referral_date AS event_date, row_key),
    (raw.special_guardianship, 'viability_begun' AS event, viability_start_date AS event_date, row_key),
    (raw.special_guardianship, 'viability_done' AS event, viability_end_date AS event_date, row_key),
    (raw.special_guardianship, 'sgo_assessment_begun' AS event, assessment_start_date AS event_date, row_key),
    (raw.special_guardianship, 'sgo_assessment_filed' AS event, assessment_filed_date AS event_date, row_key),
    (raw.special_guardianship, 'sgo_support_plan' AS event, support_plan_date AS event_date, row_key),
    (raw.special_guardianship, 'sgo_order' AS event, order_date AS event_date, row_key),
    (raw.special_guardianship, 'sgo_concluded' AS event, concluded_date AS event_date, row_key),
    (raw.supervision_order, 'supervision_order' AS event, start_date AS event_date, row_key),
    (raw.supervision_order, 'supervision_order_end' AS event, end_date AS event_date, row_key, TRUE AS is_ahead),
    (raw.supervision_order, 'so_midpoint' AS event, midpoint_review_date AS event_date, row_key),
    (raw.supervision_order, 'so_gateway' AS event, gateway_review_date AS event_date, row_key),
    (raw.supervision_order, 'so_support_plan' AS event, support_plan_date AS event_date, row_key),
    (raw.supervision_order, 'so_plan_moved' AS event, cin_plan_moved_date AS event_date, row_key),
    (
      raw.court_application,
      'application:' || application_type AS event,
      issue_date AS event_date,
      row_key || ':' || application_type AS row_key
    ),
    (
      raw.court_application,
      'application_due:' || application_type AS event,
      due_date AS event_date,
      row_key || ':' || application_type AS row_key,
      TRUE AS is_ahead
    ),
    (
      raw.court_application,
      'application_filed:' || application_type AS event,
      filed_date AS event_date,
      row_key || ':' || application_type AS row_key
    ),
    (
      raw.court_application,
      'application_end:' || application_type AS event,
      end_date AS event_date,
      row_key || ':' || application_type AS row_key,
      TRUE AS is_ahead
    ),
    (
      raw.court_application,
      'application_expiry:' || application_type AS event,
      expiry_date AS event_date,
      row_key || ':' || application_type AS row_key,
      TRUE AS is_ahead
    ),
    (raw.visit, 'visit' AS event, visit_date AS event_date, row_key, care_period_id, seen AS only_where),
    (raw.visit, 'visit_alone' AS event, visit_date AS event_date, row_key, care_period_id, seen_alone AS only_where),
    (
      contact,
      'officer_contact' AS event,
      officer_contact_date AS event_date,
      child_id || '@' || officer_contact_date::TEXT AS row_key
    ),
    (
      home_begun,
      'lived:' || placement_type AS event,
      start_date AS event_date,
      row_key || ':' || placement_type AS row_key,
      care_period_id
    ),
    (ended_placement, 'placement_broke' AS event, end_date AS event_date, row_key, care_period_id),
    (
      ended_placement,
      'permanent_placement_broke' AS event,
      end_date AS event_date,
      row_key,
      care_period_id,
      is_permanent AS only_where
    ),
    (
      raw.milestone,
      'mile:' || milestone AS event,
      milestone_date AS event_date,
      row_key || ':' || milestone AS row_key,
      role,
      COALESCE(status, 'DONE') = 'DONE' AS only_where
    ),
    (
      raw.milestone,
      'mile_booked:' || milestone AS event,
      milestone_date AS event_date,
      row_key || ':' || milestone AS row_key,
      TRUE AS is_ahead,
      status = 'BOOKED' AS only_where
    ),
    (
      raw.milestone,
      'mile_due:' || milestone AS event,
      due_date AS event_date,
      row_key || ':' || milestone AS row_key,
      TRUE AS is_ahead,
      COALESCE(status, 'DONE') <> 'NOT_NEEDED' AS only_where
    ),
    (
      raw.review_item,
      'rvit:' || item AS event,
      review_date AS event_date,
      row_key || ':' || item AS row_key,
      value = 'Y' AS only_where
    ),
    (
      raw.escalation,
      'escl:' || "trigger" AS event,
      raised_date AS event_date,
      row_key || ':' || "trigger" AS row_key,
      to_roles AS role
    ),
    (
      raw.escalation,
      'escl_answered:' || "trigger" AS event,
      answered_date AS event_date,
      row_key || ':' || "trigger" AS row_key
    ),
    (
      ended_care,
      'ceased_home' AS event,
      end_date AS event_date,
      care_period_id || '@' || entry_date::TEXT AS row_key,
      care_period_id
    ),
    (hearing_review, 'review_before_hearing' AS event, review_date AS event_date, row_key, TRUE AS is_ahead),
    (team_change, 'team_changed' AS event, start_date AS event_date, row_key),
    (adopters, 'adopters_stage2' AS event, stage2_start_date AS event_date, row_key),
    (adopters, 'adopters_listed' AS event, listed_date AS event_date, row_key)
  )
)
SELECT
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  child_id::TEXT AS child_id, /* child */
  care_period_id::TEXT AS care_period_id, /* period of care that it belongs to; null where it is placed by its date alone */
  event::TEXT AS event, /* what happened, as events.csv has it */
  ROW_NUMBER() OVER (PARTITION BY authority, snapshot_date, child_id, care_period_id, event ORDER BY event_date, row_key)::INT AS n, /* first, second ... of its kind in the period of care */
  event_date::DATE AS event_date, /* when */
  status::TEXT AS status, /* status or plan */
  role::TEXT AS role, /* role or rank concerned */
  COALESCE(is_ahead, FALSE)::BOOLEAN AS is_ahead, /* it may lie ahead of the day and counts all the same */
  row_key::TEXT AS row_key /* key of the source row */
FROM dated
WHERE
  NOT event_date IS NULL AND NOT event IS NULL
