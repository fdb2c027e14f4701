"""Makes tables of organisations' names out of public packages, as README.md describes them.

Run it where the packages named there were unpacked. A table has one name a row, an organisation's rows follow each
other, and the first of them is the name that stands for the company.
"""

import collections
import csv
import hashlib

import pyarrow.parquet
from pytickersymbols import PyTickerSymbols


def folded(name):
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def write(target, rows):
    with open(target, "w", newline="") as table:
        writer = csv.writer(table)
        writer.writerow(("organisation", "name"))
        writer.writerows(rows)


# Owners of patents, by the labels of the set.


def eighth(owner):
    return hashlib.sha256(owner.encode()).digest()[0] < 32


def owners(benchmark, takes):
    spellings = collections.defaultdict(collections.Counter)
    with open(f"pv_evaluation/data/assignee/{benchmark}-assignees-benchmark.csv", newline="") as mentions:
        for row in csv.DictReader(mentions):
            if row["organization"].strip() and takes(row["unique_id"]):
                spellings[row["unique_id"]][row["organization"].strip()] += 1
    for number, (_, names) in enumerate(sorted(spellings.items()), 1):
        seen = set()
        for name, _ in sorted(names.items(), key=lambda item: (-item[1], item[0])):
            if folded(name) and folded(name) not in seen:
                seen.add(folded(name))
                yield number, name


# Companies of share indices, by the identifier of the company or of its share.


def joined(official, others):
    names = collections.defaultdict(dict)
    for organisation, name in sorted(others):
        if folded(name) and folded(name) != folded(official[organisation]):
            names[organisation].setdefault(folded(name), name)
    for number, organisation in enumerate(sorted(official), 1):
        yield number, official[organisation]
        for name in names[organisation].values():
            yield number, name


def members(indices):
    shares = PyTickerSymbols()
    return [share for index in indices for share in shares.get_stocks_by_index(index)]


def registrants():
    rows = pyarrow.parquet.read_table("edgar/reference/data/company_tickers.parquet").to_pylist()
    rows = [row for row in rows if row["cik"] and row["name"]]
    company = {row["ticker"]: row["cik"] for row in rows if row["exchange"] in ("NYSE", "Nasdaq")}
    others = [
        (company[share["symbol"]], share["name"].strip())
        for share in members(("S&P 500", "S&P 600", "S&P 100", "NASDAQ 100", "DOW JONES"))
        if share.get("symbol") in company
    ]
    return joined({row["cik"]: row["name"] for row in rows}, others)


def listed():
    indices = ("AEX", "BEL 20", "CAC_40", "CAC Mid 60", "DAX", "FTSE 100", "IBEX 35", "MDAX", "NIKKEI 225")
    indices += ("OMX Helsinki 25", "OMX Stockholm 30", "SDAX", "Switzerland 20", "TecDAX")
    countries = ("NL", "BE", "FR", "DE", "GB", "ES", "JP", "FI", "SE", "CH")
    company, official = {}, {}
    with open("investpy/resources/stocks.csv", newline="", encoding="utf-8") as stocks:
        for row in csv.DictReader(stocks):
            if row["isin"].startswith(countries) and row["full_name"].strip():
                company.setdefault(row["isin"], folded(row["full_name"]))
                official.setdefault(folded(row["full_name"]), row["full_name"].strip())
    official = {name: official[name] for name in set(company.values())}
    others = [
        (company[isin], share["name"].strip())
        for share in members(indices)
        for isin in share.get("isins") or []
        if isin in company
    ]
    return joined(official, others)


write("patentsview.csv", owners("air-umass", lambda owner: True))
write("nber-eighth.csv", owners("nber-subset", eighth))
write("nber-rest.csv", owners("nber-subset", lambda owner: not eighth(owner)))
write("registrants.csv", registrants())
write("listed.csv", listed())
