"""Derives on an engine other than the warehouse file.

What a run loaded into schema `raw` of the warehouse file goes to the engine, SQLMesh derives there, and the tables that
editions, lists and explanations are made from come back into the file. What stands in the way is said in one line on
standard error, `engine: <code> <detail>`, which holds neither a connection nor a value of a row.
"""

import os
import shutil
import sys
from decimal import Decimal
from fnmatch import fnmatch

import duckdb
import sqlglot

# Through this, beside the warehouse file, rows pass from one side to the other.
PASSED = os.path.abspath("transfer")
LAYERS = ["raw", "staging", "core", "measures", "scorecard", "published"]

# Where engines are known to differ: each is asked of DuckDB and of the engine, and must get the same answer.
CHECKS = {
    "collation": "SELECT w FROM (VALUES ('b a'), ('B'), ('a'), ('_'), ('é'), ('ab'), ('A')) AS t(w) ORDER BY w",
    "text": "SELECT LENGTH(w), w = 'é ', w LIKE 'É' FROM (VALUES ('é')) AS t(w)",
    "rounding": "SELECT ROUND(n, 0), CAST(n / 5 AS DECIMAL(18, 1)), CAST(n AS DECIMAL(18, 0)) "
    "FROM (VALUES (CAST(2.5 AS DECIMAL(18, 6))), (CAST(-2.5 AS DECIMAL(18, 6))), (CAST(1.25 AS DECIMAL(18, 6)))) AS t(n)",
    "integer division": "SELECT a / b, a % b FROM (VALUES (7, 2), (-7, 2)) AS t(a, b)",
    "order of nulls": "SELECT a, ROW_NUMBER() OVER (ORDER BY a), ROW_NUMBER() OVER (ORDER BY a DESC) "
    "FROM (VALUES (1), (CAST(NULL AS INT)), (2)) AS t(a) ORDER BY a",
    "median": "SELECT MEDIAN(a) FROM (VALUES (1), (2), (4), (8), (CAST(NULL AS INT))) AS t(a)",
    "calendar": "SELECT CAST(CAST('2024-01-31' AS DATE) + INTERVAL '1' MONTH AS DATE), "
    "LAST_DAY(CAST('2026-02-03' AS DATE)), DATE_DIFF('day', CAST('2026-03-28' AS DATE), CAST('2026-03-30' AS DATE))",
}


# DuckDB is not asked what day a moment is in a zone: it would need an extension for that.
MIDNIGHT = ("SELECT CAST(CAST('2026-03-29 23:30:00+00:00' AS TIMESTAMPTZ) AS DATE)", [["2026-03-29"]])


class Refused(Exception):
    """What stands in the way: a code that the program knows, and a detail that names no secret and no value."""

    def __init__(self, code, detail=""):
        super().__init__(f"{code} {detail}".strip())


def plain(cell):
    """One form for a value, whichever type the engine's client gives it."""
    if isinstance(cell, (bool, type(None), str)):
        return cell
    if isinstance(cell, (int, float, Decimal)):
        return float(cell)
    return str(cell)[:10]


def compare(ask, dialect):
    """Asks the engine every check, `ask(sql)` gives its rows; refuses at the first other answer."""
    own = duckdb.connect()
    answers = {name: (query, own.execute(query).fetchall()) for name, query in CHECKS.items()}
    for name, (query, expected) in {**answers, "time zone": MIDNIGHT}.items():
        (said,) = sqlglot.transpile(query, read="duckdb", write=dialect)
        if [[plain(cell) for cell in row] for row in ask(said)] != [[plain(cell) for cell in row] for row in expected]:
            raise Refused("differs", name)


