MODEL (
  name measures.drift,
  kind VIEW,
  description 'B27: children overdue on at least one list of drift of their authority''s own procedure (staging.drift_list), each once, with the longest of their waits and the list it is on. A list that is not available on the day does not contribute. Every figure of children who drift is read from here.',
  grain (authority, snapshot_date, as_at_date, measure_id, line, period, child_id)
);

WITH listed AS (
  /* a list that a measure gives */
  SELECT
    @columns_of(m, authority, snapshot_date, as_at_date, child_id, wait_since),
    @columns_of(l, line_id, part)
  FROM measures.state_case AS m
  INNER JOIN staging.drift_list AS l
    USING (authority, measure_id, line)
  INNER JOIN scorecard.availability AS a
    USING (authority, snapshot_date, as_at_date, measure_id, line, period)
  WHERE
    m.counted AND a.state <> 'not available' AND COALESCE(l.effective_to > m.as_at_date, TRUE)
  UNION ALL
  /* and one that its generic works out */
  SELECT
    @columns_of(c, authority, snapshot_date, as_at_date, child_id),
    d.anchor_date AS wait_since,
    @columns_of(l, line_id, part)
  FROM measures.tracking_dated AS d
  INNER JOIN staging.tracking_line AS l
    USING (line_number)
  INNER JOIN core.tracked_child AS c
    USING (child_day)
  WHERE
    l.is_drift AND d.status = 'overdue' AND c.why = 'care'
), longest AS (
  SELECT
    *,
    ROW_NUMBER() OVER (
      PARTITION BY authority, snapshot_date, as_at_date, child_id
      ORDER BY CASE WHEN wait_since IS NULL THEN 1 ELSE 0 END, wait_since, line_id, part
    ) AS position
  FROM listed
)
SELECT
  'B27'::TEXT AS measure_id, /* measure */
  'main'::TEXT AS line, /* the only line */
  'as_at'::TEXT AS period, /* on the day */
  c.authority::TEXT AS authority, /* authority */
  c.snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  c.as_at_date::DATE AS as_at_date, /* day described */
  c.child_id::TEXT AS child_id, /* child looked after */
  c.care_period_id::TEXT AS care_period_id, /* period of care the child is in */
  c.entry_date::DATE AS entry_date, /* day the child became looked after */
  c.as_at_date::DATE AS group_day, /* day whose breakdown groups apply */
  (
    NOT d.child_id IS NULL
  )::BOOLEAN AS counted, /* on at least one list of drift */
  d.wait_since::DATE AS wait_since, /* start of the longest of the waits; null when none is known */
  DATE_DIFF('DAY', d.wait_since, c.as_at_date)::INT AS days, /* days of the longest wait */
  d.line_id::TEXT AS longest_line_id, /* list on which it is */
  d.part::TEXT AS longest_part /* its part */
FROM core.child_as_at AS c
LEFT JOIN longest AS d
  ON @on_keys(d, c, authority, snapshot_date, as_at_date, child_id) AND d.position = 1
