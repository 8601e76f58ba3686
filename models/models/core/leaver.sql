MODEL (
  name core.leaver,
  kind FULL,
  description 'Children who ceased to be looked after in each reporting period, once each by the last cessation in it, also if they are back by its end (measures catalogue 1.0; boundaries 12).',
  grain (authority, snapshot_date, as_at_date, period, child_id),
  audits one_row_per_key(known := (care_period_id, entry_date, end_date, last_day, reason_group))
);

WITH in_period AS (
  SELECT
    c.*,
    @columns_of(p, as_at_date, period),
    ROW_NUMBER() OVER (
      PARTITION BY c.authority, c.snapshot_date, p.as_at_date, p.period, c.child_id
      ORDER BY c.end_date DESC, c.entry_date DESC, c.care_period_id DESC
    ) AS choice
  FROM core.cessation AS c
  INNER JOIN core.reporting_period AS p
    USING (authority, snapshot_date)
  WHERE
    c.end_date BETWEEN p.first_day AND p.as_at_date
)
SELECT
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  as_at_date::DATE AS as_at_date, /* last day of the period */
  period::TEXT AS period, /* month, quarter, ytd, r12m or r36m */
  child_id::TEXT AS child_id, /* child who left */
  care_period_id::TEXT AS care_period_id, /* period of care of the last cessation */
  entry_date::DATE AS entry_date, /* day the child became looked after */
  end_date::DATE AS end_date, /* day the child ceased to be looked after */
  last_day::DATE AS last_day, /* last day in care, whose breakdown groups apply */
  birth_date::DATE AS birth_date, /* date of birth; null when unknown */
  reason_group::TEXT AS reason_group /* why, as core.cessation groups it */
FROM in_period
WHERE
  choice = 1
