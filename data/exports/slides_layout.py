"""Where the parts of a slide stand: one layout for PowerPoint and PDF, in points, 960 × 540."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from data.exports.pictures_style import NO_DATA, NOT_COUNTED, band_colours
from data.exports.slides_fonts import LINE, height, largest
from domain.slides.model import Column, MapPicture, Row, Slide, Table
from domain.slides.recipe import SlideKind

WIDE, HIGH = 960.0, 540.0
EDGE = 38.0
ROOM = WIDE - 2 * EDGE
FOOT = 497.0
"""Where the line above the source stands."""

INK, SOFT, BRAND, LINE_INK, PAPER = "#1b2a2f", "#54656b", "#0b6e4f", "#d8e0dc", "#ffffff"
WASH, TRACK, BAR, ACCENT = "#f3f8f5", "#e8edea", "#1f6f8b", "#c4501b"
MADE_UP_INK, MADE_UP_PAPER, MADE_UP_LINE = "#7a4a00", "#fff0cf", "#d98e04"
TONES = {
    "achieved": "#0b6e4f",
    "on_track": "#2b6cb0",
    "behind": "#9a5b00",
    "missed": "#b3261e",
    "undecided": "#5c6b70",
    "no_data": "#5c6b70",
    "accent": ACCENT,
}
CELL_GAP = 5.0


@dataclass(frozen=True)
class Box:
    """A rectangle: left, top, width, height."""

    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True)
class Frame:
    """Where the text of a slide stands, and the sizes it is set in.

    Attributes:
        body: What is left for the body.
    """

    title: Box
    title_size: float
    lead: Box
    lead_size: float
    rest: Box
    body: Box


TITLE, LEAD, REST = (18.0, 30.0), (12.0, 17.0), 14.0


def lay_out(slide: Slide, widening: float, bold_widening: float) -> Frame:
    """Lay a slide out.

    Args:
        slide: The slide.
        widening: How much wider the letters it is set in are than those text is measured with.
        bold_widening: The same of bold letters.
    """
    room, bold = ROOM / widening, ROOM / bold_widening
    if slide.kind is SlideKind.COVER:
        size = largest([slide.title], (26, 44), bold, 160, bold=True)
        high = height(slide.title, size, bold, bold=True)
        below = 205 + high
        lead = Box(EDGE, below, ROOM, 90)
        return Frame(
            Box(EDGE, 190, ROOM, high),
            size,
            lead,
            20,
            _rest(slide),
            Box(EDGE, below + 8, ROOM, FOOT - below - 16),
        )
    if slide.body is None:
        size = largest([slide.title], (24, 40), bold, 200, bold=True)
        high = height(slide.title, size, bold, bold=True)
        top = (HIGH - high) / 2 - 30
        lead = Box(EDGE, top + high + 10, ROOM, 110)
        lead_size = largest([slide.lead], (14, 22), room, 110)
        return Frame(
            Box(EDGE, top, ROOM, high),
            size,
            lead,
            lead_size,
            _rest(slide),
            Box(EDGE, FOOT, ROOM, 0),
        )
    size = largest([slide.title], TITLE, bold, 78, bold=True)
    high = height(slide.title, size, bold, bold=True)
    top = 44 + high + 4
    lead_size = largest([slide.lead], LEAD, room, 44) if slide.lead else LEAD[0]
    lead_high = height(slide.lead, lead_size, room) + 4 if slide.lead else 0.0
    start = top + lead_high + 6
    end = FOOT - 8 - (REST * LINE + 4 if slide.rest else 0)
    return Frame(
        Box(EDGE, 42, ROOM, high),
        size,
        Box(EDGE, top, ROOM, lead_high),
        lead_size,
        _rest(slide),
        Box(EDGE, start, ROOM, end - start),
    )


def _rest(slide: Slide) -> Box:
    high = REST * LINE + 4 if slide.rest else 0.0
    return Box(EDGE, FOOT - 4 - high, ROOM, high)


def cards(count: int, body: Box) -> list[Box]:
    """Return where large figures stand: three or four beside each other."""
    across = 4 if count > 6 else min(3, count)
    down = -(-count // across)
    gap = 14.0
    wide = (body.w - gap * (across - 1)) / across
    high = min((body.h - gap * (down - 1)) / down, 200)
    return [
        Box(
            body.x + (index % across) * (wide + gap),
            body.y + (index // across) * (high + gap),
            wide,
            high,
        )
        for index in range(count)
    ]


@dataclass(frozen=True)
class TableLayout:
    """Sizes of a table.

    Attributes:
        size: Of its text.
        widths: Of its columns.
        heights: Of its rows, the heading first.
    """

    size: float
    widths: tuple[float, ...]
    heights: tuple[float, ...]


def lay_table(table: Table, box: Box, widening: float, bold_widening: float) -> TableLayout:
    """Choose the largest text at which a table fits into its box; see :func:`lay_out`."""
    whole = sum(column.width for column in table.columns)
    widths = tuple(box.w * column.width / whole for column in table.columns)

    def rows_at(size: float) -> tuple[float, ...]:
        def high(cells: tuple[str, ...], share: float, bold: Callable[[int], bool]) -> float:
            wrapped = (
                height(
                    text,
                    size * share,
                    (room - cell_edges(table.columns[index]))
                    / (bold_widening if bold(index) else widening),
                    bold=bold(index),
                )
                for index, (text, room) in enumerate(zip(cells, widths, strict=True))
            )
            return max(wrapped) + size * 0.62

        headings = tuple(column.heading for column in table.columns)
        last = len(headings) - 1
        rows = (high(row.cells, 1.0, partial(_is_bold, row, last)) for row in table.rows)
        return (high(headings, 0.86, lambda _: True), *rows)

    size = 20.0
    while size > 8.5 and sum(rows_at(size)) > box.h:
        size -= 0.5
    return TableLayout(size, widths, rows_at(size))


def _is_bold(row: Row, last: int, index: int) -> bool:
    """Tell whether a cell is set bold: the last one of a row that is judged."""
    return bool(row.tone) and index == last


def cell_edges(column: Column) -> float:
    """Return what a cell leaves free on both sides of its text, numbers more than words."""
    return CELL_GAP + right_edge(column)


def right_edge(column: Column) -> float:
    """Return what a cell leaves free to the right of its text."""
    return 3 * CELL_GAP if column.is_number else CELL_GAP


def map_boxes(body: Box) -> tuple[Box, Box]:
    """Return where the map stands and where its legend does."""
    legend = 300.0
    picture = Box(body.x, body.y, body.w - legend - 20, body.h)
    return picture, Box(body.x + body.w - legend, body.y, legend, body.h)


def map_legend(body: MapPicture) -> list[tuple[str, str, str]]:
    """Return colour, label and count of a map's classes, best first; colours of the screen."""
    rows = [
        (fill, each.label, str(each.count))
        for fill, each in zip(band_colours(len(body.classes)), body.classes, strict=True)
    ]
    if body.no_data.count:
        rows.append((NO_DATA, body.no_data.label, str(body.no_data.count)))
    return [*rows, (NOT_COUNTED, body.not_counted, "")]
