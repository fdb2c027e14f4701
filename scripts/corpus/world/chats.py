"""Which chats there are: titles, whose they are, what kind, how long, and in which account's export."""

from ..invented import HOME, WORDS, rng
from .people import draw_person, full_name, SCRIPTS
from .texts import draw_language

MIRRORED = ["{1} <> {0}", "{0} <> {1}", "{0} / {1}", "{0} x {1}", "{0} | {1}", "{1} & {0}", "{0} ↔ {1}"]
AFFIXES = ["{0} support", "{0} testnet", "{0} announcements", "{0} validators", "ext {0}", "{0} ops"]
LONGER = ["{0} integration 2024", "{0} – weekly sync", "{0}: keys & nodes", "Migration of {0}", "{0} legal"]
EMOJI = "🤝 🔥 🚀 💬".split()
TOPICS = ["Search party", "Arc lamp owners", "Block party", "Hiking 2023", "Книжный клуб", "昼ごはん", "Sports & co",
          "Tax <forms>", "Flat \"B\"", "Пинг-понг", "Lunch", "Saturday crew", "", "Lost & found", "Release watch"]


def company_title(random_, company):
    """A title of a company's chat, as people write them."""
    name, draw = company["short"], random_.random()
    if draw < 0.34:
        return company["group"]
    if draw < 0.50:
        return changed(random_, company["group"])
    if draw < 0.66:
        return random_.choice(MIRRORED).format(name, HOME)
    if draw < 0.80:
        return random_.choice(AFFIXES).format(name)
    if draw < 0.91:
        return random_.choice(LONGER).format(name)
    if draw < 0.95:
        return misspelt(random_, name) + f" <> {HOME}"
    return f"{full_name(draw_person(random_, 'english'))} | {name}"


def changed(random_, title):
    """The same name in other letters: case, blanks, signs, emoji."""
    return random_.choice([title.lower(), title.upper(), title.replace(" ", "  "), title.replace(" <> ", "<>"),
                           f"{random_.choice(EMOJI)} {title}", f"{title} {random_.choice(EMOJI)}",
                           title.replace(" <> ", " ⟷ ")])


def misspelt(random_, name):
    """Two letters in the wrong order."""
    index = random_.randrange(1, max(2, len(name) - 2))
    return name[:index] + name[index + 1:index + 2] + name[index] + name[index + 2:]


def other_title(random_, kind, language):
    if kind == "personal":
        return full_name(draw_person(random_, language))
    if kind == "bot":
        return random_.choice(["Alert", "Build", "Poll", "Shop", "Ticket"]) + f" {random_.choice(WORDS)} bot"
    if random_.random() < 0.4:
        return random_.choice(TOPICS)
    return " ".join(random_.choices(WORDS, k=random_.randint(1, 4))).capitalize()


def chat_sizes(random_, count, total, spread):
    """`total` messages over `count` chats: many small ones, few long ones, at least one each."""
    weights = [random_.lognormvariate(0, spread) for _ in range(count)]
    scale = (total - count) / sum(weights)
    sizes = [1 + int(weight * scale) for weight in weights]
    for index in range(total - sum(sizes)):
        sizes[index % count] += 1
    return sizes


def era_of(random_, shares):
    return random_.choices([name for name, _ in shares.eras], weights=[share for _, share in shares.eras])[0]


def plan_chats(seed, companies, size, shares):
    """The chats as dictionaries, in the order of their numbers."""
    random_ = rng(seed, "chats")
    sizes = chat_sizes(rng(seed, "sizes"), size["chats"], size["messages"], shares.size_spread)
    if size["chats"] == 1:
        # One long chat, of the first company. Its ids have no gaps, so that a benchmark can make pages to go on with.
        chat = chat_of(random_, 0, companies[0]["group"], "group", [companies[0]], sizes[0], shares, "6.1")
        return [chat | dict(migrated=0, has_gaps=False)]
    chats = [plan_chat(random_, number, count, companies, shares) for number, count in enumerate(sizes)]
    repeat_titles(rng(seed, "titles"), [chat for chat in chats if not chat["companies"]], shares)
    return chats


def repeat_titles(random_, chats, shares):
    """Some chats are called as another one of their kind."""
    for chat in chats:
        if random_.random() < shares.repeated_titles:
            chat["title"] = random_.choice([other["title"] for other in chats if other["kind"] == chat["kind"]])


def plan_chat(random_, number, count, companies, shares):
    era = era_of(random_, shares)
    if random_.random() < shares.company_chats or number < len(companies) // 2:
        # Each of the first companies has a chat.
        company = companies[number] if number < len(companies) // 2 else random_.choice(companies)
        owners, title = [company], company_title(random_, company)
        if random_.random() < shares.joint_chats:
            owners.append(random_.choice([other for other in companies if other is not company]))
            title = f"{owners[0]['short']} <> {owners[1]['short']}"
        return chat_of(random_, number, title, "group", owners, count, shares, era)
    kind = random_.choices(["personal", "bot", "channel", "group"], weights=[
        shares.personal_chats, shares.bot_chats, shares.channels,
        max(0.0, 1 - shares.personal_chats - shares.bot_chats - shares.channels)])[0]
    language = draw_language(random_, shares)
    title = other_title(random_, kind, language if language in SCRIPTS else "english")
    chat = chat_of(random_, number, title, kind, [], count, shares, era)
    if random_.random() < shares.mention_chats:
        chat["mentions"] = random_.sample(companies, k=random_.choice([1, 1, 2]))
    return chat


def chat_of(random_, number, title, kind, owners, count, shares, era):
    is_migrated = kind == "group" and count > 12 and random_.random() < shares.migrated_groups
    return dict(
        number=number, id=4_000_000 + number * 7, title=title, kind=kind, era=era, count=count, planned=count,
        has_gaps=True, companies=[company["name"] for company in owners], mentions=[], is_basic=random_.random() < 0.5,
        migrated=random_.randint(4, count // 2) if is_migrated else 0,
        is_left=not owners and kind in ("group", "channel") and random_.random() < shares.left_chats)
