"""What a scenario holds: the snapshot it starts from, and what it assumes on top of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType

from domain.situation import Situation
from domain.vocabulary import Level, Provenance, SnapshotStatus

Cell = tuple[str, int]
"""Commune code and criterion number."""


@dataclass(frozen=True)
class Base:
    """The snapshot a scenario starts from, with all of it that a later load could change.

    Marks stay in the store under their snapshots and are never overwritten; recognitions are copied
    here, because a decision loaded later may count from an earlier day.

    Attributes:
        province_code: 2-character code.
        as_of: Date of the marks.
        set_id: Criteria set of the marks.
        snapshot_ids: Snapshots the marks are read from, newest last.
        status: Provisional or final.
        provenance: Where the marks come from.
        district_codes: Districts covered; empty = the whole province.
        level_by_commune: Recognised communes and their highest level.
        level_by_district: Recognised districts; ``None`` = never recorded.
        plan_id: Plan whose targets are looked at; empty = none.
        basis_vi: What the marks rest on.
        note_vi: What to know about them.
    """

    province_code: str
    as_of: date
    set_id: str
    snapshot_ids: tuple[int, ...]
    status: SnapshotStatus
    provenance: Provenance
    district_codes: tuple[str, ...] = ()
    level_by_commune: Mapping[str, Level] = field(default_factory=dict)
    level_by_district: Mapping[str, Level] | None = None
    plan_id: str = ""
    basis_vi: str = ""
    note_vi: str = ""


def base_of(situation: Situation, snapshot_ids: tuple[int, ...], plan_id: str) -> Base:
    """Return the base a situation makes."""
    return Base(
        province_code=situation.province_code,
        as_of=situation.as_of,
        set_id=situation.criteria_set.set_id,
        snapshot_ids=snapshot_ids,
        status=situation.status,
        provenance=situation.provenance,
        district_codes=situation.district_codes,
        level_by_commune=dict(situation.level_by_commune),
        level_by_district=situation.level_by_district,
        plan_id=plan_id,
        basis_vi=situation.basis_vi,
        note_vi=situation.note_vi,
    )


@dataclass(frozen=True)
class TargetChange:
    """Another value or due date for a target; ``None`` leaves what the plan prints."""

    value: Decimal | None = None
    due: date | None = None

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is changed."""
        return self.value is None and self.due is None


_NOTHING: Mapping[Cell, bool] = MappingProxyType({})


@dataclass(frozen=True)
class Content:
    """What a scenario assumes.

    Attributes:
        overrides: Per cell, whether the criterion is assumed met (true) or lost (false).
        targets: Changed targets by id.
        counts_waiting: Count communes that hold every criterion already and wait for their decision
            as recognised, too. Those the scenario itself brings to every criterion always count.
    """

    overrides: Mapping[Cell, bool] = field(default_factory=lambda: _NOTHING)
    targets: Mapping[str, TargetChange] = field(default_factory=dict)
    counts_waiting: bool = False

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is assumed."""
        return not (self.overrides or self.targets or self.counts_waiting)

    @property
    def gained(self) -> tuple[Cell, ...]:
        """Return the cells assumed met, in order."""
        return tuple(sorted(cell for cell, met in self.overrides.items() if met))

    @property
    def lost(self) -> tuple[Cell, ...]:
        """Return the cells assumed lost, in order."""
        return tuple(sorted(cell for cell, met in self.overrides.items() if not met))

    @property
    def communes(self) -> tuple[str, ...]:
        """Return the communes something is assumed of, in order."""
        return tuple(sorted({code for code, _ in self.overrides}))


@dataclass(frozen=True)
class Scenario:
    """One saved version of a scenario.

    Attributes:
        scenario_id: Stays through all versions; what a link names.
        number: Version, from 1.
        versions: How many versions there are.
        name: Name given by the author.
        author: Who saved this version.
        note: What it is for.
        saved_at: When, with zone.
        base: Snapshot it starts from.
        content: What it assumes.
        is_archived: Put away; still readable by its link.
    """

    scenario_id: int
    number: int
    versions: int
    name: str
    author: str
    note: str
    saved_at: datetime
    base: Base
    content: Content
    is_archived: bool = False
