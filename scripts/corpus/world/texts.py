"""Texts as the messengers have them: pieces with a type, as Telegram's JSON names it."""

import functools

from ..invented import rng
from .words import EMOJI, OTHERS, OTHER_WEIGHTS, plain_text

POOL = {"english": 12_000}
POOL_OTHER = 2_500
FORMATS = ("bold italic code pre underline strikethrough blockquote spoiler hashtag bot_command cashtag phone email "
           "mention mention_name text_link custom_emoji bank_card unknown").split()
WEIGHTS = [20, 12, 12, 6, 3, 2, 6, 4, 8, 3, 2, 2, 3, 14, 5, 10, 8, 1, 0.3]
ODD = ["\t", "\u2028", "\u00a0", "\u200d", "\u202b", "\ufeff", "\u2029", "  "]
QUOTED = ["R&D & ops", "a < b && c > d", "it's \"fine\"", "<node id='7'>", "Q&A: what's next?", "&amp; stays", "5 > 3"]


def piece(random_, words):
    """One formatted piece."""
    kind = random_.choices(FORMATS, weights=WEIGHTS)[0]
    word = words[0].strip(".,!?")
    number = random_.randrange(10_000)
    text, additional = " ".join(words), ""
    if kind in ("hashtag", "bot_command", "cashtag"):
        text = {"hashtag": "#", "bot_command": "/", "cashtag": "$"}[kind] + (word or "tag")
    elif kind == "mention":
        text = f"@user_{number}"
    elif kind == "phone":
        text = f"+49 30 {number:06d}"
    elif kind == "email":
        text = f"desk{number}@mail.example"
    elif kind == "text_link":
        additional = f"https://docs.halden.example/p/{number}?a=1&b=two#part"
    elif kind == "mention_name":
        additional = str(100_000 + number)
    elif kind == "custom_emoji":
        text = random_.choice(EMOJI)
        additional = random_.choice(["", "(unavailable)", f"stickers/sticker ({number % 40}).webp"])
    elif kind == "pre":
        text, additional = f"if (a < {number}) {{\n\treturn \"{word}\";\n}}", random_.choice(["", "cpp", "json"])
    elif kind == "bank_card":
        text = f"4000 0000 0000 {number:04d}"
    return kind, text, additional


def draw_text(random_, language, shares):
    """The pieces of one text."""
    text = plain_text(random_, language, shares.words)
    draw = random_.random
    if draw() < shares.quotes:
        text += " " + random_.choice(QUOTED)
    if draw() < shares.odd_signs:
        text = text.replace(" ", random_.choice(ODD), 1)
    if draw() < shares.control_characters:
        text += random_.choice("\x07\x0b\x1b\x7f")
    if draw() < shares.line_breaks:
        text = text.replace(" ", "\n", 1 + int(draw() * 3)) + "\n" + plain_text(random_, language, shares.words)
    if draw() < shares.emoji:
        text += " " + "".join(random_.choices(EMOJI, k=1 + int(draw() * 3)))
    parts = [("plain", text, "")]
    if draw() < shares.formatted:
        words = plain_text(random_, language, 3).split(" ")[:4]
        tail = plain_text(random_, language, 4)
        parts += [piece(random_, words), ("plain", " " + tail, "")]
        if draw() < 0.3:
            parts.insert(0, piece(random_, words[:2]))
            parts.insert(1, ("plain", "\n", ""))
    if draw() < shares.links:
        number = random_.randrange(10**6)
        parts += [("plain", " ", ""), ("link", f"https://docs.halden.example/p/{number}?a=1&b=2", "")]
    return tuple(parts)


@functools.lru_cache(maxsize=None)
def pools(seed, shares):
    """A pool of texts for each language; drawn once a process."""
    result = {}
    for language in ["english", *OTHERS]:
        random_ = rng(seed, f"texts {language}")
        count = POOL.get(language, POOL_OTHER)
        result[language] = [draw_text(random_, language, shares) for _ in range(count)]
    return result


def draw_language(random_, shares):
    if random_.random() >= shares.other_scripts:
        return "english"
    return random_.choices(OTHERS, weights=OTHER_WEIGHTS)[0]


MENTIONS = ["{} asked for a new date", "Just off the phone with {} about this", "who talks to {} these days?",
            "{}'s invoice is paid", "as agreed with {}: we wait", "({}) sent the keys", "Same issue as {}, see above"]


def mention_of(random_, company):
    """A text that names a company."""
    return (("plain", random_.choice(MENTIONS).format(company["short"]), ""),)


def plain(parts):
    return "".join([part[1] for part in parts])
