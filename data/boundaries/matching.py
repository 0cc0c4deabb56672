"""Say which commune each feature of a boundary file is; what is not certain is listed, not guessed.

By code where the file has codes, else by name within the district. Likeness of names only proposes
candidates for a person to choose from.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from rapidfuzz import fuzz, process

from data.boundaries.columns import Feature, FeatureTable, parent_code
from data.boundaries.names import name_key, plain_key, split_kind
from data.boundaries.units import UnitList

CANDIDATES = 3
MIN_LIKENESS = 70  # of 100

NO_NAME = "Không có tên xã."
UNKNOWN_CODE = "Mã không có trong danh mục và không có tên xã."
UNKNOWN_NAME = "Không có xã nào mang tên này trong phạm vi tìm."
UNKNOWN_DISTRICT = "Không nhận ra huyện ghi trong tệp."
AMBIGUOUS = "Tên này có ở nhiều xã; tệp không cho biết là xã nào."
TAKEN = "Xã này đã khớp mã với một vùng khác."


@dataclass(frozen=True)
class Unmatched:
    """A feature that no commune was found for.

    Attributes:
        feature: Its number in the file, from 1.
        name: Name in the file, if any.
        district: District in the file, if any.
        code: Code in the file, if any.
        reason: Why, in Vietnamese.
        candidates: Codes of communes with a like name, the likeliest first.
    """

    feature: int
    name: str | None
    district: str | None
    code: str | None
    reason: str
    candidates: tuple[str, ...] = ()


@dataclass
class Matches:
    """What the features of a file are.

    Attributes:
        code_of: Commune code by feature number.
        by: How many features were matched in which way: "code", "name" (within the district),
            "name_in_province" (the file names no district) or "name_without_marks" (the file is
            written without Vietnamese marks).
        unmatched: The features without a commune.
        renamed: (code, name in the file) where a code was matched but the name is another.
        elsewhere: How many features belong to a province that was not asked for.
    """

    code_of: dict[int, str] = field(default_factory=dict)
    by: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    unmatched: list[Unmatched] = field(default_factory=list)
    renamed: list[tuple[str, str]] = field(default_factory=list)
    elsewhere: int = 0

    def add(self, feature: int, code: str, way: str) -> None:
        """Note that a feature is a commune."""
        self.code_of[feature] = code
        self.by[way] += 1


class NameFinder:
    """Finds communes by name within the district and province that a feature names."""

    def __init__(self, table: FeatureTable, scope: UnitList, country: UnitList) -> None:
        self._table, self._communes = table, scope.communes
        self._key: Callable[[object], str] = name_key
        self.way = "name" if table.has_districts else "name_in_province"
        if _without_marks(feature.name for feature in table.features):
            self._key, self.way = plain_key, "name_without_marks"
        self._districts = _Parents(scope.districts, 3, self._key)
        self._provinces = _Parents(country.provinces, 2, self._key)
        self._scope = set(scope.provinces["code"])
        self._rows: dict[str, list[Any]] = defaultdict(list)
        for commune in self._communes.itertuples(index=False):
            self._rows[self._key(commune.name)].append(commune)

    def is_elsewhere(self, feature: Feature) -> bool:
        """Tell whether a feature says that it lies in a province outside the scope."""
        provinces = self._provinces.named(feature.province)
        return bool(provinces) and not provinces & self._scope

    def find(self, name: str, feature: Feature) -> list[str]:
        """Return the codes of the communes that a feature of this name may be."""
        districts = self._districts.named(feature.district)
        provinces = self._provinces.named(feature.province) or self._scope
        found = [
            commune
            for commune in self._rows[self._key(name)]
            if (not self._table.has_districts or commune.district_code in districts)
            and commune.province_code in provinces
        ]
        kind = split_kind(name)[0]
        if len(found) > 1 and kind is not None:
            found = [commune for commune in found if commune.kind == kind] or found
        return [commune.code for commune in found]

    def knows_district(self, feature: Feature) -> bool:
        """Tell whether the district that a feature names exists, or none is asked for."""
        return not self._table.has_districts or bool(self._districts.named(feature.district))

    def alike(self, name: str, feature: Feature) -> tuple[str, ...]:
        """Return the communes with the likeliest names, of the district if it is known."""
        districts = self._districts.named(feature.district)
        names = {
            row.code: plain_key(row.name)
            for row in self._communes.itertuples(index=False)
            if not districts or row.district_code in districts
        }
        best = process.extract(
            plain_key(name), names, scorer=fuzz.ratio, limit=CANDIDATES, score_cutoff=MIN_LIKENESS
        )
        return tuple(str(code) for _, _, code in best)


class _Parents:
    """Finds districts or provinces by the name or code that a cell holds."""

    def __init__(self, parents: pd.DataFrame, length: int, key: Callable[[object], str]) -> None:
        self._length, self._key = length, key
        self._codes = set(parents["code"])
        self._named: dict[str, list[tuple[str, str | None]]] = defaultdict(list)
        for row in parents.itertuples(index=False):
            kind = split_kind(row.full_name)[0]
            self._named[key(row.name)].append((str(row.code), kind))

    def named(self, text: str | None) -> set[str]:
        """Return the codes that a cell may mean."""
        if text is None:
            return set()
        code = parent_code(text, self._length)
        if code in self._codes:
            return {str(code)}
        same, kind = self._named.get(self._key(text), []), split_kind(text)[0]
        # A town and the district around it may share a name; the kind tells them apart.
        exact = {code for code, its_kind in same if its_kind == kind}
        return exact or {code for code, _ in same}


def match(table: FeatureTable, scope: UnitList, country: UnitList) -> Matches:
    """Match features with the communes of ``scope``.

    Args:
        table: The features.
        scope: The provinces that are meant.
        country: All units, to tell a feature of another province from an unknown one.
    """
    matches = Matches()
    names = dict(zip(scope.communes["code"], scope.communes["name"], strict=True))
    known_elsewhere = set(country.communes["code"]) - set(names)
    rest = []
    for feature in table.features:
        if feature.code is not None and feature.code in names:
            matches.add(feature.number, feature.code, "code")
            registered = names[feature.code]
            if feature.name is not None and name_key(feature.name) != name_key(registered):
                matches.renamed.append((feature.code, feature.name))
        elif feature.code in known_elsewhere:
            matches.elsewhere += 1
        else:
            rest.append(feature)
    finder = NameFinder(table, scope, country)
    taken = set(matches.code_of.values())
    for feature in rest:
        if finder.is_elsewhere(feature):
            matches.elsewhere += 1
        else:
            _match_by_name(feature, finder, taken, matches)
    return matches


def count_named(table: FeatureTable, scope: UnitList, country: UnitList) -> int:
    """Return how many features are exactly one commune of ``scope`` by name."""
    finder = NameFinder(table, scope, country)
    return sum(
        feature.name is not None and len(finder.find(feature.name, feature)) == 1
        for feature in table.features
    )


def _match_by_name(feature: Feature, finder: NameFinder, taken: set[str], matches: Matches) -> None:
    candidates: tuple[str, ...] = ()
    if feature.name is None:
        reason = NO_NAME if feature.code is None else UNKNOWN_CODE
    else:
        found = finder.find(feature.name, feature)
        free = [code for code in found if code not in taken]
        if len(free) == 1:
            matches.add(feature.number, free[0], finder.way)
            return
        if free:
            reason = AMBIGUOUS
        elif found:
            reason = TAKEN
        else:
            reason = UNKNOWN_NAME if finder.knows_district(feature) else UNKNOWN_DISTRICT
        candidates = tuple(free) or finder.alike(feature.name, feature)
    matches.unmatched.append(
        Unmatched(feature.number, feature.name, feature.district, feature.code, reason, candidates)
    )


def _without_marks(names: Iterable[str | None]) -> bool:
    """Tell whether every name is written in ASCII: then marks were lost on the way."""
    return all(name.isascii() for name in names if name is not None)
