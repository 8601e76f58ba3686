MODEL (
  name measures.plan_currency,
  kind FULL,
  description 'B52 children whose plan is up to date on the day, by a declared rule: a plan is open, and the latest of its start, its recording and its ratification lies on or after the last review held, or no longer ago than the limit. A child without an open plan is not up to date.',
  owner performance_team,
  grain (authority, snapshot_date, as_at_date, measure_id, line, period, child_id),
  audits (
    not_null(
      columns := (
        measure_id,
        line,
        authority,
        snapshot_date,
        as_at_date,
        child_id,
        care_period_id,
        entry_date,
        group_day,
        counted
      )
    ),
    unique_combination_of_columns(
      columns := (authority, snapshot_date, as_at_date, measure_id, line, period, child_id)
    )
  )
);

WITH touched AS (
  /* days on which a plan that is open on the day was begun, recorded or ratified by then */
  SELECT
    c.authority,
    c.snapshot_date,
    c.as_at_date,
    c.child_id,
    MAX(
      GREATEST(
        p.start_date,
        COALESCE(CASE WHEN p.recorded_date <= c.as_at_date THEN p.recorded_date END, p.start_date),
        COALESCE(CASE WHEN r.ratified_date <= c.as_at_date THEN r.ratified_date END, p.start_date)
      )
    ) AS updated_date
  FROM core.child_as_at AS c
  INNER JOIN core.plan AS p
    ON p.authority = c.authority
    AND p.snapshot_date = c.snapshot_date
    AND p.care_period_id = c.care_period_id
    AND @open_on(c.as_at_date, p.start_date, p.end_date)
  LEFT JOIN raw.care_plan AS r
    ON r.authority = p.authority
    AND r.snapshot_date = p.snapshot_date
    AND r.row_key = p.row_key
  GROUP BY
    c.authority,
    c.snapshot_date,
    c.as_at_date,
    c.child_id
), reviewed AS (
  SELECT
    c.authority,
    c.snapshot_date,
    c.as_at_date,
    c.child_id,
    MAX(r.held_date) AS last_review
  FROM core.child_as_at AS c
  INNER JOIN core.review_held AS r
    ON r.authority = c.authority
    AND r.snapshot_date = c.snapshot_date
    AND r.care_period_id = c.care_period_id
    AND r.entry_date = c.entry_date
    AND r.held_date <= c.as_at_date
  GROUP BY
    c.authority,
    c.snapshot_date,
    c.as_at_date,
    c.child_id
), judged AS (
  SELECT
    c.authority,
    c.snapshot_date,
    c.as_at_date,
    c.child_id,
    c.care_period_id,
    c.entry_date,
    t.updated_date,
    r.last_review,
    COALESCE(t.updated_date >= r.last_review, FALSE) AS is_since_review,
    COALESCE(@add_step(t.updated_date, l.n, l.unit) >= c.as_at_date, FALSE) AS is_recent
  FROM core.child_as_at AS c
  INNER JOIN raw.rule_limit AS l
    ON l.authority = c.authority
    AND l.measure_id = 'B52'
    AND l.limit_key = 'updated_within'
    AND @open_on(c.as_at_date, l.effective_from, l.effective_to)
  LEFT JOIN touched AS t
    ON t.authority = c.authority
    AND t.snapshot_date = c.snapshot_date
    AND t.as_at_date = c.as_at_date
    AND t.child_id = c.child_id
  LEFT JOIN reviewed AS r
    ON r.authority = c.authority
    AND r.snapshot_date = c.snapshot_date
    AND r.as_at_date = c.as_at_date
    AND r.child_id = c.child_id
), line AS (
  SELECT
    'main' AS line,
    authority,
    snapshot_date,
    as_at_date,
    child_id,
    care_period_id,
    entry_date,
    is_since_review OR is_recent AS counted,
    NULL::DATE AS wait_since
  FROM judged
  UNION ALL
  SELECT
    'out_of_date' AS line,
    authority,
    snapshot_date,
    as_at_date,
    child_id,
    care_period_id,
    entry_date,
    NOT (
      is_since_review OR is_recent
    ) AS counted,
    COALESCE(updated_date, entry_date) AS wait_since
  FROM judged
  UNION ALL
  SELECT
    'since_review' AS line,
    authority,
    snapshot_date,
    as_at_date,
    child_id,
    care_period_id,
    entry_date,
    is_since_review AS counted,
    NULL::DATE AS wait_since
  FROM judged
  WHERE
    NOT last_review IS NULL
)
SELECT
  'B52'::TEXT AS measure_id, /* measure */
  line::TEXT AS line, /* main, out_of_date or since_review */
  'as_at'::TEXT AS period, /* on the day */
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  as_at_date::DATE AS as_at_date, /* day described */
  child_id::TEXT AS child_id, /* child looked after */
  care_period_id::TEXT AS care_period_id, /* period of care the child is in */
  entry_date::DATE AS entry_date, /* day the child became looked after */
  as_at_date::DATE AS group_day, /* day whose breakdown groups apply */
  counted::BOOLEAN AS counted, /* up to date; out of date; updated since the last review */
  wait_since::DATE AS wait_since, /* last update of the plan, or entry where there is none; only where out of date is counted */
  DATE_DIFF('DAY', wait_since, as_at_date)::INT AS days /* days since */
FROM line
