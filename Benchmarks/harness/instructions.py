"""How many instructions a backfill of S and a refresh take, below callgrind, with one worker.

Unlike a time, the number is the same on a busy machine. The figures in Benchmarks/instructions.json are held
against; a commit that raises them says why and writes new ones with `scripts/bench instructions --update`.
"""

import json
import os
import re
import shutil
import subprocess
import time

from .live import LiveChats, wait_for
from .inotify import RenameWatch
from .report import Row
from .workspace import ETL_WATCH, ROOT, SCRATCH, State, corpus, first_companies, fresh, run_quietly, say

COMMITTED = os.path.join(ROOT, "Benchmarks", "instructions.json")
LIMIT = 1.03
SOURCES = ["telegram", "slack", "calendar", "hubspot"]
EDITS = 30
# Without debugging information, which valgrind 3.19 cannot read of a program that lld linked.
PROGRAM = os.path.join(SCRATCH, "etl-watch-stripped")
COLLECTED = re.compile(r"Collected : (\d+)")


def below_callgrind(arguments):
    """The same call, counted; one worker, so that threads do not wait for one another."""
    assert arguments[0] == ETL_WATCH
    return ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", PROGRAM, *arguments[1:],
            "--max-workers", "1"]


def collected(text):
    found = COLLECTED.findall(text)
    assert found, f"callgrind told no number: {text[-500:]}"
    return int(found[-1])


def count_backfill(source):
    path = corpus("--preset", "S")
    state = State(f"instructions-{source}", [os.path.join(path, source)], os.path.join(path, "company_mapping.csv"))
    say(f"counting a backfill of S's {source}")
    done = subprocess.run(below_callgrind(state.backfill()), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                          check=False)
    assert done.returncode == 0, f"the backfill of {source} ended with {done.returncode}"
    return collected(done.stderr)


def count_refresh():
    """The difference of two daemons, one of which sees changes, for each change."""
    few, many = count_daemon(0), count_daemon(EDITS)
    return (many - few) // EDITS


def count_daemon(edits):
    path, drop = corpus("--preset", "S"), fresh("live-instructions")
    chats = LiveChats(os.path.join(drop, "telegram"), 40)
    state = State("instructions-refresh", [path, drop], first_companies(path, drop, 60))
    run_quietly(state.backfill())
    say(f"counting a daemon that sees {edits} changes")
    log = os.path.join(SCRATCH, "instructions.log")
    with open(log, "w", encoding="utf-8") as told:
        daemon = subprocess.Popen(below_callgrind(state.run()), stdout=told, stderr=subprocess.STDOUT)
        renames = RenameWatch(state.output)
        try:
            wait_until(log, "Ready")
            for turn in range(edits):
                marker = f"marker-instructions-{turn}-end"
                renames.forget()
                chats.edit(turn, marker)
                assert wait_for(renames, state.output, lambda content: marker.encode() in content, 600), (
                    "the change did not reach the JSON")
        finally:
            renames.close()
            daemon.terminate()
            daemon.wait()
    with open(log, encoding="utf-8") as told:
        return collected(told.read())


def wait_until(path, text, timeout=900):
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline:
        with open(path, encoding="utf-8", errors="replace") as file:
            if text in file.read():
                return
        time.sleep(0.2)
    raise AssertionError(f"the daemon did not say {text} in {timeout} s")


def measure(samples, is_update=False):
    assert shutil.which("valgrind"), "valgrind is missing: scripts/setup --bench installs it"
    subprocess.run(["strip", "-o", PROGRAM, ETL_WATCH], check=True)
    found = {f"backfill of S, {source}": count_backfill(source) for source in SOURCES}
    found["one refresh with S loaded"] = count_refresh()
    samples["instructions"] = found
    if is_update:
        with open(COMMITTED, "w", encoding="utf-8") as file:
            json.dump({"limit": LIMIT, "figures": found}, file, indent=1)
            file.write("\n")
    with open(COMMITTED, encoding="utf-8") as file:
        committed = json.load(file)["figures"]
    rows = [Row(f"instructions, {name}", count / 1e6, "million", at_most=committed[name] * LIMIT / 1e6,
                note=f"{count / committed[name]:.3f} × of the committed figure") for name, count in found.items()]
    more = [row.what for row in rows if not row.is_met()]
    assert not more, "more instructions than 1.03 × of the committed ones: " + "; ".join(
        f"{row.what} {row.note}" for row in rows if row.what in more)
    return rows
