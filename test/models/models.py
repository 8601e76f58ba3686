"""All that the tests want of SQLMesh, in one start of Python: it takes longer to start than to answer.

    python models.py <folder of the models> <answer.json> [--checks]

The answer holds the query of every model as DuckDB gets it in a run, and with --checks also what linter, format check
and unit tests say.
"""
import contextlib
import io
import json
import sys
import time

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
    if checks:
        done.append(check("models: lint", lint, context))
        done.append(check("models: format", lambda each: each.format(check=True), context))
        done.append(check("models: unit tests", unit_tests, context))
    with open(answer, "w", encoding="utf-8") as out:
        json.dump({"checks": done, "queries": list(queries(context))}, out)


main(sys.argv[1], sys.argv[2], "--checks" in sys.argv)
