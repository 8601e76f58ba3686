MODEL (
  name core.tracking_event,
  kind FULL,
  description 'The events of each tracked child that the lines of its authority name and that count on the day: dated on or before it, or booked ahead; of a child in care those of its present period, or not longer before entry than events.csv says; what names no period lies in that of its date. Several of a kind on one day are one, told by each of their source rows. A state that holds stands among them with the day it began.',
  grain (child_day, event, event_date, row_key),
  audits one_row_per_key
);

WITH told_once AS (
  SELECT DISTINCT
    @columns(authority, snapshot_date, child_id, care_period_id, event, event_date, row_key, is_ahead)
  FROM core.event
), counting AS (
  SELECT
    @columns(t.child_day, e.event, e.event_date, e.row_key, r.is_numbered)
  FROM core.tracked_child AS t
  INNER JOIN told_once AS e
    USING (authority, snapshot_date, child_id)
  INNER JOIN staging.rule_term AS r
    USING (authority)
  LEFT JOIN raw.care_period AS p
    ON @on_keys(p, t, authority, snapshot_date, child_id, care_period_id)
  WHERE
    r.term = e.event
    AND (
      e.event_date <= t.as_at_date OR e.is_ahead
    )
    AND (
      t.only_for IS NULL OR r.is_drift
    )
    AND (
      t.entry_date IS NULL
      OR e.event_date >= @add_step(t.entry_date, -r.days_before_entry, 'days')
      OR (
        r.days_before_entry IS NULL AND e.care_period_id = t.care_period_id
      )
      OR (
        r.days_before_entry IS NULL AND e.care_period_id IS NULL AND e.event_date >= p.start_date
      )
    )
), numbered AS (
  /* numbers are asked of few kinds, and dear to give to all */
  SELECT
    *,
    DENSE_RANK() OVER (PARTITION BY child_day, event ORDER BY event_date) AS n
  FROM counting
  WHERE
    is_numbered
), state AS (
  SELECT
    @columns_of(s, child_day, state),
    COALESCE(s.since_date, t.as_at_date) AS since_date
  FROM core.tracking_state AS s
  INNER JOIN core.tracked_child AS t
    USING (child_day)
), told AS (
  @stacked(
    (
      child_day
    ),
    (numbered, event, event_date, row_key, n),
    (counting, event, event_date, row_key, NOT is_numbered AS only_where),
    (state, state AS event, since_date AS event_date, state AS row_key, 1 AS n)
  )
)
SELECT
  child_day::INT AS child_day, /* child on the day */
  event::TEXT AS event, /* event, or since: and a state */
  event_date::DATE AS event_date, /* when */
  row_key::TEXT AS row_key, /* key of the source row; of a state the state itself */
  n::INT AS n /* first, second ...; null for what no line asks by number */
FROM told
