"""What a scenario changes: before, after and the difference of every figure, and who changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.assessment import Summary, count_met
from domain.board import TargetStanding
from domain.situation import Situation

FIGURES = ("recognised", "all_met", "criteria_met", "average", "minimum")
"""Headline figures, in the order they are shown."""


@dataclass(frozen=True)
class FigureChange:
    """A figure before and after.

    Attributes:
        key: One of ``FIGURES``, a criterion number or the key of a band, as text.
        before: In the snapshot; ``None`` where nothing was assessed.
        after: In the scenario.
        whole: What it is a part of, where it is a count.
    """

    key: str
    before: Decimal | int | None
    after: Decimal | int | None
    whole: int | None = None

    @property
    def difference(self) -> Decimal | int | None:
        """Return after minus before, ``None`` where one of them is missing."""
        if self.before is None or self.after is None:
            return None
        return self.after - self.before


def figure_changes(before: Summary, after: Summary) -> list[FigureChange]:
    """Return the headline figures before and after."""
    return [
        FigureChange("recognised", before.recognised.part, after.recognised.part, after.communes),
        FigureChange("all_met", before.all_met.part, after.all_met.part, after.communes),
        FigureChange(
            "criteria_met",
            before.criteria_met_total,
            after.criteria_met_total,
            after.criteria_possible_total,
        ),
        FigureChange("average", before.average, after.average),
        FigureChange("minimum", before.minimum, after.minimum),
    ]


def band_changes(before: Summary, after: Summary) -> list[FigureChange]:
    """Return communes per band before and after, in the order of the bands."""
    return [
        FigureChange(key, before.bands.get(key, 0), count, after.communes)
        for key, count in after.bands.items()
    ]


def criterion_changes(before: Summary, after: Summary) -> list[FigureChange]:
    """Return communes meeting each criterion before and after, in the order of the set."""
    pairs = zip(before.per_criterion, after.per_criterion, strict=True)
    return [
        FigureChange(str(new.criterion_no), old.met, new.met, new.share_met.whole)
        for old, new in pairs
    ]


@dataclass(frozen=True)
class CommuneChange:
    """A commune that changes.

    Attributes:
        commune_code: The commune.
        before: Criteria met in the snapshot.
        after: Criteria met in the scenario.
        gained: Criteria it gains.
        lost: Criteria it loses.
        is_recognised: Counts as recognised in the scenario and not in the snapshot.
        is_at_risk: Is recognised and loses criteria.
    """

    commune_code: str
    before: int
    after: int
    gained: tuple[int, ...]
    lost: tuple[int, ...]
    is_recognised: bool
    is_at_risk: bool


def commune_changes(base: Situation, assumed: Situation) -> list[CommuneChange]:
    """List the communes that change: those newly at the line first, then by criteria met, by code.

    Raises:
        ValueError: The two have different criteria.
    """
    columns = list(base.marks.columns)
    if columns != list(assumed.marks.columns):
        raise ValueError("marks of different criteria sets cannot be compared")
    old, new = base.marks == "met", assumed.marks == "met"
    met_before, met_after = count_met(base.marks), count_met(assumed.marks)
    recognised = set(assumed.level_by_commune) - set(base.level_by_commune)
    moved = set(old.index[(old != new).any(axis=1)]) | (recognised & set(old.index))
    changes = []
    for code in sorted(moved):
        gained = tuple(int(no) for no in columns if new.at[code, no] and not old.at[code, no])
        lost = tuple(int(no) for no in columns if old.at[code, no] and not new.at[code, no])
        changes.append(
            CommuneChange(
                commune_code=str(code),
                before=int(met_before[code]),
                after=int(met_after[code]),
                gained=gained,
                lost=lost,
                is_recognised=code in recognised,
                is_at_risk=bool(lost) and code in base.level_by_commune,
            )
        )
    return sorted(changes, key=lambda c: (not c.is_recognised, -c.after, c.commune_code))


@dataclass(frozen=True)
class TargetPair:
    """A target in the snapshot and in the scenario, measured and judged by the same rules."""

    before: TargetStanding
    after: TargetStanding

    @property
    def is_moved(self) -> bool:
        """Tell whether the figure, the value, the due date or the verdict differs."""
        old, new = self.before, self.after
        return (
            old.measurement.value != new.measurement.value
            or old.target != new.target
            or old.verdict != new.verdict
        )

    @property
    def difference(self) -> Decimal | None:
        """Return the change of the measured figure, ``None`` where one cannot be measured."""
        old, new = self.before.measurement.value, self.after.measurement.value
        return None if old is None or new is None else new - old


def pair_boards(
    before: Sequence[TargetStanding], after: Sequence[TargetStanding]
) -> list[TargetPair]:
    """Pair two boards of one plan.

    Raises:
        ValueError: They do not hold the same targets in the same order.
    """
    if [s.target.target_id for s in before] != [s.target.target_id for s in after]:
        raise ValueError("the boards are not of the same targets")
    return [TargetPair(old, new) for old, new in zip(before, after, strict=True)]
