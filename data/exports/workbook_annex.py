"""Sheet "Biểu 01": the annex itself, communes by district with their marks and live totals.

It can be read back without loss: each status has its own sign, and codes stand beside names.
"""

from dataclasses import dataclass

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from data.exports.subject import Subject
from data.exports.workbook_paper import Book, Sheet, span
from data.exports.workbook_words import (
    ILLUSTRATIVE_LINE,
    LEGEND,
    LEVELS,
    MARKS,
    day,
    roman,
    set_line,
)
from domain.assessment import count_criteria, count_met, is_assessed, missing_criteria
from domain.situation import Situation
from domain.vocabulary import Status, Title

SHEET = "Biểu 01"
NUMBER, NAME, CODE, DISTRICT, FIRST_MARK = range(5)
"""Columns before the marks: STT, name, commune code, district code; then the first mark."""

NOTE_WIDTH = 34
MET = MARKS[Status.MET]


@dataclass(frozen=True)
class Annex:
    """Where things stand on the annex; rows and columns from 0.

    Attributes:
        first_row: First row below the heading.
        last_row: Last row of a commune.
        size: Criteria in the set.
    """

    first_row: int
    last_row: int
    size: int

    @property
    def total_column(self) -> int:
        """Return the column of the criteria met per commune; the level and the note follow."""
        return FIRST_MARK + self.size

    def area(self, column: int) -> str:
        """Return a column of the annex for a formula of another sheet."""
        name = xl_col_to_name(column)
        return f"'{SHEET}'!${name}${self.first_row + 1}:${name}${self.last_row + 1}"

    @property
    def codes(self) -> str:
        """Return the area of the commune codes; empty in the rows of districts."""
        return self.area(CODE)

    @property
    def districts(self) -> str:
        """Return the area of the district codes; empty in the rows of districts."""
        return self.area(DISTRICT)

    @property
    def totals(self) -> str:
        """Return the area of the criteria met; empty for a commune without data."""
        return self.area(self.total_column)

    @property
    def levels(self) -> str:
        """Return the area of the levels recognised; empty where none is."""
        return self.area(self.total_column + 1)

    def marks(self, position: int) -> str:
        """Return the area of the marks on the criterion at a position of the set."""
        return self.area(FIRST_MARK + position)


def write_annex(book: Book) -> Annex:
    """Write the annex as the book's first sheet; return where things stand."""
    subject, sheet = book.subject, book.add(SHEET)
    size = subject.scope.criteria_set.size
    head = _write_title(sheet, subject, FIRST_MARK + size + 2)
    _write_head(sheet, subject.scope, head)
    rows = len(subject.scope.marks) + len(subject.communes_by_district())
    annex = Annex(head + 2, head + 1 + rows, size)
    _write_body(sheet, subject, annex)
    _write_totals(sheet, subject.scope, annex)
    _write_signature(sheet, annex)
    _colour(sheet, annex)
    sheet.print_setup((head, head + 1), (annex.last_row + 7, annex.total_column + 2), FIRST_MARK)
    return annex


def _write_title(sheet: Sheet, subject: Subject, last: int) -> int:
    """Write what stands above the table; return the row of its heading."""
    row, half = 1 if subject.is_illustrative else 0, last // 2
    sheet.merged((row, 0, row, half - 1), "VĂN PHÒNG ĐIỀU PHỐI NÔNG THÔN MỚI", "centre_strong")
    nation = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    sheet.merged((row, half + 1, row, last), nation, "centre_strong")
    sheet.merged((row + 1, 0, row + 1, half - 1), subject.place.upper(), "centre_strong")
    motto = "Độc lập - Tự do - Hạnh phúc"
    sheet.merged((row + 1, half + 1, row + 1, last), motto, "centre_strong")
    title = "BIỂU TỔNG HỢP KẾT QUẢ THỰC HIỆN BỘ TIÊU CHÍ NÔNG THÔN MỚI"
    sheet.merged((row + 3, 0, row + 3, last), f"{title} {subject.place.upper()}", "title")
    date_line = f"(Số liệu tính đến ngày {day(subject.scope.as_of)})"
    sheet.merged((row + 4, 0, row + 4, last), date_line, "subtitle")
    sheet.text(row + 5, 0, set_line(subject), "small")
    sheet.text(row + 6, 0, LEGEND, "small")
    if subject.is_illustrative:
        sheet.merged((0, 0, 0, last), ILLUSTRATIVE_LINE, "warning")
    return row + 7


