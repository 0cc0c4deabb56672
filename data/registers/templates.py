"""Templates of the registers: a sheet to fill in whose drop-downs hold the valid codes."""

from collections.abc import Mapping
from math import ceil

from sqlalchemy import Connection
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from data import queries
from data.registers.choices import Choices, NothingToChooseError, choices_of
from data.registers.lists import write_lists
from data.registers.marks_template import MarkStyle, build_marks_template
from data.registers.paper import A4, HEAD_COLOUR, REQUIRED_COLOUR, Paper, new_paper, set_up_print
from data.registers.validations import FORMATS, validation_of
from data.schemas import to_records
from domain.registers.catalogue import REGISTERS
from domain.registers.fields import Field, FieldType, Kind, Register
from domain.vocabulary import UnitLevel

__all__ = ["MarkStyle", "NothingToChooseError", "build_marks_template", "build_template"]

ENTRY_SHEET, HELP_SHEET = "Nhập liệu", "Hướng dẫn"
HEAD_ROW = 4
"""Row of the headings, from 0."""

ENTRY_ROWS = 1000
"""Rows with drop-downs; more than the communes of the largest province."""

_INSTRUCTION_HEIGHT, _LINE_HEIGHT = 36, 18
_WRAPPED = (FieldType.TEXT, FieldType.TASK, FieldType.TARGET, FieldType.REPORT)
"""Columns whose texts may be longer than any sensible width."""
_NUMBERS = (FieldType.AMOUNT, FieldType.NUMBER)


def build_template(kind: Kind, connection: Connection, province_code: str) -> bytes:
    """Return an xlsx file in which a register of a province is filled in.

    Reading the filled file back gives exactly the rows written. Codes are text; the register of
    tasks comes with every task of the province's plans.

    Args:
        kind: Which register.
        connection: Any connection.
        province_code: 2-character code.

    Raises:
        KeyError: There is no such province.
        NothingToChooseError: The province has no unit or task the register could speak of.
    """
    register = REGISTERS[kind]
    province = _province_name(connection, province_code)
    lists = {
        field.name: choices
        for field in register.template_fields
        if (choices := choices_of(field, connection, province_code))
    }
    with new_paper(register.title) as (paper, buffer):
        entry, guide = paper.sheet(ENTRY_SHEET), paper.sheet(HELP_SHEET)
        areas = write_lists(paper, lists)
        _write_title(paper, entry, register, f"{province} (mã tỉnh {province_code})")
        _write_columns(paper, entry, register, areas)
        _prefill(paper, entry, register, lists)
        _mark_rows(paper, entry, register)
        _write_guide(paper, guide, register, lists)
        entry.freeze_panes(HEAD_ROW + 1, 1)
        set_up_print(entry, A4, (HEAD_ROW, HEAD_ROW))
        entry.set_selection(HEAD_ROW + 1, 0, HEAD_ROW + 1, 0)
    return buffer.getvalue()


def _province_name(connection: Connection, province_code: str) -> str:
    rows = to_records(queries.read_units(connection, UnitLevel.PROVINCE, province_code))
    if not rows:
        raise KeyError(province_code)
    return str(rows[0]["full_name"])


def _write_title(paper: Paper, sheet: Worksheet, register: Register, place: str) -> None:
    last = len(register.template_fields) - 1
    title = paper.style(bold=True, font_size=14, align="center", text_wrap=True)
    sheet.merge_range(0, 0, 0, last, register.title, title)
    sheet.merge_range(1, 0, 1, last, place, paper.style(bold=True, align="center"))
    instruction = paper.style(italic=True, text_wrap=True, align="center")
    sheet.merge_range(2, 0, 2, last, register.instruction, instruction)
    sheet.set_row(0, 24)
    sheet.set_row(2, _INSTRUCTION_HEIGHT)


