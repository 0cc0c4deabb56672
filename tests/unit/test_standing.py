"""Who holds the programme back: districts, criteria, agencies, and what moved."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from small_plan import make_plan, make_target
from tiny_marks import CRITERIA_SET, marks_of, situation_of

from domain.board import TargetStanding
from domain.catalog import Selection
from domain.criteria_board import (
    leads_of,
    order_criteria,
    outside_group_targets,
    parts_led,
    plan_fits,
    rank_leads,
    split_by_district,
    stand_criteria,
    stand_groups,
    targets_about,
)
from domain.figures import Share
from domain.layers import by_level
from domain.progress import Judgement, Progress
from domain.reconcile import Published, reconcile
from domain.standing import (
    compare,
    nearest_to_line,
    rank_blockers,
    rank_communes,
    rank_districts,
)
from domain.targets import Measurement
from domain.view import View
from domain.vocabulary import Level, Status, Title

DISTRICTS = {"a": "1", "b": "1", "c": "2", "d": "2", "e": "3"}
MARKS = marks_of(a="✓✓✓", b="✓✓~", c="✓x-", d="x✓✓", e="---")
NTM = {"a": Level.NTM, "c": Level.ADVANCED}
PLACE = situation_of(NTM, DISTRICTS, a="✓✓✓", b="✓✓~", c="✓x-", d="x✓✓", e="---")


# ---- domain.standing


def test_districts_by_share_recognised_then_average():
    ranked = rank_districts(PLACE)
    assert [
        (d.district_code, d.recognised, d.all_met, d.assessed, d.average, d.minimum) for d in ranked
    ] == [
        ("1", Share(1, 2), Share(1, 2), 2, Decimal("2.50"), 2),
        ("2", Share(1, 2), Share(0, 2), 2, Decimal("1.50"), 1),
        ("3", Share(0, 1), Share(0, 1), 0, None, None),
    ]


def test_communes_by_criteria_met():
    order = [(c.commune_code, c.level) for c in rank_communes(MARKS, NTM)]
    assert order[0] == ("a", Level.NTM)
    assert order[-1] == ("e", None)


def test_criteria_by_communes_they_hold_back():
    found = [(b.criterion_no, b.lacking, b.only, b.nearly, b.met) for b in rank_blockers(MARKS)]
    assert found == [
        # d lacks criterion 1 alone, b criterion 3 alone; c may lack 3 too, which nobody assessed.
        (1, 1, 1, 0, Share(3, 5)),
        (2, 1, 0, 0, Share(3, 5)),
        (3, 1, 1, 1, Share(2, 5)),
    ]


def test_the_criterion_most_lack_comes_first():
    ranked = rank_blockers(marks_of(a="✓xx", b="✓x✓", c="✓✓✓"))
    assert [(b.criterion_no, b.lacking, b.only) for b in ranked] == [
        (2, 2, 1),
        (3, 1, 0),
        (1, 0, 0),
    ]


def test_some_criteria_are_ranked_but_the_whole_set_decides_what_is_the_last_one():
    ranked = rank_blockers(marks_of(a="xx✓", b="✓x✓"), numbers=[2])
    assert [(b.criterion_no, b.lacking, b.only) for b in ranked] == [(2, 2, 1)]


def test_nearest_to_the_line_leaves_out_the_recognised_and_the_unassessed():
    marks = marks_of(a="✓✓✓", b="✓✓~", c="✓x-", d="✓✓✓", e="---")
    near = nearest_to_line(replace(PLACE, marks=marks, level_by_commune={"a": Level.NTM}))
    assert [(n.commune_code, n.met, n.missing, n.nearly) for n in near] == [
        ("d", 3, (), ()),
        ("b", 2, (3,), (3,)),
        ("c", 1, (2,), ()),
    ]
    nobody = replace(PLACE, marks=marks, level_by_commune={})
    assert [n.commune_code for n in nearest_to_line(nobody, 2)] == ["a", "d"]


def test_without_the_decisions_no_district_is_last_and_no_commune_waits():
    # District 1 has no known recognised commune, but the highest average.
    place = replace(PLACE, level_by_commune={"c": Level.ADVANCED}, knows_recognitions=False)
    ranked = rank_districts(place)
    assert [(d.district_code, d.recognised.part, d.is_least) for d in ranked] == [
        ("1", 0, True),
        ("2", 1, True),
        ("3", 0, True),
    ]
    assert [n.commune_code for n in nearest_to_line(place)] == ["b", "d"]  # a holds all, c a title
    assert place.waiting == ()
    assert replace(place, knows_recognitions=True).waiting == ("a",)
    titles = [place.title_of(code) for code in "abc"]
    assert titles == [Title.UNKNOWN, Title.UNKNOWN, Title.ADVANCED]
    assert by_level(place).char_by_commune == {"a": "-", "b": "-", "c": "2", "d": "-", "e": "-"}


def test_a_published_count_of_recognised_contradicts_only_fewer_than_are_known():
    def line(value):
        figure = Published("communes_ntm", date(2021, 12, 31), Decimal(value), value)
        return reconcile(PLACE.summary(), [figure], is_least=True)

    assert line("3") == []  # two are known, a third may be
    assert line("1")[0].difference == 1


def test_gained_and_lost_between_two_dates():
    before = marks_of(a="✓x~", b="✓✓✓", c="-xx", gone="✓✓✓")
    after = marks_of(a="✓✓✓", b="✓x-", c="✓✓x", new="✓✓✓")
    change = compare(before, after)
    # c's first criterion was not assessed before, b's third is not assessed now: neither moved.
    assert set(change.gained) == {("a", 2), ("a", 3), ("c", 2)}
    assert change.lost == (("b", 2),)
    assert change.by_criterion() == {2: 1, 3: 1}


def test_marks_of_two_sets_are_never_compared():
    two = replace(CRITERIA_SET, criteria=CRITERIA_SET.criteria[:2])
    with pytest.raises(ValueError, match="different criteria sets"):
        compare(marks_of(two, a="✓✓"), marks_of(a="✓✓✓"))


# ---- domain.criteria_board


PLAN = make_plan(plan_id="p", province_code="66", set_id=CRITERIA_SET.set_id)


def standing(metric, value, *, status=Progress.BEHIND, gap="1", **changes):
    target = make_target(metric, str(value), plan_id="p", **changes)
    judgement = Judgement(status, Decimal(0), target.value, gap=Decimal(gap))
    return TargetStanding(target, Measurement(Decimal(0)), judgement)


def view_of(*standings, plan=PLAN, district=None, before=None, leads=None, **communes):
    districts = {code: DISTRICTS.get(code, "1") for code in communes}
    now = situation_of(districts=districts, **communes)
    return View(
        selection=Selection("66", district=district, as_of=now.as_of, plan="p"),
        situation=now,
        scope=now.in_district(district),
        before=before,
        plan=plan,
        standings=standings,
        leads=leads or {},
    )


COMMUNES = {"a": "✓✓✓", "b": "✓✓x", "c": "✓x~", "d": "✓xx"}


def test_criteria_with_target_lead_and_change():
    before = replace(
        situation_of(districts=DISTRICTS, a="✓xx", b="✓✓✓", c="✓xx", d="✓xx"),
        as_of=date(2020, 12, 31),
    )
    target = standing("communes_meeting_criterion", 3, criterion_no=2)
    view = view_of(target, before=before, leads={2: ("Sở A",), 3: ("Sở B", "Sở C")}, **COMMUNES)
    found = stand_criteria(view)
    assert [(s.criterion.no, s.count.share_met, s.lacking, s.only, s.change) for s in found] == [
        (1, Share(4, 4), 0, 0, 0),
        (2, Share(2, 4), 2, 0, 1),
        (3, Share(1, 4), 3, 1, 0),  # a gained it, b lost it
    ]
    assert [s.target for s in found] == [None, target, None]
    assert [s.gap for s in found] == [None, Decimal(1), None]
    assert [s.leads for s in found] == [(), ("Sở A",), ("Sở B", "Sở C")]


def test_without_an_earlier_date_there_is_no_change_rather_than_none_changed():
    assert [s.change for s in stand_criteria(view_of(**COMMUNES))] == [None, None, None]


def test_a_plan_of_another_set_gives_no_target_and_no_lead():
    other = replace(PLAN, set_id="OTHER")
    view = view_of(
        standing("communes_meeting_criterion", 3, criterion_no=2),
        standing("criteria_group_share", 50, criterion_list=(2, 3)),
        plan=other,
        leads={2: ("Sở A",)},
        **COMMUNES,
    )
    assert not plan_fits(view)
    assert leads_of(view) == {}
    assert all(s.target is None and s.leads == () for s in stand_criteria(view))
    assert all(g.target is None for g in stand_groups(view))
    assert outside_group_targets(view) == ()
    assert targets_about(view, 2) == []


def test_targets_of_the_province_are_not_held_against_a_district():
    view = view_of(
        standing("communes_meeting_criterion", 3, criterion_no=2), district="2", **COMMUNES
    )
    assert [s.count.share_met.whole for s in stand_criteria(view)] == [2, 2, 2]
    assert all(s.target is None for s in stand_criteria(view))


def test_a_target_for_some_communes_only_is_not_the_criterion_s_target():
    # Lạng Sơn's criterion 8: 10 of the ten communes to finish, beside 119 of all.
    some = standing("communes_meeting_criterion", 10, criterion_no=2, scope_level="target_communes")
    every = standing("communes_meeting_criterion", 3, criterion_no=2)
    view = view_of(some, every, **COMMUNES)
    assert stand_criteria(view)[1].target is every
    assert targets_about(view, 2) == [some, every]


def test_orders_of_the_criteria():
    view = view_of(
        standing("communes_meeting_criterion", 3, criterion_no=2, gap="7"),
        standing("communes_meeting_criterion", 3, criterion_no=3, gap="2"),
        **COMMUNES,
    )
    found = stand_criteria(view)
    assert [s.criterion.no for s in order_criteria(found, "number")] == [1, 2, 3]
    assert [s.criterion.no for s in order_criteria(found, "blocking")] == [3, 2, 1]
    assert [s.criterion.no for s in order_criteria(found, "gap")] == [2, 3, 1]


def test_groups_with_targets_and_the_criterion_in_none():
    target = standing("criteria_group_share", 50, criterion_list=(2, 3))
    view = view_of(target, **COMMUNES)
    groups = stand_groups(view)
    assert [(g.group.no, g.numbers, g.share, g.target) for g in groups] == [
        (1, (1,), Share(4, 4), None),
        (2, (2, 3), Share(1, 4), target),
    ]
    assert outside_group_targets(view) == (1,)
    assert outside_group_targets(view_of(**COMMUNES)) == ()
    assert targets_about(view, 3) == [target]
    assert targets_about(view, 1) == []


def test_agencies_by_the_communes_their_criteria_hold_back():
    leads = {1: ("Sở A",), 2: ("Sở A", "Sở B"), 3: ("Sở C",)}
    ranked = rank_leads(stand_criteria(view_of(leads=leads, **COMMUNES)))
    assert [(a.agency, a.numbers, a.lacking) for a in ranked] == [
        ("Sở C", (3,), 3),
        ("Sở A", (1, 2), 2),
        ("Sở B", (2,), 2),
    ]


def test_communes_by_district_and_mark():
    situation = situation_of(districts=DISTRICTS, a="✓✓✓", b="✓✓x", c="✓x~", d="✓xx", e="✓✓-")
    split = split_by_district(situation, 3)
    assert [(d.district_code, d.met, d.lacking) for d in split] == [
        ("2", Share(0, 2), ("d", "c")),  # not met before nearly met
        ("1", Share(1, 2), ("b",)),
        ("3", Share(0, 1), ()),  # not assessed is not lacking
    ]
    assert split[2].by_status[Status.NOT_ASSESSED] == ("e",)
    with pytest.raises(KeyError):
        split_by_district(situation, 4)


def test_parts_of_a_criterion_by_agency():
    rows = [
        {"agency": "Sở NN", "subindicators_led": "17.10;17.1"},
        {"agency": "Sở TN", "subindicators_led": "17.2;1.7"},
        {"agency": "Sở KH", "subindicators_led": None},
        {"agency": "Sở XD", "subindicators_led": "17.1"},
    ]
    assert list(parts_led(rows, 17).items()) == [
        ("17.1", ("Sở NN", "Sở XD")),
        ("17.2", ("Sở TN",)),
        ("17.10", ("Sở NN",)),
    ]
    assert parts_led(rows, 1) == {"1.7": ("Sở TN",)}
    assert parts_led(rows, 7) == {}
