MODEL (
  name core.weekly_tool_state,
  kind FULL,
  description 'States of the weekly tool: who is in its cohort, in which part, and whether a permanence planning meeting, an exemption, a discussion or nothing is on record (boundaries 29, 30, 40); and who is owed a meeting at all (T22).',
  grain (authority, snapshot_date, as_at_date, child_id, state),
  audits state_row
);

WITH setting AS (
  /* the five limits of the tool in force on the day, one row per authority and as-at date */
  SELECT
    @columns(authority, snapshot_date, as_at_date),
    MAX(CASE WHEN limit_key = 'cohort_entered_within' THEN n END) AS within_n,
    MAX(CASE WHEN limit_key = 'cohort_entered_within' THEN unit END) AS within_unit,
    MAX(CASE WHEN limit_key = 'cohort_in_care_more_than' THEN n END) AS more_than_n,
    MAX(CASE WHEN limit_key = 'cohort_in_care_more_than' THEN unit END) AS more_than_unit,
    MAX(CASE WHEN limit_key = 'meeting_look_back' THEN n END) AS look_back_n,
    MAX(CASE WHEN limit_key = 'meeting_look_back' THEN unit END) AS look_back_unit,
    MAX(CASE WHEN limit_key = 'meeting_due' THEN n END) AS due_n,
    MAX(CASE WHEN limit_key = 'meeting_due' THEN unit END) AS due_unit,
    MAX(CASE WHEN limit_key = 'meeting_required_under' THEN n END) AS under_age
  FROM raw.as_at AS a
  INNER JOIN raw.rule_limit AS l
    USING (authority)
  WHERE
    l.measure_id = 'T9' AND @open_on(a.as_at_date, l.effective_from, l.effective_to)
  GROUP BY
    @columns(authority, snapshot_date, as_at_date)
), child AS (
  SELECT
    c.*,
    s.under_age,
    c.entry_date >= @add_step(c.as_at_date, -s.within_n, s.within_unit)
    AND @add_step(c.entry_date, s.more_than_n, s.more_than_unit) < c.as_at_date AS is_in_cohort,
    @add_step(c.entry_date, s.due_n, s.due_unit) AS due_date,
    @add_step(c.entry_date, -s.look_back_n, s.look_back_unit) AS window_start
  FROM core.child_as_at AS c
  INNER JOIN setting AS s
    USING (authority, snapshot_date, as_at_date)
), cohort AS (
  SELECT
    *
  FROM child
  WHERE
    is_in_cohort
), owed AS (
  /* past the day on which the meeting was due, and still of the age for which one is required */
  SELECT
    *
  FROM child
  WHERE
    due_date < as_at_date AND @age_on(birth_date, as_at_date) < under_age
), ahead AS (
  /* the day on which the meeting is due has not passed */
  SELECT
    *
  FROM child
  WHERE
    due_date >= as_at_date AND @age_on(birth_date, due_date) < under_age
), evidence AS (
  @stacked(
    (authority, snapshot_date, child_id),
    (
      raw.permanence_meeting,
      meeting_date AS evidence_date,
      CASE WHEN meeting_type = 'DISCUSSION' THEN 'discussion' ELSE 'meeting' END AS evidence,
      (
        meeting_status = 'HELD' AND NOT meeting_date IS NULL
      ) AS only_where
    ),
    (
      raw.permanence_meeting,
      not_required_agreed_date AS evidence_date,
      'exempt' AS evidence,
      (
        not_required AND NOT not_required_agreed_date IS NULL
      ) AS only_where
    ),
    (
      raw.permanence_meeting,
      specialist_discussion_date AS evidence_date,
      'discussion' AS evidence,
      NOT specialist_discussion_date IS NULL AS only_where
    )
  )
), found AS (
  SELECT
    @columns_of(c, authority, snapshot_date, as_at_date, child_id),
    MIN(CASE WHEN e.evidence = 'meeting' THEN e.evidence_date END) AS meeting_date,
    MIN(CASE WHEN e.evidence = 'exempt' THEN e.evidence_date END) AS exempt_date,
    MIN(CASE WHEN e.evidence = 'discussion' THEN e.evidence_date END) AS discussion_date
  FROM (
    SELECT
      @columns(authority, snapshot_date, as_at_date, child_id, window_start)
    FROM cohort
    UNION
    SELECT
      @columns(authority, snapshot_date, as_at_date, child_id, window_start)
    FROM owed
    UNION
    SELECT
      @columns(authority, snapshot_date, as_at_date, child_id, window_start)
    FROM ahead
  ) AS c
  LEFT JOIN evidence AS e
    ON @on_keys(e, c, authority, snapshot_date, child_id) AND e.evidence_date BETWEEN c.window_start AND c.as_at_date
  GROUP BY
    @columns_of(c, authority, snapshot_date, as_at_date, child_id)
), state AS (
  @stacked(
    (authority, snapshot_date, as_at_date, child_id),
    (cohort, 'weekly_tool' AS state, due_date AS since_date),
    (
      cohort,
      CASE
        WHEN birth_date IS NULL
        THEN 'weekly_tool:age_unknown'
        WHEN @age_on(birth_date, due_date) < under_age
        THEN 'weekly_tool:under_12'
        ELSE 'weekly_tool:12_and_over'
      END AS state,
      due_date AS since_date
    ),
    (owed, 'meeting_owed' AS state, due_date AS since_date)
  )
  UNION ALL
  /* each child of the cohort is in exactly one of these, in this order */
  SELECT
    @columns_of(f, authority, snapshot_date, as_at_date, child_id),
    CASE
      WHEN NOT f.meeting_date IS NULL
      THEN 'ppm:meeting'
      WHEN NOT f.exempt_date IS NULL
      THEN 'ppm:exempt'
      WHEN NOT f.discussion_date IS NULL
      THEN 'ppm:discussion'
      ELSE 'ppm:none'
    END AS state,
    COALESCE(f.meeting_date, f.exempt_date, f.discussion_date) AS since_date
  FROM found AS f
  INNER JOIN cohort AS c
    USING (authority, snapshot_date, as_at_date, child_id)
  UNION ALL
  /* an exemption stands only with a specialist discussion on file */
  SELECT
    @columns_of(o, authority, snapshot_date, as_at_date, child_id),
    'meeting_owed:open' AS state,
    o.due_date AS since_date
  FROM owed AS o
  INNER JOIN found AS f
    USING (authority, snapshot_date, as_at_date, child_id)
  WHERE
    f.meeting_date IS NULL AND (
      f.exempt_date IS NULL OR f.discussion_date IS NULL
    )
  UNION ALL
  SELECT
    @columns_of(a, authority, snapshot_date, as_at_date, child_id),
    'meeting_ahead' AS state,
    NULL::DATE AS since_date
  FROM ahead AS a
  INNER JOIN found AS f
    USING (authority, snapshot_date, as_at_date, child_id)
  WHERE
    f.meeting_date IS NULL AND f.discussion_date IS NULL AND f.exempt_date IS NULL
)
SELECT
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  as_at_date::DATE AS as_at_date, /* day described */
  child_id::TEXT AS child_id, /* child */
  state::TEXT AS state, /* weekly_tool, its parts, ppm: meeting, exempt, discussion, none, meeting_owed, meeting_owed:open or meeting_ahead */
  since_date::DATE AS since_date /* the day the meeting was due, or the day of the evidence; null while it lies ahead */
FROM state
