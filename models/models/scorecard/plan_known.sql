MODEL (
  name scorecard.plan_known,
  kind FULL,
  description 'From which kind of source plans are known at each as-at date, and why they are not: a history may begin later, and a source that keeps only the latest answers tells nothing of the days before the oldest extract (boundaries 31, 32).',
  grain (authority, snapshot_date, as_at_date),
  audits one_row_per_key(known := plan_source)
);

WITH given AS (
  SELECT
    @columns_of(s, authority, snapshot_date, oldest_snapshot_date, plan_history_from),
    CASE
      WHEN BOOL_OR(COALESCE(i.input = 'care_plan_history', FALSE)::BOOLEAN)
      THEN 'history'
      WHEN BOOL_OR(COALESCE(i.input = 'care_plan_category', FALSE)::BOOLEAN)
      THEN 'category'
      WHEN BOOL_OR(COALESCE(i.input = 'care_plan_answers', FALSE)::BOOLEAN)
      THEN 'answers'
      ELSE 'none'
    END AS plan_source
  FROM raw.snapshot AS s
  LEFT JOIN raw.input AS i
    USING (authority, snapshot_date)
  GROUP BY
    @columns_of(s, authority, snapshot_date, oldest_snapshot_date, plan_history_from)
)
SELECT
  a.authority::TEXT AS authority, /* authority */
  a.snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  a.as_at_date::DATE AS as_at_date, /* day described */
  g.plan_source::TEXT AS plan_source, /* history, category, answers or none */
  g.oldest_snapshot_date::DATE AS oldest_snapshot_date, /* oldest extract of the authority on file */
  CASE
    WHEN g.plan_source = 'none'
    THEN NULL
    WHEN g.plan_history_from > a.as_at_date
    THEN 'before_plan_history'
    WHEN g.plan_source = 'answers' AND a.as_at_date < g.oldest_snapshot_date
    THEN 'before_first_snapshot'
  END::TEXT AS reason_code /* why plans are not known on the day; null when they are */
FROM raw.as_at AS a
INNER JOIN given AS g
  USING (authority, snapshot_date)
