from dataclasses import replace
from datetime import date
from decimal import Decimal as Dec
from fractions import Fraction

import pytest
from small_plan import (
    ADVANCED,
    END,
    NTM,
    SET,
    START,
    make_plan,
    make_situation,
    make_target,
)

from domain.board import (
    PRESSING,
    VERDICTS,
    assess_targets,
    find_baseline,
    find_conflicts,
    find_distribution,
    most_pressing,
    pick_headlines,
    tally,
)
from domain.criteria import CriteriaSet
from domain.history import HistoryFigure
from domain.progress import Point, ProgressRule

RULE = ProgressRule(Fraction(1, 20))
PLAN = make_plan()
MIDDLE = date(2021, 7, 2)  # 183 of 365 days
NOW = make_situation("+++", "++-", "+--", "---", on=MIDDLE, levels={"00001": NTM})
BEFORE = make_situation("++-", "+--", "---", "---", on=START)
OTHER_SET = CriteriaSet("OTHER", "QĐ khác", "Bộ khác", "Other", None, None, SET.criteria)


def assess(*targets, now=NOW, start=BEFORE, codes=None, **more):
    return assess_targets(targets, PLAN, now, start, codes or {}, RULE, **more)


def published(value, on=START, metric="communes_ntm", **changes):
    values = {
        "on": on,
        "metric": metric,
        "value": float(value),
        "text": str(value),
        "denominator": 4,
        "qualifier": "",
        "set_id": SET.set_id,
        "source_url": "https://example.org/bai",
        "verification": "verified",
        "note_vi": "",
    }
    return HistoryFigure(**values | changes)


def test_a_target_is_measured_put_on_its_line_and_judged():
    # From 0 at the end of 2020 to 3 at the end of 2021: 3 × 183/365 = 1.50 wanted, 1 there.
    (standing,) = assess(make_target())
    assert standing.measurement.value == 1
    assert standing.judgement.baseline == Point(START, Dec(0), "snapshot")
    assert standing.judgement.expected == Dec("1.50")
    assert standing.verdict == "behind"


def test_the_board_keeps_the_documents_order():
    targets = [make_target(target_id=f"small-t0{n}", value=str(9 - n)) for n in (1, 2, 3)]
    found = [standing.target.target_id for standing in assess(*targets)]
    assert found == ["small-t01", "small-t02", "small-t03"]


def test_the_size_of_the_set_tells_the_top_band():
    band = make_target("communes_in_band", "1", comparator="=")
    top = replace(band, band_min=3, band_max=3, target_id="top")
    below = replace(band, band_min=2, band_max=2, target_id="below")
    now = make_situation("+++", "+++", "++-", "++-", on=MIDDLE)
    verdicts = [s.verdict for s in assess(top, below, now=now)]
    assert verdicts == ["achieved", "behind"]  # two at 3 of 3 are fine, two at 2 are not one


def test_a_figure_without_a_line_is_undecided_not_missing():
    (standing,) = assess(make_target(), start=None)
    assert standing.judgement.reason == "no_baseline"
    assert standing.verdict == "undecided"
    (standing,) = assess(make_target("income_per_capita"), start=None)
    assert standing.verdict == "no_data"


def test_a_tally_counts_every_verdict_once():
    standings = assess(make_target(), make_target(value="1"), make_target("income_per_capita"))
    counts = tally(standings)
    assert list(counts) == list(VERDICTS)
    assert counts["behind"] == counts["achieved"] == counts["no_data"] == 1
    assert sum(counts.values()) == 3


def test_what_needs_attention_comes_first():
    assert set(PRESSING) == set(VERDICTS)
    good, bad = make_target(value="1", target_id="good"), make_target(target_id="bad")
    found = [s.target.target_id for s in most_pressing(assess(good, bad))]
    assert found == ["bad", "good"]


# Data of one district only


def test_data_of_one_district_answers_for_no_other_and_not_for_the_province():
    part = make_situation(
        "+++", "++-", on=MIDDLE, codes=("00001", "00002"), only=("001",), levels={"00001": NTM}
    )
    own = make_target(scope_level="district", district_code="001")
    other = make_target(scope_level="district", district_code="002")
    standings = assess(own, other, make_target(), make_target("income_per_capita"), now=part)
    assert [s.measurement.value for s in standings] == [1, None, None, None]
    reasons = [s.measurement.reason for s in standings]
    assert reasons == ["", "outside_data", "outside_data", "not_collected"]


