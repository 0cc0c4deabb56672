"""What is said about one target: its name, goal, figures and verdict in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from markupsafe import Markup

from components.cards import SYMBOLS
from components.headline import actual_text, metric_name, target_value
from components.names import Names
from components.text import MISSING, day, has_text, number, share_text, t
from domain.board import UNDECIDED, TargetStanding
from domain.progress import Progress, ProgressRule, Working, explain
from domain.targets import Target

COUNTED_OF = ("villages", "communes")
"""Units of a printed denominator: 110 of 156 villages."""

OWN_SCOPES = ("province", "district")
"""Scopes that need no further name: the place is known from the heading."""


@dataclass(frozen=True)
class Board:
    """What every target of a board is written with.

    Attributes:
        names: Names of units and criteria.
        as_of: Day judged.
        rule: Thresholds of the judgement.
        set_size: Criteria in the set.
        only_setter: The body that set every target of the plan; empty when several did.
        decision: Decision of the set the marks follow.
    """

    names: Names
    as_of: date
    rule: ProgressRule
    set_size: int
    only_setter: str = ""
    decision: str = ""

    def working(self, standing: TargetStanding) -> Working | None:
        """Return the inputs of a target's line."""
        on = standing.judged_on(self.as_of)
        return explain(standing.target, standing.judgement, on, self.rule, self.set_size)


def set_by_text(target: Target, board: Board) -> str:
    """Write who set a target and in which clause; the clause alone where one body set them all."""
    if board.only_setter:
        return target.clause
    return t("targets.set_by", who=target.set_by, clause=target.clause)


def only_setter(standings: Iterable[TargetStanding]) -> str:
    """Return the body that set every target, or nothing when several did."""
    setters = {standing.target.set_by for standing in standings}
    return setters.pop() if len(setters) == 1 else ""


def pill(verdict: str, count: int | None = None) -> Markup:
    """Return a verdict as a coloured pill with its sign, and a count in front when given."""
    status = Progress.NO_DATA if verdict == UNDECIDED else Progress(verdict)
    sign = "○" if verdict == UNDECIDED else SYMBOLS[status]
    word = verdict_word(verdict)
    text = word if count is None else t("targets.count", count=number(count), verdict=word.lower())
    return Markup(
        '<span class="ntm-pill ntm-tip ntm-{0} tip-{0}" tabindex="0">{1} {2}</span>'
    ).format(verdict, sign, text)


def verdict_word(verdict: str) -> str:
    """Return a verdict in words."""
    return t("targets.undecided") if verdict == UNDECIDED else t(f"progress.{verdict}")


def target_name(target: Target, names: Names) -> str:
    """Name a target: what it counts and, where that is not the whole place, of whom."""
    name = metric_name(target, names.criteria.get(target.criterion_no or 0, ""))
    return name if target.scope_level in OWN_SCOPES else f"{name} · {target.scope_name}"


def placed_name(target: Target, names: Names) -> str:
    """Name a target as :func:`target_name`, with its district: for lists without headings."""
    name = target_name(target, names)
    if target.scope_level != "district" or not target.district_code:
        return name
    return f"{name} · {names.district(target.district_code)}"


def goal_value(target: Target) -> str:
    """Write what is to be reached; what is to be delivered within the period says so."""
    value = target_value(target)
    return value if target.is_cumulative else t("targets.in_period", value=value)


def goal_text(target: Target) -> str:
    """Write the goal with its due date: "cần ≥ 71 xã đến 31/12/2021"."""
    if target.due is None:
        return t("targets.no_due", value=goal_value(target))
    return t("targets.goal_due", value=goal_value(target), due=day(target.due))


def now_text(standing: TargetStanding) -> str:
    """Write the measured figure with numerator, denominator and share."""
    share, unit = standing.measurement.share, standing.target.unit
    if standing.measurement.value is None:
        return t("targets.actual_none")
    if standing.measurement.entered:
        return entered_text(standing)
    if share is not None and unit in ("communes", "district_units") and share.whole > 1:
        return share_text(share)
    if share is not None and unit == "criteria_per_commune":
        return (
            f"{number(standing.measurement.value, 2)} ({number(share.part)}/{number(share.whole)})"
        )
    return (
        with_unit(standing.measurement.value, standing.target) if not share else _counted(standing)
    )


