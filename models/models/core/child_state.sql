MODEL (
  name core.child_state,
  kind VIEW,
  description 'What holds of each looked-after child at each as-at date, one row per state with the day it has held since. Populations, conditions and clocks of the generic measures are named by these states (raw.rule_case). The states come from models by family.',
  grain (authority, snapshot_date, as_at_date, child_id, state),
  audits state_row
);

WITH state AS (
  @stacked(
    (authority, snapshot_date, as_at_date, child_id, state, since_date),
    core.care_state,
    core.plan_state,
    core.adoption_state,
    core.order_state,
    core.move_state,
    core.profile_state,
    core.weekly_tool_state
  )
)
SELECT
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  as_at_date::DATE AS as_at_date, /* day described */
  child_id::TEXT AS child_id, /* child */
  state::TEXT AS state, /* state that holds, e.g. plan:ADOPTION */
  since_date::DATE AS since_date /* day it has held since; null when unknown */
FROM state
