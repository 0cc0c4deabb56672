"""Which criteria set a file without a word about it belongs to."""

from collections.abc import Iterable
from datetime import date

from domain.criteria import CriteriaSet


def is_valid_on(criteria_set: CriteriaSet, day: date) -> bool:
    """Tell whether a set's decision was in force on a day; an open end is open."""
    begins, ends = criteria_set.valid_from, criteria_set.valid_to
    return (begins is None or begins <= day) and (ends is None or day <= ends)


def choose_set(
    sets: Iterable[CriteriaSet], periods: Iterable[tuple[date, str]], as_of: date
) -> str:
    """Return the id of the set in use in a province at a date, "" when none is known.

    The set of the province's latest period up to the date, if it was still in force then;
    otherwise the set for communes in force on the date, the newest of several.

    The sets' own dates decide across a change of decision: plans of 2021 use QĐ 1980 because QĐ 318
    was issued on 8 March 2022 only, so QĐ 1980 is taken to hold until 7 March 2022.

    Args:
        sets: Sets with numbered criteria.
        periods: Date and set id of what is loaded for the province.
        as_of: The date of the file.
    """
    by_id = {s.set_id: s for s in sets}
    before = [p for p in periods if p[0] <= as_of and p[1] in by_id]
    if before:
        latest = by_id[max(before)[1]]
        if is_valid_on(latest, as_of):
            return latest.set_id
    valid = [s for s in by_id.values() if s.is_commune_set and is_valid_on(s, as_of)]
    newest = max(valid, key=lambda s: s.valid_from or date.min, default=None)
    return newest.set_id if newest else ""
