"""Numbers and dates as a reader of each language writes them."""

from datetime import date
from decimal import Decimal

import pytest

from components import state, text
from domain.figures import Share


@pytest.fixture
def vi(monkeypatch):
    monkeypatch.setattr(state, "language", lambda: "vi")


@pytest.fixture
def en(monkeypatch):
    monkeypatch.setattr(state, "language", lambda: "en")


@pytest.mark.parametrize(
    ("value", "digits", "written"),
    [
        (2432, None, "2.432"),
        (1234567, None, "1.234.567"),
        (152, None, "152"),
        (0, None, "0"),
        (-5, None, "-5"),
        (Decimal("16.00"), 2, "16,00"),
        (Decimal("16.00"), None, "16"),
        (Decimal("15.67"), None, "15,67"),
        (10.43, 2, "10,43"),
        (16, 2, "16,00"),
        (46.72, 1, "46,7"),
        (None, None, "—"),
        (None, 2, "—"),
    ],
)
def test_numbers_in_vietnamese(vi, value, digits, written):
    assert text.number(value, digits) == written


@pytest.mark.parametrize(
    ("value", "digits", "written"),
    [
        # Vietnamese reports round halves up: 1.586/152 = 10,434 → 10,43 but 0,125 → 0,13.
        (Decimal("0.125"), 2, "0,13"),
        (Decimal("46.65"), 1, "46,7"),
        (Decimal("2.5"), 0, "3"),
    ],
)
def test_halves_are_rounded_up(vi, value, digits, written):
    assert text.number(value, digits) == written


@pytest.mark.parametrize(
    ("value", "digits", "written"),
    [
        (5, None, "+5"),
        (-3, None, "−3"),
        (0, None, "0"),
        (Decimal("-0.25"), 2, "−0,25"),
        (1234, None, "+1.234"),
        (None, None, "—"),
    ],
)
def test_differences_have_a_sign_and_a_true_minus(vi, value, digits, written):
    assert text.signed(value, digits) == written
    assert "-" not in text.signed(value, digits)


def test_a_difference_that_rounds_to_nothing_has_no_sign(vi):
    assert text.signed(Decimal("-0.04"), 1) == "0,0"
    assert text.signed(0.004, 2) == "0,00"


def test_what_is_not_a_number_is_missing(vi):
    assert text.number(float("nan"), 2) == "—"


@pytest.mark.parametrize(
    ("value", "digits", "written"),
    [
        (Decimal("46.7"), 1, "46,7%"),
        (Decimal("84.21"), 2, "84,21%"),
        (100, 0, "100%"),
        (0, 1, "0,0%"),
        (None, 1, "—"),
    ],
)
def test_percentages(vi, value, digits, written):
    assert text.percent(value, digits) == written


def test_a_share_always_carries_its_denominator(vi):
    assert text.fraction(Share(2432, 2888)) == "2.432/2.888"
    assert text.share_text(Share(71, 152)) == "71/152 (46,7%)"
    assert text.share_text(Share(2432, 2888), 2) == "2.432/2.888 (84,21%)"
    assert text.share_text(Share(0, 0)) == "0/0 (—)"
    assert text.fraction(None) == text.share_text(None) == "—"


def test_dates(vi):
    assert text.day(date(2021, 12, 31)) == "31/12/2021"
    assert text.day(date(2022, 1, 1)) == "01/01/2022"
    assert text.day(None) == "—"


def test_english_writes_them_its_own_way(en):
    assert text.number(2432) == "2,432"
    assert text.share_text(Share(71, 152)) == "71/152 (46.7%)"
    assert text.day(date(2021, 12, 31)) == "31 Dec 2021"
    assert text.signed(-3) == "−3"


def test_texts_come_by_key_in_the_readers_language(monkeypatch):
    monkeypatch.setattr(state, "language", lambda: "vi")
    assert text.t("page.overview") == "Tổng quan"
    assert text.t("frame.set", decision="QĐ 318", count=10) == "QĐ 318 · 10 tiêu chí"
    monkeypatch.setattr(state, "language", lambda: "en")
    assert text.t("page.overview") != "Tổng quan"
    assert text.has_text("page.overview")
    assert not text.has_text("page.nope")
    with pytest.raises(KeyError):
        text.t("page.nope")


def test_braces_in_a_value_are_only_text(vi):
    assert "{0.__class__}" in text.t("frame.plan", plan="{0.__class__}")
