MODEL (
  name published.travel,
  kind VIEW,
  description 'The direction of travel of each line of an edition.',
  grain (authority, measure_id, line),
  audits one_row_per_key
);

SELECT
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  measure_id::TEXT AS measure_id, /* measure */
  line::TEXT AS line, /* main or the sub-line */
  statistic::TEXT AS statistic, /* the figure that was judged */
  period::TEXT AS period, /* its period */
  method::TEXT AS method, /* control chart, movements, regression or interval; null where nothing was judged */
  word::TEXT AS word, /* improving, worsening or no significant change; null with a reason */
  movement::TEXT AS movement, /* way of the number itself; null without a significant change */
  reason::TEXT AS reason, /* not available, context, not charted, too few points, too few movements or limits do not fit; null with a word */
  points::INT AS points, /* points judged; months of movements; 2 for an interval */
  from_value::DECIMAL(18, 6) AS from_value, /* earlier figure of an interval */
  to_value::DECIMAL(18, 6) AS to_value, /* later figure of an interval */
  year_end::DATE AS year_end, /* last month-end of the movements judged; null for other methods, as all that follows */
  joined::BIGINT AS joined, /* joined in the months judged */
  departed::BIGINT AS departed, /* left in them */
  no_longer_counted::BIGINT AS no_longer_counted, /* of those who left, still in the population */
  left_care::BIGINT AS left_care, /* of them, no longer looked after */
  listed::BIGINT AS listed, /* on the line at the last month-end */
  remained::BIGINT AS remained, /* of them, on it at every month-end of the months judged and before */
  denominator::BIGINT AS denominator, /* of the population at the last month-end */
  denominator_before::BIGINT AS denominator_before /* of it before the months judged */
FROM scorecard.travel
