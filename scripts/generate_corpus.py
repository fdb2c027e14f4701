#!/usr/bin/env python3
"""Writes invented export drops of a given size, for measuring and for tests.

    scripts/generate_corpus.py --preset M /tmp/corpus

makes /tmp/corpus/{telegram,slack,calendar,hubspot}/, /tmp/corpus/company_mapping.csv and /tmp/corpus/truth.json,
which says what the exports hold (scripts/check_corpus holds a snapshot against it). The same preset, seed and
numbers give the same bytes. Presets (chats and messages are Telegram's):

    S         400 chats, 24,000 messages
    M         3,958 chats, 240,000 messages, about 150 MB of HTML
    L         40,000 chats, 2,400,000 messages
    single    one chat of 200,000 messages in pages of 1,000
    unseen    2,700 chats, 170,000 messages, of another seed and other proportions: nothing is tuned on it
    old-S, old-M, old-L, old-single
              the corpora of releases before 1.1, of a generator with fewer forms and without truth.json

`--result-json BYTES` writes the other shape of a Telegram export instead: an account in one result.json.
docs/corpus.md says what was taken from which exporter. Only the standard library is used. Nothing in the output
is real.
"""

import argparse
import dataclasses
import os
import sys
import time

from corpus import calendars, hubspot, mapping, presets, slack, telegram
from corpus.invented import make_companies
from corpus.sized import write_sized
from corpus.write import write_corpus

SOURCES = ["telegram", "slack", "calendar", "hubspot"]
OLD_SOURCES = (("telegram", telegram.write_telegram), ("slack", slack.write_slack),
               ("calendar", calendars.write_calendar), ("hubspot", hubspot.write_hubspot))


def setting(text):
    name, _, value = text.partition("=")
    if name not in presets.Proportions.__dataclass_fields__:
        raise argparse.ArgumentTypeError(f"{name} is no proportion; --proportions lists them")
    return name, value


def make_parser():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--preset", choices=[*presets.SIZES, *presets.OLD])
    what.add_argument("--result-json", type=int, metavar="BYTES")
    what.add_argument("--proportions", action="store_true", help="list the proportions and their values")
    parser.add_argument("out", metavar="DIR", nargs="?", help="made if missing; must be empty")
    parser.add_argument("--seed", type=int, metavar="N", help="another seed, another corpus")
    parser.add_argument("--chats", type=int, metavar="N", help="instead of the preset's number")
    parser.add_argument("--messages", type=int, metavar="N", help="of Telegram, instead of the preset's number")
    parser.add_argument("--set", type=setting, action="append", default=[], metavar="NAME=VALUE",
                        help="another proportion; may be repeated")
    parser.add_argument("--source", dest="sources", choices=SOURCES, action="append",
                        help="only this source; may be repeated")
    parser.add_argument("--format", choices=["html", "json", "both"], default="html", help="of Telegram's exports")
    parser.add_argument("--later", action="store_true",
                        help="a second export of the same accounts, two weeks later, without a mapping")
    return parser


def read_options():
    parser = make_parser()
    options = parser.parse_args()
    options.sources = options.sources or SOURCES
    options.shares = presets.proportions_of(options.preset).changed(options.set)
    if options.proportions:
        print("\n".join(f"{name:20} {value}" for name, value in dataclasses.asdict(options.shares).items()))
        sys.exit()
    if not options.out:
        parser.error("name the directory")
    options.seed = presets.seed_of(options.preset) if options.seed is None else options.seed
    options.size = dict((presets.SIZES | presets.OLD).get(options.preset, presets.SIZES["M"]))
    options.size["chats"] = options.chats or options.size["chats"]
    options.size["messages"] = options.messages or options.size["messages"]
    if not 1 <= options.size["chats"] <= options.size["messages"]:
        parser.error("there must be at least one chat, and a message for each")
    os.makedirs(options.out, exist_ok=True)
    if os.listdir(options.out):
        parser.error(f"{options.out} is not empty")
    return options


def write_old(options):
    companies = make_companies(options.seed, options.size["companies"])
    mapping.write_mapping(options.seed, options.out, companies)
    for name, write in OLD_SOURCES:
        yield name, write(options.seed, options.out, options.size, companies)


def main():
    options = read_options()
    started = time.monotonic()
    if options.result_json:
        written = write_sized(options.seed, options.out, options.result_json, options.size, options.shares)
    elif options.preset in presets.OLD:
        written = write_old(options)
    else:
        written = write_corpus(options.seed, options.out, options.size, options.shares, options)
    for name, size in written:
        print(f"{name:11} {size / 1e6:8.1f} MB", flush=True)
    print(f"written in {time.monotonic() - started:.1f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
