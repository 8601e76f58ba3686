MODEL (
  name core.review_due,
  kind FULL,
  description 'The reviews that a child in care is owed, in order, each with the day on which the law wants it at the latest and the day it was held: the first within 20 working days of entry, the second within three months of the first, every later one within six months of the one before (B47). Limits are those in force on the day the clock starts. Cancelled reviews count for nothing; several held on one day are one. Where the reviews on file begin after the child entered care, nobody knows which was the first: only intervals between later reviews are told.',
  grain (authority, snapshot_date, care_period_id, entry_date, n),
  audits one_row_per_key(known := (child_id, kind, due_date), holds := kind IN ('first', 'second', 'later'))
);

WITH on_file AS (
  SELECT
    @columns(authority, snapshot_date),
    MIN(held_date) AS from_date
  FROM raw.review
  WHERE
    NOT cancelled
  GROUP BY
    @columns(authority, snapshot_date)
), owed AS (
  SELECT
    @columns_of(s, authority, snapshot_date, child_id, care_period_id, entry_date, end_date),
    1 AS n,
    s.entry_date AS clock_start,
    'first' AS kind
  FROM core.care_spell AS s
  INNER JOIN on_file AS f
    USING (authority, snapshot_date)
  WHERE
    f.from_date <= s.entry_date
  UNION ALL
  SELECT
    @columns(authority, snapshot_date, child_id, care_period_id, entry_date, end_date),
    n + 1 AS n,
    held_date AS clock_start,
    CASE WHEN n = 1 AND is_numbered THEN 'second' ELSE 'later' END AS kind
  FROM core.review_held
), limited AS (
  SELECT
    o.*,
    l.n AS limit_n,
    l.unit,
    CASE WHEN l.unit = 'working_days' THEN o.clock_start END AS counted_from
  FROM owed AS o
  INNER JOIN raw.rule_limit AS l
    USING (authority)
  WHERE
    @limit_on(l, o.clock_start, 'B47', o.kind || '_review')
), counted AS (
  SELECT
    o.*,
    c.working_days + o.limit_n AS due_working_days
  FROM limited AS o
  LEFT JOIN core.working_day AS c
    ON c.day = o.counted_from
), dated AS (
  SELECT
    o.*,
    COALESCE(w.day, @add_step(o.clock_start, o.limit_n, o.unit)) AS due_date
  FROM counted AS o
  LEFT JOIN core.working_day AS w
    ON w.is_working AND w.working_days = o.due_working_days
)
SELECT
  d.authority::TEXT AS authority, /* authority */
  d.snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  d.child_id::TEXT AS child_id, /* child */
  d.care_period_id::TEXT AS care_period_id, /* period of care */
  d.entry_date::DATE AS entry_date, /* day the child became looked after */
  d.end_date::DATE AS end_date, /* day care ceased; null while open */
  d.n::INT AS n, /* 1 for the first review on file of the spell, 2 for the next */
  d.kind::TEXT AS kind, /* first, second or later: which limit holds */
  d.due_date::DATE AS due_date, /* last day on which it is in time */
  h.held_date::DATE AS held_date, /* day held; null when not yet */
  h.row_key::TEXT AS row_key /* source row of the review held */
FROM dated AS d
LEFT JOIN core.review_held AS h
  USING (authority, snapshot_date, care_period_id, entry_date, n)
