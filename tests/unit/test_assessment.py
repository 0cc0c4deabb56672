"""From marks to the figures of a report, and the arithmetic of printed figures."""

from decimal import Decimal
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny_marks import CRITERIA_SET, marks_of

from domain.assessment import (
    build_marks,
    count_criteria,
    count_met,
    is_assessed,
    meets_all,
    missing_criteria,
    summarise,
)
from domain.bands import build_scheme
from domain.figures import Share, average, round_half_up

SCHEME = build_scheme("x", (2,), CRITERIA_SET.size)
MARKS = marks_of(a="✓✓✓", b="✓✓~", c="✓x-", d="~xx", e="---", f="")


def rows(*cells):
    return pd.DataFrame(cells, columns=["commune_code", "criterion_no", "status"])


# ---- building marks


def test_a_commune_without_rows_is_not_assessed_and_not_dropped():
    assert list(MARKS.index) == ["a", "b", "c", "d", "e", "f"]
    assert list(MARKS.loc["f"]) == ["not_assessed"] * 3
    assert is_assessed(MARKS).to_dict() == dict(
        zip("abcdef", [True] * 4 + [False] * 2, strict=True)
    )


def test_no_rows_at_all_give_marks_of_the_right_shape():
    marks = build_marks(rows(), ["a"], CRITERIA_SET)
    assert list(marks.columns) == [1, 2, 3]
    assert list(marks.loc["a"]) == ["not_assessed"] * 3


def test_rows_of_other_communes_are_ignored():
    marks = build_marks(rows(("a", 1, "met"), ("z", 1, "met")), ["a"], CRITERIA_SET)
    assert list(marks.index) == ["a"]


def test_two_marks_for_one_criterion_are_refused():
    doubled = rows(("a", 1, "met"), ("a", 1, "not_met"))
    with pytest.raises(ValueError, match="two marks"):
        build_marks(doubled, ["a"], CRITERIA_SET)


def test_a_number_outside_the_set_is_refused():
    with pytest.raises(ValueError, match="SET3_2016"):
        build_marks(rows(("a", 4, "met")), ["a"], CRITERIA_SET)


# ---- counting


def test_nearly_met_is_not_met():
    assert count_met(MARKS).to_dict() == {"a": 3, "b": 2, "c": 1, "d": 0, "e": 0, "f": 0}


def test_what_is_not_assessed_is_not_missing():
    assert [missing_criteria(MARKS, code) for code in "abcdef"] == [
        [],
        [3],
        [2],
        [1, 2, 3],
        [],
        [],
    ]


def test_communes_by_status_for_each_criterion():
    counts = [(c.met, c.nearly_met, c.not_met, c.not_assessed) for c in count_criteria(MARKS)]
    assert counts == [(3, 1, 0, 2), (2, 0, 2, 2), (1, 1, 1, 3)]
    assert count_criteria(MARKS)[0].share_met == Share(3, 6)


def test_a_group_is_met_when_each_of_its_criteria_is():
    assert meets_all(MARKS, [1, 2]).to_dict() == {
        "a": True,
        "b": True,
        "c": False,
        "d": False,
        "e": False,
        "f": False,
    }


def test_a_summary_by_hand():
    summary = summarise(MARKS, ["b", "a", "elsewhere"], CRITERIA_SET, SCHEME)
    assert (summary.communes, summary.assessed, summary.is_complete) == (6, 4, False)
    assert summary.all_met_codes == ("a",)
    # Held by decision, whatever today's marks: b is recognised at 2 of 3.
    assert summary.recognised_codes == ("a", "b")
    assert summary.recognised == Share(2, 6)
    assert summary.all_met == Share(1, 6)
    assert summary.criteria_met == Share(3 + 2 + 1 + 0, 6 * 3)
    assert summary.average == Decimal("1.50")  # 6 criteria over 4 assessed, never over 6
    assert summary.minimum == 0
    assert summary.histogram == {0: 1, 1: 1, 2: 1, 3: 1}
    assert summary.bands == {"3": 1, "2": 1, "<2": 2}


def test_a_scope_nobody_assessed_has_no_average_and_no_minimum():
    summary = summarise(marks_of(e="---", f=""), [], CRITERIA_SET, SCHEME)
    assert (summary.average, summary.minimum, summary.histogram) == (None, None, {})
    assert summary.recognised == Share(0, 2)
    assert sum(summary.bands.values()) == 0


def test_an_empty_scope_has_no_percentage():
    summary = summarise(MARKS.iloc[:0], ["a"], CRITERIA_SET, SCHEME)
    assert summary.recognised == Share(0, 0)
    assert summary.recognised.percent() is None
    assert summary.is_complete


SIGNS = st.text(alphabet="✓~x-", min_size=3, max_size=3)


@given(st.lists(SIGNS, min_size=1, max_size=25))
def test_the_totals_of_a_summary_agree_with_each_other(signs):
    marks = marks_of(**{f"c{i}": row for i, row in enumerate(signs)})
    summary = summarise(marks, marks.index[::2], CRITERIA_SET, SCHEME)
    assert sum(summary.bands.values()) == sum(summary.histogram.values()) == summary.assessed
    assert sum(c.met for c in summary.per_criterion) == summary.criteria_met_total
    assert sum(n * count for n, count in summary.histogram.items()) == summary.criteria_met_total
    assert all(c.share_met.whole == len(signs) for c in summary.per_criterion)
    assert len(summary.all_met_codes) == summary.histogram.get(3, 0)


# ---- figures as printed


@pytest.mark.parametrize(
    ("total", "communes", "printed"),
    [
        (1586, 152, "10.43"),  # Đắk Lắk 2015
        (2359, 152, "15.52"),  # Đắk Lắk 2020
        (2382, 152, "15.67"),  # Đắk Lắk, provisional 2021
        (2432, 152, "16.00"),  # Đắk Lắk 2021
        (1, 8, "0.13"),  # 0,125: half up, not to even
        (1, 3, "0.33"),
        (2, 3, "0.67"),
    ],
)
def test_averages_are_printed_half_up(total, communes, printed):
    assert str(average(total, communes)) == printed


def test_no_commune_no_average():
    assert average(0, 0) is None


@pytest.mark.parametrize(
    ("part", "whole", "digits", "expected"),
    [
        (71, 152, 1, "46.7"),
        (69, 152, 1, "45.4"),
        (2432, 2888, 2, "84.21"),
        (1, 16, 1, "6.3"),  # 6,25
        (1, 40, 0, "3"),  # 2,5
        (0, 7, 1, "0.0"),
        (0, 0, 1, "None"),
    ],
)
def test_a_share_in_percent(part, whole, digits, expected):
    assert str(Share(part, whole).percent(digits)) == expected


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        (Fraction(5, 2), 0, "3"),
        (Fraction(-5, 2), 0, "-3"),  # away from zero
        (2.675, 2, "2.68"),  # what was written, not its binary neighbour below
        (Decimal("15.665"), 2, "15.67"),
        (16, 2, "16.00"),
    ],
)
def test_rounding_goes_half_away_from_zero(value, digits, expected):
    assert str(round_half_up(value, digits)) == expected
