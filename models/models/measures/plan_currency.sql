MODEL (
  name measures.plan_currency,
  kind VIEW,
  description 'B52 children whose plan is up to date on the day, by a declared rule: a plan is open, and the last day on which a plan of the period of care was begun, recorded or ratified lies on or after the last review held, or no longer ago than the limit. Documents count beside the plan history. A child without an open plan is not up to date.',
  grain (authority, snapshot_date, as_at_date, measure_id, line, period, child_id)
);

WITH with_plan AS (
  SELECT DISTINCT
    @columns_of(c, authority, snapshot_date, as_at_date, child_id)
  FROM core.child_as_at AS c
  INNER JOIN core.plan AS p
    USING (authority, snapshot_date, care_period_id)
  WHERE
    @open_on(c.as_at_date, p.start_date, p.end_date)
), plan_row AS (
  /* every document and history entry that names a plan, also where another source decides which plan is current */
  SELECT
    i.*,
    @columns_of(r, start_date, recorded_date, ratified_date)
  FROM raw.care_plan AS r
  INNER JOIN staging.row_in_period AS i
    USING (authority, snapshot_date, row_key)
  WHERE
    i.kind = 'care_plan' AND r.plan <> 'NO_PLAN'
), worked_on AS (
  SELECT
    @columns(authority, snapshot_date, care_period_id),
    start_date AS day
  FROM plan_row
  UNION
  SELECT
    @columns(authority, snapshot_date, care_period_id),
    recorded_date AS day
  FROM plan_row
  UNION
  SELECT
    @columns(authority, snapshot_date, care_period_id),
    ratified_date AS day
  FROM plan_row
), touched AS (
  SELECT
    @columns_of(c, authority, snapshot_date, as_at_date, child_id),
    MAX(w.day) AS updated_date
  FROM with_plan AS o
  INNER JOIN core.child_as_at AS c
    USING (authority, snapshot_date, as_at_date, child_id)
  INNER JOIN worked_on AS w
    USING (authority, snapshot_date, care_period_id)
  WHERE
    w.day <= c.as_at_date
  GROUP BY
    @columns_of(c, authority, snapshot_date, as_at_date, child_id)
), reviewed AS (
  SELECT
    @columns_of(c, authority, snapshot_date, as_at_date, child_id),
    MAX(r.held_date) AS last_review
  FROM core.child_as_at AS c
  INNER JOIN core.review_held AS r
    USING (authority, snapshot_date, care_period_id, entry_date)
  WHERE
    r.held_date <= c.as_at_date
  GROUP BY
    @columns_of(c, authority, snapshot_date, as_at_date, child_id)
), judged AS (
  SELECT
    c.*,
    t.updated_date,
    r.last_review,
    COALESCE(t.updated_date >= r.last_review, FALSE) AS is_since_review,
    COALESCE(@add_step(t.updated_date, l.n, l.unit) >= c.as_at_date, FALSE) AS is_recent
  FROM core.child_as_at AS c
  INNER JOIN raw.rule_limit AS l
    USING (authority)
  LEFT JOIN touched AS t
    USING (authority, snapshot_date, as_at_date, child_id)
  LEFT JOIN reviewed AS r
    USING (authority, snapshot_date, as_at_date, child_id)
  WHERE
    @limit_on(l, c.as_at_date, 'B52', 'updated_within')
), line AS (
  @stacked(
    (authority, snapshot_date, as_at_date, child_id, care_period_id, entry_date),
    (judged, 'main' AS line, is_since_review OR is_recent AS counted, NULL::DATE AS wait_since),
    (
      judged,
      'out_of_date' AS line,
      NOT (
        is_since_review OR is_recent
      ) AS counted,
      COALESCE(updated_date, entry_date) AS wait_since
    ),
    (judged, 'since_review' AS line, is_since_review AS counted, NOT last_review IS NULL AS only_where)
  )
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
