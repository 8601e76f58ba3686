"""What every audit asks of a table, in one query: SQLMesh needs longer for a query than DuckDB for most tables."""

from sqlglot import exp
from sqlmesh import macro


@macro()
def broken_rows(evaluator, known=None, holds=None):
    """Rows that break what their model promises: a whole key, no two rows with the same, and what an audit adds to it.

    The key is the grain of the model, or what the audit's argument `unique_key` names in its place. `known` are columns that may
    not be null, `holds` conditions that must not be false; a model adds its own by the arguments of the same names.
    """
    table = exp.to_table(evaluator.locals["this_model"])
    key = _members(evaluator.locals.get("unique_key")) or _members(*evaluator.get_snapshot(f"{table.db}.{table.name}").model.grains)
    known, holds = (_members(given, evaluator.locals.get(word)) for word, given in (("known", known), ("holds", holds)))
    wrong = [f"{column.sql()} IS NULL" for column in key + known]
    wrong += [f"NOT ({condition.sql(dialect=evaluator.dialect)})" for condition in holds]
    source, keys = table.sql(dialect=evaluator.dialect), ", ".join(column.sql() for column in key)
    suspects = ""
    if evaluator.locals["engine_adapter"].dialect == "duckdb":
        # numbers are grouped in half the time of texts; the few that agree by chance are then looked at
        suspects = f"WHERE HASH({keys}) IN (SELECT HASH({keys}) FROM {source} GROUP BY HASH({keys}) HAVING COUNT(*) > 1)"
    return (
        f"SELECT 1 AS broken FROM {source} WHERE {' OR '.join(wrong)} UNION ALL "
        f"SELECT 1 AS broken FROM {source} {suspects} GROUP BY {keys} HAVING COUNT(*) > 1"
    )


def _members(*nodes):
    """The members of tuples; one alone stands in plain brackets or in none."""
    given = [node for node in nodes if node is not None]
    return [each for node in given for each in (node.expressions if isinstance(node, exp.Tuple) else [node.unnest()])]
