from dataclasses import replace
from datetime import date
from decimal import Decimal as Dec

import pytest
from small_plan import ADVANCED, END, MODEL, NTM, SET, START, make_situation, make_target

import i18n
from domain.figures import Share
from domain.measures import MEASURES, measure
from domain.targets import build_target

LEVELS = {"00001": ADVANCED, "00002": NTM, "00003": MODEL}
NOW = make_situation("+++", "++-", "+~-", "---", levels=LEVELS)
BEFORE = make_situation("++-", "++-", "---", "---", on=START)
NAMED = {"small-t01": ("00002", "00004")}

CASES = [
    # metric, changes, value, part, whole, formula: counted by hand on the four rows above
    ("communes_ntm", {}, "3", 3, 4, "recognised_ntm"),
    ("communes_advanced", {}, "2", 2, 4, "recognised_advanced"),
    ("communes_model", {}, "1", 1, 4, "recognised_model"),
    ("communes_ntm_share", {"unit": "percent"}, "75.00", 3, 4, "recognised_share"),
    ("communes_ntm", {"is_cumulative": False}, "1", 1, 2, "named_ntm"),
    ("communes_ntm_merged", {"is_cumulative": False}, "1", 1, 2, "named_ntm"),
    ("communes_advanced", {"is_cumulative": False}, "0", 0, 2, "named_advanced"),
    ("communes_model_candidates", {}, "0", 0, 2, "named_model"),
    ("communes_implementing_advanced", {}, "1", 1, 2, "named_ntm"),
    ("communes_meeting_criterion", {"criterion_no": 2}, "2", 2, 4, "meeting_criterion"),
    ("criteria_group_share", {"criterion_list": (1, 2)}, "50.00", 2, 4, "group_share"),
    ("communes_in_band", {"band_min": 1, "band_max": 2, "target_id": "b"}, "2", 2, 4, "in_band"),
    ("communes_in_band", {"band_min": 0, "band_max": 2}, "2", 2, 2, "in_band_named"),
    ("avg_criteria_per_commune", {}, "1.50", 6, 4, "average"),
    ("min_criteria_per_commune", {}, "0", None, None, "minimum"),
    ("new_criteria_total", {"is_cumulative": False}, "2", 2, 8, "new_criteria"),
    ("communes_in_programme", {}, "4", 4, 4, "in_programme"),
]


@pytest.mark.parametrize(("metric", "changes", "value", "part", "whole", "formula"), CASES)
def test_each_metric_by_hand(metric, changes, value, part, whole, formula):
    measured = measure(make_target(metric, **changes), NOW.evidence(NAMED, BEFORE), SET.set_id)
    assert measured.value == Dec(value)
    assert measured.share == (None if part is None else Share(part, whole))
    assert measured.formula == formula


def test_every_formula_is_explained_and_every_explanation_used():
    explained = {key for key in i18n.load("vi") if key.startswith("formula.")}
    others = {"formula.districts", "formula.entered"}  # recorded, not computed from marks
    assert explained == {f"formula.{formula}" for *_, formula in CASES} | others


def test_every_metric_measured_has_a_case():
    assert set(MEASURES) - {metric for metric, *_ in CASES} == {
        "districts_ntm",
        "district_ntm_maintained",
        "commune_new_criteria",
    }


def check(target, situation=NOW, start=BEFORE, named=NAMED, set_id=SET.set_id):
    return measure(target, situation.evidence(named, start), set_id)


def test_a_district_counts_its_own_communes():
    target = make_target(scope_level="district", district_code="002")
    assert check(target).share == Share(1, 2)


def test_the_communes_counted_are_named():
    assert check(make_target()).codes == ("00001", "00002", "00003")
    target = make_target("communes_meeting_criterion", criterion_no=2)
    assert check(target).codes == ("00001", "00002")


def test_nearly_met_is_not_met():
    target = make_target("communes_meeting_criterion", criterion_no=2)
    assert "00003" not in check(target).codes


def test_the_weakest_of_those_not_recognised():
    target = make_target("min_criteria_per_commune", "2", scope_level="non_ntm_communes")
    assert check(target).value == 0
    without = make_situation("+++", "++-", "+--", "---", levels={"00004": NTM})
    assert check(target, without).value == 1
    assert check(target, without).codes == ("00003",)


def test_nobody_left_to_be_the_weakest_is_not_a_zero():
    everyone = dict.fromkeys(["00001", "00002", "00003", "00004"], NTM)
    target = make_target("min_criteria_per_commune", "2", scope_level="non_ntm_communes")
    measured = check(target, make_situation("+++", "+++", "+++", "+++", levels=everyone))
    assert (measured.value, measured.reason) == (None, "not_assessed")


@pytest.mark.parametrize(
    "metric", ["communes_meeting_criterion", "criteria_group_share", "communes_in_band"]
)
@pytest.mark.parametrize("row", ["???", "+?+"])
def test_a_gap_in_the_marks_leaves_the_count_unknown(metric, row):
    target = make_target(
        metric, criterion_no=2, criterion_list=(2, 3), band_min=0, band_max=1, target_id="b"
    )
    measured = check(target, make_situation("+++", "+++", "+++", row))
    if metric == "communes_in_band" and row == "+?+":
        assert measured.value == 0  # two criteria are known to be met: the commune is assessed
    else:
        assert (measured.value, measured.reason) == (None, "not_assessed")


def test_a_gap_elsewhere_does_not_hide_a_criterion():
    target = make_target("communes_meeting_criterion", criterion_no=1)
    assert check(target, make_situation("+++", "+++", "+++", "+?+")).value == 4


