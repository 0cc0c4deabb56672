"""Sheets with a column a commune, and criteria in Roman figures."""

from collections import Counter
from datetime import date

import pytest
from intake_sheets import COUNT, NAMES_1980, context, sheet, workbook

from domain.intake.grid import Area
from domain.intake.headings import Kind, read_heading
from domain.intake.problems import question_key
from domain.intake.reading import Shape
from domain.intake.recognise import read_marks
from domain.intake.turned import turn, turn_cell
from domain.intake.words import fold_word, resolve
from domain.vocabulary import Status

DAY = date(2021, 12, 31)
NAMES = ("Xã Quảng Tiến", "Ea H'đinh", "Cư M'gar")
CODES = ("24262", "24274", "24289")


def turned_rows(*, marks=None, names=NAMES, numbers=range(1, COUNT + 1)):
    """Return a sheet: communes from column C on, the totals of criteria behind them."""
    marks = marks or [["x", None, "x"] for _ in range(COUNT)]
    rows = [
        ["ỦY BAN NHÂN DÂN HUYỆN CƯ M'GAR"],
        ["Kết quả thực hiện tiêu chí đến ngày 31/12/2021"],
        ["TT", "Tiêu chí", *names, "Tổng số xã đạt"],
    ]
    for number, name, own in zip(numbers, NAMES_1980, marks, strict=True):
        rows.append([number, name, *own, sum(mark == "x" for mark in own)])
    totals = [sum(own[column] == "x" for own in marks) for column in range(len(names))]
    return [*rows, [None, "Tổng số tiêu chí đạt", *totals]]


def read(rows, *, merged=(), answers=None, layouts=(), **changes):
    one = sheet(rows, merged=tuple(merged))
    return read_marks(workbook(one), context(**changes), answers=answers or {}, layouts=layouts)


def test_turning_twice_is_the_same():
    one = sheet([["a", "b", None], ["c"]], merged=(Area(0, 0, 0, 1),), hidden_rows=frozenset({1}))
    turned = turn(one)
    assert turned.rows == (("a", "c"), ("b", None), (None, None))
    assert turned.merged == (Area(0, 0, 1, 0),)
    assert (turned.hidden_rows, turned.hidden_columns) == (frozenset(), frozenset({1}))
    assert turn(turned).rows == (("a", "b", None), ("c", None, None))


def test_a_title_merged_over_all_communes_is_no_part_of_a_turned_header():
    rows = turned_rows()
    reading = read(rows, merged=(Area(1, 0, 1, 4),), district_code="648")
    assert reading.communes == CODES
    assert len(reading.marks) == 3 * COUNT


@pytest.mark.parametrize(
    ("cell", "turned"),
    [
        ("B18", "R2"),
        ("R2", "B18"),
        ("18:19", "R:S"),
        ("E:E", "5:5"),
        ("B4:C5", "D2:E3"),
        ("Biểu 2!B18", "Biểu 2!R2"),
        ("", ""),
    ],
)
def test_addresses_turn(cell, turned):
    assert turn_cell(cell) == turned


def test_communes_as_columns_are_read_at_their_own_cells():
    reading = read(turned_rows())
    assert [problem for problem in reading.problems if problem.severity == "error"] == []
    assert (reading.layouts[0].shape, reading.as_of) == (Shape.TURNED, DAY)
    assert reading.layouts[0].as_of_cell == "A2"
    assert reading.communes == CODES
    marks = {(m.commune_code, m.criterion_no): (m.status, m.cell) for m in reading.marks}
    assert len(marks) == 3 * COUNT
    assert marks["24262", 1] == (Status.MET, "C4")
    # The totals agree with the ticks, so what is empty is not met.
    assert marks["24274", 19] == (Status.NOT_MET, "D22")
    assert reading.sender == "ỦY BAN NHÂN DÂN HUYỆN CƯ M'GAR"


def test_faults_of_a_turned_sheet_stand_at_their_cells():
    marks = [["x", "x", "x"] for _ in range(COUNT)]
    marks[4][2] = "đang làm"
    rows = turned_rows(marks=marks, names=("Quảng Tiến", "Ea Hđinhh", "Quảng Tiến"))
    rows[2][3] = "Không Có Xã"
    rows[9][5] = 2
    reading = read(rows)
    found = {(p.code, p.cell, p.params.get("other")) for p in reading.problems}
    assert ("bad_value", "E8", None) in found
    assert ("unknown_commune", "D3", None) in found
    assert {("duplicate_commune", "C3", "E3"), ("duplicate_commune", "E3", "C3")} <= found
    assert ("total_mismatch", "F10", None) in found


