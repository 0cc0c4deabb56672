"""Sheets with a column a commune and a row a criterion: turned, read as usual, and told unturned.

Only addresses know that a sheet was turned: what is found is given back at the cells of the file.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from domain.intake.grid import Area, Position, Sheet, column_letters
from domain.intake.problems import Problem, Question, question_key
from domain.intake.reading import Layout, Reading, Shape
from domain.intake.titles import Said, Title

_PLACE = re.compile(r"(?:(.*)!)?([A-Z]{0,3})([0-9]{0,7})(?::([A-Z]{0,3})([0-9]{0,7}))?")
_PLACES = ("other", "area")
"""Words of a problem that are addresses themselves."""


def turn(sheet: Sheet) -> Sheet:
    """Return a sheet with rows for columns; turned twice it is the same."""
    width = max((len(row) for row in sheet.rows), default=0)
    return replace(
        sheet,
        rows=tuple(
            tuple(row[column] if column < len(row) else None for row in sheet.rows)
            for column in range(width)
        ),
        formulas={_flip(place): text for place, text in sheet.formulas.items()},
        errors={_flip(place): text for place, text in sheet.errors.items()},
        merged=tuple(
            Area(one.first_column, one.first_row, one.last_column, one.last_row)
            for one in sheet.merged
        ),
        hidden_rows=sheet.hidden_columns,
        hidden_columns=sheet.hidden_rows,
    )


def _flip(place: Position) -> Position:
    return place[1], place[0]


def turn_cell(cell: str) -> str:
    """Return an address in the turned sheet: "B18" gives "R2", row "18:19" columns "R:S"."""
    found = _PLACE.fullmatch(cell)
    if not cell or found is None:
        return cell
    sheet, letters, digits, last_letters, last_digits = found.groups()
    turned = _turn_one(letters, digits)
    if last_letters or last_digits:
        turned += f":{_turn_one(last_letters, last_digits)}"
    return f"{sheet}!{turned}" if sheet else turned


def _turn_one(letters: str, digits: str) -> str:
    row = str(_number(letters)) if letters else ""
    return (column_letters(int(digits) - 1) if digits else "") + row


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def turn_title(title: Title) -> Title:
    """Return a title read from the sheet as it is, with its places in the turned one."""

    def turned(said: Said) -> Said:
        return replace(said, cell=turn_cell(said.cell))

    return replace(
        title,
        date_said=turned(title.date_said),
        province_said=turned(title.province_said),
        district_said=turned(title.district_said),
        set_said=turned(title.set_said),
        advanced=turned(title.advanced) if title.advanced else None,
        subject_said=turned(title.subject_said),
    )


def turn_answers(answers: Mapping[str, str], sheets: Iterable[str]) -> Mapping[str, str]:
    """Return answers by the places of the turned sheets."""
    turned = set(sheets)
    found = dict(answers)
    for key, answer in answers.items():
        sheet, _, cell = key.rpartition("!")
        if sheet in turned:
            found[question_key(sheet, turn_cell(cell))] = answer
    return found


def turn_reading(reading: Reading, sheets: Iterable[str]) -> Reading:
    """Return a reading with the places of some sheets turned; turned twice it is the same."""
    turned = set(sheets)
    if not turned:
        return reading
    return replace(
        reading,
        marks=tuple(
            replace(mark, cell=turn_cell(mark.cell)) if mark.sheet in turned else mark
            for mark in reading.marks
        ),
        questions=tuple(_turn_question(one, turned) for one in reading.questions),
        problems=tuple(_turn_problem(one, turned) for one in reading.problems),
        layouts=tuple(_turn_layout(one, turned) for one in reading.layouts),
    )


def _turn_question(question: Question, turned: set[str]) -> Question:
    is_turned = question.sheet in turned
    return replace(question, cell=turn_cell(question.cell)) if is_turned else question


def _turn_problem(problem: Problem, turned: set[str]) -> Problem:
    if problem.sheet not in turned:
        return problem
    params = {
        name: turn_cell(str(value)) if name in _PLACES else value
        for name, value in problem.params.items()
    }
    return replace(problem, cell=turn_cell(problem.cell), params=params)


def _turn_layout(layout: Layout, turned: set[str]) -> Layout:
    is_turned = layout.sheet in turned
    return replace(layout, as_of_cell=turn_cell(layout.as_of_cell)) if is_turned else layout


def column_name(shape: Shape, column: int) -> str:
    """Return what a column of a layout is called in the file: "E", of a turned sheet row "5"."""
    return str(column + 1) if shape is Shape.TURNED else column_letters(column)


def row_name(shape: Shape, row: int) -> str:
    """Return what a row of a layout is called in the file: "5", of a turned sheet column "E"."""
    return column_letters(row) if shape is Shape.TURNED else str(row + 1)
