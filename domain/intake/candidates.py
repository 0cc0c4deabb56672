"""Communes offered where a written name is not certain."""

from collections.abc import Iterable, Mapping

from rapidfuzz import fuzz, process

from domain.intake.names import plain_key
from domain.intake.problems import Candidate
from domain.intake.reading import Unit

MIN_LIKENESS = 70  # of 100, to be offered as a candidate
CANDIDATES = 5


def candidate(unit: Unit, score: float) -> Candidate:
    """Return a unit as something to choose."""
    return Candidate(unit.code, unit.name, unit.district_name, round(score, 1))


def like_names(
    name: str,
    pool: Mapping[str, list[Unit]],
    cutoff: float = MIN_LIKENESS,
    limit: int = CANDIDATES,
) -> list[Candidate]:
    """Return the units whose names are like one, marks aside, the likest first.

    Args:
        name: Without its kind.
        pool: Units by the plain keys of their names.
        cutoff: Least likeness, of 100.
        limit: Most names.
    """
    found = process.extract(
        plain_key(name), list(pool), scorer=fuzz.ratio, score_cutoff=cutoff, limit=limit
    )
    return [candidate(unit, score) for key, score, _ in found for unit in pool[key]]


def ranked(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Return each candidate once, by its best score, the likest first; of equals as given."""
    best: dict[str, Candidate] = {}
    for one in candidates:
        if one.code not in best or best[one.code].score < one.score:
            best[one.code] = one
    return tuple(sorted(best.values(), key=lambda one: -one.score)[:CANDIDATES])
