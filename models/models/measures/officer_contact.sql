MODEL (
  name measures.officer_contact,
  kind VIEW,
  description 'B50 children whom their reviewing officer has been in contact with lately. The source keeps only the latest contact, so the figure is told for the newest as-at date alone; a contact after that day hides the ones before it, and the child is left out of both sides.',
  grain (authority, snapshot_date, as_at_date, measure_id, line, period, child_id)
);

WITH latest AS (
  SELECT
    @columns(authority, snapshot_date, child_id),
    MAX(officer_contact_date) AS contact_date
  FROM raw.episode
  GROUP BY
    @columns(authority, snapshot_date, child_id)
), judged AS (
  SELECT
    c.*,
    CASE WHEN e.contact_date >= c.entry_date THEN e.contact_date END AS contact_date,
    @columns_of(l, n, unit)
  FROM core.child_as_at AS c
  INNER JOIN raw.as_at AS a
    USING (authority, snapshot_date, as_at_date)
  INNER JOIN raw.rule_limit AS l
    USING (authority)
  INNER JOIN latest AS e
    USING (authority, snapshot_date, child_id)
  /* in care for less than the limit: not yet due */
  WHERE
    a.is_current
    AND @limit_on(l, c.as_at_date, 'B50', 'contact_within')
    AND COALESCE(e.contact_date, c.as_at_date) <= c.as_at_date
    AND @add_step(c.entry_date, l.n, l.unit) <= c.as_at_date
)
SELECT
  'B50'::TEXT AS measure_id, /* measure */
  'main'::TEXT AS line, /* the only line that a source feeds */
  'as_at'::TEXT AS period, /* on the day */
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  as_at_date::DATE AS as_at_date, /* day described */
  child_id::TEXT AS child_id, /* child in care for as long as the limit or longer */
  care_period_id::TEXT AS care_period_id, /* period of care the child is in */
  entry_date::DATE AS entry_date, /* day the child became looked after */
  as_at_date::DATE AS group_day, /* day whose breakdown groups apply */
  COALESCE(@add_step(contact_date, n, unit) >= as_at_date, FALSE)::BOOLEAN AS counted, /* in contact within the limit */
  NULL::DATE AS wait_since, /* no wait */
  NULL::INT AS days /* no duration */
FROM judged
