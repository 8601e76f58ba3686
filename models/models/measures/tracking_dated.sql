MODEL (
  name measures.tracking_dated,
  kind FULL,
  description 'The children on each available line of their authority''s procedure that has an anchor, a completion, both or neither: the kernel of the generics G1 to G23. A child is on a line while the states of its population hold, its age fits, and what the line runs from has happened. After: done by the limit after the anchor. Before: done at least the limit ahead of it, and since the anchor before it. Every: done again within the limit. Standing: the anchor has lasted for the limit. List: everybody on it.',
  grain (line_number, child_day),
  audits one_row_per_key(known := status, holds := status IN ('met', 'late', 'overdue', 'not yet due', 'listed', 'not available'))
);

WITH line AS (
  SELECT
    l.*
  FROM staging.tracking_line AS l
  WHERE
    l.direction <> 'register'
), available AS (
  SELECT
    @columns(line_number, snapshot_date)
  FROM scorecard.tracking_availability
  WHERE
    is_available
), asked_population AS (
  /* many lines are of the same children: each population is worked out once, by the first line that has it */
  SELECT
    @columns(authority, population),
    MIN(line_number) AS population_number
  FROM line
  GROUP BY
    @columns(authority, population)
), population_term AS (
  /* each of the things that must hold is a bit of a whole number: to count distinct names is three times as dear */
  SELECT
    @columns(p.population_number, t.authority, t.term),
    CASE
      WHEN NOT t.is_negated
      THEN POWER(2, DENSE_RANK() OVER (PARTITION BY t.line_number, t.is_negated ORDER BY t.term_group) - 1)
      ELSE 0
    END::BIGINT AS bit
  FROM staging.tracking_term AS t
  INNER JOIN asked_population AS p
    ON p.population_number = t.line_number
  WHERE
    t.slot = 'population'
), needed AS (
  SELECT
    population_number,
    BIT_OR(bit) AS needed
  FROM population_term
  GROUP BY
    population_number
), state_hit AS (
  SELECT
    t.population_number,
    s.child_day,
    BIT_OR(t.bit) AS held,
    MIN(t.bit) = 0 AS is_forbidden
  FROM population_term AS t
  INNER JOIN core.tracked_child AS c
    USING (authority)
  INNER JOIN core.tracking_event AS s
    ON s.child_day = c.child_day AND s.event = t.term
  GROUP BY
    t.population_number,
    s.child_day
), populated AS (
  SELECT
    @columns_of(h, population_number, child_day)
  FROM state_hit AS h
  INNER JOIN needed AS n
    USING (population_number)
  WHERE
    h.held = n.needed AND NOT h.is_forbidden
), asked_anchor AS (
  SELECT
    @columns(authority, anchor),
    direction = 'after' AS is_after,
    MIN(line_number) AS anchor_number
  FROM line
  WHERE
    NOT anchor IS NULL
  GROUP BY
    @columns(authority, anchor),
    direction = 'after'
), anchor_day AS (
  /* a numbered event and a state begin once; of anything else the latest counts */
  SELECT
    t.line_number AS anchor_number,
    c.child_day,
    e.event_date,
    NOT t.pick IS NULL OR t.term LIKE 'since:%' AS begins_once,
    a.is_after,
    e.event_date > c.as_at_date AS is_to_come
  FROM staging.tracking_term AS t
  INNER JOIN asked_anchor AS a
    ON a.anchor_number = t.line_number
  INNER JOIN core.tracked_child AS c
    ON c.authority = t.authority
  INNER JOIN core.tracking_event AS e
    ON e.child_day = c.child_day AND e.event = t.term
  WHERE
    t.slot = 'anchor' AND (
      t.pick IS NULL OR e.n = t.pick
    )
), anchor_choice AS (
  SELECT
    @columns(anchor_number, child_day, is_after),
    MIN(CASE WHEN begins_once THEN event_date END) AS begun,
    MAX(CASE WHEN NOT begins_once AND NOT is_to_come THEN event_date END) AS passed,
    MIN(CASE WHEN NOT begins_once AND is_to_come THEN event_date END) AS to_come
  FROM anchor_day
  GROUP BY
    @columns(anchor_number, child_day, is_after)
), anchor_chosen AS (
  /* after: what has passed stands before what is to come; before: the other way round; of those to come the nearest */
  SELECT
    @columns(anchor_number, child_day, is_after),
    COALESCE(begun, CASE WHEN is_after THEN passed ELSE to_come END, CASE WHEN is_after THEN to_come ELSE passed END) AS anchor_date
  FROM anchor_choice
), former AS (
  /* the one before is what a paper or a step ahead of it may not be older than */
  SELECT
    @columns_of(r, anchor_number, child_day),
    MAX(b.event_date) AS date_before
  FROM anchor_chosen AS r
  INNER JOIN anchor_day AS b
    USING (anchor_number, child_day)
  WHERE
    NOT b.is_after AND NOT b.begins_once AND b.event_date < r.anchor_date
  GROUP BY
    @columns_of(r, anchor_number, child_day)
), anchored AS (
  SELECT
    *
  FROM anchor_chosen
  LEFT JOIN former
    USING (anchor_number, child_day)
), placed_line AS (
  SELECT
    @columns_of(l, line_number, authority, is_drift, effective_from, effective_to, same_row, half_way_to),
    q.population_number,
    a.anchor_number
  FROM line AS l
  INNER JOIN asked_population AS q
    USING (authority, population)
  LEFT JOIN asked_anchor AS a
    ON @on_keys(a, l, authority, anchor) AND a.is_after = (
      l.direction = 'after'
    )
), own_row AS (
  /* source rows that say what the line runs from */
  SELECT DISTINCT
    @columns(o.line_number, d.child_day, e.row_key)
  FROM placed_line AS o
  INNER JOIN anchored AS d
    USING (anchor_number)
  INNER JOIN staging.tracking_term AS t
    ON t.line_number = o.line_number AND t.slot = 'anchor'
  INNER JOIN core.tracking_event AS e
    ON e.child_day = d.child_day AND e.event = t.term AND e.event_date = d.anchor_date
  WHERE
    NOT o.same_row IS NULL OR NOT o.half_way_to IS NULL
), half_way AS (
  /* to the end of that same order */
  SELECT
    t.line_number,
    e.child_day,
    MAX(e.event_date) AS end_date
  FROM staging.tracking_term AS t
  INNER JOIN own_row AS o
    USING (line_number)
  INNER JOIN core.tracking_event AS e
    ON e.child_day = o.child_day AND e.row_key = o.row_key AND e.event = t.term
  WHERE
    t.slot = 'half_way'
  GROUP BY
    t.line_number,
    e.child_day
), member AS (
  SELECT
    l.line_number,
    @columns_of(c, child_day, as_at_date),
    @columns_of(d, anchor_date, date_before),
    h.end_date AS half_way_end,
    GREATEST(
      @add_step(d.anchor_date, COALESCE(l.over_days, 0), 'days'),
      COALESCE(@add_step(c.birth_date, l.age_from, 'years'), d.anchor_date)
    ) AS owed_since /* what recurs is owed from the day the child came on the line */
  FROM placed_line AS o
  INNER JOIN populated AS p
    USING (population_number)
  INNER JOIN core.tracked_child AS c
    USING (child_day)
  INNER JOIN available AS v
    ON v.line_number = o.line_number AND v.snapshot_date = c.snapshot_date
  LEFT JOIN anchored AS d
    ON d.anchor_number = o.anchor_number AND d.child_day = c.child_day
  LEFT JOIN half_way AS h
    ON h.line_number = o.line_number AND h.child_day = c.child_day
  /* after the joins from outside, so that what they keep in memory is narrow */
  INNER JOIN line AS l
    ON l.line_number = o.line_number
  WHERE
    @open_on(c.as_at_date, o.effective_from, o.effective_to)
    AND (
      c.only_for IS NULL OR o.is_drift
    )
    AND (
      o.anchor_number IS NULL OR NOT d.anchor_date IS NULL
    )
    AND (
      l.anchor_days IS NULL OR @add_step(d.anchor_date, l.anchor_days, 'days') >= c.as_at_date
    )
    AND (
      l.over_days IS NULL OR @add_step(d.anchor_date, l.over_days, 'days') < c.as_at_date
    )
    AND (
      l.age_from IS NULL
      OR @age_on(
        c.birth_date,
        CASE l.age_on WHEN 'entry' THEN c.entry_date WHEN 'anchor' THEN d.anchor_date ELSE c.as_at_date END
      ) >= l.age_from
    )
    AND (
      l.age_below IS NULL
      OR @age_on(
        c.birth_date,
        CASE l.age_on WHEN 'entry' THEN c.entry_date WHEN 'anchor' THEN d.anchor_date ELSE c.as_at_date END
      ) < l.age_below
    )
), completed_term AS (
  /* a numbered completion is that one whenever it was; any other the first that counts; what recurs, the last; what is booked is not held, and without a limit the question is whether a day is set */
  SELECT
    @columns(m.line_number, m.child_day, t.term_group),
    MIN(e.event_date) AS first_date,
    MAX(e.event_date) AS last_date
  FROM member AS m
  INNER JOIN line AS l
    USING (line_number)
  INNER JOIN staging.tracking_term AS t
    USING (line_number)
  INNER JOIN core.tracking_event AS e
    ON e.child_day = m.child_day AND e.event = t.term
  LEFT JOIN own_row AS o
    ON o.line_number = m.line_number AND o.child_day = m.child_day AND o.row_key = e.row_key
  WHERE
    t.slot = 'completion'
    AND (
      l.limit_n IS NULL OR e.event_date <= m.as_at_date
    )
    AND (
      l.same_row IS NULL OR NOT o.row_key IS NULL
    )
    AND (
      t.pick IS NULL OR e.n = t.pick
    )
    AND (
      NOT t.pick IS NULL
      OR NOT l.same_row IS NULL
      OR m.anchor_date IS NULL
      OR (
        l.direction = 'before' AND (
          m.date_before IS NULL OR e.event_date > m.date_before
        )
      )
      OR (
        l.direction <> 'before' AND e.event_date >= @add_step(m.anchor_date, -l.early_days, 'days')
      )
    )
  GROUP BY
    @columns(m.line_number, m.child_day, t.term_group)
), required AS (
  SELECT
    line_number,
    COUNT(DISTINCT term_group) AS groups
  FROM staging.tracking_term
  WHERE
    slot = 'completion'
  GROUP BY
    line_number
), ranked AS (
  SELECT
    *,
    ROW_NUMBER() OVER (PARTITION BY line_number, child_day ORDER BY first_date, term_group) AS position,
    MAX(last_date) OVER (PARTITION BY line_number, child_day) AS last_of_all
  FROM completed_term
), completed AS (
  /* done once enough of them are */
  SELECT
    @columns_of(r, line_number, child_day),
    r.first_date AS done_date,
    r.last_of_all AS last_date
  FROM ranked AS r
  INNER JOIN required AS q
    USING (line_number)
  INNER JOIN line AS l
    USING (line_number)
  WHERE
    r.position = COALESCE(l.enough, q.groups)
), first_on_file AS (
  SELECT
    @columns(authority, snapshot_date),
    MIN(event_date) AS from_date
  FROM core.event
  WHERE
    event = 'review'
  GROUP BY
    @columns(authority, snapshot_date)
), counts_reviews AS (
  SELECT DISTINCT
    line_number
  FROM staging.tracking_term
  WHERE
    term IN ('review', 'review_planned') AND NOT pick IS NULL
), clocked AS (
  SELECT
    m.*,
    @columns_of(l, direction, limit_n, limit_unit),
    CASE WHEN l.direction = 'every' THEN c.last_date ELSE c.done_date END AS done_date,
    CASE
      WHEN l.direction = 'every'
      THEN GREATEST(m.owed_since, COALESCE(c.last_date, m.owed_since))
      ELSE m.anchor_date
    END AS clock_date,
    CASE WHEN l.direction = 'before' THEN -l.limit_n ELSE l.limit_n END AS steps,
    CASE WHEN l.direction = 'before' THEN -l.aim_n ELSE l.aim_n END AS aim_steps,
    l.limit_unit = 'working_days' AS is_in_working_days
  FROM member AS m
  INNER JOIN line AS l
    USING (line_number)
  LEFT JOIN completed AS c
    USING (line_number, child_day)
), started AS (
  /* the numbers to join working days by stand in columns of their own: an engine that must work them out in a join tries every pair */
  SELECT
    k.*,
    c.working_days + k.steps + CASE WHEN k.steps < 0 AND NOT c.is_working THEN 1 ELSE 0 END AS due_working_days
  FROM (
    SELECT
      *,
      CASE WHEN is_in_working_days THEN clock_date END AS counted_from
    FROM clocked
  ) AS k
  LEFT JOIN core.working_day AS c
    ON c.day = k.counted_from
), dated AS (
  SELECT
    k.*,
    CASE
      WHEN k.is_in_working_days
      THEN w.day
      ELSE LEAST(
        @add_step(k.clock_date, k.steps, k.limit_unit),
        COALESCE(
          CAST(k.clock_date + (
            DATE_DIFF('DAY', k.clock_date, k.half_way_end) // 2
          ) * INTERVAL '1' DAY AS DATE),
          @add_step(k.clock_date, k.steps, k.limit_unit)
        )
      )
    END AS due_date,
    CASE WHEN NOT k.is_in_working_days THEN @add_step(k.clock_date, k.aim_steps, k.limit_unit) END AS aim_date
  FROM started AS k
  LEFT JOIN core.working_day AS w
    ON w.is_working AND w.working_days = k.due_working_days
)
SELECT
  d.line_number::INT AS line_number, /* line */
  d.child_day::INT AS child_day, /* child on the day */
  d.anchor_date::DATE AS anchor_date, /* day the line runs from; null where it has none or it is unknown */
  d.due_date::DATE AS due_date, /* last day in time; null where there is no limit */
  d.done_date::DATE AS done_date, /* day it was done, or last done; where a line without a limit asks whether a day is set, that day; null where there is none */
  CASE
    WHEN d.direction = 'list'
    THEN 'listed'
    WHEN NOT r.line_number IS NULL AND COALESCE(f.from_date > t.entry_date, FALSE)
    THEN 'not available'
    WHEN NOT d.limit_n IS NULL AND d.due_date IS NULL
    THEN CASE WHEN d.direction = 'standing' THEN 'not yet due' ELSE 'not available' END
    WHEN d.direction = 'standing'
    THEN CASE WHEN COALESCE(d.due_date <= d.as_at_date, TRUE) THEN 'overdue' ELSE 'not yet due' END
    WHEN d.direction = 'every' AND d.due_date < d.as_at_date
    THEN 'overdue'
    WHEN d.direction = 'every'
    THEN CASE WHEN d.done_date IS NULL THEN 'not yet due' ELSE 'met' END
    WHEN d.done_date <= COALESCE(d.due_date, d.done_date)
    THEN 'met'
    WHEN NOT d.done_date IS NULL
    THEN 'late'
    WHEN d.due_date >= d.as_at_date
    THEN 'not yet due'
    ELSE 'overdue'
  END::TEXT AS status, /* met, late, overdue, not yet due, listed or not available */
  COALESCE(d.done_date <= d.aim_date, FALSE)::BOOLEAN AS is_in_aim, /* done by what is aimed for */
  DATE_DIFF('DAY', d.anchor_date, COALESCE(CASE WHEN d.direction <> 'every' THEN d.done_date END, d.as_at_date))::INT AS days /* days from the anchor until it was done, or until now */
FROM dated AS d
LEFT JOIN counts_reviews AS r
  USING (line_number)
LEFT JOIN core.tracked_child AS t
  USING (child_day)
LEFT JOIN first_on_file AS f
  ON f.authority = t.authority AND f.snapshot_date = t.snapshot_date
