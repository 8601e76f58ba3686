"""Calendar steps as the project counts them: months and years clamp to the month's end, weeks are 7 days."""

from sqlglot import exp
from sqlmesh import macro


@macro()
def add_step(evaluator, anchor, n, unit):
    """The day `n` units after `anchor`; `unit` is days, weeks, months or years (a negative `n` steps back)."""
    a, k = anchor.sql(), n.sql()
    # a number of intervals, not an interval of a number: engines know the first in one form
    steps = {
        "days": f"{a} + ({k}) * INTERVAL '1' DAY",
        "weeks": f"{a} + ({k} * 7) * INTERVAL '1' DAY",
        "months": f"{a} + ({k}) * INTERVAL '1' MONTH",
        "years": f"{a} + ({k} * 12) * INTERVAL '1' MONTH",
    }
    if isinstance(unit, exp.Literal):
        return f"CAST({steps[unit.this]} AS DATE)"
    cases = " ".join(f"WHEN '{name}' THEN {step}" for name, step in steps.items())
    return f"CAST(CASE {unit.sql()} {cases} END AS DATE)"


@macro()
def open_on(evaluator, day, first, end):
    """True when the half-open interval from `first` up to `end` (null while open) holds on `day`."""
    d, f, e = day.sql(), first.sql(), end.sql()
    # no OR: an engine joins on the keys only when each condition stands by itself
    return f"({f} <= {d} AND COALESCE({e}, CAST('9999-12-31' AS DATE)) > {d})"


@macro()
def day_in_care(evaluator, day, entry_date, end_date):
    """The day itself while the period of care holds on it, else the last day in care: whose groups apply."""
    held = open_on(evaluator, day, entry_date, end_date)
    return f"CASE WHEN {held} THEN {day.sql()} ELSE CAST({end_date.sql()} - INTERVAL '1' DAY AS DATE) END"


@macro()
def age_on(evaluator, birth_date, day):
    """Completed years on `day`; a child born on 29 February has a birthday on 28 February in other years."""
    b, d = birth_date.sql(), day.sql()
    years = f"(EXTRACT(YEAR FROM {d}) - EXTRACT(YEAR FROM {b}))"
    return f"""CAST({years} - CASE
        WHEN CAST({b} + ({years} * 12) * INTERVAL '1' MONTH AS DATE) > {d} THEN 1 ELSE 0
    END AS INTEGER)"""


@macro()
def limit_on(evaluator, limit, day, measure, key):
    """True for the row of raw.rule_limit that is the measure's limit of that name in force on `day`."""
    row = limit.sql()
    since, until = f"{row}.effective_from", f"{row}.effective_to"
    named = f"{row}.measure_id = {measure.sql()} AND {row}.limit_key = {key.sql()}"
    return f"({named} AND {since} <= {day.sql()} AND COALESCE({until}, CAST('9999-12-31' AS DATE)) > {day.sql()})"
