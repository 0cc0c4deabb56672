"""Slides as a PowerPoint file: native charts with their figures, native tables, notes.

Everything can be edited on; only the map is a picture. Text is set in Arial, which every office has
and which holds every Vietnamese letter.
"""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Pt

from data.exports.report_xml import clean
from data.exports.slides_layout import (
    BRAND,
    EDGE,
    FOOT,
    HIGH,
    INK,
    MADE_UP_INK,
    MADE_UP_LINE,
    MADE_UP_PAPER,
    REST,
    ROOM,
    SOFT,
    WASH,
    WIDE,
    Box,
    Frame,
    lay_out,
)
from domain.slides.model import Deck, Slide
from domain.slides.recipe import SlideKind

FONT = "Arial"
WIDENING = 1.3
"""How much wider than the letters it is measured with a text may run: Arial is some 15% wider, what
LibreOffice puts in its place where there is no Arial up to 30%."""

BOLD_WIDENING = 1.42

TITLE_ONLY_LAYOUT = 5
GROUND_LEVEL = 2
"""Position in the tree of shapes that lies behind all others; two are the tree's own."""


def colour(value: str) -> RGBColor:
    """Return ``#rrggbb`` as PowerPoint has it."""
    rgb: RGBColor = RGBColor.from_string(value.removeprefix("#"))  # type: ignore[no-untyped-call]
    return rgb


def write(
    frame: Any,
    text: str,
    size: float,
    *,
    bold: bool = False,
    ink: str = INK,
    align: PP_ALIGN | None = None,
    is_first: bool = True,
    gap: float = 0,
) -> None:
    """Write a paragraph into a text frame: the first one, or a further one."""
    paragraph = frame.paragraphs[0] if is_first else frame.add_paragraph()
    if align is not None:
        paragraph.alignment = align
    if gap and not is_first:
        paragraph.space_before = Pt(gap)
    run = paragraph.add_run()
    run.text = clean(text)
    dress(run.font, size, bold=bold, ink=ink)


def dress(font: Any, size: float, *, bold: bool = False, ink: str = INK) -> None:
    """Set a font: Arial, size, weight, colour."""
    font.name, font.size, font.bold = FONT, Pt(size), bold
    font.color.rgb = colour(ink)


def put_text(page: Any, box: Box, text: str, size: float, **style: Any) -> Any:
    """Put a text into a box of its own, without margins; return its frame."""
    frame = text_frame(page, box)
    write(frame, text, size, **style)
    return frame


def text_frame(page: Any, box: Box, anchor: MSO_ANCHOR = MSO_ANCHOR.TOP) -> Any:
    """Return the frame of a new text box without margins, which wraps."""
    shape = page.shapes.add_textbox(Pt(box.x), Pt(box.y), Pt(box.w), Pt(max(box.h, 1)))
    frame = shape.text_frame
    frame.word_wrap = True
    frame.vertical_anchor = anchor
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    return frame


def put_block(
    page: Any, box: Box, fill: str, line: str | None = None, shape: Any = MSO_SHAPE.RECTANGLE
) -> Any:
    """Put a filled rectangle without shadow on the page."""
    block = page.shapes.add_shape(shape, Pt(box.x), Pt(box.y), Pt(box.w), Pt(box.h))
    block.fill.solid()
    block.fill.fore_color.rgb = colour(fill)
    # The theme's style would add a shadow.
    block._element.remove(block._element.find(qn("p:style")))
    if line is None:
        block.line.fill.background()
    else:
        block.line.color.rgb = colour(line)
        block.line.width = Pt(0.75)
    return block


