MODEL (
  name staging.rule_deadline_condition,
  kind FULL,
  description 'One row per state that a child with that deadline must be in, or must not.',
  grain (authority, deadline, condition, must_hold),
  audits one_row_per_key
);

SELECT
  k.authority::TEXT AS authority, /* authority */
  k.deadline::TEXT AS deadline, /* deadline */
  w.word::TEXT AS condition, /* state of core.child_state */
  k.must_hold::BOOLEAN AS must_hold /* the child must be in it; false: must not */
FROM (
  @stacked(
    (authority, deadline),
    (raw.rule_deadline, all_of AS words, TRUE AS must_hold),
    (raw.rule_deadline, none_of AS words, FALSE AS must_hold)
  )
) AS k
CROSS JOIN UNNEST(@words(k.words)) AS w(word)
