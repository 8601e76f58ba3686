MODEL (
  name core.permanence_step,
  kind FULL,
  description 'Dated steps to permanence in their spell of care: agency decision, placement order, match, placement for adoption, adoption order, long-term fostering match. A placement is the start of an unbroken stay in an adoptive placement, one resumed by a temporary placement after days without a record excepted (903 DATE_PLACED is the decision: data standards 0.3, trap 6), a placement order the start of E1 or its recorded date (boundaries 21); a recorded date stands in where the period of care shows neither. A child adopted without a recorded order date was adopted on the day care ceased.',
  grain (authority, snapshot_date, care_period_id, step, step_date),
  audits one_row_per_key(known := (child_id, entry_date, group_day, in_care))
);

WITH recorded AS (
  @stacked(
    (authority, snapshot_date, care_period_id),
    (staging.adoption, 'decision' AS step, decision_date AS step_date, decision_reversed_date AS reversed_date),
    (staging.adoption, 'match' AS step, matched_date AS step_date),
    (staging.adoption, 'adoption_order' AS step, adoption_order_date AS step_date),
    (core.placement_order, 'placement_order' AS step, order_date AS step_date),
    (
      core.category_stay,
      'placed' AS step,
      start_date AS step_date,
      (
        category = 'adoptive' AND NOT is_resumed
      ) AS only_where
    )
  )
  UNION ALL
  SELECT
    @columns_of(c, authority, snapshot_date, care_period_id),
    'adoption_order' AS step,
    c.end_date AS step_date,
    NULL::DATE AS reversed_date
  FROM core.cessation AS c
  LEFT JOIN staging.adoption AS a
    ON @on_keys(a, c, authority, snapshot_date, care_period_id) AND NOT a.adoption_order_date IS NULL
  WHERE
    c.reason_group = 'adopted' AND a.row_key IS NULL
  UNION ALL
  SELECT
    @columns_of(a, authority, snapshot_date, care_period_id),
    'placement_order' AS step,
    a.placement_order_date AS step_date,
    NULL::DATE AS reversed_date
  FROM staging.adoption AS a
  LEFT JOIN core.placement_order AS o
    USING (authority, snapshot_date, care_period_id)
  WHERE
    o.care_period_id IS NULL
  UNION ALL
  SELECT
    @columns_of(a, authority, snapshot_date, care_period_id),
    'placed' AS step,
    a.placed_date AS step_date,
    NULL::DATE AS reversed_date
  FROM staging.adoption AS a
  LEFT JOIN core.category_stay AS s
    ON @on_keys(s, a, authority, snapshot_date, care_period_id) AND s.category = 'adoptive'
  WHERE
    s.care_period_id IS NULL
  UNION ALL
  SELECT
    @columns(m.authority, m.snapshot_date, i.care_period_id),
    'long_term_match' AS step,
    m.match_ratified_date AS step_date,
    NULL::DATE AS reversed_date
  FROM raw.long_term_match AS m
  INNER JOIN staging.row_in_period AS i
    USING (authority, snapshot_date, row_key)
  WHERE
    i.kind = 'long_term_match'
), distinct_step AS (
  SELECT
    @columns(authority, snapshot_date, care_period_id, step, step_date),
    MAX(reversed_date) AS reversed_date
  FROM recorded
  WHERE
    NOT step_date IS NULL
  GROUP BY
    @columns(authority, snapshot_date, care_period_id, step, step_date)
), in_spell AS (
  /* the spell that holds the day, its last day included; else the next to begin; else the last before */
  SELECT
    t.*,
    @columns_of(s, child_id, entry_date),
    CASE
      WHEN @open_on(t.step_date, s.entry_date, s.end_date)
      THEN TRUE
      WHEN t.step = 'adoption_order' AND t.step_date = s.end_date AND s.end_date = p.end_date
      THEN TRUE
      WHEN t.step_date >= @add_step(c.birth_date, 18, 'years')
      THEN FALSE
      ELSE NOT @open_on(t.step_date, p.start_date, p.end_date)
    END AS in_care,
    CASE
      WHEN s.end_date IS NULL OR s.end_date = s.entry_date
      THEN s.end_date
      ELSE CAST(s.end_date - INTERVAL '1' DAY AS DATE)
    END AS last_day,
    ROW_NUMBER() OVER (
      PARTITION BY t.authority, t.snapshot_date, t.care_period_id, t.step, t.step_date
      ORDER BY CASE
        WHEN s.entry_date <= t.step_date AND COALESCE(s.end_date, t.step_date) >= t.step_date
        THEN 1
        WHEN s.entry_date > t.step_date
        THEN 2
        ELSE 3
      END, CASE WHEN s.entry_date <= t.step_date THEN s.entry_date END DESC, s.entry_date
    ) AS choice
  FROM distinct_step AS t
  INNER JOIN core.care_spell AS s
    USING (authority, snapshot_date, care_period_id)
  INNER JOIN raw.care_period AS p
    USING (authority, snapshot_date, care_period_id)
  INNER JOIN raw.child AS c
    ON @on_keys(c, s, authority, snapshot_date, child_id)
)
SELECT
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  child_id::TEXT AS child_id, /* child */
  care_period_id::TEXT AS care_period_id, /* period of care */
  entry_date::DATE AS entry_date, /* start of the spell of care that the step belongs to */
  step::TEXT AS step, /* decision, placement_order, match, placed, adoption_order or long_term_match */
  step_date::DATE AS step_date, /* day of the step */
  reversed_date::DATE AS reversed_date, /* day a decision was reversed; null otherwise */
  CASE WHEN step_date < entry_date THEN entry_date WHEN step_date > last_day THEN last_day ELSE step_date END::DATE AS group_day, /* day in care nearest to the step, whose breakdown groups apply */
  in_care::BOOLEAN AS in_care /* false for a step taken on short breaks or from the 18th birthday, the order that ends the care excepted (boundaries 8, 9) */
FROM in_spell
WHERE
  choice = 1
