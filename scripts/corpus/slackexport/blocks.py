"""Text of Slack, in its own notation and as blocks of rich text beside it."""

from ..world.texts import plain

ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
STYLES = ["bold", "italic", "strike", "code"]
SIGNS = {"bold": "*", "italic": "_", "strike": "~", "code": "`"}


def escape(text):
    return text.translate(ESCAPES)


class Piece:
    """A piece of a text: how Slack notes it, and the element of rich text."""

    def __init__(self, noted, element):
        self.noted, self.element = noted, element


def text_piece(text):
    return Piece(escape(text), {"type": "text", "text": text})


def styled_piece(text, style):
    return Piece(SIGNS[style] + escape(text) + SIGNS[style], {"type": "text", "text": text, "style": {style: True}})


def user_piece(identity):
    return Piece(f"<@{identity}>", {"type": "user", "user_id": identity})


def link_piece(url, label):
    if label:
        return Piece(f"<{escape(url)}|{escape(label)}>", {"type": "link", "url": url, "text": label})
    return Piece(f"<{escape(url)}>", {"type": "link", "url": url})


def emoji_piece(name, code):
    return Piece(f":{name}:", {"type": "emoji", "name": name, "unicode": code})


def here_piece(range_):
    return Piece(f"<!{range_}>", {"type": "broadcast", "range": range_})


def channel_piece(identity, name):
    return Piece(f"<#{identity}|{name}>", {"type": "channel", "channel_id": identity})


def date_piece(moment):
    return Piece(f"<!date^{moment}^{{date_short}}|a day in May>",
                 {"type": "date", "timestamp": moment, "format": "{date_short}", "fallback": "a day in May"})


def mail_piece(address):
    return Piece(f"<mailto:{address}|{address}>", {"type": "link", "url": f"mailto:{address}", "text": address})


def draw_pieces(random_, text, channel, number):
    """The pieces of a message: mostly one text, sometimes more."""
    pieces, draw = [text_piece(plain(text))], random_.random()
    if draw < 0.55:
        return pieces
    more = [
        lambda: user_piece(random_.choice(channel["entry"]["members"])),
        lambda: link_piece(f"https://docs.halden.example/{number}?a=1&b=2", random_.choice(["", "docs", "a | b > c"])),
        lambda: emoji_piece(*random_.choice([("tada", "1f389"), ("eyes", "1f440"), ("+1", "1f44d")])),
        lambda: styled_piece(random_.choice(["today", "R&D", "if a < b"]), random_.choice(STYLES)),
        lambda: here_piece(random_.choice(["here", "channel", "everyone"])),
        lambda: channel_piece("C000000", "general"),
        lambda: date_piece(1_716_000_000 + number),
        lambda: mail_piece(f"desk{number % 50}@mail.example"),
    ]
    weights = [30, 25, 20, 12, 4, 4, 2, 3]
    for make in random_.choices(more, weights=weights, k=random_.choice([1, 1, 2, 3])):
        pieces += [text_piece(" "), make()]
    return pieces


def rich_text(pieces, block):
    return [{"type": "rich_text", "block_id": block,
             "elements": [{"type": "rich_text_section", "elements": [piece.element for piece in pieces]}]}]


def rich_list(pieces, items, block):
    """A section and a list below it."""
    value = rich_text(pieces, block)
    value[0]["elements"].append({
        "type": "rich_text_list", "style": "bullet", "indent": 0, "border": 0,
        "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": item}]} for item in items]})
    return value


def noted(pieces):
    return "".join(piece.noted for piece in pieces)


def unfurl(random_, number):
    """What Slack shows of a link."""
    url = f"https://docs.halden.example/{number}"
    return dict(id=1, from_url=url, original_url=url, service_name="Docs", title=f"Page {number} & more",
                title_link=url, text=random_.choice(["A page about <https://x.example|x>", "Notes of the call", ""]),
                fallback=f"Docs: Page {number}", ts=1_716_000_000, footer="Docs", mrkdwn_in=["text"])


def shared_message(random_, number):
    """A message of another channel that was shared."""
    url = f"https://halden.slack.example/archives/C000000/p171600000000{number % 10}"
    return dict(id=1, from_url=url, fallback="[May 2] nora: as agreed", ts="1714640400.000100", author_id="U000001",
                author_name="Nora", channel_id="C000000", channel_name="general", is_msg_unfurl=True, text="as agreed",
                mrkdwn_in=["text"], footer="Posted in #general")


def app_attachment(number):
    """An attachment of an app: a build, an alert."""
    return dict(id=1, color="2eb886", fallback=f"Build {number} passed", pretext="", title=f"Build {number}",
                text="*passed* in 4 min", fields=[dict(title="Branch", value="main", short=True),
                                                  dict(title="Commit", value="`abc123`", short=True)])
