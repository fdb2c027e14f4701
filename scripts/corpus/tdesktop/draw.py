"""A chat's messages as values, the same for HTML and JSON."""

import functools

from ..world.people import people_of
from ..world.texts import draw_language, mention_of, pools
from ..invented import END, START, rng
from . import actions, actions_paid, media_lists  # noqa: F401  (they register what they draw)
from .eras import ERAS
from .media import media_of
from .rich import draw_rich
from .scene import Scene, actions_of

MIGRATED_SHIFT = -1_000_000_000
REACTIONS = "👍 ❤️ 🔥 🎉 👏 😁 🤔 🙏 🕊 🤯".split()
BUTTONS = [("url", "Open & read", "https://docs.halden.example/b?x=1&y=2"), ("callback", "It's <ok>", "accept:7"),
           ("copy_text", "Copy", "code-123"), ("switch_inline", "Share \"this\"", "query"), ("game", "Play", ""),
           ("request_phone", "☎️", ""), ("web_view", "Shop", "https://shop.example/a?b=c"), ("default", "Нет", "")]


class Message:
    """What an export says of a message; what it does not say is empty."""

    __slots__ = ("id", "date", "person", "service", "photo", "text", "media", "reply_to", "is_reply_elsewhere",
                 "forwarded", "via_bot", "buttons", "reactions", "signature", "edited", "rich", "unsupported")

    def __init__(self, identity, date, person):
        self.id, self.date, self.person = identity, date, person
        self.service = self.media = self.forwarded = self.rich = None
        self.text = self.buttons = self.reactions = ()
        self.reply_to = self.edited = 0
        self.photo = self.is_reply_elsewhere = self.unsupported = False
        self.via_bot = self.signature = ""


@functools.lru_cache(maxsize=None)
def known_actions(kind, version):
    return actions_of(kind, version)


@functools.lru_cache(maxsize=None)
def known_media(kind, version):
    return media_of(kind, version)


