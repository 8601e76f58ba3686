MODEL (
  name published.worklist,
  kind FULL,
  description 'RESTRICTED, child level: the children (or whatever else the measure counts) counted in each line at the as-at date of the run, with the day their wait runs from. Read by the worklist command only; never part of an edition.',
  grain (authority, snapshot_date, measure_id, line, period, child_id),
  audits one_row_per_key(known := as_at_date, holds := care_period_id IS NULL OR NOT team_id IS NULL)
);

SELECT
  m.authority::TEXT AS authority, /* authority */
  m.snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  m.as_at_date::DATE AS as_at_date, /* day described */
  m.measure_id::TEXT AS measure_id, /* measure */
  m.line::TEXT AS line, /* main or the sub-line */
  m.period::TEXT AS period, /* as_at, month or r12m */
  m.child_id::TEXT AS child_id, /* case system number of the child, or key of whatever else the measure counts */
  m.care_period_id::TEXT AS care_period_id, /* period of care */
  c.team::TEXT AS team_id, /* team of the case worker; null without a period of care */
  m.days::INT AS days, /* days waited; null where the line has no wait */
  k.wait_from::TEXT AS anchor_name, /* state that the wait runs from */
  m.wait_since::DATE AS anchor_date /* day the wait runs from */
FROM scorecard.measure_case AS m
INNER JOIN raw.as_at AS d
  USING (authority, snapshot_date, as_at_date)
LEFT JOIN raw.rule_case AS k
  USING (authority, measure_id, line)
/* who is not looked after, and what is no child, has no team */
LEFT JOIN core.child_day AS c
  ON @on_keys(c, m, authority, snapshot_date, care_period_id, entry_date) AND c.day = m.group_day
WHERE
  d.is_current AND m.counted
