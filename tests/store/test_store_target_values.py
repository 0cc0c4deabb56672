"""Figures of targets that communes cannot answer: typed, judged on their own day, undone."""

from datetime import date
from decimal import Decimal

import pytest

from data import actions, cached, cached_duties
from domain.board import TargetStanding
from domain.intake.problems import Severity
from domain.progress import Progress

ROADS = "langson-t17"  # more than 350 km of road surface made in 2021
VILLAGES = "langson-t10"  # 110 of 156 villages by 31/12/2021, 35 more in the year
SHARE = "langson-t18"  # 48% of rural roads hardened


def enter(target_id, value, as_of, **more):
    values = {"target_id": target_id, "value": value, "as_of": as_of, **more}
    return actions.enter("target_value", [values], province_code="20", actor="An")


def standing(target_id, on) -> TargetStanding:
    plan = next(p for p in cached.get_catalog().plans["20"] if p.plan_id == "langson-2021")
    board = cached.get_board(plan, on)
    return next(s for s in board if s.target.target_id == target_id)


def latest(province="20"):
    return cached.get_catalog().default_period(province).as_of


def test_what_is_typed_is_judged_on_its_own_day_and_can_be_undone(own_store):
    on = latest()
    assert standing(ROADS, on).measurement.value is None
    assert standing(ROADS, on).measurement.reason == "not_collected"
    first = min(date(2020, 12, 31), on)
    outcome = enter(VILLAGES, "75", first, source="Báo cáo 12/BC")
    assert outcome.fate is actions.Fate.DONE
    found = standing(VILLAGES, on)
    assert found.measurement.value == Decimal(75)
    assert found.measurement.entered.actor == "An"
    assert found.measurement.entered.source == "Báo cáo 12/BC"
    assert found.judged_on(on) == first
    assert actions.undo(outcome.batch_id, actor="An").fate is actions.Fate.DONE
    assert standing(VILLAGES, on).measurement.value is None


def test_the_line_of_a_figure_s_own_day(own_store):
    from data import queries
    from data.store.engine import get_engine
    from domain.board import assess_targets

    enter(VILLAGES, 90, date(2021, 7, 1))
    enter(ROADS, 351, date(2021, 12, 31))
    enter(SHARE, 47.5, date(2020, 12, 31))
    enter(SHARE, "47,9", date(2021, 12, 31))
    plan = next(p for p in cached.get_catalog().plans["20"] if p.plan_id == "langson-2021")
    now = cached.get_situation("20", latest())
    with get_engine().connect() as connection:
        targets = queries.read_targets(connection, plan.plan_id)
    entered = cached_duties.get_target_values()
    rule = queries.progress_rule()
    board = {
        s.target.target_id: s
        for s in assess_targets(targets, plan, now, None, {}, rule, entered=entered)
    }
    villages = board[VILLAGES].judgement
    # 110 with 35 more in the year: 75 on 31/12/2020; on 01/07/2021 182 of 365 days are over.
    assert villages.baseline.value == 75
    assert villages.expected == Decimal("92.45")
    # 2.45 behind, more than one twentieth of the way of 35 (1.75).
    assert villages.status is Progress.BEHIND
    assert board[ROADS].judgement.status is Progress.ACHIEVED  # more than 350
    share = board[SHARE].judgement
    assert (share.actual, share.baseline.value) == (Decimal("47.9"), Decimal("47.5"))
    assert share.status is Progress.MISSED


@pytest.mark.parametrize(
    ("target_id", "value", "as_of", "code"),
    [
        ("langson-t01", 5, date(2021, 6, 30), "register_unknown_target"),  # counted from communes
        (ROADS, "nhiều", date(2021, 6, 30), "register_not_a_number"),
        (ROADS, -1, date(2021, 6, 30), "register_negative_number"),
        (ROADS, 10**10, date(2021, 6, 30), "register_number_too_large"),
        (VILLAGES, "92,5", date(2021, 6, 30), "register_not_whole"),
        (ROADS, "", date(2021, 6, 30), "register_missing_value"),
        (SHARE, 101, date(2021, 6, 30), "register_share_over_whole"),
        (SHARE, "48%", date(2021, 6, 30), "register_not_a_number"),
        (VILLAGES, 157, date(2021, 6, 30), "register_share_over_whole"),  # of 156
        ("langson-t11", "19,5", date(2021, 6, 30), "register_share_over_whole"),  # criteria
        (ROADS, 5, date(2099, 1, 1), "register_future_day"),
    ],
)
def test_what_cannot_be_true_is_refused_with_a_reason(own_store, target_id, value, as_of, code):
    before = len(actions.list_batches())
    problems = enter(target_id, value, as_of)
    assert code in [problem.code for problem in problems]
    assert all(problem.severity is Severity.ERROR for problem in problems)
    assert len(actions.list_batches()) == before


def test_a_task_s_state_is_typed_the_same_way(own_store):
    values = {"task_id": "langson-II.2", "status": "Đang làm", "as_of": date(2021, 4, 5)}
    outcome = actions.enter("task_status", [values], province_code="20", actor="Bình")
    assert outcome.fate is actions.Fate.DONE
    newest = actions.list_batches("20")[0]
    assert (newest.subject, newest.actor, newest.file_name) == ("task_status", "Bình", "")
    assert actions.read_audit(1)[0].actor == "Bình"
