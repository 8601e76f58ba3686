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
  TRUE::BOOLEAN AS must_hold /* the child must be in it; false: must not */
FROM raw.rule_case AS k
CROSS JOIN UNNEST(@words(k.all_of)) AS w(word)
UNION ALL
SELECT
  k.authority::TEXT AS authority,
  k.measure_id::TEXT AS measure_id,
  k.line::TEXT AS line,
  w.word::TEXT AS condition,
  FALSE::BOOLEAN AS must_hold
FROM raw.rule_case AS k
CROSS JOIN UNNEST(@words(k.none_of)) AS w(word)
