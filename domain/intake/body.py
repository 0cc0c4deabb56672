"""The rows below a header: which are communes, districts, totals, headers printed again."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from domain.intake.cells import Cells
from domain.intake.grid import address
from domain.intake.heading_rows import is_numbering, read_row
from domain.intake.headings import Kind
from domain.intake.layout import Form
from domain.intake.matcher import Match, Matcher
from domain.intake.names import DISTRICT_KINDS, read_name, tidy
from domain.intake.reading import Role
from domain.intake.words import fold_word, is_mark
from domain.vietnamese import fold


class Line(StrEnum):
    """What a row is."""

    COMMUNE = "commune"
    DISTRICT = "district"
    TOTAL = "total"
    OTHER = "other"


@dataclass
class Row:
    """One row of the body.

    Attributes:
        index: From 0.
        line: What it is.
        name: Written name or label.
        code: Written code.
        name_cell: Address of the name; of the code where the row has no name.
        districts: Codes of the districts it may lie in, of a total those it adds up.
        district_text: District as written.
        section: Number of the district heading it stands under; 0 before the first.
        match: Commune found.
        is_nameless: Marks without a name.
    """

    index: int
    line: Line
    name: str = ""
    code: str = ""
    name_cell: str = ""
    districts: tuple[str, ...] = ()
    district_text: str = ""
    section: int = 0
    match: Match = field(default_factory=Match)
    is_nameless: bool = False


_ROMAN = re.compile(r"[ivxlc]+|[a-hđ]", re.I)
_TOTAL = re.compile(
    r"(?:tong|cong|toan tinh|toan huyen|toan thi xa|toan thanh pho|toan quoc|ca tinh|luy ke"
    r"|so xa|ty le|ti le|binh quan|trung binh|chung|% |tong so|so luong)\b.*|%.*"
)
_SURE_TOTAL = re.compile(
    r"tong|cong(?: huyen| thi xa| thanh pho| quan| tinh| toan| so| chung|$)"
    r"|toan |so xa|ty le|ti le|luy ke|%"
)
_SUM_OF = re.compile(r"(?:tổng cộng|tổng số|tổng|cộng)\s*:?\s+")
_SIGNATURE = re.compile(
    r"nguoi lap|lap bieu|ky, ghi ro|ky ten|noi nhan|thu truong|chu tich|pho chu tich|giam doc"
    r"|truong phong|xac nhan|tm\. |kt\. |ngay .{0,20}thang .{0,20}nam"
)
SURE = 100  # of a candidate that has just this name
SHORTEST_NAMELESS = 3  # marks in a row without name and number that make it a row of marks


def classify(
    cells: Cells, form: Form, matcher: Matcher, districts: tuple[str, ...], last_row: int
) -> list[Row]:
    """Say of every row below the header what it is.

    Args:
        cells: The sheet.
        form: How it is laid out.
        matcher: The registry.
        districts: Districts a row may lie in that names none itself.
        last_row: Last row to look at; -1 = to the end.
    """
    end = cells.height if last_row < 0 else min(cells.height, last_row + 1)
    reader = _Reader(cells, form, matcher, districts)
    return [row for index in range(form.header[1] + 1, end) for row in reader.read(index)]


class _Reader:
    """Reads rows from the top, knowing the district they stand under."""

    def __init__(
        self, cells: Cells, form: Form, matcher: Matcher, districts: tuple[str, ...]
    ) -> None:
        self._cells, self._form, self._matcher = cells, form, matcher
        self._default = self._districts = districts
        self._section = 0
        self._column_district = ""
        self._columns = sorted(form.criteria)
        self._left = range(self._columns[0] if self._columns else cells.width)

    def read(self, index: int) -> Iterator[Row]:
        name, name_column = self._name(index)
        code = self._role_text(index, Role.CODE)
        code = code if any(letter.isdigit() for letter in code) else ""
        filled = [c for c in self._columns if self._cells.is_filled(index, c)]
        has_marks = sum(is_mark(fold_word(self._cells.sheet.value(index, c))) for c in filled)
        if not (name or code or filled) or self._is_header(index, name, filled):
            return
        row = Row(index, Line.OTHER, name, code, address(index, name_column), section=self._section)
        if not code and self._is_total(name, has_marks):
            row.line, row.districts = Line.TOTAL, self._summed(name)
        elif not code and self._is_district(index, name, filled):
            self._enter_district(row)
        else:
            self._fill_district(row)
            self._as_commune(row, has_marks)
        row.section = self._section
        yield row

    def _name(self, index: int) -> tuple[str, int]:
        """Return a row's label and its column: the name, else what stands left of the marks."""
        column = self._form.roles.get(Role.NAME, -1)
        code_column = self._form.roles.get(Role.CODE, -1)
        if column >= 0:
            text = self._cells.text(index, column)
            if text:
                return text, column
        skipped = {self._form.order_column, *self._form.roles.values()}
        if column < 0 and self._role_text(index, Role.CODE):
            skipped.update(self._left)  # the code tells the commune; other texts are not its name
        for left in self._left:
            text = self._cells.text(index, left)
            is_label = bool(text) and not text.replace(".", "").isdigit()
            if is_label and (left not in skipped or self._is_label(text)):
                return text, left
        return "", column if column >= 0 else max(code_column, 0)

    def _is_label(self, text: str) -> bool:
        """Tell whether a text in the column of numbers or districts labels the whole row."""
        is_total = bool(_TOTAL.fullmatch(fold(text))) and not _ROMAN.fullmatch(text.strip(". "))
        if self._form.roles.get(Role.DISTRICT) is not None:
            return is_total
        return is_total or read_name(text).kind in DISTRICT_KINDS

    def _role_text(self, index: int, role: Role) -> str:
        column = self._form.roles.get(role)
        return "" if column is None else self._cells.text(index, column)

    def _is_header(self, index: int, name: str, filled: list[int]) -> bool:
        """Tell whether a row is the header printed again, or numbers the columns."""
        line = read_row(self._cells, index)
        if is_numbering({c: h for c, h in line.items() if c in filled}) and not (
            self._matcher.is_name(name)
        ):
            return True
        kinds = [line[c].kind for c in filled if c in line]
        is_again = fold(name) in self._form.name_headings
        numbered = kinds.count(Kind.NUMBERED) + kinds.count(Kind.INDICATOR)
        return is_again or (len(filled) > 1 and 2 * numbered >= len(filled) > 0 and numbered > 1)

    def _is_total(self, name: str, has_marks: int) -> bool:
        plain = fold(name)
        if not _TOTAL.fullmatch(plain):
            return False
        # Communes are called "Cộng Hòa", "Tổng Cọt", "Trung Bình".
        if self._matcher.match(name, "", self._districts).way == "name":
            return False
        return not has_marks or bool(_SURE_TOTAL.match(plain) or self._summed(name))

    def _summed(self, name: str) -> tuple[str, ...]:
        """Return the districts that a label such as "Cộng H. Cư M'gar" adds up."""
        begun = _SUM_OF.match(tidy(name))
        return self._matcher.find_districts(tidy(name)[begun.end() :]) if begun else ()

    def _is_district(self, index: int, name: str, filled: list[int]) -> bool:
        written = self._matcher.read(name)
        if written.kind in DISTRICT_KINDS:
            return True
        if written.kind or not name or Role.DISTRICT in self._form.roles:
            return False
        words = [fold_word(self._cells.sheet.value(index, column)) for column in filled]
        if any(is_mark(word) and not word.isdigit() for word in words):
            return False
        if not self._matcher.find_districts(name):
            return False
        order = self._order(index)
        if order and _ROMAN.fullmatch(order):
            return True
        is_commune = self._matcher.match(name, "", self._districts).unit is not None
        counts = any(word.isdigit() and int(word) > 1 for word in words)
        # "1 | Cư M'gar" before a row numbered 1 is the district of that name, not its commune.
        begins = not words and self._order(index + 1) == "1"
        return not is_commune or counts or begins or (not order and not words)

    def _order(self, index: int) -> str:
        column = self._form.order_column
        return self._cells.text(index, column).strip(". )") if column >= 0 else ""

    def _enter_district(self, row: Row) -> None:
        row.line = Line.DISTRICT
        row.districts = self._matcher.find_districts(row.name)
        self._districts = row.districts or self._default
        self._section += 1

    def _fill_district(self, row: Row) -> None:
        """Set a row's districts: of its own cell, the cell above it, the heading, the sheet."""
        column = self._form.roles.get(Role.DISTRICT)
        if column is None:
            row.districts = self._districts
            return
        text = self._cells.spread_text(row.index, column)
        if text and text != self._column_district:
            self._column_district = text
            self._section += 1
        row.district_text = self._column_district
        row.districts = self._matcher.find_districts(self._column_district) or self._default

    def _is_formula(self, row: Row) -> bool:
        """Tell whether a formula stands where a name should: it is never evaluated or matched."""
        column = self._form.roles.get(Role.NAME, -1)
        is_open = column >= 0 and self._cells.is_unreadable(row.index, column)
        return is_open or row.name.startswith(("=", "@"))

    def _as_commune(self, row: Row, has_marks: int) -> None:
        has_order = self._order(row.index).isdigit()
        if not row.name and not row.code:
            if self._form.roles.keys() & {Role.NAME, Role.CODE} == set() and row.district_text:
                return  # a sheet with districts only counts communes, it names none
            if has_marks and (has_order or has_marks >= SHORTEST_NAMELESS):
                row.line, row.is_nameless = Line.COMMUNE, True
            return
        if not has_marks and _SIGNATURE.search(fold(row.name)):
            return
        name = "" if self._is_formula(row) else row.name
        row.match = self._matcher.match(name, row.code, row.districts)
        has_name = any(one.score == SURE for one in row.match.candidates)
        is_known = row.match.unit is not None or row.match.elsewhere is not None or has_name
        is_listed = has_order or bool(row.code) or read_name(row.name).kind == "xã"
        if has_marks or is_listed or (is_known and bool(self._form.criteria)):
            row.line = Line.COMMUNE
