"""Recognition decisions: from the sheets offices keep to rows, and every fault at its cell."""

from datetime import date

import pytest
from tiny_register import context, found, read, sheet, workbook

from domain.intake.grid import Area
from domain.intake.problems import Severity
from domain.registers.fields import Kind
from domain.registers.reading import read_register
from domain.registers.units import MOST_SEARCHES

HEAD = (
    "Xã hoặc huyện *",
    "Mức công nhận *",
    "Ngày quyết định *",
    "Công nhận cho năm",
    "Số quyết định",
    "Ngày thu hồi",
    "Đường dẫn văn bản",
    "Ghi chú",
)
DAY = date(2021, 5, 20)


def read_rows(*rows, **changes):
    return read("recognition", HEAD, *rows, **changes)


def one(*cells):
    """Read one row below the usual heading."""
    return read_rows(cells)


def test_a_complete_row_has_every_column_of_the_store():
    reading = one(
        "06613 – Xã Bính Xá (Huyện Đình Lập)",
        "Nông thôn mới nâng cao",
        "20/5/2021",
        2020,
        "12/QĐ-UBND",
        date(2022, 1, 5),
        "https://example.vn/qd12",
        "Ghi",
    )
    assert reading.problems == ()
    assert reading.can_load
    assert reading.rows == (
        {
            "unit_code": "06613",
            "unit_level": "commune",
            "level": "advanced",
            "effective_on": DAY,
            "is_exact_date": True,
            "for_year": 2020,
            "decision_number": "12/QĐ-UBND",
            "revoked_on": date(2022, 1, 5),
            "source_url": "https://example.vn/qd12",
            "note_vi": "Ghi",
            "provenance": "imported",
        },
    )
    assert [(p.sheet, p.row) for p in reading.places] == [("Sheet1", 2)]


def test_blank_cells_become_what_the_store_keeps_for_them():
    reading = one("06613", "NTM", DAY)
    (row,) = reading.rows
    blanks = {k: row[k] for k in ("for_year", "decision_number", "revoked_on")}
    assert blanks == {"for_year": None, "decision_number": None, "revoked_on": None}
    assert (row["source_url"], row["note_vi"]) == ("", "")
    assert found(reading) == [("register_no_decision_number", "E2")]
    assert reading.can_load


@pytest.mark.parametrize(
    ("written", "code", "level"),
    [
        ("06613", "06613", "commune"),
        (6613, "06613", "commune"),
        (6613.0, "06613", "commune"),
        ("6613 - Bính Xá", "06613", "commune"),
        ("Xã Bính Xá", "06613", "commune"),
        ("bính  xá", "06613", "commune"),
        ("Tân Thành, huyện Hữu Lũng", "06619", "commune"),
        ("Xã Tân Thành (Huyện Đình Lập)", "06616", "commune"),
        ("181", "181", "district"),
        ("181 – Huyện Đình Lập", "181", "district"),
        ("Huyện Hữu Lũng", "182", "district"),
    ],
)
def test_a_unit_is_known_by_code_or_name(written, code, level):
    (row,) = one(written, "ntm", DAY, None, "1").rows
    assert (row["unit_code"], row["unit_level"]) == (code, level)


def test_restored_zeros_are_told_once_a_sheet():
    reading = read_rows((6613, "ntm", DAY, None, "1"), (6622, "ntm", DAY, None, "2"))
    notes = [p for p in reading.problems if p.code == "register_zeros_restored"]
    assert [(note.severity, note.params) for note in notes] == [(Severity.NOTE, {"count": 2})]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("06613 – Xã Đồng Tân (Huyện Hữu Lũng)", "register_code_name_differ"),
        ("06613 – Xã Bính Xá (Huyện Hữu Lũng)", "register_code_name_differ"),
        ("181 – Huyện Hữu Lũng", "register_code_name_differ"),
        ("99999", "register_unknown_code"),
        ("24001", "register_other_province"),
        ("651", "register_other_province"),
        ("06601", "register_not_counted"),
        ("Thị trấn Đình Lập", "register_not_counted"),
        ("Huyện Ea Súp", "register_unknown_district"),
        ("Xã Không Có Thật", "register_unknown_name"),
        (None, "register_missing_value"),
    ],
)
def test_a_wrong_unit_is_an_error_at_its_cell(written, code):
    reading = one(written, "ntm", DAY, None, "1")
    assert found(reading) == [(code, "A2")]
    assert not reading.can_load
    assert reading.rows == ()


