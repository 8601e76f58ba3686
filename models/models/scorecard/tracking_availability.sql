MODEL (
  name scorecard.tracking_availability,
  kind FULL,
  description 'Which lines of its procedure the files of an authority can feed: every requirement of a line (a group of alternatives) needs one alternative whose inputs are given and, where a source may leave the field empty, of which there is a row. A line that is not available names the first thing that is missing.',
  grain (line_number, snapshot_date),
  audits one_row_per_key(known := is_available)
);

WITH needed_input AS (
  SELECT
    @columns_of(r, authority, term),
    w.word AS input
  FROM staging.rule_term AS r
  CROSS JOIN UNNEST(@words(r.input)) AS w(word)
), given AS (
  SELECT
    @columns(s.authority, s.snapshot_date, n.term),
    COUNT(*) = COUNT(i.input) AS is_given
  FROM raw.snapshot AS s
  INNER JOIN needed_input AS n
    USING (authority)
  LEFT JOIN raw.input AS i
    USING (authority, snapshot_date, input)
  GROUP BY
    @columns(s.authority, s.snapshot_date, n.term)
), occurs AS (
  @stacked((authority, snapshot_date), (core.event, event AS term), (core.register_event, event AS term))
), occurring AS (
  SELECT DISTINCT
    @columns(authority, snapshot_date, term)
  FROM occurs
), term AS (
  SELECT
    @columns(t.line_number, s.snapshot_date, t.slot, t.term_group, r.extract, t.is_negated),
    COALESCE(g.is_given, FALSE) AND (
      NOT r.is_proved_by_row OR NOT o.term IS NULL
    ) AS is_given
  FROM staging.tracking_term AS t
  INNER JOIN raw.snapshot AS s
    USING (authority)
  INNER JOIN staging.rule_term AS r
    USING (authority, term)
  LEFT JOIN given AS g
    USING (authority, snapshot_date, term)
  LEFT JOIN occurring AS o
    USING (authority, snapshot_date, term)
), requirement AS (
  SELECT
    @columns(line_number, snapshot_date, slot, term_group),
    CASE WHEN BOOL_OR(is_negated::BOOLEAN) THEN BOOL_AND(is_given::BOOLEAN) ELSE BOOL_OR(is_given::BOOLEAN) END AS is_given, /* one of several alternatives is enough; what must not hold must be known in whole */
    MIN(CASE WHEN NOT is_given THEN extract END) AS missing
  FROM term
  GROUP BY
    @columns(line_number, snapshot_date, slot, term_group)
)
SELECT
  l.line_number::INT AS line_number, /* line */
  l.authority::TEXT AS authority, /* authority */
  s.snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  BOOL_AND(COALESCE(q.is_given, TRUE)::BOOLEAN)::BOOLEAN AS is_available, /* every requirement is met */
  MIN(CASE WHEN NOT q.is_given THEN q.missing END)::TEXT AS missing /* file and column or code that would bring it */
FROM staging.tracking_line AS l
INNER JOIN raw.snapshot AS s
  USING (authority)
LEFT JOIN requirement AS q
  USING (line_number, snapshot_date)
GROUP BY
  @columns(l.line_number, l.authority, s.snapshot_date)
