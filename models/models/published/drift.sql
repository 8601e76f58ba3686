MODEL (
  name published.drift,
  kind FULL,
  description 'Who drifts (B27) at the as-at date of the run: looked-after children overdue on at least one list of drift of their authority''s own procedure, how many of them were not at the last month-end before it, how many of then no longer are or have left care, and where the longest wait is. No row where the source can give none of the lists. No row is about a child.',
  grain (authority, snapshot_date),
  audits one_row_per_key(known := (as_at_date, since, children, looked_after, new_children, resolved_children, left_children))
);

WITH compared AS (
  SELECT
    @columns_of(p, authority, snapshot_date, as_at_date),
    MAX(a.as_at_date) AS since
  FROM raw.snapshot AS p
  INNER JOIN raw.as_at AS a
    USING (authority, snapshot_date)
  INNER JOIN scorecard.availability AS v
    ON @on_keys(v, p, authority, snapshot_date, as_at_date) AND v.measure_id = 'B27'
  WHERE
    a.is_month_end AND a.as_at_date < p.as_at_date AND p.compared_with IS NULL AND v.state <> 'not available'
  GROUP BY
    @columns_of(p, authority, snapshot_date, as_at_date)
), now_in_care AS (
  SELECT
    b.*
  FROM measures.drift AS b
  INNER JOIN compared AS c
    USING (authority, snapshot_date, as_at_date)
), then_drifting AS (
  SELECT
    @columns_of(b, authority, snapshot_date, child_id)
  FROM measures.drift AS b
  INNER JOIN compared AS c
    USING (authority, snapshot_date)
  WHERE
    b.as_at_date = c.since AND b.counted
), movement AS (
  SELECT
    COALESCE(n.authority, t.authority) AS authority,
    COALESCE(n.snapshot_date, t.snapshot_date) AS snapshot_date,
    COUNT(n.child_id) AS looked_after,
    SUM(CASE WHEN n.counted THEN 1 ELSE 0 END) AS children,
    SUM(CASE WHEN n.counted AND t.child_id IS NULL THEN 1 ELSE 0 END) AS new_children,
    SUM(CASE WHEN NOT t.child_id IS NULL AND NOT n.child_id IS NULL AND NOT n.counted THEN 1 ELSE 0 END) AS resolved_children,
    SUM(CASE WHEN n.child_id IS NULL THEN 1 ELSE 0 END) AS left_children
  FROM now_in_care AS n
  FULL OUTER JOIN then_drifting AS t
    ON t.authority = n.authority AND t.snapshot_date = n.snapshot_date AND t.child_id = n.child_id
  GROUP BY
    COALESCE(n.authority, t.authority),
    COALESCE(n.snapshot_date, t.snapshot_date)
), longest AS (
  SELECT
    *,
    ROW_NUMBER() OVER (PARTITION BY authority, snapshot_date ORDER BY days DESC, longest_line_id, longest_part) AS choice
  FROM now_in_care
  WHERE
    counted AND NOT days IS NULL
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
  l.days::INT AS longest_days, /* longest wait among them, in days */
  l.longest_line_id::TEXT AS longest_line_id, /* line of the longest wait */
  l.longest_part::TEXT AS longest_part /* its part */
FROM compared AS c
INNER JOIN movement AS m
  USING (authority, snapshot_date)
LEFT JOIN longest AS l
  ON @on_keys(l, c, authority, snapshot_date) AND l.choice = 1
