MODEL (
  name staging.drift_list,
  kind FULL,
  description 'The lists of an authority''s own procedure on which a child counts as drifting (B27): of family Z, with a limit that the document gives or the authority has adopted; of those that a measure gives, the lines that lines.csv marks as drift, so that no part of a list is told beside it. A stage of a pipeline has nothing to be late for, and a list may be left out by a parameter (drift=N).',
  grain (authority, line_id, part, effective_from),
  audits one_row_per_key
);

SELECT
  l.authority::TEXT AS authority, /* authority */
  l.line_id::TEXT AS line_id, /* line of the procedure */
  l.part::TEXT AS part, /* main or the part */
  r.measure_id::TEXT AS measure_id, /* measure that gives the list; null where its generic does */
  r.line::TEXT AS line, /* its line */
  l.effective_from::DATE AS effective_from, /* first day on which the row holds; a list that a measure gives is older than the row that names it */
  l.effective_to::DATE AS effective_to /* first day on which it no longer does */
FROM raw.rule_tracking_line AS l
INNER JOIN raw.rule_generic AS g
  USING (authority, generic)
LEFT JOIN raw.rule_line AS r
  ON r.authority = l.authority AND r.measure_id = l.measure_id AND r.line = l.line AND r.drift
WHERE
  l.in_use
  AND l.family = 'Z'
  AND l.not_measurable IS NULL
  AND g.direction <> 'list'
  AND (
    l.grade = 'seed' OR NOT l.approved_on IS NULL
  )
  AND (
    l.measure_id IS NULL OR NOT r.measure_id IS NULL
  )
  AND STRPOS(' ' || COALESCE(l.parameters, '') || ' ', ' drift=N ') = 0
