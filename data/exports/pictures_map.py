"""The map of communes by band, as a picture."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.path import Path
from matplotlib.patheffects import withStroke
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from data.exports.pictures_geometry import KIND_WORDS, Commune, Drawing, Points, read_drawing
from data.exports.pictures_style import (
    DPI,
    HATCH,
    INK,
    MM,
    NO_DATA,
    NOT_COUNTED,
    PAPER,
    band_colours,
    font,
    words,
)
from domain.report.content import MapValues
from domain.report.words import whole

WIDTH = 165.0  # millimetres, of the whole picture
LEGEND = 50.0  # millimetres, of its right part
LOWEST, TALLEST = 70.0, 100.0  # millimetres; a taller one leaves too much of a page white
NAMED_COMMUNES = 40  # more names than that cannot be read side by side
SHORT_KINDS = (("Thành phố ", "TP. "), ("Thị xã ", "TX. "), ("Huyện ", ""))
HATCH_INK = "#9aa3ab"


def draw_map(values: MapValues) -> tuple[Figure, str]:
    """Draw the map.

    Returns:
        The figure, and a sentence on its boundaries and on communes that are not on it.

    Raises:
        ValueError: There is no such province.
    """
    drawing = _drawing_of(values)
    west, south, east, north = drawing.bounds
    wide, tall = WIDTH - LEGEND, (north - south) / (east - west)
    height = min(max(wide * tall + 4, LOWEST), TALLEST)
    figure = Figure(figsize=(WIDTH * MM, height * MM), dpi=DPI, facecolor=PAPER)
    axes = figure.add_axes((0, 0, wide / WIDTH, 1))
    _draw(axes, drawing, values, border=0.9)
    _name(axes, drawing, values)
    _legend(figure, drawing, values)
    return figure, _note(drawing, values)


def draw_bare_map(
    values: MapValues, wide: float, high: float, write: Callable[[float], dict[str, Any]]
) -> tuple[Figure, str]:
    """Draw the map alone, for a page that writes its legend itself.

    Args:
        values: What to draw.
        wide: Width of the picture [mm].
        high: Its height [mm].
        write: Gives the settings of a name from its size [points].

    Returns:
        The figure, and the kind of its boundaries (``map.kind.…`` in the texts).

    Raises:
        ValueError: There is no such province.
    """
    drawing = _drawing_of(values)
    figure = Figure(figsize=(wide * MM, high * MM), dpi=DPI, facecolor=PAPER)
    axes = figure.add_axes((0, 0, 1, 1))
    _draw(axes, drawing, values, border=1.2)
    _name(axes, drawing, values, write(11))
    return figure, drawing.kind


def _drawing_of(values: MapValues) -> Drawing:
    drawing = read_drawing(values.scope)
    return drawing.of_district(values.district_code) if values.district_code else drawing


def _draw(axes: Axes, drawing: Drawing, values: MapValues, border: float) -> None:
    """Draw the communes, and the districts' borders as wide as asked [points]."""
    west, south, east, north = drawing.bounds
    room = 0.015 * max(east - west, north - south)
    axes.set_axis_off()
    axes.set_aspect("equal")
    axes.set_xlim(west - room, east + room)
    axes.set_ylim(south - room, north + room)
    _fill(axes, drawing, values)
    lines = [line for district in drawing.districts for line in district.lines]
    axes.add_collection(LineCollection(lines, colors=INK, linewidths=border, zorder=3))


def _colours(values: MapValues) -> dict[str, str]:
    keys = [key for key, _ in values.bands]
    return dict(zip(keys, band_colours(len(keys)), strict=True))


def _fill(axes: Axes, drawing: Drawing, values: MapValues) -> None:
    colours, known = _colours(values), values.band_by_commune
    plain: list[Path] = []
    fills: list[str] = []
    hatched: list[Path] = []
    for commune in drawing.communes:
        if commune.code in known and known[commune.code] is None:
            hatched.append(_path(commune))
        else:
            band = known.get(commune.code)
            plain.append(_path(commune))
            fills.append(NOT_COUNTED if band is None else colours[band])
    axes.add_collection(
        PathCollection(plain, facecolors=fills, edgecolors=HATCH_INK, linewidths=0.3)
    )
    if hatched:
        axes.add_collection(
            PathCollection(
                hatched, facecolors=NO_DATA, edgecolors=HATCH_INK, linewidths=0.3, hatch=HATCH
            )
        )