def test_code_and_name_of_two_units_are_both_told():
    (problem,) = one("06613 – Xã Đồng Tân (Huyện Hữu Lũng)", "ntm", DAY, None, "1").problems
    assert problem.params == {
        "code": "06613",
        "written": "Xã Đồng Tân, Huyện Hữu Lũng",
        "expected": "Xã Bính Xá (Huyện Đình Lập)",
    }


def test_a_name_of_two_communes_is_a_question_and_takes_an_answer():
    reading = one("Xã Tân Thành", "ntm", DAY, None, "1")
    (question,) = reading.questions
    assert (question.cell, question.read) == ("A2", "Xã Tân Thành")
    assert {c.code for c in question.candidates} == {"06616", "06619"}
    assert reading.is_blocked
    answered = read_rows(("Xã Tân Thành", "ntm", DAY, None, "1"), answers={"A2": "06619"})
    assert answered.questions == ()
    assert [row["unit_code"] for row in answered.rows] == ["06619"]


def test_an_empty_answer_leaves_the_row_out():
    rows = ("Xã Tân Thành", "ntm", DAY, None, "1"), ("06613", "ntm", DAY, None, "2")
    reading = read_rows(*rows, answers={"A2": ""})
    assert [row["unit_code"] for row in reading.rows] == ["06613"]
    assert reading.can_load


@pytest.mark.parametrize(
    ("written", "level"),
    [
        ("Đạt chuẩn nông thôn mới", "ntm"),
        ("đạt chuẩn NTM", "ntm"),
        ("NTM", "ntm"),
        ("Nâng cao", "advanced"),
        ("NTM kiểu mẫu", "model"),
        ("model", "model"),
    ],
)
def test_a_level_is_known_by_its_usual_words(written, level):
    assert [row["level"] for row in one("06613", written, DAY, None, "1").rows] == [level]


def test_an_unknown_level_lists_the_known_ones():
    (problem,) = one("06613", "Xuất sắc", DAY, None, "1").problems
    assert (problem.code, problem.cell, problem.read) == (
        "register_unknown_choice",
        "B2",
        "Xuất sắc",
    )
    assert "Nông thôn mới kiểu mẫu" in problem.params["allowed"]


@pytest.mark.parametrize(
    ("written", "day", "is_exact"),
    [
        ("2015", date(2015, 12, 31), False),
        (2015, date(2015, 12, 31), False),
        ("6/2019", date(2019, 6, 30), False),
        # The year still runs (today is 15/3/2022): by today it is known to count.
        (2022, date(2022, 3, 15), False),
        ("15/3/2022", date(2022, 3, 15), True),
    ],
)
def test_a_decision_known_by_its_year_says_so(written, day, is_exact):
    (row,) = one("06613", "ntm", written, None, "1").rows
    assert (row["effective_on"], row["is_exact_date"]) == (day, is_exact)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (("06613", "ntm", "16/3/2022", None, "1"), ("register_future_day", "C2")),
        (("06613", "ntm", "4/2022", None, "1"), ("register_future_day", "C2")),
        (("06613", "ntm", "31/12/1999", None, "1"), ("register_day_too_early", "C2")),
        (("06613", "ntm", "30/2/2021", None, "1"), ("register_not_a_day", "C2")),
        (("06613", "ntm", None, None, "1"), ("register_missing_value", "C2")),
        (("06613", "ntm", DAY, 1998, "1"), ("register_year_out_of_range", "D2")),
        (("06613", "ntm", DAY, 2023, "1"), ("register_year_out_of_range", "D2")),
        (("06613", "ntm", DAY, "20-21", "1"), ("register_not_a_year", "D2")),
        (("06613", "ntm", DAY, None, "1" * 101), ("register_too_long", "E2")),
        (("06613", "ntm", DAY, None, "1", "19/5/2021"), ("register_revoked_before", "F2")),
        (("06613", "ntm", DAY, None, "1", "2021"), ("register_not_a_day", "F2")),
        (
            ("06613", "ntm", DAY, None, "1", None, "javascript:alert(1)"),
            ("register_not_an_address", "G2"),
        ),
    ],
)
def test_each_wrong_cell_blocks(row, expected):
    reading = one(*row)
    assert expected in found(reading)
    assert reading.is_blocked


def test_warnings_do_not_block():
    reading = one("06613", "ntm", 44336, 2022, "1")  # 44336 is 20/5/2021
    assert found(reading) == [
        ("register_day_from_number", "C2"),
        ("register_year_after_decision", "D2"),
    ]
    assert reading.can_load
    assert reading.rows[0]["effective_on"] == DAY


