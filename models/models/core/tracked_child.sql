MODEL (
  name core.tracked_child,
  kind FULL,
  description 'Every child that the lines of a procedure can be about, at each as-at date that they are worked out for: looked after, or within twelve months of leaving care, of a legal gateway, pre-proceedings, proceedings or a supervision order; and each household of adopters while it is with the agency, under a name that no child has. Dates are those that are broken down by group; at the others of raw.as_at only children in care, for the lists of drift that a generic works out.',
  grain child_day,
  audits (
    one_row_per_key(known := (team, service)),
    one_row_per_key(unique_key := (authority, snapshot_date, as_at_date, child_id))
  )
);

WITH day AS (
  SELECT
    @columns_of(a, authority, snapshot_date, as_at_date),
    CASE WHEN NOT a.is_broken_down AND NOT a.is_current THEN 'drift' END AS only_for
  FROM raw.as_at AS a
  INNER JOIN (
    SELECT
      authority,
      BOOL_OR(is_drift::BOOLEAN) AS has_drift
    FROM staging.tracking_line
    GROUP BY
      authority
  ) AS l
    USING (authority)
  WHERE
    a.is_broken_down OR a.is_current OR l.has_drift
), outside AS (
  @stacked(
    (authority, snapshot_date),
    (core.pre_proceedings, child_id, start_date AS first_day, end_date AS last_day, 'case' AS why),
    (
      core.proceedings,
      subject_id AS child_id,
      issue_date AS first_day,
      end_date AS last_day,
      'case' AS why,
      unit = 'children' AS only_where
    ),
    (raw.legal_gateway, child_id, gateway_date AS first_day, gateway_date AS last_day, 'case' AS why),
    (raw.supervision_order, child_id, start_date AS first_day, end_date AS last_day, 'case' AS why),
    (core.care_spell, child_id, end_date AS first_day, end_date AS last_day, 'left_care' AS why),
    (
      raw.adopter_household,
      'household ' || household_key AS child_id,
      COALESCE(enquiry_date, stage1_start_date, stage2_start_date) AS first_day,
      left_date AS last_day,
      'household' AS why
    )
  )
), tracked AS (
  SELECT
    @columns_of(d, authority, snapshot_date, as_at_date),
    @columns_of(c, child_id, care_period_id, entry_date, birth_date),
    'care' AS why,
    d.only_for
  FROM day AS d
  INNER JOIN core.child_as_at AS c
    USING (authority, snapshot_date, as_at_date)
  UNION ALL
  /* of several reasons the case in hand, which comes first in the alphabet */
  SELECT
    @columns(d.authority, d.snapshot_date, d.as_at_date, o.child_id),
    NULL AS care_period_id,
    NULL::DATE AS entry_date,
    p.birth_date,
    MIN(o.why) AS why,
    NULL AS only_for
  FROM day AS d
  INNER JOIN outside AS o
    USING (authority, snapshot_date)
  LEFT JOIN raw.child AS p
    ON @on_keys(p, o, authority, snapshot_date, child_id)
  LEFT JOIN core.child_as_at AS c
    ON @on_keys(c, d, authority, snapshot_date, as_at_date) AND c.child_id = o.child_id
  WHERE
    c.child_id IS NULL
    AND d.only_for IS NULL
    AND @open_on(d.as_at_date, o.first_day, @add_step(o.last_day, 12, 'months'))
  GROUP BY
    @columns(d.authority, d.snapshot_date, d.as_at_date, o.child_id, p.birth_date)
), allocated AS (
  SELECT
    t.*,
    w.team_id,
    ROW_NUMBER() OVER (PARTITION BY t.authority, t.snapshot_date, t.as_at_date, t.child_id ORDER BY w.start_date DESC, w.row_key DESC) AS choice
  FROM tracked AS t
  LEFT JOIN raw.allocation AS w
    ON @on_keys(w, t, authority, snapshot_date, child_id)
    AND w.role = 'case_worker'
    AND @open_on(t.as_at_date, w.start_date, w.end_date)
)
SELECT
  ROW_NUMBER() OVER (ORDER BY a.authority, a.snapshot_date, a.as_at_date, a.child_id)::INT AS child_day, /* number of the child on the day within this warehouse */
  a.authority::TEXT AS authority, /* authority */
  a.snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  a.as_at_date::DATE AS as_at_date, /* day described */
  a.child_id::TEXT AS child_id, /* child */
  a.care_period_id::TEXT AS care_period_id, /* period of care; null outside care */
  a.entry_date::DATE AS entry_date, /* day the child became looked after; null outside care */
  a.birth_date::DATE AS birth_date, /* date of birth; null when unknown */
  a.why::TEXT AS why, /* care, case, left_care or household */
  a.only_for::TEXT AS only_for, /* drift where the lists of drift alone are worked out; null where every line is */
  COALESCE(a.team_id, 'not allocated')::TEXT AS team, /* team of the case worker */
  COALESCE(t.service, 'not allocated')::TEXT AS service /* service of that team */
FROM allocated AS a
LEFT JOIN raw.team AS t
  USING (authority, snapshot_date, team_id)
WHERE
  a.choice = 1
