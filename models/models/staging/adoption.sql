MODEL (
  name staging.adoption,
  kind FULL,
  description 'Permanence records by period of care. A record that names a period belongs to it; any other belongs to each period of the child, and only its dates that lie in the period count (boundaries 21, 26, 37).',
  grain (authority, snapshot_date, care_period_id, row_key),
  audits one_row_per_key
);

WITH joined AS (
  SELECT
    @columns_of(a, authority, snapshot_date),
    p.care_period_id,
    @columns_of(a, row_key, child_id),
    @columns_of(p, start_date, end_date),
    COALESCE(a.care_period_id = p.care_period_id, FALSE) AS is_named,
    @columns_of(
      a,
      decision_date,
      decision_reversed_date,
      decision_reversed_reason,
      early_permanence_placed_date,
      placement_order_date,
      link_date,
      matched_date,
      placed_date,
      order_date,
      order_type,
      adopted_by_carer,
      carer_placed_date
    )
  FROM raw.adoption AS a
  INNER JOIN raw.care_period AS p
    USING (authority, snapshot_date, child_id)
  LEFT JOIN raw.care_period AS named
    ON @on_keys(named, a, authority, snapshot_date, child_id, care_period_id)
  WHERE
    named.care_period_id IS NULL OR named.care_period_id = p.care_period_id
)
SELECT
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  care_period_id::TEXT AS care_period_id, /* period of care */
  row_key::TEXT AS row_key, /* key of the source row */
  child_id::TEXT AS child_id, /* child */
  CASE WHEN is_named OR @open_on(decision_date, start_date, end_date) THEN decision_date END::DATE AS decision_date, /* agency decision for adoption */
  CASE WHEN is_named OR @open_on(decision_date, start_date, end_date) THEN decision_reversed_date END::DATE AS decision_reversed_date, /* decision reversed */
  CASE WHEN is_named OR @open_on(decision_date, start_date, end_date) THEN decision_reversed_reason END::TEXT AS decision_reversed_reason, /* why it was reversed */
  CASE
    WHEN is_named OR @open_on(early_permanence_placed_date, start_date, end_date)
    THEN early_permanence_placed_date
  END::DATE AS early_permanence_placed_date, /* moved in with carers approved to adopt */
  CASE WHEN @open_on(placement_order_date, start_date, end_date) THEN placement_order_date END::DATE AS placement_order_date, /* recorded placement order date, where it lies in the period */
  CASE WHEN is_named OR @open_on(link_date, start_date, end_date) THEN link_date END::DATE AS link_date, /* link identified */
  CASE WHEN is_named OR @open_on(matched_date, start_date, end_date) THEN matched_date END::DATE AS matched_date, /* matched with adopters */
  CASE WHEN is_named OR @open_on(placed_date, start_date, end_date) THEN placed_date END::DATE AS placed_date, /* placed for adoption */
  CASE
    WHEN order_type = 'ADOPTION'
    AND (
      is_named OR (
        start_date <= order_date AND (
          end_date IS NULL OR end_date >= order_date
        )
      )
    )
    THEN order_date
  END::DATE AS adoption_order_date, /* adoption order granted; it may fall on the day care ends */
  adopted_by_carer::BOOLEAN AS adopted_by_carer, /* adopted by the foster carers; null when the source does not say */
  CASE WHEN is_named OR @open_on(carer_placed_date, start_date, end_date) THEN carer_placed_date END::DATE AS carer_placed_date /* first placed with the carers who adopt */
FROM joined
