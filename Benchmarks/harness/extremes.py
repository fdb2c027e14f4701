"""Exports that are large in one direction: a CRM of 200,000 rows, an event of 100,000 people, one domain for all."""

import csv
import os
import statistics

from .processes import run
from .report import Row
from .workspace import State, fresh, say

CRM_ROWS, PEOPLE, COMPANIES, MEETINGS = 200_000, 100_000, 2_000, 1_000
OCCURRENCES = 20


def write_mapping(drop, companies):
    with open(os.path.join(drop, "company_mapping.csv"), "w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["base_company", "variant_name", "slack_group", "telegram_group", "calendar_domain",
                        "full_node_address", "variant_type"])
        table.writerows([name, "", "", "", domain, "", ""] for name, domain in companies)


def crm(drop, rows=CRM_ROWS):
    """Deals, companies and contacts, a third each, of which a tenth are some mapped company's."""
    write_mapping(drop, [(f"Quandrel {number}", f"quandrel{number}.example") for number in range(300)])
    count = rows // 3
    tables = {
        "companies": (["Record ID", "Company name", "Company Domain Name"], lambda number: (
            700_000 + number, f"Quandrel {number % 3_000} {number}", f"quandrel{number % 3_000}.example")),
        "contacts": (["Record ID", "First Name", "Last Name", "Email", "Primary Associated Company ID"],
                     lambda number: (3_000_000 + number, "Ada", f"Brook{number}",
                                     f"ada{number}@quandrel{number % 3_000}.example", 700_000 + number)),
        "deals": (["Record ID", "Deal Name", "Deal Stage", "Pipeline", "Amount", "Associated Company IDs"],
                  lambda number: (6_000_000 + number, f"Quandrel {number % 3_000} - renewal", "Won", "Sales",
                                  f"{number}.50", 700_000 + number)),
    }
    for name, (header, row) in tables.items():
        with open(os.path.join(drop, f"hubspot-crm-exports-all-{name}-2024-06-30.csv"), "w", encoding="utf-8",
                  newline="") as file:
            table = csv.writer(file)
            table.writerow(header)
            table.writerows(map(row, range(count)))


def event_head(uid, title, day):
    return ["BEGIN:VEVENT", f"UID:{uid}@extremes.example", "DTSTAMP:20240101T000000Z",
            f"DTSTART:202401{day:02d}T090000Z", "DURATION:PT1H", f"SUMMARY:{title}"]


def write_calendar(drop, lines):
    with open(os.path.join(drop, "all.ics"), "w", encoding="utf-8", newline="") as file:
        file.write("\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//extremes//EN", *lines, "END:VCALENDAR", ""]))


def crowd(drop, people=PEOPLE):
    """A weekly event with all of them, in no more than the 4 MiB that a message may have."""
    write_mapping(drop, [(f"Quandrel {number}", f"q{number}.example") for number in range(300)])
    attendees = [f"ATTENDEE:mailto:{number:x}@q{number % 3_000}.example" for number in range(people)]
    write_calendar(drop, [*event_head("crowd", "All hands", 8), f"RRULE:FREQ=WEEKLY;COUNT={OCCURRENCES}", *attendees,
                          "END:VEVENT"])


def one_domain(drop, companies=COMPANIES, meetings=MEETINGS):
    """All companies are mapped with the same domain, and every meeting has a guest from there."""
    write_mapping(drop, [(f"Tenant {number} Quandrel", "shared.example") for number in range(companies)])
    lines = []
    for number in range(meetings):
        lines += [*event_head(f"meeting{number}", f"Review {number}", number % 28 + 1),
                  f"ATTENDEE:mailto:guest{number}@shared.example", "END:VEVENT"]
    write_calendar(drop, lines)


EXTREMES = {
    f"a CRM of {CRM_ROWS:,} rows": crm,
    f"an event of {PEOPLE:,} people that recurs": crowd,
    f"{COMPANIES:,} companies on one domain, {MEETINGS:,} meetings": one_domain,
}


def measure(repeats, samples):
    rows = []
    for index, (name, write) in enumerate(EXTREMES.items()):
        drop, taken = fresh(f"extreme-{index}"), []
        write(drop)
        for turn in range(repeats):
            say(f"{name}, {turn + 1} of {repeats}")
            taken.append(run(State("extreme", [drop]).backfill()))
        seconds = [done.seconds for done in taken]
        samples[name] = {"seconds": seconds, "peak_bytes": [done.peak_bytes for done in taken]}
        rows.append(Row(f"backfill of {name}", statistics.median(seconds), "s", at_most=3,
                        note=f"{max(done.peak_bytes for done in taken) / 1e6:.0f} MB"))
    return rows
