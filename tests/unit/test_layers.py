"""Map layers: one character a commune, no commune without data coloured as if it had some."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny_marks import CRITERIA_SET, situation_of

from domain.layers import (
    NO_DATA,
    NOT_COUNTED,
    by_change,
    by_count,
    by_criterion,
    by_group,
    by_level,
    choose_layer,
    encode,
    merge,
)

NOW = situation_of(
    levels={"a": "advanced", "c": "ntm"}, a="✓✓✓", b="✓✓✓", c="✓✓~", d="✓x-", e="---", f=""
)


def classes(layer):
    """Return the class of every commune, ``None`` where there is no data."""
    return {
        code: None if char == NO_DATA else layer.class_by_char[char]
        for code, char in layer.char_by_commune.items()
    }


def test_recognition_and_those_who_wait_for_it():
    layer = by_level(NOW)
    assert classes(layer) == {
        "a": "advanced",
        "b": "waiting",  # every criterion met, no decision yet
        "c": "ntm",
        "d": "none",
        "e": "none",
        "f": "none",
    }
    assert layer.counts() == {"model": 0, "advanced": 1, "ntm": 1, "waiting": 1, "none": 3}


def test_criteria_met_in_bands_and_as_figures():
    layer = by_count(NOW, NOW.scheme, "band")
    assert classes(layer) == {"a": "3", "b": "3", "c": "2", "d": "<2", "e": None, "f": None}
    assert layer.counts() == {"3": 2, "2": 1, "<2": 1}
    figures = {code: layer.value_by_char.get(c) for code, c in layer.char_by_commune.items()}
    assert figures == {"a": 3, "b": 3, "c": 2, "d": 1, "e": None, "f": None}


def test_one_criterion():
    layer = by_criterion(NOW, 3)
    assert classes(layer) == {
        "a": "met",
        "b": "met",
        "c": "nearly_met",
        "d": None,
        "e": None,
        "f": None,
    }
    assert layer.counts() == {"met": 2, "nearly_met": 1, "not_met": 0}
    assert classes(by_criterion(NOW, 2))["d"] == "not_met"
    with pytest.raises(KeyError):
        by_criterion(NOW, 4)


def test_a_group_of_criteria():
    # Group 2 holds criteria 2 and 3; "nearly met" is not met.
    assert classes(by_group(NOW, 2)) == {
        "a": "group_all",
        "b": "group_all",
        "c": "group_lacks_1",
        "d": "group_lacks_2",
        "e": None,
        "f": None,
    }


def test_more_than_three_missing_is_one_class():
    wide = replace(
        CRITERIA_SET,
        criteria=tuple(replace(CRITERIA_SET.criteria[0], no=no, group_no=1) for no in range(1, 6)),
    )
    layer = by_group(situation_of(criteria_set=wide, a="xxxx✓", b="xxxxx", c="xx✓✓✓"), 1)
    assert classes(layer) == {"a": "group_lacks_3", "b": "group_lacks_3", "c": "group_lacks_2"}


def test_change_is_net_and_only_between_what_is_known_at_both_dates():
    before = situation_of(a="✓xx", b="✓✓✓", c="✓✓x", d="✓x-", e="✓xx")
    after = situation_of(a="✓✓✓", b="✓x✓", c="✓x✓", d="✓x✓", e="---", new="✓✓✓")
    layer = by_change(before, after)
    assert classes(layer) == {
        "a": "gain_1",  # +2
        "b": "loss",  # -1
        "c": "same",  # one gained, one lost
        "d": "same",  # criterion 3 was not assessed before: not a gain
        "e": None,  # not assessed now
        "new": None,  # not there before
    }
    figures = {code: layer.value_by_char.get(c) for code, c in layer.char_by_commune.items()}
    assert figures == {"a": 2, "b": -1, "c": 0, "d": 0, "e": None, "new": None}
    assert layer.counts() == {"gain_3": 0, "gain_1": 1, "same": 2, "loss": 1}


def test_change_between_two_sets_is_refused():
    other = replace(CRITERIA_SET, set_id="SET2", criteria=CRITERIA_SET.criteria[:2])
    with pytest.raises(ValueError, match="different criteria sets"):
        by_change(situation_of(criteria_set=other, a="✓✓"), situation_of(a="✓✓✓"))


def test_filters_choose_the_layer():
    assert choose_layer(NOW, 2, 1) == by_criterion(NOW, 2)
    assert choose_layer(NOW, None, 1) == by_group(NOW, 1)
    assert choose_layer(NOW, None, None) == by_level(NOW)


def test_one_character_a_unit_in_the_order_of_the_geometry():
    layer = by_count(NOW, NOW.scheme, "count")
    codes = ["ward", "d", "a", "unknown", "e"]
    assert encode(layer, codes, counted=["a", "d", "e", "unknown"]) == (
        NOT_COUNTED + "1" + "3" + NO_DATA + NO_DATA
    )
    assert encode(layer, [], counted=[]) == ""


def test_a_ward_is_not_counted_even_if_somebody_sent_marks_for_it():
    assert encode(by_count(NOW, NOW.scheme, "count"), ["a"], counted=[]) == NOT_COUNTED


def test_provinces_join_into_one_layer():
    first = by_level(situation_of(levels={"a": "ntm"}, a="✓✓✓"))
    second = by_level(situation_of(z="xxx"))
    joined = merge([first, second])
    assert joined.char_by_commune == {"a": "1", "z": "0"}
    assert joined.order == first.order
    with pytest.raises(ValueError, match="no layer to merge"):
        merge([])


signs = st.text("✓~x-", min_size=3, max_size=3)


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=3), signs, min_size=1))
def test_counts_of_any_layer_add_up_to_the_communes_with_data(communes):
    now = situation_of(**communes)
    for layer in (by_level(now), by_count(now, now.scheme, "band"), by_criterion(now, 1)):
        without = sum(char == NO_DATA for char in layer.char_by_commune.values())
        assert sum(layer.counts().values()) + without == len(communes)
        assert set(layer.counts()) == set(layer.order)


def test_a_change_of_a_whole_set_is_told_as_it_is():
    first = CRITERIA_SET.criteria[0]
    wide = replace(CRITERIA_SET, criteria=tuple(replace(first, no=n) for n in range(1, 20)))
    nothing, everything = "x" * 19, "✓" * 19
    before = situation_of(criteria_set=wide, gains=nothing, loses=everything)
    after = situation_of(criteria_set=wide, gains=everything, loses=nothing)
    layer = by_change(before, after)
    assert {code: layer.value_by_char[c] for code, c in layer.char_by_commune.items()} == {
        "gains": 19,
        "loses": -19,
    }
