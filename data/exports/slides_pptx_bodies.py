"""What a slide shows, in PowerPoint's own things: charts, tables, text, the picture of the map."""

from io import BytesIO
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from data.exports.report_xml import clean
from data.exports.slides_chart_labels import label_percentages
from data.exports.slides_fonts import largest, width
from data.exports.slides_layout import (
    BAR,
    BRAND,
    CELL_GAP,
    INK,
    LINE_INK,
    SOFT,
    TONES,
    Box,
    cards,
    lay_table,
    map_boxes,
    map_legend,
    right_edge,
)
from data.exports.slides_map import draw_slide_map
from data.exports.slides_pptx import (
    BOLD_WIDENING,
    WIDENING,
    colour,
    dress,
    plain_table,
    put_block,
    put_text,
    text_frame,
    write,
)
from data.texts import text
from domain.slides.model import Bars, Column, Deck, Figures, Lines, MapPicture, Slide, Table
from domain.slides.recipe import SlideKind
from domain.spreadsheet import neutralise
from i18n.words import Words


def put_body(page: Any, slide: Slide, box: Box, deck: Deck) -> str:
    """Put the body of a slide into its box; return what the notes must say about it."""
    match slide.body:
        case Figures():
            _figures(page, slide.body, box)
        case Bars():
            _bars(page, slide.body, box, Words(deck.language), slide.title)
        case Table():
            _table(page, slide.body, box, slide.title)
        case MapPicture():
            return _map(page, slide.body, box, slide.title, deck.language)
        case Lines():
            _lines(page, slide.body, box, is_cover=slide.kind is SlideKind.COVER)
    return ""


def _figures(page: Any, body: Figures, box: Box) -> None:
    places = cards(len(body.items), box)
    room = places[0].w - 28
    wide = max(width(item.value, 1, bold=True) for item in body.items) * BOLD_WIDENING
    size = min(40.0, room / wide)
    for item, place in zip(body.items, places, strict=True):
        tone = TONES.get(item.tone, LINE_INK)
        put_block(page, place, "#ffffff", LINE_INK)
        put_block(page, Box(place.x, place.y, place.w, 6), tone)
        inner = Box(place.x + 14, place.y + 8, place.w - 28, place.h - 12)
        frame = text_frame(page, inner, MSO_ANCHOR.MIDDLE)
        write(frame, item.label, 15, ink="#3c4d52")
        write(frame, item.value, size, bold=True, is_first=False)
        if item.verdict:
            write(frame, item.verdict, 14, bold=True, ink=tone, is_first=False)
        for note in item.notes:
            write(frame, note, 13, ink="#3c4d52", is_first=False)


def _bars(page: Any, body: Bars, box: Box, words: Words, title: str) -> None:
    caption = body.chart_caption or body.caption
    put_text(page, Box(box.x, box.y, box.w, 18), caption, 12.5, ink=SOFT)
    data: Any = CategoryChartData(  # type: ignore[no-untyped-call]
        number_format='0.0"%"' if body.is_percent else f"{0:.{body.digits}f}"
    )
    # The chart's figures stand in a workbook, where a name must not pass for a formula.
    data.categories = [
        neutralise(clean(_category(row.label, row.part, row.detail))) for row in body.rows
    ]
    data.add_series(neutralise(clean(caption)), [row.value for row in body.rows])
    place = [Pt(value) for value in (box.x - 4, box.y + 18, box.w + 4, box.h - 18)]
    frame = page.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *place, data)
    _describe(frame, title)
    chart = frame.chart
    many = len(body.rows) > 9
    size = 13 if many else 15
    chart.has_legend = chart.has_title = False
    dress(chart.font, size)
    plot, series = chart.plots[0], chart.plots[0].series[0]
    plot.gap_width, plot.vary_by_categories = 45, False
    series.format.fill.solid()
    series.format.fill.fore_color.rgb = colour(BAR)
    for index, row in enumerate(body.rows):
        if row.tone in TONES:
            point = series.points[index].format.fill
            point.solid()
            point.fore_color.rgb = colour(TONES[row.tone])
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.show_value, labels.position = True, XL_LABEL_POSITION.OUTSIDE_END
    labels.number_format, labels.number_format_is_linked = data.number_format, False
    dress(labels.font, size, bold=True)
    _axes(chart, body)
    if body.is_percent:
        texts = [words.percent(row.value) for row in body.rows]
        sign = words.number(0.5)[1]
        label_percentages(chart, texts, words.text("slides.chart.label"), sign)


def _describe(frame: Any, title: str) -> None:
    """Say to a screen reader what a chart or table shows."""
    frame._element.nvGraphicFramePr.cNvPr.set("descr", clean(title))


def _category(label: str, part: str, detail: str) -> str:
    name = f"{label} · {part}"
    return f"{name}\n{detail}" if detail else name


