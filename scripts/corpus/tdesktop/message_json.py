"""One message in JSON: SerializeMessage, SerializeText and SerializeReactions, with the exporter's indentation."""

import re
from json.encoder import encode_basestring

from ..world.people import full_name
from .rich import rich_json
from .scene import person_id

CONTROL = re.compile(r"\\(?:u00([01][0-9a-f])|b|f)")
NAMED = {"\\b": "\\x08", "\\f": "\\x0C"}


def json_string(text):
    """SerializeString: a control character is `\\xNN`, which is no JSON; the separators are escaped."""
    result = encode_basestring(text)
    if "\u2028" in result or "\u2029" in result:
        result = result.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    if "\\u00" in result:
        result = CONTROL.sub(lambda found: NAMED.get(found[0]) or "\\x" + found[1].upper(), result)
    return result


def json_value(value, depth):
    """SerializeObject and SerializeArray: a member in each line, a blank for each level."""
    if isinstance(value, str):
        return json_string(value)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        inner = "\n" + " " * (depth + 1)
        members = [f"{inner}{json_string(name)}: {json_value(member, depth + 1)}" for name, member in value.items()]
        return "{" + ",".join(members) + "\n" + " " * depth + "}"
    if isinstance(value, (list, tuple)):
        inner = "\n" + " " * (depth + 1)
        return "[" + ",".join(inner + json_value(one, depth + 1) for one in value) + "\n" + " " * depth + "]"
    return str(value)


ADDITIONAL = {"mention_name": "user_id", "custom_emoji": "document_id", "pre": "language", "text_link": "href"}


def entity(part):
    kind, text, additional = part
    result = {"type": kind, "text": text}
    if kind == "mention_name":
        result["user_id"] = int(additional)
    elif kind in ADDITIONAL:
        result[ADDITIONAL[kind]] = additional
    elif kind == "blockquote":
        result["collapsed"] = False
    return result


def text_json(parts):
    """A string, or a list of strings and pieces."""
    if not parts:
        return ""
    if len(parts) == 1 and parts[0][0] == "plain":
        return parts[0][1]
    return [part[1] if part[0] == "plain" else entity(part) for part in parts]


def buttons_json(message):
    return [[{"type": kind, "text": text} | ({"data": data} if data else {}) for kind, text, data in row]
            for row in message.buttons]


def reactions_json(message, clock):
    result = []
    for kind, emoji, document, count, recent in message.reactions:
        value = {"type": kind, "count": count}
        if kind == "emoji":
            value["emoji"] = emoji
        elif kind == "custom_emoji":
            value["document_id"] = document
        if recent:
            value["recent"] = [{"from": full_name(person) or None, "from_id": person_id(person),
                                "date": clock.iso(message.date + 60)} for person in recent]
        result.append(value)
    return result


def message_json(message, clock):
    """The members of a message, in the exporter's order."""
    if message.unsupported:
        return {"id": message.id, "type": "unsupported"}
    result = {"id": message.id, "type": "service" if message.service else "message", "date": clock.iso(message.date),
              "date_unixtime": str(message.date)}
    if message.edited:
        result |= {"edited": clock.iso(message.edited), "edited_unixtime": str(message.edited)}
    if message.service:
        result |= message.service[1]
    else:
        result |= {"from": full_name(message.person) or None, "from_id": person_id(message.person)}
        add_origin(result, message)
    if message.media:
        result |= message.media[1]
        if result["type"] == "service":
            del result["from"], result["from_id"]
    if message.rich:
        result["rich_message"] = rich_json(message)
    else:
        result["text"] = text_json(message.text)
        result["text_entities"] = [entity(part) for part in message.text]
    if message.buttons:
        result["inline_bot_buttons"] = buttons_json(message)
    if message.reactions:
        result["reactions"] = reactions_json(message, clock)
    return result


def add_origin(result, message):
    if message.signature:
        result["author"] = message.signature
    if message.forwarded:
        result["forwarded_from"] = full_name(message.forwarded[0]) or None
    if message.reply_to:
        result["reply_to_message_id"] = message.reply_to
        if message.is_reply_elsewhere:
            result["reply_to_peer_id"] = "channel900100"
    if message.via_bot:
        result["via_bot"] = "@" + message.via_bot
