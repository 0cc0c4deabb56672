"""Sheets that are unlike the usual annex: two columns a criterion, legends, several sheets …"""

from dataclasses import replace
from datetime import date

import pytest
from intake_sheets import (
    COMMUNES,
    COUNT,
    NAMES_51,
    NAMES_318,
    NAMES_1980,
    Style,
    build,
    context,
    sheet,
    workbook,
)

from domain.intake.problems import Severity, question_key
from domain.intake.reading import Role, Shape
from domain.intake.recognise import read_marks
from domain.vocabulary import Status

DAY = date(2021, 12, 31)
HEAD = ["TT", "Huyện", "Xã"]
TCS = [f"TC{no}" for no in range(1, COUNT + 1)]
CU_MGAR = [c for c, (_, district) in COMMUNES.items() if district == "648"]


def read(rows, *, name="Biểu 01", answers=None, layouts=(), merged=(), hidden=(), **changes):
    one = sheet(rows, name=name, merged=tuple(merged), hidden_rows=frozenset(hidden))
    return read_marks(
        workbook(one), context(**{"as_of": DAY, **changes}), answers=answers or {}, layouts=layouts
    )


def codes(reading, severity=None):
    return [p.code for p in reading.problems if severity in (None, p.severity)]


def statuses(reading, code):
    return {m.criterion_no: m.status.value for m in reading.marks if m.commune_code == code}


def flat(
    *marks_of_rows, names=("Quảng Tiến", "Ea H'đinh", "Cư M'gar"), head=TCS, district="Cư M'gar"
):
    rows = [[*HEAD, *head]]
    for number, marks in enumerate(marks_of_rows, 1):
        rows.append([number, district, names[number - 1], *marks])
    return rows


def test_two_columns_a_criterion_give_the_ticked_one():
    head = [["STT", "Tên xã"], [None, None]]
    for no in range(1, COUNT + 1):
        head[0] += [f"Tiêu chí {no}", None]
        head[1] += ["Đạt", "Chưa đạt"]
    first = [1, "Quảng Tiến", *["x", None] * (COUNT - 2), None, "x", None, None]
    reading = read([["HUYỆN CƯ M'GAR"], *head, first])
    expected = dict.fromkeys(range(1, COUNT - 1), "met")
    assert statuses(reading, "24262") == {
        **expected,
        COUNT - 1: "not_met",
        COUNT: "not_assessed",
    }
    assert reading.layouts[0].column_statuses[2] is Status.MET
    assert reading.layouts[0].blank_reason == "blank_columns"
    both = [1, "Quảng Tiến", "x", "x", *["x", None] * (COUNT - 1)]
    reading = read([["HUYỆN CƯ M'GAR"], *head, both])
    assert [
        (p.code, p.cell, p.params["other"]) for p in reading.problems if p.code == "two_results"
    ] == [("two_results", "C4", "D4")]


def test_a_judgement_beside_a_figure_is_the_mark():
    head = [["STT", "Tên xã"], [None, None]]
    for no in range(1, COUNT + 1):
        head[0] += [f"Tiêu chí {no}", None]
        head[1] += ["Thực hiện", "Đánh giá"]
    row = [1, "Quảng Tiến", *[n for _ in range(COUNT) for n in (85, "Đạt")]]
    reading = read([["HUYỆN CƯ M'GAR"], *head, row])
    assert statuses(reading, "24262") == dict.fromkeys(range(1, COUNT + 1), "met")
    assert codes(reading, Severity.ERROR) == []


def test_indicators_are_not_criteria():
    head = [*TCS[:16], "17.1", "17.2", 17.3, *TCS[16:]]
    marks = [*["x"] * 16, "x", None, "K", *["x"] * 3]
    reading = read(flat(marks, head=head))
    assert statuses(reading, "24262") == dict.fromkeys(range(1, COUNT + 1), "met")
    assert "indicators_ignored" in codes(reading)


@pytest.mark.parametrize(
    ("legend", "expected"),
    [
        ("Ghi chú: x là đạt; để trống là chưa đạt", "not_met"),
        ("Ghi chú: Đ: đạt; K: không đạt; ô trống: chưa đánh giá", "not_assessed"),
        ("", "not_assessed"),
    ],
)
def test_the_legend_says_what_an_empty_cell_means(legend, expected):
    rows = flat(["x", None, "K", *["x"] * (COUNT - 3)])
    reading = read([*rows, [], [legend or None]])
    assert statuses(reading, "24262")[2] == expected
    assert statuses(reading, "24262")[3] == "not_met"


