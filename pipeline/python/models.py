"""All that is wanted of SQLMesh as a library, in one start of Python: it takes longer to start than to answer.

    python models.py <folder of the models> <beginning of the answers' paths> [--checks] [--tests=T3] [--lineage]

`...queries.json` holds the query of every model as DuckDB gets it in a run; it is there before anything else is looked at,
since others wait for it. With --lineage `...lineage.json` holds what every column is made of. `checks.json` in the working
folder holds with --checks what linter, format check, the check for other engines and unit tests say, and with --tests what
the unit tests alone say in which that measure occurs.
"""
import contextlib
import gc
import io
import json
import os
import re
import sys
import time
from types import SimpleNamespace

from sqlglot import exp, parse_one
from sqlglot.optimizer.pushdown_projections import pushdown_projections
from sqlglot.optimizer.scope import build_scope
from sqlmesh import Context
from sqlmesh.core.console import configure_console
from sqlmesh.core.dialect import normalize_model_name
from sqlmesh.core.lineage import CACHE, column_dependencies
from sqlmesh.core.model.common import ParsableSql
from sqlmesh.core.snapshot import SnapshotChangeCategory

# Millions of small objects are made and few let go: to look for them as often as Python does takes a sixth of the time.
gc.set_threshold(100_000, 50, 1000)


def models_in_order(context):
    """Every model after those that it reads."""
    models = (context.models.get(key) for key in context.dag.sorted)
    return [model for model in models if model is not None and not model.kind.is_external]


def queries(context):
    """Not rewritten, as in a run, whatever the linter needed."""
    for model in models_in_order(context):
        reads = sorted(context.models[each].name for each in model.depends_on if each in context.models)
        # a copy knows nothing of what SQLMesh remembers of the model
        plain = model.copy(update={"optimize_query": False}) if model.optimize_query else model
        query = plain.render_query_or_raise()
        words = sorted({literal.this for literal in query.find_all(exp.Literal) if literal.is_string})
        yield {"name": model.name, "reads": reads, "words": words, "query": query.sql(dialect="duckdb")}


def lineage(context):
    """What a model's columns are made of, one step up, and all columns of other tables that its query looks at."""

    def named(table, columns):
        model = context.models.get(table)
        return [] if model is None else [f"{model.name}.{column}" for column in columns]

    for model in models_in_order(context):
        made_of = {}
        for column in model.columns_to_types_or_raise:
            parents = column_dependencies(context, model.name, column)
            made_of[column] = sorted(each for table, columns in parents.items() for each in named(table, columns))
        # columns that a part of the query takes along and nobody asks for are no part of what it rests on
        query = pushdown_projections(CACHE[model.name][1].copy())
        looked_at = set()
        for scope in build_scope(query).traverse():
            for column in scope.columns:
                source = scope.sources.get(column.table)
                if isinstance(source, exp.Table):
                    table = normalize_model_name(source, context.default_catalog, model.dialect)
                    looked_at.update(named(table, [column.name]))
        yield {"name": model.name, "made_of": made_of, "looks_at": sorted(looked_at)}


# What a query may call, by SQLGlot's name of it, after it was written for an engine and read again as that engine does.
SHARED = set(
    "ABS BITWISE_OR_AGG CAST COALESCE COUNT DENSE_RANK EXTRACT(DAY) EXTRACT(MONTH) EXTRACT(QUARTER) EXTRACT(YEAR) FIRST_VALUE GREATEST GROUPING LAG LEAD "
    "LEAST LOGICAL_AND LOGICAL_OR MAX MIN NULLIF POWER ROUND ROW_NUMBER SPLIT_PART SQRT STR_POSITION SUBSTRING SUM TIMESTAMP_TRUNC".split()
)
OWN = {
    "duckdb": "ARG_MIN DATEDIFF DATE_TRUNC GENERATE_SERIES LAST_DAY MEDIAN SPLIT UNNEST",
    "postgres": "ARRAY ARRAY_AGG EXPLODING_GENERATE_SERIES EXTRACT(EPOCH) PERCENTILE_CONT REGEXP_SPLIT_TO_ARRAY UNNEST",
    "spark": "ARG_MIN CONCAT DATEDIFF DATE_TRUNC EXPLODE GENERATE_SERIES LAST_DAY MEDIAN REGEXP_SPLIT TRY_CAST TS_OR_DS_TO_DATE",
}
# What each engine lacks or understands otherwise, and SQLGlot hands on as it is: were these let pass, all would be.
REFUSED = {
    "duckdb": ["SELECT LIST(a) FROM t"],
    "postgres": ["SELECT ARG_MIN(a, b) FROM t", "SELECT a.k FROM a JOIN b ON b.k = a.k JOIN c USING (k)"],
    "spark": ["SELECT EXTRACT(ISODOW FROM a) + INTERVAL (b) DAY FROM t"],
}


def not_allowed(engine, query):
    """What of the query the engine is not known to understand as DuckDB does."""
    parsed = parse_one(query, dialect=engine)
    for select in parsed.find_all(exp.Select):
        joins = select.args.get("joins") or []
        by_condition = [bool(join.args.get("on")) for join in joins]
        # PostgreSQL takes a key for ambiguous that an earlier ON has brought in a second time
        if any(join.args.get("using") and any(by_condition[:place]) for place, join in enumerate(joins)):
            yield "a join by USING after one by ON"
    for each in parsed.find_all(exp.Func, exp.Interval):
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
    refused = ((engine, query) for engine, queries in REFUSED.items() for query in queries)
    found = [f"{engine} lets pass: {query}" for engine, query in refused if not list(not_allowed(engine, query))]
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


