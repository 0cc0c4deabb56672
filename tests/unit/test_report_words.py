"""Numbers, days and changes as official reports write them."""

from datetime import date
from decimal import Decimal

import pytest

from domain.figures import Share
from domain.report import words

END = date(2020, 12, 31)


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0"), (5, "05"), (9, "09"), (10, "10"), (2432, "2.432")]
)
def test_a_count_in_running_text(number, text):
    assert words.padded(number) == text


def test_shares_keep_numerator_denominator_and_two_decimals():
    assert words.ratio(Share(2432, 2888)) == "2.432/2.888"
    # 2432 / 2888 = 0.842105…
    assert words.percent(Share(2432, 2888)) == "84,21%"
    # 2382 / 2888 = 0.824792…: rounded half up, not cut off.
    assert words.percent(Share(2382, 2888)) == "82,48%"
    assert words.percent(Share(0, 0)) == "–"


@pytest.mark.parametrize(
    ("delta", "text"),
    [
        (73, "tăng 73 tiêu chí so với cuối năm 2020"),
        (1, "tăng 01 tiêu chí so với cuối năm 2020"),
        (-3, "giảm 03 tiêu chí so với cuối năm 2020"),
        (0, "không thay đổi so với cuối năm 2020"),
    ],
)
def test_a_change_says_its_direction_and_since_when(delta, text):
    assert words.change(delta, "tiêu chí", END) == text


def test_a_day_that_ends_no_year_is_written_out():
    assert words.moment(date(2021, 6, 30)) == "ngày 30/06/2021"


def test_decimals_are_written_with_a_comma():
    assert words.decimal(Decimal(16)) == "16,00"
    assert words.decimal(Decimal("1234.5")) == "1.234,50"
    assert words.plain(Decimal("15.40")) == "15,4"
    assert words.plain(Decimal(100)) == "100"
    assert words.decimal_change(Decimal("-0.10"), "tiêu chí/xã") == "giảm 0,10 tiêu chí/xã"
    assert words.decimal_change(Decimal("0.00"), "tiêu chí/xã") == "không thay đổi"


def test_a_change_in_a_cell_carries_its_sign():
    assert [words.signed(n) for n in (5, -3, 0, None)] == ["+5", "−3", "0", "–"]
    assert words.signed(Decimal("0.48")) == "+0,48"


@pytest.mark.parametrize(("number", "text"), [(1, "I"), (4, "IV"), (9, "IX"), (15, "XV")])
def test_roman_numerals(number, text):
    assert words.roman(number) == text


def test_no_roman_numeral_for_nothing():
    with pytest.raises(ValueError, match="0"):
        words.roman(0)


def test_a_list_ends_with_and():
    assert words.joined(["a"]) == "a"
    assert words.joined(["a", "b", "c"]) == "a, b và c"
    assert words.joined([]) == ""


def test_no_line_of_a_title_ends_within_a_span_of_years_or_before_a_year():
    hold = words.hold_years("KẾ HOẠCH GIAI ĐOẠN 2016–2020, quý IV năm 2021, ngày 31/12/2021")
    assert hold == (
        "KẾ HOẠCH GIAI ĐOẠN\xa02016\xa0–\xa02020, quý IV năm\xa02021, ngày\xa031/12/2021"
    )
    # Bands of criteria and numbers of documents stay as they are.
    assert words.hold_years("đạt 15–18 tiêu chí, 1980/QĐ-TTg") == "đạt 15–18 tiêu chí, 1980/QĐ-TTg"