class Postgres:
    """PostgreSQL from version 14, in a database of its own, sorted as bytes are (LC_COLLATE C)."""

    MARK = "Made by the permanence tracker, and made anew by each of its runs"
    NAME = "permanence-tracker-engine"
    OLDEST = 140000
    LOCK = 7016231

    def __init__(self, address):
        import psycopg2
        from psycopg2.extensions import parse_dsn

        self.failures = psycopg2.Error
        # The planner takes a join on an open end for one row and would try it row by row for minutes.
        os.environ["PGOPTIONS"] = "-c enable_nestloop=off -c jit=off -c timezone=UTC -c datestyle=ISO"
        os.environ["PGAPPNAME"] = self.NAME
        try:
            given = parse_dsn(address)
        except psycopg2.Error:
            raise Refused("login") from None
        given = {"host": "localhost", "port": "5432", "user": "", "password": "", "dbname": given.get("user", ""), **given}
        for key, value in given.items():
            os.environ["PGDATABASE" if key == "dbname" else f"PG{key.upper()}"] = value
        try:
            self.connection = psycopg2.connect("", connect_timeout=15)
        except psycopg2.Error as error:
            refused = self.failure_of(error)
            raise Refused("unreachable") if str(refused) == "lost" else refused from error
        self.connection.autocommit = True

    def failure_of(self, error):
        """By the code of its manual, or by how its client says it where there is none."""
        code, words = getattr(error, "pgcode", None) or "", str(error)
        if code == "53100" or "No space left" in words:
            return Refused("disk_full")
        if code.startswith(("28", "3D")) or any(each in words for each in ("authentication failed", "does not exist", "pg_hba")):
            return Refused("login")
        if code == "42501":
            return Refused("rights")
        if code in ("55P03", "40P01"):
            return Refused("in_use")
        return Refused("failed", code) if code and not code.startswith(("57", "08")) else Refused("lost")

    def ask(self, sql):
        with self.connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall() if cursor.description else []

    def prepare(self):
        ((version, may_create),) = self.ask(
            "SELECT current_setting('server_version_num')::INT, has_database_privilege(current_database(), 'CREATE')"
        )
        if version < self.OLDEST:
            raise Refused("version", f"{version // 10000}")
        if not may_create:
            raise Refused("rights")
        # Ends with this connection, however it ends.
        if self.ask(f"SELECT pg_try_advisory_lock({self.LOCK})") != [(True,)]:
            raise Refused("in_use")
        # What a killed run left at work here is nobody's any more.
        self.ask(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = current_database() "
            f"AND usename = current_user AND application_name = '{self.NAME}' AND pid <> pg_backend_pid()"
        )
        compare(self.ask, "postgres")
        self.empty()

    def empty(self):
        """Its schemas, made anew; a schema of that name that somebody else made is left as it is, and refused."""
        there = dict(self.ask("SELECT nspname, COALESCE(obj_description(oid, 'pg_namespace'), '') FROM pg_namespace"))
        own = [name for name, mark in there.items() if mark == self.MARK]
        for name in LAYERS:
            if name in there and name not in own:
                raise Refused("foreign_schema", name)
        self.ask("SET lock_timeout = '30s'")
        for name in own:
            self.ask(f'DROP SCHEMA "{name}" CASCADE')
        for name in LAYERS:
            self.ask(f"CREATE SCHEMA {name}")
            self.ask(f"COMMENT ON SCHEMA {name} IS '{self.MARK}'")

    def tables(self):
        found = self.ask(
            f"SELECT table_schema, table_name FROM information_schema.tables WHERE table_schema IN ({', '.join(map(repr, LAYERS))})"
        )
        return [f"{schema}.{name}" for schema, name in found]

    def load(self, warehouse, table):
        described = warehouse.execute(f"DESCRIBE {table}").fetchall()
        columns = ", ".join(f'"{name}" {kind}' for name, kind, *_ in described)
        self.ask(f"CREATE TABLE {table} ({columns})")
        # What is quoted is a value, what is not is null: an empty text stays one.
        warehouse.execute(f"COPY {table} TO '{PASSED}' (FORMAT csv, HEADER false, FORCE_QUOTE *, NULLSTR '')")
        with self.connection.cursor() as cursor, open(PASSED, encoding="utf-8") as rows:
            cursor.copy_expert(f"COPY {table} FROM STDIN (FORMAT csv)", rows)
        self.ask(f"ANALYZE {table}")

    def fetch(self, warehouse, table):
        columns = self.ask(
            f"SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = '{table}'::regclass "
            "AND attnum > 0 AND NOT attisdropped ORDER BY attnum"
        )
        if any(kind == "numeric" for _, kind in columns):
            raise Refused("failed", f"a number of {table} has no scale")
        with self.connection.cursor() as cursor, open(PASSED, "w", encoding="utf-8", newline="") as rows:
            cursor.copy_expert(f"COPY (SELECT * FROM {table}) TO STDOUT (FORMAT csv, FORCE_QUOTE *)", rows)
        typed = ", ".join(f"'{name}': '{kind}'" for name, kind in columns)
        warehouse.execute(
            f"CREATE TABLE {table} AS FROM read_csv('{PASSED}', columns = {{{typed}}}, header = false, auto_detect = false, "
            "nullstr = '', allow_quoted_nulls = false, quote = '\"', escape = '\"', delim = ',')"
        )

    def close(self):
        self.connection.close()


