"""Reading everything: etl-watch beside its baselines, and the memory it takes."""

import functools
import json
import os
import statistics

from .processes import run
from .report import Row, paired_ratio
from .workspace import State, baseline, corpus, fresh, program, say

BS4, SELECTOLAX, SELECTOLAX_ALL = "bs4", "selectolax, one process", "selectolax, all cores"
NULL_SAX, READ = "null-sax, all cores", "read, all cores"
TELEGRAM, WHOLE = "etl-watch, Telegram", "etl-watch, all sources"


def measure(size, repeats, samples):
    """Times on one corpus; baselines read only the Telegram part, and so does the etl-watch they are held against.

    Counted is the time until the JSON is in its place; where there is none, until the program ends.
    """
    path = corpus("--preset", size)
    telegram, out = os.path.join(path, "telegram"), fresh("baselines")
    mapping = os.path.join(path, "company_mapping.csv")
    json_out = os.path.join(out, "out.json")

    def etl_watch(name, drop):
        state = State(name, [drop], mapping)
        return state.backfill(), state.output

    contenders = {
        TELEGRAM: lambda: etl_watch("telegram", telegram),
        NULL_SAX: lambda: ([program("null_sax"), telegram], None),
        SELECTOLAX_ALL: lambda: (
            [*baseline("selectolax_processes"), os.cpu_count(), telegram, json_out], json_out),
        READ: lambda: ([program("read"), telegram], None),
        SELECTOLAX: lambda: ([*baseline("selectolax_processes"), 1, telegram, json_out], json_out),
        WHOLE: lambda: etl_watch(size, path),
    }
    run([program("read"), path])
    seconds = samples.setdefault(f"backfill {size}", {name: [] for name in [*contenders, BS4]})
    ends = samples.setdefault(f"backfill {size}, until the program ends", {TELEGRAM: [], WHOLE: []})
    for turn in range(repeats):
        say(f"backfill {size}, {turn + 1} of {repeats}")
        for name, contender in contenders.items():
            arguments, output = contender()
            done = run(arguments)
            seconds[name].append(done.seconds_to(output) if output else done.seconds)
            if name in ends:
                ends[name].append(done.seconds)
            check_count(name, done.output, path)
    say(f"bs4 on {size}, once")
    done = run([*baseline("bs4_threads"), telegram, json_out])
    seconds[BS4].append(done.seconds_to(json_out))
    check_count(BS4, done.output, path)
    return rows(size, seconds, ends)


def rows(size, seconds, ends):
    mine, whole = seconds[TELEGRAM], seconds[WHOLE]
    median = {name: statistics.median(values) for name, values in seconds.items()}
    note = "; ".join(f"{name} {value:.2f} s" for name, value in median.items())
    return [
        Row(f"backfill {size} against bs4", seconds[BS4][0] / median[TELEGRAM], "×", at_least=100, note=note),
        Row(f"backfill {size} against selectolax, all cores", paired_ratio(seconds[SELECTOLAX_ALL], mine), "×",
            at_least=2.5),
        Row(f"backfill {size}, of null-sax's time, all cores", paired_ratio(mine, seconds[NULL_SAX]), "×",
            at_most=1.0, note="until the JSON is in its place; aim 0.75"),
        Row("the same until the program ends, of the time to the JSON", paired_ratio(ends[TELEGRAM], mine), "×",
            at_most=1.25, note="the log of the database is copied behind the JSON"),
        Row(f"backfill {size} with all sources, of null-sax's time", paired_ratio(whole, seconds[NULL_SAX]), "×",
            at_most=1.6, note="null-sax reads Telegram's part only"),
    ]


def check_count(name, output, path):
    """Every contender has read the same messages, or the comparison is void.

    The baselines take every negative id for a day's line, so they have no messages of migrated groups.
    """
    if name in (NULL_SAX, READ):
        return
    found = json.loads(output)
    is_mine = "items" in found
    if is_mine:
        messages = next(item["messages"] for item in found["items"] if item["section"] == "telegram_chats")
    else:
        messages = found["messages"]
    counts = telegram_counts(path)
    # The former generator's corpora have no account of themselves: there, all contenders must agree.
    expected = counts["messages" if is_mine else "positive"] if counts else agreed.setdefault(path, messages)
    assert messages == expected, f"{name} found {messages} messages instead of {expected}"


agreed = {}


@functools.lru_cache(maxsize=None)
def telegram_counts(path):
    """What the corpus holds, by its own account; None if it has none."""
    if not os.path.exists(os.path.join(path, "truth.json")):
        return None
    with open(os.path.join(path, "truth.json"), encoding="utf-8") as file:
        chats = json.load(file)["telegram_chats"].values()
    return {name: sum(chat[name] for chat in chats) for name in ("messages", "positive")}


def measure_memory(sizes, repeats, samples):
    peaks, seconds = {}, {}
    for size in sizes:
        path = corpus("--preset", size)
        taken, seconds[size] = samples.setdefault(f"peak memory {size}", []), []
        for turn in range(repeats[size]):
            say(f"memory of backfill {size}, {turn + 1} of {repeats[size]}")
            done = run(State(size, [path]).backfill())
            taken.append(done.peak_bytes)
            seconds[size].append(done.seconds)
        peaks[size] = max(taken) / 1e6
    result = [Row(f"peak memory of backfill {size}", peaks[size], "MB", at_most=100) for size in sizes]
    small, large = sizes
    wall = statistics.median(seconds[large]) / statistics.median(seconds[small])
    return [*result, Row(f"peak memory, {large} against {small}", peaks[large] / peaks[small], "×", at_most=1.3),
            Row(f"wall time of a backfill, {large} against {small}", wall, "×", at_most=11)]


def measure_result_json(byte_count, samples):
    path = corpus("--result-json", str(byte_count))
    say("result.json")
    done = run(State("result-json", [path]).backfill())
    size = json.loads(done.output)["sources"][0]["bytes"]
    samples["result.json"] = {"bytes": size, "seconds": done.seconds, "peak_bytes": done.peak_bytes}
    return [Row(f"peak memory of a result.json of {size / 1e9:.2g} GB", done.peak_bytes / 1e6, "MB", at_most=200,
                note=f"{done.seconds:.1f} s, {size / done.seconds / 1e6:.0f} MB/s")]
