"""A scenario on one page, for those who decide."""

from collections import Counter
from collections.abc import Sequence
from io import BytesIO

from docx.document import Document as DocxDocument
from docx.shared import Mm, Pt

from data.exports.report_layout import (
    CENTRE,
    Type,
    add_paragraph,
    new_document,
    text_width,
)
from data.exports.report_table import build_table
from data.exports.report_xml import clean
from data.exports.scenario_paper import (
    SCENARIO,
    ScenarioPaper,
    figure_name,
    figure_text,
    pair_cells,
    signed_text,
)
from data.exports.workbook_words import figure
from domain.report.content import Column, Row, Table
from i18n import within

MOST_TARGETS, MOST_DISTRICTS, MOST_CRITERIA = 4, 6, 5
"""Rows that leave room for all of it on one page."""

SIZE, MARGIN = 12, Mm(12)
"""Points of the text; what is kept free above and below, less than a report keeps."""


def build_scenario_brief(paper: ScenarioPaper) -> bytes:
    """Build the one-page brief of a scenario as a docx file."""
    document = new_document()
    page = document.sections[0]
    page.top_margin = page.bottom_margin = MARGIN
    properties = document.core_properties
    properties.title = clean(f"{SCENARIO}: {paper.scenario.name}")[:255]
    properties.comments = paper.warning
    strong = Type(size=SIZE, bold=True, align=CENTRE, after=Pt(4))
    add_paragraph(document, paper.warning, strong)
    title = Type(size=15, bold=True, align=CENTRE, after=Pt(2))
    add_paragraph(document, f"{SCENARIO}: {paper.scenario.name}", title)
    add_paragraph(document, paper.place, Type(size=13, bold=True, align=CENTRE))
    add_paragraph(document, paper.about, Type(size=11, italic=True, align=CENTRE, after=Pt(6)))
    if paper.scenario.note:
        add_paragraph(document, paper.scenario.note, Type(size=SIZE, after=Pt(4)))
    add_paragraph(document, lead(paper), Type(size=SIZE, after=Pt(4)))
    for table in (_figures(paper), _targets(paper), _districts(paper), _criteria(paper)):
        if table.rows:
            _add(document, table)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def lead(paper: ScenarioPaper) -> str:
    """Say in a sentence what the scenario does."""
    content, recognised = paper.outcome.content, paper.outcome.figures[0]
    lost = f", mất {figure(len(content.lost))} lượt" if content.lost else ""
    return (
        f"Nếu {figure(len(content.communes))} xã đạt thêm {figure(len(content.gained))} lượt "
        f"tiêu chí{lost}, {within(paper.place)} đi từ "
        f"{figure_text(recognised.before, recognised)} lên "
        f"{figure_text(recognised.after, recognised)} xã đạt chuẩn trên tổng số "
        f"{figure(recognised.whole)} xã."
    )


def _add(document: DocxDocument, table: Table) -> None:
    caption = Type(size=SIZE, bold=True, before=Pt(6), after=Pt(3), keep_with_next=True)
    add_paragraph(document, table.caption, caption)
    after = add_paragraph(document, table.note, Type(size=10 if table.note else 2, italic=True))
    after._p.addprevious(build_table(table, text_width(document.sections[0]), 10))


def _figures(paper: ScenarioPaper) -> Table:
    rows = [
        Row(
            (
                figure_name(change),
                figure_text(change.before, change),
                figure_text(change.after, change),
                signed_text(change),
            )
        )
        for change in paper.outcome.figures
    ]
    return Table(
        "Kết quả chung", _columns("Chỉ số", "Hiện nay", "Kịch bản", "Thay đổi"), tuple(rows)
    )


def _columns(first: str, *others: str) -> tuple[Column, ...]:
    return (Column(first, 82, "left"), *(Column(title, 26, "right") for title in others))


def _targets(paper: ScenarioPaper) -> Table:
    moved = [pair for pair in paper.outcome.pairs if pair.is_moved]
    # Stable: among equals the document's order stays.
    moved.sort(key=lambda pair: pair.before.verdict == pair.after.verdict)
    rows = []
    for pair in moved[:MOST_TARGETS]:
        name, goal, due, before, after, verdict = pair_cells(pair, paper)
        rows.append(Row((f"{name} ({goal}, {due})", before, after, verdict)))
    columns = _columns("Mục tiêu (cần đạt, hạn)", "Hiện nay", "Kịch bản", "Đánh giá")
    return Table("Mục tiêu thay đổi", columns, tuple(rows), _rest(moved, MOST_TARGETS, "mục tiêu"))


def _rest(items: Sequence[object], shown: int, what: str) -> str:
    left = len(items) - shown
    return f"Còn {figure(left)} {what} khác trong biểu kèm theo." if left > 0 else ""


def _districts(paper: ScenarioPaper) -> Table:
    changes = paper.outcome.communes
    cells = Counter(paper.district(code) for code, _ in paper.outcome.content.gained)
    communes = Counter(paper.district(change.commune_code) for change in changes)
    reached = Counter(paper.district(c.commune_code) for c in changes if c.is_recognised)
    names = sorted(communes, key=lambda name: (-cells[name], name))
    rows = [
        Row((name, figure(communes[name]), figure(cells[name]), figure(reached[name])))
        for name in names[:MOST_DISTRICTS]
    ]
    columns = _columns("Huyện", "Xã thay đổi", "Lượt tiêu chí", "Xã thành đạt chuẩn")
    return Table("Theo huyện", columns, tuple(rows), _rest(names, MOST_DISTRICTS, "huyện"))


def _criteria(paper: ScenarioPaper) -> Table:
    counted = Counter(no for _, no in paper.outcome.content.gained).most_common()
    rows = [
        Row((paper.criterion(no), figure(count), "; ".join(paper.leads.get(no, ())) or "–"))
        for no, count in counted[:MOST_CRITERIA]
    ]
    columns = (
        Column("Tiêu chí cần nhiều nhất", 70, "left"),
        Column("Số xã", 20, "right"),
        Column("Cơ quan chủ trì", 70, "left"),
    )
    return Table("Theo tiêu chí", columns, tuple(rows), _rest(counted, MOST_CRITERIA, "tiêu chí"))
