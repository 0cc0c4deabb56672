"""Bands of communes by criteria met: no gap, no overlap, the document's own where it differs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.bands import Band, build_scheme, scheme_as_published

USUAL = (15, 10, 5)


def keys(scheme):
    return [band.key for band in scheme.bands]


@pytest.mark.parametrize(
    ("edges", "size", "expected"),
    [
        (USUAL, 19, ["19", "15-18", "10-14", "5-9", "<5"]),
        (USUAL, 10, ["10", "5-9", "<5"]),  # the set of 2025 has 10 criteria
        (USUAL, 16, ["16", "15", "10-14", "5-9", "<5"]),
        (USUAL, 5, ["5", "<5"]),
        ((), 19, ["19", "<19"]),
        ((5, 15, 10, 10), 19, ["19", "15-18", "10-14", "5-9", "<5"]),  # order and doubles
        ((18,), 19, ["19", "18", "<18"]),
        ((1,), 3, ["3", "1-2", "<1"]),
        ((0, -2, 25), 19, ["19", "<19"]),  # edges outside the set mean nothing
    ],
)
def test_a_scheme_follows_the_size_of_the_set(edges, size, expected):
    assert keys(build_scheme("x", edges, size)) == expected


def test_a_label_is_printed_with_an_en_dash():
    assert [b.label for b in build_scheme("x", USUAL, 19).bands] == [
        "19",
        "15–18",
        "10–14",
        "5–9",
        "<5",
    ]


def test_counting_by_hand():
    scheme = build_scheme("x", USUAL, 19)
    assert scheme.count([19, 19, 18, 15, 14, 9, 5, 4, 0]) == {
        "19": 2,
        "15-18": 2,
        "10-14": 1,
        "5-9": 2,
        "<5": 2,
    }
    assert scheme.count([]) == {"19": 0, "15-18": 0, "10-14": 0, "5-9": 0, "<5": 0}


def test_a_count_above_the_set_is_an_error():
    with pytest.raises(ValueError, match="20 is in no band"):
        build_scheme("x", USUAL, 19).index(20)


def test_a_band_holds_both_its_ends():
    band = Band(15, 18)
    assert [n for n in range(20) if n in band] == [15, 16, 17, 18]


def test_the_bands_of_dak_lak_2015_are_its_own():
    # Printed: 13–18 and 10–12; the usual edge 15 would cut the first of them.
    printed = [(19, 19, 7), (13, 18, 30), (10, 12, 40), (5, 9, 60), (0, 4, 15)]
    assert keys(scheme_as_published(USUAL, printed, 19)) == ["19", "13-18", "10-12", "5-9", "<5"]


def test_a_document_with_the_usual_bands_or_none_changes_nothing():
    usual = [(19, 19, 18), (15, 18, 8), (10, 14, 19), (5, 9, 41)]
    for printed in (usual, []):
        scheme = scheme_as_published(USUAL, printed, 19)
        assert (scheme.scheme_id, keys(scheme)) == (
            "default",
            ["19", "15-18", "10-14", "5-9", "<5"],
        )


def test_an_empty_printed_band_does_not_decide():
    # Kon Tum 2021 prints 8–9 for two communes and nothing below; a 0 beside 13–18 cuts nothing.
    assert scheme_as_published(USUAL, [(13, 18, 0), (19, 19, 29)], 19).scheme_id == "default"


@given(
    edges=st.lists(st.integers(-3, 40), max_size=6),
    size=st.integers(1, 30),
    counts=st.lists(st.integers(0, 30), max_size=40),
)
def test_every_possible_count_lies_in_exactly_one_band(edges, size, counts):
    scheme = build_scheme("x", edges, size)
    for count in range(size + 1):
        assert sum(count in band for band in scheme.bands) == 1
    within = [c for c in counts if c <= size]
    assert sum(scheme.count(within).values()) == len(within)
    assert scheme.bands[0] == Band(size, size)
