"""One message in HTML: pushMessage, pushServiceMessage and pushUserpic."""

from ..world.people import full_name
from .rich import show_rich
from .scene import bare_id
from .serialize import custom_emoji, format_text, serialize

COLORS = (1, 8, 5, 2, 7, 4, 6)
UNSUPPORTED = ("This message is not supported by this version of Telegram Desktop. Please update the application.")
JOIN_WITHIN_SECONDS = 900


def color_of(identity):
    return COLORS[identity % len(COLORS)]


def initials(person):
    return "".join(serialize(name.strip()[0]) for name in person if name.strip())


def compose_name(person):
    return serialize(f"{person[0]} {person[1]}") if any(person) else "Deleted Account"


def push_userpic(page, person, color, pixels=42, tooltip=""):
    page.push("div", f' class="userpic userpic{color}" style="width: {pixels}px; height: {pixels}px"')
    title = f' title="{serialize(tooltip)}"' if tooltip else ""
    page.push("div", f' class="initials" style="line-height: {pixels}px"{title}')
    page.text(initials(person))
    page.pop()
    page.pop()


def push_service(page, identity, text, photo_folder=None):
    page.push("div", f' class="message service" id="message{identity}"')
    page.leaf("body details", page.linked(text))
    if photo_folder is not None:
        page.div("userpic_wrap")
        page.push("a", f' class="userpic_link" href="{photo_folder}photos/photo_1.jpg"')
        page.empty("img", f' class="userpic" src="{photo_folder}photos/photo_1_thumb.jpg" '
                          'style="width: 60px; height: 60px"')
        page.pop()
        page.pop()
    page.pop()


def needs_wrap(message, previous, clock):
    """messageNeedsWrap: whether it stands under an author of its own."""
    if previous is None or previous.service or previous.unsupported:
        return True
    forwarded, before = message.forwarded, previous.forwarded
    return (previous.person != message.person or message.via_bot != previous.via_bot
            or clock.day(previous.date) != clock.day(message.date)
            or (forwarded and forwarded[:2]) != (before and before[:2])
            or message.date - previous.date > (1 if forwarded else JOIN_WITHIN_SECONDS))


def push_forwarded(page, message, previous, is_wrapped, clock, era):
    person, is_hidden, date = message.forwarded
    before = previous.forwarded if previous else None
    is_wrapped = (is_wrapped or is_hidden or before is None or before[0] != person
                  or abs(date - before[2]) > JOIN_WITHIN_SECONDS)
    if is_wrapped:
        page.div("pull_left forwarded userpic_wrap")
        push_userpic(page, person, color_of(message.id if is_hidden else bare_id(person)))
        page.pop()
    page.div("forwarded body")
    if is_wrapped:
        page.div("from_name")
        page.text(compose_name(person))
        if message.via_bot:
            page.text(f" via @{message.via_bot}")
        stamp = clock.date_time(date)
        title = f' title="{stamp}{clock.zone}"' if era.prints_zone else ""
        page.wrapped("span", f' class="date details"{title}' if era.prints_zone else ' class="details"', " " + stamp)
        page.pop()


def push_buttons(page, message, era):
    page.push("table", ' class="bot_buttons_table"')
    page.push("tbody")
    for row in message.buttons:
        page.push("tr")
        page.push("td", ' class="bot_button_row"')
        for index, (kind, text, data) in enumerate(row):
            if index:
                page.div("bot_button_column_separator")
                page.pop()
            push_button(page, kind, text, data, era)
        page.pop()
        page.pop()
    page.pop()
    if era.buttons != "open":
        # Up to 5.8 this one is forgotten: each later end tag is that of the element outside.
        page.pop()


def push_button(page, kind, text, data, era):
    content = (f"Data: {data} | " if data else "") + f"Type: {kind}"
    if era.buttons == "escaped":
        content, text = content.replace("\\", "\\\\").replace("'", "\\'"), serialize(text)
    # An attribute that is not there is printed without a name: `<a ="" href=…>`.
    name, value = ("href", data) if kind == "url" else ("onclick", f"return ShowTextCopied('{content}');")
    page.div("bot_button")
    page.push("a", f' ="" {name}="{serialize(value)}"')
    page.push("div")
    page.text(text)
    page.pop()
    page.pop()
    page.pop()


def push_reactions(page, message, era, base):
    tag = era.reactions
    page.push(tag, ' class="reactions"')
    for kind, emoji, document, count, recent in message.reactions:
        page.push(tag, f' class="reaction{" paid" if kind == "paid" else ""}"')
        page.push(tag, ' class="emoji"')
        page.text({"emoji": emoji, "paid": "⭐"}.get(kind) or custom_emoji(document, "👋", base))
        page.pop()
        if recent:
            page.push(tag, ' class="userpics"')
            for person in recent:
                push_userpic(page, person, color_of(bare_id(person)), 20, full_name(person))
            page.pop()
        if not recent or count > len(recent):
            page.push(tag, ' class="count"')
            page.text(str(count))
            page.pop()
        page.pop()
    page.pop()


def push_head(page, message, is_wrapped, clock, era):
    joined = "" if is_wrapped else " joined"
    page.push("div", f' class="message default clearfix{joined}" id="message{message.id}"')
    if is_wrapped:
        page.div("pull_left userpic_wrap")
        push_userpic(page, message.person, color_of(bare_id(message.person)))
        page.pop()
    page.div("body")
    stamp = clock.date_time(message.date)
    zone = clock.zone if era.prints_zone else ""
    page.push("div", f' class="pull_right date details" title="{stamp}{zone}"')
    page.text(stamp[11:16])
    page.pop()
    if is_wrapped:
        via = f" via @{message.via_bot}" if message.via_bot and not message.forwarded else ""
        page.leaf("from_name", compose_name(message.person) + via)


def push_message(page, message, previous, clock, era, folder, base):
    """`folder` leads to the chat's files, `base` to the export's."""
    if message.unsupported:
        return push_service(page, message.id, UNSUPPORTED)
    if message.service:
        return push_service(page, message.id, message.service[0], folder if message.photo else None)
    is_wrapped = needs_wrap(message, previous, clock)
    push_head(page, message, is_wrapped, clock, era)
    if message.forwarded:
        push_forwarded(page, message, previous, is_wrapped, clock, era)
    if message.reply_to:
        page.leaf("reply_to details", "In reply to a message in another chat" if message.is_reply_elsewhere
                  else "In reply to " + page.link(message.reply_to, "this message"))
    if message.media:
        message.media[0](page, folder)
    if message.rich:
        show_rich(page, message)
    elif message.text:
        page.leaf("text", format_text(message.text, base))
    if message.buttons:
        push_buttons(page, message, era)
    if message.signature:
        page.leaf("signature details", serialize(message.signature))
    if message.forwarded:
        page.pop()
    if message.reactions:
        push_reactions(page, message, era, base)
    page.pop()
    page.pop()