def entered_text(standing: TargetStanding) -> str:
    """Write a figure staff entered, with the day it speaks of: "92/156 thôn (đến 30/06/2021)"."""
    entered, target = standing.measurement.entered, standing.target
    figure = plain(standing.measurement.value, target)
    if target.denominator and target.unit in COUNTED_OF:
        figure = f"{figure}/{number(target.denominator)}"
    if target.unit != "percent":
        figure = f"{figure} {unit_name(target, figure)}".strip()
    return t("targets.entered_now", figure=figure, date=day(entered.as_of if entered else None))


def _counted(standing: TargetStanding) -> str:
    text = actual_text(standing)
    if standing.target.unit == "percent":
        return text
    return f"{text} {unit_name(standing.target, text)}"


def unit_name(target: Target, figure: str = "") -> str:
    """Return a target's unit as a word; a percentage's own unit is the percentage point.

    Args:
        target: The target.
        figure: The number the word follows, as written.
    """
    key = "percentage_points" if target.unit == "percent" else target.unit
    return t(f"unit.{key}", value=figure) if has_text(f"unit.{key}") else ""


def plain(value: Decimal | None, target: Target) -> str:
    """Write a figure in a target's unit without naming the unit, except a percent sign."""
    if target.unit == "percent":
        return MISSING if value is None else f"{number(value)}%"
    return number(value)


def with_unit(value: Decimal | None, target: Target) -> str:
    """Write a difference or an amount with its unit: "1,8 xã", "1,02 điểm %"."""
    return f"{number(value)} {unit_name(target, number(value))}".strip()


def reason_text(standing: TargetStanding) -> str:
    """Return why there is no verdict."""
    reason = standing.judgement.reason or standing.measurement.reason
    return t(f"reason.{reason}") if reason else ""


def words(standing: TargetStanding, board: Board) -> str:
    """Say in words how a target stands against its line."""
    judged, target = standing.judgement, standing.target
    if standing.measurement.value is None:
        return reason_text(standing)
    values = {
        "actual": plain(judged.actual, target),
        "goal": plain(judged.goal, target),
        "gap": with_unit(judged.gap, target),
    }
    match judged.status:
        case Progress.ACHIEVED:
            over = (judged.actual or Decimal(0)) - judged.goal
            if over > 0:
                return t("targets.word.achieved_over", over=with_unit(over, target), **values)
            return t("targets.word.achieved", **values)
        case Progress.MISSED:
            return t("targets.word.missed", **values)
        case Progress.NO_DATA:
            return f"{_to_go(standing)} {reason_text(standing)}"
        case _:
            return f"{_against_line(standing, board, values)} {_to_go(standing)}"


def _against_line(standing: TargetStanding, board: Board, values: dict[str, str]) -> str:
    judged, target = standing.judgement, standing.target
    shortfall = judged.shortfall or Decimal(0)
    values |= {
        "date": day(standing.judged_on(board.as_of)),
        "expected": plain(judged.expected, target),
    }
    if shortfall < 0:
        return t("targets.word.ahead", over=with_unit(-shortfall, target), **values)
    if shortfall == 0:
        return t("targets.word.level", **values)
    values["shortfall"] = with_unit(shortfall, target)
    if judged.status is Progress.BEHIND:
        return t("targets.word.behind", **values)
    working = board.working(standing)
    slack = with_unit(working.slack if working else None, target)
    return t("targets.word.tolerated", slack=slack, **values)


def _to_go(standing: TargetStanding) -> str:
    judged, target = standing.judgement, standing.target
    gap = with_unit(judged.gap, target)
    if judged.pace_needed is None:
        return t("targets.word.to_go_only", gap=gap)
    return t("targets.word.to_go", gap=gap, pace=with_unit(judged.pace_needed, target))
