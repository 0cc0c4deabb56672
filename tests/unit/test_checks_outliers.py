"""Communes far from their neighbours, and targets in conflict."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from checks_case import END_2021, case, only, said
from test_checks_recognised import wide
from tiny_marks import situation_of

from domain.checks.outliers import (
    check_neighbours,
    check_targets,
    middle_and_spread,
    neighbours_by_district,
)
from domain.targets import Target


def counted(levels=None, **communes):
    """Return the findings of communes with so many of 19 criteria (``None`` = not assessed)."""
    signs = {
        code: "-" * 19 if met is None else "✓" * met + "x" * (19 - met)
        for code, met in communes.items()
    }
    situation = situation_of(levels, criteria_set=wide(19), **signs)
    around = neighbours_by_district(situation.district_by_commune)
    return check_neighbours(case(situation, neighbours=around))


def test_median_and_spread_by_hand():
    # Median 11; distances 2 1 0 1 8, their median 1: 1,4826.
    assert middle_and_spread([9, 10, 11, 12, 19]) == (11, Fraction(14826, 10000))
    assert middle_and_spread([10, 11, 12, 13]) == (Fraction(23, 2), Fraction(14826, 10000))
    assert middle_and_spread([7, 7, 7, 7, 3]) == (7, 1)


def test_a_commune_far_below_its_neighbours():
    # The others have median 15 and deviations 1 0 0 1 1: spread 1,4826, three times 4,45.
    finding = only(counted(a=16, b=15, c=15, d=14, e=16, low=8), "neighbour_below")
    assert finding.unit_codes == ("low",)
    assert finding.params["median"] == 15
    assert "trung vị của 5 xã lân cận là 15 (từ 14 đến 16)" in said(finding)
    # 15 − 10 = 5 is no more than the gap.
    assert counted(a=16, b=15, c=15, d=14, e=16, low=10) == []


def test_a_wide_spread_makes_room():
    # Median 12; deviations 4 2 0 3 5: spread 3 × 1,4826 = 4,45, three times 13,3.
    assert counted(a=8, b=10, c=12, d=15, e=17, high=19) == []


def test_far_above_is_found_unless_recognised():
    communes = {"a": 6, "b": 7, "c": 7, "d": 8, "e": 6, "high": 15}
    assert only(counted(**communes), "neighbour_above").unit_codes == ("high",)
    assert counted({"high": "ntm"}, **communes) == []


def test_two_of_six_on_one_side_are_no_exception():
    assert counted(a=19, b=19, c=19, d=19, e=19, low=8, f=9) != []
    assert counted(a=19, b=19, c=19, d=19, e=19, low=8, f=8) == []


def test_too_few_assessed_neighbours_say_nothing():
    assert counted(a=16, b=15, c=15, d=14, e=None, low=2) == []


def test_neighbours_of_a_district_are_its_other_communes():
    districts = {"a": "651", "b": "651", "c": "652", "d": "651"}
    assert neighbours_by_district(districts) == {
        "a": ("b", "d"),
        "b": ("a", "d"),
        "c": (),
        "d": ("a", "b"),
    }


def target(number, value, body, **more):
    values = {"metric": "communes_ntm", "comparator": ">=", "due": END_2021, **more}
    return Target(
        f"p-t{number}",
        "p",
        "province",
        "tỉnh Đắk Lắk",
        value=Decimal(value),
        set_by=body,
        clause=f"I.{number}",
        **values,
    )


def test_two_bodies_set_two_values():
    given = case(targets=[target(2, 71, "Ban Chỉ đạo"), target(1, 69, "UBND tỉnh")])
    finding = only(check_targets(given), "targets_conflict")
    assert (finding.params["lowest"], finding.params["highest"]) == (69, 71)
    assert finding.source == "I.1, I.2"
    assert "69 (UBND tỉnh) và 71 (Ban Chỉ đạo), lệch 2" in said(finding)
    assert not finding.is_illustrative


def test_a_conflict_keeps_its_key_from_period_to_period():
    given = case(targets=[target(2, 71, "Ban Chỉ đạo"), target(1, 69, "UBND tỉnh")])
    later = replace(given, situation=replace(given.situation, as_of=date(2022, 3, 31)))
    assert check_targets(later)[0].key == check_targets(given)[0].key


def test_one_value_or_another_due_date_is_no_conflict():
    same = [target(1, 69, "UBND tỉnh"), target(2, 69, "Ban Chỉ đạo")]
    assert check_targets(case(targets=same)) == []
    other = [target(1, 69, "UBND tỉnh"), target(2, 100, "Đại hội", due=date(2025, 12, 31))]
    assert check_targets(case(targets=other)) == []
