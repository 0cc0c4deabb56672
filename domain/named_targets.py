"""The targets that name a commune, and how the commune stands on each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.board import TargetStanding
from domain.plans import Plan
from domain.profile import DatedMarks
from domain.progress import Progress
from domain.vocabulary import Status


@dataclass(frozen=True)
class NamedTarget:
    """A target that names a commune.

    Attributes:
        plan: The plan that sets it.
        standing: The target with what all its communes reached.
        verdict: How this commune stands on it; ``None`` while it is open, or when the target has no
            due date or cannot be measured.
        criteria: Criteria it registers for this commune, with today's marks; empty when the target
            lists none or its plan numbers another set.
    """

    plan: Plan
    standing: TargetStanding
    verdict: Progress | None
    criteria: tuple[tuple[int, Status], ...]


def named_targets(
    boards: Iterable[tuple[Plan, Sequence[TargetStanding]]],
    codes_by_target: Mapping[str, Sequence[str]],
    commune_code: str,
    now: DatedMarks | None,
    as_of: date | None,
) -> list[NamedTarget]:
    """List the targets that name a commune.

    Args:
        boards: Plans of the province with their targets judged on ``as_of``.
        codes_by_target: Communes each target names, by target id.
        commune_code: The commune.
        now: Its marks at that date, if any.
        as_of: The date; without one nothing was judged and ``boards`` is empty.
    """
    found = []
    for plan, board in boards:
        for standing in board:
            if commune_code not in codes_by_target.get(standing.target.target_id, ()):
                continue
            numbers: tuple[int, ...] = ()
            if now is not None and now.criteria_set.set_id == plan.set_id:
                numbers = standing.target.criterion_list
            criteria = tuple((no, now.marks[no]) for no in numbers) if now else ()
            verdict = _verdict(standing, commune_code, as_of, criteria)
            found.append(NamedTarget(plan, standing, verdict, criteria))
    return found


def _verdict(
    standing: TargetStanding,
    commune_code: str,
    as_of: date | None,
    criteria: Sequence[tuple[int, Status]],
) -> Progress | None:
    target = standing.target
    if target.due is None or as_of is None:
        return None
    if criteria:
        is_done = all(mark is Status.MET for _, mark in criteria)
    elif standing.measurement.value is not None and not target.criterion_list:
        is_done = commune_code in standing.measurement.codes
    else:
        return None
    if is_done:
        return Progress.ACHIEVED
    return Progress.MISSED if as_of >= target.due else None
