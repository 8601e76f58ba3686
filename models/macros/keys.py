"""Keys: lists of columns in one line, and joins by them where USING cannot stand, beside other conditions of an outer join."""

from sqlglot import exp
from sqlmesh import macro


@macro()
def on_keys(evaluator, one, other, *columns):
    """True where the two tables agree in each of the columns: `@on_keys(l, n, authority, child_id)`."""
    a, b = one.sql(), other.sql()
    return " AND ".join(f"{a}.{column.name} = {b}.{column.name}" for column in columns)


@macro()
def columns(evaluator, *names):
    """These columns, to select or to group by: `@columns(authority, child_id)`."""
    return list(names)


@macro()
def columns_of(evaluator, table, *names):
    """These columns of one of several tables: `@columns_of(c, authority, child_id)`."""
    return [exp.column(name.name, table=table.name) for name in names]