# A value of each type that a column has.
PLANTED = {"TEXT": "'a'", "DATE": "'2026-01-05'", "BOOLEAN": "TRUE", "INT": "1", "BIGINT": "1", "DECIMAL": "1"}


def audits(context):
    """Planted in the table of a model, a row of nulls is found by its audits, and so is a row that stands there twice."""
    wrong, adapter, snapshots = [], context.engine_adapter, context.snapshots
    for model in (each for each in models_in_order(context) if each.audits):
        snapshot = snapshots[model.fqn]
        snapshot.categorize_as(SnapshotChangeCategory.BREAKING)
        table = exp.to_table(snapshot.table_name())
        adapter.create_schema(table.db)
        types = {name: kind.sql(dialect="duckdb") for name, kind in model.columns_to_types_or_raise.items()}
        asked = [
            model.render_audit_query(audit, snapshots={model.fqn: snapshot}, engine_adapter=adapter, **arguments).sql("duckdb")
            for audit, arguments in model.audits_with_args
        ]

        def found(value_of, rows):
            row = ", ".join(f"CAST({value_of(kind.split('(')[0])} AS {kind}) AS {name}" for name, kind in types.items())
            adapter.execute(f"CREATE OR REPLACE TABLE {table.sql('duckdb')} AS SELECT {row} FROM RANGE({rows})")
            return sum(adapter.fetchone(f"SELECT COUNT(*) FROM ({query}) AS audit")[0] for query in asked)

        if found(lambda _: "NULL", 1) == 0:
            wrong.append(f"{model.name}: its audits let a row of nulls pass")
        # a measure in a view has the grain of the table that is made of them all, whose audits see it
        is_keyed = any(audit.name != "not_null" for audit, _ in model.audits_with_args)
        if is_keyed and found(PLANTED.get, 2) <= 2 * found(PLANTED.get, 1):
            wrong.append(f"{model.name}: its audits let two equal rows pass")
    print("\n".join(wrong) or "audits find what breaks the grain of their model")
    return not wrong


def lint(context):
    found = context.lint_models(raise_on_error=False)
    # a view is worked out anew by each audit of its own: its rows are audited where a table is made of them
    bare = [model.name for model in context.models.values() if model.kind.is_full and not model.audits]
    print("".join(f"{name} is a table without an audit\n" for name in bare))
    return not bare and not any(violation.violation_type == "error" for violation in found)


def rendered_once(models):
    """Each model with its query as SQLMesh has rewritten it: left to themselves, the tests of a model do that again, one by one."""
    for fqn, model in models.items():
        if not model.kind.is_external:
            query = ParsableSql.from_parsed_expression(model.render_query_or_raise(), model.dialect)
            known = {"query_": query, "columns_to_types_": model.columns_to_types_or_raise, "optimize_query": False}
            yield fqn, model.copy(update=known)


def unit_tests(context, measure=None):
    """All of them, or those in which the measure occurs."""
    chosen = None
    if measure is not None:
        occurs = re.compile(rf"(?<![A-Za-z0-9]){re.escape(measure)}(?![A-Za-z0-9])", re.IGNORECASE)
        # what stacks all measures must know the model of a new one
        stacked, chosen = [], []
        for test in context.select_tests():
            name = test.fully_qualified_test_name
            if occurs.search(test.test_name.replace("_", " ")) or occurs.search(str(test.body)):
                chosen.append(name)
            elif test.body.get("model") == "scorecard.population_row":
                stacked.append(name)
        if not chosen:
            print(f"no unit test of the models names {measure}")
            return False
        chosen += stacked
    models = dict(context.models)
    context._models.update(rendered_once(models))
    result = context.test(tests=chosen, stream=io.StringIO())
    context._models.update(models)
    print(f"{result.testsRun} unit tests of the models")
    return result.testsRun > 0 and result.wasSuccessful()


def layout(context):
    if context.format(check=True):
        return True
    print(f"Lay them out with: {os.path.join(os.path.dirname(sys.executable), 'sqlmesh')} -p models format")
    return False


def check(name, work, context):
    said = io.StringIO()
    start = time.monotonic()
    with contextlib.redirect_stdout(said):
        passed = work(context)
    return {"name": name, "passed": passed, "seconds": time.monotonic() - start, "output": said.getvalue().strip()}


def answer(path, said):
    """Whole or not at all: somebody may be waiting for the file."""
    part = f"{path}.{os.getpid()}"
    with open(part, "w", encoding="utf-8") as out:
        json.dump(said, out)
    os.replace(part, path)


def main(models, answers, wishes):
    start = time.monotonic()
    # Used as a library, SQLMesh keeps to itself what it finds.
    configure_console()
    context = Context(paths=[models])
    rendered = []
    # tests of one measure are waited for
    if len(wishes) == 0 or not wishes[0].startswith("--tests="):
        rendered = list(queries(context))
        answer(f"{answers}queries.json", rendered)
    loading = {"name": "models: read", "passed": True, "seconds": time.monotonic() - start, "output": ""}
    done = [loading]
    if "--checks" in wishes:
        done.append(check("models: lint", lint, context))
        done.append(check("models: format", layout, context))
        done.append(check("models: audits", audits, context))
        done.append(check("models: engines", lambda each: engines(each, rendered), context))
        done.append(check("models: unit tests", unit_tests, context))
    for measure in (wish.removeprefix("--tests=") for wish in wishes if wish.startswith("--tests=")):
        done.append(check(f"models: unit tests of {measure}", lambda each: unit_tests(each, measure), context))
    answer("checks.json", done)
    if "--lineage" in wishes:
        answer(f"{answers}lineage.json", list(lineage(context)))


try:
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
except Exception as error:  # what is wrong with a model, in SQLMesh's words
    print(f"Error: {error}")
    raise