def test_every_fault_of_a_file_is_listed_at_once_in_order():
    reading = read_rows(
        ("99999", "Tốt", "hôm qua", None, "1"), ("06613", "ntm", DAY, None, "2"), (None, "ntm", DAY)
    )
    assert found(reading) == [
        ("register_unknown_code", "A2"),
        ("register_unknown_choice", "B2"),
        ("register_not_a_day", "C2"),
        ("register_missing_value", "A4"),
        ("register_no_decision_number", "E4"),
    ]
    assert [place.row for place in reading.places] == [3]


def test_a_row_written_twice_counts_once_and_two_that_differ_block():
    row = ("06613", "ntm", DAY, None, "1")
    twice = read_rows(row, row)
    assert found(twice) == [("register_duplicate_row", "3:3")]
    assert len(twice.rows) == 1
    differing = read_rows(row, ("06613", "ntm", DAY, None, "2"))
    assert ("register_conflicting_rows", "3:3") in found(differing)
    assert differing.problems[0].params == {"where": "2"}
    assert not differing.can_load


def test_recognised_again_without_revocation_is_worth_a_look():
    first, again = ("06613", "ntm", "1/6/2016", None, "1"), ("06613", "ntm", DAY, None, "2")
    assert found(read_rows(again, first)) == [("register_recognised_twice", "2:2")]
    revoked = ("06613", "ntm", "1/6/2016", None, "1", "1/6/2018")
    assert found(read_rows(again, revoked)) == []


def test_name_and_district_columns_stand_for_the_code():
    head = ("STT", "Tên xã", "Huyện", "Danh hiệu", "Ngày ký", "Số QĐ", "Dân số")
    reading = read(
        "recognition",
        ("DANH SÁCH XÃ ĐẠT CHUẨN",),
        (),
        head,
        ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"),
        (1, "Tân Thành", "Hữu Lũng", "ntm", "20/5/2021", "7", 1200),
        (2, "Bính Xá", "H. Đình Lập", "ntm", "20/5/2021", "8", 900),
        (None, "Tổng cộng", None, None, None, None, 2100),
        (),
        (None, None, None, None, "NGƯỜI LẬP BIỂU"),
        (None, None, None, None, "Nguyễn Văn A"),
    )
    assert [row["unit_code"] for row in reading.rows] == ["06619", "06613"]
    assert found(reading) == []
    (note,) = reading.problems
    assert (note.code, note.cell, note.read) == ("register_column_ignored", "G:G", "Dân số")


def test_a_name_whose_district_is_unknown_is_asked_about():
    head = ("Tên xã", "Huyện", "Mức", "Ngày", "Số QĐ")
    reading = read("recognition", head, ("Bính Xá", "Huyện Ea Súp", "ntm", DAY, "1"))
    (question,) = reading.questions
    assert [c.code for c in question.candidates] == ["06613"]


def test_the_district_of_a_group_heading_holds_for_the_rows_below():
    head = ("STT", "Xã", "Mức", "Ngày quyết định", "Số quyết định")
    reading = read(
        "recognition",
        head,
        ("I", "Huyện Đình Lập"),
        (1, "Tân Thành", "ntm", DAY, "1"),
        ("II", "Huyện Hữu Lũng"),
        (1, "Tân Thành", "ntm", DAY, "2"),
    )
    assert [row["unit_code"] for row in reading.rows] == ["06616", "06619"]
    assert reading.problems == ()


def test_cells_that_hold_no_value_are_told_apart():
    broken = sheet(
        HEAD,
        ("06613", "ntm", None, None, "1"),
        ("06622", "ntm", None, None, "1"),
        errors={(1, 2): "#REF!"},
        formulas={(2, 2): "=TODAY()"},
    )
    reading = read_register(Kind.RECOGNITION, workbook(broken), context())
    assert [(p.code, p.cell, p.read) for p in reading.problems] == [
        ("register_formula_error", "C2", "#REF!"),
        ("register_formula_without_value", "C3", "=TODAY()"),
    ]


def test_hidden_rows_are_read_and_hidden_sheets_are_not():
    row = ("06613", "ntm", DAY, None, "1")
    book = workbook(
        sheet(HEAD, row, hidden_rows=frozenset({1})),
        sheet(HEAD, ("06622", "ntm", DAY, None, "1"), name="Cũ", is_hidden=True),
    )
    reading = read_register(Kind.RECOGNITION, book, context())
    assert found(reading) == [("register_hidden_sheet", ""), ("register_hidden_row", "2:2")]
    assert [r["unit_code"] for r in reading.rows] == ["06613"]


