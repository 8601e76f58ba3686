MODEL (
  name published.tracking_value,
  kind FULL,
  description 'Every line of a procedure counted and rated: at each date in whole, at the date of the run also by service and team. Family C is the share met of what fell due; Z and X the share that is open (overdue or listed) of all; R the registers kept. A limit that the document does not give is not rated until the authority has adopted it. No row is about a child.',
  grain (authority, snapshot_date, as_at_date, line_id, part, breakdown, group_key),
  audits one_row_per_key(known := (numerator, denominator, status), holds := numerator <= denominator)
);

WITH available AS (
  /* a line that nobody is on is told as such, and not left out */
  SELECT
    @columns(l.authority, a.snapshot_date, a.as_at_date, l.line_id, l.part)
  FROM staging.tracking_line AS l
  INNER JOIN raw.as_at AS a
    USING (authority)
  INNER JOIN scorecard.tracking_availability AS v
    USING (line_number, snapshot_date)
  WHERE
    v.is_available
    AND (
      a.is_broken_down OR a.is_current
    )
    AND @open_on(a.as_at_date, l.effective_from, l.effective_to)
), shown AS (
  @stacked(
    (authority, snapshot_date, as_at_date, line_id, part, status, is_in_aim, days),
    (measures.tracking_line, 'all' AS breakdown, 'all' AS group_key, 'all' AS only_on),
    (measures.tracking_line, 'service' AS breakdown, service AS group_key, 'current' AS only_on),
    (measures.tracking_line, 'team' AS breakdown, team AS group_key, 'current' AS only_on)
  )
  UNION ALL
  SELECT
    @columns(authority, snapshot_date, as_at_date, line_id, part),
    NULL AS status,
    NULL AS is_in_aim,
    NULL AS days,
    'all' AS breakdown,
    'all' AS group_key,
    'all' AS only_on
  FROM available
), counted AS (
  SELECT
    @columns_of(s, authority, snapshot_date, as_at_date, line_id, part, breakdown, group_key),
    SUM(CASE WHEN s.status = 'met' THEN 1 ELSE 0 END) AS met,
    SUM(CASE WHEN s.status = 'late' THEN 1 ELSE 0 END) AS late,
    SUM(CASE WHEN s.status = 'overdue' THEN 1 ELSE 0 END) AS overdue,
    SUM(CASE WHEN s.status = 'not yet due' THEN 1 ELSE 0 END) AS not_yet_due,
    SUM(CASE WHEN s.status = 'listed' THEN 1 ELSE 0 END) AS listed,
    SUM(CASE WHEN s.status = 'not available' THEN 1 ELSE 0 END) AS unknown,
    SUM(CASE WHEN s.is_in_aim THEN 1 ELSE 0 END) AS in_aim,
    MAX(CASE WHEN s.status IN ('overdue', 'listed') THEN s.days END) AS longest_days
  FROM shown AS s
  INNER JOIN raw.as_at AS a
    USING (authority, snapshot_date, as_at_date)
  INNER JOIN raw.snapshot AS n
    USING (authority, snapshot_date)
  WHERE
    n.compared_with IS NULL AND (
      s.only_on = 'all' OR a.is_current
    )
  GROUP BY
    @columns_of(s, authority, snapshot_date, as_at_date, line_id, part, breakdown, group_key)
), judged AS (
  /* a deadline that is context is counted as one that is rated */
  SELECT
    @columns_of(l, authority, line_id, part, effective_from),
    g.direction = 'list' AS is_list,
    l.family = 'X' AND NOT l.limit_n IS NULL AND g.direction IN ('after', 'before') AS is_judged
  FROM raw.rule_tracking_line AS l
  INNER JOIN raw.rule_generic AS g
    USING (authority, generic)
), ruled AS (
  SELECT
    c.*,
    @columns(l.family, j.is_list, l.target, l.floor),
    COALESCE(l.minimum_denominator, f.value) AS minimum_denominator,
    l.grade = 'seed' OR NOT l.approved_on IS NULL AS is_adopted,
    CASE WHEN l.family IN ('C', 'R') OR j.is_judged THEN c.met ELSE c.overdue + c.listed END AS numerator,
    CASE
      WHEN l.family IN ('C', 'R') OR j.is_judged
      THEN c.met + c.late + c.overdue
      ELSE c.met + c.late + c.overdue + c.not_yet_due + c.listed
    END AS denominator
  FROM counted AS c
  INNER JOIN raw.rule_tracking_line AS l
    USING (authority, line_id, part)
  INNER JOIN raw.rule_setting AS f
    USING (authority)
  INNER JOIN judged AS j
    ON @on_keys(j, l, authority, line_id, part, effective_from)
  WHERE
    @open_on(c.as_at_date, l.effective_from, l.effective_to) AND f.setting = 'few_denominator'
)
SELECT
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  as_at_date::DATE AS as_at_date, /* day described */
  line_id::TEXT AS line_id, /* line of the procedure */
  part::TEXT AS part, /* main or the part */
  breakdown::TEXT AS breakdown, /* all, service or team */
  group_key::TEXT AS group_key, /* all, or the group */
  numerator::BIGINT AS numerator, /* met (C, R), or overdue and listed (Z, X) */
  denominator::BIGINT AS denominator, /* what fell due (C, R), or all on the line (Z, X) */
  CASE
    WHEN denominator > 0
    THEN ROUND(CAST(numerator * 100 AS DECIMAL(18, 6)) / denominator::DECIMAL(18, 6), 6)
  END::DECIMAL(18, 6) AS percentage, /* numerator of denominator; null of none */
  met::BIGINT AS met, /* done in time */
  late::BIGINT AS late, /* done after it was due */
  overdue::BIGINT AS overdue, /* due and not done */
  not_yet_due::BIGINT AS not_yet_due, /* not due on the day */
  listed::BIGINT AS listed, /* on a list that has no deadline */
  unknown::BIGINT AS unknown, /* children for whom the files cannot tell */
  in_aim::BIGINT AS in_aim, /* done by what is aimed for */
  longest_days::INT AS longest_days, /* longest wait of the overdue and the listed */
  CASE
    WHEN family IN ('X', 'R') OR target IS NULL OR is_list /* everybody on a list is on it */
    THEN 'No rating - context'
    WHEN NOT is_adopted
    THEN 'No rating - limit not adopted'
    WHEN denominator = 0 OR denominator < minimum_denominator
    THEN 'Too few to rate'
    WHEN family = 'C' AND numerator * 100 >= target * denominator
    THEN 'Green - on target'
    WHEN family = 'C' AND numerator * 100 >= floor * denominator
    THEN 'Amber - short of target'
    WHEN family = 'Z' AND numerator * 100 <= target * denominator
    THEN 'Green - on target'
    WHEN family = 'Z' AND numerator * 100 <= floor * denominator
    THEN 'Amber - short of target'
    ELSE 'Red - worse than floor'
  END::TEXT AS status /* rating in words */
FROM ruled
