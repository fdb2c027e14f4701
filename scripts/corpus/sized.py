"""An account in one result.json of a given size."""

import functools
import itertools
import multiprocessing
import os

from .tdesktop.result import chat_json
from .world.chats import plan_chats
from .world.companies import world_companies
from .world.mapping import name_groups, write_mapping
from .world.texts import pools

CHATS, MESSAGES = 4_000, 2_400_000


def write_sized(seed, out, byte_count, size, shares):
    """Chat after chat until the file has `byte_count` bytes; the last chat is written to its end."""
    companies = world_companies(seed, size["companies"])
    name_groups(seed, companies)
    write_mapping(seed, out, companies)
    pools(seed, shares)
    folder = os.path.join(out, "telegram", "DataExport_2024-06-30")
    os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, "result.json")
    plan = plan_chats(seed, companies, dict(size, chats=CHATS, messages=MESSAGES), shares)
    with open(path, "wb") as file, multiprocessing.Pool() as pool:
        file.write(b'{\n "about": "Here is the data you requested.",\n "chats": {\n  "about": "Chats.",\n  "list": [')
        separator = b""
        for turn in itertools.count():
            chats = [repeated(chat, turn) for chat in plan]
            for text, _ in pool.imap(functools.partial(chat_json, seed, shares, 3), chats, chunksize=4):
                file.write(separator + b"\n   " + text)
                separator = b","
                if file.tell() >= byte_count:
                    break
            if file.tell() >= byte_count:
                break
        file.write(b'\n  ]\n },\n "left_chats": {\n  "about": "",\n  "list": [\n  ]\n }\n}')
        pool.terminate()
    yield "result.json", os.path.getsize(path)


def repeated(chat, turn):
    """The same chat under another number, if the file wants more than there are."""
    number = chat["number"] + turn * CHATS
    title = f"{chat['title']} {turn + 1}" if turn else chat["title"]
    return chat | dict(number=number, id=chat["id"] + turn * 10**8, title=title, path="chats/", offset=60)
