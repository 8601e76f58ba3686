MODEL (
  name published.drift,
  kind FULL,
  description 'Children on any drift line (B27) at the as-at date of the run: how many, how many of them were not at the last month-end before it, how many of then no longer are or have left care, and where the longest wait is.',
  owner performance_team,
  grain (authority, snapshot_date),
  audits (
    one_row_per_key(columns := (authority, snapshot_date)),
    not_null(columns := (as_at_date, since, children, looked_after, new_children, resolved_children, left_children))
  )
);

WITH compared AS (
  SELECT
    p.authority,
    p.snapshot_date,
    p.as_at_date,
    MAX(a.as_at_date) AS since
  FROM raw.snapshot AS p
  INNER JOIN raw.as_at AS a
    USING (authority, snapshot_date)
  WHERE
    a.is_month_end AND a.as_at_date < p.as_at_date AND p.compared_with IS NULL
  GROUP BY
    p.authority,
    p.snapshot_date,
    p.as_at_date
), now_counted AS (
  SELECT
    m.*
  FROM scorecard.measure_case AS m
  INNER JOIN compared AS c
    USING (authority, snapshot_date, as_at_date)
  WHERE
    m.measure_id = 'B27' AND m.line = 'main'
), then_counted AS (
  SELECT
    m.*
  FROM scorecard.measure_case AS m
  INNER JOIN compared AS c
    USING (authority, snapshot_date)
  WHERE
    c.since = m.as_at_date AND m.measure_id = 'B27' AND m.line = 'main' AND m.counted
), movement AS (
  SELECT
    COALESCE(n.authority, t.authority) AS authority,
    COALESCE(n.snapshot_date, t.snapshot_date) AS snapshot_date,
    COUNT(n.child_id) AS looked_after,
    SUM(CASE WHEN n.counted THEN 1 ELSE 0 END) AS children,
    SUM(CASE WHEN n.counted AND t.child_id IS NULL THEN 1 ELSE 0 END) AS new_children,
    SUM(CASE WHEN NOT t.child_id IS NULL AND NOT n.child_id IS NULL AND NOT n.counted THEN 1 ELSE 0 END) AS resolved_children,
    SUM(CASE WHEN n.child_id IS NULL THEN 1 ELSE 0 END) AS left_children
  FROM now_counted AS n
  FULL OUTER JOIN then_counted AS t
    ON t.authority = n.authority AND t.snapshot_date = n.snapshot_date AND t.child_id = n.child_id
  GROUP BY
    COALESCE(n.authority, t.authority),
    COALESCE(n.snapshot_date, t.snapshot_date)
), wait AS (
  SELECT
    m.authority,
    m.snapshot_date,
    m.measure_id,
    m.line,
    MAX(m.days) AS longest_days
  FROM scorecard.measure_case AS m
  INNER JOIN compared AS c
    USING (authority, snapshot_date, as_at_date)
  INNER JOIN raw.rule_line AS l
    USING (authority, measure_id, line)
  WHERE
    l.drift AND m.counted
  GROUP BY
    m.authority,
    m.snapshot_date,
    m.measure_id,
    m.line
), longest AS (
  SELECT
    *,
    ROW_NUMBER() OVER (PARTITION BY authority, snapshot_date ORDER BY longest_days DESC, measure_id, line) AS choice
  FROM wait
  WHERE
    NOT longest_days IS NULL
)
SELECT
  c.authority::TEXT AS authority, /* authority */
  c.snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  c.as_at_date::DATE AS as_at_date, /* day described */
  c.since::DATE AS since, /* month-end with which is compared */
  m.children::BIGINT AS children, /* children on any drift line */
  m.looked_after::BIGINT AS looked_after, /* children looked after */
  m.new_children::BIGINT AS new_children, /* on a line now, on none then */
  m.resolved_children::BIGINT AS resolved_children, /* on a line then, on none now and still looked after */
  m.left_children::BIGINT AS left_children, /* on a line then, no longer looked after */
  l.longest_days::INT AS longest_days, /* longest wait among them, in days */
  l.measure_id::TEXT AS longest_measure_id, /* measure of the longest wait */
  l.line::TEXT AS longest_line /* its line */
FROM compared AS c
INNER JOIN movement AS m
  USING (authority, snapshot_date)
LEFT JOIN longest AS l
  ON @on_keys(l, c, authority, snapshot_date) AND l.choice = 1
