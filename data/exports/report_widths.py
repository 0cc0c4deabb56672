"""How wide the columns of a report's table stand, so that no word or number is torn in two.

A report names Times New Roman, which not every machine has. Widths are therefore measured in DejaVu
Serif Bold, the widest of the usual substitutes; it comes with matplotlib.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

import matplotlib
from docx.shared import Length, Pt
from fontTools.ttLib import TTFont

from data.exports.report_xml import twips
from domain.report.content import Table

LONGEST = 14
"""Letters up to which a word stays whole; a longer one (an address) may be torn."""

SPARE = 1.03
"""Word and LibreOffice round the advance of each letter up."""


@lru_cache(maxsize=1)
def _advances() -> dict[int, float]:
    """Return the width of every letter, in sizes of the font."""
    path = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSerif-Bold.ttf"
    font = TTFont(path, lazy=True)
    units, widths = font["head"].unitsPerEm, font["hmtx"]
    return {code: widths[name][0] / units for code, name in font.getBestCmap().items()}


def column_widths(table: Table, width: Length, size: float, margin: Length) -> list[int]:
    """Return the width of every column [twips], together no more than the table's.

    Columns keep the shares they ask for; one too narrow for its longest word takes what it lacks
    from those with room to spare. A table without enough room for all words keeps the shares.

    Args:
        table: The table.
        width: Width of the whole table.
        size: Font size [points].
        margin: Space left and right of a cell's text.
    """
    asked = sum(column.width for column in table.columns)
    wanted = [twips(width) * column.width / asked for column in table.columns]
    least = [_least(texts, size, margin) for texts in _texts(table)]
    if sum(least) > sum(wanted):
        return [int(w) for w in wanted]
    lacking = sum(max(0.0, low - w) for low, w in zip(least, wanted, strict=True))
    spare = sum(max(0.0, w - low) for low, w in zip(least, wanted, strict=True))
    part = lacking / spare if spare else 0.0
    return [
        int(w - part * (w - low) if w > low else low) for low, w in zip(least, wanted, strict=True)
    ]


def _texts(table: Table) -> list[list[str]]:
    cells = zip(*(row.cells for row in table.rows), strict=True)
    columns = list(cells) or [()] * len(table.columns)
    return [[c.title, *own] for c, own in zip(table.columns, columns, strict=True)]


def _least(texts: Iterable[str], size: float, margin: Length) -> float:
    words = {word for text in texts for word in text.split()}
    longest = max((_width(w, size) for w in words if len(w) <= LONGEST), default=0.0)
    return longest * SPARE + 2 * twips(margin)


def _width(word: Sequence[str], size: float) -> float:
    advances = _advances()
    return twips(Pt(size)) * sum(advances.get(ord(letter), 1.0) for letter in word)
