"""Exports of whole accounts, and of one chat: the folders, the lists and the pages of all chats."""

import functools
import multiprocessing
import os

from ..world.people import staff
from .draw import ChatDraw
from .eras import ERAS
from .lists import write_lists
from .pages import ChatWriter
from .result import write_result
from .serialize import Clock

# The exporting machines' zones: they have no summer time, so that the printed offset is the true one.
OFFSETS = [60, 0, -300, 330, 540]
DATE, LATER_DATE = "2024-06-30", "2024-07-15"
# A second export is made two weeks later: nearly all chats went on.
GROWN, GROWTH = 0.95, 6
MEDIA_BLOCKS = {"photo", "video", "audio", "map", "channel", "embed", "collage", "slideshow"}


def write_telegram(seed, out, chats, shares, options):
    """Writes all exports below `out`/telegram. Returns the bytes written; each chat learns its path and its truth."""
    root = os.path.join(out, "telegram")
    if len(chats) == 1:
        chats[0] |= dict(path="", folder="ChatExport_2024-06-30", offset=60)
        folders = [("ChatExport_2024-06-30", chats)]
    else:
        folders = accounts_of(chats, options.later)
    written = 0
    with multiprocessing.Pool() as pool:
        for folder, members in folders:
            place = os.path.join(root, folder)
            if options.format in ("html", "both"):
                if len(chats) > 1:
                    written += write_lists(place, members, shares, staff(seed)[0])
                work = functools.partial(write_chat, seed, place, shares)
                for chat, (size, truth) in zip(members, pool.imap(work, members, chunksize=8)):
                    chat["truth"], written = truth, written + size
            if options.format in ("json", "both"):
                written += write_result(seed, place, members, shares, pool)
    return written


def accounts_of(chats, is_later):
    """The chats by the version that exported them: each version is another colleague's account.

    Numbers of chats are not stable: a later export lists them in another order.
    """
    by_era, folders = {}, []
    for chat in chats:
        by_era.setdefault(chat["era"], []).append(chat)
    for index, era in enumerate(ERAS):
        members = by_era.get(era, [])
        if not members:
            continue
        members.sort(key=lambda chat: chat["is_left"])
        if is_later:
            members = [chat for chat in reversed(members) if not chat["is_left"]] + [
                chat for chat in members if chat["is_left"]]
        date = LATER_DATE if is_later else DATE
        folder = f"DataExport_{date}" + (f" ({index})" if index else "")
        width = len(str(len(members) - 1))
        for number, chat in enumerate(members):
            chat |= dict(path=f"chats/chat_{number + 1:0{width}d}/", folder=folder, offset=OFFSETS[index % len(OFFSETS)])
        folders.append((folder, members))
    return folders


def grow(chats):
    """What two weeks later is different: most chats have a few messages more."""
    for chat in chats:
        if chat["number"] * 7_919 % 1_000 < GROWN * 1_000:
            chat["count"] += 1 + chat["number"] % GROWTH


def write_chat(seed, place, shares, chat):
    era = ERAS[chat["era"]]
    writer = ChatWriter(place, chat, Clock(chat["offset"]), era)
    truth = count(writer.write(ChatDraw(seed, chat, shares).messages()))
    return writer.written, truth


def count(messages):
    """What an export of a chat holds, as a reader should count it.

    HTML prints no time with service lines, JSON does: `first` and `last` are of regular messages, `first_told` and
    `last_told` of all that JSON states a time of.
    """
    result = dict(messages=0, service=0, media=0, rich_media=0, positive=0)
    regular, told = [], []
    for message in messages:
        is_service = bool(message.service) or message.unsupported
        result["messages"] += 1
        result["positive"] += message.id > 0
        result["service"] += is_service
        result["media"] += message.media is not None
        result["rich_media"] += has_media(message)
        if not is_service:
            regular.append(message.date)
        if not message.unsupported:
            told.append(message.date)
    for suffix, dates in (("", regular), ("_told", told)):
        result |= {f"first{suffix}": min(dates, default=None), f"last{suffix}": max(dates, default=None)}
    return result


def has_media(message):
    """Whether a rich message shows media, which readers may count or not."""
    return any(json["type"] in MEDIA_BLOCKS for _, json in message.rich or ())
