"""The letters of slides: files of Source Sans, which the dashboard uses too, and how wide text is.

The files come with a package (``font-source-sans-pro``, Open Font Licence), so that a PDF looks the
same on every machine; they hold every Vietnamese letter.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from fontTools.ttLib import TTFont

CLAUSES = re.compile(r"(?<=[;:,]) ")
HAIR = 0.01
"""A text fits a box made to its own width, whatever was multiplied and divided in between."""
LINE = 1.22
"""Height of a line as a share of its size."""


def font_path(*, bold: bool = False) -> Path:
    """Return the file of a font."""
    name = "SourceSansPro-Semibold.ttf" if bold else "SourceSansPro-Regular.ttf"
    return Path(str(files("font_source_sans_pro"))) / "files" / name


@lru_cache(maxsize=2)
def _advances(bold: bool) -> tuple[dict[int, float], float]:
    """Return the width of every letter, and that of an unknown one, in sizes of the font."""
    font = TTFont(font_path(bold=bold), lazy=True)
    units, widths = font["head"].unitsPerEm, font["hmtx"]
    advances = {code: widths[name][0] / units for code, name in font.getBestCmap().items()}
    return advances, widths[".notdef"][0] / units


def known_letters() -> frozenset[int]:
    """Return the letters both fonts hold."""
    return frozenset(_advances(False)[0]) & frozenset(_advances(True)[0])


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a text is, in the unit of ``size``."""
    advances, unknown = _advances(bold)
    return size * sum(advances.get(ord(letter), unknown) for letter in text)


def wrap(text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """Cut a text into lines no wider than the room; a single longer word keeps its own line."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, size, bold=bold) <= room + HAIR:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines or [""]


def wrap_evenly(text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """Cut a text into as few lines as :func:`wrap` does: where its clauses end, else evenly."""
    lines = wrap(text, size, room, bold=bold)
    clauses = CLAUSES.split(text)
    joined = _join(clauses, size, room, bold=bold)
    if len(clauses) > 1 and len(joined) == len(lines):
        return joined
    narrow = room
    while len(lines) > 1 and narrow > room / 2:
        narrow -= size
        tried = wrap(text, size, narrow, bold=bold)
        if len(tried) > len(lines):
            break
        lines = tried
    return lines


def _join(clauses: Sequence[str], size: float, room: float, *, bold: bool) -> list[str]:
    """Return lines that end with a clause, each as long as there is room for."""
    lines: list[str] = []
    for clause in clauses:
        longer = f"{lines[-1]} {clause}" if lines else clause
        if lines and len(wrap(longer, size, room, bold=bold)) == 1:
            lines[-1] = longer
        else:
            lines += wrap(clause, size, room, bold=bold)
    return lines


def height(text: str, size: float, room: float, *, bold: bool = False) -> float:
    """Return how high a wrapped text stands."""
    return len(wrap(text, size, room, bold=bold)) * size * LINE


def largest(
    texts: Sequence[str],
    sizes: tuple[float, float],
    room: float,
    high: float,
    *,
    bold: bool = False,
    gap: float = 0,
) -> float:
    """Return the largest size, half a point at a time, at which paragraphs fit into a box.

    Args:
        texts: The paragraphs.
        sizes: Smallest and largest allowed; the smallest is returned when nothing fits.
        room: Width of the box.
        high: Its height.
        bold: Whether the text is bold.
        gap: Space between paragraphs, as a share of the size.
    """
    least, size = sizes
    while size > least:
        stacked = sum(height(text, size, room, bold=bold) for text in texts)
        if stacked + gap * size * max(len(texts) - 1, 0) <= high:
            return size
        size -= 0.5
    return least