def test_a_total_that_agrees_makes_an_empty_cell_not_met():
    marks = [["x", None, "K", *["x"] * (COUNT - 3), COUNT - 2], ["x"] * COUNT + [COUNT]]
    reading = read(flat(*marks, head=[*TCS, "Tổng"]))
    assert statuses(reading, "24262")[2] == "not_met"
    assert reading.layouts[0].blank_reason == "blank_totals"


def test_a_legend_tells_cd_apart_and_without_it_it_is_an_error():
    rows = flat(["Đ", "CĐ", "K", *["Đ"] * (COUNT - 3)])
    reading = read(rows)
    assert [
        (p.code, p.cell, p.params["count"]) for p in reading.problems if p.code == "unclear_word"
    ] == [("unclear_word", "E2", 1)]
    reading = read([*rows, ["Đ: đạt; CĐ: cơ bản đạt; K: không đạt"]])
    assert statuses(reading, "24262")[2] == "nearly_met"
    layout = replace(read(rows).layouts[0], words={"cđ": Status.NOT_MET})
    assert statuses(read(rows, layouts=[layout]), "24262")[2] == "not_met"


def test_ticks_and_crosses_alone_are_asked_about_unless_totals_tell():
    marks = [["v", "x", *["v"] * (COUNT - 2)], ["v"] * COUNT]
    assert "unclear_word" in codes(read(flat(*marks)))
    marks = [[*marks[0], COUNT - 1], [*marks[1], COUNT]]
    reading = read(flat(*marks, head=[*TCS, "Số TC đạt"]))
    assert statuses(reading, "24262")[2] == "not_met"
    marks = [[*marks[0][:-1], COUNT], [*marks[1][:-1], COUNT]]
    assert statuses(read(flat(*marks, head=[*TCS, "Số TC đạt"])), "24262")[2] == "met"


def test_percentages_are_one_error_a_column():
    marks = [
        [85, *["x"] * (COUNT - 1)],
        ["92,5%", *["x"] * (COUNT - 1)],
        [77.5, *["x"] * (COUNT - 1)],
    ]
    reading = read(flat(*marks))
    assert [(p.code, p.cell) for p in reading.problems if p.severity is Severity.ERROR] == [
        ("numbers_not_marks", "D:D")
    ]


def test_sheets_of_a_district_each_are_read_and_a_summary_is_skipped():
    one = [["Tên xã", *TCS], ["Ea Na", *["x"] * COUNT], ["Tân Lập", *["x"] * COUNT]]
    two = [["Tên xã", *TCS], ["Tân Lập", *["x"] * (COUNT - 1), None]]
    summary = [["Huyện", "Tổng số xã", "Số xã đạt 19 tiêu chí"], ["Krông Ana", 7, 2]]
    book = workbook(sheet(summary, "Tổng hợp"), sheet(one, "Krông Ana"), sheet(two, "TX Buôn Hồ"))
    reading = read_marks(book, context(as_of=DAY))
    assert reading.communes == ("24562", "24316", "04567")
    assert statuses(reading, "04567")[COUNT] == "not_met"
    assert [p.sheet for p in reading.problems if p.code == "sheet_skipped"] == ["Tổng hợp"]


def test_a_sheet_of_another_date_is_left_out_when_a_date_is_asked_for():
    table = [["Tên xã", *TCS], ["Ea Na", *["x"] * COUNT]]
    book = workbook(
        sheet([["Tính đến 30/9/2021"], *table], "Quý 3"),
        sheet([["Tính đến 31/12/2021"], *table], "Quý 4"),
    )
    reading = read_marks(book, context(as_of=DAY))
    assert {mark.sheet for mark in reading.marks} == {"Quý 4"}
    reading = read_marks(book, context())
    assert reading.as_of is None
    assert {"several_dates", "duplicate_commune"} <= set(codes(reading, Severity.ERROR))


def test_a_hidden_sheet_is_not_read_beside_a_visible_one():
    table = [["Tên xã", *TCS], ["Ea Na", *["x"] * COUNT]]
    book = workbook(sheet(table, "mới"), sheet(table, "cũ", is_hidden=True))
    reading = read_marks(book, context(as_of=DAY))
    assert {mark.sheet for mark in reading.marks} == {"mới"}
    assert "hidden_sheet_skipped" in codes(reading)


