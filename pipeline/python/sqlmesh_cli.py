"""SQLMesh's command line, which ends with the process that started it and leaves Ctrl-C to that one.

Standard input is a pipe that the starting process holds open and never writes to: the system closes it at the moment
in which that process ends, however it ends.
"""

import gc
import os
import signal
import sys
import threading


def end_with_parent() -> None:
    while os.read(0, 1):
        pass
    os._exit(1)


signal.signal(signal.SIGINT, signal.SIG_IGN)
signal.signal(signal.SIGTERM, signal.SIG_IGN)
threading.Thread(target=end_with_parent, daemon=True).start()

# A run makes millions of small objects and lets few go: looking for them often costs a fifth of its time.
gc.set_threshold(100_000, 50, 1000)


def plan():
    from sqlmesh.cli.main import cli

    try:
        return cli(prog_name="sqlmesh")
    except SystemExit as ended:
        return ended.code


engine = os.environ.get("TRACKER_ENGINE", "embedded")
if engine != "embedded":
    import engines

    sys.exit(engines.derive(engine, plan))
sys.exit(plan())
