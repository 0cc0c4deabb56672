"""What staff decide about a deck, and how it changes what is written."""

import pytest
from small_deck import item, make_given

from domain.catalog import LANGUAGES
from domain.slides.compose import compose
from domain.slides.recipe import (
    MOST_SLIDES,
    TITLE_LENGTH,
    USUAL,
    Item,
    Recipe,
    SlideKind,
    recipe_from_values,
    recipe_to_values,
    tidied,
)

K = SlideKind
SHORT = Recipe((Item(K.COVER), Item(K.HEADLINE), Item(K.SOURCES)))


def kinds(recipe):
    return [each.kind for each in recipe.items]


def test_the_usual_deck_holds_facts_only():
    assert {each.kind for each in USUAL} == set(K) - {K.FORECAST, K.SCENARIO, K.PROPOSALS}


def test_slides_are_moved_and_stop_at_the_ends():
    assert kinds(SHORT.moved(1, -1)) == [K.HEADLINE, K.COVER, K.SOURCES]
    assert kinds(SHORT.moved(1, 1)) == [K.COVER, K.SOURCES, K.HEADLINE]
    assert SHORT.moved(0, -1) == SHORT.moved(2, 1) == SHORT


def test_slides_are_added_before_the_sources_and_taken_out():
    assert kinds(SHORT.with_item(Item(K.MAP))) == [K.COVER, K.HEADLINE, K.MAP, K.SOURCES]
    assert kinds(SHORT.without(1)) == [K.COVER, K.SOURCES]
    assert K.MAP in SHORT.addable
    assert K.COVER not in SHORT.addable
    assert K.PROPOSALS in SHORT.with_item(Item(K.PROPOSALS)).addable
    full = Recipe((Item(K.PROPOSALS),) * MOST_SLIDES)
    assert full.with_item(Item(K.MAP)) == full


def test_a_recipe_survives_the_store():
    recipe = Recipe(
        (Item(K.COVER), Item(K.SCENARIO, scenario_id=4), Item(K.PROPOSALS, "A", "Một\nHai")), "Họp"
    )
    assert recipe_from_values(recipe_to_values(recipe)) == recipe
    assert recipe_from_values({"items": [{"kind": "video"}, {"kind": "map"}]}).items == (
        Item(K.MAP),
    )


def test_what_is_typed_is_bounded():
    typed = Recipe((Item(K.PROPOSALS, title="a\n b " + "x" * 900, text=" y " * 9000),), " Họp \n")
    kept = tidied(typed)
    assert kept.title == "Họp"
    assert kept.items[0].title.startswith("a b x")
    assert len(kept.items[0].title) == TITLE_LENGTH


def test_a_typed_title_keeps_the_figures_below_it():
    deck = compose(make_given(), Recipe((Item(K.HEADLINE, title="Kết quả năm 2021"),)))
    (slide,) = deck.slides
    assert slide.title == "Kết quả năm 2021"
    assert slide.lead == "Nhỏ đạt 2/4 xã (50,0%)."


def test_proposals_are_as_typed_and_left_out_when_blank():
    recipe = Recipe((Item(K.COVER), Item(K.PROPOSALS, text="\n Một  việc \n\nHai\n")))
    deck = compose(make_given(), recipe)
    assert deck.slides[1].body.items == ("Một việc", "Hai")
    assert deck.slides[1].title == "Kiến nghị, đề xuất với Ban Chỉ đạo"
    blank = compose(make_given(), Recipe((Item(K.COVER), Item(K.PROPOSALS, text=" \n "))))
    assert len(blank.slides) == 1


def test_long_proposals_take_more_slides_so_that_each_is_read_from_afar():
    def spread(*lines):
        deck = compose(make_given(), Recipe((Item(K.PROPOSALS, text="\n".join(lines)),)))
        return [len(slide.body.items) for slide in deck.slides]

    assert spread(*["Ngắn"] * 6) == [6]
    assert spread(*["Ngắn"] * 20) == [5, 5, 5, 5]
    assert spread(*["d" * 600] * 6) == [2, 2, 2]  # 3600 letters are four times 900: two a slide
    assert spread("d" * 2000) == [1]
    assert spread("d" * 2000, "Ngắn") == [1, 1]


def test_a_deck_with_nothing_to_say_still_has_its_cover():
    deck = compose(make_given(), Recipe((Item(K.TARGETS), Item(K.LOST), Item(K.SCENARIO))))
    assert [slide.kind for slide in deck.slides] == [K.COVER]


def test_every_slide_can_say_where_its_figures_are_from():
    deck = compose(make_given(), Recipe(title="Họp quý IV"))
    assert deck.slides[0].title == deck.title == "Họp quý IV"
    assert deck.basis == "Nhỏ · số liệu đến 31/12/2021 (chốt) · QĐ nhỏ (3 tiêu chí)"
    assert "1/KH (2021)" in deck.source
    assert deck.illustrative == "SỐ LIỆU MINH HỌA"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_slide_is_written_in_each_language(language):
    recipe = Recipe(tuple(item(kind, text="A") for kind in K))
    deck = compose(make_given(language=language), recipe)
    assert len(deck.slides) >= 8
    assert all(slide.title and "{" not in slide.title for slide in deck.slides)