def test_a_set_of_other_criteria_is_an_error_before_its_time_and_used_when_in_force():
    rows = [["Tên xã", *NAMES_51], ["Ea Na", *["x"] * len(NAMES_51)]]
    reading = read(rows)
    problem = next(p for p in reading.problems if p.code == "other_set")
    assert (problem.severity, problem.params["found"]) == (Severity.ERROR, "QĐ 51/2025/QĐ-TTg")
    later = date(2022, 6, 30)
    rows = [["Tên xã", *NAMES_318], ["Ea Na", *["x"] * COUNT]]
    reading = read(rows, as_of=later, today=date(2022, 8, 1))
    assert reading.set_id == "QD318"
    assert "set_from_file" in codes(reading, Severity.WARNING)
    reading = read(rows, as_of=later, today=date(2022, 8, 1), set_id="QD1980")
    assert "other_set" in codes(reading, Severity.ERROR)


def test_ten_numbered_columns_are_the_set_of_ten():
    rows = [["Tên xã", *TCS[: len(NAMES_51)]], ["Ea Na", *["x"] * len(NAMES_51)]]
    assert "other_set" in codes(read(rows), Severity.ERROR)


def test_a_missing_column_is_a_warning():
    rows = [["Tên xã", *TCS[:4], *TCS[5:]], ["Ea Na", *["x"] * (COUNT - 1)]]
    reading = read(rows)
    problem = next(p for p in reading.problems if p.code == "missing_criterion")
    assert (problem.severity, problem.params["criteria"]) == (Severity.WARNING, "5")
    assert 5 not in statuses(reading, "24562")


def test_an_answer_settles_a_question_and_leaves_rows_out():
    rows = [["Tên xã", *TCS], ["Tân Lập", *["x"] * COUNT], ["Ea Na", *["x"] * COUNT]]
    reading = read(rows)
    (question,) = reading.questions
    assert (question.cell, [c.code for c in question.candidates]) == ("A2", ["24316", "04567"])
    assert not reading.can_load
    key = question_key(question.sheet, question.cell)
    assert read(rows, answers={key: "04567"}).communes == ("04567", "24562")
    reading = read(rows, answers={"A2": ""})
    assert (reading.communes, reading.can_load) == (("24562",), True)
    assert "bad_answer" in codes(read(rows, answers={key: "99999"}), Severity.ERROR)


def test_a_corrected_layout_is_used_instead_of_the_guess():
    rows = [["?", "??", *["*"] * COUNT], ["a", "Ea Na", *["x"] * (COUNT - 1), None]]
    assert read(rows).marks == ()
    guess = read([["STT", "Tên xã", *TCS], [1, "Ea Na", *["x"] * COUNT]]).layouts[0]
    layout = replace(
        guess, blank=Status.NOT_ASSESSED, blank_reason="blank_by_hand", roles={Role.NAME: 1}
    )
    reading = read(rows, layouts={"Biểu 01": layout})
    assert statuses(reading, "24562")[COUNT] == "not_assessed"
    assert len(reading.marks) == COUNT


LONG = ["Ngày", "Mã ĐVHC", "Tên xã", "Tiêu chí số", "Kết quả"]


def test_a_long_table_is_read_row_by_row():
    rows = [
        LONG,
        ["31/12/2021", 24562, "Ea Na", 1, "Đạt"],
        [DAY, "24562", "Xã Ea Na", "TC2", "Chưa đạt"],
        ["31/12/2021", "4567", "Tân Lập", "Giao thông", "Cơ bản đạt"],
        ["31/12/2021", "24562", "Ea Na", "3. Thủy lợi", None],
        ["31/12/2021", "24562", "Ea Na", "17.1", "Đạt"],
    ]
    reading = read(rows, as_of=None)
    assert (reading.layouts[0].shape, reading.as_of) == (Shape.LONG, DAY)
    assert statuses(reading, "24562") == {1: "met", 2: "not_met", 3: "not_assessed"}
    assert statuses(reading, "04567") == {2: "nearly_met"}
    assert codes(reading, Severity.ERROR) == []


