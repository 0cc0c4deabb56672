"""Saved decks on both databases: versions and events are added, nothing is overwritten."""

import pytest
import sqlalchemy as sa

from data.store.audit import read_audit
from data.store.deck_tables import deck_version
from data.store.decks import UnknownDeckError, list_decks, read_versions, save_deck, set_archived
from domain.slides.recipe import Item, Recipe, SlideKind

RECIPE = Recipe((Item(SlideKind.COVER), Item(SlideKind.PROPOSALS, text="Bố trí vốn")), "Họp quý")


def save(connection, **changes):
    values = {"province_code": "66", "recipe": RECIPE, "name": "Quý IV", "author": "An"}
    return save_deck(connection, **values | changes)


def test_a_deck_is_read_back_as_it_was_saved(writing):
    deck_id = save(writing, name="  Quý \n IV ")
    (found,) = read_versions(writing, deck_id)
    assert (found.name, found.author, found.province_code) == ("Quý IV", "An", "66")
    assert (found.number, found.versions, found.is_archived) == (1, 1, False)
    assert found.recipe == RECIPE
    assert found.saved_at.tzinfo is not None


def test_a_further_version_leaves_the_one_before_as_it_was(writing):
    deck_id = save(writing)
    assert save(writing, name="Tên mới", recipe=Recipe(), deck_id=deck_id) == deck_id
    first, second = read_versions(writing, deck_id)
    assert (first.number, first.name, first.recipe) == (1, "Quý IV", RECIPE)
    assert (second.number, second.name, second.versions) == (2, "Tên mới", 2)
    assert [d.name for d in list_decks(writing)] == ["Tên mới"]


def test_the_list_is_of_one_province_and_starts_with_the_last_saved(writing):
    one, two, other = save(writing), save(writing, name="Hai"), save(writing, province_code="67")
    assert [d.deck_id for d in list_decks(writing, "66")] == [two, one]
    assert [d.deck_id for d in list_decks(writing)] == [other, two, one]


def test_a_deck_is_put_away_and_brought_back_with_a_trace(writing):
    deck_id = save(writing)
    for archived in (True, True, False):
        set_archived(writing, deck_id, "Bình", archived=archived)
        assert read_versions(writing, deck_id)[0].is_archived is archived
    actions = [line.action for line in read_audit(writing, 10)]
    assert actions == ["deck_restored", "deck_archived", "deck_saved"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"name": " "}, "name"), ({"author": ""}, "author"), ({"recipe": Recipe(())}, "slide")],
)
def test_a_deck_without_name_author_or_slide_is_refused_and_leaves_nothing(writing, changes, said):
    with pytest.raises(ValueError, match=said):
        save(writing, **changes)
    assert writing.execute(sa.select(sa.func.count()).select_from(deck_version)).scalar() == 0


def test_a_deck_that_does_not_exist_is_told(writing):
    with pytest.raises(UnknownDeckError):
        read_versions(writing, 9)
    with pytest.raises(UnknownDeckError):
        save(writing, deck_id=9)
    with pytest.raises(UnknownDeckError):
        set_archived(writing, 9, "An", archived=True)
