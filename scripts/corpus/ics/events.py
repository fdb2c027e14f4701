"""Events and series as values: when they take place, who is invited, whose they are."""

import datetime

from ..invented import HOME, WORDS, rng
from ..world.people import draw_person, full_name, staff

START = datetime.datetime(2022, 1, 3, 9, 0)
DAYS = 820
TITLES = ["{0} sync", "{0} <> Halden", "Weekly with {0}", "{0}: kick-off; plan, budget", "Call {0} / Halden", "{0}"]
INTERNAL = ["Stand-up", "Dentist", "1:1", "Team lunch", "Planning", "Réunion d'équipe", "Планёрка", "定例会議"]
FREE = ["mail.example", "gmail.com", "outlook.com"]
RULES = {  # the days between two occurrences, in turn, and the rule that says so
    "daily": ((1,), "FREQ=DAILY"),
    "weekly": ((7,), "FREQ=WEEKLY"),
    "fortnightly": ((14,), "FREQ=WEEKLY;INTERVAL=2"),
    "twice": ((2, 5), "FREQ=WEEKLY;BYDAY=MO,WE"),
    "fourweekly": ((28,), "FREQ=DAILY;INTERVAL=28"),
}


class Event:
    """An event, or a series: its occurrences stand in `starts`, as local times."""

    def __init__(self, uid, title, start):
        self.uid, self.title, self.starts = uid, title, [start]
        self.minutes, self.all_day, self.rule = 30, False, ""
        self.guests, self.companies, self.overrides, self.excluded = [], [], {}, []

    def count(self):
        """How many meetings a reader should show."""
        cancelled = sum(kind == "cancelled" for kind in self.overrides.values())
        return len(self.starts) - len(self.excluded) - cancelled


def draw_events(seed, companies, count, shares):
    random_ = rng(seed, "events")
    people = staff(seed)
    return [draw_event(random_, number, companies, people, shares) for number in range(count)]


def draw_event(random_, number, companies, people, shares):
    day = START + datetime.timedelta(days=random_.randrange(DAYS))
    day += datetime.timedelta(minutes=30 * random_.randrange(16))
    owners = []
    if random_.random() < shares.company_meetings:
        owners = [random_.choice(companies)]
        if random_.random() < shares.joint_meetings:
            owners.append(random_.choice([other for other in companies if other is not owners[0]]))
    event = Event(f"event-{number}@corpus.example", title_of(random_, owners), day)
    event.companies = [owner["name"] for owner in owners]
    event.minutes = random_.choice([15, 30, 30, 45, 60, 90])
    own = random_.sample(people, k=random_.randint(1, 4))
    event.guests = [(full_name(person), f"{person[0]}.{person[1]}@halden.example".lower()) for person in own]
    for owner in owners:
        for _ in range(random_.choice([1, 1, 2, 3])):
            name = full_name(draw_person(random_, random_.choice(["english", "german", "french", "russian"])))
            event.guests.append((name, f"guest{random_.randrange(40)}@{random_.choice(owner['domains'])}"))
    if random_.random() < 0.1:
        event.guests.append(("", f"someone{number}@{random_.choice(FREE)}"))
    event.all_day = random_.random() < shares.all_day
    if not event.all_day and random_.random() < shares.series:
        make_series(random_, event, shares)
    return event


def title_of(random_, owners):
    if len(owners) > 1:
        return " <> ".join(owner["short"] for owner in owners)
    if owners and random_.random() < 0.75:
        return random_.choice(TITLES).format(owners[0]["short"])
    if random_.random() < 0.5:
        return random_.choice(INTERNAL)
    return " ".join(random_.choices(WORDS, k=3)).capitalize() + random_.choice(["", f" ({HOME})", ", part 2; notes"])


def make_series(random_, event, shares):
    if random_.random() < shares.dense_series:
        event.rule = "FREQ=HOURLY;INTERVAL=2;COUNT=600"
        event.starts = [event.starts[0] + datetime.timedelta(hours=2 * index) for index in range(600)]
        return
    steps, rule = RULES[random_.choice(list(RULES))]
    if len(steps) > 1:
        event.starts[0] -= datetime.timedelta(days=event.starts[0].weekday())
    length = random_.choice([4, 12, 20, 20, 52])
    while len(event.starts) < length and event.starts[-1].year < 2024:
        event.starts.append(event.starts[-1] + datetime.timedelta(days=steps[(len(event.starts) - 1) % len(steps)]))
    last = event.starts[-1]
    # In Los Angeles, 16:00 is of the next day in UTC: the last occurrence would be after the end.
    moment = "T235959Z" if last.hour < 16 else ""
    until = random_.choice(["", f"{last:%Y%m%d}{moment}", f"{last:%Y%m%d}"])
    event.rule = f"{rule};UNTIL={until}" if until else f"{rule};COUNT={len(event.starts)}"
    if random_.random() < shares.overrides and len(event.starts) > 3:
        chosen = random_.sample(range(1, len(event.starts)), k=random_.randint(1, 3))
        for index in chosen:
            event.overrides[index] = random_.choice(["moved", "moved", "renamed", "cancelled"])
        event.excluded = [index for index in random_.sample(range(1, len(event.starts)), k=2) if index not in chosen]
