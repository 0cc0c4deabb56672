"""Titles of groups over the criteria: never taken for criteria, though they read like some."""

from itertools import pairwise

import pytest
from intake_sheets import COUNT, NAMES_1980, context, sheet, workbook

from domain.intake.grid import Area
from domain.intake.headings import Kind, read_heading
from domain.intake.recognise import read_marks

TITLES = ("Quy hoạch", "Hạ tầng kinh tế - xã hội", "Kinh tế", "Văn hóa - Xã hội - Môi trường")
STARTS = (0, 1, 9, 13, COUNT)  # first criterion under each title
# Every criterion has a column of marks of its own, so one read for another is seen.
MARKS = {"24262": [no % 2 for no in range(COUNT)], "24274": [no % 3 == 0 for no in range(COUNT)]}
NAMES = {"24262": "Quảng Tiến", "24274": "Ea H'đinh"}


def grouped(titles, heads, *, is_merged):
    """Return a sheet with a row of group titles between its labels and its criteria."""
    groups = [None] * COUNT
    for title, start in zip(titles, STARTS, strict=False):
        groups[start] = title
    rows = [
        ["STT", "Huyện/Xã", "Kết quả thực hiện các tiêu chí"],
        [None, None, *groups],
        [None, None, *heads],
        ["I", "Huyện Cư M'gar"],
    ]
    for number, (code, marks) in enumerate(MARKS.items(), 1):
        rows.append([number, NAMES[code], *("Đạt" if mark else "Chưa đạt" for mark in marks)])
    merged = [Area(0, 2, 0, COUNT + 1), Area(0, 0, 2, 0), Area(0, 1, 2, 1)]
    spans = pairwise(STARTS)
    merged += [Area(1, first + 2, 1, after + 1) for first, after in spans if after > first + 1]
    return sheet(rows, merged=tuple(merged) if is_merged else ())


@pytest.mark.parametrize("is_merged", [True, False])
@pytest.mark.parametrize("is_numbered", [True, False])
@pytest.mark.parametrize(
    "heads",
    [
        [f"TC{no}" for no in range(1, COUNT + 1)],
        list(range(1, COUNT + 1)),
        [f"({no})" for no in range(1, COUNT + 1)],
        list(NAMES_1980),
    ],
    ids=["tc", "number", "brackets", "name"],
)
def test_each_mark_is_of_the_criterion_below_its_group(heads, is_numbered, is_merged):
    titles = [f"{no}. {title}" if is_numbered else title for no, title in enumerate(TITLES, 1)]
    reading = read_marks(workbook(grouped(titles, heads, is_merged=is_merged)), context())
    read = {(m.commune_code, m.criterion_no): m.status.value for m in reading.marks}
    assert read == {
        (code, no): "met" if mark else "not_met"
        for code, marks in MARKS.items()
        for no, mark in enumerate(marks, 1)
    }
    assert reading.set_id == "QD1980"


def test_zero_behind_a_point_is_a_mark_of_a_spreadsheet_not_an_indicator():
    assert read_heading("17.1").kind is Kind.INDICATOR
    assert read_heading("1.0").kind is not Kind.INDICATOR
    rows = [["Xã", *(f"TC{no}" for no in range(1, 4))], ["Quảng Tiến", "1.0", "0.0", "1,0"]]
    reading = read_marks(workbook(sheet(rows)), context())
    assert [mark.status.value for mark in reading.marks] == ["met", "not_met", "met"]
