"""An account, or one chat, in one result.json: JsonWriter."""

import functools
import os

from .draw import ChatDraw
from .message_json import json_string, json_value, message_json
from .serialize import Clock

TYPES = {"personal": "personal_chat", "bot": "bot_chat", "channel": "private_channel", "group": "private_supergroup"}


def chat_json(seed, shares, depth, chat):
    """A chat as text, nested `depth` deep; and what it holds."""
    from .account import count  # noqa: PLC0415  (the two formats count alike)
    drawn, clock = ChatDraw(seed, chat, shares), Clock(chat["offset"])
    texts = []

    def told():
        for message in drawn.messages():
            texts.append(json_value(message_json(message, clock), depth + 2))
            yield message

    truth = count(told())
    pad = "\n" + " " * (depth + 1)
    head = "".join(f"{pad}{json_string(name)}: {json_value(value, 0)}," for name, value in (
        ("name", chat["title"] or None), ("type", TYPES[chat["kind"]]), ("id", chat["id"])))
    inner = pad + " "
    text = "{" + head + pad + '"messages": [' + inner + ("," + inner).join(texts) + pad + "]\n" + " " * depth + "}"
    return text.encode(), truth


def write_result(seed, place, chats, shares, pool):
    os.makedirs(place, exist_ok=True)
    path = os.path.join(place, "result.json")
    with open(path, "wb") as file:
        if not chats[0]["path"]:
            text, chats[0]["truth"] = chat_json(seed, shares, 0, chats[0])
            file.write(text)
        else:
            write_account(file, seed, chats, shares, pool)
    return os.path.getsize(path)


def write_account(file, seed, chats, shares, pool):
    file.write(b'{\n "about": "Here is the data you requested.",\n "personal_information": {\n  "user_id": 100001,\n'
               b'  "first_name": "Nora",\n  "last_name": "Halden",\n  "phone_number": "+49 305 551234"\n }')
    for name, is_left in (("chats", False), ("left_chats", True)):
        members = [chat for chat in chats if chat["is_left"] == is_left]
        file.write(f',\n "{name}": {{\n  "about": "This page lists all chats.",\n  "list": ['.encode())
        work = functools.partial(chat_json, seed, shares, 3)
        for index, (chat, (text, truth)) in enumerate(zip(members, pool.imap(work, members, chunksize=8))):
            chat["truth"] = truth
            file.write((b"," if index else b"") + b"\n   " + text)
        file.write(b"\n  ]\n }")
    file.write(b"\n}")
