MODEL (
  name staging.rule_alert,
  kind FULL,
  description 'Who must be told when a rule bites: one row per required alert and role, of which any will do.',
  grain (authority, measure_id, alert, role, effective_from),
  audits one_row_per_key
);

SELECT
  a.authority::TEXT AS authority, /* authority */
  a.measure_id::TEXT AS measure_id, /* measure */
  a.alert::TEXT AS alert, /* which alert */
  w.word::TEXT AS role, /* a role that may be told */
  a.effective_from::DATE AS effective_from, /* first day on which it is required */
  a.effective_to::DATE AS effective_to /* day it no longer is; null until further notice */
FROM raw.rule_alert AS a
CROSS JOIN UNNEST(@words(a.roles)) AS w(word)
WHERE
  a.required
