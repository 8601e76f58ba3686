MODEL (
  name staging.plan,
  kind FULL,
  description 'Recorded plans by period of care. Rows of a plan history are the plans of their period; without one, dated categories and the latest answers of the form are. An answer counts from its document, unless an extract taken after that day still showed something else: then from the first extract that shows it (boundaries 14, 17, 39).',
  owner performance_team,
  grain (authority, snapshot_date, care_period_id, row_key),
  audits (
    not_null(
      columns := (
        authority,
        snapshot_date,
        care_period_id,
        row_key,
        plan,
        plan_rank,
        origin,
        start_date
      )
    ),
    unique_combination_of_columns(columns := (authority, snapshot_date, care_period_id, row_key))
  )
);

WITH dated AS (
  SELECT
    r.authority,
    r.snapshot_date,
    r.child_id,
    i.care_period_id,
    r.row_key,
    r.plan,
    r.plan_rank,
    r.origin,
    r.start_date,
    r.end_date,
    r.recorded_date
  FROM raw.care_plan AS r
  INNER JOIN staging.row_in_period AS i
    ON i.authority = r.authority
    AND i.snapshot_date = r.snapshot_date
    AND i.kind = 'care_plan'
    AND i.row_key = r.row_key
  WHERE
    r.origin IN ('history', 'category') AND r.plan <> 'NO_PLAN'
), with_history AS (
  SELECT DISTINCT
    authority,
    snapshot_date,
    care_period_id
  FROM dated
  WHERE
    origin = 'history'
), seen_document AS (
  SELECT
    o.authority,
    o.snapshot_date,
    i.care_period_id,
    o.child_id,
    o.seen_date,
    o.document_id,
    o.row_key,
    o.plan,
    o.start_date,
    o.end_date,
    DENSE_RANK() OVER (
      PARTITION BY o.authority, o.snapshot_date, i.care_period_id, o.seen_date
      ORDER BY CASE WHEN o.end_date IS NULL OR o.end_date > o.seen_date THEN 0 ELSE 1 END, o.start_date DESC, o.document_id DESC
    ) AS precedence /* of the documents on file that day the newest active one speaks */
  FROM raw.plan_observation AS o
  INNER JOIN staging.row_in_period AS i
    ON i.authority = o.authority
    AND i.snapshot_date = o.snapshot_date
    AND i.kind = 'plan_observation'
    AND i.row_key = o.seen_date::TEXT || ':' || o.row_key
), seen_plan AS (
  SELECT
    authority,
    snapshot_date,
    care_period_id,
    child_id,
    seen_date,
    document_id,
    row_key,
    plan,
    start_date,
    end_date
  FROM seen_document
  WHERE
    precedence = 1 AND plan <> 'NO_PLAN'
), extract_taken AS (
  /* every extract that could have shown a plan of the period */
  SELECT
    p.authority,
    p.snapshot_date,
    p.care_period_id,
    e.seen_date,
    LAG(e.seen_date) OVER in_order AS former_date,
    LEAD(e.seen_date) OVER in_order AS next_date,
    ROW_NUMBER() OVER in_order AS extract_number
  FROM raw.care_period AS p
  INNER JOIN raw.snapshot_taken AS e
    ON e.authority = p.authority
    AND e.snapshot_date = p.snapshot_date
    AND e.seen_date >= p.start_date
  WINDOW in_order AS (PARTITION BY p.authority, p.snapshot_date, p.care_period_id ORDER BY e.seen_date)
), numbered AS (
  SELECT
    s.authority,
    s.snapshot_date,
    s.care_period_id,
    s.child_id,
    s.seen_date,
    s.document_id,
    s.row_key,
    s.plan,
    s.start_date,
    s.end_date,
    e.former_date,
    e.next_date,
    e.extract_number - ROW_NUMBER() OVER (
      PARTITION BY s.authority, s.snapshot_date, s.care_period_id, s.plan
      ORDER BY s.seen_date
    ) AS run
  FROM seen_plan AS s
  INNER JOIN extract_taken AS e
    ON e.authority = s.authority
    AND e.snapshot_date = s.snapshot_date
    AND e.care_period_id = s.care_period_id
    AND e.seen_date = s.seen_date
), run AS (
  SELECT
    authority,
    snapshot_date,
    care_period_id,
    child_id,
    plan,
    run,
    MIN(seen_date) AS first_seen,
    MAX(seen_date) AS last_seen
  FROM numbered
  GROUP BY
    authority,
    snapshot_date,
    care_period_id,
    child_id,
    plan,
    run
), answered AS (
  SELECT
    r.authority,
    r.snapshot_date,
    r.child_id,
    r.care_period_id,
    l.row_key,
    r.plan,
    CASE WHEN f.former_date > f.start_date THEN r.first_seen ELSE f.start_date END AS start_date,
    CASE
      WHEN l.next_date IS NULL
      THEN l.end_date
      ELSE LEAST(COALESCE(later.end_date, l.end_date, l.next_date), l.next_date)
    END AS end_date
  FROM run AS r
  INNER JOIN numbered AS f
    ON f.authority = r.authority
    AND f.snapshot_date = r.snapshot_date
    AND f.care_period_id = r.care_period_id
    AND f.plan = r.plan
    AND f.run = r.run
    AND f.seen_date = r.first_seen
  INNER JOIN numbered AS l
    ON l.authority = r.authority
    AND l.snapshot_date = r.snapshot_date
    AND l.care_period_id = r.care_period_id
    AND l.plan = r.plan
    AND l.run = r.run
    AND l.seen_date = r.last_seen
  LEFT JOIN (
    SELECT
      authority,
      snapshot_date,
      care_period_id,
      seen_date,
      document_id,
      MAX(end_date) AS end_date
    FROM seen_document
    GROUP BY
      authority,
      snapshot_date,
      care_period_id,
      seen_date,
      document_id
  ) AS later
    ON later.authority = r.authority
    AND later.snapshot_date = r.snapshot_date
    AND later.care_period_id = r.care_period_id
    AND later.seen_date = l.next_date
    AND later.document_id = l.document_id
), plan_row AS (
  SELECT
    d.authority,
    d.snapshot_date,
    d.child_id,
    d.care_period_id,
    d.row_key,
    d.plan,
    d.plan_rank,
    d.origin,
    d.start_date,
    d.end_date,
    d.recorded_date
  FROM dated AS d
  LEFT JOIN with_history AS h
    ON h.authority = d.authority
    AND h.snapshot_date = d.snapshot_date
    AND h.care_period_id = d.care_period_id
  WHERE
    d.origin = 'history' OR h.care_period_id IS NULL
  UNION ALL
  SELECT
    a.authority,
    a.snapshot_date,
    a.child_id,
    a.care_period_id,
    a.row_key || '@' || a.start_date::TEXT AS row_key,
    a.plan,
    'primary' AS plan_rank,
    'answers' AS origin,
    a.start_date,
    a.end_date,
    NULL::DATE AS recorded_date
  FROM answered AS a
  LEFT JOIN with_history AS h
    ON h.authority = a.authority
    AND h.snapshot_date = a.snapshot_date
    AND h.care_period_id = a.care_period_id
  WHERE
    h.care_period_id IS NULL
    AND (
      a.end_date IS NULL OR a.end_date > a.start_date
    )
)
SELECT
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  child_id::TEXT AS child_id, /* child */
  care_period_id::TEXT AS care_period_id, /* period of care */
  row_key::TEXT AS row_key, /* key of the plan row */
  plan::TEXT AS plan, /* canonical plan */
  plan_rank::TEXT AS plan_rank, /* primary, contingency or parallel */
  origin::TEXT AS origin, /* history, category or answers */
  start_date::DATE AS start_date, /* effective from */
  end_date::DATE AS end_date, /* effective to, exclusive; null while open */
  recorded_date::DATE AS recorded_date /* recorded on the system */
FROM plan_row
