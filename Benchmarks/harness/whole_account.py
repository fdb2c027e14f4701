"""A second export of the whole account, dropped beside the first one under a running daemon."""

import os
import re
import shutil
import time

from .inotify import RenameWatch
from .processes import Daemon, run
from .report import Row
from .workspace import State, corpus, fresh, say

TIMEOUT = 300
QUIET = 2.0


def stable(path):
    """A snapshot without what differs from run to run."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    text = re.sub(r'"generated_at":"[^"]*"', "", text)
    return re.sub(r'"performance_stats":\{.*?\}[^{}]*\}', "", text, count=1)


def measure(size, samples):
    """The time from the last close of the copied files to the last snapshot, against that of a backfill."""
    first, second = corpus("--preset", size), corpus("--preset", size, "--source", "telegram", "--later")
    drop = fresh("live-account")
    for name in ("telegram", "company_mapping.csv"):
        source = os.path.join(first, name)
        (shutil.copytree if os.path.isdir(source) else shutil.copyfile)(source, os.path.join(drop, name))
    state = State("account", [drop])
    say(f"loading {size}'s Telegram part")
    run(state.backfill())
    with Daemon(state.run(), "Ready") as daemon:
        renames = RenameWatch(state.output)
        time.sleep(2)
        before = daemon.cpu_seconds()
        say("dropping the second export")
        run(["cp", "-r", os.path.join(second, "telegram"), os.path.join(drop, "later")])
        closed = time.monotonic_ns()
        last = last_rename(renames)
        renames.close()
        cpu, peak = daemon.cpu_seconds() - before, daemon.peak_bytes()
    assert last, "no snapshot followed"
    settled = stable(state.output)
    say("a backfill of both exports")
    clean = State("account-clean", [drop])
    backfill = run(clean.backfill())
    assert settled == stable(clean.output), "the daemon's last snapshot is not that of a backfill"
    lag = max(0, last - closed) / 1e9
    samples["second export"] = {"lag_seconds": lag, "cpu_seconds": cpu, "peak_bytes": peak,
                                "backfill_seconds": backfill.seconds}
    return [Row(f"second export of {size}'s account under a daemon, last close to last snapshot", lag, "s",
                note=f"{cpu:.1f} s of CPU, {peak / 1e6:.0f} MB"),
            Row("the same against a backfill of both exports", lag / backfill.seconds, "×", at_most=1.2,
                note=f"{backfill.seconds:.2f} s")]


def last_rename(renames):
    """The time of the last snapshot: the one after which none comes for a while."""
    seen, deadline = None, time.monotonic() + TIMEOUT
    while time.monotonic() < deadline:
        rename = renames.wait(QUIET if seen else deadline - time.monotonic())
        if rename is None:
            break
        seen = rename
    return seen
