MODEL (
  name staging.list_term,
  kind FULL,
  description 'One row per state or event that the population of a list names. Terms of one group are alternatives; a negated one must not hold.',
  grain (authority, list_id, effective_from, term_group, term),
  audits one_row_per_key(known := is_negated)
);

SELECT
  t.authority::TEXT AS authority, /* authority */
  t.list_id::TEXT AS list_id, /* list */
  t.effective_from::DATE AS effective_from, /* first day on which the row holds */
  t.term_group::TEXT AS term_group, /* alternatives that are one requirement */
  CASE WHEN SUBSTRING(t.word, 1, 4) = 'has:' THEN SUBSTRING(t.word, 5) ELSE 'since:' || t.word END::TEXT AS term, /* event; a state as since: and its name */
  t.is_negated::BOOLEAN AS is_negated /* must not hold */
FROM (
  @terms(raw.rule_list, population, authority, list_id, effective_from)
) AS t
