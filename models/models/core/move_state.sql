MODEL (
  name core.move_state,
  kind FULL,
  description 'Young children who have moved often, and whether everybody who must be told has been (T21). Age, number of moves and required alerts are rule rows.',
  grain (authority, snapshot_date, as_at_date, child_id, state),
  audits state_row
);

WITH setting AS (
  SELECT
    @columns(authority, snapshot_date, as_at_date),
    MAX(CASE WHEN limit_key = 'under_age' THEN n END) AS under_age,
    MAX(CASE WHEN limit_key = 'moves' THEN n END) AS moves
  FROM raw.as_at AS a
  INNER JOIN raw.rule_limit AS l
    USING (authority)
  WHERE
    l.measure_id = 'T21' AND @open_on(a.as_at_date, l.effective_from, l.effective_to)
  GROUP BY
    @columns(authority, snapshot_date, as_at_date)
), young AS (
  SELECT
    @columns_of(c, authority, snapshot_date, as_at_date, child_id, care_period_id, entry_date),
    s.moves
  FROM core.child_as_at AS c
  INNER JOIN setting AS s
    USING (authority, snapshot_date, as_at_date)
  WHERE
    @age_on(c.birth_date, c.as_at_date) < s.under_age
), moved_often AS (
  SELECT
    @columns_of(y, authority, snapshot_date, as_at_date, child_id),
    MIN(h.start_date) AS since_date
  FROM young AS y
  INNER JOIN core.home AS h
    USING (authority, snapshot_date, care_period_id)
  WHERE
    h.moves >= y.moves AND h.start_date <= y.as_at_date
  GROUP BY
    @columns_of(y, authority, snapshot_date, as_at_date, child_id)
), alert_date AS (
  @stacked(
    (authority, snapshot_date, child_id, alerted_roles),
    (raw.panel_decision, referred_date AS alert_date),
    (raw.panel_decision, heard_date AS alert_date)
  )
), told AS (
  /* what each entry of the log tells of each required alert: looked for in its text once, not once a day */
  SELECT DISTINCT
    @columns_of(d, authority, snapshot_date, child_id, alert_date),
    @columns_of(r, alert, role)
  FROM alert_date AS d
  INNER JOIN staging.rule_alert AS r
    USING (authority)
  WHERE
    r.measure_id = 'T21' AND STRPOS(' ' || d.alerted_roles || ' ', ' ' || r.role || ' ') > 0
), required AS (
  /* one row per child and required alert, with the first day on which one of its roles was told */
  SELECT
    @columns(m.authority, m.snapshot_date, m.as_at_date, m.child_id, r.alert),
    MIN(d.alert_date) AS alert_date
  FROM moved_often AS m
  INNER JOIN staging.rule_alert AS r
    USING (authority)
  LEFT JOIN told AS d
    ON @on_keys(d, m, authority, snapshot_date, child_id)
    AND d.alert = r.alert
    AND d.role = r.role
    AND d.alert_date BETWEEN m.since_date AND m.as_at_date
  WHERE
    r.measure_id = 'T21' AND @open_on(m.as_at_date, r.effective_from, r.effective_to)
  GROUP BY
    @columns(m.authority, m.snapshot_date, m.as_at_date, m.child_id, r.alert)
), alerted AS (
  SELECT
    @columns(authority, snapshot_date, as_at_date, child_id),
    MAX(alert_date) AS since_date
  FROM required
  GROUP BY
    @columns(authority, snapshot_date, as_at_date, child_id)
  HAVING
    COUNT(alert_date) = COUNT(*)
), state AS (
  @stacked(
    (authority, snapshot_date, as_at_date, child_id),
    (young, 'young' AS state, entry_date AS since_date),
    (moved_often, 'moved_often' AS state, since_date),
    (alerted, 'alerts_logged' AS state, since_date)
  )
)
SELECT
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  as_at_date::DATE AS as_at_date, /* day described */
  child_id::TEXT AS child_id, /* child */
  state::TEXT AS state, /* young, moved_often or alerts_logged */
  since_date::DATE AS since_date /* entry into care, day of the last move that counts, or day of the last alert */
FROM state
