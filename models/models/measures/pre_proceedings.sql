MODEL (
  name measures.pre_proceedings,
  kind VIEW,
  description 'B6 children in pre-proceedings on the day and for how long, those beyond the aim and beyond the maximum, and how many of those whose pre-proceedings ended in the twelve months to the day stepped down. Totals alone: these children need not be looked after, and groups would leave those out who are not.',
  grain (authority, snapshot_date, as_at_date, measure_id, line, period, child_id),
  audits (
    not_null(columns := (wait_since, days))
  )
);

WITH open_spell AS (
  SELECT
    s.*,
    a.as_at_date,
    ROW_NUMBER() OVER (PARTITION BY s.authority, s.snapshot_date, a.as_at_date, s.child_id ORDER BY s.start_date) AS choice
  FROM core.pre_proceedings AS s
  INNER JOIN raw.as_at AS a
    USING (authority, snapshot_date)
  WHERE
    @open_on(a.as_at_date, s.start_date, s.end_date)
), line AS (
  SELECT
    @columns(line, limit_key)
  FROM (VALUES
    ('main', NULL),
    ('over_aim', 'aim'),
    ('over_maximum', 'maximum')) AS t(line, limit_key)
), open_line AS (
  SELECT
    s.*,
    l.line,
    CASE
      WHEN l.limit_key IS NULL
      THEN TRUE
      ELSE COALESCE(@add_step(s.start_date, m.n, m.unit) < s.as_at_date, FALSE)
    END AS counted,
    s.as_at_date AS until_date
  FROM open_spell AS s
  CROSS JOIN line AS l
  LEFT JOIN raw.rule_limit AS m
    ON m.authority = s.authority AND @limit_on(m, s.as_at_date, 'B6', l.limit_key)
  WHERE
    s.choice = 1
), ended AS (
  SELECT
    s.*,
    p.as_at_date,
    COALESCE(s.outcome = 'STEP_DOWN', FALSE) AS counted,
    ROW_NUMBER() OVER (PARTITION BY s.authority, s.snapshot_date, p.as_at_date, s.child_id ORDER BY s.end_date DESC, s.start_date DESC) AS choice
  FROM core.pre_proceedings AS s
  INNER JOIN core.reporting_period AS p
    USING (authority, snapshot_date)
  WHERE
    p.period = 'r12m' AND s.end_date BETWEEN p.first_day AND p.as_at_date
), measured AS (
  @stacked(
    (authority, snapshot_date, as_at_date, child_id, counted, start_date),
    (open_line, line, until_date),
    (ended, 'stepped_down' AS line, end_date AS until_date, choice = 1 AS only_where)
  )
)
SELECT
  'B6'::TEXT AS measure_id, /* B6 */
  line::TEXT AS line, /* main, over_aim, over_maximum or stepped_down */
  'as_at'::TEXT AS period, /* the day; stepped_down looks back twelve months from it */
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  as_at_date::DATE AS as_at_date, /* day described */
  child_id::TEXT AS child_id, /* child */
  NULL::TEXT AS care_period_id, /* totals alone */
  NULL::DATE AS entry_date, /* totals alone */
  NULL::DATE AS group_day, /* totals alone */
  counted::BOOLEAN AS counted, /* in the line */
  start_date::DATE AS wait_since, /* day pre-proceedings started */
  DATE_DIFF('DAY', start_date, until_date)::INT AS days /* days up to the day described, or to their end */
FROM measured
