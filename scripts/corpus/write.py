"""A whole corpus: all four sources, the mapping, and what they hold as truth.json."""

import json
import os

from .crm.export import write_hubspot
from .ics.files import write_calendar
from .slackexport.export import write_slack
from .tdesktop.account import grow, write_telegram
from .world.chats import plan_chats
from .world.companies import world_companies
from .world.mapping import name_groups, write_mapping
from .world.texts import pools

# The time that counts as now where a corpus is read; no meeting lies behind it and 90 days.
AS_OF = "2024-07-01T00:00:00Z"


def write_corpus(seed, out, size, shares, options):
    """Yields each source's name and bytes; at the end `truth.json` lies beside the sources."""
    companies = world_companies(seed, size["companies"])
    name_groups(seed, companies)
    pools(seed, shares)  # Before processes are forked, which then share them.
    truth = dict(seed=seed, now=AS_OF, companies=[company["name"] for company in companies])
    if not options.later:
        write_mapping(seed, out, companies)
    chats = plan_chats(seed, companies, size, shares)
    if options.later:
        grow(chats)
    if "telegram" in options.sources:
        yield "telegram", write_telegram(seed, out, chats, shares, options)
        truth["telegram_chats"] = telegram_truth(chats, options.format)
    if "slack" in options.sources and size["channels"]:
        written, truth["slack_channels"] = write_slack(seed, out, companies, size, shares)
        yield "slack", written
    if "calendar" in options.sources and size["events"]:
        written, truth["calendar_meetings"] = write_calendar(seed, out, companies, size, shares)
        yield "calendar", written
    if "hubspot" in options.sources and size["deals"]:
        written, records = write_hubspot(seed, out, companies, size, shares)
        truth |= records
        yield "hubspot", written
    with open(os.path.join(out, "truth.json"), "w", encoding="utf-8") as file:
        json.dump(truth, file, ensure_ascii=False, indent=0)


def telegram_truth(chats, format_):
    """What each chat holds, by its folder; its texts may name companies that it does not belong to."""
    truth = {}
    for chat in chats:
        held = dict(chat["truth"])
        told = {name: held.pop(f"{name}_told") for name in ("first", "last")}
        if format_ != "html":
            held |= told
        folder = "/".join(filter(None, ["telegram", chat["folder"], chat["path"].rstrip("/")]))
        truth[folder] = held | dict(
            id=str(chat["id"]), title=chat["title"], kind=chat["kind"], era=chat["era"], companies=chat["companies"],
            mentions=[company["name"] for company in chat["mentions"]])
    return truth
