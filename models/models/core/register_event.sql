MODEL (
  name core.register_event,
  kind FULL,
  description 'What happened and is about no child: sittings of forums, reports to their audience, the list of carers brought up to date. The register lines of the procedures are read from it.',
  grain (authority, snapshot_date, event, subject_id, event_date),
  audits one_row_per_key
);

WITH dated AS (
  @stacked(
    (authority, snapshot_date),
    (raw.forum_meeting, 'frum:' || forum AS event, forum AS subject_id, held_date AS event_date),
    (raw.report, 'rprt:' || report AS event, report AS subject_id, presented_date AS event_date),
    (raw.longterm_carer, 'carer_offer_updated' AS event, household_key AS subject_id, updated_date AS event_date)
  )
)
SELECT DISTINCT
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  event::TEXT AS event, /* frum: and the forum, rprt: and the report, or carer_offer_updated */
  subject_id::TEXT AS subject_id, /* forum, report or household */
  event_date::DATE AS event_date /* when */
FROM dated
WHERE
  NOT event_date IS NULL
