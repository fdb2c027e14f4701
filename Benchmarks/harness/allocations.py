"""How many heap allocations a message costs, from its bytes to its place in the database and the JSON.

    python3 -m harness.allocations PROGRAM

Counted are two backfills that differ in nothing but the number of messages of one chat. Unlike a time, the difference
is the same on every machine, give or take some; so a test can hold it to a bound.
"""

import json
import os
import subprocess
import sys
import tempfile

from .live import COMPANIES, SEED, TEXTS
from .report import Row

from corpus.result_json import chat_json
from corpus.slack import write_json
from corpus.telegram import write_chat

FEW, MANY = 1_000, 5_000
# Allocations a message of a release build.
MOST = {"Telegram HTML": 3.5, "Telegram result.json": 0.5, "Slack": 6}
MAPPING = ("base_company,variant_name,slack_group,telegram_group,calendar_domain,full_node_address,variant_type\n"
           "Acme,acme,ext-acme,,,,\n")
COUNTER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "count_allocations.c")


def html(drop, count):
    folder = os.path.join(drop, "ChatExport_2024-06-30")
    write_chat(SEED, TEXTS, False, (1, folder, COMPANIES[0]["name"], count))


def result_json(drop, count):
    # The export of one chat is that chat alone.
    folder = os.path.join(drop, "ChatExport_2024-06-30")
    os.makedirs(folder)
    with open(os.path.join(folder, "result.json"), "wb") as file:
        file.write(chat_json(SEED, TEXTS, (1, COMPANIES[0]["name"], count)))


def slack(drop, count):
    root = os.path.join(drop, "Halden Slack export Jan 1 2024 - Jun 30 2024")
    write_json(os.path.join(root, "channels.json"), [{"id": "C1", "name": "ext-acme", "members": []}])
    write_json(os.path.join(root, "ext-acme", "2024-02-01.json"),
               [{"type": "message", "user": f"U{number % 7}", "ts": f"{1_706_780_000 + number}.000100",
                 "text": TEXTS[number % len(TEXTS)]} for number in range(count)])


FORMATS = {"Telegram HTML": html, "Telegram result.json": result_json, "Slack": slack}


def per_message(program):
    """Allocations a message, by format."""
    with tempfile.TemporaryDirectory() as place:
        counter = os.path.join(place, "count_allocations.so")
        subprocess.run(["cc", "-shared", "-fPIC", "-O2", "-o", counter, COUNTER], check=True)
        return {name: (allocations(program, counter, write, MANY) - allocations(program, counter, write, FEW))
                / (MANY - FEW) for name, write in FORMATS.items()}


def allocations(program, counter, write, count):
    with tempfile.TemporaryDirectory() as place:
        drop, state, told = (os.path.join(place, name) for name in ("drop", "state", "count"))
        os.mkdir(drop)
        write(drop, count)
        with open(os.path.join(drop, "company_mapping.csv"), "w", encoding="utf-8") as file:
            file.write(MAPPING)
        done = subprocess.run(
            [program, "backfill", "--quiet", "--json", "--drop", drop, "--db", os.path.join(state, "etl_watch.db"),
             "--output", os.path.join(state, "unified.json"), "--log-file", "none", "--as-of", "2024-07-01T00:00:00Z"],
            env={**os.environ, "LD_PRELOAD": counter, "ALLOCATION_COUNT": told}, check=True, stdout=subprocess.PIPE,
            text=True)
        found = sum(item["messages"] for item in json.loads(done.stdout)["items"])
        assert found >= count, f"{found} messages of {count} were read"
        with open(told, encoding="ascii") as file:
            return int(file.read())


def measure(program, samples):
    found = samples.setdefault("allocations a message", per_message(program))
    return [Row(f"allocations a message, {name}", value, at_most=MOST[name]) for name, value in found.items()]


if __name__ == "__main__":
    print(json.dumps(per_message(sys.argv[1])))
