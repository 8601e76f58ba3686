MODEL (
  name published.tracking_value,
  kind VIEW,
  description 'The figures of the procedures'' lines as they leave the warehouse: no row is about a child.',
  grain (authority, snapshot_date, as_at_date, line_id, part, breakdown, group_key),
  audits not_null(columns := (authority, snapshot_date, as_at_date, line_id, part, breakdown, group_key, status))
);

SELECT
  v.authority::TEXT AS authority, /* authority */
  v.snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  v.as_at_date::DATE AS as_at_date, /* day described */
  v.line_id::TEXT AS line_id, /* line of the procedure */
  v.part::TEXT AS part, /* main or the part */
  v.breakdown::TEXT AS breakdown, /* all, service or team */
  v.group_key::TEXT AS group_key, /* all, or the group */
  v.numerator::BIGINT AS numerator, /* met (C, R), or overdue and listed (Z, X) */
  v.denominator::BIGINT AS denominator, /* what fell due (C, R), or all on the line (Z, X) */
  v.percentage::DECIMAL(18, 6) AS percentage, /* numerator of denominator; null of none */
  v.met::BIGINT AS met, /* done in time */
  v.late::BIGINT AS late, /* done after it was due */
  v.overdue::BIGINT AS overdue, /* due and not done */
  v.not_yet_due::BIGINT AS not_yet_due, /* not due on the day */
  v.listed::BIGINT AS listed, /* on a list that has no deadline */
  v.unknown::BIGINT AS unknown, /* children for whom the files cannot tell */
  v.in_aim::BIGINT AS in_aim, /* done by what is aimed for */
  v.longest_days::INT AS longest_days, /* longest wait of the overdue and the listed */
  v.status::TEXT AS status /* rating in words */
FROM scorecard.tracking_value AS v
INNER JOIN raw.snapshot AS s
  USING (authority, snapshot_date)
WHERE
  s.compared_with IS NULL
