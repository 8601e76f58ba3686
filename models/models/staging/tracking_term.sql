MODEL (
  name staging.tracking_term,
  kind FULL,
  description 'One row per event or state that a line of a procedure names: its population, its anchor, what completes it. Terms of one group are alternatives; a negated state must not hold.',
  grain (line_number, slot, term_group, term),
  audits one_row_per_key(holds := slot IN ('population', 'anchor', 'completion', 'half_way'))
);

WITH slot AS (
  @stacked(
    (line_number, authority, is_drift),
    (staging.tracking_line, 'population' AS slot, population AS terms),
    (staging.tracking_line, 'anchor' AS slot, anchor AS terms),
    (staging.tracking_line, 'completion' AS slot, completion AS terms),
    (staging.tracking_line, 'half_way' AS slot, half_way_to AS terms)
  )
)
SELECT
  line_number::INT AS line_number, /* line */
  authority::TEXT AS authority, /* authority */
  is_drift::BOOLEAN AS is_drift, /* of a list of drift */
  slot::TEXT AS slot, /* population, anchor, completion or half_way */
  term_group::TEXT AS term_group, /* alternatives that are one requirement */
  CASE
    WHEN slot = 'population' AND SUBSTRING(word, 1, 4) = 'has:'
    THEN SUBSTRING(word, 5)
    WHEN slot = 'population'
    THEN 'since:' || word
    ELSE SPLIT_PART(word, '#', 1)
  END::TEXT AS term, /* event; a state as since: and its name */
  NULLIF(SPLIT_PART(word, '#', 2), '')::INT AS pick, /* first, second ... of its kind; null for the latest, or any */
  is_negated::BOOLEAN AS is_negated /* must not hold */
FROM (
  @terms(slot, terms, line_number, authority, is_drift, slot)
) AS t
