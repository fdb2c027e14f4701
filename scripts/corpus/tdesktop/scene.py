"""Where an action is drawn: the chat, who acts, and what else an action needs."""

from ..world.people import full_name
from .serialize import LINKS_DOMAIN, serialize, serialize_list

# A link to another message, until the page is known on which that one stands: its id and the text between these.
LINK, LINK_TEXT = "\0", "\1"


class Scene:
    def __init__(self, random_, chat, people, version):
        self.random, self.chat, self.people, self.version = random_, chat, people, version
        self.is_channel = chat["kind"] == "channel"
        self.person = people[0]
        self.reply_to = 0
        self.date = 0

    def at(self, person, date, last_id):
        """The scene of one message: who acts, when, and which messages were before."""
        self.person, self.date = person, date
        self.reply_to = max(1, last_id - self.random.randrange(60)) if last_id else 0
        return self

    @property
    def actor(self):
        """wrapPeerName: how a service line names who acts."""
        return serialize(full_name(self.person)) or "Deleted"

    def other(self):
        return self.random.choice(self.people)

    def some(self, most=3):
        return self.random.sample(self.people, k=min(len(self.people), self.random.randint(1, most)))

    def number(self, low, high):
        return self.random.randint(low, high)

    def chance(self, share):
        return self.random.random() < share

    def choice(self, values):
        return self.random.choice(values)

    def title(self):
        return self.choice([self.chat["title"], f"{self.chat['title']} (new)", "Ops & \"keys\"", "Über <uns>", "План №2"])

    def link(self, text):
        return f"{LINK}{self.reply_to}{LINK_TEXT}{text}{LINK}"

    def service(self, action, **values):
        """The members of JSON that an action of somebody has."""
        return {"actor": full_name(self.person) or None, "actor_id": person_id(self.person), "action": action, **values}


def user_name(person):
    """wrapUserName."""
    return serialize(full_name(person)) or "Deleted Account"


def user_names(people):
    return serialize_list([user_name(person) for person in people])


def plain_names(people):
    return [full_name(person) or None for person in people]


def bare_id(person):
    return 100_000 + sum((index + 1) * byte for index, byte in enumerate(full_name(person).encode())) % 900_000


def person_id(person):
    return f"user{bare_id(person)}"


def bot_link(bot, game):
    return f"{LINKS_DOMAIN}{bot}?game={game}"


ACTIONS = []


def action(weight, where="pgbc", since=(0, 0)):
    """Registers a function that draws one action: the sentence of the HTML, and the members of the JSON.

    `where` names the kinds of chats that have it: personal, group, bot, channel.
    """
    def register(draw):
        ACTIONS.append((weight, where, since, draw))
        return draw
    return register


def actions_of(chat_kind, version):
    """The actions that a chat of this kind can have, with weights."""
    known = [(weight, draw) for weight, where, since, draw in ACTIONS
             if chat_kind[0] in where and version >= since]
    return [draw for _, draw in known], [weight for weight, _ in known]
