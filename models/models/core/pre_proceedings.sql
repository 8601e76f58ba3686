MODEL (
  name core.pre_proceedings,
  kind FULL,
  description 'Periods of pre-proceedings of a child: from the gateway that started them to the first decision to step down or to issue, or the issue of proceedings itself. Starting again while they run, extending, or changing nothing continues them. Where the gateway file has no start of a child, the periods that the case system records stand, and one that is left open ends by the same decisions.',
  grain (authority, snapshot_date, child_id, start_date),
  audits one_row_per_key(known := family_id, holds := end_date IS NULL OR end_date >= start_date)
);

WITH issue AS (
  SELECT DISTINCT
    @columns(authority, snapshot_date, child_id, issue_date)
  FROM raw.proceedings
), turn AS (
  @stacked(
    (authority, snapshot_date, child_id),
    (
      raw.legal_gateway,
      gateway_date AS day,
      CASE outcome WHEN 'START_PRE_PROCEEDINGS' THEN 0 WHEN 'ISSUE' THEN 1 ELSE 2 END AS rank,
      outcome,
      family_key,
      row_key,
      outcome IN ('START_PRE_PROCEEDINGS', 'STEP_DOWN', 'ISSUE') AS only_where
    ) /* on one day a start stands before an end: what was issued at once was never open */,
    (issue, issue_date AS day, 1 AS rank, 'ISSUE' AS outcome, '' AS row_key)
  )
), followed AS (
  SELECT
    *,
    LAG(outcome) OVER (PARTITION BY authority, snapshot_date, child_id ORDER BY day, rank, row_key) AS outcome_before,
    ROW_NUMBER() OVER (PARTITION BY authority, snapshot_date, child_id ORDER BY day, rank, row_key) AS position
  FROM turn
), gateway_spell AS (
  SELECT
    @columns_of(s, authority, snapshot_date, child_id, family_key),
    s.day AS start_date,
    e.day AS end_date,
    e.outcome,
    ROW_NUMBER() OVER (PARTITION BY s.authority, s.snapshot_date, s.child_id, s.day ORDER BY s.position DESC, e.position) AS choice
  FROM followed AS s
  LEFT JOIN followed AS e
    ON @on_keys(e, s, authority, snapshot_date, child_id)
    AND e.position > s.position
    AND e.outcome <> 'START_PRE_PROCEEDINGS'
  WHERE
    s.outcome = 'START_PRE_PROCEEDINGS' AND COALESCE(s.outcome_before, 'NONE') <> 'START_PRE_PROCEEDINGS'
), recorded_end AS (
  /* the first decision after a recorded start, or on its day, that would end it */
  SELECT
    @columns_of(r, authority, snapshot_date, row_key),
    @columns_of(f, day, outcome),
    ROW_NUMBER() OVER (PARTITION BY r.authority, r.snapshot_date, r.row_key ORDER BY f.position) AS choice
  FROM raw.pre_proceedings AS r
  INNER JOIN followed AS f
    USING (authority, snapshot_date, child_id)
  WHERE
    f.day >= r.start_date AND f.outcome <> 'START_PRE_PROCEEDINGS'
), started AS (
  /* a gateway that only extends, changes nothing, steps down or issues does not know when it started */
  SELECT DISTINCT
    @columns(authority, snapshot_date, child_id)
  FROM raw.legal_gateway
  WHERE
    outcome = 'START_PRE_PROCEEDINGS'
), recorded_spell AS (
  SELECT
    @columns_of(r, authority, snapshot_date, child_id, family_key, start_date),
    COALESCE(r.end_date, e.day) AS end_date,
    CASE WHEN r.end_date IS NULL THEN e.outcome ELSE r.outcome END AS outcome,
    ROW_NUMBER() OVER (PARTITION BY r.authority, r.snapshot_date, r.child_id, r.start_date ORDER BY r.row_key DESC) AS choice
  FROM raw.pre_proceedings AS r
  LEFT JOIN started AS g
    USING (authority, snapshot_date, child_id)
  LEFT JOIN recorded_end AS e
    ON @on_keys(e, r, authority, snapshot_date, row_key) AND e.choice = 1
  WHERE
    g.child_id IS NULL
), spell AS (
  SELECT
    @columns(authority, snapshot_date, child_id, family_key, start_date, end_date, outcome)
  FROM gateway_spell
  WHERE
    choice = 1
  UNION ALL
  SELECT
    @columns(authority, snapshot_date, child_id, family_key, start_date, end_date, outcome)
  FROM recorded_spell
  WHERE
    choice = 1
)
SELECT
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  child_id::TEXT AS child_id, /* child */
  COALESCE(family_key, child_id)::TEXT AS family_id, /* family; the child itself where the source names none */
  start_date::DATE AS start_date, /* day of the decision to start */
  end_date::DATE AS end_date, /* day of the decision to step down or issue, or of the issue; null while open */
  outcome::TEXT AS outcome /* STEP_DOWN or ISSUE; null while open or where none is recorded */
FROM spell
