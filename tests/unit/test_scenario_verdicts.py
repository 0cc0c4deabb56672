"""What the page says first of a plan: proved, or how far from proved when time was up."""

from dataclasses import replace

from planner_cases import band, problem_of, reach

from components import scenario_result
from domain.planner.counts import solve_counts
from domain.planner.result import FEASIBLE
from domain.planner.solve import solve
from domain.planner.start import Goal


def said(monkeypatch, result):
    verdicts = []
    monkeypatch.setattr(scenario_result, "render_verdict", lambda *words: verdicts.append(words))
    scenario_result.render_status(None, result, ())
    (verdict,) = verdicts
    return verdict


def test_a_plan_is_proved_or_its_gap_is_shown(monkeypatch):
    found = solve(problem_of("--+", "-++", requirements=[reach(2)]), 20)
    css, title, what, (proof,) = said(monkeypatch, found)
    assert (css, title) == ("", "Tối ưu đã chứng minh:")
    assert what == "cần đạt thêm 3 lượt tiêu chí ở 2 xã"
    assert proof.startswith("Không có cách nào ít hơn 3 lượt tiêu chí.")
    css, title, what, (gap,) = said(
        monkeypatch, replace(found, status=FEASIBLE, bound=2, gap=1 / 3)
    )
    assert (css, title) == ("open", "Phương án tốt nhất tìm được:")
    assert "không quá 1 lượt tiêu chí (33,3%); không thể dưới 2 lượt tiêu chí." in gap
    _, _, _, (gap,) = said(monkeypatch, replace(found, status=FEASIBLE, bound=2, gap=0.0004))
    assert "(dưới 0,1%)" in gap


def test_communes_outside_their_bands_are_part_of_the_verdict(monkeypatch):
    # Nobody can fall back to one criterion: two of three stay outside the band whatever is done.
    asked = [band(0, 1, 3, is_soft=True), reach(1)]
    problem = problem_of("-++", "-++", "--+", requirements=asked)
    _, _, what, (proof,) = said(monkeypatch, solve(problem, 20))
    assert what == "cần đạt thêm 1 lượt tiêu chí ở 1 xã, còn lệch nhóm 2 xã"
    assert proof.startswith(
        "Không có cách nào lệch ít hơn 2 xã; trong các cách lệch 2 xã, "
        "không có cách nào ít hơn 1 lượt tiêu chí."
    )
    found = solve(replace(problem, deviation_price=5), 20)
    _, _, _, (proof,) = said(monkeypatch, found)
    assert proof.startswith("1 lượt tiêu chí + 10 là giá của 2 xã lệch nhóm = 11; ")
    stopped = replace(found, status=FEASIBLE, bound=10, gap=1 / 11)
    _, _, _, (gap,) = said(monkeypatch, stopped)
    assert "là 11. Chưa chứng minh là ít nhất: có thể còn bớt được" in gap
    assert "không quá 1 (9,1%); tổng không thể dưới 10." in gap


def test_a_plan_whose_deviations_are_not_proved_claims_nothing(monkeypatch):
    asked = [band(0, 1, 3, is_soft=True), reach(1)]
    problem = problem_of("-++", "-++", "--+", requirements=asked)

    def stopped(problem, goal, caps, left):
        assert goal is Goal.DEVIATION
        return replace(solve_counts(problem, goal, caps, left), status=FEASIBLE)

    monkeypatch.setattr("domain.planner.solve.solve_counts", stopped)
    found = solve(problem, 20)
    assert (found.status, found.bound, found.gap) == (FEASIBLE, None, None)
    css, _, what, (gap,) = said(monkeypatch, found)
    assert (css, gap[:8]) == ("open", "Hết thời")
    assert "còn lệch nhóm 2 xã" in what
