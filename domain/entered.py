"""Figures staff enter for targets that no marks of communes answer: which counts, and from where.

The newest figure of the period looked at counts, and is held against the line of its own day: a
figure of June says nothing of December.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from domain.plans import Plan
from domain.progress import Point
from domain.targets import EnteredValue, Target


def known_at(
    values: Mapping[str, Iterable[EnteredValue]], as_of: date, periods: Iterable[date]
) -> dict[str, list[EnteredValue]]:
    """Return the entered figures that belong to a period of marks, by target, oldest first.

    They are those up to the day before the next period; the newest period takes in all that came
    later, or a plan's figures of this year would wait for marks of this year.

    Args:
        values: What was entered, by target.
        as_of: The period looked at.
        periods: Every period of the province.
    """
    following = min((day for day in periods if day > as_of), default=None)
    return {
        target_id: sorted(
            (value for value in own if following is None or value.as_of < following),
            key=lambda value: value.as_of,
        )
        for target_id, own in values.items()
    }


def entered_baseline(target: Target, plan: Plan, known: Sequence[EnteredValue]) -> Point | None:
    """Return where the line of a target's entered figures starts.

    A quantity to deliver within the period starts at 0. For a level: the last figure up to the
    plan's start; without it the level the plan itself started from by its printed increment (110
    villages, "thêm 35": 75); without it the first figure after the start, once a later one exists.

    Args:
        target: The target.
        plan: Its plan.
        known: Its figures, oldest first, at least one.
    """
    eve = plan.eve
    if not target.is_cumulative:
        return Point(eve, Decimal(0), "zero")
    before = [value for value in known if value.as_of <= plan.starts_on]
    if before:
        return Point(before[-1].as_of, before[-1].value, "entered")
    if target.printed_increment is not None:
        return Point(eve, target.value - target.printed_increment, "printed_increment")
    first = known[0]
    if first.as_of == known[-1].as_of:
        return None
    return Point(first.as_of, first.value, "entered")
