"""The company mapping, as people keep it: several rows a company, padded cells, upper case, a group or none."""

import csv
import os

from ..invented import HOME, rng

HEADER = ["base_company", "variant_name", "slack_group", "telegram_group", "calendar_domain", "full_node_address",
          "variant_type"]


def name_groups(seed, companies):
    """Gives each company the groups that the mapping has; a few have none and are found by their name."""
    random_ = rng(seed, "groups")
    for company in companies:
        company["group"] = f"{company['name']} <> {HOME}"
        company["slack"] = f"ext-{company['stem']}" if random_.random() < 0.8 or company["index"] < 24 else ""
        company["is_grouped"] = random_.random() < 0.85 or company["index"] < 24


def write_mapping(seed, out, companies):
    random_ = rng(seed, "mapping")
    with open(os.path.join(out, "company_mapping.csv"), "w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(HEADER)
        for company in companies:
            group = company["group"] if company["is_grouped"] else ""
            if group and random_.random() < 0.1:
                group += f";{company['short']} ops"
            domains = ";".join(company["domains"])
            node = f"{company['stem']}::1220{random_.getrandbits(256):064x}"
            slack = company["slack"] and random_.choice(["#", "", " #"]) + company["slack"]
            table.writerow([company["name"], company["stem"], slack, group,
                            domains.upper() if random_.random() < 0.1 else domains, node, "mainnet"])
            if random_.random() < 0.3:
                variant = random_.choice(["minter", "testnet"])
                table.writerow([company["name"], f"{company['stem']}-{variant}", "", f"{company['name']} {variant}", "",
                                "", variant])
