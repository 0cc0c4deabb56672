"""Words in a language: a noun takes its form from the number before it, where there are two."""

from decimal import Decimal

import pytest

import i18n
from i18n.words import Words


@pytest.mark.parametrize("value", [1, "1", Decimal(1), "+1", "\N{MINUS SIGN}1", "1/1 (100,0%)"])
def test_one_takes_the_singular(value):
    assert i18n.is_one(value)


@pytest.mark.parametrize(
    "value", [0, "0", 2, "11", "1.0", "1,5", "71/152 (46.7%)", "1/13", "", None]
)
def test_anything_else_takes_the_plural(value):
    assert not i18n.is_one(value)


def test_a_text_counts_its_words():
    english, vietnamese = Words("en"), Words("vi")
    assert english.text("agency.lead_lacking", count="1") == "1 commune does not meet it"
    assert english.text("agency.lead_lacking", count="12") == "12 communes do not meet it"
    assert english.text("unit.criteria", value="1") == "criterion"
    assert english.text("unit.criteria", value="") == "criteria"
    assert vietnamese.text("unit.criteria", value="1") == "tiêu chí"


@pytest.mark.parametrize(
    ("name", "within"),
    [
        ("Tỉnh Đắk Lắk", "tỉnh Đắk Lắk"),
        ("Thành phố Buôn Ma Thuột", "thành phố Buôn Ma Thuột"),
        ("Cả nước", "cả nước"),
        ("Ea Blang", "Ea Blang"),
        ("Xãng", "Xãng"),
    ],
)
def test_a_kind_is_written_small_within_a_sentence(name, within):
    assert i18n.text("vi", "load.drop", place=name) == f"Thả tệp vào đây để nạp cho {within}"


def test_a_text_without_a_value_it_asks_for_is_an_error():
    with pytest.raises(KeyError):
        Words("en").text("agency.lead_lacking", number="1")


def test_values_may_be_called_anything():
    assert i18n.text("en", "agency.ways", count="1", key="x", language="y") == "1 agency"
