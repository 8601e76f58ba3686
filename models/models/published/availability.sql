MODEL (
  name published.availability,
  kind FULL,
  description 'What the source could give at the as-at date of the run, line by line, in the headline period; and what must be told beside the figure.',
  grain (authority, snapshot_date, measure_id, line),
  audits one_row_per_key(known := state)
);

WITH care_window AS (
  SELECT
    @columns(authority, snapshot_date),
    MIN(event_from) AS event_from
  FROM raw.coverage
  WHERE
    input = 'care_period'
  GROUP BY
    @columns(authority, snapshot_date)
), contradicted_period AS (
  SELECT DISTINCT
    @columns_of(p, authority, snapshot_date, care_period_id)
  FROM core.contradiction AS c
  INNER JOIN raw.care_period AS p
    USING (authority, snapshot_date, child_id)
), told AS (
  /* of the children of a line: whose entry lies before the files, where the line rests on it; whose records contradict each other */
  SELECT
    @columns_of(m, authority, snapshot_date, as_at_date, measure_id, line, period),
    COUNT(*) AS population,
    COUNT(CASE WHEN b.needs_entry AND m.entry_date < w.event_from THEN 1 END) AS start_unknown,
    COUNT(k.care_period_id) AS contradicted
  FROM scorecard.measure_case AS m
  INNER JOIN raw.as_at AS d
    USING (authority, snapshot_date, as_at_date)
  LEFT JOIN care_window AS w
    USING (authority, snapshot_date)
  LEFT JOIN raw.rule_look_back AS b
    ON @on_keys(b, m, authority, measure_id, line) AND @open_on(m.as_at_date, b.effective_from, b.effective_to)
  LEFT JOIN contradicted_period AS k
    ON @on_keys(k, m, authority, snapshot_date, care_period_id)
  WHERE
    d.is_current
  GROUP BY
    @columns_of(m, authority, snapshot_date, as_at_date, measure_id, line, period)
), lost AS (
  SELECT DISTINCT
    @columns_of(a, authority, snapshot_date, measure_id, line)
  FROM scorecard.availability AS a
  INNER JOIN raw.as_at AS d
    USING (authority, snapshot_date, as_at_date)
  WHERE
    a.reason_code IN ('before_coverage', 'after_coverage')
    AND NOT d.is_current
    AND (
      d.is_month_end OR d.is_week
    )
)
SELECT
  a.authority::TEXT AS authority, /* authority */
  a.snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  a.measure_id::TEXT AS measure_id, /* measure */
  a.line::TEXT AS line, /* main or the sub-line */
  a.state::TEXT AS state, /* available, proxy or not available */
  a.reason_code::TEXT AS reason_code, /* why, as reasons.csv names it */
  a.needed_from::DATE AS needed_from, /* first day that the line needs whole */
  a.covered_from::DATE AS covered_from, /* first day that its files are whole; null where nothing is known of it */
  a.covered_to::DATE AS covered_to, /* last day */
  a.covered_by::TEXT AS covered_by, /* kind of file that decides */
  COALESCE(t.population, 0)::BIGINT AS population, /* of whom the line is */
  COALESCE(t.start_unknown, 0)::BIGINT AS start_unknown, /* of them, those whose entry lies before the files are whole, where the line rests on it */
  CASE WHEN t.contradicted * 100 > s.value * t.population THEN t.contradicted ELSE 0 END::BIGINT AS contradicted, /* of them, those whose records contradict each other; 0 where they are too few to tell */
  (
    NOT l.line IS NULL
  )::BOOLEAN AS lost_before /* not available for want of coverage at some earlier day that is shown */
FROM scorecard.availability AS a
INNER JOIN raw.as_at AS d
  USING (authority, snapshot_date, as_at_date)
INNER JOIN staging.rule_measure_period AS p
  USING (authority, measure_id, period)
LEFT JOIN told AS t
  USING (authority, snapshot_date, as_at_date, measure_id, line, period)
LEFT JOIN lost AS l
  USING (authority, snapshot_date, measure_id, line)
LEFT JOIN raw.rule_setting AS s
  ON s.authority = a.authority AND s.setting = 'contradiction_percent'
WHERE
  d.is_current AND p.is_headline
