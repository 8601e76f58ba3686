MODEL (
  name staging.tracking_line,
  kind FULL,
  description 'The lines of the authority''s procedure that are in use and that a generic measure works out, numbered, each with the direction of its generic and its parameters as columns. Lines that are measured elsewhere, not measurable or left out are not here.',
  grain line_number,
  audits one_row_per_key(known := (authority, line_id, part, direction, effective_from))
);

WITH parameter AS (
  SELECT
    @columns_of(l, authority, line_id, part, effective_from),
    SPLIT_PART(w.word, '=', 1) AS name,
    SPLIT_PART(w.word, '=', 2) AS value
  FROM raw.rule_tracking_line AS l
  CROSS JOIN UNNEST(@words(l.parameters)) AS w(word)
), parameters AS (
  SELECT
    @columns(authority, line_id, part, effective_from),
    MAX(CASE WHEN name = 'age_from' THEN value::INT END) AS age_from,
    MAX(CASE WHEN name = 'age_below' THEN value::INT END) AS age_below,
    MAX(CASE WHEN name = 'age_on' THEN value END) AS age_on,
    MAX(CASE WHEN name = 'early_days' THEN value::INT END) AS early_days,
    MAX(CASE WHEN name = 'enough' THEN value::INT END) AS enough,
    MAX(CASE WHEN name = 'anchor_days' THEN value::INT END) AS anchor_days,
    MAX(CASE WHEN name = 'over_days' THEN value::INT END) AS over_days,
    MAX(CASE WHEN name = 'half_way_to' THEN value END) AS half_way_to,
    MAX(CASE WHEN name = 'same_row' THEN value END) AS same_row,
    MAX(CASE WHEN name = 'announced' THEN value END) AS announced
  FROM parameter
  GROUP BY
    @columns(authority, line_id, part, effective_from)
)
SELECT
  ROW_NUMBER() OVER (ORDER BY l.authority, l.line_id, l.part, l.effective_from)::INT AS line_number, /* number of the row within this warehouse */
  l.authority::TEXT AS authority, /* authority */
  l.line_id::TEXT AS line_id, /* line */
  l.part::TEXT AS part, /* main or the part */
  l.family::TEXT AS family, /* C, Z, X or R */
  l.generic::TEXT AS generic, /* generic measure */
  g.direction::TEXT AS direction, /* after, before, every, standing, list or register */
  l.population::TEXT AS population, /* states, blanks between */
  l.anchor::TEXT AS anchor, /* event it runs from; null where it has none */
  l.completion::TEXT AS completion, /* events that complete it; null where there are none */
  l.limit_n::INT AS limit_n, /* how many; null where there is no limit */
  l.limit_unit::TEXT AS limit_unit, /* of what */
  l.aim_n::INT AS aim_n, /* what is aimed for */
  p.age_from::INT AS age_from, /* completed years from */
  p.age_below::INT AS age_below, /* and below */
  COALESCE(p.age_on, 'as_at')::TEXT AS age_on, /* day on which the age is taken */
  COALESCE(p.early_days, 0)::INT AS early_days, /* a completion counts from so many days before the anchor */
  p.enough::INT AS enough, /* so many completions are enough; null: all */
  p.anchor_days::INT AS anchor_days, /* on the line for so many days after the anchor */
  p.over_days::INT AS over_days, /* on the line only once the anchor is more than so many days ago */
  p.half_way_to::TEXT AS half_way_to, /* the deadline is half-way to this event of the same source row where that is sooner */
  p.same_row::TEXT AS same_row, /* Y: done only by what the source row of the anchor says; null otherwise */
  (
    NOT f.line_id IS NULL
  )::BOOLEAN AS is_drift, /* who is overdue on it counts as drifting */
  (
    NOT p.announced IS NULL
  )::BOOLEAN AS is_announced, /* whose limit lies ahead is announced */
  l.effective_from::DATE AS effective_from, /* first day on which the row holds */
  l.effective_to::DATE AS effective_to /* first day on which it no longer does */
FROM raw.rule_tracking_line AS l
INNER JOIN raw.rule_generic AS g
  USING (authority, generic)
LEFT JOIN parameters AS p
  USING (authority, line_id, part, effective_from)
LEFT JOIN staging.drift_list AS f
  USING (authority, line_id, part, effective_from)
WHERE
  l.in_use AND l.not_measurable IS NULL AND l.measure_id IS NULL
