MODEL (
  name measures.family_group_conference,
  kind VIEW,
  description 'B53 families offered a conference, of those entering pre-proceedings in the period of whom it is known; B54 conferences held in it and children covered; B55 children not looked after at the end of the follow-up, of those whose follow-up after a conference ends in the period. Families, conferences and most of these children are in no breakdown.',
  grain (authority, snapshot_date, as_at_date, measure_id, line, period, child_id)
);

WITH wanted AS (
  SELECT
    p.*,
    q.measure_id
  FROM core.reporting_period AS p
  INNER JOIN staging.rule_measure_period AS q
    USING (authority, period)
  WHERE
    q.measure_id IN ('B53', 'B54', 'B55')
), entry AS (
  /* children of one family who start together enter together; the entry is over when it is for all */
  SELECT
    @columns(authority, snapshot_date, family_id, start_date),
    CASE WHEN COUNT(*) = COUNT(end_date) THEN MAX(end_date) END AS end_date
  FROM core.pre_proceedings
  GROUP BY
    @columns(authority, snapshot_date, family_id, start_date)
), entered AS (
  SELECT
    e.*,
    @columns_of(w, period, as_at_date),
    @add_step(e.start_date, -l.n, l.unit) AS offered_since,
    LEAST(COALESCE(e.end_date, w.as_at_date), w.as_at_date) AS offered_until,
    ROW_NUMBER() OVER (PARTITION BY w.period, e.authority, e.snapshot_date, w.as_at_date, e.family_id ORDER BY e.start_date DESC) AS choice
  FROM entry AS e
  INNER JOIN wanted AS w
    USING (authority, snapshot_date)
  INNER JOIN raw.rule_limit AS l
    USING (authority)
  WHERE
    w.measure_id = 'B53'
    AND e.start_date BETWEEN w.first_day AND w.as_at_date
    AND @limit_on(l, w.as_at_date, 'B53', 'offered_before_start')
), told AS (
  SELECT
    *,
    COALESCE(referral_date, held_date) AS offer_date,
    CASE WHEN held_date IS NULL THEN offered ELSE TRUE END AS is_offer
  FROM raw.family_group_conference
), offer AS (
  /* through the family's own number or any of its children; what was held was offered, null is not known */
  SELECT
    @columns(authority, snapshot_date),
    family_key AS family_id,
    @columns(offer_date, is_offer)
  FROM told
  WHERE
    NOT family_key IS NULL
  UNION
  SELECT
    @columns(t.authority, t.snapshot_date, s.family_id, t.offer_date, t.is_offer)
  FROM told AS t
  INNER JOIN core.pre_proceedings AS s
    USING (authority, snapshot_date, child_id)
), answered AS (
  /* an offer with its day decides; without one, a row without a day or that says nothing of an offer leaves it open */
  SELECT
    @columns_of(e, period, authority, snapshot_date, as_at_date, family_id),
    BOOL_OR(CAST(COALESCE(o.is_offer, FALSE) AND NOT o.offer_date IS NULL AS BOOLEAN)) AS is_offered
  FROM entered AS e
  INNER JOIN offer AS o
    USING (authority, snapshot_date, family_id)
  WHERE
    COALESCE(o.offer_date, e.offered_until) BETWEEN e.offered_since AND e.offered_until
    AND COALESCE(o.is_offer, TRUE)
    AND e.choice = 1
  GROUP BY
    @columns_of(e, period, authority, snapshot_date, as_at_date, family_id)
), conference AS (
  /* children of one family who meet on one day meet once */
  SELECT
    @columns(authority, snapshot_date),
    COALESCE(family_key, child_id) || ' ' || held_date::TEXT AS conference_id,
    held_date,
    MIN(referral_date) AS referral_date
  FROM raw.family_group_conference
  WHERE
    NOT held_date IS NULL
  GROUP BY
    @columns(authority, snapshot_date),
    COALESCE(family_key, child_id),
    held_date
), covered AS (
  SELECT
    @columns(w.period, f.authority, f.snapshot_date, w.as_at_date, f.child_id),
    MAX(f.held_date) AS held_date
  FROM raw.family_group_conference AS f
  INNER JOIN wanted AS w
    USING (authority, snapshot_date)
  WHERE
    w.measure_id = 'B54' AND f.held_date BETWEEN w.first_day AND w.as_at_date
  GROUP BY
    @columns(w.period, f.authority, f.snapshot_date, w.as_at_date, f.child_id)
), followed AS (
  SELECT
    CASE l.limit_key WHEN 'follow_up' THEN 'main' ELSE '12_months' END AS line,
    @columns(w.period, f.authority, f.snapshot_date, w.as_at_date, f.child_id),
    MAX(f.held_date) AS held_date,
    MAX(@add_step(f.held_date, l.n, l.unit)) AS followed_until
  FROM raw.family_group_conference AS f
  INNER JOIN wanted AS w
    USING (authority, snapshot_date)
  INNER JOIN raw.rule_limit AS l
    USING (authority, measure_id)
  WHERE
    w.measure_id = 'B55'
    AND l.limit_key IN ('follow_up', 'long_follow_up')
    AND @open_on(w.as_at_date, l.effective_from, l.effective_to)
    AND @add_step(f.held_date, l.n, l.unit) BETWEEN w.first_day AND w.as_at_date
  GROUP BY
    @columns(l.limit_key, w.period, f.authority, f.snapshot_date, w.as_at_date, f.child_id)
), in_care AS (
  SELECT DISTINCT
    @columns_of(f, line, period, authority, snapshot_date, as_at_date, child_id)
  FROM followed AS f
  INNER JOIN core.care_spell AS s
    USING (authority, snapshot_date, child_id)
  WHERE
    @open_on(f.followed_until, s.entry_date, s.end_date)
), measured AS (
  SELECT
    'B53' AS measure_id,
    'main' AS line,
    @columns_of(e, period, authority, snapshot_date, as_at_date),
    e.family_id AS subject_id,
    NOT o.family_id IS NULL AS counted,
    e.start_date AS wait_since,
    NULL AS until_date
  FROM entered AS e
  LEFT JOIN answered AS o
    USING (period, authority, snapshot_date, as_at_date, family_id)
  WHERE
    e.choice = 1 AND COALESCE(o.is_offered, TRUE)
  UNION ALL
  SELECT
    'B54' AS measure_id,
    'main' AS line,
    @columns(w.period, c.authority, c.snapshot_date, w.as_at_date),
    c.conference_id AS subject_id,
    TRUE AS counted,
    c.referral_date AS wait_since,
    c.held_date AS until_date
  FROM conference AS c
  INNER JOIN wanted AS w
    USING (authority, snapshot_date)
  WHERE
    w.measure_id = 'B54' AND c.held_date BETWEEN w.first_day AND w.as_at_date
  UNION ALL
  SELECT
    'B54' AS measure_id,
    'children' AS line,
    @columns(period, authority, snapshot_date, as_at_date),
    child_id AS subject_id,
    TRUE AS counted,
    held_date AS wait_since,
    NULL AS until_date
  FROM covered
  UNION ALL
  SELECT
    'B55' AS measure_id,
    @columns_of(f, line, period, authority, snapshot_date, as_at_date),
    f.child_id AS subject_id,
    i.child_id IS NULL AS counted,
    f.held_date AS wait_since,
    NULL AS until_date
  FROM followed AS f
  LEFT JOIN in_care AS i
    USING (line, period, authority, snapshot_date, as_at_date, child_id)
)
SELECT
  measure_id::TEXT AS measure_id, /* B53, B54 or B55 */
  line::TEXT AS line, /* main, children or 12_months */
  period::TEXT AS period, /* a period of the measure in measures.csv */
  authority::TEXT AS authority, /* authority */
  snapshot_date::DATE AS snapshot_date, /* day the extract was made */
  as_at_date::DATE AS as_at_date, /* last day of the period */
  subject_id::TEXT AS child_id, /* B53 family, B54 main conference, otherwise child */
  NULL::TEXT AS care_period_id, /* totals alone */
  NULL::DATE AS entry_date, /* totals alone */
  NULL::DATE AS group_day, /* totals alone */
  counted::BOOLEAN AS counted, /* in the numerator */
  wait_since::DATE AS wait_since, /* B53 start of pre-proceedings, B54 referral, B55 conference; null where there is no referral date */
  DATE_DIFF('DAY', wait_since, until_date)::INT AS days /* B54 days from referral to conference; null otherwise */
FROM measured
