"""A scenario worked out with its targets, and forecasts of targets ahead; counted by hand."""

from datetime import date
from decimal import Decimal

import pytest
from small_plan import END, NTM, START, make_plan, make_situation, make_target

from domain.board import assess_targets
from domain.forecast import Forecast, NotEnough
from domain.planner.translate import translate
from domain.progress import ProgressRule
from domain.scenario.apply import change_targets
from domain.scenario.diff import pair_boards
from domain.scenario.edit import change_target, set_cells
from domain.scenario.model import Content
from domain.scenario.outcome import work_out
from domain.scenario.outlook import look_ahead

PLAN = make_plan()
TARGETS = [
    make_target(),  # 3 communes at the end of 2021
    make_target(
        "avg_criteria_per_commune", "2", target_id="small-t02", unit="criteria_per_commune"
    ),
]
BEFORE = make_situation("+++", "+--", "---", "---", on=START, levels={"00001": NTM})
NOW = make_situation("+++", "++-", "+--", "---", levels={"00001": NTM})


def judge(situation, content):
    targets = change_targets(TARGETS, content.targets)
    return assess_targets(targets, PLAN, situation, BEFORE, {}, ProgressRule(0), (), ())


def test_targets_are_judged_by_the_same_rules_before_and_after():
    content = set_cells(Content(), NOW, [("00002", 3), *(("00003", no) for no in (2, 3))], True)
    outcome = work_out(NOW, content, judge)
    count, mean = outcome.pairs
    # 1 recognised; then 00002 and 00003 hold all three: 1 + 2 = 3 of 3.
    assert (count.before.measurement.value, count.after.measurement.value) == (1, 3)
    assert (count.before.verdict, count.after.verdict) == ("missed", "achieved")
    assert count.is_moved
    # (3 + 2 + 1 + 0) / 4 = 1,50; + 3 criteria = 9 / 4 = 2,25.
    assert mean.difference == Decimal("0.75")
    assert [c.commune_code for c in outcome.communes] == ["00002", "00003"]


def test_a_changed_target_moves_the_verdict_although_no_figure_does():
    content = change_target(Content(), "small-t01", Decimal(1), None)
    count, mean = work_out(NOW, content, judge).pairs
    assert (count.difference, count.before.verdict, count.after.verdict) == (
        0,
        "missed",
        "achieved",
    )
    assert count.is_moved
    assert not mean.is_moved


def test_boards_of_different_targets_are_not_paired():
    board = judge(NOW, Content())
    with pytest.raises(ValueError, match="same targets"):
        pair_boards(board, board[:1])


def ahead(*situations, due=date(2025, 12, 31)):
    targets = [make_target(due=due), make_target("communes_advanced", "1", target_id="x", due=due)]
    made = translate(targets, PLAN, situations[-1], situations[0], {})
    wanted = {requirement.target_id: requirement for requirement in made.requirements}
    return look_ahead(targets, wanted, PLAN, situations, {})


def test_a_target_ahead_gets_a_forecast_with_an_interval_around_what_is_expected():
    later = make_situation("+++", "+++", "+--", "---", levels={"00001": NTM, "00002": NTM})
    (outlook,) = ahead(BEFORE, later)
    assert isinstance(outlook.found, Forecast)
    assert (outlook.found.now, outlook.found.goal, outlook.whole) == (2, 3, 4)
    assert 2 <= outlook.found.low <= outlook.found.expected <= outlook.found.high <= 4


def test_one_snapshot_is_not_enough_and_a_target_behind_is_not_forecast():
    (outlook,) = ahead(NOW)
    assert isinstance(outlook.found, NotEnough)
    assert outlook.found.why == "one_period"
    assert ahead(BEFORE, NOW, due=END) == []
