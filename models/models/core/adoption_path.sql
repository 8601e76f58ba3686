MODEL (
  name core.adoption_path,
  kind FULL,
  description 'The way of each adopted child, one row per cessation by adoption: the decision, placement order, match and placement that led to the adoption, and the day the child moved in with the adoptive family. Of several the latest that still counts: an earlier match or placement ended without an order. Where the foster carers adopt, moving in is the start of the stay with them (A10: measures catalogue B30).',
  grain (authority, snapshot_date, care_period_id, entry_date),
  audits one_row_per_key(known := (child_id, order_date, adopted_by_carer), holds := moved_in_date <= placed_date)
);

WITH adopted AS (
  SELECT
    @columns_of(c, authority, snapshot_date, child_id, care_period_id, entry_date),
    COALESCE(MAX(t.step_date), c.end_date) AS order_date
  FROM core.cessation AS c
  LEFT JOIN core.permanence_step AS t
    ON @on_keys(t, c, authority, snapshot_date, care_period_id)
    AND t.step = 'adoption_order'
    AND t.step_date BETWEEN c.entry_date AND c.end_date
  WHERE
    c.reason_group = 'adopted'
  GROUP BY
    @columns_of(c, authority, snapshot_date, child_id, care_period_id, entry_date, end_date)
), last_step AS (
  SELECT
    @columns_of(p, authority, snapshot_date, care_period_id, entry_date),
    MAX(CASE WHEN t.step = 'placement_order' THEN t.step_date END) AS placement_order_date,
    MAX(CASE WHEN t.step = 'match' THEN t.step_date END) AS match_date,
    MAX(CASE WHEN t.step = 'placed' THEN t.step_date END) AS placed_date
  FROM adopted AS p
  INNER JOIN core.permanence_step AS t
    USING (authority, snapshot_date, care_period_id)
  WHERE
    t.step_date <= p.order_date
  GROUP BY
    @columns_of(p, authority, snapshot_date, care_period_id, entry_date)
), decided AS (
  SELECT
    @columns_of(p, authority, snapshot_date, care_period_id, entry_date),
    MAX(t.step_date) AS decision_date
  FROM adopted AS p
  INNER JOIN last_step AS l
    USING (authority, snapshot_date, care_period_id, entry_date)
  INNER JOIN core.permanence_step AS t
    USING (authority, snapshot_date, care_period_id)
  WHERE
    t.step = 'decision'
    AND t.step_date <= COALESCE(l.match_date, l.placed_date, p.order_date)
    AND COALESCE(t.reversed_date > p.order_date, TRUE)
  GROUP BY
    @columns_of(p, authority, snapshot_date, care_period_id, entry_date)
), carer AS (
  SELECT
    @columns(authority, snapshot_date, care_period_id),
    BOOL_OR(COALESCE(adopted_by_carer, FALSE)::BOOLEAN) AS adopted_by_carer,
    MIN(carer_placed_date) AS carer_placed_date
  FROM staging.adoption
  GROUP BY
    @columns(authority, snapshot_date, care_period_id)
), stretch AS (
  SELECT
    p.*,
    @columns(l.placed_date, h.start_date, r.same_carer, h.home_row_key, h.moves, r.home_number),
    LAG(h.end_date) OVER in_order AS former_end,
    LAG(h.home_row_key) OVER in_order AS former_row_key,
    LAG(h.moves) OVER in_order AS former_moves,
    LAG(r.home_number) OVER in_order AS former_number
  FROM adopted AS p
  INNER JOIN carer AS k
    USING (authority, snapshot_date, care_period_id)
  INNER JOIN last_step AS l
    USING (authority, snapshot_date, care_period_id, entry_date)
  INNER JOIN core.home AS h
    USING (authority, snapshot_date, care_period_id)
  LEFT JOIN raw.placement AS r
    ON @on_keys(r, h, authority, snapshot_date) AND r.row_key = h.home_row_key
  WHERE
    k.adopted_by_carer AND h.start_date <= l.placed_date
  WINDOW in_order AS (PARTITION BY p.authority, p.snapshot_date, p.care_period_id, p.entry_date ORDER BY h.start_date)
), carer_stay AS (
  /* the same carer as before: no move, or the source says so, or one address, or the day on which the carer's placement became adoptive */
  SELECT
    @columns(authority, snapshot_date, care_period_id, entry_date),
    MAX(start_date) AS start_date
  FROM stretch
  WHERE
    NOT COALESCE(
      former_end = start_date
      AND NOT former_row_key IS NULL
      AND NOT home_row_key IS NULL
      AND (
        former_moves = moves
        OR COALESCE(same_carer, FALSE)
        OR COALESCE(former_number = home_number, FALSE)
        OR start_date = placed_date
      ),
      FALSE
    )
  GROUP BY
    @columns(authority, snapshot_date, care_period_id, entry_date)
)
SELECT
  p.authority::TEXT AS authority, /* authority */
  p.snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  p.child_id::TEXT AS child_id, /* child adopted */
  p.care_period_id::TEXT AS care_period_id, /* period of care in which the child was adopted */
  p.entry_date::DATE AS entry_date, /* day the child became looked after */
  d.decision_date::DATE AS decision_date, /* latest agency decision, not reversed, on or before the match (else the placement, else the order) */
  l.placement_order_date::DATE AS placement_order_date, /* placement order in force last; null without one */
  l.match_date::DATE AS match_date, /* last match */
  l.placed_date::DATE AS placed_date, /* placed for adoption: start of the last adoptive stay */
  CASE
    WHEN COALESCE(k.adopted_by_carer, FALSE)
    THEN COALESCE(
      CASE WHEN k.carer_placed_date <= COALESCE(l.placed_date, p.order_date) THEN k.carer_placed_date END,
      y.start_date,
      l.placed_date
    )
    ELSE l.placed_date
  END::DATE AS moved_in_date, /* moved in with the adoptive family: with foster carers who adopt, the start of the stay with them; null when unknown */
  p.order_date::DATE AS order_date, /* adoption order, or the day care ceased where none is recorded */
  COALESCE(k.adopted_by_carer, FALSE)::BOOLEAN AS adopted_by_carer /* adopted by the foster carers */
FROM adopted AS p
LEFT JOIN last_step AS l
  USING (authority, snapshot_date, care_period_id, entry_date)
LEFT JOIN decided AS d
  USING (authority, snapshot_date, care_period_id, entry_date)
LEFT JOIN carer AS k
  USING (authority, snapshot_date, care_period_id)
LEFT JOIN carer_stay AS y
  USING (authority, snapshot_date, care_period_id, entry_date)
