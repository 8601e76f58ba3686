MODEL (
  name measures.visit,
  kind VIEW,
  description 'B51 children whose visits are in time on the day (Care Planning Regulations 2010 reg 28). The next visit is due a week after the placement began or, once there was one in it, so long after the last as the placement asks for on the day: six weeks in its first year, then three months where it is meant to last to 18 and six weeks elsewhere; on an interim care order at home a week until the first review, then four weeks. A placement is a stay in one home or with one carer; temporary ones are looked through. Visits at which the child is recorded as not seen count for nothing.',
  grain (authority, snapshot_date, as_at_date, measure_id, line, period, child_id)
);

WITH placed AS (
  SELECT
    c.*,
    GREATEST(COALESCE(s.start_date, c.entry_date), c.entry_date) AS placed_date,
    v.category AS visits,
    k.category AS legal_category
  FROM core.child_as_at AS c
  LEFT JOIN core.placement_stay AS s
    ON @on_keys(s, c, authority, snapshot_date, care_period_id) AND @open_on(c.as_at_date, s.start_date, s.end_date)
  LEFT JOIN raw.rule_category AS v
    ON v.code_set = 'placement_visits' AND v.code = c.placement_type
  LEFT JOIN raw.rule_category AS k
    ON k.code_set = 'legal_status' AND k.code = c.legal_status
), reviewed AS (
  SELECT
    @columns(authority, snapshot_date, care_period_id, entry_date),
    MIN(held_date) AS first_review
  FROM core.review_held
  GROUP BY
    @columns(authority, snapshot_date, care_period_id, entry_date)
), ruled AS (
  SELECT
    p.*,
    @add_step(p.placed_date, w.n, w.unit) AS first_due,
    @add_step(p.placed_date, y.n, y.unit) AS year_end,
    CASE
      WHEN p.legal_category = 'interim_care_order' AND p.visits = 'at_home'
      THEN CASE WHEN r.first_review <= p.as_at_date THEN 'at_home_after_review' ELSE 'at_home_before_review' END
      WHEN @add_step(p.placed_date, y.n, y.unit) > p.as_at_date
      THEN 'first_year_every'
      WHEN p.visits = 'to_18'
      THEN 'to_18_every'
      ELSE 'later_every'
    END AS limit_key
  FROM placed AS p
  INNER JOIN raw.rule_limit AS w
    USING (authority)
  INNER JOIN raw.rule_limit AS y
    USING (authority)
  LEFT JOIN reviewed AS r
    USING (authority, snapshot_date, care_period_id, entry_date)
  WHERE
    @limit_on(w, p.as_at_date, 'B51', 'first_visit') AND @limit_on(y, p.as_at_date, 'B51', 'first_year')
), visited AS (
  SELECT
    @columns_of(p, authority, snapshot_date, as_at_date, child_id),
    MIN(v.visit_date) AS first_visit,
    MAX(v.visit_date) AS last_visit,
    MAX(CASE WHEN v.seen_alone THEN v.visit_date END) AS last_alone
  FROM placed AS p
  INNER JOIN raw.visit AS v
    USING (authority, snapshot_date, child_id)
  WHERE
    v.visit_date BETWEEN p.placed_date AND p.as_at_date AND COALESCE(v.seen, TRUE)
  GROUP BY
    @columns_of(p, authority, snapshot_date, as_at_date, child_id)
), dated AS (
  SELECT
    p.*,
    @columns_of(v, first_visit, last_visit, last_alone),
    COALESCE(@add_step(v.last_visit, l.n, l.unit), p.first_due) AS due_date
  FROM ruled AS p
  INNER JOIN raw.rule_limit AS l
    USING (authority)
  LEFT JOIN visited AS v
    USING (authority, snapshot_date, as_at_date, child_id)
  WHERE
    @limit_on(l, p.as_at_date, 'B51', p.limit_key)
), line AS (
  @stacked(
    (authority, snapshot_date, as_at_date, child_id, care_period_id, entry_date),
    (
      dated,
      'first_week' AS line,
      COALESCE(first_visit <= first_due, FALSE) AS counted,
      NULL::DATE AS wait_since,
      (
        first_due < as_at_date AND year_end > as_at_date
      ) AS only_where
    ),
    (
      dated,
      'seen_alone' AS line,
      COALESCE(last_alone = last_visit, FALSE) AS counted,
      NOT last_visit IS NULL AS only_where
    )
  )
  UNION ALL
  SELECT
    @columns_of(d, authority, snapshot_date, as_at_date, child_id, care_period_id, entry_date),
    m.line,
    (
      d.due_date >= d.as_at_date
    ) = m.is_met AS counted,
    CASE WHEN m.line = 'overdue' THEN d.due_date END AS wait_since
  FROM dated AS d
  CROSS JOIN (VALUES
    ('main', TRUE),
    ('overdue', FALSE)) AS m(line, is_met)
)
SELECT
  'B51'::TEXT AS measure_id, /* measure */
  line::TEXT AS line, /* main, overdue, first_week or seen_alone */
  'as_at'::TEXT AS period, /* on the day */
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  as_at_date::DATE AS as_at_date, /* day described */
  child_id::TEXT AS child_id, /* child looked after */
  care_period_id::TEXT AS care_period_id, /* period of care the child is in */
  entry_date::DATE AS entry_date, /* day the child became looked after */
  as_at_date::DATE AS group_day, /* day whose breakdown groups apply */
  counted::BOOLEAN AS counted, /* in time; overdue; visited in the first week; alone at the last visit */
  wait_since::DATE AS wait_since, /* day the visit fell due; only where overdue is counted */
  DATE_DIFF('DAY', wait_since, as_at_date)::INT AS days /* days overdue */
FROM line
