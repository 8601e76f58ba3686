MODEL (
  name core.proceedings,
  kind FULL,
  description 'Care proceedings, once by child and case and once by case. A case begins with its first application and has ended when it has for every child in it; the rows of one child in one case (a second application, a second order) are one.',
  grain (authority, snapshot_date, unit, subject_id, case_key),
  audits one_row_per_key(known := issue_date, holds := (unit IN ('children', 'cases'), end_date IS NULL OR end_date >= issue_date))
);

WITH child_case AS (
  SELECT
    @columns(authority, snapshot_date, child_id, case_key),
    MIN(issue_date) AS issue_date,
    CASE WHEN COUNT(*) = COUNT(end_date) THEN MAX(end_date) END AS end_date
  FROM raw.proceedings
  GROUP BY
    @columns(authority, snapshot_date, child_id, case_key)
), court_order AS (
  /* a placement order made with a care order is the placement order */
  SELECT
    *,
    ROW_NUMBER() OVER (
      PARTITION BY authority, snapshot_date, child_id, case_key
      ORDER BY end_date DESC, CASE final_order WHEN 'PO' THEN 0 ELSE 1 END, row_key DESC
    ) AS choice
  FROM raw.proceedings
  WHERE
    NOT end_date IS NULL AND NOT final_order IS NULL
), subject AS (
  SELECT
    @columns_of(c, authority, snapshot_date),
    'children' AS unit,
    c.child_id AS subject_id,
    @columns_of(c, case_key, issue_date, end_date),
    CASE WHEN NOT c.end_date IS NULL THEN o.final_order END AS final_order
  FROM child_case AS c
  LEFT JOIN court_order AS o
    ON @on_keys(o, c, authority, snapshot_date, child_id, case_key) AND o.choice = 1
  UNION ALL
  SELECT
    @columns(authority, snapshot_date),
    'cases' AS unit,
    case_key AS subject_id,
    case_key,
    MIN(issue_date) AS issue_date,
    CASE WHEN COUNT(*) = COUNT(end_date) THEN MAX(end_date) END AS end_date,
    NULL AS final_order
  FROM child_case
  GROUP BY
    @columns(authority, snapshot_date, case_key)
)
SELECT
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  unit::TEXT AS unit, /* children or cases: what the row is one of */
  subject_id::TEXT AS subject_id, /* child, or the case itself */
  case_key::TEXT AS case_key, /* case */
  issue_date::DATE AS issue_date, /* day of the first application */
  end_date::DATE AS end_date, /* day of the final order; null while live */
  final_order::TEXT AS final_order /* order that ended the proceedings of the child; null for a case, while live or where none is recorded */
FROM subject
