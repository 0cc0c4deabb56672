"""Files of marks understood by hand: readings for the store's tests, without a reader."""

import hashlib
from collections import Counter
from datetime import date

from tiny_store import END_2021, SET, marks

from domain.intake.grid import Workbook
from domain.intake.reading import Layout, Mark, Reading, Role, Shape
from domain.vocabulary import Status

WHOLE = {"c24001": "✓✓✓", "c24002": "✓✓~", "c24003": "✓xx", "c24004": "---"}
"""Marks of every commune of province 66, as ``tiny_store.marks`` takes them."""


def make_layout(**changes: object) -> Layout:
    """Return the layout of a small annex, with changes."""
    values: dict[str, object] = {
        "sheet": "Biểu 1",
        "shape": Shape.ANNEX,
        "header_rows": (4, 5),
        "last_row": 9,
        "roles": {Role.NAME: 1, Role.TOTAL: 5},
        "criteria": {2: 1, 3: 2, 4: 3},
        "words": {"x": Status.MET},
        "blank": Status.NOT_MET,
        "blank_reason": "blank_by_marks",
        "as_of": END_2021,
        "as_of_cell": "A3",
        "fingerprint": "f" * 16,
    }
    return Layout(**{**values, **changes})  # type: ignore[arg-type]


def make_reading(rows: dict[str, str] | None = None, **changes: object) -> Reading:
    """Return a reading of ``rows`` (``c24001="✓✓x"``) for the end of 2021, with changes."""
    own = tuple(
        Mark(code, number, Status(status), "Biểu 1", f"C{number}", status)
        for code, number, status in marks(**(WHOLE if rows is None else rows))
    )
    communes = tuple(dict.fromkeys(mark.commune_code for mark in own))
    values: dict[str, object] = {
        "layouts": (make_layout(),),
        "marks": own,
        "set_id": SET,
        "as_of": END_2021,
        "communes": communes,
        "missing_codes": (),
        "district_codes": (),
        "covers_whole_province": True,
        "questions": (),
        "problems": (),
        "sender": "",
        "counts": Counter(mark.status for mark in own),
    }
    return Reading(**{**values, **changes})  # type: ignore[arg-type]


def make_file(content: bytes = b"one", name: str = "bieu.xlsx") -> tuple[Workbook, bytes]:
    """Return a workbook of some bytes, and the bytes."""
    sha256 = hashlib.sha256(content).hexdigest()
    return Workbook(name, sha256, len(content), "xlsx", ()), content


def day(text: str) -> date:
    """Return a date from ISO text."""
    return date.fromisoformat(text)
