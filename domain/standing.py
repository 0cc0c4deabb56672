"""Who holds the programme back: districts, criteria, and the communes nearest to the line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from domain.assessment import Marks, count_met, is_assessed, missing_criteria
from domain.figures import Share, average
from domain.situation import Situation
from domain.vocabulary import Level, Status


@dataclass(frozen=True)
class DistrictStanding:
    """One district's communes: recognised, holding all criteria, average and weakest commune.

    Attributes:
        recognised: Communes known to be recognised.
        is_least: Not every recognition is known: ``recognised`` is the fewest there can be.
    """

    district_code: str
    recognised: Share
    all_met: Share
    assessed: int
    average: Decimal | None
    minimum: int | None
    is_least: bool = False


def rank_districts(scope: Situation) -> list[DistrictStanding]:
    """Rank districts by share of communes recognised, then by average; best first.

    Where not every recognition is known the average alone ranks: a district without a known
    recognised commune may hold many.
    """
    marks, levels = scope.marks, scope.level_by_commune
    met, assessed = count_met(marks).to_dict(), is_assessed(marks).to_dict()
    by_district: dict[str, list[str]] = {}
    for code in marks.index:
        by_district.setdefault(scope.district_by_commune[code], []).append(str(code))
    standings = []
    for district, codes in by_district.items():
        known = [int(met[code]) for code in codes if assessed[code]]
        standings.append(
            DistrictStanding(
                district_code=district,
                recognised=Share(sum(code in levels for code in codes), len(codes)),
                all_met=Share(sum(count == marks.shape[1] for count in known), len(codes)),
                assessed=len(known),
                average=average(sum(known), len(known)),
                minimum=min(known, default=None),
                is_least=not scope.knows_recognitions,
            )
        )
    return sorted(
        standings,
        key=lambda s: (
            0 if s.is_least else -(s.recognised.part / s.recognised.whole),
            -(s.average if s.average is not None else Decimal(-1)),
            s.district_code,
        ),
    )


@dataclass(frozen=True)
class CommuneStanding:
    """One commune: criteria met over those of the set, and the level it is recognised at."""

    commune_code: str
    met: Share
    level: Level | None
    is_assessed: bool


def rank_communes(marks: Marks, level_by_commune: Mapping[str, Level]) -> list[CommuneStanding]:
    """Rank communes by criteria met, most first; those without data last."""
    met, assessed = count_met(marks).to_dict(), is_assessed(marks).to_dict()
    standings = [
        CommuneStanding(
            commune_code=str(code),
            met=Share(int(met[code]), marks.shape[1]),
            level=level_by_commune.get(code),
            is_assessed=bool(assessed[code]),
        )
        for code in marks.index
    ]
    return sorted(standings, key=lambda c: (not c.is_assessed, -c.met.part, c.commune_code))


@dataclass(frozen=True)
class Blocker:
    """A criterion and the communes that lack it.

    Attributes:
        criterion_no: Number in the set.
        lacking: Communes assessed that do not meet it (``nearly_met`` included).
        only: Of these, communes that lack nothing else.
        nearly: Of these, communes at "cơ bản đạt".
    """

    criterion_no: int
    lacking: int
    only: int
    nearly: int
    met: Share


def rank_blockers(marks: Marks, numbers: Iterable[int] | None = None) -> list[Blocker]:
    """Rank criteria by how many assessed communes they hold back; worst first.

    Args:
        marks: The communes of the scope.
        numbers: Criteria to rank, all of the set by default; "lacks nothing else" always looks at
            the whole set.
    """
    values = marks.to_numpy()
    met, nearly = values == Status.MET.value, values == Status.NEARLY_MET.value
    lacks = nearly | (values == Status.NOT_MET.value)
    # One that is not assessed on another criterion may lack that one too.
    single = met.sum(axis=1) == marks.shape[1] - 1
    columns = {int(no): position for position, no in enumerate(marks.columns)}
    blockers = [
        Blocker(
            criterion_no=int(no),
            lacking=int(lacks[:, columns[no]].sum()),
            only=int((lacks[:, columns[no]] & single).sum()),
            nearly=int(nearly[:, columns[no]].sum()),
            met=Share(int(met[:, columns[no]].sum()), len(marks)),
        )
        for no in (columns if numbers is None else numbers)
    ]
    return sorted(blockers, key=lambda b: (-b.lacking, b.criterion_no))


@dataclass(frozen=True)
class NearCommune:
    """A commune not known to be recognised, what it holds and what it lacks (criteria)."""

    commune_code: str
    met: int
    missing: tuple[int, ...]
    nearly: tuple[int, ...]


def nearest_to_line(scope: Situation, limit: int | None = None) -> list[NearCommune]:
    """List assessed communes not recognised yet, fewest missing criteria first.

    A commune that holds every criterion and still waits for its decision comes first, with nothing
    missing. Where not every recognition is known none can be said to wait, so these are left out.
    """
    marks = scope.marks
    met, assessed = count_met(marks).to_dict(), is_assessed(marks).to_dict()
    settled = {*scope.level_by_commune, *scope.summary().all_met_codes} - set(scope.waiting)
    waiting = [c for c in marks.index if assessed[c] and c not in settled]
    waiting.sort(key=lambda code: (-int(met[code]), code))
    return [
        NearCommune(
            commune_code=code,
            met=int(met[code]),
            missing=tuple(missing_criteria(marks, code)),
            nearly=tuple(int(n) for n, s in marks.loc[code].items() if s == Status.NEARLY_MET),
        )
        for code in waiting[:limit]
    ]


@dataclass(frozen=True)
class Change:
    """Marks that changed between two snapshots of one criteria set: (commune, criterion) pairs."""

    gained: tuple[tuple[str, int], ...]
    lost: tuple[tuple[str, int], ...]

    def by_criterion(self) -> dict[int, int]:
        """Return the net change in communes meeting each criterion that moved."""
        net: dict[int, int] = {}
        for _, no in self.gained:
            net[no] = net.get(no, 0) + 1
        for _, no in self.lost:
            net[no] = net.get(no, 0) - 1
        return dict(sorted(net.items()))


def compare(before: Marks, after: Marks) -> Change:
    """List criteria gained and lost by communes assessed at both dates.

    Raises:
        ValueError: The two have different criteria numbers, i.e. belong to different sets.
    """
    if list(before.columns) != list(after.columns):
        raise ValueError("marks of different criteria sets cannot be compared")
    rows = before.index.get_indexer(after.index)
    both = rows >= 0
    old, new = before.to_numpy()[rows[both]], after.to_numpy()[both]
    codes, numbers = after.index[both], after.columns
    known = (old != Status.NOT_ASSESSED.value) & (new != Status.NOT_ASSESSED.value)
    was, now = old == Status.MET.value, new == Status.MET.value
    gained, lost = np.argwhere(known & ~was & now), np.argwhere(known & was & ~now)
    return Change(
        gained=tuple((str(codes[row]), int(numbers[column])) for row, column in gained),
        lost=tuple((str(codes[row]), int(numbers[column])) for row, column in lost),
    )