def _axes(chart: Any, body: Bars) -> None:
    value, category = chart.value_axis, chart.category_axis
    value.minimum_scale, value.maximum_scale = 0, body.whole
    value.has_major_gridlines, value.visible = False, False
    category.reverse_order = True
    category.major_tick_mark = XL_TICK_MARK.NONE
    category.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    category.format.line.color.rgb = colour(LINE_INK)
    # Every name is written, also where the program would leave out each other one.
    skip = parse_xml(f'<c:tickLblSkip {nsdecls("c")} val="1"/>')
    axis = category._element
    before = axis.find(qn("c:noMultiLvlLbl"))
    before.addprevious(skip) if before is not None else axis.append(skip)


def _table(page: Any, body: Table, box: Box, title: str) -> None:
    layout = lay_table(body, box, WIDENING, BOLD_WIDENING)
    place = [Pt(value) for value in (box.x, box.y, box.w, sum(layout.heights))]
    frame = page.shapes.add_table(len(body.rows) + 1, len(body.columns), *place)
    _describe(frame, title)
    table = frame.table
    plain_table(table)
    for index, wide in enumerate(layout.widths):
        table.columns[index].width = Pt(wide)
    for index, high in enumerate(layout.heights):
        table.rows[index].height = Pt(high)
    for index, column in enumerate(body.columns):
        cell = table.cell(0, index)
        _cell(cell, column.heading, layout.size * 0.86, column, bold=True, ink="#3c4d52")
        _underline(cell, BRAND, 1.5)
    for down, row in enumerate(body.rows, 1):
        for across, value in enumerate(row.cells):
            is_verdict = bool(row.tone) and across == len(row.cells) - 1
            cell = table.cell(down, across)
            _cell(
                cell,
                value,
                layout.size,
                body.columns[across],
                bold=is_verdict,
                ink=TONES.get(row.tone, INK) if is_verdict else INK,
            )
            _underline(cell, LINE_INK, 0.75)


def _cell(
    cell: Any, value: str, size: float, column: Column, *, bold: bool = False, ink: str = INK
) -> None:
    cell.margin_left, cell.margin_right = Pt(CELL_GAP), Pt(right_edge(column))
    cell.margin_top = cell.margin_bottom = Pt(size * 0.2)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.fill.background()
    align = PP_ALIGN.RIGHT if column.is_number else PP_ALIGN.LEFT
    write(cell.text_frame, value, size, bold=bold, ink=ink, align=align)


def _underline(cell: Any, ink: str, points: float) -> None:
    properties = cell._tc.get_or_add_tcPr()
    line = parse_xml(
        f'<a:lnB {nsdecls("a")} w="{int(Pt(points))}"><a:solidFill>'
        f'<a:srgbClr val="{ink.removeprefix("#")}"/></a:solidFill></a:lnB>'
    )
    # Lines stand before fills in a cell's properties.
    properties.insert(0, line)


def _map(page: Any, body: MapPicture, box: Box, title: str, language: str) -> str:
    picture, legend = map_boxes(box)
    png, kind = draw_slide_map(body, picture)
    shape = page.shapes.add_picture(BytesIO(png), Pt(picture.x), Pt(picture.y), Pt(picture.w))
    shape._element.nvPicPr.cNvPr.set("descr", clean(title))
    rows = map_legend(body)
    note = text(f"map.kind.{kind}", language)
    top = legend.y + max((legend.h - 30 * len(rows) - 90) / 2, 0)
    put_text(page, Box(legend.x, top, legend.w, 20), body.heading, 15, bold=True)
    for index, (fill, label, count) in enumerate(rows):
        y = top + 28 + 30 * index
        put_block(page, Box(legend.x, y + 2, 24, 17), fill, "#9aa3ab")
        put_text(page, Box(legend.x + 34, y, legend.w - 90, 20), label, 15 if count else 12)
        put_text(
            page,
            Box(legend.x + legend.w - 56, y, 50, 20),
            count,
            15,
            bold=True,
            align=PP_ALIGN.RIGHT,
        )
    y = top + 34 + 30 * len(rows)
    put_text(page, Box(legend.x, y, legend.w, 50), note, 10.5, ink=SOFT)
    return note


def _lines(page: Any, body: Lines, box: Box, *, is_cover: bool) -> None:
    gap = 0.55
    room = (box.w - 30) / WIDENING
    size = largest(body.items, (10, 20 if is_cover else 24), room, box.h, gap=gap)
    frame = text_frame(page, box)
    for index, item in enumerate(body.items):
        sign = f"{index + 1}. " if body.is_numbered else "" if is_cover else "• "
        write(frame, f"{sign}{item}", size, is_first=index == 0, gap=gap * size)
        if sign:
            properties = frame.paragraphs[-1]._p.get_or_add_pPr()
            indent = int(Pt(size * 1.3))
            properties.set("marL", str(indent))
            properties.set("indent", str(-indent))
