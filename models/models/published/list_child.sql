MODEL (
  name published.list_child,
  kind FULL,
  description 'RESTRICTED, child level: who is on each list of the Monday pack at the as-at date of the run, with what a manager must know of the child. A list holds whom the states of its population hold for, and who is on one of the lines that make it. Read by the pack commands only; never part of an edition.',
  grain (authority, snapshot_date, list_id, subject_id),
  audits one_row_per_key(known := (as_at_date, team, service, is_adopted))
);

WITH list AS (
  SELECT
    l.*,
    @columns_of(s, snapshot_date, as_at_date)
  FROM raw.rule_list AS l
  INNER JOIN raw.snapshot AS s
    USING (authority)
  WHERE
    l.in_use AND s.compared_with IS NULL AND @open_on(s.as_at_date, l.effective_from, l.effective_to)
), needed AS (
  SELECT
    @columns_of(t, authority, list_id, effective_from),
    COUNT(DISTINCT CASE WHEN NOT t.is_negated THEN t.term_group END) AS needed
  FROM staging.list_term AS t
  GROUP BY
    @columns_of(t, authority, list_id, effective_from)
), hit AS (
  SELECT
    @columns_of(l, authority, snapshot_date, list_id),
    c.child_id AS subject_id,
    n.needed,
    COUNT(DISTINCT CASE WHEN NOT t.is_negated THEN t.term_group END) AS held,
    SUM(CASE WHEN t.is_negated THEN 1 ELSE 0 END) AS forbidden
  FROM list AS l
  INNER JOIN staging.list_term AS t
    USING (authority, list_id, effective_from)
  INNER JOIN needed AS n
    USING (authority, list_id, effective_from)
  INNER JOIN core.tracked_child AS c
    USING (authority, snapshot_date, as_at_date)
  INNER JOIN core.tracking_event AS e
    ON e.child_day = c.child_day AND e.event = t.term
  GROUP BY
    @columns_of(l, authority, snapshot_date, list_id),
    c.child_id,
    n.needed
), populated AS (
  SELECT
    @columns(authority, snapshot_date, list_id, subject_id)
  FROM hit
  WHERE
    held = needed AND forbidden = 0
), member_line AS (
  SELECT
    @columns_of(l, authority, snapshot_date, as_at_date, list_id, shows, population),
    SPLIT_PART(w.word, ':', 1) AS line_id,
    COALESCE(NULLIF(SPLIT_PART(w.word, ':', 2), ''), 'main') AS part
  FROM list AS l
  CROSS JOIN UNNEST(@words(l.members)) AS w(word)
  WHERE
    w.word <> ''
), member AS (
  SELECT DISTINCT
    @columns_of(m, authority, snapshot_date, list_id, population),
    t.subject_id
  FROM member_line AS m
  INNER JOIN measures.tracking_line AS t
    USING (authority, snapshot_date, as_at_date, line_id, part)
  WHERE
    t.unit <> 'register' AND (
      m.shows = 'any' OR t.status IN ('overdue', 'listed')
    )
), listed AS (
  SELECT
    p.*
  FROM populated AS p
  INNER JOIN list AS l
    USING (authority, snapshot_date, list_id)
  WHERE
    l.members IS NULL
  UNION ALL
  SELECT
    @columns_of(m, authority, snapshot_date, list_id, subject_id)
  FROM member AS m
  LEFT JOIN populated AS p
    USING (authority, snapshot_date, list_id, subject_id)
  WHERE
    m.population IS NULL OR NOT p.subject_id IS NULL
), adopted AS (
  @stacked(
    (authority, snapshot_date, child_id),
    (staging.adoption, adoption_order_date AS since_date, NOT adoption_order_date IS NULL AS only_where),
    (core.cessation, end_date AS since_date, reason_group = 'adopted' AS only_where)
  )
), adopted_by AS (
  SELECT
    @columns(authority, snapshot_date, child_id),
    MIN(since_date) AS since_date
  FROM adopted
  GROUP BY
    @columns(authority, snapshot_date, child_id)
)
SELECT
  l.authority::TEXT AS authority, /* authority */
  l.snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  s.as_at_date::DATE AS as_at_date, /* day described */
  l.list_id::TEXT AS list_id, /* list */
  l.subject_id::TEXT AS subject_id, /* case system number of the child, or household and its key */
  COALESCE(c.team, 'not allocated')::TEXT AS team, /* team of the case worker */
  COALESCE(c.service, 'not allocated')::TEXT AS service, /* service of that team */
  c.entry_date::DATE AS entry_date, /* day the child became looked after; null outside care */
  d.age_band::TEXT AS age_band, /* age band of the statutory return; null outside care */
  d.legal_status::TEXT AS legal_status, /* legal status; null outside care */
  g.start_date::DATE AS legal_since, /* day that legal status began */
  d.plan_group::TEXT AS plan, /* current primary plan; null outside care */
  p.spell_start::DATE AS plan_since, /* first day of the unbroken spell of that plan */
  d.placement_type::TEXT AS placement_type, /* placement type lived in; null outside care */
  h.start_date::DATE AS placement_since, /* first day of the present home */
  r.computed::TEXT AS rating, /* RED, AMBER or GREEN by the rules */
  CASE WHEN r.part = 'main' THEN r.line_id ELSE r.line_id || ':' || r.part END::TEXT AS rated_by, /* line that makes it so, as lists.csv names it */
  COALESCE(a.since_date <= s.as_at_date, FALSE)::BOOLEAN AS is_adopted /* by order: such a child is in no pack */
FROM listed AS l
INNER JOIN raw.snapshot AS s
  USING (authority, snapshot_date)
LEFT JOIN core.tracked_child AS c
  ON @on_keys(c, s, authority, snapshot_date, as_at_date) AND c.child_id = l.subject_id
LEFT JOIN core.child_day AS d
  ON @on_keys(d, c, authority, snapshot_date, care_period_id, entry_date) AND d.day = s.as_at_date
LEFT JOIN staging.legal_status AS g
  ON @on_keys(g, d, authority, snapshot_date, care_period_id) AND g.row_key = d.legal_status_row_key
LEFT JOIN core.plan AS p
  ON @on_keys(p, d, authority, snapshot_date, care_period_id) AND p.row_key = d.plan_row_key
LEFT JOIN core.home AS h
  ON @on_keys(h, d, authority, snapshot_date, care_period_id) AND @open_on(s.as_at_date, h.start_date, h.end_date)
LEFT JOIN scorecard.case_rating AS r
  ON r.child_day = c.child_day
LEFT JOIN adopted_by AS a
  ON @on_keys(a, l, authority, snapshot_date) AND a.child_id = l.subject_id
