MODEL (
  name scorecard.availability,
  kind FULL,
  description 'Which lines the source of an authority can feed at each as-at date: available, proxy (a stand-in serves) or not available, with the reason (boundaries 31, 32, 34, 41).',
  owner performance_team,
  grain (authority, snapshot_date, as_at_date, measure_id, line),
  audits (
    not_null(columns := (authority, snapshot_date, as_at_date, measure_id, line, state)),
    accepted_values("column" := state, is_in := ('available', 'proxy', 'not available')),
    unique_combination_of_columns(columns := (authority, snapshot_date, as_at_date, measure_id, line))
  )
);

WITH requirement_met AS (
  SELECT
    s.authority,
    s.snapshot_date,
    r.measure_id,
    r.line,
    r.is_stand_in,
    COUNT(*) = COUNT(i.input) AS is_met
  FROM raw.snapshot AS s
  INNER JOIN staging.rule_requirement AS r
    ON r.authority = s.authority
  LEFT JOIN raw.input AS i
    ON i.authority = s.authority
    AND i.snapshot_date = s.snapshot_date
    AND i.input = r.input
  GROUP BY
    s.authority,
    s.snapshot_date,
    r.measure_id,
    r.line,
    r.is_stand_in
), by_source AS (
  SELECT
    l.authority,
    m.snapshot_date,
    l.measure_id,
    l.line,
    COALESCE(BOOL_OR(CAST(m.is_met AND NOT m.is_stand_in AS BOOLEAN)), FALSE) AS is_given,
    COALESCE(BOOL_OR(CAST(m.is_met AND m.is_stand_in AS BOOLEAN)), FALSE) AS has_stand_in,
    COALESCE(BOOL_OR(CAST(m.is_met AND NOT p.input IS NULL AS BOOLEAN)), FALSE) AS uses_plan /* the plan limits below bind wherever a recorded plan feeds the line */
  FROM raw.rule_line AS l
  INNER JOIN requirement_met AS m
    ON m.authority = l.authority AND m.measure_id = l.measure_id AND m.line = l.line
  LEFT JOIN staging.rule_requirement AS p
    ON p.authority = m.authority
    AND p.measure_id = m.measure_id
    AND p.line = m.line
    AND p.is_stand_in = m.is_stand_in
    AND p.input = 'care_plan'
  GROUP BY
    l.authority,
    m.snapshot_date,
    l.measure_id,
    l.line
), standing_limit AS (
  /* the longest time a plan must have stood to be counted, where the population of the line is a plan */
  SELECT
    k.authority,
    k.measure_id,
    l.n,
    l.unit,
    l.effective_from,
    l.effective_to
  FROM raw.rule_case AS k
  INNER JOIN raw.rule_limit AS l
    ON l.authority = k.authority
    AND l.measure_id = k.measure_id
    AND l.limit_key = k.limit_key
  WHERE
    k.line = 'main' AND k.population LIKE 'plan:%'
), judged AS (
  SELECT
    a.authority,
    a.snapshot_date,
    a.as_at_date,
    b.measure_id,
    b.line,
    b.is_given,
    b.has_stand_in,
    CASE
      WHEN NOT b.uses_plan
      THEN NULL
      WHEN NOT p.reason_code IS NULL
      THEN p.reason_code
      WHEN p.plan_source = 'category' AND k.needs_other_ranks
      THEN 'input_missing'
      WHEN p.plan_source = 'answers'
      AND @add_step(p.oldest_snapshot_date, t.n, t.unit) > a.as_at_date
      THEN 'snapshots_too_young'
    END AS plan_reason
  FROM raw.as_at AS a
  INNER JOIN by_source AS b
    ON b.authority = a.authority AND b.snapshot_date = a.snapshot_date
  INNER JOIN scorecard.plan_known AS p
    ON p.authority = a.authority
    AND p.snapshot_date = a.snapshot_date
    AND p.as_at_date = a.as_at_date
  LEFT JOIN standing_limit AS t
    ON t.authority = a.authority
    AND t.measure_id = b.measure_id
    AND @open_on(a.as_at_date, t.effective_from, t.effective_to)
  LEFT JOIN (
    SELECT
      authority,
      measure_id,
      line,
      BOOL_OR(CAST(condition = 'plan_towards_family' AS BOOLEAN)) AS needs_other_ranks
    FROM staging.rule_case_condition
    GROUP BY
      authority,
      measure_id,
      line
  ) AS k
    ON k.authority = a.authority AND k.measure_id = b.measure_id AND k.line = b.line
), rate_without_population AS (
  /* a measure that is a rate says nothing where the number of residents is not on file */
  SELECT
    m.authority,
    a.snapshot_date,
    a.as_at_date,
    m.measure_id
  FROM raw.rule_measure AS m
  INNER JOIN raw.as_at AS a
    ON a.authority = m.authority
  LEFT JOIN staging.rule_population AS p
    ON p.authority = a.authority
    AND @open_on(a.as_at_date, p.estimated_on, p.effective_to)
  WHERE
    m.headline_statistic = 'rate' AND p.authority IS NULL
), only_now AS (
  /* a source that keeps only the latest contact, or the places filled now, tells nothing of earlier days */
  SELECT
    q.authority,
    a.snapshot_date,
    a.as_at_date,
    q.measure_id,
    q.line,
    MIN(
      CASE q.input
        WHEN 'officer_contact'
        THEN 'latest_contact_only'
        ELSE 'latest_places_only'
      END
    ) AS reason_code
  FROM staging.rule_requirement AS q
  INNER JOIN raw.input AS i
    ON i.authority = q.authority AND i.input = q.input
  INNER JOIN raw.as_at AS a
    ON a.authority = i.authority AND a.snapshot_date = i.snapshot_date
  WHERE
    q.input IN ('officer_contact', 'foster_places') AND NOT a.is_current
  GROUP BY
    q.authority,
    a.snapshot_date,
    a.as_at_date,
    q.measure_id,
    q.line
), settled AS (
  SELECT
    j.authority,
    j.snapshot_date,
    j.as_at_date,
    j.measure_id,
    j.line,
    CASE
      WHEN NOT j.plan_reason IS NULL OR NOT w.measure_id IS NULL OR NOT o.measure_id IS NULL
      THEN 'not available'
      WHEN j.is_given
      THEN 'available'
      WHEN j.has_stand_in
      THEN 'proxy'
      ELSE 'not available'
    END AS state,
    CASE
      WHEN NOT j.plan_reason IS NULL
      THEN j.plan_reason
      WHEN NOT w.measure_id IS NULL
      THEN 'population_missing'
      WHEN NOT o.measure_id IS NULL
      THEN o.reason_code
      WHEN j.is_given
      THEN NULL
      WHEN j.has_stand_in
      THEN r.reason_code
      ELSE 'input_missing'
    END AS reason_code
  FROM judged AS j
  LEFT JOIN rate_without_population AS w
    ON w.authority = j.authority
    AND w.snapshot_date = j.snapshot_date
    AND w.as_at_date = j.as_at_date
    AND w.measure_id = j.measure_id
  LEFT JOIN only_now AS o
    ON o.authority = j.authority
    AND o.snapshot_date = j.snapshot_date
    AND o.as_at_date = j.as_at_date
    AND o.measure_id = j.measure_id
    AND o.line = j.line
  LEFT JOIN raw.rule_line AS r
    ON r.authority = j.authority AND r.measure_id = j.measure_id AND r.line = j.line
), drift_part AS (
  /* B27 is told in full only where every line of drift is */
  SELECT
    s.authority,
    s.snapshot_date,
    s.as_at_date,
    BOOL_OR(CAST(s.state <> 'not available' AS BOOLEAN)) AS has_any,
    BOOL_AND(CAST(s.state = 'available' AS BOOLEAN)) AS has_all
  FROM settled AS s
  INNER JOIN raw.rule_line AS l
    ON l.authority = s.authority
    AND l.measure_id = s.measure_id
    AND l.line = s.line
    AND l.drift
  GROUP BY
    s.authority,
    s.snapshot_date,
    s.as_at_date
)
SELECT
  s.authority::TEXT AS authority, /* authority */
  s.snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  s.as_at_date::DATE AS as_at_date, /* day described */
  s.measure_id::TEXT AS measure_id, /* measure */
  s.line::TEXT AS line, /* main or the sub-line */
  CASE
    WHEN s.measure_id <> 'B27' OR s.state = 'not available' OR d.has_all
    THEN s.state
    WHEN d.has_any
    THEN 'proxy'
    ELSE 'not available'
  END::TEXT AS state, /* available, proxy or not available */
  CASE
    WHEN s.measure_id <> 'B27' OR s.state = 'not available' OR d.has_all
    THEN s.reason_code
    WHEN d.has_any
    THEN 'drift_in_part'
    ELSE 'input_missing'
  END::TEXT AS reason_code /* reason, as lines.csv and reasons.csv name it */
FROM settled AS s
LEFT JOIN drift_part AS d
  ON d.authority = s.authority
  AND d.snapshot_date = s.snapshot_date
  AND d.as_at_date = s.as_at_date
