"""What a corpus is made of: how much of everything, as shares from 0 to 1 unless stated otherwise.

Every number can be set from the command line: `scripts/generate_corpus.py --preset S --set mention_chats=0.33 DIR`.
"""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Proportions:
    # --- Chats of Telegram ---
    company_chats: float = 0.33        # chats that are a company's
    joint_chats: float = 0.02          # of these: of two companies at once
    mention_chats: float = 0.15        # of the other chats: a company is named in some of their messages
    mention_messages: float = 0.04     # of the messages of such a chat
    repeated_titles: float = 0.01      # of the other chats: another chat has the same title
    size_spread: float = 2.0           # sigma of the log-normal chat size; 0 makes all chats equal
    personal_chats: float = 0.45       # of the chats that are no company's; bots, channels and groups share the rest
    bot_chats: float = 0.04
    channels: float = 0.12
    migrated_groups: float = 0.12      # groups that were a basic group before: their first ids are negative
    left_chats: float = 0.03           # listed as left; the export holds only one's own messages
    empty_chats: float = 0.02          # listed beside the chats, without a folder
    # --- Messages of Telegram ---
    repeated_author: float = 0.68      # the author goes on; "joined" if it is within 15 minutes
    service: float = 0.025             # service lines beside the first one
    media: float = 0.17
    caption: float = 0.35              # of the messages with media
    reply: float = 0.12
    reply_elsewhere: float = 0.03      # of the replies: to a message in another chat
    forward: float = 0.05
    hidden_forward: float = 0.2        # of the forwards: only a name is known
    reactions: float = 0.08
    edited: float = 0.04
    via_bot: float = 0.004
    buttons: float = 0.006             # of messages in groups; in bot chats a third
    signature: float = 0.4             # of a channel's posts
    rich: float = 0.05                 # messages with blocks, where the version has them
    unsupported: float = 0.0005
    deleted_accounts: float = 0.03     # people
    # --- Texts ---
    formatted: float = 0.12
    links: float = 0.05
    emoji: float = 0.14
    line_breaks: float = 0.12
    quotes: float = 0.10               # texts with &, <, >, " or '
    odd_signs: float = 0.01            # tabs, U+2028, no-break blanks, zero-width joiners
    control_characters: float = 0.0003
    other_scripts: float = 0.28        # chats that are not written in English
    words: float = 7.0                 # median number of words in a text
    # --- Accounts: the version of Telegram Desktop that wrote the export, with its share of the chats ---
    eras: tuple = (("6.1", 0.50), ("5.8", 0.12), ("5.12", 0.08), ("5.4", 0.06), ("4.9", 0.08), ("3.5", 0.08), ("7.0", 0.08))
    # --- Slack ---
    company_channels: float = 0.6
    neutral_channels: float = 0.1      # of these: only the guests tell whose they are
    connect: float = 0.35              # channels shared with another organisation
    slack_service: float = 0.05
    threads: float = 0.22
    edits: float = 0.05
    slack_reactions: float = 0.1
    unfurls: float = 0.05
    blocks: float = 0.75               # messages with rich text beside the text
    bots: float = 0.06
    files: float = 0.04
    # --- Calendar ---
    company_meetings: float = 0.6
    joint_meetings: float = 0.02
    series: float = 0.1                # of the events: recur
    overrides: float = 0.5             # of the series: an occurrence was moved, cancelled or renamed
    dense_series: float = 0.01         # of the series: several times a day
    all_day: float = 0.06
    from_both: float = 0.06            # events that an ICS file and a page of the API state
    # --- HubSpot ---
    company_deals: float = 0.8
    localised: float = 0.5             # exports whose headers are not in English
    api_records: float = 0.1           # records that a page of the API states

    def changed(self, pairs):
        """With `name=value` pairs set; a name that is none of these is an error."""
        values = {}
        for name, text in pairs:
            kind = type(getattr(self, name))
            values[name] = parse_eras(text) if kind is tuple else kind(text)
        return dataclasses.replace(self, **values)


def parse_eras(text):
    """`6.1:0.8,3.5:0.2` as pairs."""
    return tuple((name, float(share)) for name, share in (part.split(":") for part in text.split(",")))
