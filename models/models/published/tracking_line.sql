MODEL (
  name published.tracking_line,
  kind FULL,
  description 'Every line of an authority''s procedure in the order of the document, with who answers for it and whether its files can feed it on the day of the run: available, not available (with what would bring it) or not measurable (with the reason). None is left out in silence.',
  grain (authority, snapshot_date, line_id, part),
  audits one_row_per_key(
    known := (state, name, source, role),
    holds := (
      state IN ('available', 'not available', 'not measurable'),
      state = 'available' OR NOT reason IS NULL OR NOT reason_code IS NULL
    )
  )
);

WITH recipient AS (
  SELECT
    @columns_of(l, authority, line_id, part, effective_from),
    SPLIT_PART(l.goes_to, ' ', 1) AS recipient
  FROM raw.rule_tracking_line AS l
), measured AS (
  SELECT
    @columns_of(a, authority, snapshot_date, measure_id, line, state, reason_code)
  FROM scorecard.availability AS a
  INNER JOIN raw.snapshot AS s
    USING (authority, snapshot_date, as_at_date)
  INNER JOIN staging.rule_measure_period AS p
    USING (authority, measure_id, period)
  WHERE
    p.is_headline
)
SELECT
  l.authority::TEXT AS authority, /* authority */
  s.snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  s.as_at_date::DATE AS as_at_date, /* day of the run */
  l.line_id::TEXT AS line_id, /* line of the procedure */
  l.part::TEXT AS part, /* main or the part */
  l.position::INT AS position, /* place in the order of the document */
  l.name::TEXT AS name, /* the line in the procedure's words */
  l.part_name::TEXT AS part_name, /* the part; null for main */
  l.family::TEXT AS family, /* C, Z, X or R */
  l.generic::TEXT AS generic, /* generic measure */
  l.limit_n::INT AS limit_n, /* how many; null where there is no limit */
  l.limit_unit::TEXT AS limit_unit, /* of what */
  l.aim_n::INT AS aim_n, /* what is aimed for */
  l.target::DECIMAL(9, 2) AS target, /* percent for Green */
  l.floor::DECIMAL(9, 2) AS floor, /* percent for Amber */
  (
    l.grade = 'proposed' AND l.approved_on IS NULL
  )::BOOLEAN AS is_proposed, /* the limit is this program's and not adopted */
  COALESCE(l.role, p.role)::TEXT AS role, /* role that answers for it */
  l.goes_to::TEXT AS goes_to, /* recipients, blanks between */
  p.frequency::TEXT AS frequency, /* how often it goes there */
  l.measure_id::TEXT AS measure_id, /* measure that gives the figure; null where the generic does */
  l.line::TEXT AS measure_line, /* its line */
  (
    NOT f.line_id IS NULL
  )::BOOLEAN AS is_drift, /* who is overdue on it counts as drifting */
  COALESCE(k.is_announced, FALSE)::BOOLEAN AS is_announced, /* whose limit lies ahead is announced */
  l.source::TEXT AS source, /* document and section */
  CASE
    WHEN NOT l.not_measurable IS NULL
    THEN 'not measurable'
    WHEN NOT l.measure_id IS NULL
    THEN CASE WHEN COALESCE(m.state, 'not available') = 'not available' THEN 'not available' ELSE 'available' END
    WHEN v.is_available
    THEN 'available'
    ELSE 'not available'
  END::TEXT AS state, /* available, not available or not measurable */
  CASE
    WHEN NOT l.not_measurable IS NULL
    THEN l.not_measurable
    WHEN l.measure_id IS NULL AND NOT v.is_available
    THEN COALESCE('Would come with ' || v.missing, 'No source can give it yet')
  END::TEXT AS reason, /* why not, and what would bring it */
  CASE
    WHEN NOT l.measure_id IS NULL AND COALESCE(m.state, 'not available') = 'not available'
    THEN COALESCE(m.reason_code, 'input_missing')
    ELSE m.reason_code
  END::TEXT AS reason_code /* of a line that a measure gives: why not, or what stands in, as reasons.csv has it */
FROM raw.rule_tracking_line AS l
INNER JOIN raw.snapshot AS s
  USING (authority)
INNER JOIN recipient AS w
  USING (authority, line_id, part, effective_from)
LEFT JOIN raw.rule_recipient AS p
  ON p.authority = l.authority AND p.recipient = w.recipient
LEFT JOIN staging.tracking_line AS k
  ON @on_keys(k, l, authority, line_id, part, effective_from)
LEFT JOIN staging.drift_list AS f
  ON @on_keys(f, l, authority, line_id, part, effective_from)
LEFT JOIN scorecard.tracking_availability AS v
  ON v.line_number = k.line_number AND v.snapshot_date = s.snapshot_date
LEFT JOIN measured AS m
  ON m.authority = l.authority
  AND m.snapshot_date = s.snapshot_date
  AND m.measure_id = l.measure_id
  AND m.line = l.line
WHERE
  l.in_use AND s.compared_with IS NULL AND @open_on(s.as_at_date, l.effective_from, l.effective_to)
