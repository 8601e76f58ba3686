"""What engines say differently, each difference once: DuckDB's form is what the models are written in."""

from sqlglot import exp
from sqlmesh import macro


def engine_of(evaluator):
    """The engine that the query is for: duckdb, postgres or spark; duckdb while the models are only read."""
    adapter = evaluator.locals.get("engine_adapter")
    return "duckdb" if adapter is None else adapter.dialect


@macro()
def numbers(evaluator, first, last):
    """Whole numbers from the one to the other as an array, none where `last` is smaller: `UNNEST(@numbers(1, n))`."""
    a, b = (each.sql(dialect=evaluator.dialect) for each in (first, last))
    series = f"GENERATE_SERIES({a}, {b})"
    if engine_of(evaluator) == "spark":
        # it would count downwards, without an error
        return f"CASE WHEN {b} >= {a} THEN {series} END"
    return f"ARRAY(SELECT {series})" if engine_of(evaluator) == "postgres" else series


@macro()
def first_by(evaluator, value, order):
    """The value of the row that comes first in that order, no two of which may be alike."""
    v, o = (each.sql(dialect=evaluator.dialect) for each in (value, order))
    if engine_of(evaluator) == "postgres":
        return f"(ARRAY_AGG({v} ORDER BY {o}))[1]"
    return f"ARG_MIN({v}, {o})"


@macro()
def rounded(evaluator, value, places):
    """A floating-point number to so many decimal places."""
    v, n = (each.sql(dialect=evaluator.dialect) for each in (value, places))
    # PostgreSQL rounds exact numbers alone
    return f"ROUND(CAST({v} AS DECIMAL(38, 15)), {n})" if engine_of(evaluator) == "postgres" else f"ROUND({v}, {n})"


@macro()
def words(evaluator, text, between=None):
    """The words of a text, blanks between, as an array: `UNNEST(@words(r.roles)) AS w(word)`; none for null.

    A second argument names what stands between them in place of a blank; it may be no sign of a pattern.
    """
    t = text.sql(dialect=evaluator.dialect)
    sign = "' '" if between is None else between.sql(dialect=evaluator.dialect)
    # SQLGlot carries the splitting of a text to every engine but PostgreSQL
    return f"REGEXP_SPLIT_TO_ARRAY({t}, {sign})" if engine_of(evaluator) == "postgres" else f"STR_SPLIT({t}, {sign})"


@macro()
def terms(evaluator, table, cell, *columns):
    """What the cell of each row names, blanks between: `FROM (@terms(raw.rule_list, population, authority, list_id)) AS t`.

    Beside the columns named: `term_group`, a word of the cell, whose parts between slashes are alternatives; `is_negated`,
    that it must not hold (`!a`); `word`, one of the alternatives.
    """
    taken = "".join(f"{column.sql(dialect=evaluator.dialect)}, " for column in columns)
    bare = "CASE WHEN SUBSTRING(term_group, 1, 1) = '!' THEN SUBSTRING(term_group, 2) ELSE term_group END"
    return (
        f"SELECT {taken}term_group, SUBSTRING(term_group, 1, 1) = '!' AS is_negated, a.word "
        f"FROM (SELECT {taken}w.word AS term_group FROM {table.sql(dialect=evaluator.dialect)} "
        f"CROSS JOIN UNNEST({words(evaluator, cell)}) AS w(word)) AS g "
        f"CROSS JOIN UNNEST({words(evaluator, exp.maybe_parse(bare), exp.Literal.string('/'))}) AS a(word) "
        "WHERE a.word <> ''"
    )
