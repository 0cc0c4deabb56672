"""What changes between two states of the same communes: criteria gained, lost, no longer known."""

from dataclasses import dataclass

import pandas as pd

from domain.assessment import Marks, is_assessed
from domain.vocabulary import Status


@dataclass(frozen=True)
class MarkChange:
    """One commune's result on one criterion, before and after."""

    commune_code: str
    criterion_no: int
    before: Status
    after: Status

    @property
    def is_gain(self) -> bool:
        """Tell whether a criterion is met that was not."""
        return self.after is Status.MET

    @property
    def is_loss(self) -> bool:
        """Tell whether a criterion was met and is found not to be any more (tụt tiêu chí)."""
        return self.before is Status.MET and self.after in (Status.NOT_MET, Status.NEARLY_MET)

    @property
    def is_withdrawn(self) -> bool:
        """Tell whether a criterion was met and is now not assessed."""
        return self.before is Status.MET and self.after is Status.NOT_ASSESSED


@dataclass(frozen=True)
class Changes:
    """Differences between two states.

    Attributes:
        compared: Communes assessed in both states; only these are compared.
        marks: Every mark that differs, by commune and criterion.
        new_codes: Communes assessed in the later state only.
        gone_codes: Communes assessed in the earlier state only.
    """

    compared: int
    marks: tuple[MarkChange, ...]
    new_codes: tuple[str, ...] = ()
    gone_codes: tuple[str, ...] = ()

    @property
    def gained(self) -> tuple[MarkChange, ...]:
        """Return criteria now met that were not."""
        return tuple(change for change in self.marks if change.is_gain)

    @property
    def lost(self) -> tuple[MarkChange, ...]:
        """Return criteria no longer met."""
        return tuple(change for change in self.marks if change.is_loss)

    @property
    def withdrawn(self) -> tuple[MarkChange, ...]:
        """Return criteria that were met and are now not assessed."""
        return tuple(change for change in self.marks if change.is_withdrawn)

    @property
    def losing_codes(self) -> tuple[str, ...]:
        """Return the communes that lose at least one criterion, in order."""
        return tuple(sorted({change.commune_code for change in self.lost}))

    @property
    def net(self) -> int:
        """Return criteria met after minus before, over the communes compared."""
        return len(self.gained) - len(self.lost) - len(self.withdrawn)

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing differs."""
        return not (self.marks or self.new_codes or self.gone_codes)


def compare_marks(before: Marks, after: Marks) -> Changes:
    """Compare two states of one criteria set.

    Args:
        before: Marks of the earlier state; criteria are the columns.
        after: Marks of the later one, with the same columns.

    Raises:
        ValueError: The columns differ: two criteria sets are never compared by number.
    """
    if list(before.columns) != list(after.columns):
        raise ValueError("marks of two criteria sets cannot be compared")
    had, has = _assessed(before), _assessed(after)
    both = sorted(had & has)
    old, new = before.loc[both].to_numpy(), after.loc[both].to_numpy()
    rows, columns = (old != new).nonzero()
    changes = tuple(
        MarkChange(
            commune_code=both[row],
            criterion_no=int(before.columns[column]),
            before=Status(old[row, column]),
            after=Status(new[row, column]),
        )
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
    )
    return Changes(len(both), changes, tuple(sorted(has - had)), tuple(sorted(had - has)))


def overlay_marks(below: pd.DataFrame, above: pd.DataFrame) -> pd.DataFrame:
    """Return long rows of marks where those of ``above`` replace those of ``below``.

    Both have ``commune_code``, ``criterion_no`` and ``status``.
    """
    both = pd.concat([below, above], ignore_index=True)
    return both.drop_duplicates(["commune_code", "criterion_no"], keep="last", ignore_index=True)


def _assessed(marks: Marks) -> set[str]:
    return {str(code) for code in marks.index[is_assessed(marks)]}
