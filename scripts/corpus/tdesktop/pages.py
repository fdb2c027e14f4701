"""A chat's pages: writeDialogSlice, switchToNextChatFile and wrapMessageLink."""

import os
import re

from ..invented import PAGE_MESSAGES
from .markup import Markup
from .message_html import push_message, push_service
from .scene import LINK, LINK_TEXT
from .serialize import serialize

LINKED = re.compile(f"{LINK}(-?\\d+){LINK_TEXT}([^{LINK}]*){LINK}")


def page_name(number):
    return "messages.html" if number == 1 else f"messages{number}.html"


class Page(Markup):
    """A page of an export, from the document's head to what it lists."""

    def __init__(self, base):
        super().__init__()
        self.last_ids = []
        self.text("<!DOCTYPE html>")
        self.push("html")
        self.push("head")
        self.empty("meta", ' charset="utf-8"')
        self.wrapped("title", "", "Exported Data")
        self.empty("meta", ' content="width=device-width, initial-scale=1.0" name="viewport"')
        self.empty("link", f' href="{base}css/style.css" rel="stylesheet"')
        self.push("script", f' src="{base}js/script.js" type="text/javascript"')
        self.pop()
        self.pop()
        self.push("body", ' onload="CheckLocation();"')
        self.div("page_wrap")

    def header(self, title, back=""):
        self.div("page_header")
        if back:
            self.push("a", f' class="content block_link" href="{back}" onclick="return GoBack(this)"')
        else:
            self.div("content")
        self.leaf("text bold", serialize(title))
        self.pop()
        self.pop()

    def pagination(self, number, text):
        self.push("a", f' class="pagination block_link" href="{page_name(number)}"')
        self.text(text)
        self.pop()

    def link(self, identity, text):
        """wrapMessageLink: within this page, or to the first page that ends behind the message."""
        for index, last in enumerate(self.last_ids):
            if identity <= last:
                return f'<a href="{page_name(index + 1)}#go_to_message{identity}">{text}</a>'
        return f'<a href="#go_to_message{identity}" onclick="return GoToMessage({identity})">{text}</a>'

    def linked(self, text):
        if LINK not in text:
            return text
        return LINKED.sub(lambda found: self.link(int(found[1]), found[2]), text)


class ChatWriter:
    """Writes a chat page by page; one page is in memory."""

    def __init__(self, root, chat, clock, era):
        self.root, self.chat, self.clock, self.era = root, chat, clock, era
        self.base = "../" * chat["path"].count("/")
        self.written, self.dividers, self.last_ids = 0, 0, []

    def open_page(self, number):
        page = Page(self.base)
        page.last_ids = self.last_ids
        back = f"{self.base}lists/chats.html" if self.base else ""
        page.header((self.chat["title"] + " ") if self.chat["title"] else "Deleted Account", back)
        page.div("page_body chat_page")
        page.div("history")
        if number > 1:
            page.pagination(number - 1, "Previous messages")
        return page

    def close_page(self, page, number):
        data = page.close().encode()
        path = os.path.join(self.root, self.chat["path"], page_name(number))
        with open(path, "wb") as file:
            file.write(data)
        self.written += len(data)

    def write(self, messages):
        """Writes all pages; hands on each message, so that it can be counted."""
        os.makedirs(os.path.join(self.root, self.chat["path"]), exist_ok=True)
        number, page, previous = 1, self.open_page(1), None
        folder = self.base + self.chat["path"]
        for index, message in enumerate(messages):
            if index and index % PAGE_MESSAGES == 0:
                number += 1
                page.pagination(number, "Next messages")
                self.close_page(page, number - 1)
                self.last_ids.append(previous.id)
                page, previous = self.open_page(number), None
            if previous is None or self.clock.day(previous.date) != self.clock.day(message.date):
                self.dividers += 1
                push_service(page, -self.dividers, self.clock.date_text(message.date))
            push_message(page, message, previous, self.clock, self.era, folder, self.base)
            previous = message
            yield message
        if previous is None:
            push_service(page, -1, "No exported messages")
        self.close_page(page, number)
