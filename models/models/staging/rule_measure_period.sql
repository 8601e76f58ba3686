MODEL (
  name staging.rule_measure_period,
  kind FULL,
  description 'The periods in which each measure is computed; the headline period, the first on its list, is the one that is rated.',
  grain (authority, measure_id, period),
  audits one_row_per_key(known := is_headline)
);

SELECT
  m.authority::TEXT AS authority, /* authority */
  m.measure_id::TEXT AS measure_id, /* measure */
  w.word::TEXT AS period, /* as_at, month, quarter, ytd, year, r12m or r36m */
  (
    w.word = SPLIT_PART(m.periods, ' ', 1)
  )::BOOLEAN AS is_headline /* the period that is rated */
FROM raw.rule_measure AS m
CROSS JOIN UNNEST(@words(m.periods)) AS w(word)
