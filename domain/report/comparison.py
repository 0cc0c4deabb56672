"""What changed between two situations, counted only where both can be compared."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.assessment import Marks
from domain.situation import Situation
from domain.standing import Change, compare
from domain.vocabulary import Status


@dataclass(frozen=True)
class Comparison:
    """Now against an earlier date of the same scope.

    Attributes:
        since: The earlier date.
        communes: Communes of the scope then.
        recognised: Communes recognised then; ``None`` where either date does not know all.
        newly_recognised: Communes recognised now and not then.
        no_longer: Communes recognised then and not now.
        is_same_set: Both use one criteria set; otherwise nothing below is known.
        change: Marks gained and lost where both dates know them.
        total: Change of the criteria met, over what both dates know.
        is_whole: Both dates know every mark of the same communes, so totals differ by ``total``.
        common: Communes assessed at both dates.
        average: Change of the average, only when ``is_whole``.
    """

    since: date
    communes: int
    recognised: int | None
    newly_recognised: tuple[str, ...]
    no_longer: tuple[str, ...]
    is_same_set: bool
    change: Change | None = None
    total: int | None = None
    is_whole: bool = False
    common: int = 0
    average: Decimal | None = None

    def lost_by_commune(self) -> dict[str, tuple[int, ...]]:
        """Return the criteria each commune lost, most first."""
        lost: dict[str, list[int]] = {}
        for code, no in self.change.lost if self.change else ():
            lost.setdefault(code, []).append(no)
        ordered = sorted(lost.items(), key=lambda item: (-len(item[1]), item[0]))
        return {code: tuple(sorted(listed)) for code, listed in ordered}


def compare_situations(now: Situation, before: Situation | None) -> Comparison | None:
    """Compare a situation with an earlier one; ``None`` without one."""
    if before is None:
        return None
    held, had = set(now.summary().recognised_codes), set(before.summary().recognised_codes)
    same_set = now.criteria_set.set_id == before.criteria_set.set_id
    is_known = now.knows_recognitions and before.knows_recognitions
    base = Comparison(
        since=before.as_of,
        communes=before.summary().communes,
        recognised=len(had) if is_known else None,
        newly_recognised=tuple(sorted(held - had)) if is_known else (),
        no_longer=tuple(sorted(had - held)) if is_known else (),
        is_same_set=same_set,
    )
    return _with_marks(base, now, before) if same_set else base


def _with_marks(base: Comparison, now: Situation, before: Situation) -> Comparison:
    moved = compare(before.marks, now.marks)
    is_whole = (
        set(now.marks.index) == set(before.marks.index)
        and _is_full(now.marks)
        and _is_full(before.marks)
    )
    averages = (now.summary().average, before.summary().average)
    known = _assessed(now.marks) & _assessed(before.marks)
    return Comparison(
        since=base.since,
        communes=base.communes,
        recognised=base.recognised,
        newly_recognised=base.newly_recognised,
        no_longer=base.no_longer,
        is_same_set=True,
        change=moved,
        total=len(moved.gained) - len(moved.lost),
        is_whole=is_whole,
        common=len(known),
        average=(
            averages[0] - averages[1]
            if is_whole and averages[0] is not None and averages[1] is not None
            else None
        ),
    )


def _is_full(marks: Marks) -> bool:
    return bool((marks != Status.NOT_ASSESSED.value).all(axis=None))


def _assessed(marks: Marks) -> set[str]:
    known = (marks != Status.NOT_ASSESSED.value).any(axis=1)
    return {str(code) for code in marks.index[known]}
