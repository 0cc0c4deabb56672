"""Template of the annex of marks: the usual form with the province's communes already in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby

from sqlalchemy import Connection
from xlsxwriter.utility import xl_col_to_name, xl_range
from xlsxwriter.worksheet import Worksheet

from data import queries
from data.registers.choices import Commune, read_communes
from data.registers.numerals import to_roman
from data.registers.paper import (
    A3,
    DISTRICT_COLOUR,
    HEAD_COLOUR,
    Paper,
    complaint,
    new_paper,
    set_up_print,
    tip,
)
from data.registers.reading import read_districts
from data.schemas import to_records
from domain.criteria import CriteriaSet
from domain.vocabulary import UnitLevel

SHEET = "Biểu 01"
NUMBER, NAME, CODE, FIRST_MARK = range(4)
HEAD_ROWS = (5, 6)
TITLE = "BIỂU TỔNG HỢP KẾT QUẢ THỰC HIỆN BỘ TIÊU CHÍ NÔNG THÔN MỚI"


class MarkStyle(StrEnum):
    """How results are written in the form."""

    CROSS = "cross"  # x, blank is not met
    SIGNS = "signs"  # x, CB, K; blank is not assessed
    WORDS = "words"  # Đạt, Cơ bản đạt, Chưa đạt; blank is not assessed


@dataclass(frozen=True)
class Marks:
    """A style's words: the first means met; how wide a column of them is, and the legend."""

    words: tuple[str, ...]
    width: float
    legend: str

    @property
    def has_not_met(self) -> bool:
        """Tell whether "not met" has a word of its own."""
        return len(self.words) > 1


STYLES = {
    MarkStyle.CROSS: Marks(("x",), 5.5, "Ký hiệu: x: đạt; để trống: chưa đạt."),
    MarkStyle.SIGNS: Marks(
        ("x", "CB", "K"),
        5.5,
        "Ký hiệu: x: đạt; CB: cơ bản đạt; K: chưa đạt; để trống: chưa đánh giá.",
    ),
    MarkStyle.WORDS: Marks(
        ("Đạt", "Cơ bản đạt", "Chưa đạt"),
        10,
        "Chọn Đạt, Cơ bản đạt hoặc Chưa đạt; để trống: chưa đánh giá.",
    ),
}


@dataclass(frozen=True)
class Block:
    """A district with its communes; ``row`` is that of its own line, from 0."""

    number: int
    name: str
    communes: tuple[Commune, ...]
    row: int

    @property
    def rows(self) -> tuple[int, int]:
        """Return the first and last row of its communes."""
        return self.row + 1, self.row + len(self.communes)


def build_marks_template(
    connection: Connection,
    province_code: str,
    district_code: str | None,
    set_id: str,
    *,
    style: MarkStyle = MarkStyle.CROSS,
    as_of: date | None = None,
) -> bytes:
    """Return the annex of marks as an xlsx file with no marks in it yet.

    Communes stand under their districts with their codes; counts of criteria and of communes are
    formulas that follow what is typed.

    Args:
        connection: Any connection.
        province_code: 2-character code.
        district_code: One district only; ``None`` = the whole province.
        set_id: Criteria set of the columns.
        style: How results are written.
        as_of: Date of the figures; ``None`` leaves it to be written.

    Raises:
        KeyError: There is no such province, district or criteria set.
        data.registers.choices.NothingToChooseError: No commune there counts in the programme.
    """
    criteria_set = queries.read_criteria_set(connection, set_id)
    place = _place(connection, province_code, district_code)
    blocks = _blocks(read_communes(connection, province_code, district_code))
    with new_paper(f"{TITLE} {place}") as (paper, buffer):
        form = _Form(paper, criteria_set, STYLES[style], blocks)
        form.write_title(place, as_of)
        form.write_head()
        form.write_blocks()
        form.write_total()
        form.write_rules()
    return buffer.getvalue()


def _place(connection: Connection, province_code: str, district_code: str | None) -> str:
    if district_code is not None:
        return read_districts(connection, province_code)[district_code].upper()
    rows = to_records(queries.read_units(connection, UnitLevel.PROVINCE, province_code))
    if not rows:
        raise KeyError(province_code)
    return str(rows[0]["full_name"]).upper()


def _blocks(communes: Sequence[Commune]) -> list[Block]:
    blocks: list[Block] = []
    row = HEAD_ROWS[1] + 1
    for name, group in groupby(communes, key=lambda commune: commune.district_name):
        block = Block(len(blocks) + 1, name, tuple(group), row)
        blocks.append(block)
        row = block.rows[1] + 1
    return blocks