def test_faults_of_a_long_table_stand_at_their_cells():
    rows = [
        LONG,
        ["31/12/2021", "24562", "Ea Na", 1, "Đạt"],
        ["31/12/2021", "24562", "Ea Na", 1, "Chưa đạt"],
        ["31/12/2021", "24562", "Ea Na", 25, "Đạt"],
        ["31/12/2021", "24562", "Ea Na", 4, "đạt?"],
        ["32/13/2021", "24562", "Ea Na", 5, "Đạt"],
        ["31/12/2021", "99999", None, 6, "Đạt"],
        ["31/12/2021", None, None, 7, "Đạt"],
    ]
    reading = read(rows)
    found = [(p.cell, p.code) for p in reading.problems if p.severity is Severity.ERROR]
    assert found == [
        ("E2", "duplicate_mark"),
        ("E3", "duplicate_mark"),
        ("D4", "unknown_criterion"),
        ("E5", "bad_value"),
        ("A6", "bad_date"),
        ("B7", "unknown_code"),
        ("C8", "missing_name"),
    ]


def test_of_several_dates_in_a_long_table_the_one_asked_for_is_read():
    rows = [
        LONG,
        ["30/9/2021", "24562", "Ea Na", 1, "Chưa đạt"],
        ["31/12/2021", "24562", "Ea Na", 1, "Đạt"],
    ]
    assert statuses(read(rows), "24562") == {1: "met"}
    assert "several_dates" in codes(read(rows, as_of=None), Severity.ERROR)


def test_wards_are_skipped_and_hidden_rows_are_read():
    rows = flat(
        ["x"] * COUNT, ["x"] * COUNT, names=("Phường An Lạc", "Cư Bao"), district="Thị xã Buôn Hồ"
    )
    reading = read(rows, hidden={2})
    assert reading.communes == ("24334",)
    assert [
        (p.code, p.cell) for p in reading.problems if p.code in ("not_counted_unit", "hidden_rows")
    ] == [
        ("not_counted_unit", "C2"),
        ("hidden_rows", "3:3"),
    ]


def test_a_file_of_another_province_is_said_once():
    table = [
        ["Tên xã", *TCS],
        *[[n, *["x"] * COUNT] for n in ("Hoàng Đồng", "Khánh Long", "Đoàn Kết")],
    ]
    reading = read([["KẾT QUẢ TỈNH LẠNG SƠN ĐẾN 31/12/2021"], *table])
    errors = [(p.code, p.cell) for p in reading.problems if p.severity is Severity.ERROR]
    assert errors == [("no_marks", ""), ("title_province", "A1"), ("wrong_province", "A3")]


def test_communes_of_another_district_than_asked_for_are_one_error():
    built = build(Style(seed=3))
    reading = read_marks(built.workbook, context(as_of=DAY, district_code="648"))
    outside = [p for p in reading.problems if p.code == "outside_scope"]
    assert [(p.params["count"], p.params["district"]) for p in outside] == [
        (6, "Huyện Krông A Na"),
        (4, "Thị xã Buôn Hồ"),
    ]