def test_no_average_of_some_communes():
    target = make_target("avg_criteria_per_commune")
    assert check(target, make_situation("+++", "+++", "+++", "???")).reason == "not_assessed"


def test_recognition_is_known_without_marks():
    target = make_target()
    empty = make_situation("???", "???", "???", "???", levels=LEVELS)
    assert check(target, empty).value == 3


def test_counts_of_another_set_are_not_compared():
    target = make_target("avg_criteria_per_commune")
    assert check(target, set_id="OTHER").reason == "other_set"
    assert check(make_target(), set_id="OTHER").value == 3


def test_what_is_not_collected_says_so():
    assert check(make_target("income_per_capita")).reason == "not_collected"


def test_a_scope_nobody_named_says_so():
    border = make_target("avg_criteria_per_commune", scope_level="border_communes")
    assert check(border).reason == "not_named"
    assert check(make_target("communes_ntm_merged"), named={}).reason == "not_named"


def test_new_criteria_of_one_commune_count_its_own_list():
    target = make_target(
        "commune_new_criteria", scope_level="commune", criterion_list=(1, 2), is_cumulative=False
    )
    measured = check(target, named={"small-t01": ("00003",)})
    assert measured.share == Share(1, 2)  # criterion 1 gained, criterion 2 only nearly met


def test_new_criteria_of_each_commune_refer_to_the_names():
    target = make_target("commune_new_criteria", scope_level="each_commune")
    assert check(target).reason == "see_named"


def test_nothing_is_new_without_a_start():
    target = make_target("new_criteria_total", is_cumulative=False)
    assert check(target, start=None).reason == "no_baseline"


def test_what_nobody_had_assessed_is_not_new():
    start = make_situation("???", "++-", "---", "---", on=START)
    target = make_target("new_criteria_total", is_cumulative=False)
    assert check(target, start=start).reason == "not_assessed"


@pytest.mark.parametrize(
    ("metric", "value", "found"),
    [("communes_ntm", "3", 3), ("communes_ntm", "4", None), ("communes_ntm_share", "75.01", None)],
)
def test_the_fewest_recognised_may_reach_a_target_and_never_miss_it(metric, value, found):
    measured = check(make_target(metric, value), replace(NOW, knows_recognitions=False))
    assert measured.value == found
    assert measured.reason == ("" if found else "no_recognitions")


def test_who_is_not_recognised_is_unknown_where_the_decisions_are():
    now = replace(NOW, knows_recognitions=False)
    target = make_target("min_criteria_per_commune", "1", scope_level="non_ntm_communes")
    assert check(target, now).reason == "no_recognitions"
    assert check(make_target("min_criteria_per_commune", "1"), now).value == 0


def test_districts_never_recorded_are_not_none():
    assert check(make_target("districts_ntm")).reason == "districts_not_recorded"


def test_districts_recorded_are_counted():
    now = replace(NOW, level_by_district={"001": NTM})
    assert check(make_target("districts_ntm"), now).share == Share(1, 2)
    own = make_target("district_ntm_maintained", scope_level="district", district_code="002")
    assert check(own, now).share == Share(0, 1)


def test_districts_to_add_leave_out_those_of_the_start():
    target = make_target("districts_ntm", is_cumulative=False)
    evidence = replace(NOW, level_by_district={"001": NTM, "002": NTM}).evidence({}, BEFORE)
    assert measure(target, evidence, SET.set_id).reason == "no_baseline"
    evidence = replace(evidence, level_by_district_at_start={"001": NTM})
    assert measure(target, evidence, SET.set_id).value == 1


def test_a_named_commune_without_data_leaves_the_band_unknown():
    target = make_target("communes_in_band", band_min=0, band_max=1)
    assert check(target, named={"small-t01": ("00001", "99999")}).reason == "outside_data"


ROW = {
    "target_id": "x-t01",
    "plan_id": "x-2021",
    "scope_level": "province",
    "scope_name": "tỉnh",
    "metric": "communes_in_band",
    "criterion_no": None,
    "criterion_list": "10;11",
    "comparator": "=",
    "value": 1.0,
    "value_max": None,
    "unit": "communes",
    "denominator": 181.0,
    "stated_percent": "0.5",
    "increment": "+10",
    "due": date(2021, 12, 31),
    "is_cumulative": True,
    "band_min": 15.0,
    "band_max": 18.0,
    "named_communes": "A;B",
    "set_by": "UBND",
    "clause": "I",
    "note_vi": None,
    "province_code": "20",
    "district_code": None,
}


def test_a_row_becomes_a_target():
    target = build_target(ROW)
    assert (target.value, target.value_max, target.denominator) == (Dec(1), None, 181)
    assert (target.band_min, target.band_max) == (15, 18)
    assert target.criterion_list == (10, 11)
    assert target.named_communes == ("A", "B")
    assert (target.note_vi, target.district_code) == ("", None)
    assert target.printed_increment == Dec(10)


def test_the_printed_percent_is_recomputed_in_its_own_decimals():
    assert build_target(ROW).recomputed_percent == Dec("0.6")  # 1/181 = 0.552; printed 0.5
    whole = build_target(ROW | {"value": 171, "stated_percent": "95"})
    assert whole.recomputed_percent == Dec(94)  # 94.475
    assert whole.percent_of_denominator(1) == Dec("94.5")


def test_no_percent_to_compare():
    assert build_target(ROW | {"stated_percent": None}).recomputed_percent is None
    assert build_target(ROW | {"denominator": None}).recomputed_percent is None
    assert build_target(ROW | {"increment": None}).printed_increment is None


def test_measured_on_the_day_of_the_situation():
    assert NOW.evidence(NAMED, BEFORE).as_of == END
