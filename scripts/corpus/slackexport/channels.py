"""Conversations of a workspace and whose they are."""

from ..invented import START, WORDS, rng

NAMES = ["ext-{0}", "ext-{0}", "ext-{0}", "{0}-support", "ext-{0}-validators", "{0}-halden", "partner-{0}", "{0}"]
NEUTRAL = "lighthouse harbor sunrise compass bluebird cascade everest".split()
KINDS = [("channels.json", "C"), ("groups.json", "G"), ("mpims.json", "G"), ("dms.json", "D")]


def plan_channels(seed, companies, count, shares, users, guests):
    """Channels as dictionaries, with the members that write in them and the companies that they belong to."""
    random_ = rng(seed, "slack channels")
    taken, result = set(), []
    for number in range(count):
        draw, owner = random_.random(), None
        if number == 0:
            name = "general"
        elif draw < shares.company_channels:
            owner = companies[number % len(companies)] if number < len(companies) else random_.choice(companies)
            name = channel_name(random_, owner, shares, number)
        else:
            name = "-".join(random_.choices(WORDS, k=2))
        while name in taken:
            name += f"-{number}"
        taken.add(name)
        result.append(channel_of(random_, number, name, owner, shares, users, guests))
    return result + plan_direct(random_, count // 6, users)


def channel_name(random_, owner, shares, number):
    if random_.random() < shares.neutral_channels:
        return f"proj-{random_.choice(NEUTRAL)}-{number}"
    if owner["slack"] and random_.random() < 0.5:
        return owner["slack"]
    return random_.choice(NAMES).format(owner["stem"])


def channel_of(random_, number, name, owner, shares, users, guests):
    is_neutral = name.startswith("proj-")
    is_connect = bool(owner) and not is_neutral and random_.random() < shares.connect
    members = [user["id"] for user in random_.sample(users, 5 if not is_neutral else 1)]
    visitors = [user["id"] for user in guests[owner["name"]]] if owner and (is_neutral or random_.random() < 0.6) else []
    kind = "groups.json" if number % 9 == 4 else "channels.json"
    return dict(
        list=kind, owner=owner, visitors=visitors, is_connect=is_connect, folder=name,
        entry=dict(id=f"{'G' if kind == 'groups.json' else 'C'}{number:06d}", name=name, created=START, creator=members[0],
                   is_archived=random_.random() < 0.05, is_general=number == 0, members=members + visitors,
                   is_ext_shared=is_connect, is_shared=is_connect,
                   **({"shared_team_ids": ["T0HALDEN", f"T{owner['index']:07d}"]} if is_connect else {}),
                   topic=dict(value=random_.choice(["", "", "Q&amp;A &lt;here&gt;", "Réunion le mardi"]), creator=members[0],
                              last_set=START),
                   purpose=dict(value="", creator="", last_set=0)))


def plan_direct(random_, count, users):
    """Direct messages and groups of them: folders by id, and by names."""
    result = []
    for number in range(count):
        people = random_.sample(users, 2 if number % 3 else 3)
        ids = [user["id"] for user in people]
        if number % 3:
            entry, folder, kind = dict(id=f"D{number:06d}", created=START, members=ids), f"D{number:06d}", "dms.json"
        else:
            folder, kind = "mpdm-" + "--".join(user["name"] for user in people) + "-1", "mpims.json"
            entry = dict(id=f"G9{number:05d}", name=folder, created=START, creator=ids[0], is_archived=False, members=ids,
                         topic=dict(value=""), purpose=dict(value=""))
        result.append(dict(list=kind, owner=None, visitors=[], is_connect=False, folder=folder, entry=entry))
    return result
