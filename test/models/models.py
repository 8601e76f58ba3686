"""All that the tests want of SQLMesh, in one start of Python: it takes longer to start than to answer.

    python models.py <folder of the models> <answer.json> [--checks]

The answer holds the query of every model as DuckDB gets it in a run, and with --checks also what linter, format check,
the check for other engines and unit tests say.
"""
import contextlib
import io
import json
import sys
import time
from types import SimpleNamespace

from sqlglot import exp, parse_one
from sqlmesh import Context
from sqlmesh.core.console import configure_console


def queries(context):
    """Every model after those that it reads; not rewritten, as in a run, whatever the linter needed."""
    for key in context.dag.sorted:
        model = context.models.get(key)
        if model is None or model.kind.is_external:
            continue
        reads = sorted(context.models[each].name for each in model.depends_on if each in context.models)
        plain = model.copy(update={"optimize_query": False})
        yield {"name": model.name, "reads": reads, "query": plain.render_query_or_raise().sql(dialect="duckdb")}


# What a query may call, by SQLGlot's name of it, after it was written for an engine and read again as that engine does.
SHARED = set(
    "ABS CAST COALESCE COUNT DENSE_RANK EXTRACT(DAY) EXTRACT(MONTH) EXTRACT(QUARTER) EXTRACT(YEAR) FIRST_VALUE GREATEST GROUPING LAG LEAD "
    "LEAST LOGICAL_AND LOGICAL_OR MAX MIN NULLIF ROUND ROW_NUMBER SPLIT_PART SQRT STR_POSITION SUM TIMESTAMP_TRUNC".split()
)
OWN = {
    "duckdb": "ARG_MIN DATEDIFF DATE_TRUNC GENERATE_SERIES LAST_DAY MEDIAN SPLIT UNNEST",
    "postgres": "ARRAY ARRAY_AGG EXPLODING_GENERATE_SERIES EXTRACT(EPOCH) PERCENTILE_CONT REGEXP_SPLIT_TO_ARRAY UNNEST",
    "spark": "ARG_MIN CONCAT DATEDIFF DATE_TRUNC EXPLODE GENERATE_SERIES LAST_DAY MEDIAN REGEXP_SPLIT TRY_CAST TS_OR_DS_TO_DATE",
}
# What each engine lacks or understands otherwise, and SQLGlot hands on as it is: were these let pass, all would be.
REFUSED = {
    "duckdb": "SELECT LIST(a) FROM t",
    "postgres": "SELECT ARG_MIN(a, b) FROM t",
    "spark": "SELECT EXTRACT(ISODOW FROM a) + INTERVAL (b) DAY FROM t",
}


def not_allowed(engine, query):
    """What of the query the engine is not known to understand as DuckDB does."""
    for each in parse_one(query, dialect=engine).find_all(exp.Func, exp.Interval):
        if isinstance(each, exp.Interval):
            if not each.this or not each.this.is_string and not each.this.is_number:
                yield "an interval of a column"
        elif not isinstance(each, (exp.Connector, exp.Case, exp.If)):
            field = f"({each.name.upper()})" if isinstance(each, exp.Extract) else ""
            name = (each.name.upper() if isinstance(each, exp.Anonymous) else each.sql_name()) + field
            if name not in SHARED and name not in OWN[engine].split():
                yield name


def engines(context, rendered):
    """Every model as each engine gets it; what is not on the list stops here, before an engine gives another figure."""
    said = {engine: list(written(engine, context)) for engine in OWN if engine != "duckdb"}
    said["duckdb"] = [(each["name"], each["query"]) for each in rendered]
    found = [f"{engine} lets pass: {query}" for engine, query in REFUSED.items() if not list(not_allowed(engine, query))]
    for engine, models in said.items():
        for name, query in models:
            found += [f"{name}: {engine} is not known to understand {each}" for each in not_allowed(engine, query)]
    print("\n".join(found) or f"{len(rendered)} models in the words of {', '.join(OWN)}")
    return not found


def written(engine, context):
    """Each model's query in the words of that engine, which the macros ask for its name and nothing else."""
    for model in context.models.values():
        if not model.kind.is_external:
            plain = model.copy(update={"optimize_query": False})
            yield model.name, plain.render_query_or_raise(engine_adapter=SimpleNamespace(dialect=engine)).sql(dialect=engine)


def lint(context):
    found = context.lint_models(raise_on_error=False)
    return not any(violation.violation_type == "error" for violation in found)


def unit_tests(context):
    result = context.test(stream=io.StringIO())
    print(f"{result.testsRun} unit tests of the models")
    return result.testsRun > 0 and result.wasSuccessful()


def check(name, work, context):
    said = io.StringIO()
    start = time.monotonic()
    with contextlib.redirect_stdout(said):
        passed = work(context)
    return {"name": name, "passed": passed, "seconds": time.monotonic() - start, "output": said.getvalue().strip()}


def main(models, answer, checks):
    start = time.monotonic()
    # Used as a library, SQLMesh keeps to itself what it finds.
    configure_console()
    context = Context(paths=[models])
    loading = {"name": "models: read", "passed": True, "seconds": time.monotonic() - start, "output": ""}
    done = [loading]
    rendered = list(queries(context))
    if checks:
        done.append(check("models: lint", lint, context))
        done.append(check("models: format", lambda each: each.format(check=True), context))
        done.append(check("models: engines", lambda each: engines(each, rendered), context))
        done.append(check("models: unit tests", unit_tests, context))
    with open(answer, "w", encoding="utf-8") as out:
        json.dump({"checks": done, "queries": rendered}, out)


main(sys.argv[1], sys.argv[2], "--checks" in sys.argv)
