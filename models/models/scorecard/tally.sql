MODEL (
  name scorecard.tally,
  kind FULL,
  description 'Numerator, denominator and longest wait of every line, for all children and for each group of each breakdown. Totals are here even when nobody is counted; a breakdown whose input the source does not give is left out, and dates that are not broken down (raw.as_at) have totals alone.',
  grain (authority, snapshot_date, as_at_date, measure_id, line, period, breakdown, group_key),
  audits one_row_per_key(known := (numerator, denominator), holds := (numerator >= 0, numerator <= denominator))
);

WITH told AS (
  SELECT
    a.*,
    l.has_median,
    d.is_broken_down
  FROM scorecard.availability AS a
  LEFT JOIN staging.rule_line AS l
    USING (authority, measure_id, line)
  INNER JOIN raw.as_at AS d
    USING (authority, snapshot_date, as_at_date)
  WHERE
    a.state <> 'not available'
), counted_case AS (
  /* the middle one is looked for where a line asks for it: it costs more than all sums together */
  SELECT
    @columns_of(m, line_day, spine_number, counted),
    CASE WHEN m.counted THEN m.days END AS days,
    CASE WHEN m.counted AND t.has_median THEN m.days END AS median_of,
    t.is_broken_down
  FROM scorecard.measure_row AS m
  INNER JOIN told AS t
    USING (line_day)
), described AS (
  SELECT
    m.*,
    @columns_of(d, area, service, team, age_band, sex, ethnicity),
    d.placement_group AS placement_type,
    @columns_of(d, legal_status, unaccompanied),
    d.plan_group AS plan
  FROM counted_case AS m
  /* what is no child in care (a household, a family, a case) has no row in the spine: it is in the totals alone */
  LEFT JOIN core.child_day AS d
    USING (spine_number)
  WHERE
    m.is_broken_down
), grouped AS (
  SELECT
    line_day,
    CASE
      WHEN GROUPING(area) = 0
      THEN 'area'
      WHEN GROUPING(service) = 0
      THEN 'service'
      WHEN GROUPING(team) = 0
      THEN 'team'
      WHEN GROUPING(age_band) = 0
      THEN 'age_band'
      WHEN GROUPING(sex) = 0
      THEN 'sex'
      WHEN GROUPING(ethnicity) = 0
      THEN 'ethnicity'
      WHEN GROUPING(placement_type) = 0
      THEN 'placement_type'
      WHEN GROUPING(legal_status) = 0
      THEN 'legal_status'
      WHEN GROUPING(unaccompanied) = 0
      THEN 'unaccompanied'
      ELSE 'plan'
    END AS breakdown,
    CASE
      WHEN GROUPING(area) = 0
      THEN area
      WHEN GROUPING(service) = 0
      THEN service
      WHEN GROUPING(team) = 0
      THEN team
      WHEN GROUPING(age_band) = 0
      THEN age_band
      WHEN GROUPING(sex) = 0
      THEN sex
      WHEN GROUPING(ethnicity) = 0
      THEN ethnicity
      WHEN GROUPING(placement_type) = 0
      THEN placement_type
      WHEN GROUPING(legal_status) = 0
      THEN legal_status
      WHEN GROUPING(unaccompanied) = 0
      THEN unaccompanied
      ELSE plan
    END AS group_key,
    SUM(CASE WHEN counted THEN 1 ELSE 0 END) AS numerator,
    COUNT(*) AS denominator,
    MAX(days) AS longest_days,
    SUM(days) AS sum_days,
    SUM(days::BIGINT * days) AS sum_squared_days,
    COUNT(days) AS timed,
    MEDIAN(median_of) AS median_days
  FROM described
  GROUP BY
    GROUPING SETS (
      (line_day, area),
      (line_day, service),
      (line_day, team),
      (line_day, age_band),
      (line_day, sex),
      (line_day, ethnicity),
      (line_day, placement_type),
      (line_day, legal_status),
      (line_day, unaccompanied),
      (line_day, plan)
    )
), counted AS (
  SELECT
    line_day,
    'all' AS breakdown,
    'all' AS group_key,
    SUM(CASE WHEN counted THEN 1 ELSE 0 END) AS numerator,
    COUNT(*) AS denominator,
    MAX(days) AS longest_days,
    SUM(days) AS sum_days,
    SUM(days::BIGINT * days) AS sum_squared_days,
    COUNT(days) AS timed,
    MEDIAN(median_of) AS median_days
  FROM counted_case
  GROUP BY
    line_day
  UNION ALL
  SELECT
    line_day,
    breakdown,
    group_key,
    numerator,
    denominator,
    longest_days,
    sum_days,
    sum_squared_days,
    timed,
    median_days
  FROM grouped
), expected AS (
  /* plans are broken down only where recorded plans are known for the day */
  SELECT
    t.*,
    'all' AS breakdown
  FROM told AS t
  UNION ALL
  SELECT
    t.*,
    b.breakdown
  FROM told AS t
  INNER JOIN raw.rule_breakdown AS b
    USING (authority)
  LEFT JOIN raw.input AS i
    USING (authority, snapshot_date, input)
  LEFT JOIN scorecard.plan_known AS p
    USING (authority, snapshot_date, as_at_date)
  WHERE
    b.input IS NULL OR (
      NOT i.input IS NULL AND (
        b.input <> 'care_plan' OR p.reason_code IS NULL
      )
    )
), tally AS (
  SELECT
    e.*,
    COALESCE(g.group_key, 'all') AS group_key,
    COALESCE(g.numerator, 0) AS numerator,
    COALESCE(g.denominator, 0) AS denominator,
    @columns_of(g, longest_days, sum_days, sum_squared_days, timed, median_days)
  FROM expected AS e
  LEFT JOIN counted AS g
    USING (line_day, breakdown)
  WHERE
    e.breakdown = 'all' OR NOT g.group_key IS NULL
)
SELECT
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  as_at_date::DATE AS as_at_date, /* day described, or last day of the period */
  measure_id::TEXT AS measure_id, /* measure */
  line::TEXT AS line, /* main or the sub-line */
  period::TEXT AS period, /* as_at, month or r12m */
  breakdown::TEXT AS breakdown, /* all, or the name of the breakdown */
  group_key::TEXT AS group_key, /* all, or the group */
  numerator::BIGINT AS numerator, /* children counted */
  denominator::BIGINT AS denominator, /* children of the population */
  longest_days::INT AS longest_days, /* longest wait or duration of a counted child, in days */
  sum_days::BIGINT AS sum_days, /* days of all counted children together */
  sum_squared_days::BIGINT AS sum_squared_days, /* their squares together */
  COALESCE(timed, 0)::BIGINT AS timed, /* counted children whose days are known */
  median_days::DECIMAL(18, 6) AS median_days /* middle duration in days, of an even number the mean of the two in the middle; null where the line does not ask for it */
FROM tally
