MODEL (
  name measures.officer_contact,
  kind FULL,
  description 'B50 children whom their reviewing officer has been in contact with lately. The source keeps only the latest contact, so the figure is told for the newest as-at date alone; a contact after that day hides the ones before it, and the child is left out of both sides.',
  owner performance_team,
  grain (authority, snapshot_date, as_at_date, measure_id, line, period, child_id),
  audits (
    not_null(
      columns := (
        measure_id,
        line,
        authority,
        snapshot_date,
        as_at_date,
        child_id,
        care_period_id,
        entry_date,
        group_day,
        counted
      )
    ),
    unique_combination_of_columns(
      columns := (authority, snapshot_date, as_at_date, measure_id, line, period, child_id)
    )
  )
);

WITH latest AS (
  SELECT
    authority,
    snapshot_date,
    child_id,
    MAX(officer_contact_date) AS contact_date
  FROM raw.episode
  GROUP BY
    authority,
    snapshot_date,
    child_id
), judged AS (
  SELECT
    c.authority,
    c.snapshot_date,
    c.as_at_date,
    c.child_id,
    c.care_period_id,
    c.entry_date,
    CASE WHEN e.contact_date >= c.entry_date THEN e.contact_date END AS contact_date,
    l.n,
    l.unit
  FROM core.child_as_at AS c
  INNER JOIN raw.as_at AS a
    ON a.authority = c.authority
    AND a.snapshot_date = c.snapshot_date
    AND a.as_at_date = c.as_at_date
    AND a.is_current
  INNER JOIN raw.rule_limit AS l
    ON l.authority = c.authority
    AND l.measure_id = 'B50'
    AND l.limit_key = 'contact_within'
    AND @open_on(c.as_at_date, l.effective_from, l.effective_to)
  INNER JOIN latest AS e
    ON e.authority = c.authority
    AND e.snapshot_date = c.snapshot_date
    AND e.child_id = c.child_id
    AND COALESCE(e.contact_date, c.as_at_date) <= c.as_at_date
  /* in care for less than the limit: not yet due */
  WHERE
    @add_step(c.entry_date, l.n, l.unit) <= c.as_at_date
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
