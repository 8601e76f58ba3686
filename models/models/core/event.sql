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
    @columns(authority, snapshot_date, child_id, officer_contact_date)
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
), hearing_review AS (
  /* the last review before the final hearing, held or due */
  SELECT
    @columns_of(h, authority, snapshot_date, child_id, row_key),
    MAX(COALESCE(r.held_date, r.due_date)) AS review_date
  FROM raw.proceedings AS h
  INNER JOIN raw.review AS r
    USING (authority, snapshot_date, child_id)
  WHERE
    NOT r.cancelled AND COALESCE(r.held_date, r.due_date) < h.final_hearing_date
  GROUP BY
    @columns_of(h, authority, snapshot_date, child_id, row_key)
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
    @columns(authority, snapshot_date),
    'household ' || household_key AS child_id,
    @columns(stage2_start_date, listed_date, row_key)
  FROM raw.adopter_household
), held_meeting AS (
  SELECT
    *
  FROM raw.permanence_meeting
  WHERE
    meeting_status = 'HELD' AND COALESCE(meeting_type, 'REVIEW') <> 'DISCUSSION'
), dated AS (
  @events(
    (
      core.care_spell,
      care_period_id,
      care_period_id || '@' || entry_date::TEXT AS row_key,
      entry_date AS care,
      end_date AS ceased
    ),
    (core.review_held, care_period_id, row_key || '@' || entry_date::TEXT AS row_key, held_date AS review),
    (
      raw.review,
      care_period_id,
      TRUE AS is_ahead,
      CASE WHEN NOT cancelled THEN due_date END AS review_due,
      CASE WHEN NOT cancelled THEN COALESCE(held_date, due_date) END AS review_planned
    ),
    (held_meeting, meeting_type AS status, meeting_date AS ppm),
    (
      raw.permanence_meeting,
      CASE WHEN meeting_status = 'HELD' AND meeting_type = 'FINAL' THEN meeting_date END AS ppm_final,
      minutes_sent_legal_date AS ppm_with_legal_minutes,
      CASE
        WHEN NOT specialist_discussion_date IS NULL OR (
          meeting_status = 'HELD' AND meeting_type = 'DISCUSSION'
        )
        THEN COALESCE(specialist_discussion_date, meeting_date)
      END AS specialist_discussion,
      CASE WHEN not_required AND not_required_agreed_role = 'service_manager' THEN not_required_agreed_date END AS ppm_not_required_by_manager,
      CASE WHEN not_required AND exemption_reason_given THEN not_required_agreed_date END AS ppm_not_required_reasoned,
      referral_received_date AS ppm_referral,
      minutes_sent_iro_date AS ppm_minutes_to_iro,
      summary_sent_parents_date AS ppm_summary_to_parents,
      summary_sent_independent_review_date AS ppm_summary_to_head_of_review,
      adoption_advice_date AS ppm_advice,
      booked_date AS ppm_booked,
      report_sent_date AS ppm_report_sent,
      minutes_recorded_date AS ppm_minutes_recorded,
      iro_notified_date AS ppm_iro_notified,
      parents_told_date AS ppm_parents_told,
      CASE WHEN NOT referral_grounds IS NULL THEN referral_received_date END AS referral_grounded
    ),
    (
      held_meeting,
      CASE WHEN parallel_plan THEN meeting_date END AS ppm_multi,
      CASE WHEN NOT invited_roles IS NULL THEN meeting_date END AS ppm_roles_invited,
      CASE WHEN invited_roles LIKE '%legal_adviser%' THEN meeting_date END AS ppm_legal_invited,
      CASE WHEN invited_roles LIKE '%childrens_guardian%' THEN meeting_date END AS ppm_guardian_invited,
      CASE WHEN chair_role = 'service_manager' THEN meeting_date END AS ppm_service_manager_chairs,
      CASE WHEN chair_role = 'team_manager' THEN meeting_date END AS ppm_team_manager_chairs,
      CASE WHEN chair_role = 'district_manager' THEN meeting_date END AS ppm_district_manager_chairs,
      CASE WHEN NOT chair_role IS NULL THEN meeting_date END AS ppm_chair_known,
      CASE WHEN attended_roles LIKE '%social_worker%' THEN meeting_date END AS ppm_social_worker,
      CASE WHEN ' ' || attended_roles || ' ' LIKE '% team_manager %' THEN meeting_date END AS ppm_team_manager,
      CASE
        WHEN attended_roles LIKE '%adoption%' OR attended_roles LIKE '%regional_adoption_agency%'
        THEN meeting_date
      END AS ppm_adoption,
      CASE WHEN attended_roles LIKE '%fostering%' THEN meeting_date END AS ppm_fostering,
      CASE WHEN attended_roles LIKE '%family_finder%' THEN meeting_date END AS ppm_family_finder,
      CASE WHEN actions_done >= actions_set THEN meeting_date END AS ppm_actions_done,
      CASE WHEN iro_consulted THEN meeting_date END AS ppm_iro_consulted,
      CASE WHEN adoption_ruled_out THEN meeting_date END AS ppm_adoption_ruled_out,
      CASE WHEN NOT trigger IS NULL THEN meeting_date END AS ppm_trigger
    ),
    (
      raw.permanence_meeting,
      TRUE AS is_ahead,
      CASE WHEN meeting_status = 'BOOKED' THEN meeting_date END AS ppm_ahead,
      next_meeting_date AS ppm_next
    ),
    (
      raw.permanence_meeting,
      not_required_agreed_role AS role,
      CASE WHEN not_required THEN not_required_agreed_date END AS ppm_not_required
    ),
    (
      core.plan,
      care_period_id,
      plan AS status,
      plan_rank AS role,
      care_period_id || '@' || row_key AS row_key,
      CASE WHEN plan_rank = 'primary' AND plan <> 'NO_PLAN' THEN start_date END AS plan,
      CASE WHEN plan_rank <> 'primary' THEN start_date END AS plan_parallel
    ),
    (
      core.plan,
      care_period_id,
      plan AS status,
      plan_rank AS role,
      care_period_id || '@' || row_key AS row_key,
      plan AS code,
      start_date AS plan_of
    ),
    (plan_change, care_period_id, care_period_id || '@' || start_date::TEXT AS row_key, start_date AS plan_changed),
    (
      raw.care_plan,
      recorded_date AS plan_recorded,
      ratified_date AS plan_ratified,
      implemented_date AS plan_implemented,
      CASE WHEN way_back THEN start_date END AS plan_way_back,
      CASE WHEN contact_plan THEN start_date END AS plan_contact
    ),
    (raw.care_plan, TRUE AS is_ahead, timescale_date AS plan_timescale, next_review_date AS plan_next_review),
    (
      core.placement_order,
      care_period_id,
      care_period_id || '@' || start_date::TEXT AS row_key,
      order_date AS placement_order
    ),
    (
      staging.adoption,
      care_period_id,
      care_period_id || '@' || row_key AS row_key,
      decision_date AS adoption_decision,
      decision_reversed_date AS adoption_decision_reversed,
      link_date AS link_identified,
      matched_date AS matched,
      placed_date AS placed_for_adoption,
      adoption_order_date AS adoption_order,
      early_permanence_placed_date AS early_permanence_placed
    ),
    (raw.adoption, early_permanence_decision_date AS early_permanence_decision),
    (
      raw.adoption_tracking,
      legal_planning_meeting_date AS adoption_legal_planning_meeting,
      parallel_plan_date AS adoption_parallel_plan,
      family_finder_allocated_date AS family_finder_allocated,
      medical_booked_date AS medical_booked,
      medical_completed_date AS medical_completed,
      cpr_started_date AS cpr_started,
      cpr_completed_date AS cpr_completed,
      placement_order_applied_date AS placement_order_applied,
      profiled_date AS profiled,
      shortlist_date AS shortlisted,
      matching_meeting_date AS matching_meeting,
      introductions_start_date AS introductions,
      application_lodged_date AS application_lodged,
      COALESCE(
        parallel_plan_date,
        legal_planning_meeting_date,
        family_finder_allocated_date,
        cpr_started_date,
        profiled_date,
        link_identified_date
      ) AS on_adoption_tracker,
      CASE WHEN coordinator_attended THEN legal_planning_meeting_date END AS coordinator_attended,
      CASE
        WHEN relinquished
        THEN COALESCE(parallel_plan_date, legal_planning_meeting_date, family_finder_allocated_date, profiled_date)
      END AS relinquished,
      CASE WHEN in_region THEN COALESCE(matching_panel_date, introductions_start_date, link_identified_date) END AS in_region
    ),
    (
      raw.adoption_tracking,
      TRUE AS is_ahead,
      adm_booked_date AS decision_booked,
      matching_panel_date AS matching_panel,
      first_adoption_review_date AS first_adoption_review,
      sibling_search_end_date AS sibling_search_end
    ),
    (
      long_term,
      ratification_route AS role,
      named_period AS care_period_id,
      match_ratified_date AS long_term_match,
      plan_agreed_date AS ltf_agreed,
      referral_date AS ltf_referral,
      questionnaire_date AS ltf_questionnaire,
      child_wishes_date AS ltf_wishes,
      profile_date AS ltf_profile,
      link_identified_date AS ltf_link,
      matching_meeting_date AS ltf_matching_meeting,
      panel_date AS ltf_panel,
      decision_date AS ltf_decision
    ),
    (
      long_term,
      named_period AS care_period_id,
      CASE WHEN ratification_route = 'REVIEW14' THEN match_ratified_date END AS ltf_ratified_at_review,
      CASE WHEN NOT entry_reason IS NULL THEN COALESCE(plan_agreed_date, referral_date) END AS ltf_entry_reason
    ),
    (raw.panel_decision, outcome AS status, panel AS code, heard_date AS heard),
    (raw.panel_decision, panel AS code, referred_date AS referred),
    (
      raw.panel_decision,
      CASE WHEN NOT rag IS NULL THEN heard_date END AS rag_given,
      CASE WHEN NOT iro_view IS NULL THEN heard_date END AS iro_view_given,
      CASE WHEN NOT barrier IS NULL THEN heard_date END AS barrier_named,
      prefilled_date AS template_filled,
      CASE WHEN NOT action_due_date IS NULL THEN heard_date END AS action_set,
      action_recorded_date AS action_recorded,
      action_done_date AS action_done
    ),
    (raw.panel_decision, TRUE AS is_ahead, action_due_date AS action_due),
    (
      raw.legal_gateway,
      outcome AS status,
      CASE WHEN COALESCE(gateway_type, 'INITIAL') = 'INITIAL' THEN gateway_date END AS gateway
    ),
    (
      raw.legal_gateway,
      CASE
        WHEN COALESCE(gateway_type, 'INITIAL') = 'INITIAL' AND outcome IN ('START_PRE_PROCEEDINGS', 'ISSUE')
        THEN gateway_date
      END AS gateway_met,
      CASE WHEN NOT COALESCE(gateway_type, 'INITIAL') = 'INITIAL' THEN gateway_date END AS gateway_review,
      exception_report_date AS exception_report,
      legal_planning_meeting_date AS legal_planning_meeting,
      papers_received_date AS gateway_papers,
      letter_drafted_date AS letter_drafted,
      minutes_recorded_date AS gateway_minutes,
      minutes_sent_director_date AS gateway_minutes_to_director,
      CASE WHEN pack_complete THEN gateway_date END AS gateway_pack,
      CASE WHEN NOT primary_plan IS NULL THEN gateway_date END AS gateway_plan,
      CASE WHEN delay_avoidable THEN COALESCE(exception_report_date, gateway_date) END AS delay_avoidable,
      CASE WHEN exception_kind = 'PREDICTED_16' THEN exception_report_date END AS exception_predicted,
      CASE WHEN exception_kind = 'PAST_26' THEN exception_report_date END AS exception_past
    ),
    (raw.legal_gateway, gateway_type AS code, gateway_date AS gateway_type),
    (raw.legal_gateway, outcome AS code, gateway_date AS gateway_outcome),
    (raw.legal_gateway, TRUE AS is_ahead, extension_to_date AS extension_end, next_review_date AS gateway_next),
    (
      core.pre_proceedings,
      child_id || '@' || start_date::TEXT AS row_key,
      start_date AS pre_proceedings,
      end_date AS pre_proceedings_end,
      CASE WHEN outcome = 'STEP_DOWN' THEN end_date END AS stepped_down
    ),
    (
      raw.pre_proceedings,
      letter_date AS letter_sent,
      initial_meeting_date AS pre_proceedings_meeting,
      issue_letter_date AS issue_letter,
      CASE WHEN earlier_periods >= 1 THEN start_date END AS second_pre_proceedings
    ),
    (
      raw.proceedings,
      issue_date AS issue,
      end_date AS proceedings_end,
      evidence_sent_date AS evidence_sent,
      final_plan_filed_date AS final_plan_filed
    ),
    (
      raw.proceedings,
      TRUE AS is_ahead,
      final_hearing_date AS final_hearing,
      final_evidence_due_date AS final_evidence_due
    ),
    (
      raw.family_group_conference,
      held_date AS fgc,
      referral_date AS fgc_referral,
      not_held_agreed_date AS fgc_not_held_agreed,
      recorded_date AS fgc_not_held_recorded,
      CASE WHEN declined_reason_given THEN COALESCE(referral_date, not_held_agreed_date) END AS fgc_declined
    ),
    (raw.family_group_conference, TRUE AS is_ahead, review_date AS fgc_review),
    (
      raw.special_guardianship,
      referral_date AS sgo_referral,
      viability_start_date AS viability_begun,
      viability_end_date AS viability_done,
      assessment_start_date AS sgo_assessment_begun,
      assessment_filed_date AS sgo_assessment_filed,
      support_plan_date AS sgo_support_plan,
      order_date AS sgo_order,
      concluded_date AS sgo_concluded
    ),
    (
      raw.supervision_order,
      start_date AS supervision_order,
      midpoint_review_date AS so_midpoint,
      gateway_review_date AS so_gateway,
      support_plan_date AS so_support_plan,
      cin_plan_moved_date AS so_plan_moved
    ),
    (raw.supervision_order, TRUE AS is_ahead, end_date AS supervision_order_end),
    (raw.court_application, application_type AS code, issue_date AS application, filed_date AS application_filed),
    (
      raw.court_application,
      TRUE AS is_ahead,
      application_type AS code,
      due_date AS application_due,
      end_date AS application_end,
      expiry_date AS application_expiry
    ),
    (
      raw.visit,
      care_period_id,
      CASE WHEN seen THEN visit_date END AS visit,
      CASE WHEN seen_alone THEN visit_date END AS visit_alone
    ),
    (contact, child_id || '@' || officer_contact_date::TEXT AS row_key, officer_contact_date AS officer_contact),
    (home_begun, care_period_id, placement_type AS code, start_date AS lived),
    (
      ended_placement,
      care_period_id,
      end_date AS placement_broke,
      CASE WHEN is_permanent THEN end_date END AS permanent_placement_broke
    ),
    (
      raw.milestone,
      role,
      milestone AS code,
      CASE WHEN COALESCE(status, 'DONE') = 'DONE' THEN milestone_date END AS mile
    ),
    (
      raw.milestone,
      TRUE AS is_ahead,
      milestone AS code,
      CASE WHEN status = 'BOOKED' THEN milestone_date END AS mile_booked,
      CASE WHEN COALESCE(status, 'DONE') <> 'NOT_NEEDED' THEN due_date END AS mile_due
    ),
    (raw.review_item, item AS code, CASE WHEN value = 'Y' THEN review_date END AS rvit),
    (raw.escalation, to_roles AS role, "trigger" AS code, raised_date AS escl),
    (raw.escalation, "trigger" AS code, answered_date AS escl_answered),
    (
      core.cessation,
      care_period_id,
      care_period_id || '@' || entry_date::TEXT AS row_key,
      CASE WHEN reason_group LIKE 'returned_%' THEN end_date END AS ceased_home
    ),
    (hearing_review, TRUE AS is_ahead, review_date AS review_before_hearing),
    (team_change, start_date AS team_changed),
    (adopters, stage2_start_date AS adopters_stage2, listed_date AS adopters_listed)
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
  is_ahead::BOOLEAN AS is_ahead, /* it may lie ahead of the day and counts all the same */
  row_key::TEXT AS row_key /* key of the source row */
FROM dated
WHERE
  NOT event_date IS NULL AND NOT event IS NULL
