"""The pages beside an account's chats: export_results.html, and the lists of chats, contacts and sessions."""

import os

from .message_html import color_of, compose_name, push_userpic
from .pages import Page
from .serialize import phone, serialize

SECTIONS = [("Chats", "chats", "lists/chats.html"), ("Contacts", "contacts", "lists/contacts.html"),
            ("Sessions", "sessions", "lists/sessions.html")]
KINDS = {"personal": "private", "group": "group", "bot": "bot", "channel": "channel"}


def list_page(title):
    page = Page("../")
    page.header(title, "../export_results.html")
    page.div("page_body list_page")
    return page


def push_entry(page, person, color, details, info, link=""):
    """pushGenericListEntry."""
    if link:
        page.push("a", f' class="entry block_link clearfix" href="{link}#allow_back"')
    else:
        page.div("entry clearfix")
    page.div("pull_left userpic_wrap")
    push_userpic(page, person, color, 48)
    page.pop()
    page.div("body")
    page.leaf("pull_right info details", info)
    page.leaf("name bold", compose_name(person))
    for detail in details:
        page.leaf("details_entry details", serialize(detail))
    page.pop()
    page.pop()


def push_chats(page, chats, about):
    page.leaf("page_about details", about)
    page.div("entry_list")
    for chat in chats:
        outgoing = " outgoing" if chat["is_left"] else ""
        count = chat["count"] if chat["path"] else 0
        details = f"{count}{outgoing} message{'' if count == 1 else 's'}" if count else f"No{outgoing} messages"
        push_entry(page, (chat["title"], ""), color_of(chat["id"]), [details], KINDS[chat["kind"]],
                   f"../{chat['path']}messages.html" if count else "")
    page.pop()


def write_lists(place, chats, shares, owner):
    """Chats without messages are listed, but have no folder."""
    os.makedirs(os.path.join(place, "lists"), exist_ok=True)
    empty = [dict(title=f"Quiet room {number}", kind="group", count=0, path="", id=number, is_left=False)
             for number in range(int(len(chats) * shares.empty_chats))]
    page = list_page("Chats")
    push_chats(page, [chat for chat in chats if not chat["is_left"]] + empty, "This page lists all chats.")
    left = [chat for chat in chats if chat["is_left"]]
    if left:
        push_chats(page, left, "This page lists supergroups and channels that were left.")
    pages = {"lists/chats.html": page, "lists/contacts.html": contacts(chats), "lists/sessions.html": sessions(),
             "export_results.html": summary(owner, len(chats))}
    written = 0
    for path, one in pages.items():
        data = one.close().encode()
        written += len(data)
        with open(os.path.join(place, path), "wb") as file:
            file.write(data)
    return written


def contacts(chats):
    page = list_page("Contacts")
    page.leaf("page_about details", "These are your contacts.")
    page.div("entry_list")
    for chat in chats:
        if chat["kind"] == "personal":
            push_entry(page, (chat["title"], ""), color_of(chat["id"]), [phone(f"4930{chat['id']}")],
                       "02.03.2023 10:00:00")
    return page


def sessions():
    page = list_page("Sessions")
    page.div("entry_list")
    push_entry(page, ("Telegram Desktop", "6.1"), 5, ["Last active: 30.06.2024 09:00:00"], "192.0.2.1 – Berlin, Germany")
    return page


def summary(owner, count):
    page = Page("")
    page.header("Exported Data")
    page.div("page_body")
    page.div("personal_info clearfix")
    page.div("rows names")
    for label, value in zip(("First name", "Last name"), owner):
        page.div("row")
        page.leaf("label details", label)
        page.leaf("value bold", serialize(value))
        page.pop()
    page.pop()
    page.pop()
    page.div("sections with_divider")
    for label, kind, link in SECTIONS:
        page.push("a", f' class="section block_link {kind}" href="{link}#allow_back"')
        page.leaf("counter details", str(count))
        page.leaf("label bold", label)
        page.pop()
    return page
