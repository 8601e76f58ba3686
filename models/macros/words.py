"""Lists that a cell of a rule file holds, as rows."""

from sqlglot import exp
from sqlmesh import macro


@macro()
def words(evaluator, text):
    """The words of a text, blanks between, as an array: `UNNEST(@words(r.roles)) AS w(word)`; none for null."""
    try:
        engine = evaluator.engine_adapter.dialect
    except Exception:  # no engine while the models are only read
        engine = "duckdb"
    # PostgreSQL's own name: SQLGlot carries STRING_SPLIT to every engine but this one
    array = exp.StringToArray if engine == "postgres" else exp.Split
    return array(this=text.copy(), expression=exp.Literal.string(" "))
