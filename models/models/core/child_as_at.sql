MODEL (
  name core.child_as_at,
  kind FULL,
  description 'Every child looked after at every as-at date, once: of two periods of care open on a day, the latest to start is the child''s.',
  grain (authority, snapshot_date, as_at_date, child_id),
  audits one_row_per_key(known := (care_period_id, entry_date))
);

WITH spell_open AS (
  SELECT
    a.*,
    @columns_of(s, child_id, care_period_id, entry_date),
    ROW_NUMBER() OVER (
      PARTITION BY a.authority, a.snapshot_date, a.as_at_date, s.child_id
      ORDER BY s.entry_date DESC, s.care_period_id DESC
    ) AS choice
  FROM raw.as_at AS a
  INNER JOIN core.care_spell AS s
    USING (authority, snapshot_date)
  WHERE
    @open_on(a.as_at_date, s.entry_date, s.end_date)
)
SELECT
  ROW_NUMBER() OVER (ORDER BY o.authority, o.snapshot_date, o.as_at_date, o.child_id)::INT AS as_at_number, /* number of the row within this warehouse */
  d.spine_number::INT AS spine_number, /* its row of core.child_day */
  o.authority::TEXT AS authority, /* authority */
  o.snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  o.as_at_date::DATE AS as_at_date, /* day described */
  o.child_id::TEXT AS child_id, /* child */
  o.care_period_id::TEXT AS care_period_id, /* period of care */
  o.entry_date::DATE AS entry_date, /* day the child became looked after */
  d.birth_date::DATE AS birth_date, /* date of birth; null when unknown */
  d.age::INT AS age, /* completed years */
  d.age_band::TEXT AS age_band, /* age band of the statutory return */
  d.legal_status::TEXT AS legal_status, /* legal status */
  d.placement_type::TEXT AS placement_type, /* placement type lived in */
  d.placement_category::TEXT AS placement_category, /* category of that placement type */
  d.placement_group::TEXT AS placement_group, /* placement group of the breakdown */
  d.home_row_key::TEXT AS home_row_key, /* source row of the placement lived in */
  d.unaccompanied::TEXT AS unaccompanied, /* Y for an unaccompanied asylum-seeking child */
  d.moves::INT AS moves, /* moves since the period of care began */
  d.team::TEXT AS team /* team of the case worker */
FROM spell_open AS o
INNER JOIN core.child_day AS d
  USING (authority, snapshot_date, care_period_id, entry_date)
WHERE
  d.day = o.as_at_date AND o.choice = 1
