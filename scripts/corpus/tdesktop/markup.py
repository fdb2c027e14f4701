"""HtmlContext: tags whose indentation is the number of open ones.

A block's tag stands in a line of its own, `\\n<blanks><tag>\\n`. Attributes are handed over as they are printed,
in the order of their names, since the exporter keeps them in a sorted map.
"""


class Markup:
    def __init__(self):
        self.tags = []
        self.out = []

    def push(self, tag, attributes=""):
        self.out.append(f"\n{' ' * len(self.tags)}<{tag}{attributes}>\n")
        self.tags.append((tag, True))

    def div(self, classes):
        self.push("div", f' class="{classes}"')

    def pop(self):
        tag, is_block = self.tags.pop()
        self.out.append(f"\n{' ' * len(self.tags)}</{tag}>\n" if is_block else f"</{tag}>")

    def inline(self, tag, attributes=""):
        self.out.append(f"<{tag}{attributes}>")
        self.tags.append((tag, False))

    def empty(self, tag, attributes):
        """A tag without an end, such as an image."""
        self.out.append(f"\n{' ' * len(self.tags)}<{tag}{attributes}/>\n")

    def text(self, text):
        self.out.append(text)

    def leaf(self, classes, text):
        """A block with nothing but text."""
        pad = " " * len(self.tags)
        self.out.append(f'\n{pad}<div class="{classes}">\n{text}\n{pad}</div>\n')

    def wrapped(self, tag, attributes, text):
        """A tag in the line, with text."""
        self.out.append(f"<{tag}{attributes}>{text}</{tag}>")

    def close(self):
        """Closes what is open; returns all that was written."""
        while self.tags:
            self.pop()
        return "".join(self.out)
