MODEL (
  name staging.plan,
  kind FULL,
  description 'Recorded plans by period of care. Rows of a plan history are the plans of their period; without one, dated categories and the latest answers of the form are. An answer counts from its document, unless an extract taken after that day still showed something else: then from the first extract that shows it (boundaries 14, 17, 39).',
  grain (authority, snapshot_date, care_period_id, row_key),
  audits one_row_per_key(known := (plan, plan_rank, origin, start_date))
);

WITH dated AS (
  SELECT
    @columns_of(r, authority, snapshot_date, child_id),
    i.care_period_id,
    @columns_of(r, row_key, plan, plan_rank, origin, start_date, end_date, recorded_date)
  FROM raw.care_plan AS r
  INNER JOIN staging.row_in_period AS i
    USING (authority, snapshot_date, row_key)
  WHERE
    i.kind = 'care_plan' AND r.origin IN ('history', 'category')
), with_history AS (
  SELECT DISTINCT
    @columns(authority, snapshot_date, care_period_id)
  FROM dated
  WHERE
    origin = 'history'
), observed AS (
  SELECT
    *,
    MIN(seen_date) OVER (PARTITION BY authority, snapshot_date, child_id, care_period_id, row_key, start_date) AS first_seen
  FROM raw.plan_observation
), seen_row AS (
  /* what each extract so far said of the answers of the period */
  SELECT
    @columns(o.authority, o.snapshot_date, i.care_period_id),
    @columns_of(o, child_id, seen_date, document_id, row_key, plan, start_date, end_date),
    @open_on(o.seen_date, o.start_date, o.end_date) AS is_active
  FROM observed AS o
  INNER JOIN staging.row_in_period AS i
    USING (authority, snapshot_date)
  WHERE
    i.kind = 'plan_observation' AND i.row_key = o.first_seen::TEXT || ':' || o.row_key
), active_document AS (
  SELECT
    *,
    DENSE_RANK() OVER (PARTITION BY authority, snapshot_date, care_period_id, seen_date ORDER BY start_date DESC, document_id DESC) AS precedence
  FROM seen_row
  WHERE
    is_active
), shown AS (
  /* the newest active document speaks for the day of the extract */
  SELECT DISTINCT
    @columns(authority, snapshot_date, care_period_id, seen_date, plan)
  FROM active_document
  WHERE
    precedence = 1 AND plan <> 'NO_PLAN'
), seen_answer AS (
  SELECT
    @columns(authority, snapshot_date, care_period_id, child_id, seen_date, document_id, row_key, plan, start_date)
  FROM seen_row
  WHERE
    plan <> 'NO_PLAN' AND start_date <= seen_date
), taken AS (
  SELECT
    *,
    LAG(seen_date) OVER (PARTITION BY authority, snapshot_date ORDER BY seen_date) AS former_date
  FROM raw.snapshot_taken
), answer AS (
  /* an extract that repeats the one before it tells nothing new of a plan, shown or not: what follows need not read it */
  SELECT
    a.*
  FROM seen_answer AS a
  LEFT JOIN taken AS t
    USING (authority, snapshot_date, seen_date)
  LEFT JOIN shown AS h
    USING (authority, snapshot_date, care_period_id, seen_date, plan)
  LEFT JOIN shown AS f
    ON @on_keys(f, a, authority, snapshot_date, care_period_id, plan) AND f.seen_date = t.former_date
  LEFT JOIN seen_answer AS b
    ON @on_keys(b, a, authority, snapshot_date, care_period_id, child_id, document_id, row_key, plan, start_date)
    AND b.seen_date = t.former_date
  WHERE
    CASE
      WHEN h.plan IS NULL
      THEN NOT f.plan IS NULL OR COALESCE(t.former_date <= a.start_date, TRUE)
      ELSE f.plan IS NULL OR b.row_key IS NULL
    END
), contradicted AS (
  /* the last extract before, taken after the document's day, that showed something else */
  SELECT
    @columns_of(a, authority, snapshot_date, care_period_id, seen_date, row_key),
    MAX(t.seen_date) AS last_against
  FROM answer AS a
  INNER JOIN raw.snapshot_taken AS t
    USING (authority, snapshot_date)
  LEFT JOIN shown AS h
    ON @on_keys(h, a, authority, snapshot_date, care_period_id, plan) AND h.seen_date = t.seen_date
  WHERE
    t.seen_date > a.start_date AND t.seen_date < a.seen_date AND h.plan IS NULL
  GROUP BY
    @columns_of(a, authority, snapshot_date, care_period_id, seen_date, row_key)
), confirmed AS (
  SELECT
    @columns_of(c, authority, snapshot_date, care_period_id, seen_date, row_key),
    MIN(h.seen_date) AS first_shown
  FROM contradicted AS c
  INNER JOIN answer AS a
    USING (authority, snapshot_date, care_period_id, seen_date, row_key)
  INNER JOIN shown AS h
    USING (authority, snapshot_date, care_period_id, plan)
  WHERE
    h.seen_date > c.last_against AND h.seen_date <= c.seen_date
  GROUP BY
    @columns_of(c, authority, snapshot_date, care_period_id, seen_date, row_key)
), gone AS (
  /* the first extract from then on that does not show the plan */
  SELECT
    @columns_of(a, authority, snapshot_date, care_period_id, seen_date, row_key),
    MIN(t.seen_date) AS gone_date
  FROM answer AS a
  INNER JOIN raw.snapshot_taken AS t
    USING (authority, snapshot_date)
  LEFT JOIN shown AS h
    ON @on_keys(h, a, authority, snapshot_date, care_period_id, plan) AND h.seen_date = t.seen_date
  WHERE
    t.seen_date >= a.seen_date AND h.plan IS NULL
  GROUP BY
    @columns_of(a, authority, snapshot_date, care_period_id, seen_date, row_key)
), document_end AS (
  /* the end of a document as the newest extract that has it says */
  SELECT
    @columns(authority, snapshot_date, care_period_id, document_id),
    MAX(seen_date) AS newest_date
  FROM seen_row
  GROUP BY
    @columns(authority, snapshot_date, care_period_id, document_id)
), answered AS (
  SELECT
    @columns_of(a, authority, snapshot_date, child_id, care_period_id, document_id, row_key, plan),
    CASE WHEN c.row_key IS NULL THEN a.start_date ELSE f.first_shown END AS start_date,
    NULLIF(
      LEAST(COALESCE(MAX(o.end_date), '9999-12-31'::DATE), COALESCE(MIN(g.gone_date), '9999-12-31'::DATE)),
      '9999-12-31'::DATE
    ) AS end_date
  FROM answer AS a
  LEFT JOIN contradicted AS c
    USING (authority, snapshot_date, care_period_id, seen_date, row_key)
  LEFT JOIN confirmed AS f
    USING (authority, snapshot_date, care_period_id, seen_date, row_key)
  LEFT JOIN gone AS g
    USING (authority, snapshot_date, care_period_id, seen_date, row_key)
  INNER JOIN document_end AS e
    USING (authority, snapshot_date, care_period_id, document_id)
  INNER JOIN seen_row AS o
    USING (authority, snapshot_date, care_period_id, document_id)
  WHERE
    o.seen_date = e.newest_date
  GROUP BY
    @columns_of(a, authority, snapshot_date, child_id, care_period_id, document_id, row_key, plan, seen_date, start_date),
    c.row_key,
    f.first_shown
), distinct_answer AS (
  SELECT DISTINCT
    @columns(authority, snapshot_date, child_id, care_period_id, document_id, row_key, plan, start_date, end_date)
  FROM answered
  WHERE
    NOT start_date IS NULL AND (
      end_date IS NULL OR end_date > start_date
    )
), plan_row AS (
  SELECT
    @columns_of(d, authority, snapshot_date, child_id, care_period_id, row_key),
    d.row_key AS document_id,
    @columns_of(d, plan, plan_rank, origin, start_date, end_date, recorded_date)
  FROM dated AS d
  LEFT JOIN with_history AS h
    USING (authority, snapshot_date, care_period_id)
  WHERE
    d.origin = 'history' OR h.care_period_id IS NULL
  UNION ALL
  SELECT
    @columns_of(a, authority, snapshot_date, child_id, care_period_id),
    a.row_key || '@' || a.start_date::TEXT AS row_key,
    @columns_of(a, document_id, plan),
    'primary' AS plan_rank,
    'answers' AS origin,
    @columns_of(a, start_date, end_date),
    NULL::DATE AS recorded_date
  FROM distinct_answer AS a
  LEFT JOIN with_history AS h
    USING (authority, snapshot_date, care_period_id)
  WHERE
    h.care_period_id IS NULL
)
SELECT
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  child_id::TEXT AS child_id, /* child */
  care_period_id::TEXT AS care_period_id, /* period of care */
  row_key::TEXT AS row_key, /* key of the plan row */
  document_id::TEXT AS document_id, /* plans of one document of answers share it; otherwise the row itself */
  plan::TEXT AS plan, /* canonical plan; NO_PLAN where the source says that there is none */
  plan_rank::TEXT AS plan_rank, /* primary, contingency or parallel */
  origin::TEXT AS origin, /* history, category or answers */
  start_date::DATE AS start_date, /* effective from */
  end_date::DATE AS end_date, /* effective to, exclusive; null while open */
  recorded_date::DATE AS recorded_date /* recorded on the system */
FROM plan_row