def test_several_sheets_are_one_register_and_answers_name_their_sheet():
    row = ("Tân Thành", "ntm", DAY, None, "1")
    book = workbook(sheet(HEAD, row, name="2020"), sheet(HEAD, row, name="2021"))
    answers = {"2020!A2": "06616", "2021!A2": "06619", "A2": "06613"}
    reading = read_register(Kind.RECOGNITION, book, context(answers=answers))
    assert [row["unit_code"] for row in reading.rows] == ["06616", "06619"]


def test_remarks_of_the_file_are_passed_on():
    book = workbook(sheet(HEAD, ("06613", "ntm", DAY, None, "1")), remarks=("macros_ignored",))
    (note,) = read_register(Kind.RECOGNITION, book, context()).problems
    assert (note.code, note.severity) == ("macros_ignored", Severity.NOTE)


def test_a_long_cell_is_cut_in_its_problem():
    (problem,) = one("06613", "y" * 5000, DAY, None, "1").problems
    assert len(problem.read) == 201


def test_a_file_without_the_register_says_which_columns_it_needs():
    reading = read("recognition", ("A", "B"), (1, 2))
    (problem,) = reading.problems
    assert problem.code == "register_no_table"
    assert problem.params == {"columns": "Xã hoặc huyện, Mức công nhận, Ngày quyết định"}


def test_each_missing_column_is_named():
    reading = read("recognition", ("Mã xã", "Số quyết định"), ("06613", "1"))
    assert [(p.code, p.params["column"]) for p in reading.problems] == [
        ("register_missing_column", "Mức công nhận"),
        ("register_missing_column", "Ngày quyết định"),
    ]


def test_a_table_without_rows_is_refused():
    reading = read("recognition", HEAD)
    assert found(reading) == [("register_no_rows", "")]
    assert not reading.can_load


SHORT = ("Tên xã", "Mức", "Ngày", "Số QĐ", "Ghi chú")


def test_words_of_signatures_in_a_note_do_not_end_the_table():
    rows = (
        ("06613", "ntm", "ngày 20 tháng 5 năm 2021"),
        ("06622", None, None, None, "Chủ tịch xã vắng"),
        ("06616", "ntm", DAY, "3"),
    )
    reading = read("recognition", SHORT, *rows)
    assert [row["unit_code"] for row in reading.rows] == ["06613", "06616"]
    assert ("register_missing_value", "B3") in found(reading)


def test_data_below_the_signatures_is_not_lost_in_silence():
    reading = read(
        "recognition",
        SHORT,
        ("06613", "ntm", DAY, "1"),
        (None, None, None, "Lạng Sơn, ngày 5 tháng 6 năm 2021"),
        (None, None, None, "NGƯỜI LẬP BIỂU"),
        ("06622", "ntm", DAY, "2"),
    )
    assert [row["unit_code"] for row in reading.rows] == ["06613"]
    assert found(reading) == [("register_rows_after_end", "5:5")]


def test_a_merged_district_holds_for_all_its_rows():
    head = ("Huyện", "Tên xã", "Mức", "Ngày", "Số QĐ")
    merged = sheet(
        head,
        ("Hữu Lũng", "Tân Thành", "ntm", DAY, "1"),
        (None, "Đồng Tân", "ntm", DAY, "2"),
        ("Đình Lập", "Bính Xá", "ntm", DAY, "3"),
        (None, "Tân Thành", "ntm", DAY, "4"),
        merged=(Area(1, 0, 2, 0), Area(3, 0, 4, 0)),
    )
    reading = read_register(Kind.RECOGNITION, workbook(merged), context())
    assert [r["unit_code"] for r in reading.rows] == ["06619", "06622", "06613", "06616"]


def test_an_endless_cell_is_answered_at_once():
    reading = one("- " * 16000 + "(", "ntm", DAY, None, "1")
    assert found(reading) == [("register_unknown_name", "A2")]


def test_like_names_are_sought_only_while_few_are_unknown():
    near, exact = ("Đồng Tần Mới", "ntm", DAY, None, "1"), ("Đồng Tân", "ntm", DAY, None, "2")
    strange = [(f"Không có {n}", "ntm", DAY, None, str(n)) for n in range(MOST_SEARCHES)]
    assert len(read_rows(near, exact).questions) == 1
    reading = read_rows(*strange, near, exact)
    assert reading.questions == ()
    assert [problem.code for problem in reading.problems] == ["register_unknown_name"] * (
        MOST_SEARCHES + 1
    )
    assert [row["unit_code"] for row in reading.rows] == ["06622"]
