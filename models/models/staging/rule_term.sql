MODEL (
  name staging.rule_term,
  kind FULL,
  description 'Every event and state that the lines and lists of an authority name, once, with the inputs it needs. A code of a long extract (mile:PPN1) is what the row of its kind says (mile:*); a state stands as since: and its name.',
  grain (authority, term),
  audits one_row_per_key(known := is_proved_by_row)
);

WITH told AS (
  @stacked((authority, term), (staging.tracking_term, pick, is_drift), staging.list_term)
), named AS (
  SELECT
    @columns(authority, term),
    MAX(pick) AS pick,
    BOOL_OR(COALESCE(is_drift, FALSE)::BOOLEAN) AS is_drift
  FROM told
  GROUP BY
    @columns(authority, term)
), declared AS (
  @stacked(
    (authority, input, extract),
    (raw.rule_event, event AS term, proved_by_row, days_before_entry),
    (raw.rule_state, 'since:' || state AS term, FALSE AS proved_by_row)
  )
), matched AS (
  SELECT
    @columns_of(n, authority, term, pick, is_drift),
    d.input,
    CASE
      WHEN d.term LIKE '%:*' AND NOT d.term LIKE 'since:%'
      THEN d.extract || ' (' || SPLIT_PART(n.term, ':', 2) || ')'
      ELSE d.extract
    END AS extract,
    @columns_of(d, proved_by_row, days_before_entry),
    ROW_NUMBER() OVER (PARTITION BY n.authority, n.term ORDER BY CASE WHEN d.term = n.term THEN 0 ELSE 1 END) AS choice
  FROM named AS n
  INNER JOIN declared AS d
    USING (authority)
  WHERE
    d.term = n.term
    OR (
      d.term LIKE 'since:%:*' AND d.term = 'since:' || SPLIT_PART(n.term, ':', 2) || ':*' AND n.term LIKE 'since:%:%'
    )
    OR (
      NOT d.term LIKE 'since:%' AND d.term = SPLIT_PART(n.term, ':', 1) || ':*' AND NOT n.term LIKE 'since:%'
    )
)
SELECT
  authority::TEXT AS authority, /* authority */
  term::TEXT AS term, /* event, or since: and a state */
  input::TEXT AS input, /* inputs of the contract, blanks between; null where no source can give it yet */
  extract::TEXT AS extract, /* file and column or code that bring it */
  (
    NOT pick IS NULL
  )::BOOLEAN AS is_numbered, /* a line asks for the first, second ... of it */
  is_drift::BOOLEAN AS is_drift, /* a list of drift names it */
  COALESCE(proved_by_row, FALSE)::BOOLEAN AS is_proved_by_row, /* a source without one row of it is taken not to record it */
  days_before_entry::INT AS days_before_entry /* how long before entry into care it counts; null: if it belongs to the period of care, or to none */
FROM matched
WHERE
  choice = 1
