"""One commune: its marks over time, what it lacks and since when, where its marks come from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from domain.criteria import CriteriaSet
from domain.recognition import Recognition
from domain.situation import Situation
from domain.vocabulary import Level, Provenance, SnapshotStatus, Status, Title

LACKING = (Status.NOT_MET, Status.NEARLY_MET)


@dataclass(frozen=True)
class DatedMarks:
    """One commune at one date: its marks and level, and what the period rests on."""

    as_of: date
    status: SnapshotStatus
    provenance: Provenance
    criteria_set: CriteriaSet
    marks: Mapping[int, Status]
    level: Level | None
    basis_vi: str = ""
    note_vi: str = ""
    title: Title = Title.NONE

    @property
    def is_assessed(self) -> bool:
        """Tell whether anything was assessed."""
        return any(mark is not Status.NOT_ASSESSED for mark in self.marks.values())

    @property
    def is_illustrative(self) -> bool:
        """Tell whether the marks are illustrative and must say so wherever they appear."""
        return self.provenance is Provenance.ILLUSTRATIVE

    @property
    def met(self) -> int | None:
        """Return criteria met, ``None`` when nothing was assessed."""
        return len(self.numbers(Status.MET)) if self.is_assessed else None

    @property
    def missing(self) -> tuple[int, ...]:
        """Return the criteria assessed and not met, in order."""
        return self.numbers(*LACKING)

    def numbers(self, *statuses: Status) -> tuple[int, ...]:
        """Return the criteria with one of some marks, in order."""
        return tuple(no for no, mark in self.marks.items() if mark in statuses)


def read_dated(situation: Situation, commune_code: str) -> DatedMarks | None:
    """Return one commune's marks in a situation, ``None`` when it does not speak of it."""
    held = situation.marks_of(commune_code)
    if held is None:
        return None
    return DatedMarks(
        as_of=situation.as_of,
        status=situation.status,
        provenance=situation.provenance,
        criteria_set=situation.criteria_set,
        marks={no: Status(held[no]) for no in situation.criteria_set.numbers},
        level=situation.level_by_commune.get(commune_code),
        basis_vi=situation.basis_vi,
        note_vi=situation.note_vi,
        title=situation.title_of(commune_code),
    )


def split_by_set(dated: Iterable[DatedMarks]) -> list[tuple[CriteriaSet, list[DatedMarks]]]:
    """Split dated marks by criteria set, newest set first, dates rising within a set.

    Sets are kept apart because their numbers do not mean the same.
    """
    blocks: dict[str, list[DatedMarks]] = {}
    for item in sorted(dated, key=lambda d: d.as_of):
        blocks.setdefault(item.criteria_set.set_id, []).append(item)
    newest_first = sorted(blocks.values(), key=lambda items: items[-1].as_of, reverse=True)
    return [(items[-1].criteria_set, items) for items in newest_first]


@dataclass(frozen=True)
class Moves:
    """Criteria gained and lost by one commune between two dates of one set."""

    since: date
    gained: tuple[int, ...]
    lost: tuple[int, ...]

    @property
    def net(self) -> int:
        """Return gained minus lost."""
        return len(self.gained) - len(self.lost)


def moves_between(before: DatedMarks, now: DatedMarks) -> Moves:
    """Return what changed between two dates; a criterion must be assessed at both.

    Raises:
        ValueError: The dates belong to different criteria sets.
    """
    if before.criteria_set.set_id != now.criteria_set.set_id:
        raise ValueError("marks of different criteria sets cannot be compared")
    known = [
        no
        for no in now.marks
        if Status.NOT_ASSESSED not in (now.marks[no], before.marks.get(no, Status.NOT_ASSESSED))
    ]
    was = {no for no in known if before.marks[no] is Status.MET}
    has = {no for no in known if now.marks[no] is Status.MET}
    return Moves(before.as_of, tuple(sorted(has - was)), tuple(sorted(was - has)))


@dataclass(frozen=True)
class Registered:
    """A criterion a plan names for one commune."""

    plan_id: str
    criterion_no: int
    due: date | None
    clause: str


def registered_criteria(
    rows: Iterable[Mapping[str, Any]], commune_code: str, plan_ids: Iterable[str]
) -> list[Registered]:
    """Return the criteria that some plans name for a commune, in the documents' order.

    Args:
        rows: Rows of ``commune_targets.csv``.
        commune_code: The commune.
        plan_ids: Plans whose criteria set is that of the marks shown: numbers of another set would
            mean something else.
    """
    wanted = set(plan_ids)
    return [
        Registered(row["plan_id"], int(row["criterion_no"]), row["due"], row["clause"] or "")
        for row in rows
        if row["commune_code"] == commune_code
        and row["plan_id"] in wanted
        and row["criterion_no"] is not None
    ]


@dataclass(frozen=True)
class MissingCriterion:
    """A criterion a commune lacks.

    Attributes:
        criterion_no: Number in the set of the marks.
        mark: ``not_met`` or ``nearly_met``.
        since: First of the dates in a row, up to now and in the same set, at which it was lacking.
        registered: The plan's word on it for this commune, if any.
    """

    criterion_no: int
    mark: Status
    since: date
    registered: Registered | None


def list_missing(
    now: DatedMarks, dated: Iterable[DatedMarks], registered: Iterable[Registered]
) -> list[MissingCriterion]:
    """List what a commune lacks at a date, since when, and whether a plan names it.

    Since when is told by dates of the same criteria set and kind: real or made-up.
    """
    named = {item.criterion_no: item for item in registered}
    own_set = now.criteria_set.set_id
    earlier = sorted(
        (
            d
            for d in dated
            if d.as_of < now.as_of
            and d.criteria_set.set_id == own_set
            and d.is_illustrative == now.is_illustrative
        ),
        key=lambda d: d.as_of,
        reverse=True,
    )
    missing = []
    for no in now.missing:
        since = now.as_of
        for item in earlier:
            if item.marks.get(no) not in LACKING:
                break
            since = item.as_of
        missing.append(MissingCriterion(no, now.marks[no], since, named.get(no)))
    return missing


def recognised_since(recognitions: Iterable[Recognition], on: date) -> Recognition | None:
    """Return the recognition that gives a unit its level on a day: of the highest level.

    A published one is preferred to an illustrative one, then one with an exact day to one known
    only by the latest day it can have begun, then the earliest.
    """
    held = [r for r in recognitions if r.holds_on(on)]

    def order(item: Recognition) -> tuple[int, bool, bool, date]:
        is_illustrative = item.provenance is Provenance.ILLUSTRATIVE
        return (-item.level.rank, is_illustrative, not item.is_exact_date, item.effective_on)

    return min(held, key=order, default=None)


@dataclass(frozen=True)
class MarkSource:
    """A load that marks of a commune at one date come from.

    Attributes:
        criteria: Criteria whose marks are those of this load.
    """

    as_of: date
    batch_id: int
    kind: str
    file_name: str
    loaded_at: datetime
    actor: str
    criteria: tuple[int, ...] = ()