def test_a_start_of_one_district_is_no_baseline_for_the_province():
    part = make_situation("++-", "+--", on=START, codes=("00001", "00002"), only=("001",))
    assert find_baseline(make_target(), PLAN, part, {}) is None
    own = make_target(scope_level="district", district_code="001")
    assert find_baseline(own, PLAN, part, {}) == Point(START, Dec(0), "snapshot")


# Baselines


def test_the_measured_start_comes_before_everything():
    target = make_target(value="3", increment="+2")
    start = make_situation("+++", "---", "---", "---", on=START, levels={"00001": NTM})
    found = find_baseline(target, PLAN, start, {}, [NOW], [published(2)])
    assert found == Point(START, Dec(1), "snapshot")


def test_the_printed_increment_tells_where_the_plan_started():
    target = make_target(value="75", increment="+10")
    found = find_baseline(target, PLAN, None, {}, [NOW], [published(2)])
    assert found == Point(START, Dec(65), "printed_increment")


def test_a_published_figure_up_to_the_start_comes_next():
    figures = [published(1, date(2019, 12, 31)), published(2), published(3, date(2021, 5, 31))]
    found = find_baseline(make_target(), PLAN, None, {}, [NOW], figures)
    assert found == Point(START, Dec(2), "published", "https://example.org/bai")


def test_a_published_figure_of_the_province_says_nothing_of_a_district():
    target = make_target(scope_level="district", district_code="001")
    assert find_baseline(target, PLAN, None, {}, (), [published(2)]) is None


def test_the_first_period_measured_is_the_last_resort():
    first = replace(NOW, as_of=date(2021, 3, 31))
    found = find_baseline(make_target(), PLAN, None, {}, [first, NOW])
    assert found == Point(date(2021, 3, 31), Dec(1), "first_snapshot")


def test_a_first_period_is_no_line_for_itself():
    later = make_situation("+++", "+++", "---", "---", on=END, levels={"00001": NTM, "00002": NTM})
    target = make_target(due=date(2022, 12, 31))
    (standing,) = assess(target, start=None, later=[NOW, later])
    assert standing.judgement.baseline is None
    (standing,) = assess(target, now=later, start=None, later=[NOW, later])
    # 1 on 2 July 2021, 3 wanted 547 days later: 182 days on, 1 + 2 × 182/547 = 1.67
    assert standing.judgement.baseline == Point(MIDDLE, Dec(1), "first_snapshot")
    assert (standing.judgement.expected, standing.verdict) == (Dec("1.67"), "on_track")


def test_what_is_delivered_within_the_period_starts_at_zero():
    target = make_target("communes_ntm", value="2", is_cumulative=False, increment="+2")
    assert find_baseline(target, PLAN, BEFORE, {}) == Point(START, Dec(0), "zero")


def test_a_start_in_another_set_gives_no_count_of_criteria():
    start = replace(BEFORE, criteria_set=OTHER_SET)
    assert find_baseline(make_target("avg_criteria_per_commune"), PLAN, start, {}) is None
    assert find_baseline(make_target(), PLAN, start, {}).value == 0


# Bands that speak of the communes named one by one


def registered(*names):
    return [
        make_target(
            "commune_new_criteria", "1", target_id=f"c-{n}", scope_level="commune", scope_name=n
        )
        for n in names
    ]


def bands(**values):
    return [
        make_target(
            "communes_in_band",
            str(value),
            target_id=name,
            comparator="=",
            band_min=int(name[1:]),
            band_max=int(name[1:]),
        )
        for name, value in values.items()
    ]


CODES = {"c-a": ("00002",), "c-b": ("00003",)}


def test_bands_that_sum_to_the_named_communes_speak_of_them():
    targets = [*registered("a", "b"), *bands(b3=1, b2=1)]
    found = find_distribution(targets, CODES)
    assert found == {"b3": ("00002", "00003"), "b2": ("00002", "00003")}


