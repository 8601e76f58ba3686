MODEL (
  name core.child_state,
  kind VIEW,
  description 'What holds of each looked-after child at each as-at date, one row per state with the day it has held since. Populations, conditions and clocks of the generic measures are named by these states (raw.rule_case). The states come from models by family.',
  owner performance_team,
  grain (authority, snapshot_date, as_at_date, child_id, state),
  audits (
    unique_combination_of_columns(columns := (authority, snapshot_date, as_at_date, child_id, state)),
    forall(criteria := (
      since_date IS NULL OR since_date <= as_at_date
    ))
  )
);

WITH state AS (
  SELECT
    authority,
    snapshot_date,
    as_at_date,
    child_id,
    state,
    since_date
  FROM core.care_state
  UNION ALL
  SELECT
    authority,
    snapshot_date,
    as_at_date,
    child_id,
    state,
    since_date
  FROM core.plan_state
  UNION ALL
  SELECT
    authority,
    snapshot_date,
    as_at_date,
    child_id,
    state,
    since_date
  FROM core.adoption_state
  UNION ALL
  SELECT
    authority,
    snapshot_date,
    as_at_date,
    child_id,
    state,
    since_date
  FROM core.order_state
  UNION ALL
  SELECT
    authority,
    snapshot_date,
    as_at_date,
    child_id,
    state,
    since_date
  FROM core.move_state
  UNION ALL
  SELECT
    authority,
    snapshot_date,
    as_at_date,
    child_id,
    state,
    since_date
  FROM core.profile_state
  UNION ALL
  SELECT
    authority,
    snapshot_date,
    as_at_date,
    child_id,
    state,
    since_date
  FROM core.weekly_tool_state
)
SELECT
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  as_at_date::DATE AS as_at_date, /* day described */
  child_id::TEXT AS child_id, /* child */
  state::TEXT AS state, /* state that holds, e.g. plan:ADOPTION */
  since_date::DATE AS since_date /* day it has held since; null when unknown */
FROM state
