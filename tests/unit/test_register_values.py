"""Days, years and amounts as offices write them, worked by hand."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from domain.registers.values import (
    AmbiguousAmountError,
    clean,
    fold_words,
    parse_amount,
    parse_day,
    parse_year,
)


@pytest.mark.parametrize(
    "value",
    [
        date(2021, 12, 31),
        datetime(2021, 12, 31, 8, 30),
        "31/12/2021",
        " 31-12-2021 ",
        "31.12.2021",
        "2021-12-31",
        "2021-12-31 00:00:00",
        "ngày 31 tháng 12 năm 2021",
        "Ngày 31 tháng 12, năm 2021",
        44561,
        44561.0,
    ],
)
def test_one_day_in_every_writing(value):
    day = parse_day(value)
    assert day.value == date(2021, 12, 31)
    assert day.is_exact


@pytest.mark.parametrize(
    "value",
    ["31/02/2021", "12/31/2021", "31/12/21", "2021", 2021, "hôm qua", "", True, 3.5, float("nan")],
)
def test_what_is_no_day(value):
    assert parse_day(value) is None


def test_only_a_number_for_a_day_is_marked_as_such():
    assert parse_day(44561).is_serial
    assert not parse_day("31/12/2021").is_serial


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        (2015, date(2015, 1, 1), date(2015, 12, 31)),
        ("năm 2015", date(2015, 1, 1), date(2015, 12, 31)),
        ("2/2020", date(2020, 2, 1), date(2020, 2, 29)),
        ("tháng 11 năm 2020", date(2020, 11, 1), date(2020, 11, 30)),
        # 2015 typed into a cell formatted as a date: day 2015 since 30/12/1899.
        (date(1905, 7, 7), date(2015, 1, 1), date(2015, 12, 31)),
    ],
)
def test_a_year_or_month_stands_for_its_last_day_where_that_is_allowed(value, first, last):
    day = parse_day(value, allow_year=True)
    assert (day.first, day.value, day.is_exact) == (first, last, False)


@pytest.mark.parametrize("value", ["13/2020", "năm", "0/2020"])
def test_no_month_is_made_up(value):
    assert parse_day(value, allow_year=True) is None


@pytest.mark.parametrize("value", [2021, 2021.0, "2021", "Năm 2021", date(1905, 7, 13)])
def test_one_year_in_every_writing(value):
    assert parse_year(value) == 2021


@pytest.mark.parametrize("value", ["21", "2021-2025", "", None, True, date(2021, 1, 1), 2021.5])
def test_what_is_no_year(value):
    assert parse_year(value) is None


@pytest.mark.parametrize(
    ("value", "amount"),
    [
        (1234.5, "1234.5"),
        (0.1, "0.1"),
        (12, "12"),
        ("1.234,5", "1234.5"),
        ("1.234.567", "1234567"),
        ("1.234.567,25", "1234567.25"),
        ("12,5", "12.5"),
        ("0,125", "0.125"),
        ("1234,567", "1234.567"),
        ("12.5", "12.5"),
        ("1,234,567.5", "1234567.5"),
        ("1 234,5", "1234.5"),
        ("1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567", "1234567"),
        ("-5", "-5"),
        ("(1.000,5)", "-1000.5"),
        ("1.234,5 triệu đồng", "1234.5"),
        ("2,5 tỷ", "2500"),
    ],
)
def test_an_amount_in_every_writing(value, amount):
    read = parse_amount(value)
    assert read.value == Decimal(amount)
    assert not read.is_guess


def test_a_single_dot_before_three_digits_separates_thousands_and_is_flagged():
    read = parse_amount("1.234")
    assert (read.value, read.is_guess) == (Decimal(1234), True)
    assert parse_amount("0.125").value == Decimal("0.125")


@pytest.mark.parametrize("value", ["1,234", "12,345"])
def test_a_single_comma_before_three_digits_is_asked_about(value):
    with pytest.raises(AmbiguousAmountError):
        parse_amount(value)


@pytest.mark.parametrize(
    "value",
    ["1.23.4", "một trăm", "12 con", "", True, date(2021, 1, 2), float("inf"), "1,2,3", "--5"],
)
def test_what_is_no_amount(value):
    assert parse_amount(value) is None


def test_cells_become_one_line_of_text():
    assert clean("  Xa\u0303\n Bính   Xá ") == "Xã Bính Xá"
    assert clean(5986.0) == "5986"
    assert clean(None) == ""


def test_words_are_compared_without_marks_punctuation_and_brackets():
    assert fold_words("Kế hoạch vốn * (triệu đồng)") == "ke hoach von"
    assert fold_words("Huyện, thị xã") == "huyen thi xa"
