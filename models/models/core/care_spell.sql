MODEL (
  name core.care_spell,
  kind FULL,
  description 'Unbroken spells of being looked after: periods of care without their short-break days (V3, V4), ended by the 18th birthday at the latest (boundaries 6 to 10, 38).',
  grain (authority, snapshot_date, care_period_id, entry_date),
  audits one_row_per_key(known := child_id, holds := end_date IS NULL OR end_date >= entry_date)
);

WITH period AS (
  SELECT
    @columns_of(p, authority, snapshot_date, child_id, care_period_id, start_date),
    CASE
      WHEN c.birth_date IS NULL
      THEN p.end_date
      WHEN p.end_date IS NULL OR p.end_date > @add_step(c.birth_date, 18, 'years')
      THEN @add_step(c.birth_date, 18, 'years')
      ELSE p.end_date
    END AS end_date
  FROM raw.care_period AS p
  INNER JOIN raw.child AS c
    USING (authority, snapshot_date, child_id)
  /* a period that begins at 18 or later is neither a start nor a cessation */
  WHERE
    c.birth_date IS NULL OR p.start_date < @add_step(c.birth_date, 18, 'years')
), short_break_period AS (
  SELECT
    @columns(authority, snapshot_date, care_period_id),
    BOOL_AND(COALESCE(legal_category = 'short_break', FALSE)::BOOLEAN) AS is_whole_period
  FROM staging.legal_status
  GROUP BY
    @columns(authority, snapshot_date, care_period_id)
  HAVING
    BOOL_OR(CAST(legal_category = 'short_break' AS BOOLEAN))
), turning_point AS (
  SELECT
    @columns_of(p, authority, snapshot_date, care_period_id),
    p.start_date AS point
  FROM period AS p
  INNER JOIN short_break_period AS s
    USING (authority, snapshot_date, care_period_id)
  UNION
  SELECT
    @columns_of(p, authority, snapshot_date, care_period_id),
    l.start_date AS point
  FROM period AS p
  INNER JOIN staging.legal_status AS l
    USING (authority, snapshot_date, care_period_id)
  WHERE
    l.start_date > p.start_date AND (
      p.end_date IS NULL OR l.start_date < p.end_date
    )
  UNION
  SELECT
    @columns_of(p, authority, snapshot_date, care_period_id),
    l.end_date AS point
  FROM period AS p
  INNER JOIN staging.legal_status AS l
    USING (authority, snapshot_date, care_period_id)
  WHERE
    l.end_date > p.start_date AND (
      p.end_date IS NULL OR l.end_date < p.end_date
    )
), segment AS (
  SELECT
    t.*,
    t.point AS start_date,
    COALESCE(LEAD(t.point) OVER (PARTITION BY t.authority, t.snapshot_date, t.care_period_id ORDER BY t.point), p.end_date) AS end_date
  FROM turning_point AS t
  INNER JOIN period AS p
    USING (authority, snapshot_date, care_period_id)
  INNER JOIN short_break_period AS s
    USING (authority, snapshot_date, care_period_id)
), judged AS (
  /* on short breaks: some status is open and every open one is V3 or V4 */
  SELECT
    @columns_of(s, authority, snapshot_date, care_period_id, start_date, end_date),
    COUNT(l.row_key) > 0 AND BOOL_AND(COALESCE(l.legal_category = 'short_break', FALSE)::BOOLEAN) AS is_short_break
  FROM segment AS s
  LEFT JOIN staging.legal_status AS l
    ON @on_keys(l, s, authority, snapshot_date, care_period_id) AND @open_on(s.start_date, l.start_date, l.end_date)
  GROUP BY
    @columns_of(s, authority, snapshot_date, care_period_id, start_date, end_date)
), counted AS (
  SELECT
    *,
    CASE
      WHEN LAG(end_date) OVER (PARTITION BY authority, snapshot_date, care_period_id ORDER BY start_date) = start_date
      THEN 0
      ELSE 1
    END AS is_new
  FROM judged
  WHERE
    NOT is_short_break
), numbered AS (
  SELECT
    *,
    SUM(is_new) OVER (PARTITION BY authority, snapshot_date, care_period_id ORDER BY start_date) AS spell
  FROM counted
), mixed_spell AS (
  SELECT
    @columns(authority, snapshot_date, care_period_id),
    MIN(start_date) AS start_date,
    CASE WHEN COUNT(end_date) = COUNT(*) THEN MAX(end_date) END AS end_date
  FROM numbered
  GROUP BY
    @columns(authority, snapshot_date, care_period_id, spell)
), spell AS (
  SELECT
    @columns_of(p, authority, snapshot_date, child_id, care_period_id, start_date, end_date)
  FROM period AS p
  LEFT JOIN short_break_period AS s
    USING (authority, snapshot_date, care_period_id)
  WHERE
    s.care_period_id IS NULL OR (
      p.end_date = p.start_date AND NOT s.is_whole_period
    )
  UNION ALL
  SELECT
    @columns_of(p, authority, snapshot_date, child_id, care_period_id),
    @columns_of(m, start_date, end_date)
  FROM mixed_spell AS m
  INNER JOIN period AS p
    USING (authority, snapshot_date, care_period_id)
  WHERE
    p.end_date IS NULL OR p.end_date > p.start_date
)
SELECT
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  child_id::TEXT AS child_id, /* child */
  care_period_id::TEXT AS care_period_id, /* period of care that holds the spell */
  start_date::DATE AS entry_date, /* day the child became looked after: anchor of every time limit */
  end_date::DATE AS end_date /* day the child ceased, or will cease, to be looked after: the 18th birthday at the latest; null while open and the date of birth unknown */
FROM spell
