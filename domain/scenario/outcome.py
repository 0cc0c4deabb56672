"""A scenario worked out: the snapshot, what is assumed, and every figure of both."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from domain.board import TargetStanding
from domain.scenario.apply import apply
from domain.scenario.diff import (
    CommuneChange,
    FigureChange,
    TargetPair,
    band_changes,
    commune_changes,
    criterion_changes,
    figure_changes,
    pair_boards,
)
from domain.scenario.edit import rebase
from domain.scenario.model import Content
from domain.situation import Situation

Judge = Callable[[Situation, Content], Sequence[TargetStanding]]
"""Judges the targets of a plan on a situation, with a scenario's values and due dates."""


@dataclass(frozen=True, eq=False)
class Outcome:
    """What a scenario comes to.

    Attributes:
        content: What it assumes.
        base: The snapshot.
        assumed: The situation it assumes.
        pairs: Every target of the plan before and after.
    """

    content: Content
    base: Situation
    assumed: Situation
    pairs: tuple[TargetPair, ...] = ()

    @cached_property
    def figures(self) -> list[FigureChange]:
        """Return the headline figures before and after."""
        return figure_changes(self.base.summary(), self.assumed.summary())

    @cached_property
    def bands(self) -> list[FigureChange]:
        """Return communes per band before and after."""
        return band_changes(self.base.summary(), self.assumed.summary())

    @cached_property
    def criteria(self) -> list[FigureChange]:
        """Return communes meeting each criterion before and after."""
        return criterion_changes(self.base.summary(), self.assumed.summary())

    @cached_property
    def communes(self) -> list[CommuneChange]:
        """Return the communes that change."""
        return commune_changes(self.base, self.assumed)


def work_out(base: Situation, content: Content, judge: Judge) -> Outcome:
    """Work a scenario out; assumptions about what the snapshot does not hold are left out."""
    content = rebase(content, base)
    assumed = apply(base, content)
    before = judge(base, Content())
    after = judge(assumed, content)
    return Outcome(content, base, assumed, tuple(pair_boards(before, after)))