def build_pptx(deck: Deck) -> bytes:
    """Return a deck as pptx."""
    from data.exports.slides_pptx_bodies import put_body

    document = Presentation()
    document.slide_width, document.slide_height = Pt(WIDE), Pt(HIGH)
    properties = document.core_properties
    properties.title, properties.author = clean(deck.title), ""
    properties.subject, properties.language = clean(deck.basis), deck.language
    properties.created = properties.modified = datetime.now(UTC).replace(tzinfo=None)
    for number, slide in enumerate(deck.slides, 1):
        page = document.slides.add_slide(document.slide_layouts[TITLE_ONLY_LAYOUT])
        frame = lay_out(slide, WIDENING, BOLD_WIDENING)
        _ground(page, slide)
        _head(page, slide, frame)
        about = put_body(page, slide, frame.body, deck)
        if slide.rest:
            put_text(page, frame.rest, slide.rest, REST, ink=SOFT)
        _foot(page, deck, number)
        _notes(page, deck, slide, about)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _ground(page: Any, slide: Slide) -> None:
    if slide.kind is SlideKind.COVER:
        band = put_block(page, Box(0, 0, 14, HIGH), BRAND)
        ground = put_block(page, Box(0, 0, WIDE, HIGH), WASH)
        for block in (band, ground):
            # Behind the title, which stays the first thing a screen reader comes to.
            page.shapes._spTree.insert(GROUND_LEVEL, block._element)


def _head(page: Any, slide: Slide, frame: Frame) -> None:
    high = frame.title.y - 24 if slide.kind is SlideKind.COVER else 20
    put_text(page, Box(EDGE, high, ROOM - 130, 18), slide.topic, 13, bold=True, ink=BRAND)
    # The title is the page's own placeholder, so that outlines and screen readers know it.
    title = page.shapes.title
    box = frame.title
    title.left, title.top, title.width, title.height = Pt(box.x), Pt(box.y), Pt(box.w), Pt(box.h)
    text = title.text_frame
    text.word_wrap, text.vertical_anchor = True, MSO_ANCHOR.TOP
    text.margin_left = text.margin_right = text.margin_top = text.margin_bottom = 0
    write(text, slide.title, frame.title_size, bold=True, ink="#12312a", align=PP_ALIGN.LEFT)
    if slide.lead:
        put_text(page, frame.lead, slide.lead, frame.lead_size, ink="#3c4d52")
    if slide.stamp:
        block = put_block(page, Box(WIDE - EDGE - 120, 16, 120, 22), "#fff3ea", "#c4501b")
        write_in(block, slide.stamp, 12, ink="#7a2e00")


def write_in(block: Any, text: str, size: float, *, ink: str) -> None:
    """Write a bold word into the middle of a block."""
    frame = block.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    write(frame, text, size, bold=True, ink=ink, align=PP_ALIGN.CENTER)


def _foot(page: Any, deck: Deck, number: int) -> None:
    put_block(page, Box(EDGE, FOOT, ROOM, 1.5), BRAND)
    frame = text_frame(page, Box(EDGE, FOOT + 5, ROOM - 230, 30))
    write(frame, deck.basis, 9.5, ink=SOFT)
    if deck.source:
        write(frame, deck.source, 9.5, ink=SOFT, is_first=False)
    if deck.illustrative:
        stamp = Box(WIDE - EDGE - 215, FOOT + 8, 155, 20)
        write_in(
            put_block(page, stamp, MADE_UP_PAPER, MADE_UP_LINE),
            deck.illustrative,
            11,
            ink=MADE_UP_INK,
        )
    place = Box(WIDE - EDGE - 55, FOOT + 10, 55, 16)
    total = len(deck.slides)
    put_text(page, place, f"{number}/{total}", 11, ink=SOFT, align=PP_ALIGN.RIGHT)


def _notes(page: Any, deck: Deck, slide: Slide, about: str) -> None:
    """Write the speaker's notes: what was left out, how it is counted, where it is from."""
    lines = [slide.title, slide.lead, slide.rest, about, *slide.formulas, deck.basis]
    lines += [deck.illustrative, *deck.sources]
    page.notes_slide.notes_text_frame.text = "\n".join(clean(line) for line in lines if line)


def shade(cell: Any, fill: str | None) -> None:
    """Fill a table's cell, or leave it plain."""
    if fill is None:
        cell.fill.background()
        return
    cell.fill.solid()
    cell.fill.fore_color.rgb = colour(fill)


def plain_table(table: Any) -> None:
    """Take the default style off a table: no bands, no coloured heading."""
    properties = table._tbl.tblPr
    for name in ("firstRow", "bandRow"):
        properties.set(name, "0")
    style = properties.find(qn("a:tableStyleId"))
    if style is not None:
        # "No style, table grid" of PowerPoint itself would draw every line; this one draws none.
        style.text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
