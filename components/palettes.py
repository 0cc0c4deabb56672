"""Colours of map and chart classes.

The default palette can be told apart with protanopia and deuteranopia (a unit test simulates both)
and in grey print, because darkness follows rank. The national palette takes the named colours of
Hà Tĩnh's public map (red for kiểu mẫu, yellow for every criterion, green, grey, light grey). The
programme's offices know them, but colour-blind readers cannot: therefore never the default.

A colour never stands alone: legend, tooltip and table twin always name the class.
"""

from collections.abc import Sequence
from typing import Final

DEFAULT: Final = "default"
NATIONAL: Final = "national"
PALETTES: Final = (DEFAULT, NATIONAL)

NO_DATA_COLOUR: Final = "#e3e7eb"
"""Always drawn hatched, so that it cannot be read as a low value."""

NOT_COUNTED_COLOUR: Final = "#ebebe6"
"""Wards and townships: part of the picture, not of the programme."""

STATUS_COLOURS: Final = {
    "met": "#1f6f8b",
    "nearly_met": "#e9c46a",
    "not_met": "#c4501b",
    "not_assessed": NO_DATA_COLOUR,
}

LEVEL_COLOURS: Final = {
    "model": "#16355c",
    "advanced": "#1f7f97",
    "ntm": "#74bfa8",
    "waiting": "#e0c65c",
    "none": "#f3e6c8",
}

CHANGE_COLOURS: Final = {
    "gain_3": "#1d5b8f",
    "gain_1": "#8dbbdb",
    "same": "#f0ede4",
    "loss": "#c4501b",
}

_RAMP: Final = ("#fbf1d0", "#a1cf9e", "#52a8a0", "#1f7896", "#173f70")
"""From few to many: pale sand to deep blue, darkness rising evenly."""

_NATIONAL_LEVELS: Final = {
    "model": "#d62728",
    "advanced": "#f28e2b",
    "ntm": "#f7d038",
    "waiting": "#45ab5c",
    "none": "#a9adb2",
}
_NATIONAL_COUNTS: Final = ("#f7d038", "#45ab5c", "#8b9096", "#bfc3c8", "#dcdee1")

INK: Final = "#1b2a2f"
PAPER: Final = "#ffffff"


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _spread(anchors: Sequence[str], count: int) -> tuple[str, ...]:
    """Return ``count`` colours evenly along the anchors, both ends included."""
    if count == 1:
        return (anchors[-1],)
    colours = []
    for step in range(count):
        position = step * (len(anchors) - 1) / (count - 1)
        left = min(int(position), len(anchors) - 2)
        share = position - left
        pairs = zip(_channels(anchors[left]), _channels(anchors[left + 1]), strict=True)
        colours.append("#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs))
    return tuple(colours)


def ordinal(count: int) -> tuple[str, ...]:
    """Return colours for ``count`` ordered classes, lowest first, darkness rising with rank.

    Raises:
        ValueError: Fewer than one class is asked for.
    """
    if count < 1:
        raise ValueError("a palette needs at least one class")
    return _spread(_RAMP, count)


def layer_colours(
    layer: str, order: Sequence[str], palette: str = DEFAULT, *, scheme: Sequence[str] | None = None
) -> dict[str, str]:
    """Return the colour of every class of a map layer.

    Args:
        layer: Name of the layer: ``criterion``, ``level`` and ``change`` have named classes; any
            other is a series of bands.
        order: Class keys from best to worst, as the legend lists them.
        palette: One of :data:`PALETTES`; the national one only knows levels and bands, other layers
            keep their default colours.
        scheme: Every class of the scale when ``order`` lists only some of them, so that a class
            keeps its colour on every map.

    Raises:
        ValueError: There is no such palette.
    """
    if palette not in PALETTES:
        raise ValueError(f"no palette {palette!r}")
    national = palette == NATIONAL
    named = {
        "criterion": STATUS_COLOURS,
        "level": _NATIONAL_LEVELS if national else LEVEL_COLOURS,
        "change": CHANGE_COLOURS,
    }.get(layer)
    if named is not None:
        return {key: named[key] for key in order}
    keys = list(scheme or order)
    top, rest = _NATIONAL_COUNTS[0], _NATIONAL_COUNTS[1:]
    if not national:
        colours = ordinal(len(keys))[::-1]
    elif len(keys) <= len(_NATIONAL_COUNTS):
        colours = _NATIONAL_COUNTS[: len(keys)]
    else:
        colours = (top, *_spread(rest, len(keys) - 1))
    by_key = dict(zip(keys, colours, strict=True))
    return {key: by_key[key] for key in order}


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour (0 black to 1 white), as WCAG 2 defines it."""
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (channel / 255 for channel in _channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2)."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def text_on(background: str) -> str:
    """Return the text colour, ink or paper, that reads better on a background."""
    return max((INK, PAPER), key=lambda colour: contrast(colour, background))
