"""How much of a scenario has come true in a newer snapshot."""

from dataclasses import dataclass
from datetime import date

from domain.scenario.model import Cell, Content
from domain.situation import Situation
from domain.vocabulary import Status


@dataclass(frozen=True)
class Fulfilment:
    """What became of a scenario's assumptions.

    Attributes:
        as_of: Date of the newer snapshot.
        done: Assumptions that hold there.
        open: Those that do not.
        unknown: Those it says nothing about: not assessed, or a commune it does not hold.
    """

    as_of: date
    done: tuple[Cell, ...]
    open: tuple[Cell, ...]
    unknown: tuple[Cell, ...]

    @property
    def total(self) -> int:
        """Return how many assumptions there are."""
        return len(self.done) + len(self.open) + len(self.unknown)


def look_back(content: Content, newer: Situation, set_id: str) -> Fulfilment | None:
    """Compare a scenario with a newer snapshot.

    Args:
        content: What the scenario assumes.
        newer: The snapshot; ``None`` is returned for one of another criteria set than the
            scenario's, whose numbers mean other criteria.
        set_id: Criteria set of the scenario.
    """
    if newer.criteria_set.set_id != set_id:
        return None
    done, left, unknown = [], [], []
    for (code, no), met in sorted(content.overrides.items()):
        mark = newer.marks.at[code, no] if code in newer.marks.index else None
        if mark is None or mark == Status.NOT_ASSESSED.value:
            unknown.append((code, no))
        elif (mark == Status.MET.value) == met:
            done.append((code, no))
        else:
            left.append((code, no))
    return Fulfilment(newer.as_of, tuple(done), tuple(left), tuple(unknown))
