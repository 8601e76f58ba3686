MODEL (
  name core.child_day,
  kind FULL,
  description 'The spine. One row per looked-after child and day that any figure needs: every as-at date, the day of each start, of each step to permanence and the last day before each cessation, with what was true of the child on that day.',
  grain (authority, snapshot_date, care_period_id, entry_date, day),
  audits one_row_per_key(
    known := (
      child_id,
      age_band,
      sex,
      ethnicity,
      legal_status,
      placement_group,
      plan_group,
      team,
      area,
      service,
      unaccompanied
    )
  )
);

WITH needed AS (
  SELECT
    @columns_of(s, authority, snapshot_date, child_id, care_period_id, entry_date),
    a.as_at_date AS day
  FROM core.care_spell AS s
  INNER JOIN raw.as_at AS a
    USING (authority, snapshot_date)
  WHERE
    @open_on(a.as_at_date, s.entry_date, s.end_date)
  UNION
  SELECT
    @columns(authority, snapshot_date, child_id, care_period_id, entry_date),
    entry_date AS day
  FROM core.care_spell
  UNION
  SELECT
    @columns(authority, snapshot_date, child_id, care_period_id, entry_date),
    CASE WHEN end_date = entry_date THEN end_date ELSE CAST(end_date - INTERVAL '1' DAY AS DATE) END AS day
  FROM core.care_spell
  WHERE
    NOT end_date IS NULL
  UNION
  SELECT
    @columns(authority, snapshot_date, child_id, care_period_id, entry_date),
    group_day AS day
  FROM core.permanence_step
), status_row AS (
  SELECT
    n.*,
    @columns_of(l, legal_status, row_key, start_date),
    ROW_NUMBER() OVER (
      PARTITION BY n.authority, n.snapshot_date, n.care_period_id, n.entry_date, n.day
      ORDER BY l.start_date DESC, l.row_key DESC
    ) AS choice
  FROM needed AS n
  INNER JOIN staging.legal_status AS l
    USING (authority, snapshot_date, care_period_id)
  WHERE
    @open_on(n.day, l.start_date, l.end_date)
), plan_open AS (
  SELECT
    n.*,
    @columns_of(p, plan, row_key),
    p.document_id = FIRST_VALUE(p.document_id) OVER (
      PARTITION BY n.authority, n.snapshot_date, n.care_period_id, n.entry_date, n.day
      ORDER BY p.start_date DESC, p.recorded_date DESC, p.row_key DESC
    ) AS is_current
  FROM needed AS n
  INNER JOIN core.plan AS p
    USING (authority, snapshot_date, care_period_id)
  WHERE
    p.plan_rank = 'primary' AND @open_on(n.day, p.start_date, p.end_date)
), plan_row AS (
  /* the plan of the breakdowns: one, though several keys of one document are all current */
  SELECT
    *,
    ROW_NUMBER() OVER (PARTITION BY authority, snapshot_date, care_period_id, entry_date, day ORDER BY row_key DESC) AS choice
  FROM plan_open
  WHERE
    is_current
), team_row AS (
  SELECT
    n.*,
    @columns_of(w, team_id, row_key),
    ROW_NUMBER() OVER (
      PARTITION BY n.authority, n.snapshot_date, n.care_period_id, n.entry_date, n.day
      ORDER BY w.start_date DESC, w.row_key DESC
    ) AS choice
  FROM needed AS n
  INNER JOIN raw.allocation AS w
    USING (authority, snapshot_date, child_id)
  WHERE
    w.role = 'case_worker' AND @open_on(n.day, w.start_date, w.end_date)
), unaccompanied_day AS (
  SELECT DISTINCT
    @columns_of(n, authority, snapshot_date, care_period_id, entry_date, day)
  FROM needed AS n
  INNER JOIN raw.unaccompanied AS u
    USING (authority, snapshot_date, child_id)
  WHERE
    @open_on(n.day, COALESCE(u.start_date, '1900-01-01'::DATE), u.end_date)
), described AS (
  SELECT
    n.*,
    @columns_of(c, birth_date, sex),
    COALESCE(c.ethnicity, 'unknown') AS ethnicity_code,
    CASE WHEN NOT c.birth_date IS NULL THEN @age_on(c.birth_date, n.day) END AS age,
    COALESCE(l.legal_status, 'none') AS legal_status,
    l.row_key AS legal_status_row_key,
    @columns_of(h, placement_type, placement_category, home_row_key),
    COALESCE(h.is_temporary, FALSE) AS is_temporary,
    COALESCE(h.moves, 0) AS moves,
    p.plan,
    p.row_key AS plan_row_key,
    w.team_id,
    w.row_key AS allocation_row_key,
    CASE WHEN u.day IS NULL THEN 'N' ELSE 'Y' END AS unaccompanied
  FROM needed AS n
  INNER JOIN raw.child AS c
    USING (authority, snapshot_date, child_id)
  LEFT JOIN unaccompanied_day AS u
    USING (authority, snapshot_date, care_period_id, entry_date, day)
  LEFT JOIN status_row AS l
    ON @on_keys(l, n, authority, snapshot_date, care_period_id, entry_date, day) AND l.choice = 1
  LEFT JOIN core.home AS h
    ON @on_keys(h, n, authority, snapshot_date, care_period_id) AND @open_on(n.day, h.start_date, h.end_date)
  LEFT JOIN plan_row AS p
    ON @on_keys(p, n, authority, snapshot_date, care_period_id, entry_date, day) AND p.choice = 1
  LEFT JOIN team_row AS w
    ON @on_keys(w, n, authority, snapshot_date, care_period_id, entry_date, day) AND w.choice = 1
)
SELECT
  ROW_NUMBER() OVER (ORDER BY d.authority, d.snapshot_date, d.care_period_id, d.entry_date, d.day)::INT AS spine_number, /* number of the row within this warehouse */
  d.authority::TEXT AS authority, /* authority */
  d.snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  d.child_id::TEXT AS child_id, /* child */
  d.care_period_id::TEXT AS care_period_id, /* period of care */
  d.entry_date::DATE AS entry_date, /* day the child became looked after: anchor of the time limits */
  d.day::DATE AS day, /* day described */
  d.birth_date::DATE AS birth_date, /* date of birth; null when unknown */
  d.age::INT AS age, /* completed years; null when the date of birth is unknown */
  COALESCE(b.group_key, 'unknown')::TEXT AS age_band, /* age band of the statutory return */
  d.sex::TEXT AS sex, /* M, F or U */
  COALESCE(e.group_key, 'unknown')::TEXT AS ethnicity, /* main ethnic group */
  d.legal_status::TEXT AS legal_status, /* of several open ones the latest to start; none when none is recorded */
  d.placement_type::TEXT AS placement_type, /* placement type lived in; null when unknown */
  d.placement_category::TEXT AS placement_category, /* adoptive, early_permanence, long_term_foster, residential; null otherwise */
  COALESCE(g.group_key, 'unknown')::TEXT AS placement_group, /* placement group of the breakdown */
  d.is_temporary::BOOLEAN AS is_temporary, /* away on a temporary placement */
  d.moves::INT AS moves, /* moves since the period of care began, temporary placements left out */
  CASE WHEN d.plan = 'CONNECTED_LT' AND d.placement_type = 'U1' THEN 'LTF' ELSE COALESCE(d.plan, 'none') END::TEXT AS plan_group, /* current primary plan; none when there is none */
  COALESCE(d.team_id, 'not allocated')::TEXT AS team, /* team of the case worker */
  COALESCE(t.service, 'not allocated')::TEXT AS service, /* service of that team */
  COALESCE(t.area, 'not allocated')::TEXT AS area, /* area of that team */
  d.unaccompanied::TEXT AS unaccompanied, /* Y for an unaccompanied asylum-seeking child */
  d.legal_status_row_key::TEXT AS legal_status_row_key, /* source row of the legal status */
  d.home_row_key::TEXT AS home_row_key, /* source row of the placement lived in */
  d.plan_row_key::TEXT AS plan_row_key, /* plan row of the current plan */
  d.allocation_row_key::TEXT AS allocation_row_key /* source row of the team */
FROM described AS d
LEFT JOIN raw.team AS t
  USING (authority, snapshot_date, team_id)
LEFT JOIN raw.rule_group AS e
  ON e.authority = d.authority AND e.breakdown = 'ethnicity' AND e.code = d.ethnicity_code
LEFT JOIN raw.rule_group AS g
  ON g.authority = d.authority AND g.breakdown = 'placement_type' AND g.code = d.placement_type
LEFT JOIN raw.rule_age_band AS b
  ON GREATEST(d.age, 0) >= b.age_from AND d.age < b.age_below
