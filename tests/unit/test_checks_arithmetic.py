"""Sums, averages and percentages: one case that fires, one that must not."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from unittest.mock import patch

from checks_case import END_2021, case, only, published, said
from tiny_marks import situation_of

from domain.bands import Band, BandScheme
from domain.checks.arithmetic import check_average, check_bands, check_criteria_sum
from domain.checks.percent import check_percent
from domain.situation import Situation
from domain.targets import Target

SITUATION = situation_of(a="✓✓✓", b="✓✓x", c="✓xx", d="---")
"""3 + 2 + 1 = 6 criteria of 3 communes assessed, of 4."""

DAK_LAK_2015 = (("band_3", 7), ("band_2", 43), ("band_1", 34), ("band_0", 62))


def with_summary(**changes):
    """Return a situation whose figures are as somebody broke them."""
    broken = replace(SITUATION.summary(), **changes)
    return patch.object(Situation, "summary", lambda _self: broken)


def bands(*counts, communes=152):
    return [published(metric, n, denominator=communes) for metric, n in counts]


def test_loaded_bands_with_the_communes_not_assessed_are_all_communes():
    assert check_bands(case(SITUATION)) == []


def test_bands_that_leave_a_count_out_are_found():
    gap = replace(SITUATION, scheme=BandScheme("gap", (Band(3, 3), Band(2, 2))))
    with with_summary(bands={"3": 1, "2": 1}):
        finding = only(check_bands(case(gap)), "bands_sum")
    # 1 + 1 in bands and one not assessed are 3 of 4 communes.
    assert (finding.params["total"], finding.params["communes"]) == (3, 4)
    assert finding.severity == "error"


def test_published_bands_must_make_the_communes():
    figures = bands(*DAK_LAK_2015, communes=152)
    finding = only(check_bands(case(published=figures)), "bands_sum")
    # 7 + 43 + 34 + 62 = 146, six short of 152.
    assert finding.params["total"] == 146
    assert finding.params["difference"] == -6
    assert "\N{MINUS SIGN}6" in said(finding)
    assert not finding.is_illustrative
    whole = bands(("band_3", 7), ("band_2", 43), ("band_1", 34), ("band_0", 68))
    assert check_bands(case(published=whole)) == []


def test_published_bands_with_a_gap_may_be_fewer_but_not_more():
    gap = bands(("band_3", 7), ("band_1", 34), communes=60)
    assert check_bands(case(published=gap)) == []
    too_many = bands(("band_3", 7), ("band_1", 54), communes=60)
    assert only(check_bands(case(published=too_many)), "bands_sum").params["total"] == 61


def test_bands_that_overlap_are_not_added_up():
    both = bands(("band_3", 7), ("band_2_3", 50), ("band_0_1", 102), communes=152)
    assert check_bands(case(published=both)) == []


def test_criteria_sum_to_the_total():
    assert check_criteria_sum(case(SITUATION)) == []
    with with_summary(criteria_met_total=7):
        finding = only(check_criteria_sum(case(SITUATION)), "criteria_sum")
    assert (finding.params["summed"], finding.params["total"]) == (6, 7)


def criteria(*counts):
    return [published("criterion_met", n, criterion_no=no) for no, n in enumerate(counts, 1)]


def test_published_criteria_sum_to_the_published_total():
    right = [*criteria(152, 13, 61), published("criteria_total", 226)]
    assert check_criteria_sum(case(published=right)) == []
    wrong = [*criteria(152, 13, 61), published("criteria_total", 262)]
    finding = only(check_criteria_sum(case(published=wrong)), "criteria_sum")
    assert finding.params["difference"] == 226 - 262


def test_a_total_is_not_compared_with_some_of_its_criteria():
    some = [*criteria(152, 13), published("criteria_total", 226)]
    assert check_criteria_sum(case(published=some)) == []


def averages(average, total=None, communes=152, text=None):
    figures = [published("avg_criteria", average, text=text or str(average))]
    figures.append(published("communes_ntm", 71, denominator=communes))
    return figures + ([published("criteria_total", total)] if total else [])


def test_the_published_average_is_total_over_communes():
    assert check_average(case(published=averages("15.67", 2382))) == []
    assert check_average(case(published=averages("10.43", 1586))) == []
    assert check_average(case(published=averages("16", 2432))) == []
    # 2.382 / 152 = 15,671
    finding = only(check_average(case(published=averages("15.76", 2382))), "average_differs")
    assert finding.params["computed"] == Decimal("15.67")
    assert finding.params["printed"] == Decimal("15.76")


def test_an_average_is_read_at_its_own_decimals():
    # 2.382 / 152 = 15,671: 15,7 is right with one decimal, 15,6 is not.
    assert check_average(case(published=averages("15.7", 2382))) == []
    assert only(check_average(case(published=averages("15.6", 2382))), "average_differs")


def test_the_loaded_average_is_over_the_communes_assessed():
    assert check_average(case(SITUATION)) == []
    with with_summary(average=Decimal("1.50")):  # 6 / 4
        finding = only(check_average(case(SITUATION)), "average_differs")
    assert finding.params["computed"] == Decimal("2.00")


def test_an_average_no_total_gives_is_found():
    # 1.039 / 85 = 12,2235; 1.040 / 85 = 12,2353
    finding = only(check_average(case(published=averages("12.23", None, 85))), "average_impossible")
    assert (finding.params["below"], finding.params["above"]) == (1039, 1040)
    assert finding.params["below_average"] == Decimal("12.22")
    assert finding.params["above_average"] == Decimal("12.24")
    assert "12,23" in said(finding)
    # 1.271 / 85 = 14,953
    assert check_average(case(published=averages("14.95", None, 85))) == []


def shares(count, percent, communes):
    return [
        published("communes_ntm", count, denominator=communes),
        published("communes_ntm_pct", percent, denominator=100),
    ]


def test_a_printed_percentage_comes_out():
    for count, percent, communes in ((66, "43.42", 152), (81, "54.3", 149), (29, "48.3", 60)):
        assert check_percent(case(published=shares(count, percent, communes))) == []


def test_a_percentage_further_off_than_a_tenth_of_a_point_is_found():
    # 124 / 152 = 81,579: 81,68 is 0,101 points off, 81,67 is not.
    assert check_percent(case(published=shares(124, "81.67", 152))) == []
    finding = only(check_percent(case(published=shares(124, "81.68", 152))), "percent_differs")
    assert finding.params["computed"] == Decimal("81.58")
    assert "124/152" in said(finding)


def test_a_tenth_of_a_point_itself_is_allowed():
    # 1 / 4 = 25 exactly.
    assert check_percent(case(published=shares(1, "25.10", 4))) == []
    assert check_percent(case(published=shares(1, "24.90", 4))) == []
    assert only(check_percent(case(published=shares(1, "25.11", 4))), "percent_differs")


def test_a_percentage_without_decimals_may_be_rounded():
    # 6.250 / 8.014 = 77,99; 124 / 152 = 81,58 rounds to 82, not to 81.
    assert check_percent(case(published=shares(6250, 78, 8014))) == []
    assert check_percent(case(published=shares(124, 82, 152))) == []
    assert only(check_percent(case(published=shares(124, 81, 152))), "percent_differs")


def target(value, percent, number=None, **more):
    values = {"metric": "communes_meeting_criterion", "comparator": ">=", "clause": "I.2", **more}
    return Target(
        f"p-t{number}",
        "p",
        "province",
        "tỉnh",
        value=Decimal(value),
        stated_percent=percent,
        denominator=181,
        criterion_no=number,
        due=END_2021,
        **values,
    )


def test_percentages_of_a_plan_come_out():
    # 171 / 181 = 94,475, printed 95; 180 / 181 = 99,448, printed 99,5; 161 / 181 = 88,95.
    given = case(targets=[target(171, "95", 3), target(180, "99.5", 2), target(161, "89", 1)])
    finding = only(check_percent(given), "percent_differs")
    assert finding.criterion_nos == (3,)
    assert finding.source == "I.2"
    assert finding.params["computed"] == Decimal("94.48")
    later = replace(given, situation=replace(given.situation, as_of=date(2022, 3, 31)))
    assert check_percent(later)[0].key == finding.key


def test_a_bound_is_not_taken_for_a_share():
    # "100/152 xã, trên 65%": the percentage is a target of its own.
    count = target(119, "65", 1)  # 119 / 181 = 65,75
    bound = replace(
        count, target_id="p-t9", comparator=">", value=Decimal(65), unit="percent", denominator=None
    )
    assert only(check_percent(case(targets=[count])), "percent_differs")
    assert check_percent(case(targets=[count, bound])) == []
