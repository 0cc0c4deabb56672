"""What a table's words say its marks are of: plans, the last quarter, what is lacking."""

from dataclasses import replace
from datetime import date

import pytest
from intake_sheets import COUNT, context, sheet, workbook

from domain.intake.grid import Area
from domain.intake.recognise import read_marks
from domain.intake.subject import Subject, heading_subject, title_subject
from domain.vocabulary import Status

TCS = [f"TC{no}" for no in range(1, COUNT + 1)]
NAME = "Quảng Tiến"
CODE = "24262"
MARKS = ["x", None] * (COUNT // 2) + ["x"] * (COUNT % 2)
OTHERS = ["x"] * COUNT


def read(rows, *, name="Biểu 01", layouts=(), merged=()):
    one = sheet(rows, name=name, merged=tuple(merged))
    return read_marks(workbook(one), context(as_of=date(2021, 12, 31)), layouts=layouts)


def codes(reading):
    return [problem.code for problem in reading.problems]


def statuses(reading, code):
    return {m.criterion_no: m.status.value for m in reading.marks if m.commune_code == code}


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("BIỂU ĐĂNG KÝ TIÊU CHÍ HOÀN THÀNH NĂM 2021", Subject.PLAN),
        ("KẾ HOẠCH THỰC HIỆN TIÊU CHÍ NĂM 2021", Subject.PLAN),
        ("KẾT QUẢ THỰC HIỆN KẾ HOẠCH NĂM 2021", None),
        ("(Kèm theo Kế hoạch số 12/KH-UBND ngày 5/1/2021)", None),
        ("PHÒNG TÀI CHÍNH - KẾ HOẠCH", None),
        ("CHƯƠNG TRÌNH MỤC TIÊU QUỐC GIA XÂY DỰNG NÔNG THÔN MỚI", None),
        ("DANH MỤC TIÊU CHÍ CHƯA ĐẠT CỦA CÁC XÃ", Subject.LACKING),
        ("BIỂU TIÊU CHÍ ĐẠT, CHƯA ĐẠT", None),
        ("TỔNG HỢP KẾT QUẢ THỰC HIỆN 19 TIÊU CHÍ", None),
    ],
)
def test_a_title_says_what_the_marks_are_of(text, subject):
    assert title_subject(text) is subject


@pytest.mark.parametrize(
    ("texts", "subject"),
    [
        (["TC1", "Kế hoạch năm 2021"], Subject.PLAN),
        (["TC1", "Thực hiện năm 2021"], None),
        (["Kỳ trước", "TC1"], Subject.EARLIER),
        (["TC1", "Tiêu chí NTM nâng cao"], Subject.ADVANCED),
        (["TC1", "Chưa đạt"], Subject.LACKING),
        (["TC1", "Đạt/chưa đạt"], None),
    ],
)
def test_headings_say_what_a_column_is_of(texts, subject):
    assert heading_subject(texts) is subject


def pairs(first, second, values):
    head = [["STT", "Tên xã"], [None, None]]
    for name in TCS:
        head[0] += [name, None]
        head[1] += [first, second]
    return [["HUYỆN CƯ M'GAR"], *head, [1, NAME, *[v for pair in values for v in pair]]]


@pytest.mark.parametrize(
    ("first", "second", "own"),
    [("Kỳ trước", "Kỳ này", 1), ("Thực hiện", "Kế hoạch", 0), ("KH", "TH", 1)],
)
def test_of_two_columns_under_a_criterion_the_one_of_results_is_read(first, second, own):
    values = [(a, b) if own == 0 else (b, a) for a, b in zip(MARKS, OTHERS, strict=True)]
    reading = read(pairs(first, second, values))
    expected = {n: "met" if mark else "not_met" for n, mark in enumerate(MARKS, 1)}
    assert statuses(reading, CODE) == expected
    assert "columns_aside" in codes(reading)
    assert "repeated_criterion" not in codes(reading)


def test_two_columns_under_a_criterion_that_no_heading_tells_apart_are_an_error():
    reading = read(pairs("Quý II", "Quý III", list(zip(OTHERS, MARKS, strict=True))))
    found = [
        (p.cell, p.params["other"]) for p in reading.problems if p.code == "repeated_criterion"
    ]
    assert len(found) == (COUNT + 1) // 2  # the empty ones say nothing
    assert not reading.can_load


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ([["DANH MỤC TIÊU CHÍ CHƯA ĐẠT"], ["HUYỆN CƯ M'GAR"]], "A1"),
        ([["BIỂU ĐĂNG KÝ TIÊU CHÍ NĂM 2021"], ["HUYỆN CƯ M'GAR"]], "A1"),
        ([["HUYỆN CƯ M'GAR"], [None, None, "Các tiêu chí chưa đạt"]], "C2"),
        ([["HUYỆN CƯ M'GAR"], ["STT", "Tên xã", "Tiêu chí chưa đạt"]], "C2"),
    ],
)
def test_ticks_of_a_plan_or_of_what_is_lacking_are_asked_about(rows, place):
    rows = [*rows, ["STT", "Tên xã", *TCS], [1, NAME, *MARKS]]
    merged = [(1, 2, 1, COUNT + 1)] if rows[1][0] is None else []
    reading = read(rows, merged=[Area(*one) for one in merged])
    assert [p.cell for p in reading.problems if p.code == "not_results"] == [place]
    assert "unclear_word" in codes(reading)
    assert not reading.can_load
    given = replace(
        reading.layouts[0],
        words={"x": Status.NOT_MET},
        blank=Status.MET,
        blank_reason="blank_by_hand",
    )
    corrected = read(rows, layouts=[given], merged=[Area(*one) for one in merged])
    assert statuses(corrected, CODE) == {
        n: "not_met" if mark else "met" for n, mark in enumerate(MARKS, 1)
    }


def test_a_sheet_of_advanced_criteria_is_left_out_of_the_usual_ones():
    rows = [["HUYỆN CƯ M'GAR"], ["STT", "Tên xã", *TCS], [1, NAME, *MARKS]]
    assert "advanced_set" in codes(read(rows, name="NTM nâng cao"))
    assert "advanced_set" not in codes(read(rows, name="NTM"))
