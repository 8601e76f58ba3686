MODEL (
  name measures.return_home,
  kind VIEW,
  description 'B46 children who went home to their parents and were looked after again within the limit. Only exits whose follow-up ends in the period count, so every child has been followed for the whole time; a child counts once, by the last such exit. A new period of care counts from the very day of leaving up to the last day of the limit.',
  grain (authority, snapshot_date, as_at_date, measure_id, line, period, child_id)
);

WITH followed AS (
  SELECT
    c.*,
    l.measure_id,
    CASE WHEN l.limit_key = 're_entry' THEN 'main' ELSE l.limit_key END AS line,
    @columns_of(p, period, as_at_date),
    @add_step(c.end_date, l.n, l.unit) AS followed_until,
    ROW_NUMBER() OVER (
      PARTITION BY l.limit_key, p.period, c.authority, c.snapshot_date, p.as_at_date, c.child_id
      ORDER BY c.end_date DESC, c.entry_date DESC, c.care_period_id DESC
    ) AS choice
  FROM core.cessation AS c
  INNER JOIN core.reporting_period AS p
    USING (authority, snapshot_date)
  INNER JOIN staging.rule_measure_period AS q
    USING (authority, period)
  INNER JOIN raw.rule_limit AS l
    USING (authority, measure_id)
  WHERE
    q.measure_id = 'B46'
    AND l.limit_key IN ('re_entry', 'within_24_months')
    AND @open_on(p.as_at_date, l.effective_from, l.effective_to)
    AND @add_step(c.end_date, l.n, l.unit) BETWEEN p.first_day AND p.as_at_date
    AND c.reason_group IN ('returned_planned', 'returned_not_planned')
), re_entered AS (
  SELECT
    @columns_of(f, line, period, authority, snapshot_date, as_at_date, child_id),
    MIN(s.entry_date) AS re_entry_date
  FROM followed AS f
  INNER JOIN core.care_spell AS s
    USING (authority, snapshot_date, child_id)
  WHERE
    s.entry_date BETWEEN f.end_date AND f.followed_until
    AND NOT (
      s.care_period_id = f.care_period_id AND s.entry_date = f.entry_date
    )
    AND f.choice = 1
  GROUP BY
    @columns_of(f, line, period, authority, snapshot_date, as_at_date, child_id)
)
SELECT
  f.measure_id::TEXT AS measure_id, /* B46 */
  f.line::TEXT AS line, /* main or within_24_months */
  f.period::TEXT AS period, /* a period of the measure in measures.csv */
  f.authority::TEXT AS authority, /* authority */
  f.snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  f.as_at_date::DATE AS as_at_date, /* last day of the period in which the follow-up ends */
  f.child_id::TEXT AS child_id, /* child who went home */
  f.care_period_id::TEXT AS care_period_id, /* period of care that the child left */
  f.entry_date::DATE AS entry_date, /* day that stay in care began */
  f.last_day::DATE AS group_day, /* last day in care before going home, whose breakdown groups apply */
  (
    NOT r.re_entry_date IS NULL
  )::BOOLEAN AS counted, /* looked after again in time */
  f.end_date::DATE AS wait_since, /* day the child went home */
  DATE_DIFF('DAY', f.end_date, r.re_entry_date)::INT AS days /* days at home before the child came back; null otherwise */
FROM followed AS f
LEFT JOIN re_entered AS r
  USING (line, period, authority, snapshot_date, as_at_date, child_id)
WHERE
  f.choice = 1