def test_a_question_of_a_turned_sheet_is_answered_at_its_cell():
    names = ("Quảng Tiến", "Tân Lập", "Cư M'gar")
    rows = turned_rows(names=names)
    rows[0] = ["Tỉnh Đắk Lắk"]
    asked = read(rows)
    (question,) = asked.questions
    assert (question.cell, question.read) == ("D3", "Tân Lập")
    answered = read(rows, answers={question_key(question.sheet, "D3"): "24316"})
    assert answered.questions == ()
    assert "24316" in answered.communes


def test_a_corrected_layout_of_a_turned_sheet_is_kept():
    guessed = read(turned_rows())
    again = read(turned_rows(), layouts=guessed.layouts)
    assert again.marks == guessed.marks
    assert again.layouts[0].shape is Shape.TURNED


def test_districts_over_the_communes_tell_same_names_apart():
    rows = turned_rows(names=("Quảng Tiến", "Tân Lập", "Tân Lập"))
    rows[0:2] = [
        ["Kết quả đến ngày 31/12/2021"],
        [None, None, "Huyện Cư M'gar", "Huyện Krông A Na", "Thị xã Buôn Hồ"],
    ]
    reading = read(rows)
    assert reading.questions == ()
    assert reading.communes == ("24262", "24316", "04567")


def test_a_table_of_counts_by_criterion_is_no_turned_sheet():
    rows = [["TT", "Tiêu chí", "Năm 2020", "Năm 2021"]]
    rows += [[number, name, 5, 7] for number, name in enumerate(NAMES_1980, 1)]
    reading = read(rows, as_of=DAY)
    assert reading.layouts == ()
    assert "no_marks" in {problem.code for problem in reading.problems}


@pytest.mark.parametrize(
    ("text", "kind", "number", "name"),
    [
        ("XVII", Kind.BARE, 17, ""),
        ("TC IX", Kind.NUMBERED, 9, ""),
        ("Tiêu chí số XIV: Giáo dục", Kind.NUMBERED, 14, "giao duc"),
        ("I. Quy hoạch", Kind.NAMED, 0, "quy hoach"),
        ("Xi măng", Kind.NAMED, 0, "xi mang"),
    ],
)
def test_roman_figures_of_headings(text, kind, number, name):
    heading = read_heading(text)
    assert (heading.kind, heading.number, heading.name) == (kind, number, name)


def test_a_landscape_is_no_district():
    assert read_heading("Môi trường và cảnh quan nông thôn").kind is Kind.NAMED
    assert read_heading("Quận").kind is Kind.DISTRICT


@pytest.mark.parametrize(
    ("signs", "meanings"),
    [
        ({"√": 9, "×": 3}, {"✓": Status.MET}),
        ({"√": 9, "×": 3, "cơ bản đạt": 1}, {"✓": Status.MET, "cơ bản đạt": Status.NEARLY_MET}),
        ({"√": 9, "x": 3, "K": 1}, {"✓": Status.MET, "x": Status.MET, "k": Status.NOT_MET}),
        ({"Y": 9, "N": 3}, {"y": Status.MET, "n": Status.NOT_MET}),
        ({"●": 9, "○": 3}, {"●": Status.MET, "○": Status.NOT_MET}),
        ({"N": 3, "Đạt": 4}, {"đạt": Status.MET}),
        # Half the signs are "o": another way to tick, or the opposite of x?
        ({"x": 9, "o": 9}, {"x": Status.MET}),
        ({"x": 1, "v": 40, "-": 3}, {"x": Status.MET, "v": Status.MET, "-": Status.NOT_MET}),
    ],
)
def test_signs_that_only_their_neighbours_explain(signs, meanings):
    counts = {fold_word(sign): count for sign, count in signs.items()}
    found = resolve(counts=Counter(counts), legend={}, given={})
    assert dict(found.words) == meanings


def test_a_file_with_codes_needs_no_names():
    head = ["Ngày", "Mã xã", "Huyện", "Khu vực", *(f"TC{no}" for no in range(1, COUNT + 1))]
    rows = [[DAY, code, "Cư M'gar", "Vùng III", *["Đ"] * COUNT] for code in CODES]
    reading = read([head, *rows], as_of=DAY)
    assert reading.questions == ()
    assert reading.communes == CODES