def _write_columns(
    paper: Paper, sheet: Worksheet, register: Register, areas: Mapping[str, str]
) -> None:
    head = {"bold": True, "text_wrap": True, "align": "center", "border": 1}
    first, last = HEAD_ROW + 1, HEAD_ROW + ENTRY_ROWS
    for column, field in enumerate(register.template_fields):
        colour = REQUIRED_COLOUR if field.is_required else HEAD_COLOUR
        star = " *" if field.is_required else ""
        sheet.write_string(
            HEAD_ROW, column, field.heading + star, paper.style(**head, bg_color=colour)
        )
        sheet.set_column(column, column, field.width, _column_style(paper, field))
        cell = xl_rowcol_to_cell(first, column)
        rule = validation_of(field, cell, areas.get(field.name))
        sheet.data_validation(first, column, last, column, rule)
    sheet.set_row(HEAD_ROW, 40)


def _column_style(paper: Paper, field: Field) -> object:
    number = FORMATS.get(field.type, "@")
    is_short = field.type in (FieldType.DAY, FieldType.DAY_OR_YEAR, FieldType.YEAR)
    align = "center" if is_short else "right" if field.type in _NUMBERS else "left"
    return paper.style(num_format=number, align=align, text_wrap=field.type in _WRAPPED)


def _prefill(
    paper: Paper, sheet: Worksheet, register: Register, lists: Mapping[str, Choices]
) -> None:
    """Write what the register is about where staff only add to it."""
    for column, field in enumerate(register.template_fields):
        if field.name == register.prefilled:
            style = _column_style(paper, field)
            for row, label in enumerate(lists[field.name].labels, HEAD_ROW + 1):
                sheet.write_string(row, column, label, style)


def _mark_rows(paper: Paper, sheet: Worksheet, register: Register) -> None:
    """Rule the rows in use, and tint what a row in use still lacks."""
    fields = register.template_fields
    first, last, width = HEAD_ROW + 1, HEAD_ROW + ENTRY_ROWS, len(fields) - 1
    row = f"$A{first + 1}:${xl_col_to_name(width)}{first + 1}"
    # A row that only came pre-filled is not in use yet.
    start = 1 if register.prefilled else 0
    own = f"${xl_col_to_name(start)}{first + 1}:${xl_col_to_name(width)}{first + 1}"
    for column, field in enumerate(fields):
        if field.is_required:
            cell = f"${xl_col_to_name(column)}{first + 1}"
            lacking = {
                "type": "formula",
                "criteria": f"=AND(COUNTA({own})>0,ISBLANK({cell}))",
                "format": paper.book.add_format({"bg_color": "#FCE4D6"}),
            }
            sheet.conditional_format(first, column, last, column, lacking)
    ruled = paper.book.add_format({"border": 1})
    rule = {"type": "formula", "criteria": f"=COUNTA({row})>0", "format": ruled}
    sheet.conditional_format(first, 0, last, width, rule)


def _write_guide(
    paper: Paper, sheet: Worksheet, register: Register, lists: Mapping[str, Choices]
) -> None:
    head = paper.style(bold=True, bg_color=HEAD_COLOUR, border=1)
    cell = paper.style(text_wrap=True, border=1, valign="top")
    sheet.write_string(0, 0, "Cách điền từng cột", paper.style(bold=True, font_size=14))
    for column, (heading, width) in enumerate(
        (("Cột", 28), ("Bắt buộc", 11), ("Cách điền", 62), ("Giá trị hợp lệ", 44))
    ):
        sheet.set_column(column, column, width)
        sheet.write_string(2, column, heading, head)
    for row, field in enumerate(register.template_fields, 3):
        required = "Có" if field.is_required else "Không"
        texts = (field.heading, required, field.help, _valid(field, lists.get(field.name)))
        for column, text in enumerate(texts):
            sheet.write_string(row, column, text, cell)
        lines = max(ceil(len(field.help) / 58), ceil(len(texts[-1]) / 40))
        sheet.set_row(row, _LINE_HEIGHT * max(1, lines))
    set_up_print(sheet, A4, (2, 2))


def _valid(field: Field, choices: Choices | None) -> str:
    if field.type is FieldType.CHOICE:
        return "; ".join(field.labels.values())
    if choices:
        return f"{len(choices.labels)} mục ở trang Danh mục"
    return ""