def test_bands_that_sum_to_anything_else_speak_of_all():
    assert find_distribution([*registered("a", "b"), *bands(b3=1, b2=2)], CODES) == {}
    assert find_distribution(bands(b3=1, b2=1), CODES) == {}


def test_a_commune_at_all_criteria_that_is_not_meant_is_not_counted():
    standings = assess(*registered("a", "b"), *bands(b3=1, b2=1), codes=CODES)
    top = next(s for s in standings if s.target.target_id == "b3")
    assert (top.measurement.share.part, top.measurement.share.whole) == (0, 2)
    assert top.verdict == "behind"


# Conflicts


def test_bodies_that_set_different_values_for_one_thing():
    low = make_target(value="69", target_id="a", set_by="UBND")
    same = make_target(value="69", target_id="b", set_by="UBND khác")
    high = make_target(value="71", target_id="c", set_by="BCĐ")
    (conflict,) = find_conflicts([high, low, same])
    assert [t.target_id for t in conflict.targets] == ["a", "b", "c"]
    assert conflict.highest is high
    assert conflict.spread == 2
    assert {v: [t.target_id for t in ts] for v, ts in conflict.by_value().items()} == {
        Dec(69): ["a", "b"],
        Dec(71): ["c"],
    }


def test_of_an_at_most_the_lowest_is_the_most_demanding():
    targets = [make_target(value=v, comparator="<=", target_id=v) for v in ("4", "3")]
    (conflict,) = find_conflicts(targets)
    assert conflict.highest.value == 3


@pytest.mark.parametrize(
    "change",
    [
        {"due": date(2025, 12, 31)},
        {"scope_name": "20 xã biên giới", "scope_level": "border_communes"},
        {"criterion_no": 3},
        {"criterion_list": (10, 11)},
        {"band_min": 1, "band_max": 2},
        {"is_cumulative": False},
        {"plan_id": "other-2021"},
    ],
)
def test_different_things_are_no_conflict(change):
    assert find_conflicts([make_target(value="69"), make_target(value="71", **change)]) == []


def test_the_same_value_twice_is_no_conflict():
    assert find_conflicts([make_target(), make_target(set_by="BCĐ")]) == []


# Headlines


def headline(*targets, on=MIDDLE, district=None, codes=None):
    standings = assess(*targets, codes=codes)
    return {h.metric: h for h in pick_headlines(standings, on, district)}


def test_the_headline_is_the_next_due_and_most_demanding():
    near, nearer = make_target(value="2", target_id="a"), make_target(value="3", target_id="b")
    far = make_target(value="4", target_id="c", due=date(2025, 12, 31))
    found = headline(far, near, nearer)["communes_ntm"]
    assert found.main.target.target_id == "b"
    assert [o.target.target_id for o in found.others] == ["a", "c"]


def test_after_the_last_due_date_the_last_one_stays_in_force():
    found = headline(make_target(target_id="a"), on=date(2023, 1, 1))
    assert found["communes_ntm"].main.target.target_id == "a"


def test_part_of_the_place_is_no_headline():
    whole = make_target("avg_criteria_per_commune", "2", target_id="whole")
    border = replace(whole, value=Dec("2.5"), scope_level="border_communes", target_id="border")
    found = headline(whole, border)["avg_criteria_per_commune"]
    assert found.main.target.target_id == "whole"
    assert found.others == ()


def test_communes_to_add_are_no_headline_beside_the_communes_there_are():
    target = make_target(value="3", is_cumulative=False)
    assert headline(target, codes={"small-t01": ("00004",)}) == {}


def test_a_district_has_its_own_headline():
    own = make_target(target_id="own", scope_level="district", district_code="001")
    found = headline(make_target(), own, district="001")
    assert found["communes_ntm"].main.target.target_id == "own"


def test_levels_above_ntm_come_after_it():
    levels = make_situation("+++", "++-", "+--", "---", on=MIDDLE, levels={"00001": ADVANCED})
    targets = [make_target("communes_advanced", "1"), make_target()]
    standings = assess(*targets, now=levels)
    assert [h.metric for h in pick_headlines(standings, MIDDLE, None)] == [
        "communes_ntm",
        "communes_advanced",
    ]
