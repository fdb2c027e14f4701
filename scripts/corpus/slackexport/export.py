"""The folder of an export: the lists, and a file for each conversation and day."""

import calendar
import functools
import json
import multiprocessing
import os
import time

from ..invented import rng
from ..world.chats import chat_sizes
from ..world.texts import draw_language, pools
from .channels import KINDS, plan_channels
from .messages import SERVICE, ConversationDraw
from .people import make_foreigners, make_guests, make_staff

FOLDER = "Halden Slack export Jan 1 2024 - Jun 30 2024"
FIRST_DAY = calendar.timegm((2024, 1, 2, 0, 0, 0))
DAYS, OPENS, OPEN_SECONDS = 178, 28_800, 32_400


def write_json(path, value):
    """As Slack writes it: four blanks, only ASCII, slashes escaped."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    data = json.dumps(value, indent=4).replace("/", "\\/").encode()
    with open(path, "wb") as file:
        file.write(data)
    return len(data)


def write_slack(seed, out, companies, size, shares):
    """Returns the bytes written and, for each conversation, what it holds and whose it is."""
    root = os.path.join(out, "slack", FOLDER)
    staff, guests = make_staff(seed), make_guests(seed, companies)
    foreigners = make_foreigners(seed, companies)
    users = staff + [guest for members in guests.values() for guest in members]
    channels = plan_channels(seed, companies, size["channels"], shares, staff, guests)
    counts = chat_sizes(rng(seed, "slack sizes"), len(channels), size["slack"], 1.4)
    written = sum(write_json(os.path.join(root, name), [one["entry"] for one in channels if one["list"] == name])
                  for name, _ in KINDS)
    written += write_json(os.path.join(root, "users.json"), users)
    written += write_json(os.path.join(root, "integration_logs.json"), [])
    written += write_json(os.path.join(root, "canvases.json"), [])
    work = functools.partial(write_channel, seed, root, shares, users)
    jobs = [(channel, count, foreigners[channel["owner"]["name"]] if channel["owner"] else [])
            for channel, count in zip(channels, counts)]
    truth = {}
    with multiprocessing.Pool() as pool:
        for channel, (size_, counted) in zip(channels, pool.imap(work, jobs, chunksize=4)):
            written += size_
            owner = channel["owner"]
            truth[channel["entry"]["id"]] = counted | dict(name=channel["folder"],
                                                           companies=[owner["name"]] if owner else [])
    return written, truth


def write_channel(seed, root, shares, users, job):
    channel, count, foreigners = job
    random_ = rng(seed, f"slack {channel['entry']['id']}")
    texts = pools(seed, shares)[draw_language(random_, shares)]
    drawn = ConversationDraw(random_, channel, texts, shares, users, foreigners)
    moments = sorted((FIRST_DAY + random_.randrange(DAYS) * 86_400 + OPENS + random_.randrange(OPEN_SECONDS), number)
                     for number in range(count))
    days, truth = {}, dict(messages=0, service=0)
    for moment, number in moments:
        message = drawn.message(moment, number)
        truth["messages"] += 1
        truth["service"] += message.get("subtype") in SERVICE
        days.setdefault(moment // 86_400, []).append(message)
    written = 0
    for day, messages in days.items():
        name = time.strftime("%Y-%m-%d.json", time.gmtime(day * 86_400))
        written += write_json(os.path.join(root, channel["folder"], name), messages)
    return written, truth
