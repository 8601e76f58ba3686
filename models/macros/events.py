"""The long table of events: each dated column of a table is one, whichever case system file it comes from."""

from sqlglot import exp
from sqlmesh import macro


@macro()
def events(evaluator, *sources):
    """Events of every source one under the other: `@events((raw.plan, ratified_date AS plan_ratified, ...), ...)`.

    A source is a table of children and the days that it tells, each called as its event is in events.csv: a row tells
    the event on that day, or not where the day is null. Four more columns hold for all events of the source:
    `care_period_id` (else the event names none), `status`, `role` and `is_ahead`, that it may lie ahead. Two say
    how rows are told apart: `row_key`, the column of that name where nothing else is said, and `code`, which an event is
    for each value of: `milestone AS code, milestone_date AS mile` tells `mile:PPN1`.
    """
    return " UNION ALL ".join(_source(source.expressions, evaluator.dialect) for source in sources)


def _source(items, dialect):
    """One pass over the table, which gives a row for each of its events."""
    table, *told = items
    said = {"care_period_id": "NULL::TEXT", "status": "NULL::TEXT", "role": "NULL::TEXT", "is_ahead": "FALSE"}
    said |= {"row_key": "row_key", "code": None}
    days = {}
    for each in told:
        kept = said if each.alias_or_name in said else days
        kept[each.alias_or_name] = each.unalias().sql(dialect=dialect)
    code = said.pop("code")
    named = ":" if code else ""
    event, row_key = ("k.event", said["row_key"]) if code is None else (f"k.event || {code}", f"{said['row_key']} || ':' || {code}")
    days_by_event = " ".join(f"WHEN '{name}{named}' THEN {day}" for name, day in days.items())
    names = ", ".join(f"('{name}{named}')" for name in days)
    return (
        f"SELECT authority, snapshot_date, child_id, {said['care_period_id']} AS care_period_id, {event} AS event, "
        f"CASE k.event {days_by_event} END AS event_date, {said['status']} AS status, {said['role']} AS role, "
        f"{said['is_ahead']} AS is_ahead, {row_key} AS row_key "
        f"FROM {table.sql(dialect=dialect)} AS t CROSS JOIN (VALUES {names}) AS k(event)"
    )
