"""What every target of a question counts before and after the plan, in its own unit."""

from collections.abc import Callable

from components.bars import Cell, render_list
from components.text import number, t
from domain.planner.problem import Kind, PlanProblem, Requirement
from domain.planner.result import PlanResult, Reached


def render_reached(result: PlanResult, problem: PlanProblem, name_of: Callable[[str], str]) -> None:
    """List every requirement before and after the plan.

    Args:
        result: The plan.
        problem: What was asked; its requirements stand in the order of ``result.reached``.
        name_of: Gives the name of a target by its id.
    """
    # Only where bands may be missed is there anything to say of how far they are.
    has_soft = any(item.is_soft for item in problem.requirements)
    shown = ("target", "before", "after", "asked", "away")[: 5 if has_soft else 4]
    rows: list[list[Cell]] = [
        [
            name_of(found.target_id),
            _counted(found.before, asked, problem),
            _counted(found.after, asked, problem),
            _asked(asked, problem),
            _away(found, result.effort_scale),
        ][: len(shown)]
        for found, asked in zip(result.reached, problem.requirements, strict=True)
    ]
    tips = {4: t("tip.status.away")} if has_soft else {}
    heads = [t(f"scenarios.reached.{name}") for name in shown]
    render_list(heads, rows, frozenset(range(1, len(shown))), stacks=True, tips=tips)


def _counted(count: int | None, asked: Requirement, problem: PlanProblem) -> str:
    """Write a count in its unit: communes, criteria; of a total with what a commune has."""
    if asked.kind is Kind.TOTAL and count is not None:
        communes = len(asked.codes or problem.codes)
        each = number(count / communes if communes else None, 2)
        return t("scenarios.reached.total", count=number(count), each=each)
    unit = {Kind.CELLS: "criteria", Kind.BELOW: "below"}.get(asked.kind, "communes")
    return t(f"scenarios.reached.{unit}", count=number(count))


def _asked(asked: Requirement, problem: PlanProblem) -> str:
    if asked.kind is Kind.BELOW and not asked.at_most:
        return t("scenarios.reached.nobody_below")
    if asked.at_least == asked.at_most:
        return _counted(asked.at_least, asked, problem)
    if asked.at_least is None:
        return f"≤ {_counted(asked.at_most, asked, problem)}"
    return f"≥ {_counted(asked.at_least, asked, problem)}"


def _away(reached: Reached, scale: int) -> str:
    if not reached.away:
        return t("scenarios.reached.held")
    is_short = reached.at_least is not None and reached.after < reached.at_least
    away = t(f"scenarios.reached.{'short' if is_short else 'over'}", count=number(reached.away))
    if not reached.price:
        return away
    return t("scenarios.reached.priced", away=away, price=number(reached.price / scale))
