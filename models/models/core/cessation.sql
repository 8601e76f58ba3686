MODEL (
  name core.cessation,
  kind FULL,
  description 'Every end of being looked after with its reason. The reason of the source counts where care ended with the period of care; an end at the 18th birthday of a period that ran on, and one by a change to short breaks, have none and are groups of their own (boundaries 8, 9, 11, 43).',
  grain (authority, snapshot_date, care_period_id, entry_date),
  audits one_row_per_key(known := (child_id, end_date, last_day, reason_group), holds := last_day >= entry_date)
);

WITH ended AS (
  SELECT
    s.*,
    c.birth_date,
    CASE WHEN p.end_date = s.end_date THEN p.end_reason END AS end_reason,
    COALESCE(p.end_date = s.end_date, FALSE) AS ends_period,
    COALESCE(s.end_date = @add_step(c.birth_date, 18, 'years'), FALSE) AS ends_at_18
  FROM core.care_spell AS s
  INNER JOIN raw.care_period AS p
    USING (authority, snapshot_date, care_period_id)
  INNER JOIN raw.child AS c
    ON @on_keys(c, s, authority, snapshot_date, child_id)
  WHERE
    NOT s.end_date IS NULL
)
SELECT
  e.authority::TEXT AS authority, /* authority */
  e.snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  e.child_id::TEXT AS child_id, /* child */
  e.care_period_id::TEXT AS care_period_id, /* period of care */
  e.entry_date::DATE AS entry_date, /* day the child became looked after */
  e.end_date::DATE AS end_date, /* day the child ceased to be looked after; may lie ahead where it is the 18th birthday */
  CASE WHEN e.end_date = e.entry_date THEN e.end_date ELSE CAST(e.end_date - INTERVAL '1' DAY AS DATE) END::DATE AS last_day, /* last day in care, whose breakdown groups apply */
  e.birth_date::DATE AS birth_date, /* date of birth; null when unknown */
  e.end_reason::TEXT AS end_reason, /* reason of the source (903 REC); null where it gives none for this end */
  CASE
    WHEN NOT g.category IS NULL
    THEN g.category
    WHEN NOT e.end_reason IS NULL
    THEN 'other_reason'
    WHEN e.ends_at_18
    THEN 'turned_18'
    WHEN e.ends_period
    THEN 'unknown'
    ELSE 'to_short_breaks'
  END::TEXT AS reason_group /* category of code set end_reason; else other_reason, turned_18, to_short_breaks or unknown */
FROM ended AS e
LEFT JOIN raw.rule_category AS g
  ON g.code_set = 'end_reason' AND g.code = e.end_reason