def _write_head(sheet: Sheet, scope: Situation, row: int) -> None:
    size = scope.criteria_set.size
    titles = {NUMBER: "STT", NAME: "Huyện/Xã", CODE: "Mã xã", DISTRICT: "Mã huyện"}
    after = ("Tổng số TC đạt", "Mức công nhận", "Ghi chú")
    titles |= {FIRST_MARK + size + i: title for i, title in enumerate(after)}
    for column, title in titles.items():
        sheet.merged((row, column, row + 1, column), title, "head")
    for position, criterion in enumerate(scope.criteria_set.criteria):
        sheet.text(row, FIRST_MARK + position, criterion.name_vi, "head_up")
        sheet.text(row + 1, FIRST_MARK + position, f"TC{criterion.no}", "head")
    sheet.page.set_row(row, 140)
    widths = {NUMBER: 6, NAME: 26, CODE: 8, DISTRICT: 8}
    for column, width in widths.items():
        sheet.page.set_column(column, column, width)
    sheet.page.set_column(FIRST_MARK, FIRST_MARK + size - 1, 6)
    for offset, width in enumerate((9, 18, NOTE_WIDTH)):
        sheet.page.set_column(FIRST_MARK + size + offset, FIRST_MARK + size + offset, width)


def _write_body(sheet: Sheet, subject: Subject, annex: Annex) -> None:
    row, marks = annex.first_row, subject.scope.marks
    met, assessed = count_met(marks).to_dict(), is_assessed(marks).to_dict()
    signs = dict(zip(marks.index, marks.to_numpy().tolist(), strict=True))
    for number, (district, codes) in enumerate(subject.communes_by_district().items(), 1):
        _write_district(sheet, subject, annex, row, number, district, codes)
        for position, code in enumerate(codes, 1):
            at, total = row + position, met[code] if assessed[code] else None
            sheet.number(at, NUMBER, position, "cell_centre")
            _write_commune(sheet, subject, annex, at, code, signs[code], total)
        row += len(codes) + 1


def _write_district(
    sheet: Sheet,
    subject: Subject,
    annex: Annex,
    row: int,
    number: int,
    district: str,
    codes: list[str],
) -> None:
    own = subject.scope.narrowed_to(codes)
    sheet.text(row, NUMBER, roman(number), "cell_centre", "district")
    sheet.text(row, NAME, subject.districts.get(district, district), "cell", "district")
    for column in (CODE, DISTRICT, annex.total_column + 1, annex.total_column + 2):
        sheet.text(row, column, "", "cell", "district")
    _write_counts(sheet, own, annex, row, (row + 1, row + len(codes)), "district")


def _write_counts(
    sheet: Sheet, scope: Situation, annex: Annex, row: int, rows: tuple[int, int], kind: str
) -> None:
    """Write how many communes of some rows meet each criterion, and their total."""
    counts = count_criteria(scope.marks)
    for column, count in enumerate(counts, FIRST_MARK):
        formula = f'COUNTIF({span(column, *rows)},"{MET}")'
        sheet.formula(row, column, formula, count.met, "cell_centre", kind)
    # SUBTOTAL leaves out the subtotals of the districts in between.
    formula = f"SUBTOTAL(9,{span(annex.total_column, *rows)})"
    total = sum(count.met for count in counts)
    sheet.formula(row, annex.total_column, formula, total, "cell_int", kind)


