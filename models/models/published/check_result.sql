MODEL (
  name published.check_result,
  kind FULL,
  description 'Checks that must hold before anything is published, each with a sentence for the assurance page and the number of rows that break it.',
  grain check_name,
  audits one_row_per_key(known := (meaning, severity, failed_rows))
);

WITH as_at_pair AS (
  SELECT
    *,
    LAG(as_at_date) OVER (PARTITION BY authority, snapshot_date ORDER BY as_at_date) AS former_date
  FROM raw.as_at
), flow_between AS (
  SELECT
    @columns_of(p, authority, snapshot_date, as_at_date),
    COUNT(CASE WHEN @open_on(p.former_date, s.entry_date, s.end_date) THEN 1 END) AS stock_then,
    COUNT(CASE WHEN @open_on(p.as_at_date, s.entry_date, s.end_date) THEN 1 END) AS stock_now,
    COUNT(CASE WHEN s.entry_date > p.former_date AND s.entry_date <= p.as_at_date THEN 1 END) AS starts,
    COUNT(CASE WHEN s.end_date > p.former_date AND s.end_date <= p.as_at_date THEN 1 END) AS cessations
  FROM as_at_pair AS p
  INNER JOIN core.care_spell AS s
    USING (authority, snapshot_date)
  WHERE
    NOT p.former_date IS NULL
  GROUP BY
    @columns_of(p, authority, snapshot_date, as_at_date)
), breakdown_sum AS (
  SELECT
    @columns_of(t, authority, snapshot_date, as_at_date, measure_id, line, period, breakdown),
    SUM(t.numerator) AS numerator,
    SUM(t.denominator) AS denominator
  FROM scorecard.tally AS t
  WHERE
    t.breakdown <> 'all'
  GROUP BY
    @columns_of(t, authority, snapshot_date, as_at_date, measure_id, line, period, breakdown)
), breakdown_differs AS (
  SELECT
    b.measure_id
  FROM breakdown_sum AS b
  INNER JOIN scorecard.tally AS a
    USING (authority, snapshot_date, as_at_date, measure_id, line, period)
  WHERE
    a.breakdown = 'all' AND (
      a.numerator <> b.numerator OR a.denominator <> b.denominator
    )
), sub_line_sum AS (
  /* sub-lines that divide their main line between them */
  SELECT
    @columns(authority, snapshot_date, as_at_date, measure_id, breakdown, group_key),
    SUM(CASE WHEN line = 'main' THEN numerator ELSE 0 END) AS whole,
    SUM(CASE WHEN line <> 'main' THEN numerator ELSE 0 END) AS parts,
    COUNT(CASE WHEN line <> 'main' THEN 1 END) AS part_lines
  FROM scorecard.tally
  WHERE
    (
      measure_id = 'T1' AND line IN ('main', 'overdue', 'not_yet_due')
    )
    OR (
      measure_id = 'T3' AND line IN ('main', 'placed', 'not_placed')
    )
    OR (
      measure_id = 'T5' AND line IN ('main', 'early_permanence', 'other')
    )
  GROUP BY
    @columns(authority, snapshot_date, as_at_date, measure_id, breakdown, group_key)
), weekly_tool_sum AS (
  SELECT
    @columns_of(t, authority, snapshot_date, as_at_date),
    SUM(CASE WHEN t.measure_id = 'T9' AND t.line = 'main' THEN t.denominator ELSE 0 END) AS cohort,
    SUM(CASE WHEN t.measure_id = 'T9' AND t.line IN ('main', 'exempt', 'discussion') THEN t.numerator ELSE 0 END) + SUM(CASE WHEN t.measure_id = 'T10' THEN t.numerator ELSE 0 END) AS accounted
  FROM scorecard.tally AS t
  WHERE
    t.breakdown = 'all' AND t.measure_id IN ('T9', 'T10')
  GROUP BY
    @columns_of(t, authority, snapshot_date, as_at_date)
), expected_total AS (
  SELECT
    a.measure_id
  FROM scorecard.availability AS a
  INNER JOIN raw.as_at AS d
    USING (authority, snapshot_date, as_at_date)
  LEFT JOIN published.measure_value AS v
    ON @on_keys(v, a, authority, snapshot_date, as_at_date, measure_id, line, period)
    AND v.breakdown = 'all'
    AND v.statistic = 'count'
  WHERE
    (
      d.is_month_end OR d.is_week OR d.is_current
    ) AND v.measure_id IS NULL
), worklist_differs AS (
  SELECT
    t.measure_id
  FROM scorecard.tally AS t
  INNER JOIN raw.as_at AS d
    USING (authority, snapshot_date, as_at_date)
  LEFT JOIN (
    SELECT
      @columns(authority, snapshot_date, measure_id, line, period),
      COUNT(*) AS children
    FROM published.worklist
    GROUP BY
      @columns(authority, snapshot_date, measure_id, line, period)
  ) AS w
    USING (authority, snapshot_date, measure_id, line, period)
  WHERE
    d.is_current AND t.breakdown = 'all' AND t.numerator <> COALESCE(w.children, 0)
), broken AS (
  @stacked(
    (),
    (
      flow_between,
      'stock_and_flow_agree' AS check_name,
      stock_now <> stock_then + starts - cessations AS only_where
    ),
    (breakdown_differs, 'breakdowns_add_up' AS check_name),
    (sub_line_sum, 'sub_lines_add_up' AS check_name, part_lines > 0 AND whole <> parts AS only_where),
    (weekly_tool_sum, 'weekly_tool_accounts_for_every_child' AS check_name, cohort <> accounted AS only_where),
    (expected_total, 'every_line_has_a_total' AS check_name),
    (worklist_differs, 'worklists_agree_with_counts' AS check_name)
  )
)
SELECT
  c.check_name::TEXT AS check_name, /* name of the check */
  c.meaning::TEXT AS meaning, /* what it proves, in a sentence */
  'stop'::TEXT AS severity, /* stop: nothing is published when it fails; warn: it is printed */
  COUNT(b.check_name)::BIGINT AS failed_rows /* rows that break it */
FROM (VALUES
  (
    'stock_and_flow_agree',
    'Children in care now = children in care then + starts - cessations, between all as-at dates (by period of care).'
  ),
  ('breakdowns_add_up', 'The groups of every breakdown add up to the total.'),
  ('sub_lines_add_up', 'Sub-lines that divide a line add up to it.'),
  (
    'weekly_tool_accounts_for_every_child',
    'Every child of the weekly-tool cohort is in exactly one of: meeting, exemption, discussion, none.'
  ),
  ('every_line_has_a_total', 'Every line has a total at every as-at date, or says that it is not available.'),
  ('worklists_agree_with_counts', 'The children on each worklist are as many as the figure says.')) AS c(check_name, meaning)
LEFT JOIN broken AS b
  USING (check_name)
GROUP BY
  @columns_of(c, check_name, meaning)
