"""Files a reader takes away: every cell safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from contextvars import copy_context

from domain import spreadsheet


def neutralise(value: object) -> object:
    """Return a text that no spreadsheet runs as a formula; numbers stay numbers."""
    return spreadsheet.neutralise(value) if isinstance(value, str) else value


def csv_bytes(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return a CSV file: UTF-8 with a byte-order mark, as Excel expects, missing cells empty."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow([neutralise(heading) for heading in headings])
    for row in rows:
        writer.writerow(["" if cell is None else neutralise(cell) for cell in row])
    return stream.getvalue().encode("utf-8-sig")


def made_later(build: Callable[[], bytes]) -> Callable[[], bytes]:
    """Return what makes a file when its button is pressed, for whoever it was offered to.

    Streamlit calls it in a thread of the server, which would not know whom it acts for.
    """
    context = copy_context()
    # A copy each time: one context cannot be entered twice at once.
    return lambda: context.copy().run(build)