class _Form:
    """The sheet being written."""

    def __init__(
        self, paper: Paper, criteria_set: CriteriaSet, marks: Marks, blocks: Sequence[Block]
    ) -> None:
        self._paper, self._set, self._marks, self._blocks = paper, criteria_set, marks, blocks
        self._sheet: Worksheet = paper.sheet(SHEET)
        self._total = FIRST_MARK + criteria_set.size
        self._last = self._total + 1
        centre = {"align": "center", "border": 1}
        self._cell = paper.style(border=1)
        self._centre = paper.style(**centre)
        self._code = paper.style(**centre, num_format="@")
        self._head = paper.style(**centre, bold=True, text_wrap=True, bg_color=HEAD_COLOUR)
        self._up = paper.style(
            **centre, bold=True, text_wrap=True, rotation=90, bg_color=HEAD_COLOUR
        )
        self._strong = paper.style(border=1, bold=True, bg_color=DISTRICT_COLOUR)
        self._count = paper.style(**centre, bold=True, bg_color=DISTRICT_COLOUR)

    def write_title(self, place: str, as_of: date | None) -> None:
        """Write the lines above the table: title, date, set, legend."""
        day = as_of.strftime("%d/%m/%Y") if as_of else "……/……/………"
        lines: tuple[tuple[str, dict[str, object]], ...] = (
            (f"{TITLE} {place}", {"bold": True, "font_size": 14, "align": "center"}),
            (f"(Số liệu tính đến ngày {day})", {"italic": True, "align": "center"}),
            (f"{self._set.name_vi} ({self._set.short_decision})", {"align": "center"}),
            (self._marks.legend, {"italic": True}),
        )
        for row, (text, properties) in enumerate(lines):
            self._sheet.merge_range(row, 0, row, self._last, text, self._paper.style(**properties))
        self._sheet.set_row(0, 24)

    def write_head(self) -> None:
        """Write the two-row heading: the criteria by name above, by number below."""
        sheet, (upper, lower) = self._sheet, HEAD_ROWS
        for column, text, width in (
            (NUMBER, "STT", 6),
            (NAME, "Huyện/Xã", 30),
            (CODE, "Mã xã", 9),
            (self._total, "Tổng số TC đạt", 9),
            (self._last, "Ghi chú", 26),
        ):
            sheet.merge_range(upper, column, lower, column, text, self._head)
            sheet.set_column(column, column, width)
        sheet.set_column(FIRST_MARK, self._total - 1, self._marks.width)
        for column, criterion in enumerate(self._set.criteria, FIRST_MARK):
            sheet.write_string(upper, column, criterion.name_vi, self._up)
            sheet.write_string(lower, column, f"TC{criterion.no}", self._head)
        sheet.set_row(upper, 165)
        sheet.set_row(lower, 20)

    def write_blocks(self) -> None:
        """Write the districts with their communes."""
        for block in self._blocks:
            self._sheet.write_string(block.row, NUMBER, to_roman(block.number), self._count)
            self._write_counts(block.row, block.name, block.rows)
            for number, commune in enumerate(block.communes, 1):
                self._write_commune(block.row + number, number, commune)

    def _write_commune(self, row: int, number: int, commune: Commune) -> None:
        sheet = self._sheet
        sheet.write_number(row, NUMBER, number, self._centre)
        sheet.write_string(row, NAME, commune.full_name, self._cell)
        sheet.write_string(row, CODE, commune.code, self._code)
        for column in range(FIRST_MARK, self._total):
            sheet.write_blank(row, column, None, self._centre)
        marks = xl_range(row, FIRST_MARK, row, self._total - 1)
        met = self._count_met(marks)
        # Where a blank is "not assessed", a commune without marks has no total rather than zero.
        total = f'=IF(COUNTA({marks})=0,"",{met[1:]})' if self._marks.has_not_met else met
        sheet.write_formula(row, self._total, total, self._centre, 0 if total == met else "")
        sheet.write_blank(row, self._last, None, self._cell)

    def _count_met(self, area: str) -> str:
        return f'=COUNTIF({area},"{self._marks.words[0]}")'

    def _write_counts(self, row: int, name: str, rows: tuple[int, int]) -> None:
        """Write how many communes of some rows meet each criterion, and how many in all."""
        sheet = self._sheet
        sheet.write_string(row, NAME, name, self._strong)
        sheet.write_blank(row, CODE, None, self._strong)
        for column in range(FIRST_MARK, self._total):
            area = xl_range(rows[0], column, rows[1], column)
            sheet.write_formula(row, column, self._count_met(area), self._count, 0)
        counts = xl_range(row, FIRST_MARK, row, self._total - 1)
        sheet.write_formula(row, self._total, f"=SUM({counts})", self._count, 0)
        sheet.write_blank(row, self._last, None, self._strong)

    def write_total(self) -> None:
        """Write the line of totals and the place to sign."""
        row, end = self._blocks[-1].rows[1] + 1, self._blocks[-1].rows[1]
        self._sheet.write_blank(row, NUMBER, None, self._strong)
        self._write_counts(row, "TỔNG CỘNG", (self._blocks[0].row, end))
        middle = FIRST_MARK + self._set.size // 2
        signed = self._paper.style(bold=True, align="center")
        small = self._paper.style(italic=True, align="center")
        self._sheet.merge_range(row + 2, middle, row + 2, self._last, "NGƯỜI LẬP BIỂU", signed)
        self._sheet.merge_range(row + 3, middle, row + 3, self._last, "(Ký, ghi rõ họ tên)", small)

    def write_rules(self) -> None:
        """Offer the marks, tint complete communes, keep the heading in sight, set up the print."""
        sheet, words = self._sheet, self._marks.words
        # One rule for all districts: Excel slows down with hundreds of them.
        areas = [(b.rows[0], FIRST_MARK, b.rows[1], self._total - 1) for b in self._blocks]
        allowed = ", ".join(words)
        rule = {
            "validate": "list",
            "source": list(words),
            **tip("Kết quả", self._marks.legend),
            **complaint("Kết quả không hợp lệ", f"Chỉ ghi {allowed} hoặc để trống."),
            "other_cells": [list(area) for area in areas[1:]],
        }
        sheet.data_validation(*areas[0], rule)
        first, last = self._blocks[0].rows[0], self._blocks[-1].rows[1]
        code = f"${xl_col_to_name(CODE)}{first + 1}"
        total = f"${xl_col_to_name(self._total)}{first + 1}"
        complete = {
            "type": "formula",
            "criteria": f'=AND({code}<>"",{total}={self._set.size})',
            "format": self._paper.book.add_format({"bg_color": "#E2F0D9", "bold": True}),
        }
        sheet.conditional_format(first, self._total, last, self._total, complete)
        sheet.freeze_panes(HEAD_ROWS[1] + 1, FIRST_MARK)
        set_up_print(sheet, A3, HEAD_ROWS, CODE)
