"""Calendars as files: one for each client and some hundred events, and a page of Google's API."""

import datetime
import json
import os

from ..invented import rng
from .events import draw_events
from .lines import ZONES, escape, fold, head, zoned

PER_FILE = 400
CLIENTS = ["google", "google", "outlook", "apple", "exchange", "thunderbird"]


def stamp(moment):
    return f"{moment:%Y%m%dT%H%M%S}"


def times(event, start, zone, client):
    """DTSTART with an end or a length."""
    if event.all_day:
        day = datetime.timedelta(days=1)
        return [f"DTSTART;VALUE=DATE:{start:%Y%m%d}", f"DTEND;VALUE=DATE:{start + day:%Y%m%d}"]
    end = start + datetime.timedelta(minutes=event.minutes)
    if client == "apple" or not event.rule and client == "thunderbird":
        return [zoned("DTSTART", zone, stamp(start)), f"DURATION:PT{event.minutes}M"]
    if client == "google" and not event.rule:
        return [f"DTSTART:{stamp(start)}Z", f"DTEND:{stamp(end)}Z"]
    return [zoned("DTSTART", zone, stamp(start)), zoned("DTEND", zone, stamp(end))]


def people(event):
    lines = []
    for index, (name, address) in enumerate(event.guests):
        shown = f'CN="{name}"' if "," in name or ";" in name else f"CN={name or address}"
        if index == 0:
            lines.append(f"ORGANIZER;{shown}:mailto:{address}")
        status = ("ACCEPTED", "NEEDS-ACTION", "TENTATIVE", "DECLINED")[(index * 7 + len(address)) % 4]
        lines.append(f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={status};RSVP=TRUE;{shown};"
                     f"X-NUM-GUESTS=0:mailto:{address}")
    if len(event.guests) > 4:
        lines.append("ATTENDEE;CUTYPE=RESOURCE;PARTSTAT=ACCEPTED;CN=Room 4:mailto:room4@resource.calendar.example")
    return lines


def component(event, client, zone, index=None, kind=""):
    """One VEVENT: the event or series, or the override of one occurrence."""
    start = event.starts[index or 0]
    lines = ["BEGIN:VEVENT", f"UID:{event.uid}", "DTSTAMP:20240601T000000Z", "CREATED:20220101T000000Z"]
    title, sequence = event.title, 0
    if index is not None:
        lines.append(zoned("RECURRENCE-ID", zone, stamp(start)))
        sequence = 1
        start += datetime.timedelta(minutes=90) if kind == "moved" else datetime.timedelta()
        title += " (new)" if kind == "renamed" else ""
    elif event.rule:
        lines.append(f"RRULE:{event.rule}")
        lines += [zoned("EXDATE", zone, stamp(event.starts[skipped])) for skipped in event.excluded]
    lines += times(event, start, zone, client)
    lines += [f"SUMMARY:{escape(title)}", f"SEQUENCE:{sequence}", "LAST-MODIFIED:20240531T120000Z",
              f"STATUS:{'CANCELLED' if kind == 'cancelled' else 'CONFIRMED'}",
              f"DESCRIPTION:{escape('Agenda; keys, nodes' + chr(10) + 'https://meet.example/abc?x=1')}", "LOCATION:"]
    lines += people(event)
    if client in ("outlook", "exchange"):
        lines += ["X-MICROSOFT-CDO-BUSYSTATUS:BUSY", "X-MICROSOFT-CDO-IMPORTANCE:1", "CLASS:PUBLIC"]
    lines += ["BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT10M", "DESCRIPTION:Reminder", "END:VALARM", "END:VEVENT"]
    return lines


def write_calendar(seed, out, companies, size, shares):
    """Returns the bytes written and, for each UID, how many meetings and whose."""
    random_ = rng(seed, "calendar files")
    events = draw_events(seed, companies, size["events"], shares)
    folder = os.path.join(out, "calendar", "Takeout", "Calendar")
    os.makedirs(folder, exist_ok=True)
    written, both, only_api = 0, [], []
    for number, first in enumerate(range(0, len(events), PER_FILE)):
        client = CLIENTS[number % len(CLIENTS)]
        name = f"{client.capitalize()} customers {number + 1}"
        lines = head(client, name)
        for event in events[first:first + PER_FILE]:
            draw = random_.random()
            if not event.rule and not event.all_day and draw < shares.from_both:
                (both if draw < shares.from_both * 0.6 else only_api).append(event)
                if draw >= shares.from_both * 0.6:
                    continue
            zone = random_.choice(ZONES[client])
            lines += component(event, client, zone)
            for index, kind in event.overrides.items():
                lines += component(event, client, zone, index, kind)
        lines.append("END:VCALENDAR")
        data = b"\r\n".join(fold(line) for line in lines) + b"\r\n"
        with open(os.path.join(folder, f"{name}.ics"), "wb") as file:
            written += file.write(data)
    written += write_page(os.path.join(out, "calendar", "google-events-page-1.json"), both, only_api)
    return written, {event.uid: dict(title=event.title, meetings=event.count(), companies=event.companies)
                     for event in events}


def item(event, number, is_later):
    """An event of the API; where a file states it too, this one is later and two hours on."""
    start = event.starts[0] + datetime.timedelta(hours=2 if is_later else 0)
    end = start + datetime.timedelta(minutes=event.minutes)
    return dict(
        kind="calendar#event", etag=f'"{number}"', id=f"event{number}", status="confirmed", summary=event.title,
        htmlLink=f"https://calendar.example/e?eid={number}", created="2022-01-01T00:00:00.000Z",
        updated="2024-06-02T00:00:00.000Z", iCalUID=event.uid, sequence=1,
        creator=dict(email=event.guests[0][1]), organizer=dict(email=event.guests[0][1], self=True),
        start=dict(dateTime=f"{start.isoformat()}Z", timeZone="Europe/Berlin"),
        end=dict(dateTime=f"{end.isoformat()}Z", timeZone="Europe/Berlin"),
        attendees=[dict(email=address, responseStatus="accepted", **({"displayName": name} if name else {}))
                   for name, address in event.guests]
        + [dict(email="room4@resource.calendar.example", resource=True, responseStatus="accepted")],
        reminders=dict(useDefault=True), eventType="default")


def write_page(path, both, only_api):
    items = [item(event, number, number < len(both)) for number, event in enumerate(both + only_api)]
    day = dict(start=dict(date="2024-05-06"), end=dict(date="2024-05-07"))
    # None of these is a meeting.
    items += [dict(kind="calendar#event", id=f"none{kind}", status="confirmed", eventType=kind, summary=kind, **day,
                   iCalUID=f"none-{kind}@corpus.example") for kind in ("workingLocation", "outOfOffice", "focusTime")]
    items.append(dict(kind="calendar#event", id="gone", status="cancelled"))
    page = dict(kind="calendar#events", etag='"p"', summary="Corpus", updated="2024-06-02T00:00:00.000Z",
                timeZone="Europe/Berlin", accessRole="owner", defaultReminders=[], nextSyncToken="END", items=items)
    with open(path, "w", encoding="utf-8") as file:
        return file.write(json.dumps(page, ensure_ascii=False, indent=1))