def _path(commune: Commune) -> Path:
    return Path.make_compound_path(*(_ring(ring) for ring in commune.rings))


def _ring(ring: Points) -> Path:
    codes = np.full(len(ring) + 1, Path.LINETO, Path.code_type)
    codes[0], codes[-1] = Path.MOVETO, Path.CLOSEPOLY
    return Path(np.vstack([ring, ring[:1]]), codes)


def _name(
    axes: Axes, drawing: Drawing, values: MapValues, style: dict[str, Any] | None = None
) -> None:
    halo = [withStroke(linewidth=2, foreground=PAPER)]
    if len(drawing.communes) <= NAMED_COMMUNES:
        places = [
            (values.names[c.code], c.middle) for c in drawing.communes if c.code in values.names
        ]
        size = 7.0
    else:
        places = [(_short(district.name), district.at) for district in drawing.districts]
        size = 7.5
    # Southernmost first: a name that would lie on another is lifted above it.
    places.sort(key=lambda place: place[1][1])
    style = style or words(size)
    texts = [
        axes.text(x, y, name, ha="center", va="center", path_effects=halo, zorder=4, **style)
        for name, (x, y) in places
    ]
    _part(axes, texts)


NAME_GAP = 8
"""Pixels between two names beside each other."""


def _part(axes: Axes, texts: list[Text]) -> None:
    """Move overlapping names apart, upwards, by as little as parts them."""
    FigureCanvasAgg(axes.get_figure(root=True))
    # What is measured must be what is drawn: equal scales shrink the axes, else only when drawn.
    axes.apply_aspect()
    to_data = axes.transData.inverted()
    settled: list[Bbox] = []
    for text in texts:
        for _ in range(len(texts)):
            # With a space to either side: names that touch read as one.
            box = text.get_window_extent().padded(NAME_GAP, 0)
            hit = next((other for other in settled if box.overlaps(other)), None)
            if hit is None:
                break
            x, y = axes.transData.transform(text.get_position())
            left, up = to_data.transform((x, y + hit.y1 - box.y0 + 1))
            text.set_position((float(left), float(up)))
        settled.append(text.get_window_extent())


def _short(name: str) -> str:
    for long, short in SHORT_KINDS:
        if name.startswith(long):
            return short + name.removeprefix(long)
    return name


def _legend(figure: Figure, drawing: Drawing, values: MapValues) -> None:
    counts = Counter(values.band_by_commune.values())
    colours = _colours(values)
    handles = [
        Patch(
            facecolor=colours[key],
            edgecolor=HATCH_INK,
            linewidth=0.4,
            label=f"{label}: {whole(counts[key])} xã",
        )
        for key, label in values.bands
    ]
    handles.append(
        Patch(
            facecolor=NO_DATA,
            edgecolor=HATCH_INK,
            hatch=HATCH,
            linewidth=0.4,
            label=f"Chưa có số liệu: {whole(counts[None])} xã",
        )
    )
    if any(commune.code not in values.band_by_commune for commune in drawing.communes):
        handles.append(
            Patch(
                facecolor=NOT_COUNTED,
                edgecolor=HATCH_INK,
                linewidth=0.4,
                label="Phường, thị trấn\n(không tính)",
            )
        )
    legend = figure.legend(
        handles=handles,
        loc="center right",
        bbox_to_anchor=(1.0, 0.5),
        frameon=False,
        prop=font(8),
        title="Số tiêu chí đạt",
        title_fontproperties=font(8.5),
        alignment="left",
        labelspacing=0.7,
        borderpad=0,
        handlelength=1.6,
    )
    for text in (*legend.get_texts(), legend.get_title()):
        text.set_parse_math(False)


def _note(drawing: Drawing, values: MapValues) -> str:
    drawn = {commune.code for commune in drawing.communes}
    absent = [code for code in values.band_by_commune if code not in drawn]
    note = KIND_WORDS[drawing.kind]
    if absent:
        note += f" {whole(len(absent))} xã có trong số liệu nhưng không có ranh giới để vẽ."
    return note
