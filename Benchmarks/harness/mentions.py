"""What looking for companies' names in messages costs, and which pages the fast reader of Telegram took."""

import json
import os
import statistics

from .backfill import NULL_SAX, TELEGRAM
from .processes import run
from .report import Row, paired_ratio
from .workspace import State, corpus, program, say

# Above 0.45 no text is looked at.
WITHOUT = {"ETL_MATCHING_REVIEW_THRESHOLD": "0.5"}
EVERY_THIRD_CHAT = ("--set", "mention_chats=0.33")


def measure(size, repeats, samples):
    """The share of a backfill's CPU, on the corpus and on one with mentions in every third chat."""
    return [share(name, corpus("--preset", size, *arguments), most, repeats, samples)
            for name, arguments, most in ((f"text mentions of {size}", (), 6),
                                          (f"text mentions of {size}, in every third chat", EVERY_THIRD_CHAT, 10))]


def share(name, path, most, repeats, samples):
    taken = samples.setdefault(name, {"with": [], "without": []})
    for turn in range(repeats):
        say(f"{name}, {turn + 1} of {repeats}")
        for kind, settings in (("with", {}), ("without", WITHOUT)):
            done = run(State("mentions", [path]).backfill(), env={**os.environ, **settings})
            taken[kind].append(done.cpu_seconds)
    part = statistics.median(1 - without / full for full, without in zip(taken["with"], taken["without"]))
    return Row(f"{name}, of a backfill's CPU", part * 100, "%", at_most=most,
               note=f"{statistics.median(taken['with']):.2f} s of CPU")


def measure_readers(size, repeats, samples):
    """The share of bytes that the fast reader took, and the time with libxml2 for all pages."""
    path = corpus("--preset", size)
    telegram, mapping = os.path.join(path, "telegram"), os.path.join(path, "company_mapping.csv")
    seconds = samples.setdefault(f"readers of {size}", {TELEGRAM: [], NULL_SAX: []})
    for turn in range(repeats):
        say(f"{size} with libxml2, {turn + 1} of {repeats}")
        state = State("readers", [telegram], mapping)
        done = run(state.backfill(), env={**os.environ, "ETL_TELEGRAM_READER": "libxml2"})
        seconds[TELEGRAM].append(done.seconds_to(state.output))
        seconds[NULL_SAX].append(run([program("null_sax"), telegram]).seconds)
    state = State("readers", [telegram], mapping)
    run(state.backfill())
    return [Row(f"pages of {size} read by the fast reader", fast_share(state.output) * 100, "% of bytes", at_least=99.5),
            Row(f"backfill of {size}'s Telegram part with telegram_reader: libxml2, of null-sax's time",
                paired_ratio(seconds[TELEGRAM], seconds[NULL_SAX]), "×", at_most=1.35)]


def fast_share(output):
    with open(output, encoding="utf-8") as file:
        # The first line holds the metadata and nothing else.
        line = file.readline().strip().rstrip(",")
    stats = json.loads(line + "}")["metadata"]["performance_stats"]
    fast, other = (stats.get(f"telegram_bytes_{reader}", 0) for reader in ("fast", "libxml2"))
    assert fast + other, "this program does not tell which reader read its pages"
    return fast / (fast + other)
