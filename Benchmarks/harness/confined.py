"""A daemon on L in a control group of 48 MB."""

import os
import time

from .processes import Daemon, run
from .report import Row
from .workspace import State, corpus, say

LIMIT = 48 << 20
ROOTS = ("/sys/fs/cgroup", "/sys/fs/cgroup/unified")
OLD_ROOT = "/sys/fs/cgroup/memory"


class ControlGroup:
    """A group of our own with a limit of memory; it is taken away at the end."""

    def __init__(self, limit):
        is_old = os.path.isdir(OLD_ROOT)
        root = OLD_ROOT if is_old else next((path for path in ROOTS if controls_memory(path)), None)
        if root is None:
            raise OSError("no control group of memory can be used")
        self.path = os.path.join(root, f"etl-watch-bench-{os.getpid()}")
        self.events_name = "memory.oom_control" if is_old else "memory.events"
        os.mkdir(self.path)
        self.write("memory.limit_in_bytes" if is_old else "memory.max", limit)

    def write(self, name, value):
        with open(os.path.join(self.path, name), "w", encoding="ascii") as file:
            file.write(str(value))

    def join(self):
        """Called in the child before it becomes the program."""
        self.write("cgroup.procs", os.getpid())

    def kills(self):
        with open(os.path.join(self.path, self.events_name), encoding="ascii") as file:
            return sum(int(line.split()[1]) for line in file if line.startswith("oom_kill "))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.rmdir(self.path)


def controls_memory(path):
    """Whether groups made there can limit memory."""
    try:
        with open(os.path.join(path, "cgroup.subtree_control"), encoding="ascii") as file:
            return "memory" in file.read().split()
    except OSError:
        return False


def measure(size, samples):
    """Backfills and watches within the limit; says so where control groups cannot be used."""
    try:
        group = ControlGroup(LIMIT)
    except OSError as error:
        return [Row(f"a daemon on {size} in a control group of {LIMIT >> 20} MB", 0, "", note=f"not measured: {error}")]
    state = State("confined", [corpus("--preset", size)])
    say(f"{size} in {LIMIT >> 20} MB")
    free = run(State("free", [corpus("--preset", size)]).backfill()).seconds
    with group:
        started = time.monotonic()
        with Daemon(state.run(), "Ready", preexec_fn=group.join) as daemon:
            seconds, peak = time.monotonic() - started, daemon.peak_bytes()
        kills = group.kills()
    samples["confined"] = {"seconds": seconds, "free_seconds": free, "peak_bytes": peak, "kills": kills}
    return [Row(f"a daemon on {size} in a control group of {LIMIT >> 20} MB, kills", kills, at_most=0,
                note=f"{seconds:.0f} s to ready, a backfill without a limit takes {free:.0f} s")]
