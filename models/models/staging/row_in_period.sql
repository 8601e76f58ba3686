MODEL (
  name staging.row_in_period,
  kind FULL,
  description 'The period of care that each dated row belongs to: the one it names, else the one open on its start, else the next to begin (boundaries 14, 27, 38).',
  grain (authority, snapshot_date, kind, row_key),
  audits one_row_per_key(known := care_period_id)
);

WITH observed AS (
  /* an answer is told by week after week: where it belongs is worked out for the first extract that showed it so */
  SELECT
    @columns(authority, snapshot_date, child_id, care_period_id),
    MIN(seen_date)::TEXT || ':' || row_key AS row_key,
    start_date AS row_date
  FROM raw.plan_observation
  GROUP BY
    @columns(authority, snapshot_date, child_id, care_period_id, row_key, start_date)
), dated_row AS (
  @stacked(
    (authority, snapshot_date, child_id, care_period_id),
    (raw.legal_status, 'legal_status' AS kind, row_key, start_date AS row_date),
    (raw.placement, 'placement' AS kind, row_key, start_date AS row_date),
    (raw.care_plan, 'care_plan' AS kind, row_key, start_date AS row_date),
    (raw.long_term_match, 'long_term_match' AS kind, row_key, match_ratified_date AS row_date),
    (observed, 'plan_observation' AS kind, row_key, row_date)
  )
), candidate AS (
  SELECT
    @columns_of(r, authority, snapshot_date, kind, row_key, child_id),
    p.care_period_id,
    p.start_date AS period_start,
    CASE
      WHEN r.care_period_id = p.care_period_id
      THEN 1
      WHEN @open_on(r.row_date, p.start_date, p.end_date)
      THEN 2
      ELSE 3
    END AS preference
  FROM dated_row AS r
  INNER JOIN raw.care_period AS p
    USING (authority, snapshot_date, child_id)
  WHERE
    (
      p.care_period_id = r.care_period_id
      OR @open_on(r.row_date, p.start_date, p.end_date)
      OR p.start_date >= r.row_date
    )
), ranked AS (
  SELECT
    *,
    ROW_NUMBER() OVER (
      PARTITION BY authority, snapshot_date, kind, row_key
      ORDER BY preference, CASE WHEN preference = 2 THEN period_start END DESC, CASE WHEN preference = 3 THEN period_start END, care_period_id DESC
    ) AS choice
  FROM candidate
  WHERE
    preference < 3 OR kind <> 'long_term_match' /* a match counts in the period it lies in */
)
SELECT
  authority::TEXT AS authority, /* authority that the row belongs to */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  kind::TEXT AS kind, /* contract table of the row */
  row_key::TEXT AS row_key, /* key of the row in that table */
  child_id::TEXT AS child_id, /* child */
  care_period_id::TEXT AS care_period_id /* period of care that the row belongs to */
FROM ranked
WHERE
  choice = 1
