"""From the close of one small file to the renamed JSON, beside the watchdog baseline."""

import contextlib
import os
import shutil
import statistics
import time

from .inotify import RenameWatch
from .live import LiveChats, wait_for
from .processes import Daemon, run
from .report import Row, paired_ratio, percentile
from .workspace import State, baseline, corpus, first_companies, fresh, say

# With so many companies in the mapping, M's and L's snapshots are both about 7 MB; L's unmatched names take more.
COMPANIES = {"S": 60, "M": 50, "L": 17}
# And with so many, L's is about 60 MB.
MANY_COMPANIES, LARGE = 450, "L with 60 MB of JSON"
PAUSE = 0.25
WATCHDOG = "watchdog on S"


class Subject:
    """A daemon, the chats it watches, and the JSON it renames."""

    def __init__(self, stack, name, daemon, chats, output):
        self.name, self.daemon, self.chats, self.output = name, daemon, chats, output
        self.milliseconds = []
        self.renames = RenameWatch(output)
        stack.callback(self.renames.close)

    def edit(self, turn):
        marker = f"marker-{self.name[-1]}-{turn}-end"
        self.renames.forget()
        closed = self.chats.edit(turn, marker)
        seen = wait_for(self.renames, self.output, lambda content: marker.encode() in content)
        assert seen, f"{self.name}: the change did not reach the JSON"
        self.milliseconds.append((seen - closed) / 1e6)


def start_etl_watch(stack, size, companies=None, name=None):
    name = name or size
    path, drop = corpus("--preset", size), fresh(f"live-{name}")
    chats = LiveChats(os.path.join(drop, "telegram"), 40)
    state = State(f"refresh-{name}", [path, drop], first_companies(path, drop, companies or COMPANIES[size]))
    say(f"loading {name}")
    run(state.backfill())
    daemon = stack.enter_context(Daemon(state.run(), "Ready"))
    return Subject(stack, f"etl-watch, {name}", daemon, chats, state.output)


def start_watchdog(stack):
    """The baseline has 400 chats to rewrite, fewer than the daemons beside it."""
    drop, folder = fresh("live-watchdog"), fresh("refresh-watchdog")
    shutil.copytree(os.path.join(corpus("--preset", "S"), "telegram"), os.path.join(drop, "telegram"))
    chats = LiveChats(os.path.join(drop, "telegram"), 40)
    output = os.path.join(folder, "unified.json")
    daemon = stack.enter_context(Daemon([*baseline("watchdog_lxml"), drop, output], "ready"))
    return Subject(stack, WATCHDOG, daemon, chats, output)


def measure_large(size, edits, samples):
    """The same with a large JSON."""
    with contextlib.ExitStack() as stack:
        subject = start_etl_watch(stack, size, MANY_COMPANIES, LARGE)
        time.sleep(2)
        say(f"{edits} edits with {LARGE}")
        for turn in range(edits):
            time.sleep(PAUSE)
            subject.edit(turn)
        samples[f"refresh, {LARGE}"] = {"milliseconds": subject.milliseconds,
                                        "json_bytes": os.path.getsize(subject.output)}
        return limits(subject, LARGE, 6, 25)


def limits(subject, name, middle, most):
    note = f"JSON of {os.path.getsize(subject.output) / 1e6:.1f} MB"
    return [Row(f"refresh with {name} loaded, p50", statistics.median(subject.milliseconds), "ms", at_most=middle,
                note=note),
            Row(f"refresh with {name} loaded, p99", percentile(subject.milliseconds, 0.99), "ms", at_most=most)]


def measure(sizes, edits, samples):
    with contextlib.ExitStack() as stack:
        subjects = [*(start_etl_watch(stack, size) for size in sizes), start_watchdog(stack)]
        time.sleep(2)
        say(f"{edits} edits each")
        for turn in range(edits):
            for subject in subjects:
                time.sleep(PAUSE / len(subjects))
                subject.edit(turn)
        samples["refresh"] = {
            subject.name: {"milliseconds": subject.milliseconds, "json_bytes": os.path.getsize(subject.output),
                           "peak_bytes": subject.daemon.peak_bytes()} for subject in subjects}
        return rows(sizes, subjects)


def rows(sizes, subjects):
    of = {subject.name: subject for subject in subjects}
    small, large = (of[f"etl-watch, {size}"] for size in (sizes[0], sizes[-1]))
    watchdog = of[WATCHDOG]
    result = [
        *limits(small, sizes[0], 4, 15),
        Row(f"refresh with {sizes[0]} loaded, against watchdog", paired_ratio(small.milliseconds, watchdog.milliseconds),
            "×", at_most=0.7, note=f"watchdog: {statistics.median(watchdog.milliseconds):.1f} ms, "
            f"JSON of {os.path.getsize(watchdog.output) / 1e6:.1f} MB"),
    ]
    if small is not large:
        result.append(Row(f"refresh, {sizes[-1]} against {sizes[0]}",
                          paired_ratio(large.milliseconds, small.milliseconds), "×", at_most=1.5,
                          note=f"{statistics.median(large.milliseconds):.1f} ms, "
                          f"JSON of {os.path.getsize(large.output) / 1e6:.1f} MB"))
    return result
