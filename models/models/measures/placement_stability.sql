MODEL (
  name measures.placement_stability,
  kind VIEW,
  description 'B19 and B20 children with many placements in the twelve and the twenty-four months to the day; B21 children in long care who have lived in one home (measures catalogue 1.2 and 1.4). Placements of all periods of care in the window count; short-break days do not.',
  grain (authority, snapshot_date, as_at_date, measure_id, line, period, child_id)
);

WITH rule AS (
  SELECT
    @columns_of(a, authority, snapshot_date, as_at_date),
    l.measure_id,
    MAX(CASE WHEN l.limit_key = 'window' THEN l.n END) AS window_n,
    MAX(CASE WHEN l.limit_key = 'window' THEN l.unit END) AS window_unit,
    MAX(CASE WHEN l.limit_key = 'least_stay' THEN l.n END) AS least_stay_n,
    MAX(CASE WHEN l.limit_key = 'least_stay' THEN l.unit END) AS least_stay_unit,
    MAX(CASE WHEN l.limit_key = 'placements' THEN l.n END) AS placements_n,
    MAX(CASE WHEN l.limit_key = 'in_care' THEN l.n END) AS in_care_n,
    MAX(CASE WHEN l.limit_key = 'in_care' THEN l.unit END) AS in_care_unit,
    MAX(CASE WHEN l.limit_key = 'same_home' THEN l.n END) AS same_home_n,
    MAX(CASE WHEN l.limit_key = 'same_home' THEN l.unit END) AS same_home_unit,
    MAX(CASE WHEN l.limit_key = 'under_age' THEN l.n END) AS under_age_n
  FROM raw.as_at AS a
  INNER JOIN raw.rule_limit AS l
    USING (authority)
  WHERE
    l.measure_id IN ('B19', 'B20', 'B21') AND @open_on(a.as_at_date, l.effective_from, l.effective_to)
  GROUP BY
    @columns_of(a, authority, snapshot_date, as_at_date),
    l.measure_id
), cohort AS (
  SELECT
    c.*,
    r.measure_id,
    CAST(@add_step(c.as_at_date, -r.window_n, r.window_unit) + INTERVAL '1' DAY AS DATE) AS window_start,
    @columns_of(r, least_stay_n, least_stay_unit, placements_n, same_home_n, same_home_unit)
  FROM core.child_as_at AS c
  INNER JOIN rule AS r
    USING (authority, snapshot_date, as_at_date)
  WHERE
    (
      r.in_care_n IS NULL OR @add_step(c.entry_date, r.in_care_n, r.in_care_unit) <= c.as_at_date
    )
    AND (
      r.under_age_n IS NULL OR @age_on(c.birth_date, c.as_at_date) < r.under_age_n
    )
), stay_in_care AS (
  SELECT
    @columns_of(s, authority, snapshot_date, child_id, care_period_id, stay),
    GREATEST(s.start_date, k.entry_date) AS start_date,
    LEAST(COALESCE(s.end_date, '9999-12-31'::DATE), COALESCE(k.end_date, '9999-12-31'::DATE)) AS end_date
  FROM core.placement_stay AS s
  INNER JOIN core.care_spell AS k
    USING (authority, snapshot_date, care_period_id)
  WHERE
    COALESCE(k.end_date, '9999-12-31'::DATE) > s.start_date
    AND k.entry_date < COALESCE(s.end_date, '9999-12-31'::DATE)
), stay_in_window AS (
  /* open on the first day or on the last counts; one stay interrupted by short breaks counts once */
  SELECT DISTINCT
    @columns_of(c, measure_id, authority, snapshot_date, as_at_date, child_id),
    @columns_of(s, care_period_id, stay)
  FROM cohort AS c
  INNER JOIN stay_in_care AS s
    USING (authority, snapshot_date, child_id)
  WHERE
    s.start_date <= c.as_at_date
    AND s.end_date > c.window_start
    AND @add_step(s.start_date, c.least_stay_n, c.least_stay_unit) <= s.end_date
), placements AS (
  SELECT
    @columns(measure_id, authority, snapshot_date, as_at_date, child_id),
    COUNT(*) AS n
  FROM stay_in_window
  GROUP BY
    @columns(measure_id, authority, snapshot_date, as_at_date, child_id)
), same_home AS (
  /* where the present carers adopt, the stay holds the foster placement that the adoption continues, and none before it counts; days between the preceding placement and the adoptive one belong to neither */
  SELECT
    c.*,
    @add_step(s.start_date, c.same_home_n, c.same_home_unit) <= c.as_at_date
    OR (
      c.placement_category = 'adoptive'
      AND s.begins_adoptive
      AND @add_step(@add_step(f.start_date, DATE_DIFF('DAY', f.end_date, s.start_date), 'days'), c.same_home_n, c.same_home_unit) <= c.as_at_date
    ) AS has_lasted
  FROM cohort AS c
  INNER JOIN core.placement_stay AS s
    USING (authority, snapshot_date, care_period_id)
  LEFT JOIN core.placement_stay AS f
    ON @on_keys(f, s, authority, snapshot_date, care_period_id) AND f.stay = s.stay - 1
  WHERE
    @open_on(c.as_at_date, s.start_date, s.end_date) AND NOT c.same_home_n IS NULL
)
SELECT
  c.measure_id::TEXT AS measure_id, /* B19, B20 or B21 */
  'main'::TEXT AS line, /* the only line */
  'as_at'::TEXT AS period, /* on the day */
  c.authority::TEXT AS authority, /* authority */
  c.snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  c.as_at_date::DATE AS as_at_date, /* day described */
  c.child_id::TEXT AS child_id, /* child of the population */
  c.care_period_id::TEXT AS care_period_id, /* period of care the child is in */
  c.entry_date::DATE AS entry_date, /* day the child became looked after */
  c.as_at_date::DATE AS group_day, /* day whose breakdown groups apply */
  COALESCE(p.n >= c.placements_n, h.has_lasted, FALSE)::BOOLEAN AS counted, /* many placements (B19, B20) or one home (B21) */
  NULL::DATE AS wait_since, /* no wait */
  NULL::INT AS days /* no duration */
FROM cohort AS c
LEFT JOIN placements AS p
  USING (measure_id, authority, snapshot_date, as_at_date, child_id)
LEFT JOIN same_home AS h
  USING (measure_id, authority, snapshot_date, as_at_date, child_id)