class ChatDraw:
    """Draws one chat; equal seeds draw equal chats, and a longer chat begins as a shorter one."""

    def __init__(self, seed, chat, shares):
        self.random = rng(seed, f"chat {chat['number']}")
        self.chat, self.shares = chat, shares
        self.era = ERAS[chat["era"]]
        self.language = draw_language(self.random, shares)
        self.texts = pools(seed, shares)[self.language]
        self.people = self.draw_people()
        self.scene = Scene(self.random, chat, self.people, self.era.version)

    def draw_people(self):
        count = {"personal": 2, "bot": 2, "channel": 1}.get(self.chat["kind"]) or self.random.randint(2, 9)
        people = people_of(self.random, self.language, count, self.shares.deleted_accounts)
        if self.chat["kind"] in ("personal", "bot", "channel"):
            people[0] = (self.chat["title"].strip(), "")
        return people

    def messages(self):
        """The messages in their order; the first of most groups and channels is a service line."""
        random_, chat = self.random, self.chat
        date = START + int(random_.random() * (END - START) * 0.6)
        step = max(20.0, min(40_000.0, (END - date) / chat["planned"]))
        person, previous = self.people[0], 0
        for index, identity in enumerate(self.ids()):
            # Most messages follow within minutes, the others after a longer while.
            gap = random_.random()
            date += 1 + int(gap * 240 if gap < 0.72 else random_.expovariate(1 / step))
            if random_.random() >= self.shares.repeated_author:
                person = random_.choice(self.people)
            message = Message(identity, date, person)
            self.fill(message, index, previous)
            previous = identity
            yield message

    def ids(self):
        """Ids grow with gaps, since deleted messages leave some; those of a basic group are shifted below zero."""
        random_, count = self.random, self.chat["count"]
        before = self.chat["migrated"]
        identity = MIGRATED_SHIFT if before else 0
        for index in range(count):
            if before and index == before:
                identity = 0
            identity += 1 if random_.random() < 0.9 or not self.chat["has_gaps"] else random_.randint(2, 9)
            yield identity

    def fill(self, message, index, previous):
        random_, shares, chat = self.random, self.shares, self.chat
        draw = random_.random()
        scene = self.scene.at(message.person, message.date, max(0, previous))
        opening = self.opening(index)
        if opening:
            message.service = opening(scene)
        elif draw < shares.service:
            self.fill_service(message, scene)
        elif draw < shares.service + shares.unsupported:
            message.unsupported = True
        else:
            self.fill_regular(message, scene, previous)
        if chat["mentions"] and message.text and random_.random() < shares.mention_messages:
            message.text = mention_of(random_, random_.choice(chat["mentions"]))

    def opening(self, index):
        """What a group, a migrated group and a channel begin with."""
        kind, migrated = self.chat["kind"], self.chat["migrated"]
        if kind == "channel":
            return actions.create_channel if index == 0 else None
        if kind != "group" or self.chat["planned"] == 1:
            return None
        if index == 0:
            return actions.create_group if migrated or self.chat["is_basic"] else actions.create_channel
        if migrated and index in (migrated - 1, migrated):
            return actions.migrate_from_group if index == migrated else actions.migrate_to_supergroup
        return None

    def fill_service(self, message, scene):
        draws, weights = known_actions(self.chat["kind"], self.era.version)
        if self.random.random() < 0.05 and self.chat["kind"] != "bot":
            is_personal = self.chat["kind"] == "personal"
            message.service = (actions.suggest_profile_photo if is_personal else actions.edit_group_photo)(scene)
            message.photo = self.random.random() < 0.5
        else:
            message.service = self.random.choices(draws, weights=weights)[0](scene)

    def fill_regular(self, message, scene, previous):
        random_, shares, era = self.random, self.shares, self.era
        draw = random_.random
        if draw() < shares.media:
            draws, weights = known_media(self.chat["kind"], era.version)
            message.media = random_.choices(draws, weights=weights)[0](scene)
        if message.media is None or draw() < shares.caption:
            message.text = random_.choice(self.texts)
        if message.media and message.media[1].get("type") == "service":
            message.text = ()
            return
        if draw() < shares.edited:
            message.edited = message.date + random_.randint(5, 3_000)
        if previous > 0 and draw() < shares.reply:
            message.reply_to = scene.reply_to
            message.is_reply_elsewhere = draw() < shares.reply_elsewhere
        self.fill_origin(message)
        self.fill_extras(message)

    def fill_origin(self, message):
        random_, shares = self.random, self.shares
        if random_.random() < shares.forward:
            is_hidden = random_.random() < shares.hidden_forward
            person = ("Hidden Name", "") if is_hidden else random_.choice(self.people)
            message.forwarded = (person, is_hidden, message.date - random_.randint(0, 10**6))
        if random_.random() < shares.via_bot:
            message.via_bot = random_.choice(["gif", "vid", "pollbot"])
        if self.chat["kind"] == "channel" and random_.random() < shares.signature:
            message.signature = random_.choice(["Nora Halden", "Élodie", "Редакция", "<Desk>"])

    def fill_extras(self, message):
        random_, shares, era = self.random, self.shares, self.era
        draw = random_.random
        if era.has_rich and message.media is None and draw() < shares.rich:
            message.rich, message.text = draw_rich(self), ()
        share = 0.33 if self.chat["kind"] == "bot" else shares.buttons
        if draw() < share and era.buttons:
            message.buttons = [[random_.choice(BUTTONS) for _ in range(random_.choice([1, 1, 2, 3]))]
                               for _ in range(random_.choice([1, 1, 2]))]
        if draw() < shares.reactions and era.reactions:
            message.reactions = self.draw_reactions()

    def draw_reactions(self):
        random_ = self.random
        result = []
        for emoji in random_.sample(REACTIONS, k=random_.choice([1, 1, 1, 2, 4])):
            kind = random_.choices(["emoji", "custom_emoji", "paid"], weights=[90, 8, 2])[0]
            recent = random_.sample(self.people, k=min(len(self.people), random_.randint(0, 2)))
            document = random_.choice(["", "(unavailable)", "stickers/sticker (9).webp"])
            count = len(recent) + random_.randint(0 if recent else 1, 3)
            result.append((kind, emoji, document, count, recent))
        return result
