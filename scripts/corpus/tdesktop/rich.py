"""Rich messages of Telegram Desktop 7: blocks, printed as RichHtmlRenderer and SerializeRichBlock do."""

from ..world.texts import plain
from . import rich_media
from .rich_runs import (EMPTY, STYLES, block_attributes, code, difference, emoji, hashtag, inert, inline_image, joined, link,
                        math, mention, mention_name, run, spoiler, styled)
from .serialize import serialize


def text_block(tag, classes, kind, content, json_kind, json_values=None, **attributes):
    """A block that holds nothing but a run of text."""
    def show(page):
        page.push(tag, block_attributes(classes, kind, **attributes))
        page.text(content.html)
        page.pop()
    return show, {"type": json_kind, **(json_values or {}), "text": content.json}


def heading(level, content):
    return text_block(f"h{level}", "rich_heading", "heading", content, "heading", {"level": level}, data_level=str(level))


def paragraph(content):
    return text_block("p", "rich_paragraph", "paragraph", content, "paragraph", dir="auto")


def footer(content):
    return text_block("footer", "rich_footer", "footer", content, "footer", dir="auto")


def divider():
    return (lambda page: page.empty("hr", block_attributes("rich_divider", "divider"))), {"type": "divider"}


def code_block(language, text):
    attributes = {"dir": "auto"} | ({"data_language": language} if language else {})

    def show(page):
        page.inline("pre", block_attributes("rich_code", "code", **attributes))
        page.wrapped("code", ' class="rich_code_content"', serialize(text))
        page.pop()
    return show, {"type": "code", "text": run(text).json, "language": language}


def formula(source):
    def show(page):
        page.wrapped("div", block_attributes("rich_math_display", "math", dir="ltr"), serialize(source))
    return show, {"type": "math", "formula": source}


def listing(items, is_ordered):
    """Items are (state, run); the state is none, checked or unchecked."""
    def show(page):
        page.push("ol" if is_ordered else "ul",
                  block_attributes("rich_list", "ordered-list" if is_ordered else "list"))
        for state, content in items:
            task = " rich_task_item" if state != "none" else ""
            page.push("li", f' class="rich_list_item{task}" data-rich-content="text"')
            if task:
                checked = state == "checked"
                page.wrapped("span", f' aria-checked="{str(checked).lower()}" class="rich_task_marker" role="checkbox"',
                             "☑" if checked else "☐")
            page.wrapped("span", ' class="rich_list_content"', content.html)
            page.pop()
        page.pop()
    return show, {"type": "list", "kind": "ordered" if is_ordered else "bullet",
                  **({"reversed": False} if is_ordered else {}),
                  "items": [{"task_state": state, "content": "text", "text": content.json} for state, content in items]}


def quote(content, caption):
    def show(page):
        page.push("blockquote", block_attributes("rich_quote", "quote"))
        page.leaf("rich_quote_body", content.html)
        if caption.html:
            page.push("cite", ' class="rich_quote_caption"')
            page.text(caption.html)
            page.pop()
        page.pop()
    return show, {"type": "quote", "content": "text", "pullquote": False, "text": content.json, "caption": caption.json}


def table(title, rows):
    """The first row is a header."""
    def show(page):
        page.push("div", block_attributes("rich_table_wrap", "table", tabindex="0"))
        page.push("table", ' class="rich_table bordered"')
        if title.html:
            page.push("caption")
            page.text(title.html)
            page.pop()
        page.push("tbody")
        for number, row in enumerate(rows):
            page.push("tr")
            for cell in row:
                page.push("td" if number else "th", ' class="rich_align_left rich_valign_top"')
                page.text(cell.html)
                page.pop()
            page.pop()
        page.pop()
        page.pop()
        page.pop()
    return show, {"type": "table", "title": title.json, "bordered": True, "striped": False, "rows": [
        {"cells": [{"text": cell.json, "header": not number, "align": "left", "vertical_align": "top"} for cell in row]}
        for number, row in enumerate(rows)]}


def details(title, blocks):
    def show(page):
        page.push("details", block_attributes("rich_details", "details"))
        page.push("summary")
        page.text(title.html)
        page.pop()
        page.div("rich_details_body")
        for one, _ in blocks:
            one(page)
        page.pop()
        page.pop()
    return show, {"type": "details", "title": title.json, "open": False, "blocks": [json for _, json in blocks]}


def draw_rich(drawn):
    """The blocks of one message."""
    random_ = drawn.random
    texts = [run(plain(random_.choice(drawn.texts))) for _ in range(6)]
    makers = [
        lambda: paragraph(joined(texts[0], run(" "), styled(random_.choice(list(STYLES)), texts[1]))),
        lambda: paragraph(joined(run("See "), link("https://docs.halden.example/r?a=1&b=2", run("the plan")), run(" & "),
                                 code(run("a < b")), spoiler(run(" later")), math("x^2 < y"))),
        lambda: listing([(random_.choice(["checked", "unchecked"]), text) for text in texts[1:4]], False),
        lambda: listing([("none", text) for text in texts[1:4]], True),
        lambda: quote(texts[2], random_.choice([EMPTY, run("Nora")])),
        lambda: table(random_.choice([EMPTY, run("Nodes")]),
                      [[run("Node"), run("State")], [run("quandrel-1"), texts[5]], [run("R&D <2>"), EMPTY]]),
        lambda: code_block(random_.choice(["", "swift"]), "let a = b < c ? \"x\" : 'y'\n\treturn a & 1"),
        lambda: details(run("More"), [paragraph(texts[4]), divider(), paragraph(texts[5])]),
        lambda: paragraph(joined(mention("user_12"), run(" "), hashtag("release"), mention_name(100_007, "Ada & Ben"),
                                 emoji(5_000, "🔥"), inline_image(5_001), inert(run("here")))),
        lambda: paragraph(difference(texts[3], run("<before>"))),
        divider,
        lambda: formula("\\sum_{i<n} a_i & b"),
        lambda: footer(run("The desk")),
    ]
    blocks = [heading(random_.randint(1, 6), run("Rollout plan"))] if random_.random() < 0.6 else []
    blocks += [random_.choice(makers)() for _ in range(random_.randint(1, 5))]
    if random_.random() < 0.25:
        blocks.append(random_.choice(rich_media.makers(random_.randint(1, 9_000), drawn.scene.date, texts[4]))())
    return blocks


def show_rich(page, message):
    """The container stands in the line, as the exporter writes it."""
    page.inline("div", f' class="text rich_message" data-rich-message="{message.id}" data-rich-part="false" dir="auto"')
    for show, _ in message.rich:
        show(page)
    page.pop()


def rich_json(message):
    return {"rtl": False, "part": False, "blocks": [json for _, json in message.rich]}
