MODEL (
  name staging.rule_requirement,
  kind FULL,
  description 'One row per input that a line, or its stand-in, needs.',
  grain (authority, measure_id, line, input, is_stand_in),
  audits one_row_per_key
);

SELECT
  l.authority::TEXT AS authority, /* authority */
  l.measure_id::TEXT AS measure_id, /* measure */
  l.line::TEXT AS line, /* main or the sub-line */
  w.word::TEXT AS input, /* input of the contract */
  FALSE::BOOLEAN AS is_stand_in /* the stand-in needs it, and not the line itself */
FROM raw.rule_line AS l
CROSS JOIN UNNEST(@words(l.requires)) AS w(word)
UNION ALL
SELECT
  l.authority::TEXT AS authority,
  l.measure_id::TEXT AS measure_id,
  l.line::TEXT AS line,
  w.word::TEXT AS input,
  TRUE::BOOLEAN AS is_stand_in
FROM raw.rule_line AS l
CROSS JOIN UNNEST(@words(l.stand_in_requires)) AS w(word)
