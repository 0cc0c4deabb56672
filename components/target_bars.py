"""The bar of a target: from its baseline to its goal, with where it should and does stand."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from markupsafe import Markup

from components.target_words import Board, goal_value, plain
from components.text import day, t
from domain.board import TargetStanding
from domain.progress import Judgement, Working

ROOM_FOR_START = 0.7
"""Share of the bar left of the goal under which the two labels below it would collide."""


@dataclass(frozen=True)
class BarShape:
    """Positions on a bar, 0 (left end) to 1 (right end).

    Attributes:
        fill: How far the bar is filled: where the figure stands.
        goal: Where the goal stands.
        expected: Where the line stands on the day judged, ``None`` without line or at its end.
        start: Value at the left end.
        starts_at_baseline: The left end is the baseline; else it is zero.
    """

    fill: float
    goal: float
    expected: float | None
    start: Decimal
    starts_at_baseline: bool


def shape_bar(judgement: Judgement, working: Working | None) -> BarShape | None:
    """Lay a judgement out on a bar, ``None`` without a figure.

    The bar runs from the baseline to the goal, whichever way that leads, so that its fill is the
    part of the way that is done. Where there is no line, or the baseline already satisfied the
    target, it runs from zero. A figure before the left end or beyond the right one stretches it.

    Args:
        judgement: The judgement.
        working: The inputs of its line, ``None`` without line.
    """
    actual, goal, baseline = judgement.actual, judgement.goal, judgement.baseline
    if actual is None:
        return None
    climbs = working is not None and not working.holds
    uses_baseline = baseline is not None and climbs and baseline.value != goal
    start = baseline.value if baseline is not None and uses_baseline else Decimal(0)
    way = Fraction(goal) - Fraction(start)
    if way == 0:
        return BarShape(1.0, 1.0, None, start, uses_baseline)

    def along(value: Decimal) -> Fraction:
        return (Fraction(value) - Fraction(start)) / way

    low, high = min(Fraction(0), along(actual)), max(Fraction(1), along(actual))

    def place(value: Decimal) -> float:
        return float((along(value) - low) / (high - low))

    expected = judgement.expected if uses_baseline else None
    return BarShape(
        fill=place(actual),
        goal=place(goal),
        expected=None if expected is None or expected == goal else place(expected),
        start=start,
        starts_at_baseline=uses_baseline,
    )


def build_bar(standing: TargetStanding, board: Board, label: str) -> Markup:
    """Return the bar as markup with its two ends written under it; empty without a figure."""
    target = standing.target
    shape = shape_bar(standing.judgement, board.working(standing))
    if shape is None:
        return Markup("")
    goal = f"{shape.goal * 100:.2f}"
    marks = Markup('<i class="goal" style="left:{}%"></i>').format(goal)
    if shape.expected is not None:
        left = f"{shape.expected * 100:.2f}"
        marks += Markup('<i class="due" style="left:{}%"></i>').format(left)
    return Markup(
        '<div class="tg-bar" role="img" aria-label="{}">'
        '<span class="fill" style="width:{}%"></span>{}</div>'
        '<div class="tg-ends"><span>{}</span>'
        '<span class="goal" style="left:{}%;transform:translateX(-{}%)">{}</span></div>'
    ).format(
        label,
        f"{shape.fill * 100:.2f}",
        marks,
        _start(shape, standing),
        goal,
        goal,
        goal_value(target),
    )


def _start(shape: BarShape, standing: TargetStanding) -> str:
    """Write the left end, unless the goal's own label needs the room."""
    if shape.goal < ROOM_FOR_START:
        return ""
    baseline = standing.judgement.baseline
    if not shape.starts_at_baseline or baseline is None:
        return "0"
    value = plain(baseline.value, standing.target)
    return t("targets.bar.start", value=value, on=day(baseline.on))
