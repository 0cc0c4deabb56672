"""Loaded figures against published ones, and published ones against each other."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from checks_case import END_2021, case, only, published, rules, said, title
from tiny_marks import situation_of

from domain.checks.inputs import NamedFigure
from domain.checks.published import (
    check_contradictions,
    check_denominators,
    check_districts,
    check_full_count,
    check_named_recognitions,
    check_published,
)

SITUATION = situation_of({"a": "advanced", "b": "ntm"}, a="✓✓✓", b="✓✓x", c="✓xx")
"""6 criteria, average 2,00, two recognised, one of them advanced."""


def named(code, metric="commune_criteria", value=None, on=END_2021):
    return NamedFigure(code, metric, on, None if value is None else Decimal(value), "nguồn")


def test_figures_that_agree_are_no_finding():
    right = [
        published("communes_ntm", 2),
        published("communes_advanced", 1),
        published("communes_model", 0),
        published("criteria_total", 6),
        published("avg_criteria", "2.0"),
    ]
    assert check_published(case(SITUATION, published=right)) == []


def test_each_figure_that_differs_is_a_finding():
    wrong = [
        published("communes_ntm", "3.0"),
        published("communes_advanced", 2),
        published("criteria_total", 8),
        published("criterion_met", 3, criterion_no=2),
        published("band_3", 2),
    ]
    findings = check_published(case(SITUATION, published=wrong))
    assert set(rules(findings)) == {"published_differs"}
    assert [(f.params["computed"], f.params["difference"]) for f in findings] == [
        (2, -1),
        (6, -2),
        (2, -1),
        (1, -1),
        (1, -1),
    ]
    assert findings[2].criterion_nos == (2,)
    assert len({f.key for f in findings}) == 5
    assert "công bố 3," in said(findings[0])
    assert said(findings[0]).endswith("(Số liệu minh họa.)")


def test_one_figure_on_two_pages_is_one_finding_that_names_both():
    twice = [
        replace(published("communes_ntm", 3), source_url="https://a.example.vn"),
        replace(published("communes_ntm", 3), source_url="https://b.example.vn"),
    ]
    found = only(check_published(case(SITUATION, published=twice)), "published_differs")
    assert found.source == "https://a.example.vn; https://b.example.vn"


def test_figures_of_another_date_or_of_a_part_are_not_compared():
    other = [published("communes_ntm", 3, on=date(2021, 6, 30))]
    assert check_published(case(SITUATION, published=other)) == []
    part = replace(SITUATION, district_codes=("651",))
    assert check_published(case(part, published=[published("communes_ntm", 3)])) == []


def test_a_district_is_compared_by_itself():
    two = situation_of({"a": "ntm"}, {"b": "652"}, a="✓✓✓", b="✓✓x", c="✓xx")
    figures = {"651": [published("communes_ntm", 1), published("avg_criteria", "2.5")]}
    finding = only(check_districts(case(two, district_published=figures)), "district_differs")
    # a and c of district 651 hold 3 + 1 = 4 criteria, 2,00 each.
    assert finding.unit_codes == ("651",)
    assert (finding.params["computed"], finding.params["difference"]) == (2, Decimal("-0.5"))
    assert check_districts(case(two, district_published={"999": figures["651"]})) == []


def test_one_thing_published_twice_with_two_values():
    both = [published("communes_ntm", 69), published("communes_ntm", 71)]
    finding = only(check_contradictions(case(published=both)), "published_contradicts")
    assert (finding.params["lowest"], finding.params["highest"]) == (69, 71)
    same = [published("communes_ntm", 71), published("communes_ntm", 71)]
    assert check_contradictions(case(published=same)) == []
    days = [published("communes_ntm", 69, on=date(2021, 12, 9)), published("communes_ntm", 71)]
    assert check_contradictions(case(published=days)) == []


def test_another_denominator_is_one_finding_for_all_its_figures():
    figures = [
        published("communes_ntm", 2, denominator=4),
        published("band_3", 1, denominator=4),
        published("communes_ntm_pct", 50, denominator=100),
        published("avg_criteria", 2, denominator=3),
    ]
    finding = only(check_denominators(case(SITUATION, published=figures)), "denominator_differs")
    assert (finding.params["printed"], finding.params["communes"]) == (4, 3)
    assert finding.params["figures"] == 2
    right = [published("communes_ntm", 2, denominator=3)]
    assert check_denominators(case(SITUATION, published=right)) == []


def test_a_commune_counted_at_all_criteria_has_all():
    given = case(SITUATION, named=[named("a", value=3), named("b", value=3)])
    finding = only(check_full_count(given), "full_count")
    assert finding.unit_codes == ("b",)
    assert finding.severity == "error"
    assert finding.params["computed"] == 2


def test_a_commune_named_below_the_full_set_is_a_lesser_finding():
    finding = only(check_full_count(case(SITUATION, named=[named("c", value=2)])), "named_differs")
    assert finding.severity == "warning"
    past = [named("c", value=2, on=date(2021, 6, 30)), named("z", value=2)]
    assert check_full_count(case(SITUATION, named=past)) == []


def test_a_commune_published_as_recognised_is_on_the_list():
    by = [named(code, "commune_recognised", on=date(2020, 1, 1)) for code in ("a", "c", "c")]
    finding = only(check_named_recognitions(case(SITUATION, named=by)), "named_not_recognised")
    assert finding.unit_codes == ("c",)


def test_a_title_withdrawn_or_given_later_is_no_contradiction():
    early = [named("c", "commune_recognised", on=date(2020, 1, 1))]
    revoked = [title("c", revoked_on=date(2021, 6, 30))]
    assert check_named_recognitions(case(SITUATION, named=early, recognitions=revoked)) == []
    late = [named("c", "commune_recognised", on=date(2022, 1, 1))]
    assert check_named_recognitions(case(SITUATION, named=late)) == []
