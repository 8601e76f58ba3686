MODEL (
  name published.drift,
  kind FULL,
  description 'Drift by the procedure''s own lists: looked-after children overdue on at least one of them at the as-at date of the run, how many of them were not at the last month-end before it, how many of then no longer are or have left care, and where the longest wait is. The lists are those that B27 counts where the procedure has them (family Z, given by a measure); else every list of family Z of a limit that the document gives or the authority has adopted. No row is about a child.',
  owner performance_team,
  grain (authority, snapshot_date),
  audits (
    one_row_per_key(columns := (authority, snapshot_date)),
    not_null(columns := (as_at_date, since, children, looked_after, new_children, resolved_children, left_children))
  )
);

WITH adopted_list AS (
  SELECT
    l.authority,
    l.line_id,
    l.part,
    l.effective_from,
    l.effective_to,
    NOT r.measure_id IS NULL AS is_given
  FROM raw.rule_tracking_line AS l
  LEFT JOIN raw.rule_line AS r
    ON r.authority = l.authority AND r.measure_id = l.measure_id AND r.line = l.line AND r.drift
  WHERE
    l.in_use AND l.family = 'Z' AND (
      l.grade = 'seed' OR NOT l.approved_on IS NULL
    )
), follows AS (
  SELECT
    authority,
    MAX(CASE WHEN is_given THEN 1 ELSE 0 END) AS given
  FROM adopted_list
  GROUP BY
    authority
), drift_list AS (
  SELECT
    l.*
  FROM adopted_list AS l
  INNER JOIN follows AS f
    USING (authority)
  WHERE
    f.given = CASE WHEN l.is_given THEN 1 ELSE 0 END
), compared AS (
  SELECT
    p.authority,
    p.snapshot_date,
    p.as_at_date,
    MAX(a.as_at_date) AS since
  FROM raw.snapshot AS p
  INNER JOIN raw.as_at AS a
    USING (authority, snapshot_date)
  INNER JOIN follows AS f
    USING (authority)
  WHERE
    a.is_month_end AND a.is_broken_down AND a.as_at_date < p.as_at_date AND p.compared_with IS NULL
  GROUP BY
    p.authority,
    p.snapshot_date,
    p.as_at_date
), listed AS (
  SELECT
    t.authority,
    t.snapshot_date,
    t.as_at_date,
    t.line_id,
    t.part,
    t.subject_id AS child_id,
    t.days
  FROM measures.tracking_line AS t
  INNER JOIN drift_list AS l
    USING (authority, line_id, part)
  INNER JOIN compared AS c
    USING (authority, snapshot_date)
  WHERE
    t.status = 'overdue'
    AND NOT t.care_period_id IS NULL
    AND @open_on(t.as_at_date, l.effective_from, l.effective_to)
    AND t.as_at_date IN (c.as_at_date, c.since)
), drifting AS (
  SELECT DISTINCT
    authority,
    snapshot_date,
    as_at_date,
    child_id
  FROM listed
), now_in_care AS (
  SELECT
    c.authority,
    c.snapshot_date,
    n.child_id,
    NOT d.child_id IS NULL AS drifts
  FROM compared AS c
  INNER JOIN core.child_as_at AS n
    USING (authority, snapshot_date, as_at_date)
  LEFT JOIN drifting AS d
    USING (authority, snapshot_date, as_at_date, child_id)
), then_drifting AS (
  SELECT
    d.authority,
    d.snapshot_date,
    d.child_id
  FROM drifting AS d
  INNER JOIN compared AS c
    USING (authority, snapshot_date)
  WHERE
    d.as_at_date = c.since
), movement AS (
  SELECT
    COALESCE(n.authority, t.authority) AS authority,
    COALESCE(n.snapshot_date, t.snapshot_date) AS snapshot_date,
    COUNT(n.child_id) AS looked_after,
    SUM(CASE WHEN n.drifts THEN 1 ELSE 0 END) AS children,
    SUM(CASE WHEN n.drifts AND t.child_id IS NULL THEN 1 ELSE 0 END) AS new_children,
    SUM(CASE WHEN NOT t.child_id IS NULL AND NOT n.child_id IS NULL AND NOT n.drifts THEN 1 ELSE 0 END) AS resolved_children,
    SUM(CASE WHEN n.child_id IS NULL THEN 1 ELSE 0 END) AS left_children
  FROM now_in_care AS n
  FULL OUTER JOIN then_drifting AS t
    ON t.authority = n.authority AND t.snapshot_date = n.snapshot_date AND t.child_id = n.child_id
  GROUP BY
    COALESCE(n.authority, t.authority),
    COALESCE(n.snapshot_date, t.snapshot_date)
), wait AS (
  SELECT
    l.authority,
    l.snapshot_date,
    l.line_id,
    l.part,
    MAX(l.days) AS longest_days
  FROM listed AS l
  INNER JOIN compared AS c
    USING (authority, snapshot_date, as_at_date)
  GROUP BY
    l.authority,
    l.snapshot_date,
    l.line_id,
    l.part
), longest AS (
  SELECT
    *,
    ROW_NUMBER() OVER (PARTITION BY authority, snapshot_date ORDER BY longest_days DESC, line_id, part) AS choice
  FROM wait
  WHERE
    NOT longest_days IS NULL
)
SELECT
  c.authority::TEXT AS authority, /* authority */
  c.snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  c.as_at_date::DATE AS as_at_date, /* day described */
  c.since::DATE AS since, /* month-end with which is compared */
  m.children::BIGINT AS children, /* overdue on any list of drift */
  m.looked_after::BIGINT AS looked_after, /* children looked after */
  m.new_children::BIGINT AS new_children, /* on a list now, on none then */
  m.resolved_children::BIGINT AS resolved_children, /* on a list then, on none now and still looked after */
  m.left_children::BIGINT AS left_children, /* on a list then, no longer looked after */
  l.longest_days::INT AS longest_days, /* longest wait among them, in days */
  l.line_id::TEXT AS longest_line_id, /* line of the longest wait */
  l.part::TEXT AS longest_part /* its part */
FROM compared AS c
INNER JOIN movement AS m
  USING (authority, snapshot_date)
LEFT JOIN longest AS l
  ON @on_keys(l, c, authority, snapshot_date) AND l.choice = 1
