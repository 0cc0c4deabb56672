"""Changing what a scenario assumes: cells, targets, a plan's own list, and taking steps back."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from domain.named import CRITERION_NEW, CommuneTask
from domain.planner.result import Upgrade
from domain.scenario.model import Cell, Content, TargetChange
from domain.situation import Situation
from domain.vocabulary import Status

MOST_STEPS = 200
"""Edits that can be taken back; older ones stay done."""

FULL_KINDS = ("ntm_new", "ntm_merged")
"""Kinds of named tasks that ask a commune for every criterion of the set."""


def set_cells(
    content: Content, base: Situation, cells: Iterable[Cell], met: bool | None
) -> Content:
    """Assume cells met or lost; ``None`` returns them to the snapshot.

    What the snapshot says already is no assumption and is not kept: a criterion met stays out of
    "met", one that is not met (nor nearly met, nor assessed) stays out of "lost". Cells outside the
    snapshot are ignored.
    """
    known, numbers = set(base.marks.index), set(base.criteria_set.numbers)
    overrides = dict(content.overrides)
    for code, no in cells:
        if code not in known or no not in numbers:
            continue
        overrides.pop((code, no), None)
        is_met = base.marks.at[code, no] == Status.MET.value
        if met is not None and met != is_met:
            overrides[code, no] = met
    return replace(content, overrides=overrides)


def toggle(content: Content, base: Situation, cell: Cell) -> Content:
    """Turn one cell over: assume the opposite of the snapshot, or take the assumption back."""
    if cell in content.overrides:
        return set_cells(content, base, [cell], None)
    code, no = cell
    if code not in base.marks.index or no not in base.criteria_set.numbers:
        return content
    is_met = bool(base.marks.at[code, no] == Status.MET.value)
    return set_cells(content, base, [cell], not is_met)


def block(
    base: Situation,
    district_code: str | None,
    numbers: Collection[int],
    codes: Collection[str] = (),
) -> list[Cell]:
    """Return the cells of some criteria: of the communes listed, else of a whole district.

    Without a list and a district all communes are meant.
    """
    by_commune = base.district_by_commune
    if not codes:
        codes = [c for c in base.marks.index if district_code in (None, "", by_commune.get(c))]
    return [(str(code), no) for code in codes for no in sorted(numbers)]


def rebase(content: Content, base: Situation) -> Content:
    """Return what a scenario still assumes on another snapshot of the same criteria set."""
    made = replace(content, overrides={})
    made = set_cells(made, base, content.gained, True)
    return set_cells(made, base, content.lost, False)


@dataclass(frozen=True)
class PlanList:
    """A plan's own list as cells.

    Attributes:
        cells: Criteria of named communes not met yet: what taking the list over assumes.
        already: Of the cells named, those met in the snapshot.
        outside: Communes named that the snapshot does not hold.
    """

    cells: tuple[Cell, ...]
    already: tuple[Cell, ...]
    outside: tuple[str, ...]

    @property
    def communes(self) -> tuple[str, ...]:
        """Return the communes that would gain something."""
        return tuple(sorted({code for code, _ in self.cells}))


def read_plan_list(tasks: Iterable[CommuneTask], base: Situation) -> PlanList:
    """Return what a plan asks of communes by name: single criteria, or every criterion of the set.

    Args:
        tasks: Named tasks of one plan; its criteria set must be the snapshot's.
        base: The snapshot.
    """
    wanted: dict[Cell, None] = {}
    outside = set()
    for task in tasks:
        if task.kind not in (CRITERION_NEW, *FULL_KINDS):
            continue
        if task.commune_code not in base.marks.index:
            outside.add(task.commune_code)
        elif task.kind == CRITERION_NEW:
            if task.criterion_no is not None:
                wanted[task.commune_code, task.criterion_no] = None
        elif task.commune_code not in base.level_by_commune:
            wanted |= {(task.commune_code, no): None for no in base.criteria_set.numbers}
    met = {cell for cell in wanted if base.marks.at[cell[0], cell[1]] == Status.MET.value}
    return PlanList(
        cells=tuple(sorted(cell for cell in wanted if cell not in met)),
        already=tuple(sorted(met)),
        outside=tuple(sorted(outside)),
    )


def take_upgrades(base: Situation, upgrades: Iterable[Upgrade]) -> Content:
    """Return the scenario a plan of the planner makes.

    The planner counts communes that hold every criterion already as there, so does the scenario.
    """
    waiting = set(base.summary().all_met_codes) - set(base.level_by_commune)
    cells = [(upgrade.commune_code, upgrade.criterion_no) for upgrade in upgrades]
    return set_cells(Content(counts_waiting=bool(waiting)), base, cells, True)


def change_target(
    content: Content, target_id: str, value: Decimal | None, due: date | None
) -> Content:
    """Set another value or due date for a target; neither restores what the plan prints."""
    targets: dict[str, TargetChange] = dict(content.targets)
    targets.pop(target_id, None)
    change = TargetChange(value, due)
    if not change.is_empty:
        targets[target_id] = change
    return replace(content, targets=targets)


@dataclass(frozen=True)
class History:
    """Contents before and after the present one, for taking steps back and forth."""

    present: Content
    past: tuple[Content, ...] = ()
    future: tuple[Content, ...] = ()

    def to(self, content: Content) -> "History":
        """Make a step; what had been taken back is gone. A step to the same place is none."""
        if content == self.present:
            return self
        return History(content, (*self.past, self.present)[-MOST_STEPS:])

    def undo(self) -> "History":
        """Take the last step back; nothing happens without one."""
        if not self.past:
            return self
        return History(self.past[-1], self.past[:-1], (self.present, *self.future))

    def redo(self) -> "History":
        """Make the step again that was taken back last."""
        if not self.future:
            return self
        return History(self.future[0], (*self.past, self.present), self.future[1:])


def overrides_by_commune(content: Content) -> Mapping[str, tuple[tuple[int, bool], ...]]:
    """Return, by commune, the criteria assumed and whether they are met, in order."""
    found: dict[str, list[tuple[int, bool]]] = {}
    for (code, no), met in sorted(content.overrides.items()):
        found.setdefault(code, []).append((no, met))
    return {code: tuple(pairs) for code, pairs in found.items()}
