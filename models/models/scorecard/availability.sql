MODEL (
  name scorecard.availability,
  kind FULL,
  description 'Which lines the source of an authority can feed for each period that ends on each as-at date: available, proxy (a stand-in serves) or not available, with the reason (boundaries 31, 32, 34, 41). A day or period that the files do not cover whole, with what the line looks back on, is not available (coverage 3).',
  grain (authority, snapshot_date, as_at_date, measure_id, line, period),
  audits one_row_per_key(known := state, holds := state IN ('available', 'proxy', 'not available'))
);

WITH requirement_met AS (
  SELECT
    @columns_of(s, authority, snapshot_date),
    @columns_of(r, measure_id, line, is_stand_in),
    COUNT(*) = COUNT(i.input) AS is_met
  FROM raw.snapshot AS s
  INNER JOIN staging.rule_requirement AS r
    USING (authority)
  LEFT JOIN raw.input AS i
    USING (authority, snapshot_date, input)
  GROUP BY
    @columns_of(s, authority, snapshot_date),
    @columns_of(r, measure_id, line, is_stand_in)
), by_source AS (
  SELECT
    @columns(l.authority, m.snapshot_date, l.measure_id, l.line),
    COALESCE(BOOL_OR(CAST(m.is_met AND NOT m.is_stand_in AS BOOLEAN)), FALSE) AS is_given,
    COALESCE(BOOL_OR(CAST(m.is_met AND m.is_stand_in AS BOOLEAN)), FALSE) AS has_stand_in,
    COALESCE(BOOL_OR(CAST(m.is_met AND NOT p.input IS NULL AS BOOLEAN)), FALSE) AS uses_plan /* the plan limits below bind wherever a recorded plan feeds the line */
  FROM raw.rule_line AS l
  INNER JOIN requirement_met AS m
    USING (authority, measure_id, line)
  LEFT JOIN staging.rule_requirement AS p
    ON @on_keys(p, m, authority, measure_id, line, is_stand_in) AND p.input = 'care_plan'
  GROUP BY
    @columns(l.authority, m.snapshot_date, l.measure_id, l.line)
), standing_limit AS (
  /* the longest time a plan must have stood to be counted, where the population of the line is a plan */
  SELECT
    @columns_of(k, authority, measure_id),
    @columns_of(l, n, unit, effective_from, effective_to)
  FROM raw.rule_case AS k
  INNER JOIN raw.rule_limit AS l
    USING (authority, measure_id, limit_key)
  WHERE
    k.line = 'main' AND k.population LIKE 'plan:%'
), judged AS (
  SELECT
    a.*,
    @columns_of(b, measure_id, line, is_given, has_stand_in),
    CASE
      WHEN NOT b.uses_plan
      THEN NULL
      WHEN NOT p.reason_code IS NULL
      THEN p.reason_code
      WHEN p.plan_source = 'category' AND k.needs_other_ranks
      THEN 'input_missing'
      WHEN p.plan_source = 'answers' AND @add_step(p.oldest_snapshot_date, t.n, t.unit) > a.as_at_date
      THEN 'snapshots_too_young'
    END AS plan_reason
  FROM raw.as_at AS a
  INNER JOIN by_source AS b
    USING (authority, snapshot_date)
  INNER JOIN scorecard.plan_known AS p
    USING (authority, snapshot_date, as_at_date)
  LEFT JOIN (
    SELECT
      @columns(authority, measure_id, line),
      BOOL_OR(CAST(condition = 'plan_towards_family' AS BOOLEAN)) AS needs_other_ranks
    FROM staging.rule_case_condition
    GROUP BY
      @columns(authority, measure_id, line)
  ) AS k
    USING (authority, measure_id, line)
  LEFT JOIN standing_limit AS t
    ON t.authority = a.authority
    AND t.measure_id = b.measure_id
    AND @open_on(a.as_at_date, t.effective_from, t.effective_to)
), rate_without_population AS (
  /* a measure that is a rate says nothing where the number of residents is not on file */
  SELECT
    @columns(m.authority, a.snapshot_date, a.as_at_date, m.measure_id)
  FROM raw.rule_measure AS m
  INNER JOIN raw.as_at AS a
    USING (authority)
  LEFT JOIN staging.rule_population AS p
    ON p.authority = a.authority AND @open_on(a.as_at_date, p.estimated_on, p.effective_to)
  WHERE
    m.headline_statistic = 'rate' AND p.authority IS NULL
), only_now AS (
  /* a source that keeps only the latest contact, or the places filled now, tells nothing of earlier days */
  SELECT
    @columns(q.authority, a.snapshot_date, a.as_at_date, q.measure_id, q.line),
    MIN(CASE q.input WHEN 'officer_contact' THEN 'latest_contact_only' ELSE 'latest_places_only' END) AS reason_code
  FROM staging.rule_requirement AS q
  INNER JOIN raw.input AS i
    USING (authority, input)
  INNER JOIN raw.as_at AS a
    USING (authority, snapshot_date)
  WHERE
    q.input IN ('officer_contact', 'foster_places') AND NOT a.is_current
  GROUP BY
    @columns(q.authority, a.snapshot_date, a.as_at_date, q.measure_id, q.line)
), input_window AS (
  /* of several kinds of file that give an input, the one that goes furthest; a date stands before the source that it is of. A snapshot that says nothing of an input covers all of it. */
  SELECT
    @columns(authority, snapshot_date, input),
    MIN(
      COALESCE(stock_from, '0001-01-01'::DATE)::TEXT || CASE WHEN input = 'care_period' THEN '!' ELSE ' ' END || source
    ) AS stock_key,
    MIN(
      COALESCE(event_from, '0001-01-01'::DATE)::TEXT || CASE WHEN input = 'care_period' THEN '!' ELSE ' ' END || source
    ) AS event_key,
    MAX(whole_to::TEXT || CASE WHEN input = 'care_period' THEN ' ' ELSE '!' END || source) AS end_key
  FROM raw.coverage
  GROUP BY
    @columns(authority, snapshot_date, input)
), line_window AS (
  /* the input that begins last, and the one that ends first, decide */
  SELECT
    r.authority,
    w.snapshot_date,
    @columns_of(r, measure_id, line, is_stand_in),
    MAX(w.stock_key) AS stock_key,
    MAX(w.event_key) AS event_key,
    MIN(w.end_key) AS end_key /* of several that begin or end on one day, the periods of care, on which all rests */
  FROM staging.rule_requirement AS r
  INNER JOIN input_window AS w
    USING (authority, input)
  GROUP BY
    r.authority,
    w.snapshot_date,
    @columns_of(r, measure_id, line, is_stand_in)
), asked AS (
  /* the first day that each line needs whole: of a list that looks back on nothing, the day itself */
  SELECT
    j.*,
    q.period,
    COALESCE(b.months, 0) = 0 AND q.period = 'as_at' AS is_stock,
    CASE
      WHEN q.period <> 'as_at'
      THEN @add_step(p.first_day, -COALESCE(b.months, 0), 'months')
      WHEN COALESCE(b.months, 0) = 0
      THEN j.as_at_date
      ELSE CAST(@add_step(j.as_at_date, -b.months, 'months') + INTERVAL '1' DAY AS DATE)
    END AS needed_from
  FROM judged AS j
  INNER JOIN staging.rule_measure_period AS q
    USING (authority, measure_id)
  LEFT JOIN core.reporting_period AS p
    USING (authority, snapshot_date, as_at_date, period)
  LEFT JOIN raw.rule_look_back AS b
    ON @on_keys(b, j, authority, measure_id, line) AND @open_on(j.as_at_date, b.effective_from, b.effective_to)
), window_key AS (
  SELECT
    a.*,
    CASE WHEN a.is_stock THEN w.stock_key ELSE w.event_key END AS start_key,
    w.end_key
  FROM asked AS a
  LEFT JOIN line_window AS w
    ON @on_keys(w, a, authority, snapshot_date, measure_id, line) AND w.is_stand_in = (
      NOT a.is_given
    )
), covered AS (
  SELECT
    *,
    SUBSTRING(start_key, 1, 10)::DATE AS covered_from,
    SUBSTRING(end_key, 1, 10)::DATE AS covered_to,
    CASE
      WHEN SUBSTRING(start_key, 1, 10)::DATE > needed_from
      THEN 'before_coverage'
      WHEN SUBSTRING(end_key, 1, 10)::DATE < as_at_date
      THEN 'after_coverage'
    END AS coverage_reason
  FROM window_key
), settled AS (
  SELECT
    j.*,
    CASE
      WHEN NOT j.plan_reason IS NULL
      OR NOT w.measure_id IS NULL
      OR NOT o.measure_id IS NULL
      OR (
        NOT j.coverage_reason IS NULL AND (
          j.is_given OR j.has_stand_in
        )
      )
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
      WHEN NOT j.coverage_reason IS NULL AND (
        j.is_given OR j.has_stand_in
      )
      THEN j.coverage_reason
      WHEN j.is_given
      THEN NULL
      WHEN j.has_stand_in
      THEN r.reason_code
      ELSE 'input_missing'
    END AS reason_code
  FROM covered AS j
  LEFT JOIN rate_without_population AS w
    USING (authority, snapshot_date, as_at_date, measure_id)
  LEFT JOIN only_now AS o
    USING (authority, snapshot_date, as_at_date, measure_id, line)
  LEFT JOIN raw.rule_line AS r
    USING (authority, measure_id, line)
), drift_state AS (
  SELECT
    @columns_of(s, authority, snapshot_date, as_at_date, state)
  FROM settled AS s
  INNER JOIN staging.drift_list AS l
    USING (authority, measure_id, line)
  WHERE
    COALESCE(l.effective_to > s.as_at_date, TRUE)
  UNION ALL
  SELECT
    @columns_of(a, authority, snapshot_date, as_at_date),
    CASE WHEN v.is_available THEN 'available' ELSE 'not available' END AS state
  FROM staging.tracking_line AS l
  INNER JOIN scorecard.tracking_availability AS v
    USING (line_number)
  INNER JOIN raw.as_at AS a
    ON a.authority = l.authority AND a.snapshot_date = v.snapshot_date
  WHERE
    l.is_drift AND @open_on(a.as_at_date, l.effective_from, l.effective_to)
), drift_part AS (
  /* B27 is told in full only where every list of drift of the procedure is */
  SELECT
    @columns(authority, snapshot_date, as_at_date),
    BOOL_OR(CAST(state <> 'not available' AS BOOLEAN)) AS has_any,
    BOOL_AND(CAST(state = 'available' AS BOOLEAN)) AS has_all
  FROM drift_state
  GROUP BY
    @columns(authority, snapshot_date, as_at_date)
)
SELECT
  ROW_NUMBER() OVER (ORDER BY s.authority, s.snapshot_date, s.as_at_date, s.measure_id, s.line, s.period)::INT AS line_day, /* number of the line on the day within this warehouse */
  s.authority::TEXT AS authority, /* authority */
  s.snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  s.as_at_date::DATE AS as_at_date, /* day described */
  s.measure_id::TEXT AS measure_id, /* measure */
  s.line::TEXT AS line, /* main or the sub-line */
  s.period::TEXT AS period, /* as_at, month, quarter, ytd, r12m or r36m */
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
    WHEN d.authority IS NULL
    THEN 'no_list_in_force'
    ELSE 'input_missing'
  END::TEXT AS reason_code, /* reason, as lines.csv and reasons.csv name it */
  s.needed_from::DATE AS needed_from, /* first day that the line needs whole for this period */
  s.covered_from::DATE AS covered_from, /* first day that its files are whole; null where nothing is known of it */
  s.covered_to::DATE AS covered_to, /* last day */
  CASE WHEN s.coverage_reason = 'after_coverage' THEN SUBSTRING(s.end_key, 12) ELSE SUBSTRING(s.start_key, 12) END::TEXT AS covered_by /* kind of file that decides */
FROM settled AS s
LEFT JOIN drift_part AS d
  USING (authority, snapshot_date, as_at_date)
