MODEL (
  name measures.tracking_line,
  kind FULL,
  description 'RESTRICTED, child level: every child (or forum, report, household) on every line of its authority''s procedure at each date, with the day it falls due, the day it was done and where it stands. From the generics, from the registers, and from the measures that already give a line. Worklists of a line and all figures of a procedure are read from it.',
  grain (authority, snapshot_date, as_at_date, line_id, part, subject_id),
  audits one_row_per_key(known := (unit, status, team, service))
);

WITH register_line AS (
  SELECT
    l.*,
    t.term
  FROM staging.tracking_line AS l
  INNER JOIN staging.tracking_term AS t
    USING (line_number)
  WHERE
    l.direction = 'register' AND t.slot = 'completion'
), register_day AS (
  SELECT
    l.*,
    @columns_of(a, snapshot_date, as_at_date),
    @columns_of(e, subject_id, event_date),
    ROW_NUMBER() OVER (PARTITION BY l.line_number, a.snapshot_date, a.as_at_date, e.subject_id ORDER BY e.event_date DESC) AS position
  FROM register_line AS l
  INNER JOIN raw.as_at AS a
    USING (authority)
  INNER JOIN core.register_event AS e
    ON e.authority = a.authority AND e.snapshot_date = a.snapshot_date AND e.event = l.term
  WHERE
    (
      a.is_broken_down OR a.is_current
    )
    AND e.event_date <= a.as_at_date
    AND @open_on(a.as_at_date, l.effective_from, l.effective_to)
), registered AS (
  /* three a year: the third from the end lies within the year */
  SELECT
    *,
    @add_step(event_date, limit_n, limit_unit) AS due_date
  FROM register_day
  WHERE
    position = COALESCE(enough, 1)
), measured_line AS (
  SELECT
    *
  FROM raw.rule_tracking_line
  WHERE
    in_use AND NOT measure_id IS NULL
), measured AS (
  SELECT
    @columns_of(l, line_id, part, family),
    @columns_of(v, authority, snapshot_date, as_at_date),
    m.child_id,
    @columns_of(c, care_period_id, entry_date),
    @columns_of(m, counted, wait_since, days),
    @columns_of(c, team, service)
  FROM measured_line AS l
  INNER JOIN scorecard.availability AS v
    USING (authority, measure_id, line)
  INNER JOIN staging.rule_measure_period AS p
    USING (authority, measure_id, period)
  INNER JOIN raw.as_at AS a
    USING (authority, snapshot_date, as_at_date)
  INNER JOIN scorecard.measure_row AS m
    USING (line_day)
  LEFT JOIN core.child_day AS c
    USING (spine_number)
  WHERE
    p.is_headline
    AND (
      a.is_broken_down OR a.is_current
    )
    AND @open_on(v.as_at_date, l.effective_from, l.effective_to)
)
SELECT
  c.authority::TEXT AS authority, /* authority */
  c.snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  c.as_at_date::DATE AS as_at_date, /* day described */
  l.line_id::TEXT AS line_id, /* line of the procedure */
  l.part::TEXT AS part, /* main or the part */
  CASE WHEN c.why = 'household' THEN 'household' ELSE 'child' END::TEXT AS unit, /* child, household, register or other: what else the measure counts */
  c.child_id::TEXT AS subject_id, /* child, forum, report or household */
  c.care_period_id::TEXT AS care_period_id, /* period of care; null outside care */
  c.entry_date::DATE AS entry_date, /* day the child became looked after; null outside care */
  c.team::TEXT AS team, /* team of the case worker */
  c.service::TEXT AS service, /* service of that team */
  d.anchor_date::DATE AS anchor_date, /* day the line runs from */
  d.due_date::DATE AS due_date, /* last day in time */
  d.done_date::DATE AS done_date, /* day it was done */
  d.status::TEXT AS status, /* met, late, overdue, not yet due, listed or not available */
  d.is_in_aim::BOOLEAN AS is_in_aim, /* done by what is aimed for */
  d.days::INT AS days /* days from the anchor until it was done, or until now */
FROM measures.tracking_dated AS d
INNER JOIN staging.tracking_line AS l
  USING (line_number)
INNER JOIN core.tracked_child AS c
  USING (child_day)
WHERE
  c.only_for IS NULL
UNION ALL
SELECT
  r.authority::TEXT AS authority,
  r.snapshot_date::DATE AS snapshot_date,
  r.as_at_date::DATE AS as_at_date,
  r.line_id::TEXT AS line_id,
  r.part::TEXT AS part,
  'register'::TEXT AS unit,
  r.subject_id::TEXT AS subject_id,
  NULL::TEXT AS care_period_id,
  NULL::DATE AS entry_date,
  'not allocated'::TEXT AS team,
  'not allocated'::TEXT AS service,
  r.event_date::DATE AS anchor_date,
  r.due_date::DATE AS due_date,
  r.event_date::DATE AS done_date,
  CASE WHEN r.due_date >= r.as_at_date THEN 'met' ELSE 'overdue' END::TEXT AS status,
  FALSE::BOOLEAN AS is_in_aim,
  DATE_DIFF('DAY', r.event_date, r.as_at_date)::INT AS days
FROM registered AS r
UNION ALL
SELECT
  m.authority::TEXT AS authority,
  m.snapshot_date::DATE AS snapshot_date,
  m.as_at_date::DATE AS as_at_date,
  m.line_id::TEXT AS line_id,
  m.part::TEXT AS part,
  CASE WHEN m.care_period_id IS NULL THEN 'other' ELSE 'child' END::TEXT AS unit,
  m.child_id::TEXT AS subject_id,
  m.care_period_id::TEXT AS care_period_id,
  m.entry_date::DATE AS entry_date,
  COALESCE(m.team, 'not allocated')::TEXT AS team,
  COALESCE(m.service, 'not allocated')::TEXT AS service,
  m.wait_since::DATE AS anchor_date,
  NULL::DATE AS due_date,
  NULL::DATE AS done_date,
  CASE
    WHEN m.family = 'X'
    THEN CASE WHEN m.counted THEN 'listed' ELSE 'met' END
    WHEN m.counted = (
      m.family = 'C'
    )
    THEN 'met'
    ELSE 'overdue'
  END::TEXT AS status,
  FALSE::BOOLEAN AS is_in_aim,
  m.days::INT AS days
FROM measured AS m