class Spark:
    """Apache Spark on this machine or a cluster. Workers read what was loaded, and write, beside the warehouse file."""

    FOLDER = os.path.abspath("spark")

    def __init__(self, address):
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession

        self.failures = (Py4JError, PySparkException)
        settings = {
            # of this run alone: what another run makes, or left behind, is never seen
            "spark.sql.catalogImplementation": "in-memory",
            "spark.sql.warehouse.dir": os.path.join(self.FOLDER, "derived"),
            "spark.sql.legacy.createHiveTableByDefault": "false",
            "spark.sql.session.timeZone": "UTC",
            # The day that stands for "always" is older than the calendar of today: it is kept as it is.
            "spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED",
            "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
            # Spark sends a table whole to every worker by its size on the disk, where rows of numbers are far smaller than in
            # memory: at the 10 MB that it takes for little they filled the memory of the driver.
            "spark.sql.autoBroadcastJoinThreshold": "1MB",
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            # What it notes of each query for pages that nobody opens filled the memory of the driver, too.
            "spark.sql.ui.retainedExecutions": "1",
            "spark.ui.retainedStages": "1",
            "spark.ui.retainedJobs": "1",
            "spark.ui.retainedTasks": "100",
        }
        if address.startswith("local"):
            settings |= {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1"}
            # the tables of a trial are small, and written in many small files: as few tasks as there are cores read them
            settings |= {"spark.sql.shuffle.partitions": "4", "spark.sql.files.openCostInBytes": "16384"}
            settings |= {"spark.driver.memory": "4g"}
        shutil.rmtree(self.FOLDER, ignore_errors=True)
        try:
            builder = SparkSession.builder.master(address).appName("permanence-tracker").config(map=settings)
            self.session = builder.getOrCreate()
            # A master that does not answer is noticed by the first work alone.
            self.session.range(1).count()
        except (*self.failures, OSError) as error:
            raise Refused("no_java" if "JAVA" in str(error) else "unreachable") from error
        self.session.sparkContext.setLogLevel("ERROR")

    def failure_of(self, error):
        if "No space left" in str(error):
            return Refused("disk_full")
        return Refused("lost" if "stopped SparkContext" in str(error) or "Java side" in str(error) else "failed")

    def ask(self, sql):
        return self.session.sql(sql).collect()

    def prepare(self):
        compare(self.ask, "spark")
        self.ask("CREATE DATABASE raw")

    def tables(self):
        found = {(layer, table.name) for layer in LAYERS for table in self.session.catalog.listTables(layer)}
        return [f"{layer}.{name}" for layer, name in found]

    def load(self, warehouse, table):
        file = os.path.join(self.FOLDER, "loaded", table)
        os.makedirs(file)
        warehouse.execute(f"COPY {table} TO '{file}/rows.parquet' (FORMAT parquet)")
        self.ask(f"CREATE TABLE {table} USING PARQUET LOCATION '{file}'")

    def fetch(self, warehouse, table):
        self.session.table(table).write.parquet(PASSED)
        warehouse.execute(f"CREATE TABLE {table} AS FROM read_parquet('{PASSED}/*.parquet')")

    def close(self):
        self.session.stop()
        shutil.rmtree(self.FOLDER, ignore_errors=True)


ENGINES = {"postgres": (Postgres, "TRACKER_POSTGRES"), "spark": (Spark, "TRACKER_SPARK")}


def transfer(one_table, tables):
    """Hands the open warehouse file and each of the tables to `one_table`."""
    with duckdb.connect(os.environ["WAREHOUSE_DB"]) as warehouse:
        for table in tables(warehouse):
            one_table(warehouse, table)
            shutil.rmtree(PASSED) if os.path.isdir(PASSED) else os.path.exists(PASSED) and os.remove(PASSED)


def raw(warehouse):
    tables = warehouse.execute("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'raw' ORDER BY 1").fetchall()
    return [f"raw.{name}" for (name,) in tables]


def wanted(warehouse, engine):
    """Tables of the engine that are read later, by their patterns."""
    for layer in LAYERS:
        warehouse.execute(f"CREATE SCHEMA IF NOT EXISTS {layer}")
    patterns = os.environ["TRACKER_TABLES"].split()
    return sorted(name for name in engine.tables() if any(fnmatch(name, pattern) for pattern in patterns))


def derive(name, plan):
    """Loads, runs SQLMesh by `plan()`, which gives its exit code, and fetches; returns the exit code."""
    kind, variable = ENGINES[name]
    try:
        engine = kind(os.environ.pop(variable))
        try:
            engine.prepare()
            transfer(engine.load, raw)
            code = plan()
            if code == 0:
                transfer(engine.fetch, lambda warehouse: wanted(warehouse, engine))
            return code
        except engine.failures as error:
            raise engine.failure_of(error) from error
        finally:
            engine.close()
    except Refused as refused:
        print(f"engine: {refused}", file=sys.stderr)
        return 1