ROW = ["x"] * (COUNT - 1) + [None]
GOT = {**dict.fromkeys(range(1, COUNT), "met"), COUNT: "not_met"}
NUMBERS = list(range(1, COUNT + 1))
FORMS = {
    "district in the title, bare numbers": [
        ["UBND HUYỆN KRÔNG ANA"],
        ["KẾT QUẢ THỰC HIỆN TIÊU CHÍ NÔNG THÔN MỚI NĂM 2021"],
        ["Số TT", "Tên xã", *NUMBERS, "Tổng"],
        [1, "Ea Na", *ROW, COUNT - 1],
    ],
    "names over numbers over the numbering of columns": [
        ["HUYỆN KRÔNG ANA"],
        ["TT", "Xã", *NAMES_1980, "Số TC đạt"],
        [None, None, *NUMBERS, None],
        [f"({n})" for n in range(1, COUNT + 4)],
        [1, "Ea Na", *ROW, COUNT - 1],
    ],
    "numbers over names": [
        ["HUYỆN KRÔNG ANA"],
        ["TT", "Xã", *NUMBERS, "Số TC đạt"],
        [None, None, *NAMES_1980, None],
        [1, "Ea Na", *ROW, COUNT - 1],
    ],
    "letters and numbers under a merged title": [
        ["HUYỆN KRÔNG ANA"],
        ["TT", "Xã", "Tiêu chí", *[None] * (COUNT - 1), "Cộng"],
        ["A", "B", *NUMBERS, None],
        [1, "Ea Na", *ROW, COUNT - 1],
    ],
    "totals first, rates last, groups between": [
        ["STT", "Đơn vị", *TCS, "Tổng số tiêu chí đạt chuẩn"],
        [None, "TOÀN TỈNH", *[1] * (COUNT - 1), 0, COUNT - 1],
        ["I", "Huyện Krông Ana (7 xã)", *[1] * (COUNT - 1), 0, COUNT - 1],
        [None, "Các xã khu vực I"],
        [1, "Ea Na", *ROW, COUNT - 1],
        [None, "Tổng số xã đạt", *[1] * (COUNT - 1), 0],
        [None, "Tỷ lệ (%)", *[100] * (COUNT - 1), 0],
        ["Ghi chú: x: đạt"],
        [None, "Nơi nhận:", *[None] * 9, "CHỦ TỊCH"],
        [None, "- Như trên;"],
    ],
    "labels across merged columns": [
        ["STT", "Đơn vị", *TCS],
        ["A. HUYỆN KRÔNG ANA: 7 xã"],
        ["1", "Xã Ea Na*", *ROW],
        ["Cộng", None, *[1] * (COUNT - 1), 0],
    ],
    "a district summed up below its communes": [
        ["STT", "Xã", *TCS],
        ["I", "Huyện Krông Ana"],
        ["1", "Xã Ea Na", *ROW],
        [None, "Cộng Huyện Krông Ana", *[1] * (COUNT - 1), 0],
        [None, "Cộng thị xã Buôn Hồ", *[1] * (COUNT - 1), 0],
    ],
}


@pytest.mark.parametrize("form", FORMS)
def test_forms_met_in_offices(form):
    reading = read(FORMS[form])
    assert statuses(reading, "24562") == GOT
    assert reading.communes == ("24562",)
    found = [p for p in reading.problems if p.severity is not Severity.NOTE]
    assert {p.code for p in found} <= {"missing_communes"}
    assert reading.questions == ()


def test_a_sheet_that_counts_by_district_is_left_out():
    of_communes = sheet(FORMS["labels across merged columns"])
    counts = [["TT", "Huyện", *TCS], [1, "Krông Ana", *[1] * 9, *[4] * (COUNT - 9)]]
    reading = read_marks(workbook(sheet(counts, name="Tổng hợp"), of_communes), context(as_of=DAY))
    assert statuses(reading, "24562") == GOT
    assert codes(reading, Severity.ERROR) == []
    assert [p.sheet for p in reading.problems if p.code == "sheet_skipped"] == ["Tổng hợp"]


DATED = ["Ngày", "Tên xã", *TCS]


def test_a_column_of_dates_beside_marks_gives_the_date():
    rows = [DATED, [DAY, "Ea Na", *["x"] * COUNT], [DAY, "Tân Lập", *["x"] * COUNT]]
    reading = read(rows, as_of=None)
    assert (reading.as_of, "no_date" in codes(reading)) == (DAY, False)


def test_of_several_dates_beside_marks_the_one_asked_for_is_read():
    earlier = [date(2021, 9, 30), "Ea Na", *["x"] * (COUNT - 1), "0"]
    rows = [DATED, earlier, [DAY, "Ea Na", *["x"] * COUNT], [None, "Dray Sáp", *["x"] * COUNT]]
    reading = read(rows)
    assert statuses(reading, "24562")[COUNT] == "met"
    assert codes(reading, Severity.ERROR) == []
    assert "several_dates" in codes(read(rows, as_of=None), Severity.ERROR)


def test_rows_of_another_date_than_the_title_are_not_loaded_unasked():
    rows = [["Tính đến 30/9/2021"], DATED, [DAY, "Ea Na", *["x"] * COUNT]]
    assert "several_dates" in codes(read(rows, as_of=None), Severity.ERROR)
    assert "date_differs" in codes(read(rows, as_of=date(2021, 9, 30)), Severity.WARNING)


def test_a_column_called_like_dates_that_holds_none_is_something_else():
    rows = [["Kỳ", "Tên xã", *TCS], ["đợt một", "Ea Na", *["x"] * COUNT]]
    assert codes(read(rows), Severity.ERROR) == []
