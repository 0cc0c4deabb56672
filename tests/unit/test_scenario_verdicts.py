"""What the page says first of a plan: proved, or how far from proved when time was up."""

from dataclasses import replace

from planner_cases import problem_of, reach

from components import scenario_result
from domain.planner.result import FEASIBLE
from domain.planner.solve import solve


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
    assert what == "3 lượt tiêu chí ở 2 xã"
    assert proof.startswith("Không có cách nào ít hơn 3 lượt tiêu chí.")
    css, title, what, (gap,) = said(
        monkeypatch, replace(found, status=FEASIBLE, bound=2, gap=1 / 3)
    )
    assert (css, title) == ("open", "Phương án tốt nhất tìm được:")
    assert "33,3%" in gap
    assert "2 lượt tiêu chí" in gap
