"""Colours, fonts and measures of the pictures in reports.

The colours are those of the screen (a test compares the two), so that a class looks the same on a
map of the dashboard and in print. The font ships with matplotlib and holds every Vietnamese letter;
names are drawn as plain text, never as formulas.
"""

from collections.abc import Sequence
from typing import Any, Final

from matplotlib.font_manager import FontProperties

NO_DATA: Final = "#e3e7eb"
NOT_COUNTED: Final = "#ebebe6"
INK: Final = "#1b2a2f"
PAPER: Final = "#ffffff"
RAMP: Final = ("#fbf1d0", "#a1cf9e", "#52a8a0", "#1f7896", "#173f70")
ACCENT: Final = "#1f6f8b"
"""Bars that carry no class: the colour of a criterion that is met."""

TARGET: Final = "#c4501b"
HATCH: Final = "////"
"""No data is hatched, so that it cannot be read as a low value."""

DPI: Final = 200
MM: Final = 1 / 25.4
"""Inches in a millimetre."""


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def band_colours(count: int) -> tuple[str, ...]:
    """Return colours for ``count`` bands, highest first, from deep blue to pale sand.

    Raises:
        ValueError: Fewer than one band is asked for.
    """
    if count < 1:
        raise ValueError("a palette needs at least one class")
    if count == 1:
        return (RAMP[-1],)
    return tuple(_at(step * (len(RAMP) - 1) / (count - 1)) for step in range(count))[::-1]


def _at(position: float) -> str:
    left = min(int(position), len(RAMP) - 2)
    share = position - left
    ends: Sequence[tuple[int, int]] = list(
        zip(_channels(RAMP[left]), _channels(RAMP[left + 1]), strict=True)
    )
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in ends)


def ink_on(colour: str) -> str:
    """Return the text colour that reads on a background."""
    red, green, blue = _channels(colour)
    return INK if 0.299 * red + 0.587 * green + 0.114 * blue > 140 else PAPER


def words(size: float = 8, *, bold: bool = False, colour: str = INK) -> dict[str, Any]:
    """Return the settings of a text: font, size [points], colour, and no formulas."""
    font = FontProperties(family="DejaVu Serif", size=size, weight="bold" if bold else "normal")
    return {"fontproperties": font, "color": colour, "parse_math": False}


def font(size: float = 8) -> FontProperties:
    """Return the font alone, for legends."""
    return FontProperties(family="DejaVu Serif", size=size)
