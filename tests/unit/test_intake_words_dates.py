"""Single cells: what a written mark, a legend and a date say."""

from collections import Counter
from datetime import date

import pytest

from domain.intake.dates import find_date, read_day
from domain.intake.words import fold_word, meaning, read_legend, resolve
from domain.vocabulary import Status


@pytest.mark.parametrize(
    ("value", "word"),
    [
        (" ĐẠT. ", "đạt"),
        (1.0, "1"),
        ("✔", "✓"),
        ("–", "-"),
        ("×", "x"),
        ("đạt?", "đạt?"),
        (None, ""),
    ],
)
def test_a_mark_is_folded(value, word):
    assert fold_word(value) == word


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("x", Status.MET),
        ("dat", Status.MET),
        ("chưa đạt", Status.NOT_MET),
        ("kđ", Status.NOT_MET),
        ("cơ bản đạt", Status.NEARLY_MET),
        ("chưa đánh giá", Status.NOT_ASSESSED),
        ("cđ", None),
        ("2", None),
        ("v", None),
    ],
)
def test_a_mark_means_the_same_everywhere_or_nothing_for_certain(word, status):
    assert meaning(word) is status


@pytest.mark.parametrize("status", Status)
def test_the_words_of_our_own_exports_mean_themselves(status):
    assert meaning(fold_word(status.value)) is status


def test_a_tick_counts_only_as_the_sheets_own():
    assert resolve(Counter({"v": 40, "-": 5}), {}, {}).words["v"] is Status.MET
    assert resolve(Counter({"x": 40, "v": 1, "k": 3}), {}, {}).unclear == {"v"}
    assert resolve(Counter({"cđ": 3, "đ": 9}), {}, {"cđ": Status.NOT_MET}).unclear == frozenset()


def test_a_legend_is_read_and_other_texts_are_not():
    assert read_legend("Ghi chú: v = đạt; ô trống = chưa đạt") == {
        "v": Status.MET,
        "": Status.NOT_MET,
    }
    assert read_legend("Tổng số tiêu chí: đạt 15") == {}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("(Số liệu tính đến ngày 30/6/2021)", date(2021, 6, 30)),
        ("Quý II năm 2021", date(2021, 6, 30)),
        ("đến tháng 2/2020", date(2020, 2, 29)),
        ("6 tháng đầu năm 2021", date(2021, 6, 30)),
        ("Kết quả năm 2021", date(2021, 12, 31)),
        ("Giai đoạn 2021-2025, đến hết ngày 31 tháng 3 năm 2022", date(2022, 3, 31)),
        ("Kết quả đến 31/12/2021 (kèm theo Báo cáo số 5 ngày 3/1/2022)", date(2021, 12, 31)),
    ],
)
def test_titles_give_their_date(text, day):
    found = find_date(text)
    assert found is not None
    assert found.day == day


@pytest.mark.parametrize(
    "text",
    [
        "Lạng Sơn, ngày 05 tháng 7 năm 2021",
        "(Kèm theo Báo cáo số 12/BC-UBND ngày 05/7/2021)",
        "Giai đoạn 2021-2025",
        "Quyết định 1980/QĐ-TTg",
    ],
)
def test_other_dates_are_not_taken(text):
    assert find_date(text) is None


def test_a_cell_of_a_date_column():
    assert read_day("Quý IV/2021") == date(2021, 12, 31)
    assert read_day(date(2021, 3, 1)) == date(2021, 3, 1)
    assert read_day("hôm qua") is None
