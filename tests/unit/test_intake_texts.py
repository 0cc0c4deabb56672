"""Texts for what is written without a page."""

import pytest

from data.texts import has_text, text


def test_a_text_is_found_in_each_language_and_filled_in():
    assert text("intake.basis", file="a.xlsx", actor="An") == "Tệp a.xlsx, An nạp."
    assert text("intake.basis", "en", file="a.xlsx", actor="An") == "File a.xlsx, loaded by An."
    assert text("page.map") == "Bản đồ"


def test_words_given_are_never_read_as_a_pattern():
    assert "{actor.__class__}" in text("intake.basis", file="{actor.__class__}", actor="An")


def test_an_unknown_key_is_an_error():
    with pytest.raises(KeyError):
        text("intake.nothing")
    assert not has_text("intake.nothing")
    assert has_text("intake.basis", "en")
