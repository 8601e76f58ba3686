MODEL (
  name staging.rule_case_condition,
  kind FULL,
  description 'One row per state that a counted child of a case must be in, or must not.',
  grain (authority, measure_id, line, condition, must_hold),
  audits one_row_per_key
);

SELECT
  k.authority::TEXT AS authority, /* authority */
  k.measure_id::TEXT AS measure_id, /* measure */
  k.line::TEXT AS line, /* main or the sub-line */
  w.word::TEXT AS condition, /* state of core.child_state */
  k.must_hold::BOOLEAN AS must_hold /* the child must be in it; false: must not */
FROM (
  @stacked(
    (authority, measure_id, line),
    (raw.rule_case, all_of AS words, TRUE AS must_hold),
    (raw.rule_case, none_of AS words, FALSE AS must_hold)
  )
) AS k
CROSS JOIN UNNEST(@words(k.words)) AS w(word)
