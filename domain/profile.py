"""One commune: its marks over time, what it lacks, where it stands, what plans name it for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from domain.assessment import Marks, count_met, is_assessed
from domain.board import TargetStanding
from domain.criteria import CriteriaSet
from domain.plans import Plan
from domain.progress import Progress
from domain.recognition import Recognition
from domain.situation import Situation
from domain.vietnamese import fold
from domain.vocabulary import Level, Provenance, SnapshotStatus, Status

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

    @property
    def is_assessed(self) -> bool:
        """Tell whether anything was assessed."""
        return any(mark is not Status.NOT_ASSESSED for mark in self.marks.values())

    @property
    def met(self) -> int | None:
        """Return criteria met, ``None`` when nothing was assessed."""
        return len(self.numbers(Status.MET)) if self.is_assessed else None

    @property
    def missing(self) -> tuple[int, ...]:
        """Return the criteria assessed and not met, in order."""
        return self.numbers(*LACKING)

    @property
    def holds_all(self) -> bool:
        """Tell whether every criterion of the set is met."""
        return self.met == self.criteria_set.size

    def numbers(self, *statuses: Status) -> tuple[int, ...]:
        """Return the criteria with one of some marks, in order."""
        return tuple(no for no, mark in self.marks.items() if mark in statuses)


def read_dated(situation: Situation, commune_code: str) -> DatedMarks | None:
    """Return one commune's marks in a situation, ``None`` when it does not speak of it."""
    if commune_code not in situation.marks.index:
        return None
    return DatedMarks(
        as_of=situation.as_of,
        status=situation.status,
        provenance=situation.provenance,
        criteria_set=situation.criteria_set,
        marks={
            no: Status(str(situation.marks.at[commune_code, no]))
            for no in situation.criteria_set.numbers
        },
        level=situation.level_by_commune.get(commune_code),
        basis_vi=situation.basis_vi,
        note_vi=situation.note_vi,
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
class Rank:
    """A place among communes by criteria met: 1 is best, ``tied`` others share it."""

    place: int
    of: int
    tied: int


def rank_of(marks: Marks, commune_code: str) -> Rank | None:
    """Rank a commune among the assessed ones, ``None`` when it is not assessed itself."""
    met = count_met(marks)[is_assessed(marks)]
    if commune_code not in met.index:
        return None
    own = int(met[commune_code])
    return Rank(1 + int((met > own).sum()), len(met), int((met == own).sum()) - 1)


@dataclass(frozen=True)
class Neighbour:
    """A commune in a list; ``met`` is ``None`` when nothing was assessed."""

    commune_code: str
    met: int | None
    level: Level | None


def list_neighbours(situation: Situation, district_code: str) -> list[Neighbour]:
    """List the communes of a district, most criteria met first; those not assessed come last."""
    return sorted(
        _list_communes(situation.in_district(district_code)),
        key=lambda n: (n.met is None, -(n.met or 0), n.level is None, n.commune_code),
    )


def nearest_first(situation: Situation) -> list[Neighbour]:
    """List communes to pick from: not recognised and nearest to the line first, unassessed last."""
    return sorted(
        _list_communes(situation),
        key=lambda n: (n.met is None, n.level is not None, -(n.met or 0), n.commune_code),
    )


def _list_communes(situation: Situation) -> list[Neighbour]:
    met, assessed = count_met(situation.marks), is_assessed(situation.marks)
    return [
        Neighbour(
            commune_code=str(code),
            met=int(met[code]) if assessed[code] else None,
            level=situation.level_by_commune.get(str(code)),
        )
        for code in situation.marks.index
    ]


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
    """List what a commune lacks at a date, since when, and whether a plan names it."""
    named = {item.criterion_no: item for item in registered}
    own_set = now.criteria_set.set_id
    earlier = sorted(
        (d for d in dated if d.as_of < now.as_of and d.criteria_set.set_id == own_set),
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
    as_of: date,
) -> list[NamedTarget]:
    """List the targets that name a commune.

    Args:
        boards: Plans of the province with their targets judged on ``as_of``.
        codes_by_target: Communes each target names, by target id.
        commune_code: The commune.
        now: Its marks at that date, if any.
        as_of: The date.
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
    standing: TargetStanding, commune_code: str, as_of: date, criteria: Sequence[tuple[int, Status]]
) -> Progress | None:
    target = standing.target
    if target.due is None:
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


def recognised_since(recognitions: Iterable[Recognition], on: date) -> Recognition | None:
    """Return the recognition that gives a unit its level on a day: the first of the highest level.

    A day that is not exact is the latest the recognition can have begun, so that an exact one of
    the same level is preferred.
    """
    held = [r for r in recognitions if r.holds_on(on)]
    return min(
        held, key=lambda r: (-r.level.rank, not r.is_exact_date, r.effective_on), default=None
    )


@dataclass(frozen=True)
class MarkSource:
    """The load a commune's marks of one date come from."""

    as_of: date
    batch_id: int
    kind: str
    file_name: str
    loaded_at: datetime
    actor: str


def matches(name: str, query: str) -> bool:
    """Tell whether a name answers a search; marks, case and the order of words do not matter."""
    return all(word in fold(name) for word in fold(query).split())


def step(codes: Sequence[str], code: str) -> tuple[str | None, str | None]:
    """Return the codes before and after one in a list, ``None`` at its ends or when absent."""
    if code not in codes:
        return None, None
    at = list(codes).index(code)
    return (codes[at - 1] if at else None), (codes[at + 1] if at + 1 < len(codes) else None)
