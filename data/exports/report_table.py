"""Tables of a report, written as XML at once: python-docx finds each cell anew, which takes long.

Header rows repeat on every page and no row is split; the width is that of the text area.
"""

from itertools import groupby
from typing import Any

from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt

from data.exports.report_widths import column_widths
from data.exports.report_xml import clean, element, twips
from domain.report.content import Column, Row, Table

_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
WHOLE_ROWS = 7
"""Rows up to which a table is kept on one page; a longer one would leave too much of it white."""

_CELL_MARGIN = Mm(0.8)
_SHADING = {"group": "EDEDED", "total": "E2E2E2", "head": "EDEDED"}


def build_table(table: Table, width: Length, size: float) -> Any:
    """Return the ``w:tbl`` of a table.

    Args:
        table: The table.
        width: Width of the text area.
        size: Font size [points].
    """
    widths = column_widths(table, width, size, _CELL_MARGIN)
    made = element("tbl")
    made.append(_properties(sum(widths)))
    grid = element("tblGrid")
    for w in widths:
        grid.append(element("gridCol", w=w))
    made.append(grid)
    for row in _head(table.columns, widths, size):
        made.append(row)
    last = len(table.rows) - 1
    for position, row in enumerate(table.rows):
        # A short table stays whole; of a longer one no row stands alone under the heading, a
        # group's heading stays with its first row and the last two rows together.
        is_short = len(table.rows) <= WHOLE_ROWS
        stays = is_short or row.kind == "group" or position in (0, last - 1)
        keeps = stays and position < last
        made.append(_row(row, table.columns, widths, size, keeps=keeps))
    return made


def keep_end_with_next(table: Any) -> None:
    """Keep the last two rows of a ``w:tbl`` on the page of what follows it."""
    for row in table.findall(qn("w:tr"))[-2:]:
        for properties in row.iter(qn("w:pPr")):
            if properties.find(qn("w:keepNext")) is None:
                properties.insert(0, element("keepNext"))


def _properties(width: int) -> Any:
    properties = element("tblPr")
    properties.append(element("tblW", w=width, type="dxa"))
    properties.append(element("jc", val="center"))
    borders = element("tblBorders")
    for side in _SIDES:
        borders.append(element(side, val="single", sz=4, space=0, color="000000"))
    properties.append(borders)
    properties.append(element("tblLayout", type="fixed"))
    margins = element("tblCellMar")
    for side in ("left", "right"):
        margins.append(element(side, w=twips(_CELL_MARGIN), type="dxa"))
    properties.append(margins)
    properties.append(element("tblLook", val="0020", firstRow=1))
    return properties


def _head(columns: tuple[Column, ...], widths: list[int], size: float) -> list[Any]:
    """Return one header row, or two where columns share a group heading."""
    if not any(column.group for column in columns):
        cells = [
            _cell(c.title, w, size, bold=True, shading=_SHADING["head"], keeps=True)
            for c, w in zip(columns, widths, strict=True)
        ]
        return [_tr(cells, is_head=True)]
    upper, lower = [], []
    pairs = list(zip(columns, widths, strict=True))
    position = 0
    for group, found in groupby(enumerate(pairs), key=lambda x: x[1][0].group or f"#{x[0]}"):
        own = [pair for _, pair in found]
        position += len(own)
        if group.startswith("#"):
            column, w = own[0]
            upper.append(_head_cell(column.title, w, size, merge="restart"))
            lower.append(_head_cell("", w, size, merge="continue"))
            continue
        upper.append(_head_cell(group, sum(w for _, w in own), size, span=len(own)))
        lower += [_head_cell(column.title, w, size) for column, w in own]
    return [_tr(upper, is_head=True), _tr(lower, is_head=True)]


def _head_cell(text: str, width: int, size: float, *, span: int = 1, merge: str = "") -> Any:
    return _cell(
        text,
        width,
        size,
        bold=True,
        shading=_SHADING["head"],
        span=span,
        merge=merge,
        keeps=True,
    )


def _row(
    row: Row, columns: tuple[Column, ...], widths: list[int], size: float, *, keeps: bool
) -> Any:
    bold = row.kind != "normal"
    cells = [
        _cell(
            text,
            w,
            size,
            align=column.align,
            bold=bold,
            shading=_SHADING.get(row.kind, ""),
            keeps=keeps,
        )
        for text, column, w in zip(row.cells, columns, widths, strict=True)
    ]
    return _tr(cells)


def _tr(cells: list[Any], *, is_head: bool = False) -> Any:
    made = element("tr")
    properties = element("trPr")
    properties.append(element("cantSplit"))
    if is_head:
        properties.append(element("tblHeader"))
    made.append(properties)
    for cell in cells:
        made.append(cell)
    return made


def _cell(
    text: str,
    width: int,
    size: float,
    *,
    align: str = "center",
    bold: bool = False,
    shading: str = "",
    span: int = 1,
    merge: str = "",
    keeps: bool = False,
) -> Any:
    made = element("tc")
    properties = element("tcPr")
    properties.append(element("tcW", w=width, type="dxa"))
    if span > 1:
        properties.append(element("gridSpan", val=span))
    if merge:
        properties.append(element("vMerge", val=merge))
    if shading:
        properties.append(element("shd", val="clear", color="auto", fill=shading))
    properties.append(element("vAlign", val="center"))
    made.append(properties)
    made.append(_paragraph(text, size, align, bold=bold, keeps=keeps))
    return made


def _paragraph(text: str, size: float, align: str, *, bold: bool, keeps: bool) -> Any:
    made = element("p")
    properties = element("pPr")
    if keeps:
        properties.append(element("keepNext"))
    gap = twips(Pt(1 if size < 10 else 2))
    properties.append(element("spacing", before=gap, after=gap, line=240, lineRule="auto"))
    properties.append(element("ind", firstLine=0))
    properties.append(element("jc", val=align))
    # The mark of the paragraph gives an empty cell its height.
    mark = element("rPr")
    mark.append(element("sz", val=round(size * 2)))
    properties.append(mark)
    made.append(properties)
    if text:
        made.append(_run(text, size, bold=bold))
    return made


def _run(text: str, size: float, *, bold: bool) -> Any:
    run = element("r")
    properties = element("rPr")
    if bold:
        properties.append(element("b"))
    half = round(size * 2)
    properties.append(element("sz", val=half))
    properties.append(element("szCs", val=half))
    run.append(properties)
    shown = element("t")
    shown.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    shown.text = clean(text).replace("\n", " ")
    run.append(shown)
    return run
