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
  TRUE::BOOLEAN AS must_hold /* the child must be in it; false: must not */
FROM raw.rule_deadline AS k
CROSS JOIN UNNEST(@words(k.all_of)) AS w(word)
UNION ALL
SELECT
  k.authority::TEXT AS authority,
  k.deadline::TEXT AS deadline,
  w.word::TEXT AS condition,
  FALSE::BOOLEAN AS must_hold
FROM raw.rule_deadline AS k
CROSS JOIN UNNEST(@words(k.none_of)) AS w(word)
