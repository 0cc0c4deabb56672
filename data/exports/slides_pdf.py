"""Slides as a PDF, drawn on the server without a browser; fonts are embedded.

The same layout as the PowerPoint file, page for page; bars are drawn with their figures as written.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO

from fpdf import FPDF
from fpdf.enums import Align

from data.exports.report_xml import clean
from data.exports.slides_fonts import (
    LINE,
    font_path,
    height,
    known_letters,
    largest,
    width,
    wrap,
    wrap_evenly,
)
from data.exports.slides_layout import (
    BAR,
    BRAND,
    CELL_GAP,
    EDGE,
    FOOT,
    HIGH,
    INK,
    LINE_INK,
    MADE_UP_INK,
    MADE_UP_LINE,
    MADE_UP_PAPER,
    PAPER,
    REST,
    ROOM,
    SOFT,
    TONES,
    TRACK,
    WASH,
    WIDE,
    Box,
    cards,
    cell_edges,
    lay_out,
    lay_table,
    map_boxes,
    map_legend,
)
from data.exports.slides_map import draw_slide_map
from data.texts import text
from domain.slides.model import Bars, Deck, Figures, Lines, MapPicture, Slide, Table
from domain.slides.recipe import SlideKind

FAMILY = "Source"
WIDENING = 1.02
"""A hair of room, as lines are measured without kerning."""


def build_pdf(deck: Deck) -> bytes:
    """Return a deck as PDF, one page a slide, with bookmarks."""
    page = _Pages(orientation="landscape", unit="pt", format=(HIGH, WIDE))
    page.set_auto_page_break(False)
    page.set_margin(0)
    for bold in (False, True):
        page.add_font(FAMILY, "B" if bold else "", font_path(bold=bold))
    page.set_title(clean(deck.title))
    page.set_subject(clean(deck.basis))
    page.set_lang(deck.language)
    page.set_creation_date(datetime.now(UTC))
    for number, slide in enumerate(deck.slides, 1):
        page.add_page()
        page.start_section(page.safe(slide.title))
        page.draw(deck, slide, number)
    return bytes(page.output())


class _Pages(FPDF):
    def safe(self, words: str) -> str:
        """Return a text of letters the fonts hold; for others a question mark stands."""
        known = known_letters()
        return "".join(letter if ord(letter) in known else "?" for letter in clean(words))

    def rectangle(self, box: Box, fill: str, line: str | None = None) -> None:
        self.set_fill_color(fill)
        if line:
            self.set_draw_color(line)
            self.set_line_width(0.75)
        self.rect(box.x, box.y, box.w, box.h, style="DF" if line else "F")

    def say(
        self,
        box: Box,
        words: str,
        size: float,
        *,
        bold: bool = False,
        ink: str = INK,
        align: Align = Align.L,
        cut: Callable[..., list[str]] = wrap,
    ) -> float:
        """Write a text into a box, wrapped; return where it ends."""
        self.set_font(FAMILY, "B" if bold else "", size)
        self.set_text_color(ink)
        y = box.y
        for line in cut(self.safe(words), size, box.w / WIDENING, bold=bold):
            self.set_xy(box.x, y)
            self.cell(box.w, size * LINE, line, align=align)
            y += size * LINE
        return y

    def draw(self, deck: Deck, slide: Slide, number: int) -> None:
        """Draw one slide."""
        frame = lay_out(slide, WIDENING, WIDENING)
        is_cover = slide.kind is SlideKind.COVER
        if is_cover:
            self.rectangle(Box(0, 0, WIDE, HIGH), WASH)
            self.rectangle(Box(0, 0, 14, HIGH), BRAND)
        top = frame.title.y - 24 if is_cover else 20
        self.say(Box(EDGE, top, ROOM - 130, 18), slide.topic, 13, bold=True, ink=BRAND)
        self.say(
            frame.title,
            slide.title,
            frame.title_size,
            bold=True,
            ink="#12312a",
            # The name of a place keeps together better on a line filled than on one evened out.
            cut=wrap if is_cover else wrap_evenly,
        )
        if slide.lead:
            self.say(frame.lead, slide.lead, frame.lead_size, ink="#3c4d52")
        if slide.stamp:
            self.stamp(
                Box(WIDE - EDGE - 120, 16, 120, 22), slide.stamp, "#fff3ea", "#c4501b", "#7a2e00"
            )
        self.body(slide, frame.body, deck.language)
        if slide.rest:
            self.say(frame.rest, slide.rest, REST, ink=SOFT)
        self.foot(deck, number)

    def stamp(self, box: Box, words: str, fill: str, line: str, ink: str) -> None:
        self.rectangle(box, fill, line)
        size = min(12.0, (box.w - 8) / (width(words, 1, bold=True) * WIDENING))
        middle = Box(box.x, box.y + (box.h - size * LINE) / 2, box.w, box.h)
        self.say(middle, words, size, bold=True, ink=ink, align=Align.C)

    def foot(self, deck: Deck, number: int) -> None:
        self.rectangle(Box(EDGE, FOOT, ROOM, 1.5), BRAND)
        end = self.say(Box(EDGE, FOOT + 5, ROOM - 230, 14), deck.basis, 9.5, ink=SOFT)
        if deck.source:
            self.say(Box(EDGE, end, ROOM - 230, 14), deck.source, 9.5, ink=SOFT)
        if deck.illustrative:
            box = Box(WIDE - EDGE - 215, FOOT + 8, 155, 20)
            self.stamp(box, deck.illustrative, MADE_UP_PAPER, MADE_UP_LINE, MADE_UP_INK)
        place = Box(WIDE - EDGE - 55, FOOT + 10, 55, 16)
        self.say(place, f"{number}/{len(deck.slides)}", 11, ink=SOFT, align=Align.R)

    def body(self, slide: Slide, box: Box, language: str) -> None:
        match slide.body:
            case Figures():
                self.figures(slide.body, box)
            case Bars():
                self.bars(slide.body, box)
            case Table():
                self.sheet(slide.body, box)
            case MapPicture():
                self.map(slide.body, box, slide.title, language)
            case Lines():
                self.lines(slide.body, box, is_cover=slide.kind is SlideKind.COVER)

    def figures(self, body: Figures, box: Box) -> None:
        places = cards(len(body.items), box)
        room = places[0].w - 28
        wide = max(width(item.value, 1, bold=True) for item in body.items) * WIDENING
        size = min(46.0, room / wide)
        for item, place in zip(body.items, places, strict=True):
            tone = TONES.get(item.tone, LINE_INK)
            self.rectangle(place, PAPER, LINE_INK)
            self.rectangle(Box(place.x, place.y, place.w, 6), tone)
            parts = [(item.label, 16.0, False, "#3c4d52"), (item.value, size, True, INK)]
            if item.verdict:
                parts.append((item.verdict, 15.0, True, tone))
            parts += [(note, 14.0, False, "#3c4d52") for note in item.notes]
            high = sum(height(t, s, room / WIDENING, bold=b) for t, s, b, _ in parts)
            y = place.y + 6 + max((place.h - 6 - high) / 2, 0)
            for words, points, bold, ink in parts:
                y = self.say(Box(place.x + 14, y, room, 0), words, points, bold=bold, ink=ink)

    def bars(self, body: Bars, box: Box) -> None:
        y = self.say(box, body.caption, 13, ink=SOFT) + 4
        step = min((box.y + box.h - y) / len(body.rows), 52)
        has_detail = any(row.detail for row in body.rows)
        size = min(17.0, step / (2.2 if has_detail else 1.35))
        labels = min(max(width(row.label, size) for row in body.rows) * WIDENING, box.w * 0.36)
        if has_detail:
            details = max(width(row.detail, size * 0.8) for row in body.rows) * WIDENING
            labels = max(labels, min(details, box.w * 0.36))
        figures = max(width(row.text, size, bold=True) for row in body.rows) * WIDENING
        track = box.w - labels - figures - 28
        for row in body.rows:
            high = size * LINE + (size * 0.8 * LINE if row.detail else 0)
            top = y + (step - high) / 2
            self.say(Box(box.x, top, labels, 0), self.shorten(row.label, size, labels), size)
            if row.detail:
                below = Box(box.x, top + size * LINE, labels, 0)
                detail = self.shorten(row.detail, size * 0.8, labels)
                self.say(below, detail, size * 0.8, ink=SOFT)
            thick = min(step * 0.62, 26)
            bar = Box(box.x + labels + 14, y + (step - thick) / 2, track, thick)
            self.rectangle(bar, TRACK)
            length = track * row.value / (body.whole or 1)
            if length:
                fill = TONES.get(row.tone, BAR)
                self.rectangle(Box(bar.x, bar.y, length, thick), fill)
            place = Box(box.x + box.w - figures, y + (step - size * LINE) / 2, figures, 0)
            self.say(place, row.text, size, bold=True, align=Align.R)
            y += step

    def shorten(self, words: str, size: float, room: float) -> str:
        """Cut a name that is longer than its place, and say so with an ellipsis."""
        if width(words, size) * WIDENING <= room + 0.5:
            return words
        while words and width(f"{words}…", size) * WIDENING > room:
            words = words[:-1]
        return f"{words.rstrip()}…"

    def sheet(self, body: Table, box: Box) -> None:
        layout = lay_table(body, box, WIDENING, WIDENING)
        headings = tuple(column.heading for column in body.columns)
        y = box.y
        for index, cells in enumerate([headings, *(row.cells for row in body.rows)]):
            is_head, high, x = index == 0, layout.heights[index], box.x
            size = layout.size * (0.86 if is_head else 1)
            tone = "" if is_head else body.rows[index - 1].tone
            for across, words in enumerate(cells):
                room = layout.widths[across] - cell_edges(body.columns[across])
                is_verdict = bool(tone) and across == len(cells) - 1
                bold = is_head or is_verdict
                tall = height(words, size, room / WIDENING, bold=bold)
                place = Box(x + CELL_GAP, y + (high - tall) / 2, room, 0)
                ink = "#3c4d52" if is_head else TONES.get(tone, INK) if is_verdict else INK
                align = Align.R if body.columns[across].is_number else Align.L
                self.say(place, words, size, bold=bold, ink=ink, align=align)
                x += layout.widths[across]
            y += high
            self.rectangle(
                Box(box.x, y - 0.75, box.w, 1.5 if is_head else 0.75),
                BRAND if is_head else LINE_INK,
            )

    def map(self, body: MapPicture, box: Box, title: str, language: str) -> None:
        picture, legend = map_boxes(box)
        png, kind = draw_slide_map(body, picture)
        self.image(
            BytesIO(png), picture.x, picture.y, picture.w, picture.h, alt_text=self.safe(title)
        )
        rows = map_legend(body)
        y = legend.y + max((legend.h - 30 * len(rows) - 90) / 2, 0)
        y = self.say(Box(legend.x, y, legend.w, 0), body.heading, 17, bold=True) + 8
        for fill, label, count in rows:
            self.rectangle(Box(legend.x, y + 2, 24, 17), fill, "#9aa3ab")
            size = 17 if count else 13
            self.say(Box(legend.x + 34, y, legend.w - 40, 0), label, size)
            place = Box(legend.x, y, legend.w - 6, 0)
            self.say(place, count, 17, bold=True, align=Align.R)
            y += 30
        note = text(f"map.kind.{kind}", language)
        self.say(Box(legend.x, y + 4, legend.w, 0), note, 11.5, ink=SOFT)

    def lines(self, body: Lines, box: Box, *, is_cover: bool) -> None:
        gap, indent = 0.55, 0.0 if is_cover else 30.0
        room = box.w - indent
        size = largest(body.items, (10, 22 if is_cover else 26), room / WIDENING, box.h, gap=gap)
        y = box.y
        for index, item in enumerate(body.items, 1):
            if not is_cover:
                sign = f"{index}." if body.is_numbered else "•"
                self.say(Box(box.x, y, indent, 0), sign, size, bold=True, ink=BRAND)
            y = self.say(Box(box.x + indent, y, room, 0), item, size) + gap * size
