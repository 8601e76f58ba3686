MODEL (
  name staging.rule_requirement,
  kind FULL,
  description 'One row per input that a line, or its stand-in, needs.',
  grain (authority, measure_id, line, input, is_stand_in),
  audits one_row_per_key
);

SELECT
  k.authority::TEXT AS authority, /* authority */
  k.measure_id::TEXT AS measure_id, /* measure */
  k.line::TEXT AS line, /* main or the sub-line */
  w.word::TEXT AS input, /* input of the contract */
  k.is_stand_in::BOOLEAN AS is_stand_in /* the stand-in needs it, and not the line itself */
FROM (
  @stacked(
    (authority, measure_id, line),
    (raw.rule_line, requires AS words, FALSE AS is_stand_in),
    (raw.rule_line, stand_in_requires AS words, TRUE AS is_stand_in)
  )
) AS k
CROSS JOIN UNNEST(@words(k.words)) AS w(word)
