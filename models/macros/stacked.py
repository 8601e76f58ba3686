"""Rows of several tables one under the other, written once in place of a SELECT and a UNION ALL for each."""

from sqlglot import exp
from sqlmesh import macro


@macro()
def stacked(evaluator, shared, *branches):
    """One table from many: `@stacked((authority, child_id), (young, 'young' AS state, entry_date AS since_date), ...)`.

    `shared` are the columns that every branch takes as they are. A branch is a table and what it calls its own columns:
    those of the first branch are the columns of the result, and one that a later branch does not name is null there.
    A branch that has no others is a table alone; a condition of a branch is written last, `condition AS only_where`.
    SQLMesh's own `@UNION` needs the types of every column, which a scheduled run does not work out (`optimize_query`).
    """
    takes = [column.sql(dialect=evaluator.dialect) for column in _items(shared)]
    names = None
    selects = []
    for branch in branches:
        table, *own = _items(branch)
        given = {each.alias_or_name: each for each in own}
        condition = given.pop("only_where", None)
        names = names or list(given)
        unknown = set(given) - set(names)
        if unknown:
            raise ValueError(f"{table.sql()}: the first branch has no column {', '.join(sorted(unknown))}")
        columns = [
            f"{given[name].unalias().sql(dialect=evaluator.dialect) if name in given else 'NULL'} AS {name}"
            for name in names
        ]
        where = "" if condition is None else f" WHERE {condition.unalias().sql(dialect=evaluator.dialect)}"
        selects.append(f"SELECT {', '.join(takes + columns)} FROM {table.sql(dialect=evaluator.dialect)}{where}")
    return " UNION ALL ".join(selects)


def _items(node):
    """The members of a tuple; one alone stands in plain brackets or in none."""
    return node.expressions if isinstance(node, exp.Tuple) else [node.unnest()]
