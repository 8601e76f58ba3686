"""SQLMesh's command line, which ends with the process that started it and leaves Ctrl-C to that one.

Standard input is a pipe that the starting process holds open: the system closes it at the moment in which that process
ends, however it ends. One line may come by it, the folder of a warehouse that was not there yet when SQLMesh began.
"""

import gc
import os
import queue
import signal
import sys
import threading


folders = queue.SimpleQueue()


def hear_parent() -> None:
    with os.fdopen(0, "rb", closefd=False) as parent:
        for line in parent:
            folders.put(os.fsdecode(line.rstrip(b"\n")))
    os._exit(1)


signal.signal(signal.SIGINT, signal.SIG_IGN)
signal.signal(signal.SIGTERM, signal.SIG_IGN)
threading.Thread(target=hear_parent, daemon=True).start()

# A run makes millions of small objects and lets few go: looking for them often costs a fifth of its time.
gc.set_threshold(100_000, 50, 1000)


def wait_for_warehouse() -> None:
    """SQLMesh reads itself and the models and makes its plan, for which it needs its notes in memory alone: then it waits."""
    import duckdb

    connect = duckdb.connect

    def when_it_is_there(*args, **kwargs):
        if "database" not in kwargs:
            return connect(*args, **kwargs)
        folder = folders.get()
        folders.put(folder)
        os.chdir(folder)
        return connect(*args, **kwargs)

    duckdb.connect = when_it_is_there


def plan():
    if os.environ.get("TRACKER_WAREHOUSE_TO_COME"):
        wait_for_warehouse()
    from sqlmesh.cli.main import cli

    try:
        return cli(prog_name="sqlmesh")
    except SystemExit as ended:
        return ended.code


engine = os.environ.get("TRACKER_ENGINE", "embedded")
if engine != "embedded":
    import engines

    sys.exit(engines.derive(engine, plan))
code = plan()
# Its connections are closed. To let every object go that the models were read into would take another second.
sys.stdout.flush()
sys.stderr.flush()
os._exit(code or 0)
