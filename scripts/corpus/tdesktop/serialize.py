"""How values are printed: SerializeString, SerializeList, FormatText and the formats of ui/text/format_values.cpp."""

import time

# Characters below 32 are written as references; a line feed and the Unicode separators as <br>.
REFERENCES = {code: f"&#x{code >> 4}{code & 15:X};" for code in range(32)}
REFERENCES |= {ord("\n"): "<br>", 0x2028: "<br>", 0x2029: "<br>", ord('"'): "&quot;", ord("&"): "&amp;",
               ord("'"): "&apos;", ord("<"): "&lt;", ord(">"): "&gt;"}
MONTHS = ("January February March April May June July August September October November December").split()
LINKS_DOMAIN = "https://t.me/"
UNAVAILABLE_EMOJI = "(unavailable)"
SKIPPED = {
    "unavailable": "Unavailable, please try again later.",
    "file_size": "Exceeds maximum size, change data exporting settings to download.",
    "file_type": "Not included, change data exporting settings to download.",
}


def serialize(text):
    return text.translate(REFERENCES)


def serialize_list(values):
    if len(values) < 2:
        return "".join(values)
    return ", ".join(values[:-1]) + " and " + values[-1]


def custom_emoji(document, text, base):
    if not document:
        return f'<a href="" onclick="return ShowNotLoadedEmoji();">{text}</a>'
    if document == UNAVAILABLE_EMOJI:
        return f'<a href="" onclick="return ShowNotAvailableEmoji();">{text}</a>'
    return f'<a href = "{base}{document}">{text}</a>'


WRAPPED = {"bold": "strong", "italic": "em", "code": "code", "pre": "pre", "underline": "u", "strikethrough": "s",
           "blockquote": "blockquote"}
SHOWN = {"hashtag": "ShowHashtag", "bot_command": "ShowBotCommand", "cashtag": "ShowCashtag"}
LINKED = {"link": "", "email": "mailto:", "phone": "tel:"}


def format_part(part, base):
    """One piece of text, by its type as JSON names it."""
    kind, raw, additional = part
    text = serialize(raw)
    if kind in ("plain", "unknown", "bank_card"):
        return text
    if kind in WRAPPED:
        return f"<{WRAPPED[kind]}>{text}</{WRAPPED[kind]}>"
    if kind in SHOWN:
        return f'<a href="" onclick="return {SHOWN[kind]}(&quot;{text[1:]}&quot;)">{text}</a>'
    if kind in LINKED:
        return f'<a href="{LINKED[kind]}{text}">{text}</a>'
    if kind == "mention":
        return f'<a href="{LINKS_DOMAIN}{text[1:]}">{text}</a>'
    if kind == "text_link":
        return f'<a href="{serialize(additional)}">{text}</a>'
    if kind == "mention_name":
        return f'<a href="" onclick="return ShowMentionName()">{text}</a>'
    if kind == "spoiler":
        return f'<span class="spoiler hidden" onclick="ShowSpoiler(this)"><span aria-hidden="true">{text}</span></span>'
    return custom_emoji(additional, text, base)


def format_text(parts, base):
    return "".join([format_part(part, base) for part in parts])


class Clock:
    """Local times of the exporting machine: standard time all year, as its zone has no summer time.

    A day's date is formatted once.
    """

    def __init__(self, offset_minutes):
        self.offset = offset_minutes * 60
        sign = "-" if offset_minutes < 0 else "+"
        self.zone = f" UTC{sign}{abs(offset_minutes) // 60:02d}:{abs(offset_minutes) % 60:02d}"
        self.days = {}

    def day(self, moment):
        return (moment + self.offset) // 86_400

    def _dates(self, day):
        dates = self.days.get(day)
        if dates is None:
            at = time.gmtime(day * 86_400)
            dates = self.days[day] = (f"{at.tm_mday:02d}.{at.tm_mon:02d}.{at.tm_year}",
                                      f"{at.tm_mday} {MONTHS[at.tm_mon - 1]} {at.tm_year}",
                                      f"{at.tm_year}-{at.tm_mon:02d}-{at.tm_mday:02d}")
        return dates

    def _time(self, second):
        return f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"

    def date_time(self, moment):
        day, second = divmod(moment + self.offset, 86_400)
        return f"{self._dates(day)[0]} {self._time(second)}"

    def date_text(self, moment):
        return self._dates(self.day(moment))[1]

    def iso(self, moment):
        day, second = divmod(moment + self.offset, 86_400)
        return f"{self._dates(day)[2]}T{self._time(second)}"


def size_text(size):
    for unit, name in ((1 << 20, "MB"), (1 << 10, "KB")):
        if size >= unit:
            tenths = size * 10 // unit
            return f"{tenths // 10}.{tenths % 10} {name}"
    return f"{size} B"


def duration_text(seconds):
    hours = f"{seconds // 3600}:" if seconds >= 3600 else ""
    return f"{hours}{seconds % 3600 // 60:02d}:{seconds % 60:02d}"


def money(amount, currency):
    """An amount in the currency's smallest unit."""
    if currency == "XTR":
        return f"⭐{amount:,}"
    if currency == "JPY":
        return f"¥{amount:,}"
    if currency == "EUR":
        return f"{amount / 100:,.2f}".replace(",", " ").replace(".", ",") + " €"
    return f"{'$' if currency == 'USD' else '£'}{amount / 100:,.2f}"


def phone(digits):
    return f"+{digits[:2]} {digits[2:5]} {digits[5:]}"
