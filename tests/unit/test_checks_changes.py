"""What changed since the last figures: criteria lost, marks gone, jumps; and the earlier marks."""

from dataclasses import replace
from datetime import date

import pytest
from checks_case import END_2021, SEPTEMBER, case, only, said
from test_checks_recognised import wide
from tiny_marks import CRITERIA_SET, situation_of

from domain.checks.changes import (
    check_district_jumps,
    check_jumps,
    check_lost,
    check_lost_recognised,
    check_vanished,
)
from domain.checks.inputs import build_past
from domain.vocabulary import Provenance

BEFORE = situation_of(a="✓✓✓", b="✓✓x", c="✓x-")


def test_every_criterion_lost_is_listed_by_commune():
    now = situation_of({"a": "ntm"}, a="x✓~", b="✓✓✓", c="✓x-")
    finding = only(check_lost(case(now, BEFORE)), "criteria_lost")
    assert finding.unit_codes == ("a",)
    assert finding.criterion_nos == (1, 3)
    assert (finding.params["before"], finding.params["met"]) == (3, 1)
    assert "(1, 3) so với 30/09/2021" in said(finding)


def test_what_was_gained_or_is_unknown_is_not_lost():
    now = situation_of(a="✓✓✓", b="✓✓✓", c="--x", d="xxx")
    assert check_lost(case(now, BEFORE)) == []


def test_a_recognised_commune_that_lost_criteria_is_an_error():
    lost = situation_of({"b": "ntm"}, a="x✓✓", b="✓xx")
    finding = only(check_lost_recognised(case(lost, BEFORE)), "lost_recognised")
    assert finding.unit_codes == ("b",)
    assert finding.criterion_nos == (2,)
    assert finding.severity == "error"
    assert check_lost_recognised(case(situation_of(a="x✓✓"), BEFORE)) == []


def test_a_criterion_assessed_before_is_not_left_out():
    now = situation_of(a="✓-✓", b="---", c="✓x-", d="---")
    findings = check_vanished(case(now, BEFORE))
    assert [(f.unit_codes, f.criterion_nos) for f in findings] == [
        (("a",), (2,)),
        (("b",), (1, 2, 3)),
    ]
    assert "ngày 30/09/2021" in said(findings[0])
    assert check_vanished(case(situation_of(a="xxx", b="✓✓x", c="✓xx"), BEFORE)) == []


def jumped(before, after, since=SEPTEMBER):
    """Return the findings of a commune that went from one number of criteria to another."""
    criteria_set = wide(19)
    signs = ["✓" * n + "x" * (19 - n) for n in (before, after)]
    now = situation_of(criteria_set=criteria_set, a=signs[1])
    past = replace(situation_of(criteria_set=criteria_set, a=signs[0]), as_of=since)
    return check_jumps(replace(case(now), past=build_past(now, [past])))


def test_a_commune_may_change_by_the_limit_within_a_year():
    assert jumped(5, 9) == []
    finding = only(jumped(5, 10), "commune_jump")
    assert finding.params["change"] == "+5"
    assert only(jumped(10, 5), "commune_jump").params["change"] == "\N{MINUS SIGN}5"


def test_over_two_years_the_limit_is_twice_as_high():
    # 731 days are 2,0014 years of 365,25 days: 4 × 2,0014 = 8,005.
    two_years = date(2019, 12, 31)
    assert jumped(5, 13, two_years) == []
    assert only(jumped(5, 14, two_years), "commune_jump")


def test_the_communes_of_a_district_may_change_by_the_limit_on_average():
    before = situation_of(a="xxx", b="xxx", c="✓✓✓")

    def rise(a, b):
        # c is assessed at one date only and does not count.
        return check_district_jumps(case(situation_of(a=a, b=b, c="---"), before))

    assert rise("✓✓✓", "✓xx") == []
    finding = only(rise("✓✓✓", "✓✓x"), "district_jump")
    assert finding.unit_codes == ("651",)
    assert (finding.params["before"], finding.params["met"]) == (0, 5)
    assert "bình quân 2,50" in said(finding)


def test_each_commune_has_its_latest_earlier_marks():
    now = situation_of(a="✓✓✓", b="✓✓✓", c="✓✓✓")
    june = replace(situation_of(a="✓xx", b="✓xx", c="---"), as_of=date(2021, 6, 30))
    september = replace(situation_of(a="✓✓x"), as_of=SEPTEMBER)
    past = build_past(now, [september, june])
    assert past.date_by_commune == {"a": SEPTEMBER, "b": date(2021, 6, 30)}
    assert list(past.marks.loc["a"]) == ["met", "met", "not_met"]
    assert past.newest == SEPTEMBER


@pytest.mark.parametrize(
    "other",
    [
        replace(BEFORE, as_of=END_2021),
        replace(BEFORE, as_of=SEPTEMBER, provenance=Provenance.IMPORTED),
        replace(BEFORE, as_of=SEPTEMBER, criteria_set=replace(CRITERIA_SET, set_id="OTHER")),
    ],
)
def test_another_set_kind_or_a_later_date_is_no_past(other):
    assert build_past(situation_of(a="✓✓✓"), [other]) is None


def test_earlier_situations_are_read_no_further_than_needed():
    now = situation_of(a="✓✓✓")

    def periods():
        yield replace(situation_of(a="✓xx"), as_of=SEPTEMBER)
        raise AssertionError("one was enough")

    assert list(build_past(now, periods()).marks.loc["a"]) == ["met", "not_met", "not_met"]
