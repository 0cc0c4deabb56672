"""The heading of a report, its title, and its end: recipients and signature."""

from typing import Any

from docx.document import Document as DocxDocument
from docx.shared import Length, Mm, Pt
from docx.table import Table as DocxTable
from docx.table import _Cell

from data.exports.report_layout import (
    CENTRE,
    LEFT_ALIGNED,
    Type,
    add_paragraph,
    add_text,
    style,
)
from data.exports.report_options import ReportOptions
from data.exports.report_xml import box, element, rule_beneath, twips
from domain.report.words import ILLUSTRATIVE

COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
MOTTO_WIDTH = Mm(55.9)
"""Width of the motto in Times New Roman Bold 13, from the font's metrics; its line is as long."""

HEADING_WIDTHS = (Mm(70), Mm(95))
CAPITALS = 0.232
"""Mean width of bold capitals in Times New Roman [mm per point of size]."""

BLANK = "……"


def add_heading(document: DocxDocument, options: ReportOptions) -> None:
    """Add issuer and country, number, place and date."""
    table = _bare_table(document, HEADING_WIDTHS, rows=2)
    left, right = table.rows[0].cells
    _fill(left, options.superior.upper(), Type(size=12, align=CENTRE), is_first=True)
    _fill(left, options.issuer.upper(), Type(size=12, bold=True, align=CENTRE))
    longest = max(options.issuer.upper().split("\n"), key=len)
    _add_rule(left, Mm(len(longest) * CAPITALS * 12 * 0.45), HEADING_WIDTHS[0])
    _fill(right, COUNTRY, Type(size=12, bold=True, align=CENTRE), is_first=True)
    _fill(right, MOTTO, Type(size=13, bold=True, align=CENTRE))
    _add_rule(right, MOTTO_WIDTH, HEADING_WIDTHS[1])
    left, right = table.rows[1].cells
    number = f"Số: {options.number or BLANK}/BC-{options.symbol}"
    _fill(left, number, Type(size=13, align=CENTRE, before=Pt(4)), is_first=True)
    look = Type(size=13, italic=True, align=CENTRE, before=Pt(4))
    _fill(right, f"{options.place}, {issue_day(options)}", look, is_first=True)


def issue_day(options: ReportOptions) -> str:
    """Return the day of issue in words, with room to write it by hand while it is open."""
    on = options.issued_on
    if on is None:
        return f"ngày {BLANK} tháng {BLANK} năm {BLANK}"
    # Days under 10 and the first two months are written with a zero, so that none is added later.
    month = f"{on.month:02d}" if on.month < 3 else str(on.month)
    return f"ngày {on.day:02d} tháng {month} năm {on.year}"


def add_title(
    document: DocxDocument, subject: str, width: Length, *, is_illustrative: bool
) -> None:
    """Add the kind of document and what it is about, with the line beneath."""
    add_paragraph(document, "BÁO CÁO", Type(bold=True, align=CENTRE, before=Pt(16)))
    add_paragraph(document, subject, Type(bold=True, align=CENTRE))
    _add_rule(document, Mm(50), width)
    if is_illustrative:
        notice = add_paragraph(
            document,
            f"{ILLUSTRATIVE}: kết quả từng xã không phải kết quả đánh giá chính thức, không dùng "
            "để ban hành.",
            Type(size=13, bold=True, align=CENTRE, before=Pt(8), after=Pt(8)),
        )
        notice.paragraph_format.left_indent = notice.paragraph_format.right_indent = Mm(2)
        box(notice)


def add_annex_title(
    document: DocxDocument, number: str, title: str, options: ReportOptions, width: Length
) -> None:
    """Add the heading of an annex: number, title, and the report it belongs to."""
    add_paragraph(document, f"Phụ lục {number}", Type(bold=True, align=CENTRE))
    add_paragraph(document, title, Type(bold=True, align=CENTRE))
    issuer = " ".join(options.issuer.split())
    belongs = (
        f"(Kèm theo Báo cáo số {options.number or BLANK}/BC-{options.symbol} {issue_day(options)} "
        f"của {issuer})"
    )
    add_paragraph(document, belongs, Type(italic=True, align=CENTRE))
    _add_rule(document, Mm(50), width)


def add_end(document: DocxDocument, options: ReportOptions, width: Length) -> None:
    """Add recipients on the left and the signature on the right, never torn apart."""
    half = Length(int(width) // 2)
    table = _bare_table(document, (half, half), rows=1)
    left, right = table.rows[0].cells
    head = Type(size=12, bold=True, italic=True, align=LEFT_ALIGNED)
    _fill(left, "Nơi nhận:", head, is_first=True)
    for line in options.recipients:
        _fill(left, f"- {line.removeprefix('- ')}", Type(size=11, align=LEFT_ALIGNED))
    look = Type(bold=True, align=CENTRE)
    _fill(right, options.signer_title.upper(), look, is_first=True)
    _fill(right, options.signer_name, Type(bold=True, align=CENTRE, before=Pt(60)))


def _bare_table(document: DocxDocument, widths: tuple[Length, ...], rows: int) -> DocxTable:
    table: DocxTable = document.add_table(rows=rows, cols=len(widths))
    table.autofit = False
    margins = element("tblCellMar")
    for side in ("left", "right"):
        margins.append(element(side, w=0, type="dxa"))
    properties: Any = table._tbl.tblPr
    # Word reads these in a fixed order only.
    properties.insert_element_before(margins, "w:tblLook")
    indent = element("tblInd", w=0, type="dxa")
    properties.insert_element_before(indent, "w:tblLayout", "w:tblCellMar", "w:tblLook")
    for row in table.rows:
        row._tr.get_or_add_trPr().append(element("cantSplit"))
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
    for column, width in zip(table._tbl.tblGrid.findall(_GRID), widths, strict=True):
        column.set(_WIDTH, str(twips(width)))
    return table


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_GRID, _WIDTH = f"{_W}gridCol", f"{_W}w"


def _fill(cell: _Cell, text: str, look: Type, *, is_first: bool = False) -> None:
    if not is_first:
        add_paragraph(cell, text, look)
        return
    style(cell.paragraphs[0], look)
    add_text(cell.paragraphs[0], text, look)


def _add_rule(parent: Any, length: Length, width: Length) -> None:
    """Add a centred line of some length under what stands before it."""
    paragraph = add_paragraph(parent, "", Type(size=2, align=CENTRE, before=Pt(3)))
    shape = paragraph.paragraph_format
    side = Length(max(0, (int(width) - int(length)) // 2))
    shape.left_indent = shape.right_indent = side
    shape.line_spacing = Pt(4)
    rule_beneath(paragraph)
