"""What each version of Telegram Desktop writes differently.

Read in the history of Telegram/SourceFiles/export/output/export_output_html.cpp; docs/corpus.md names the commits.
"""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Era:
    version: tuple             # compared with the version since which an action or a medium exists
    prints_zone: bool          # since 3.7.6: ` UTC+01:00` in titles, and a title on a forward's time
    buttons: str               # "" before 4.15.1, "open" to 5.8 (a tag is not closed), "closed", "escaped" in 7.0
    reactions: str             # "" before 5.5.7, "div" to 5.12, "span" since 5.13
    has_rich: bool = False     # since 7.0: messages of blocks


ERAS = {
    "3.5": Era((3, 5), False, "", ""),
    "4.9": Era((4, 9), True, "", ""),
    "5.4": Era((5, 4), True, "open", ""),
    "5.8": Era((5, 8), True, "open", "div"),
    "5.12": Era((5, 12), True, "closed", "div"),
    "6.1": Era((6, 1), True, "closed", "span"),
    "7.0": Era((7, 0), True, "escaped", "span", has_rich=True),
}


def since(text):
    """"5.8" as a version that can be compared."""
    return tuple(map(int, text.split(".")))
