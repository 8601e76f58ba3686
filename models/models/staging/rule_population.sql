MODEL (
  name staging.rule_population,
  kind FULL,
  description 'Resident children aged 0 to 17; an estimate holds until the next one.',
  grain (authority, estimated_on),
  audits one_row_per_key(known := children)
);

SELECT
  authority::TEXT AS authority, /* authority */
  estimated_on::DATE AS estimated_on, /* day of the estimate */
  LEAD(estimated_on) OVER (PARTITION BY authority ORDER BY estimated_on)::DATE AS effective_to, /* day of the next; null for the latest */
  children::INT AS children /* how many */
FROM raw.rule_population
