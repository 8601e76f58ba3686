MODEL (
  name core.review_held,
  kind FULL,
  description 'Reviews held, numbered in their spell of care. A review belongs to the spell open on its day; of two, to the one that it names. Cancelled reviews count for nothing; several held on one day are one.',
  grain (authority, snapshot_date, care_period_id, entry_date, n),
  audits one_row_per_key(known := (child_id, held_date, row_key, is_numbered))
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
), in_spell AS (
  SELECT
    @columns_of(r, authority, snapshot_date, row_key, held_date, participation),
    @columns_of(s, child_id, care_period_id, entry_date, end_date),
    ROW_NUMBER() OVER (
      PARTITION BY r.authority, r.snapshot_date, r.row_key
      ORDER BY CASE WHEN r.care_period_id = s.care_period_id THEN 1 ELSE 2 END, s.entry_date DESC, s.care_period_id DESC
    ) AS choice
  FROM raw.review AS r
  INNER JOIN core.care_spell AS s
    USING (authority, snapshot_date, child_id)
  WHERE
    @open_on(r.held_date, s.entry_date, s.end_date) AND NOT r.cancelled
), held_day AS (
  SELECT
    @columns(authority, snapshot_date, child_id, care_period_id, entry_date, end_date, held_date),
    MIN(participation) AS participation,
    MIN(row_key) AS row_key
  FROM in_spell
  WHERE
    choice = 1
  GROUP BY
    @columns(authority, snapshot_date, child_id, care_period_id, entry_date, end_date, held_date)
)
SELECT
  h.authority::TEXT AS authority, /* authority */
  h.snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  h.child_id::TEXT AS child_id, /* child */
  h.care_period_id::TEXT AS care_period_id, /* period of care */
  h.entry_date::DATE AS entry_date, /* day the child became looked after */
  h.end_date::DATE AS end_date, /* day care ceased; null while open */
  ROW_NUMBER() OVER (PARTITION BY h.authority, h.snapshot_date, h.care_period_id, h.entry_date ORDER BY h.held_date)::INT AS n, /* first, second ... on file of the spell */
  h.held_date::DATE AS held_date, /* day held */
  h.participation::TEXT AS participation, /* how the child took part; null when not recorded */
  h.row_key::TEXT AS row_key, /* source row */
  (
    f.from_date <= h.entry_date
  )::BOOLEAN AS is_numbered /* false where the reviews on file begin after entry: nobody knows which was the first */
FROM held_day AS h
INNER JOIN on_file AS f
  USING (authority, snapshot_date)
