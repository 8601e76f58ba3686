MODEL (
  name staging.list_term,
  kind FULL,
  description 'One row per state or event that the population of a list names. Terms of one group are alternatives; a negated one must not hold.',
  owner performance_team,
  grain (authority, list_id, effective_from, term_group, term),
  audits (
    one_row_per_key(columns := (authority, list_id, effective_from, term_group, term)),
    not_null(columns := (
      is_negated
    ))
  )
);

WITH grouped AS (
  SELECT
    l.authority,
    l.list_id,
    l.effective_from,
    w.word AS term_group,
    CASE WHEN SUBSTRING(w.word, 1, 1) = '!' THEN SUBSTRING(w.word, 2) ELSE w.word END AS alternatives,
    SUBSTRING(w.word, 1, 1) = '!' AS is_negated
  FROM raw.rule_list AS l
  CROSS JOIN UNNEST(@words(l.population)) AS w(word)
), term AS (
  SELECT
    g.*,
    a.word
  FROM grouped AS g
  CROSS JOIN UNNEST(@words(g.alternatives, '/')) AS a(word)
)
SELECT
  authority::TEXT AS authority, /* authority */
  list_id::TEXT AS list_id, /* list */
  effective_from::DATE AS effective_from, /* first day on which the row holds */
  term_group::TEXT AS term_group, /* alternatives that are one requirement */
  CASE WHEN SUBSTRING(word, 1, 4) = 'has:' THEN SUBSTRING(word, 5) ELSE 'since:' || word END::TEXT AS term, /* event; a state as since: and its name */
  is_negated::BOOLEAN AS is_negated /* must not hold */
FROM term
WHERE
  word <> ''
