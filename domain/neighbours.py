"""A commune among others: its rank, the communes of its district, and finding one in a list."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.assessment import Marks, count_met, is_assessed
from domain.situation import Situation
from domain.vietnamese import fold
from domain.vocabulary import Level, Title


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


def rank_in(situation: Situation, district_code: str, commune_code: str) -> dict[str, Rank | None]:
    """Rank a commune in its ``district`` and, where the data covers it, in its ``province``."""
    ranks = {"district": rank_of(situation.in_district(district_code).marks, commune_code)}
    if not situation.district_codes:
        ranks["province"] = rank_of(situation.marks, commune_code)
    return ranks


@dataclass(frozen=True)
class Neighbour:
    """A commune in a list; ``met`` is ``None`` when nothing was assessed."""

    commune_code: str
    met: int | None
    level: Level | None
    title: Title = Title.NONE


def list_neighbours(situation: Situation, district_code: str) -> list[Neighbour]:
    """List the communes of a district, most criteria met first; those not assessed come last."""
    return sorted(
        _list_communes(situation.in_district(district_code)),
        key=lambda n: (n.met is None, -(n.met or 0), n.level is None, n.commune_code),
    )


def nearest_first(situation: Situation) -> list[Neighbour]:
    """List communes to pick from: not recognised and nearest to the line first, unassessed last.

    Where not every recognition is known, criteria met alone decide.
    """
    by_level = situation.knows_recognitions
    return sorted(
        _list_communes(situation),
        key=lambda n: (
            n.met is None,
            by_level and n.level is not None,
            -(n.met or 0),
            n.commune_code,
        ),
    )


def _list_communes(situation: Situation) -> list[Neighbour]:
    met, assessed = count_met(situation.marks), is_assessed(situation.marks)
    return [
        Neighbour(
            commune_code=str(code),
            met=int(met[code]) if assessed[code] else None,
            level=situation.level_by_commune.get(str(code)),
            title=situation.title_of(str(code)),
        )
        for code in situation.marks.index
    ]


def matches(name: str, query: str) -> bool:
    """Tell whether a name answers a search; marks, case and the order of words do not matter."""
    return all(word in fold(name) for word in fold(query).split())


def step(codes: Sequence[str], code: str) -> tuple[str | None, str | None]:
    """Return the codes before and after one in a list, ``None`` at its ends or when absent."""
    if code not in codes:
        return None, None
    at = list(codes).index(code)
    return (codes[at - 1] if at else None), (codes[at + 1] if at + 1 < len(codes) else None)
