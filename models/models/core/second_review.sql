MODEL (
  name core.second_review,
  kind FULL,
  description 'Each spell of care with the local limit for its second review and the day that review was held (T13, T15). The limit is shorter for a child on an interim care order on the day the shorter one falls (boundaries 18); where a procedure counts from the first review, that counts once it is held. Limits are those in force on the day of entry. Spells that began before the reviews on file are left out.',
  grain (authority, snapshot_date, care_period_id, entry_date),
  audits one_row_per_key(known := (child_id, in_proceedings, limit_date))
);

WITH spell AS (
  SELECT
    *,
    r.held_date AS first_held_date
  FROM core.review_due AS r
  WHERE
    r.kind = 'first'
), limited AS (
  SELECT
    s.*,
    @add_step(s.entry_date, i.n, i.unit) AS limit_in_proceedings,
    @add_step(s.entry_date, o.n, o.unit) AS limit_otherwise,
    @add_step(s.first_held_date, f.n, f.unit) AS limit_after_first
  FROM spell AS s
  INNER JOIN raw.rule_limit AS i
    USING (authority)
  INNER JOIN raw.rule_limit AS o
    USING (authority)
  LEFT JOIN raw.rule_limit AS f
    ON f.authority = s.authority AND @limit_on(f, s.entry_date, 'T13', 'second_review_after_first')
  WHERE
    @limit_on(i, s.entry_date, 'T13', 'second_review_in_proceedings')
    AND @limit_on(o, s.entry_date, 'T13', 'second_review')
), status_row AS (
  /* of several statuses open on the day, the latest to start */
  SELECT
    s.*,
    l.legal_category,
    ROW_NUMBER() OVER (
      PARTITION BY s.authority, s.snapshot_date, s.care_period_id, s.entry_date
      ORDER BY l.start_date DESC, l.row_key DESC
    ) AS choice
  FROM limited AS s
  INNER JOIN staging.legal_status AS l
    USING (authority, snapshot_date, care_period_id)
  WHERE
    @open_on(s.limit_in_proceedings, l.start_date, l.end_date)
), judged AS (
  SELECT
    s.*,
    COALESCE(l.legal_category = 'interim_care_order', FALSE) AS in_proceedings
  FROM limited AS s
  LEFT JOIN status_row AS l
    ON @on_keys(l, s, authority, snapshot_date, care_period_id, entry_date) AND l.choice = 1
)
SELECT
  s.authority::TEXT AS authority, /* authority */
  s.snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  s.child_id::TEXT AS child_id, /* child */
  s.care_period_id::TEXT AS care_period_id, /* period of care */
  s.entry_date::DATE AS entry_date, /* day the child became looked after */
  s.end_date::DATE AS end_date, /* day care ceased; null while open */
  s.in_proceedings::BOOLEAN AS in_proceedings, /* on an interim care order on the day the shorter limit falls */
  COALESCE(s.limit_after_first, CASE WHEN s.in_proceedings THEN s.limit_in_proceedings ELSE s.limit_otherwise END)::DATE AS limit_date, /* last day on which the second review is in time by the local procedure */
  r.held_date::DATE AS held_date /* day of the second review; null when not yet held */
FROM judged AS s
LEFT JOIN core.review_due AS r
  ON @on_keys(r, s, authority, snapshot_date, care_period_id, entry_date) AND r.kind = 'second'
