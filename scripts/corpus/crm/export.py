"""HubSpot's exports: tables in several languages, and pages of the API."""

import csv
import json
import os

from ..invented import rng
from . import headers
from .records import draw_records

FIELDS = dict(deals=headers.DEALS, companies=headers.COMPANIES, contacts=headers.CONTACTS)
# Columns that say nothing to a reader; every account has some dozens of them.
FURTHER = ["Lifecycle Stage", "Number of Sales Activities", "Record source", "Priority", "Notes"]
PROPERTIES = dict(
    deals=dict(name="dealname", stage="dealstage", pipeline="pipeline", amount="amount", close="closedate",
               created="createdate", activity="notes_last_updated"),
    companies=dict(name="name", domain="domain", website="website", created="createdate"),
    contacts=dict(first="firstname", last="lastname", email="email", created="createdate"))
SECTIONS = dict(deals="hubspot_deals", companies="hubspot_companies", contacts="hubspot_contacts")
ROWS_A_FILE = 1_000


def write_hubspot(seed, out, companies, size, shares):
    """Returns the bytes written and, for each section, whose each record is."""
    random_, folder = rng(seed, "hubspot files"), os.path.join(out, "hubspot")
    os.makedirs(folder, exist_ok=True)
    written, truth = 0, {}
    for kind, records in draw_records(seed, companies, size, shares).items():
        truth[SECTIONS[kind]] = {str(record["id"]): record["truth"] for record in records}
        in_api = [record for record in records if random_.random() < shares.api_records]
        chosen = {record["id"] for record in in_api}
        in_tables = [record for record in records if record["id"] not in chosen]
        for number, start in enumerate(range(0, len(in_tables), ROWS_A_FILE)):
            language = "english"
            if random_.random() < shares.localised:
                language = random_.choice([name for name in headers.LANGUAGES if name != "english"])
            path = os.path.join(folder, f"hubspot-crm-exports-all-{kind}-2024-06-30{f'-{number}' if number else ''}.csv")
            written += write_table(random_, path, kind, in_tables[start:start + ROWS_A_FILE], language)
        for number, start in enumerate(range(0, len(in_api), 100)):
            path = os.path.join(folder, "api", f"{kind}-page-{number + 1}.json")
            written += write_page(path, kind, in_api[start:start + 100], start + 100 < len(in_api))
    return written, truth


def write_table(random_, path, kind, records, language):
    """The record's id first, the other columns in an order of the user's own."""
    columns = list(zip(FIELDS[kind], headers.header(language, kind)))
    columns = columns[:1] + random_.sample(columns[1:], k=len(columns) - 1)
    with open(path, "w", encoding="utf-8-sig" if random_.random() < 0.5 else "utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow([label for _, label in columns] + FURTHER)
        for record in records:
            writer.writerow([record.get(field, "") for field, _ in columns]
                            + ["customer", "3", "INTEGRATION", "", record.get("notes", "")])
    return os.path.getsize(path)


def write_page(path, kind, records, has_more):
    """A page of the API v3: every property is text."""
    results = []
    for record in records:
        properties = {label: str(record.get(field, "")) or None for field, label in PROPERTIES[kind].items()}
        if kind == "deals":
            properties["amount"] = properties["amount"].replace(",", "")
        created = f"{record['created'].replace(' ', 'T')}:00.000Z"
        properties |= dict(hs_object_id=str(record["id"]), createdate=created, hs_lastmodifieddate=created)
        result = dict(id=str(record["id"]), properties=properties, createdAt=created, updatedAt=created, archived=False)
        if "primary" in record:
            result["associations"] = dict(companies=dict(results=[
                dict(id=str(record["primary"]), type=f"{kind[:-1]}_to_company"),
                *(dict(id=str(other), type=f"{kind[:-1]}_to_company_unlabeled")
                  for other in [record["primary"], *record.get("others", [])])]))
        results.append(result)
    page = dict(results=results)
    if has_more:
        page["paging"] = dict(next=dict(after=str(records[-1]["id"]), link="https://api.example/next"))
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        return file.write(json.dumps(page, ensure_ascii=False))
