"""Keys by which tables are joined, where USING cannot say it: beside other conditions of an outer join."""

from sqlmesh import macro


@macro()
def on_keys(evaluator, one, other, *columns):
    """True where the two tables agree in each of the columns: `@on_keys(l, n, authority, child_id)`."""
    a, b = one.sql(), other.sql()
    return " AND ".join(f"{a}.{column.name} = {b}.{column.name}" for column in columns)
