MODEL (
  name measures.review,
  kind VIEW,
  description 'B47 reviews held by the day the law wants them, of those that fell due in the period while the child was in care (and, apart, by the due date that the case system records); B48 children all of whose reviews due in the year were in time; B49 reviews of children old enough in which the child took part. B47 and B49 count reviews: child_id holds the key of the review.',
  grain (authority, snapshot_date, as_at_date, measure_id, line, period, child_id)
);

WITH recorded AS (
  SELECT
    @columns_of(r, authority, snapshot_date, row_key, due_date, held_date),
    @columns_of(s, child_id, care_period_id, entry_date, end_date),
    ROW_NUMBER() OVER (
      PARTITION BY r.authority, r.snapshot_date, r.row_key
      ORDER BY CASE WHEN r.care_period_id = s.care_period_id THEN 1 ELSE 2 END, s.entry_date DESC, s.care_period_id DESC
    ) AS choice
  FROM raw.review AS r
  INNER JOIN core.care_spell AS s
    USING (authority, snapshot_date, child_id)
  WHERE
    @open_on(r.due_date, s.entry_date, s.end_date) AND NOT r.cancelled
), dated AS (
  /* the day that decides to which period a review belongs: due (B47), held (B49) */
  SELECT
    @columns_of(m, measure_id, line),
    @columns_of(r, authority, snapshot_date, child_id),
    r.care_period_id || '@' || r.entry_date::TEXT || '#' || r.n::TEXT AS review_key,
    @columns_of(r, care_period_id, entry_date, end_date),
    r.due_date AS day,
    @columns_of(r, due_date, held_date),
    NULL::TEXT AS participation
  FROM core.review_due AS r
  INNER JOIN (VALUES
    ('B47', 'main', 'first'),
    ('B47', 'main', 'second'),
    ('B47', 'main', 'later'),
    ('B47', 'first', 'first'),
    ('B47', 'second', 'second'),
    ('B47', 'later', 'later'),
    ('B47', 'not_held', 'first'),
    ('B47', 'not_held', 'second'),
    ('B47', 'not_held', 'later')) AS m(measure_id, line, kind)
    ON m.kind = r.kind
  UNION ALL
  SELECT
    'B47' AS measure_id,
    'recorded_due' AS line,
    @columns(authority, snapshot_date, child_id),
    row_key AS review_key,
    @columns(care_period_id, entry_date, end_date),
    due_date AS day,
    @columns(due_date, held_date),
    NULL::TEXT AS participation
  FROM recorded
  WHERE
    choice = 1
  UNION ALL
  SELECT
    'B49' AS measure_id,
    @columns(m.line, r.authority, r.snapshot_date, r.child_id),
    r.care_period_id || '@' || r.entry_date::TEXT || '#' || r.n::TEXT AS review_key,
    @columns_of(r, care_period_id, entry_date, end_date),
    r.held_date AS day,
    NULL::DATE AS due_date,
    @columns_of(r, held_date, participation)
  FROM core.review_held AS r
  INNER JOIN raw.child AS c
    ON @on_keys(c, r, authority, snapshot_date, child_id)
  INNER JOIN raw.rule_limit AS l
    ON l.authority = r.authority
    AND @limit_on(l, r.held_date, 'B49', 'from_age')
    AND @add_step(c.birth_date, l.n, l.unit) <= r.held_date
  CROSS JOIN (VALUES
    ('main'),
    ('not_recorded')) AS m(line)
), in_period AS (
  SELECT
    d.*,
    @columns_of(p, period, as_at_date),
    @day_in_care(p.as_at_date, d.entry_date, d.end_date) AS group_day
  FROM dated AS d
  INNER JOIN core.reporting_period AS p
    USING (authority, snapshot_date)
  INNER JOIN staging.rule_measure_period AS q
    USING (authority, measure_id, period)
  WHERE
    d.day BETWEEN p.first_day AND p.as_at_date AND @open_on(d.day, d.entry_date, d.end_date)
), judged AS (
  SELECT
    i.*,
    CASE
      WHEN i.line = 'not_held'
      THEN i.held_date IS NULL OR i.held_date > i.as_at_date
      WHEN i.line = 'not_recorded'
      THEN k.category IS NULL
      WHEN i.measure_id = 'B49'
      THEN COALESCE(k.category = 'took_part', FALSE)
      ELSE COALESCE(i.held_date <= i.due_date, FALSE)
    END AS is_met
  FROM in_period AS i
  LEFT JOIN raw.rule_category AS k
    ON k.code_set = 'participation' AND k.code = i.participation
), child_year AS (
  /* not from the lines above: read twice they would be kept whole in memory; groups are read in the spell of the latest review */
  SELECT
    @columns_of(p, period, as_at_date),
    @columns_of(r, authority, snapshot_date, child_id, care_period_id, entry_date),
    @day_in_care(p.as_at_date, r.entry_date, r.end_date) AS group_day,
    MIN(CASE WHEN r.held_date <= r.due_date THEN 1 ELSE 0 END) OVER (PARTITION BY r.authority, r.snapshot_date, p.as_at_date, p.period, r.child_id) = 1 AS is_met,
    ROW_NUMBER() OVER (
      PARTITION BY r.authority, r.snapshot_date, p.as_at_date, p.period, r.child_id
      ORDER BY r.due_date DESC, r.care_period_id DESC
    ) AS choice
  FROM core.review_due AS r
  INNER JOIN core.reporting_period AS p
    USING (authority, snapshot_date)
  INNER JOIN staging.rule_measure_period AS q
    USING (authority, period)
  WHERE
    q.measure_id = 'B48'
    AND r.due_date BETWEEN p.first_day AND p.as_at_date
    AND @open_on(r.due_date, r.entry_date, r.end_date)
), line AS (
  @stacked(
    (period, authority, snapshot_date, as_at_date, care_period_id, entry_date, group_day, is_met),
    (judged, measure_id, line, review_key AS subject, CASE WHEN line = 'not_held' THEN due_date END AS wait_since),
    (child_year, 'B48' AS measure_id, 'main' AS line, child_id AS subject, choice = 1 AS only_where)
  )
)
SELECT
  measure_id::TEXT AS measure_id, /* B47, B48 or B49 */
  line::TEXT AS line, /* main or the sub-line */
  period::TEXT AS period, /* a period of the measure in measures.csv */
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  as_at_date::DATE AS as_at_date, /* last day of the period */
  subject::TEXT AS child_id, /* key of the review (B47, B49), child (B48) */
  care_period_id::TEXT AS care_period_id, /* period of care */
  entry_date::DATE AS entry_date, /* day the child became looked after */
  group_day::DATE AS group_day, /* last day of the period, or last day in care before it, whose breakdown groups apply */
  is_met::BOOLEAN AS counted, /* in time; not held; all in time; took part; not recorded */
  wait_since::DATE AS wait_since, /* day the review fell due; only where it is not held */
  DATE_DIFF('DAY', wait_since, as_at_date)::INT AS days /* days past it */
FROM line
