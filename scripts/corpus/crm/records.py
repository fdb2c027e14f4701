"""Companies, contacts and deals of a CRM as dictionaries, by the fields of headers.py."""

import time

from ..invented import END, HOME, START, WORDS, rng
from ..world.people import SCRIPTS, draw_person, full_name, staff
from ..world.texts import plain, pools

STAGES = ["Qualified", "Contract sent", "Closed Won", "Closed lost", "Termin vereinbart"]
DEAL_NAMES = ["{0} - {1}", "{0} | renewal", "{0}: {1}", "New deal {0}", "{1} ({0})"]
FIRST_COMPANY, FIRST_CONTACT, FIRST_DEAL = 700_000, 800_000, 900_000


def moment_of(random_):
    return time.strftime("%Y-%m-%d %H:%M", time.gmtime(START + random_.randrange(END - START)))


def draw_companies(random_, companies, count):
    """The mapped companies as the CRM knows them, and others that nobody mapped."""
    records = []
    for index, company in enumerate(companies):
        # People type the name into a CRM again: without its form, or with one.
        name = random_.choice([company["name"], company["name"], company["short"], f"{company['short']} Inc."])
        domain = random_.choice(company["domains"]) if random_.random() < 0.9 else ""
        records.append(dict(id=FIRST_COMPANY + index, name=name, domain=domain, truth=[company["name"]]))
    for index in range(count):
        records.append(dict(id=FIRST_COMPANY + 500_000 + index, name=f"Unrelated {random_.choice(WORDS)} {index}",
                            domain=f"unrelated{index}.example", truth=[]))
    for record in records:
        record |= dict(website=f"https://www.{record['domain']}/" if record["domain"] else "", created=moment_of(random_),
                       owner="Nora Halden")
    return records


def draw_contacts(random_, records, count):
    contacts = []
    for index in range(count):
        company = random_.choice(records)
        first, last = draw_person(random_, random_.choice(list(SCRIPTS)))
        has_domain = company["domain"] and random_.random() < 0.9
        contacts.append(dict(
            id=FIRST_CONTACT + index, first=first, last=last, primary=company["id"], company=company["name"],
            email=f"person{index}@{company['domain'] if has_domain else 'mail.example'}", created=moment_of(random_),
            truth=company["truth"]))
    return contacts


def draw_deals(seed, random_, records, contacts, count, shares):
    known = [record for record in records if record["truth"]]
    unknown = [record for record in records if not record["truth"]]
    people, texts = staff(seed), pools(seed, shares)["english"]
    by_company = {}
    for contact in contacts:
        by_company.setdefault(contact["primary"], []).append(contact["id"])
    deals = []
    for index in range(count):
        company = random_.choice(known if random_.random() < shares.company_deals else unknown)
        others = [random_.choice(records)] if random_.random() < 0.05 else []
        moment = moment_of(random_)
        deals.append(dict(
            id=FIRST_DEAL + index, name=random_.choice(DEAL_NAMES).format(company["name"], random_.choice(WORDS)),
            stage=random_.choice(STAGES), pipeline="Sales", amount=f"{random_.randrange(1, 90_000):,}.50",
            close=moment[:10], created=moment, activity=moment_of(random_),
            owner=f"{full_name(random_.choice(people))} {HOME}",
            companies=";".join(str(one["id"]) for one in [company, *others]), primary=company["id"], company=company["name"],
            contacts=";".join(map(str, by_company.get(company["id"], [])[:3])),
            notes="\n".join(plain(text) for text in random_.choices(texts, k=random_.randint(0, 3))),
            others=[one["id"] for one in others],
            truth=sorted({name for one in [company, *others] for name in one["truth"]})))
    return deals


def draw_records(seed, companies, size, shares):
    random_ = rng(seed, "hubspot")
    records = draw_companies(random_, companies, size["deals"] // 4)
    contacts = draw_contacts(random_, records, size["deals"])
    return dict(companies=records, contacts=contacts,
                deals=draw_deals(seed, random_, records, contacts, size["deals"], shares))
