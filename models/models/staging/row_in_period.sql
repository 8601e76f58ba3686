MODEL (
  name staging.row_in_period,
  kind FULL,
  description 'The period of care that each dated row belongs to: the one it names, else the one open on its start, else the next to begin (boundaries 14, 27, 38).',
  owner performance_team,
  grain (authority, snapshot_date, kind, row_key),
  audits (
    not_null(columns := (authority, snapshot_date, kind, row_key, care_period_id)),
    unique_combination_of_columns(columns := (authority, snapshot_date, kind, row_key))
  )
);

WITH dated_row AS (
  SELECT
    authority,
    snapshot_date,
    'legal_status' AS kind,
    row_key,
    child_id,
    care_period_id,
    start_date AS row_date
  FROM raw.legal_status
  UNION ALL
  SELECT
    authority,
    snapshot_date,
    'placement' AS kind,
    row_key,
    child_id,
    care_period_id,
    start_date AS row_date
  FROM raw.placement
  UNION ALL
  SELECT
    authority,
    snapshot_date,
    'care_plan' AS kind,
    row_key,
    child_id,
    care_period_id,
    start_date AS row_date
  FROM raw.care_plan
  UNION ALL
  SELECT
    authority,
    snapshot_date,
    'long_term_match' AS kind,
    row_key,
    child_id,
    care_period_id,
    match_ratified_date AS row_date
  FROM raw.long_term_match
  UNION ALL
  SELECT
    authority,
    snapshot_date,
    'plan_observation' AS kind,
    seen_date::TEXT || ':' || row_key AS row_key,
    child_id,
    care_period_id,
    start_date AS row_date
  FROM raw.plan_observation
), candidate AS (
  SELECT
    r.authority,
    r.snapshot_date,
    r.kind,
    r.row_key,
    r.child_id,
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
    ON p.authority = r.authority
    AND p.snapshot_date = r.snapshot_date
    AND p.child_id = r.child_id
    AND (
      p.care_period_id = r.care_period_id
      OR @open_on(r.row_date, p.start_date, p.end_date)
      OR p.start_date >= r.row_date
    )
), ranked AS (
  SELECT
    authority,
    snapshot_date,
    kind,
    row_key,
    child_id,
    care_period_id,
    ROW_NUMBER() OVER (
      PARTITION BY authority, snapshot_date, kind, row_key
      ORDER BY preference, CASE WHEN preference = 2 THEN period_start END DESC, CASE WHEN preference = 3 THEN period_start END, care_period_id DESC
    ) AS choice
  FROM candidate
  WHERE
    preference < 3
    OR kind <> 'long_term_match' /* a match counts in the period it lies in */
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
