"""Lines of iCalendar: escapes, folding at 75 bytes, and what each client writes around its events."""

PRODUCTS = {
    "google": "-//Google Inc//Google Calendar 70.9054//EN",
    "outlook": "-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN",
    "apple": "-//Apple Inc.//macOS 14.5//EN",
    "exchange": "Microsoft Exchange Server 2010",
    "thunderbird": "-//Mozilla.org/NONSGML Mozilla Calendar V1.1//EN",
}
# A client's name for a zone, beside the name in the tz database. Windows has names of its own.
ZONES = {
    "google": ["Europe/Berlin", "America/New_York", "Asia/Tokyo"],
    "outlook": ["W. Europe Standard Time", "Eastern Standard Time", "Tokyo Standard Time"],
    "apple": ["Europe/Paris", "America/Los_Angeles", "Asia/Kolkata"],
    "exchange": ["(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", "Eastern Standard Time 1",
                 "tzone://Microsoft/Utc"],
    "thunderbird": ["/freeassociation.sourceforge.net/Europe/Berlin", "Europe/London"],
}


def escape(text):
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def fold(line):
    """At 75 bytes, even within a character, as some clients do; the rest goes on after a blank."""
    data = line.encode()
    if len(data) <= 75:
        return data
    pieces = [data[:75]] + [data[start:start + 74] for start in range(75, len(data), 74)]
    return b"\r\n ".join(pieces)


def zone_block(name):
    """VTIMEZONE from 1601, as Outlook writes it, whatever the zone."""
    return ["BEGIN:VTIMEZONE", f"TZID:{name}", "BEGIN:STANDARD", "DTSTART:16011028T030000",
            "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "END:STANDARD",
            "BEGIN:DAYLIGHT", "DTSTART:16010325T020000", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
            "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "END:DAYLIGHT", "END:VTIMEZONE"]


def head(client, name):
    lines = ["BEGIN:VCALENDAR", f"PRODID:{PRODUCTS[client]}", "VERSION:2.0", "CALSCALE:GREGORIAN"]
    if client in ("google", "apple"):
        lines += [f"X-WR-CALNAME:{escape(name)}", "X-WR-TIMEZONE:Europe/Berlin"]
    if client in ("outlook", "exchange"):
        lines += ["METHOD:PUBLISH", "X-MS-OLK-FORCEINSPECTOROPEN:TRUE"]
        lines += [line for zone in ZONES[client] if not zone.startswith("tzone:") for line in zone_block(zone)]
    return lines


def zoned(name, zone, local):
    """A property with a zone; quoted where the zone's name asks for it."""
    if any(sign in zone for sign in ":;,"):
        zone = f'"{zone}"'
    return f"{name};TZID={zone}:{local}"
