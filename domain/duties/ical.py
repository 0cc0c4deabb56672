"""Calendars other programs take in: iCalendar (RFC 5545), all-day events.

The end of an all-day event is the day after its last (3.6.1). Without a METHOD, DTSTAMP is when the
information was last revised (3.8.7.2), so the same deadlines give the same bytes.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, vText
from icalendar import Event as Entry

PRODUCT = "-//NTM//Lich bao cao//VI"


@dataclass(frozen=True)
class Event:
    """One day to keep.

    Attributes:
        uid: Identity that stays the same whenever the calendar is made again.
        revised_on: Day the information was set.
    """

    uid: str
    day: date
    revised_on: date
    summary: str
    description: str = ""
    category: str = ""


def build_calendar(name: str, events: Iterable[Event]) -> bytes:
    """Return an iCalendar file in UTF-8.

    Args:
        name: Name that calendar programs show.
        events: Days to keep, in the order to be written.
    """
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    # The library knows no such property, so it is told that this is a text to be escaped.
    calendar.add("x-wr-calname", vText(clean(name)))
    for event in events:
        calendar.add_component(_entry(event))
    written: bytes = calendar.to_ical()
    return written


def _entry(event: Event) -> Entry:
    entry = Entry()
    entry.add("uid", clean(event.uid))
    entry.add("dtstamp", datetime.combine(event.revised_on, time(), UTC))
    entry.add("dtstart", event.day)
    entry.add("dtend", event.day + timedelta(days=1))
    entry.add("summary", clean(event.summary))
    if event.description:
        entry.add("description", clean(event.description))
    if event.category:
        entry.add("categories", [clean(event.category)])
    entry.add("transp", "TRANSPARENT")
    return entry


def clean(text: str) -> str:
    """Return a text whose control characters, which no value may hold, are spaces."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        " " if unicodedata.category(letter) == "Cc" and letter != "\n" else letter
        for letter in unified
    )
