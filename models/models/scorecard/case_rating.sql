MODEL (
  name scorecard.case_rating,
  kind FULL,
  description 'RESTRICTED, child level: the colour of the case of each child in care, in pre-proceedings or in proceedings on each day as the rules make it from the lines it is on (case_ratings.csv: the worst that any rule says; Green where none does), beside what the manager and the reviewing officer last recorded at a meeting, and what the manager recorded at the meeting before.',
  grain child_day,
  audits one_row_per_key(holds := computed IN ('RED', 'AMBER', 'GREEN'))
);

WITH fired AS (
  /* only what is rated counts: a proposed limit makes no case Red */
  SELECT
    @columns(d.child_day, l.line_id, l.part, r.rag),
    ROW_NUMBER() OVER (
      PARTITION BY d.child_day
      ORDER BY CASE WHEN r.rag = 'Red' THEN 1 ELSE 2 END, COALESCE(d.due_date, d.anchor_date, c.as_at_date), l.line_id, l.part
    ) AS position
  FROM measures.tracking_dated AS d
  INNER JOIN core.tracked_child AS c
    USING (child_day)
  INNER JOIN staging.tracking_line AS l
    USING (line_number)
  INNER JOIN raw.rule_tracking_line AS w
    ON @on_keys(w, l, authority, line_id, part, effective_from)
  INNER JOIN raw.rule_case_rating AS r
    ON r.authority = l.authority AND @open_on(c.as_at_date, r.effective_from, r.effective_to)
  WHERE
    d.status = 'overdue'
    AND (
      w.grade = 'seed' OR NOT w.approved_on IS NULL
    )
    AND l.line_id = COALESCE(NULLIF(r.line_id, '*'), l.line_id)
    AND l.part = COALESCE(NULLIF(r.part, '*'), l.part)
    AND l.family = COALESCE(NULLIF(r.family, '*'), l.family)
    AND DATE_DIFF('DAY', COALESCE(d.due_date, d.anchor_date, c.as_at_date), c.as_at_date) >= r.days_over
), heard AS (
  SELECT
    c.child_day,
    @columns_of(p, rag, iro_view, heard_date),
    ROW_NUMBER() OVER (PARTITION BY c.child_day ORDER BY p.heard_date DESC, p.row_key DESC) AS position
  FROM core.tracked_child AS c
  INNER JOIN raw.panel_decision AS p
    USING (authority, snapshot_date, child_id)
  WHERE
    p.heard_date <= c.as_at_date AND (
      NOT p.rag IS NULL OR NOT p.iro_view IS NULL
    )
)
SELECT
  c.child_day::INT AS child_day, /* child on the day */
  c.authority::TEXT AS authority, /* authority */
  c.snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  c.as_at_date::DATE AS as_at_date, /* day described */
  c.child_id::TEXT AS child_id, /* child */
  CASE f.rag WHEN 'Red' THEN 'RED' WHEN 'Amber' THEN 'AMBER' ELSE 'GREEN' END::TEXT AS computed, /* RED, AMBER or GREEN by the rules */
  f.line_id::TEXT AS line_id, /* line that makes it so: of several the one longest overdue; null where it is GREEN */
  f.part::TEXT AS part, /* its part */
  h.rag::TEXT AS manager, /* RED, AMBER or GREEN as the last meeting has it; null where none is recorded */
  h.iro_view::TEXT AS reviewing_officer, /* the reviewing officer's own */
  h.heard_date::DATE AS heard_date, /* day of that meeting */
  b.rag::TEXT AS manager_before /* what the meeting before had */
FROM core.tracked_child AS c
LEFT JOIN fired AS f
  ON f.child_day = c.child_day AND f.position = 1
LEFT JOIN heard AS h
  ON h.child_day = c.child_day AND h.position = 1
LEFT JOIN heard AS b
  ON b.child_day = c.child_day AND b.position = 2
WHERE
  c.only_for IS NULL AND c.why IN ('care', 'case')
