"""Invented companies whose names are as different as real ones are."""

from ..invented import make_companies, rng

COMMON = ("Blue North Silver Stone Green Harbour River Field Summit Bridge Iron Cedar Maple Granite Meadow Anchor "
          "Copper Orchard Falcon Beacon").split()
ENDS = "Labs Capital Works Digital Systems Group Partners Ventures Research Networks".split()
FORMS = ["GmbH", "Ltd", "Inc.", "S.A.", "AG", "B.V.", "Sp. z o.o.", "LLC"]
ACCENTS = str.maketrans({"a": "á", "o": "ö", "u": "ü", "e": "é", "i": "í"})
RUSSIAN = "Северин Горлица Ветрушка Камелот Боровик Зарничка Лучезар".split()
CHINESE = "青岚科技 云樾资本 北辰网络 和曜数据 星禾系统".split()
# The first ones are named as `make_companies` says: tests and benchmarks make chats of theirs.
UNCHANGED = 24


def world_companies(seed, count):
    """Companies as dictionaries: name, stem, domain, and the names that chats and records use."""
    random_ = rng(seed, "company names")
    taken, result = set(), []
    for index, company in enumerate(make_companies(seed, count)):
        company = dict(company, index=index)
        if index >= UNCHANGED:
            company["name"] = renamed(random_, company["name"], taken)
        taken.add(company["name"].casefold())
        company["short"] = without_form(company["name"])
        company["domains"] = [company["domain"]]
        if random_.random() < 0.12:
            company["domains"].append(f"{company['stem']}-{random_.choice(['group', 'io', 'asia'])}.example")
        result.append(company)
    return result


def renamed(random_, name, taken):
    """The name in another style, where that one is still free."""
    stem, draw = name.split(" ")[0], random_.random()
    if draw < 0.40:
        other = name
    elif draw < 0.62:
        other = f"{stem} {random_.choice(ENDS)}"
    elif draw < 0.74:
        other = f"{name} {random_.choice(FORMS)}"
    elif draw < 0.82:
        other = f"{random_.choice(COMMON)} {random_.choice(COMMON)} {random_.choice(ENDS)}"
    elif draw < 0.88:
        other = stem.translate(ACCENTS) + random_.choice(["", " Labs"])
    elif draw < 0.92:
        other = f"{stem}{random_.choice(['.io', '-Net', ' & Partners', ' & Co.'])}"
    elif draw < 0.95:
        other = random_.choice(RUSSIAN) + random_.choice(["", " Капитал"])
    elif draw < 0.97:
        other = random_.choice(CHINESE)
    else:
        other = stem[:3] + random_.choice("QXZKJ")
    return name if other.casefold() in taken else other


def without_form(name):
    """The name as people write it: without what kind of company it is in law."""
    for form in FORMS:
        name = name.removesuffix(" " + form)
    return name
