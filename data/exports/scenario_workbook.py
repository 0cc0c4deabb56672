"""The workbook of one to four scenarios: figures side by side, targets, every assumption."""

import io
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from xlsxwriter import Workbook

from data.exports.scenario_paper import (
    SCENARIO,
    ScenarioPaper,
    figure_name,
    pair_cells,
)
from data.exports.workbook import OPTIONS
from data.exports.workbook_paper import FONT, STYLES

WIDTHS = {"narrow": 12, "wide": 34}


class _Page:
    """One sheet, written row by row; every text stays a text."""

    def __init__(self, workbook: Workbook, formats: dict[str, Any], name: str) -> None:
        self.page, self.formats, self.row = workbook.add_worksheet(name), formats, 0
        self.page.hide_gridlines(2)
        self.page.set_landscape()
        self.page.fit_to_pages(1, 0)
        self.page.set_header(f"&C&B{SCENARIO}")
        self.page.set_footer("&CTrang &P/&N&R&A")

    def line(self, text: str, style: str = "plain") -> None:
        """Write one line of text."""
        self.page.write_string(self.row, 0, text, self.formats[style])
        self.row += 1

    def head(self, titles: Sequence[str], widths: Sequence[int]) -> None:
        """Write the headings of a table and set the widths of its columns."""
        for column, (title, width) in enumerate(zip(titles, widths, strict=True)):
            self.page.write_string(self.row, column, title, self.formats["head"])
            self.page.set_column(column, column, width)
        self.row += 1

    def cells(self, values: Sequence[object], styles: Sequence[str]) -> None:
        """Write a row; what is missing stays empty."""
        for column, (value, style) in enumerate(zip(values, styles, strict=True)):
            look = self.formats[style]
            if value is None or value == "":
                self.page.write_blank(self.row, column, None, look)
            elif isinstance(value, str):
                self.page.write_string(self.row, column, value, look)
            else:
                self.page.write_number(self.row, column, float(str(value)), look)
        self.row += 1


def build_scenario_workbook(papers: Sequence[ScenarioPaper]) -> bytes:
    """Build the workbook of some scenarios as an xlsx file; the same scenarios give the same bytes.

    Raises:
        ValueError: There is no scenario.
    """
    if not papers:
        raise ValueError("a workbook needs a scenario")
    stream = io.BytesIO()
    workbook = Workbook(stream, OPTIONS)
    workbook.set_properties(
        {
            "title": f"{SCENARIO}: {papers[0].scenario.name}",
            "comments": papers[0].warning,
            "created": datetime.combine(papers[0].scenario.saved_at.date(), time()),
        }
    )
    formats = {name: workbook.add_format({**FONT, **look}) for name, look in STYLES.items()}
    _write_comparison(_Page(workbook, formats, "So sánh"), papers)
    for position, paper in enumerate(papers, 1):
        _write_targets(_Page(workbook, formats, f"Mục tiêu {position}"), paper)
        _write_changes(_Page(workbook, formats, f"Thay đổi {position}"), paper)
    workbook.close()
    return stream.getvalue()


def _open(page: _Page, paper: ScenarioPaper, title: str) -> None:
    page.line(paper.warning, "warning")
    page.line(title, "strong")
    page.line(f"{paper.scenario.name}. {paper.place}. {paper.about}")
    if paper.scenario.note:
        page.line(paper.scenario.note, "small")
    page.row += 1


def _write_comparison(page: _Page, papers: Sequence[ScenarioPaper]) -> None:
    page.line(papers[0].warning, "warning")
    page.line(f"So sánh kịch bản, {papers[0].place}", "strong")
    for position, paper in enumerate(papers, 1):
        page.line(f"{position}. {paper.scenario.name}. {paper.about}")
    page.row += 1
    titles, widths = ["Chỉ số"], [WIDTHS["wide"]]
    for position in range(1, len(papers) + 1):
        titles += [f"Nền {position}", f"Kịch bản {position}", f"Chênh lệch {position}"]
        widths += [WIDTHS["narrow"]] * 3
    page.head(titles, widths)
    for line in zip(*(paper.outcome.figures for paper in papers), strict=True):
        is_average = line[0].key == "average"
        number = "cell_two" if is_average else "cell_int"
        values: list[object] = [figure_name(line[0])]
        for change in line:
            values += [change.before, change.after, change.difference]
        styles = ["cell", *[number] * (len(values) - 1)]
        page.cells(values, styles)
    counts: list[object] = ["Lượt tiêu chí giả định đạt thêm"]
    for paper in papers:
        counts += [None, len(paper.outcome.content.gained), None]
    page.cells(counts, ["cell", *["cell_int"] * (len(counts) - 1)])


def _write_targets(page: _Page, paper: ScenarioPaper) -> None:
    _open(page, paper, f"Mục tiêu của kế hoạch {paper.plan}".strip())
    titles = ("Mục tiêu", "Cần đạt", "Thời hạn", "Hiện nay", "Trong kịch bản", "Đánh giá")
    page.head(titles, (48, 12, 12, 12, 14, 18))
    for pair in paper.outcome.pairs:
        page.cells(pair_cells(pair, paper), ["cell_wrap", *["cell_centre"] * 5])


def _write_changes(page: _Page, paper: ScenarioPaper) -> None:
    _open(page, paper, "Các thay đổi giả định")
    titles = ("Mã xã", "Xã", "Huyện", "Tiêu chí", "Giả định", "Cơ quan chủ trì")
    page.head(titles, (10, 22, 26, 38, 12, 40))
    for (code, no), met in sorted(paper.outcome.content.overrides.items()):
        page.cells(
            (
                code,
                paper.commune(code),
                paper.district(code),
                paper.criterion(no),
                "Đạt" if met else "Mất",
                "; ".join(paper.leads.get(no, ())),
            ),
            ["cell_code", "cell", "cell", "cell_wrap", "cell_centre", "cell_wrap"],
        )
