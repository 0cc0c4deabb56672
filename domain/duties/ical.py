"""Calendars other programs take in: iCalendar (RFC 5545), all-day events.

Lines end with CRLF and are folded at 75 octets without cutting a letter (3.1); commas, semicolons,
backslashes and line breaks in texts are escaped (3.3.11). The end of an all-day event is the day
after its last (3.6.1). Without a METHOD, DTSTAMP is when the information was last revised
(3.8.7.2), so the same deadlines give the same bytes.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

LINE_OCTETS = 75
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
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{escape(name)}",
        *(line for event in events for line in _event(event)),
        "END:VCALENDAR",
    ]
    return "".join(f"{fold(line)}\r\n" for line in lines).encode()


def _event(event: Event) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{escape(event.uid)}",
        f"DTSTAMP:{event.revised_on:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{escape(event.summary)}",
    ]
    if event.description:
        lines.append(f"DESCRIPTION:{escape(event.description)}")
    if event.category:
        lines.append(f"CATEGORIES:{escape(event.category)}")
    return [*lines, "TRANSP:TRANSPARENT", "END:VEVENT"]


def escape(text: str) -> str:
    """Return a text as a TEXT value; control characters, which no value may hold, become spaces."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    clean = "".join(
        " " if unicodedata.category(letter) == "Cc" and letter != "\n" else letter
        for letter in unified
    )
    for letter in ("\\", ";", ","):
        clean = clean.replace(letter, f"\\{letter}")
    return clean.replace("\n", "\\n")


def fold(line: str) -> str:
    """Break a line into parts of at most 75 octets, each but the first led by a space."""
    parts: list[str] = [""]
    room = LINE_OCTETS
    for letter in line:
        size = len(letter.encode())
        if size > room:
            parts.append(" ")
            room = LINE_OCTETS - 1
        parts[-1] += letter
        room -= size
    return "\r\n".join(parts)
