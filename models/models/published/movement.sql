MODEL (
  name published.movement,
  kind VIEW,
  description 'Who joined and left each line of an edition, month by month. Aggregates only.',
  grain (authority, measure_id, line, as_at_date),
  audits one_row_per_key
);

SELECT
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  measure_id::TEXT AS measure_id, /* measure */
  line::TEXT AS line, /* main or the sub-line */
  as_at_date::DATE AS as_at_date, /* last day of the month */
  joined::BIGINT AS joined, /* joined in the month */
  departed::BIGINT AS departed, /* left in the month */
  no_longer_counted::BIGINT AS no_longer_counted, /* of them, still in the population: they have what the line waits for */
  left_care::BIGINT AS left_care, /* of them, no longer looked after */
  otherwise::BIGINT AS otherwise, /* of them, neither */
  listed::BIGINT AS listed, /* on the line at the end of the month */
  denominator::BIGINT AS denominator, /* of the population at the end of the month */
  provisional::BOOLEAN AS provisional /* late recording may still change it */
FROM scorecard.movement
