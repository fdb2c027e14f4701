"""Runs of rich text: their HTML and their JSON, as renderText and SerializeRichText write them."""

from .serialize import serialize

STYLES = {"bold": "strong", "italic": "em", "underline": "u", "strikethrough": "s", "subscript": "sub",
          "superscript": "sup", "marked": "mark"}


class Run:
    """A run of rich text: its HTML and its JSON."""

    def __init__(self, html, json):
        self.html, self.json = html, json


EMPTY = Run("", {"type": "empty"})


def run(text):
    return Run(serialize(text), {"type": "plain", "text": text})


def styled(kind, inner):
    tag = STYLES[kind]
    return Run(f"<{tag}>{inner.html}</{tag}>", {"type": kind, "text": inner.json})


def code(inner):
    return Run(f'<code class="rich_inline_code">{inner.html}</code>', {"type": "code", "text": inner.json})


def link(url, inner):
    return Run(f'<a href="{serialize(url)}">{inner.html}</a>', {"type": "text_link", "href": url, "text": inner.json})


def spoiler(inner):
    return Run('<span class="spoiler hidden" onclick="ShowSpoiler(this)"><span aria-hidden="true">'
               f"{inner.html}</span></span>", {"type": "spoiler", "text": inner.json})


def math(source):
    return Run(f'<span class="rich_math_inline" data-rich-kind="inline-math" dir="ltr">{serialize(source)}</span>',
               {"type": "math", "source": source})


def joined(*runs):
    return Run("".join(one.html for one in runs), {"type": "concat", "text": [one.json for one in runs]})


def block_attributes(classes, kind, **more):
    values = {"class": f"rich_block {classes}", "data-rich-kind": kind} | {
        name.replace("_", "-"): value for name, value in more.items()}
    return "".join(f' {name}="{serialize(value)}"' for name, value in sorted(values.items()))

def mention(name):
    return Run(f'<a href="https://t.me/{name}">@{name}</a>', {"type": "mention", "text": run("@" + name).json})


def hashtag(tag):
    return Run(f'<a data-tag="{tag}" href="" onclick="return ShowHashtag(this.dataset.tag)">#{tag}</a>',
               {"type": "hashtag", "text": run("#" + tag).json})


def mention_name(identity, name):
    return Run(f'<a data-user-id="{identity}" href="" onclick="return ShowMentionName()">{serialize(name)}</a>',
               {"type": "mention_name", "user_id": str(identity), "text": run(name).json})


def emoji(identity, sign):
    return Run(f'<span class="rich_custom_emoji" data-document-id="{identity}">'
               f'<a href="" onclick="return ShowNotLoadedEmoji()">{sign}</a></span>',
               {"type": "custom_emoji", "text": sign, "document_id": str(identity)})


def inline_image(identity):
    return Run(f'<span class="rich_inline_fallback" data-document-id="{identity}" data-rich-kind="inline-image" '
               'data-source-height="20" data-source-width="20">Inline image</span>',
               {"type": "inline_image", "document_id": str(identity), "file_skip_reason": "unavailable", "width": 20,
                "height": 20})


def difference(new, old):
    return Run(f'<span class="rich_diff" data-rich-kind="diff">{new.html}'
               f'<del class="rich_diff_previous">Previous: {old.html}</del></span>',
               {"type": "diff", "unsupported": True, "text": new.json, "old_text": old.json})


def inert(inner):
    """A link whose target is not safe to follow."""
    return Run(f'<span class="rich_inert_link">{inner.html}</span>',
               {"type": "text_link", "href": "tg://x", "text": inner.json})
