MODEL (
  name core.care_state,
  kind FULL,
  description 'That a child is looked after, in which kind of placement it lives, and whether it is matched with long-term carers (boundaries 20, 27).',
  grain (authority, snapshot_date, as_at_date, child_id, state),
  audits state_row
);

WITH ratified AS (
  SELECT
    @columns_of(c, authority, snapshot_date, as_at_date, child_id),
    MIN(m.match_ratified_date) AS since_date
  FROM core.child_as_at AS c
  INNER JOIN staging.row_in_period AS i
    USING (authority, snapshot_date, care_period_id)
  INNER JOIN raw.long_term_match AS m
    USING (authority, snapshot_date, row_key)
  WHERE
    i.kind = 'long_term_match' AND m.match_ratified_date <= c.as_at_date
  GROUP BY
    @columns_of(c, authority, snapshot_date, as_at_date, child_id)
), stay_open AS (
  SELECT
    c.*,
    @columns_of(s, category, start_date)
  FROM core.child_as_at AS c
  INNER JOIN core.category_stay AS s
    USING (authority, snapshot_date, care_period_id)
  WHERE
    @open_on(c.as_at_date, s.start_date, s.end_date)
), matched AS (
  SELECT
    @columns(authority, snapshot_date, as_at_date, child_id),
    MIN(since_date) AS since_date
  FROM (
    SELECT
      @columns(authority, snapshot_date, as_at_date, child_id, since_date)
    FROM ratified
    UNION ALL
    SELECT
      @columns(authority, snapshot_date, as_at_date, child_id),
      start_date AS since_date
    FROM stay_open
    WHERE
      category = 'long_term_foster'
  ) AS either
  GROUP BY
    @columns(authority, snapshot_date, as_at_date, child_id)
), state AS (
  @stacked(
    (authority, snapshot_date, as_at_date, child_id),
    (core.child_as_at, 'care' AS state, entry_date AS since_date),
    (stay_open, 'living:' || category AS state, start_date AS since_date),
    (matched, 'long_term_matched' AS state, since_date)
  )
)
SELECT
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  as_at_date::DATE AS as_at_date, /* day described */
  child_id::TEXT AS child_id, /* child */
  state::TEXT AS state, /* care, long_term_matched or living: and the category of placement */
  since_date::DATE AS since_date /* day it has held since; null when unknown */
FROM state
