MODEL (
  name measures.foster_household,
  kind VIEW,
  description 'B56 foster households approved and leaving in the period and the difference; B57 their places filled and children beyond them on the day of the extract, and households on each day. Households and places are in no breakdown.',
  grain (authority, snapshot_date, as_at_date, measure_id, line, period, child_id),
  audits (
    not_null(columns := (
      wait_since
    ))
  )
);

WITH wanted AS (
  SELECT
    p.*
  FROM core.reporting_period AS p
  INNER JOIN staging.rule_measure_period AS q
    USING (authority, period)
  WHERE
    q.measure_id = 'B56'
), came_or_left AS (
  @stacked(
    (authority, snapshot_date, household_key, approved_date),
    (core.foster_approval, 'main' AS line, approved_date AS event_date),
    (core.foster_approval, 'left' AS line, ended_date AS event_date, NOT ended_date IS NULL AS only_where)
  )
), in_period AS (
  SELECT
    e.*,
    @columns_of(w, period, as_at_date),
    e.household_key || ' from ' || e.approved_date::TEXT AS approval_id,
    ROW_NUMBER() OVER (
      PARTITION BY e.line, w.period, e.authority, e.snapshot_date, w.as_at_date
      ORDER BY e.event_date, e.household_key, e.approved_date
    ) AS place_in_order,
    COUNT(*) OVER (PARTITION BY e.line, w.period, e.authority, e.snapshot_date, w.as_at_date) AS events
  FROM came_or_left AS e
  INNER JOIN wanted AS w
    USING (authority, snapshot_date)
  WHERE
    e.event_date BETWEEN w.first_day AND w.as_at_date
), number_of AS (
  SELECT DISTINCT
    @columns(line, period, authority, snapshot_date, as_at_date, events)
  FROM in_period
), difference AS (
  /* as many rows as there are more of the one than of the other: the last of them */
  SELECT
    CASE e.line WHEN 'main' THEN 'net_gain' ELSE 'net_loss' END AS line,
    @columns_of(e, period, authority, snapshot_date, as_at_date, approval_id, event_date)
  FROM in_period AS e
  LEFT JOIN number_of AS o
    ON @on_keys(o, e, period, authority, snapshot_date, as_at_date) AND o.line <> e.line
  WHERE
    e.place_in_order > COALESCE(o.events, 0)
), terms AS (
  /* the row of the household that is in force on the day, where its places are known */
  SELECT
    h.*,
    a.as_at_date,
    ROW_NUMBER() OVER (PARTITION BY h.authority, h.snapshot_date, a.as_at_date, h.household_key ORDER BY h.approved_date DESC) AS choice
  FROM raw.foster_household AS h
  INNER JOIN raw.as_at AS a
    USING (authority, snapshot_date)
  WHERE
    a.is_current AND @open_on(a.as_at_date, h.approved_date, h.ended_date)
), place AS (
  SELECT
    t.*,
    t.household_key || ' place ' || p.place::TEXT AS place_id,
    p.place <= t.filled_places AS is_filled
  FROM terms AS t
  CROSS JOIN UNNEST(@numbers(1, t.approved_places)) AS p(place)
  WHERE
    t.choice = 1 AND NOT t.approved_places IS NULL AND NOT t.filled_places IS NULL
), child_beyond AS (
  /* a place is filled once: who lives in a household beyond its places is counted apart */
  SELECT
    t.*,
    t.household_key || ' child ' || c.child::TEXT AS beyond_id
  FROM terms AS t
  CROSS JOIN UNNEST(@numbers(t.approved_places + 1, t.filled_places)) AS c(child)
  WHERE
    t.choice = 1 AND NOT t.approved_places IS NULL AND NOT t.filled_places IS NULL
), measured AS (
  @stacked(
    (authority, snapshot_date, as_at_date),
    (
      in_period,
      'B56' AS measure_id,
      line,
      period,
      approval_id AS subject_id,
      TRUE AS counted,
      event_date AS wait_since
    ),
    (
      difference,
      'B56' AS measure_id,
      line,
      period,
      approval_id AS subject_id,
      TRUE AS counted,
      event_date AS wait_since
    ),
    (
      place,
      'B57' AS measure_id,
      'main' AS line,
      'as_at' AS period,
      place_id AS subject_id,
      is_filled AS counted,
      approved_date AS wait_since
    ),
    (
      place,
      'B57' AS measure_id,
      CASE kind WHEN 'CONNECTED' THEN 'connected' ELSE 'in_house' END AS line,
      'as_at' AS period,
      place_id AS subject_id,
      is_filled AS counted,
      approved_date AS wait_since,
      NOT kind IS NULL AS only_where
    ),
    (
      child_beyond,
      'B57' AS measure_id,
      'over_approved' AS line,
      'as_at' AS period,
      beyond_id AS subject_id,
      TRUE AS counted,
      approved_date AS wait_since
    )
  )
  UNION ALL
  SELECT
    @columns(f.authority, f.snapshot_date, a.as_at_date),
    'B57' AS measure_id,
    'households' AS line,
    'as_at' AS period,
    f.household_key AS subject_id,
    TRUE AS counted,
    f.approved_date AS wait_since
  FROM core.foster_approval AS f
  INNER JOIN raw.as_at AS a
    USING (authority, snapshot_date)
  WHERE
    @open_on(a.as_at_date, f.approved_date, f.ended_date)
)
SELECT
  measure_id::TEXT AS measure_id, /* B56 or B57 */
  line::TEXT AS line, /* B56 main (approved), left, net_gain or net_loss; B57 main, in_house or connected (places), households, or over_approved (children) */
  period::TEXT AS period, /* a period of the measure in measures.csv */
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  as_at_date::DATE AS as_at_date, /* day described, or last day of the period */
  subject_id::TEXT AS child_id, /* B56 approval of a household; B57 place of a household, household, or number of a child beyond its places */
  NULL::TEXT AS care_period_id, /* totals alone */
  NULL::DATE AS entry_date, /* totals alone */
  NULL::DATE AS group_day, /* totals alone */
  counted::BOOLEAN AS counted, /* in the line; of a place: filled */
  wait_since::DATE AS wait_since, /* B56 day of the event; B57 approved since */
  NULL::INT AS days /* no duration */
FROM measured