def _write_commune(
    sheet: Sheet,
    subject: Subject,
    annex: Annex,
    row: int,
    code: str,
    signs: list[str],
    total: int | None,
) -> None:
    scope = subject.scope
    sheet.text(row, NAME, subject.communes.get(code, code), "cell")
    sheet.text(row, CODE, code, "cell_code")
    sheet.text(row, DISTRICT, scope.district_by_commune[code], "cell_code")
    for column, mark in enumerate(signs, FIRST_MARK):
        sheet.text(row, column, MARKS[Status(mark)], "cell_centre")
    marks = f"{xl_rowcol_to_cell(row, FIRST_MARK)}:{xl_rowcol_to_cell(row, annex.total_column - 1)}"
    # A commune nobody assessed has no total, which is not a total of zero.
    formula = f'IF(COUNTA({marks})=0,"",COUNTIF({marks},"{MET}"))'
    sheet.formula(row, annex.total_column, formula, total, "cell_int")
    level = scope.level_by_commune.get(code)
    sheet.text(row, annex.total_column + 1, LEVELS[level] if level else "", "cell")
    note = _note(scope, code, total)
    sheet.text(row, annex.total_column + 2, note, "cell_wrap")
    sheet.fit(row, [(note, NOTE_WIDTH)])


def _note(scope: Situation, code: str, total: int | None) -> str:
    """Say where what is met and what is recognised differ: they are two facts."""
    recognised, size = code in scope.level_by_commune, scope.criteria_set.size
    if total is None:
        return "Chưa có kết quả đánh giá"
    if recognised and total < size:
        lacking = ", ".join(str(no) for no in missing_criteria(scope.marks, code))
        return f"Đã công nhận, hiện chưa đạt TC {lacking}" if lacking else ""
    if scope.title_of(code) is Title.WAITING:
        return "Đủ tiêu chí, chưa có quyết định công nhận"
    return ""


def _write_totals(sheet: Sheet, scope: Situation, annex: Annex) -> None:
    row = annex.last_row + 1
    sheet.text(row, NUMBER, "", "cell", "total")
    sheet.text(row, NAME, "TỔNG CỘNG", "cell", "total")
    for column in (CODE, DISTRICT, annex.total_column + 1, annex.total_column + 2):
        sheet.text(row, column, "", "cell", "total")
    _write_counts(sheet, scope, annex, row, (annex.first_row, annex.last_row), "total")


def _write_signature(sheet: Sheet, annex: Annex) -> None:
    row, last = annex.last_row + 3, annex.total_column + 2
    first = FIRST_MARK + annex.size // 2
    sheet.merged((row, first, row, last), "NGƯỜI LẬP BIỂU", "centre_strong")
    sheet.merged((row + 1, first, row + 1, last), "(Ký, ghi rõ họ tên)", "subtitle")


def _colour(sheet: Sheet, annex: Annex) -> None:
    """Tint what is not met, and totals that are complete; a mark says the same without colour."""
    workbook = sheet.book.workbook
    first, last = annex.first_row, annex.last_row
    marks = (first, FIRST_MARK, last, annex.total_column - 1)
    for status, properties in (
        (Status.NEARLY_MET, {"bg_color": "#FFF4CE"}),
        (Status.NOT_MET, {"bg_color": "#F2F2F2", "font_color": "#7F3A00"}),
    ):
        rule = {"type": "cell", "criteria": "==", "value": f'"{MARKS[status]}"'}
        sheet.page.conditional_format(*marks, {**rule, "format": workbook.add_format(properties)})
    code = f"${xl_col_to_name(CODE)}{first + 1}"
    total = f"${xl_col_to_name(annex.total_column)}{first + 1}"
    complete = {
        "type": "formula",
        "criteria": f'=AND({code}<>"",{total}={annex.size})',
        "format": workbook.add_format({"bg_color": "#E2F0D9", "bold": True}),
    }
    sheet.page.conditional_format(first, annex.total_column, last, annex.total_column, complete)
