"""Which commune a row speaks of: by code, else by name within its district; never a guess."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from domain.intake.candidates import CANDIDATES, candidate, like_names, ranked
from domain.intake.districts import CLEAR_MARGIN, SHORTEST_MISSPELT, DistrictIndex
from domain.intake.names import (
    LONGEST_NAME,
    NOT_COUNTED_KINDS,
    WrittenName,
    name_key,
    plain_key,
    read_name,
    restore_code,
)
from domain.intake.problems import Candidate
from domain.intake.reading import Context, Unit
from domain.vietnamese import fold

MOST_REMEMBERED = 50_000  # rows
HELPFUL, HELPFUL_LIKENESS = 3, 50  # names given as a help where none is like enough to choose
LARGE_SCOPE = 1500  # communes; beyond it likeness is not sought without a district
SAME_NAME_LIKENESS = 80  # of 100: name and code of one row still speak of one commune


@dataclass(frozen=True)
class Match:
    """What a row's name and code were found to mean.

    Attributes:
        unit: The commune; ``None`` when it is not certain.
        way: "code", "name", "spelling" (other marks or one letter off, clearly one commune) or ""
            without a unit.
        candidates: Communes to choose from when it is not certain.
        elsewhere: A ward, township or commune of another province that it certainly is.
        is_conflict: Code and name speak of two communes.
        is_unknown_code: The code is in no registry.
    """

    unit: Unit | None = None
    way: str = ""
    candidates: tuple[Candidate, ...] = ()
    elsewhere: Unit | None = None
    is_conflict: bool = False
    is_unknown_code: bool = False


class _Names:
    """Units by the keys of their names and aliases."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self.exact: dict[str, list[Unit]] = defaultdict(list)
        self.plain: dict[str, list[Unit]] = defaultdict(list)
        for unit in units:
            names = (unit.name, *unit.aliases)
            for key in {name_key(name) for name in names}:
                self.exact[key].append(unit)
            for key in {plain_key(name) for name in names}:
                self.plain[key].append(unit)


class Matcher:
    """The registry folded once, to look rows up in."""

    def __init__(
        self,
        units: tuple[Unit, ...],
        others: tuple[Unit, ...],
        district_aliases: Mapping[str, tuple[str, ...]],
    ) -> None:
        self.units = units
        self.by_code = {unit.code: unit for unit in units}
        self._others = {unit.code: unit for unit in others}
        self._scope = _Names(units)
        self._other_names = _Names(others)
        self._districts: dict[str, list[Unit]] = defaultdict(list)
        for unit in units:
            self._districts[unit.district_code].append(unit)
        self._district_names = {code: _Names(own) for code, own in self._districts.items()}
        self._memory: dict[tuple[str, str, tuple[str, ...]], Match] = {}
        self.district_name = {unit.district_code: unit.district_name for unit in units}
        self.district_province = {unit.district_code: unit.province_code for unit in units}
        self._district_index = DistrictIndex(self.district_name, district_aliases)

    def district_communes(self, codes: Iterable[str]) -> list[Unit]:
        """Return the communes of districts, in the order of the registry."""
        return [unit for code in codes for unit in self._districts.get(code, ())]

    def find_districts(self, text: str) -> tuple[str, ...]:
        """Return the codes of the districts a text may name."""
        return self._district_index.find(text)

    def is_name(self, text: str) -> bool:
        """Tell whether a text is, marks aside, the name of a commune in scope."""
        return plain_key(self.read(text).name) in self._scope.plain

    def read(self, text: str) -> WrittenName:
        """Take a written name apart; what looks like a kind may begin a commune's name."""
        written = read_name(text)
        if written.whole and plain_key(written.whole) in self._scope.plain:
            return WrittenName("", written.whole, written.district)
        return written

    def is_code(self, text: str) -> bool:
        """Tell whether a text is the code of a commune-level unit, zeros restored."""
        code = restore_code(text)
        return code in self.by_code or code in self._others

    def match(self, name: str, code: str, districts: tuple[str, ...]) -> Match:
        """Find the commune of a row: name and code as written, districts it may lie in, if any."""
        key = (name, code, districts)
        if key not in self._memory:
            if len(self._memory) > MOST_REMEMBERED:
                self._memory.clear()
            self._memory[key] = self._match(name, code, districts)
        return self._memory[key]

    def _match(self, name: str, code: str, districts: tuple[str, ...]) -> Match:
        if not code:
            return self._match_name(name, districts)
        unit = self.by_code.get(restore_code(code))
        if unit is not None:
            if not name or self._is_called(unit, name):
                return Match(unit, "code")
            named = self._match_name(name, districts)
            by_name = [candidate(named.unit, 100)] if named.unit else list(named.candidates)
            return Match(candidates=(candidate(unit, 100), *by_name)[:CANDIDATES], is_conflict=True)
        other = self._others.get(restore_code(code))
        if other is not None:
            return Match(elsewhere=other)
        named = self._match_name(name, districts)
        return Match(named.unit, named.way, named.candidates, named.elsewhere, is_unknown_code=True)

    def _is_called(self, unit: Unit, name: str) -> bool:
        """Tell whether a written name can be that of a unit, its spelling aside."""
        key = plain_key(self.read(name).name[:LONGEST_NAME])
        return any(
            fuzz.ratio(key, plain_key(own)) >= SAME_NAME_LIKENESS
            for own in (unit.name, *unit.aliases)
        )

    def _match_name(self, name: str, districts: tuple[str, ...]) -> Match:
        written = self.read(name)
        if len(name) > LONGEST_NAME or not plain_key(written.name):
            return Match()
        if written.district:
            districts = self.find_districts(written.district) or districts
        if written.kind in NOT_COUNTED_KINDS:
            return Match(elsewhere=self._ward(written, districts) or _unlisted(written))
        pools = [self._district_names[code] for code in districts if code in self._district_names]
        pools = pools or [self._scope]
        for form in _forms(written):
            found = _unique(unit for pool in pools for unit in pool.exact.get(name_key(form), ()))
            if found:
                return _one_of(found, "name")
        return self._match_spelling(written, districts, pools)

    def _match_spelling(
        self, written: WrittenName, districts: tuple[str, ...], pools: list[_Names]
    ) -> Match:
        """Find a commune whose name is written with other marks or one letter off."""
        ward = self._ward(written, districts) if not written.kind else None
        if ward is not None:
            return Match(elsewhere=ward)
        same = self._same_elsewhere(written, districts)
        plain = _unique(
            unit for pool in pools for unit in pool.plain.get(plain_key(written.name), ())
        )
        if plain and not same and self._is_clear(written, pools):
            return _one_of(plain, "spelling")
        near = [] if same or plain else self._misspelt(written, pools)
        if near:
            return _one_of(near, "spelling")
        is_small = sum(len(pool.plain) for pool in pools) <= LARGE_SCOPE
        like = [c for pool in pools if is_small for c in like_names(written.name, pool.plain)]
        others = [candidate(unit, 100) for unit in same[:HELPFUL]]
        return Match(candidates=ranked([*like, *others]))

    def _same_elsewhere(self, written: WrittenName, districts: tuple[str, ...]) -> list[Unit]:
        """Return the communes of just this name in other districts of the row's province."""
        provinces = {self.district_province[code] for code in districts}
        return [
            unit
            for unit in self._scope.exact.get(name_key(written.name), ())
            if not provinces or unit.province_code in provinces
        ]

    @staticmethod
    def _is_clear(written: WrittenName, pools: list[_Names]) -> bool:
        """Tell whether a name typed without marks, or with wrong ones and none near, is certain."""
        if fold(written.name) == written.name:
            return True
        key = plain_key(written.name)
        return not any(
            other != key and OSA.distance(key, other, score_cutoff=1) <= 1
            for pool in pools
            for other in pool.plain
            if abs(len(other) - len(key)) <= 1
        )

    def _misspelt(self, written: WrittenName, pools: list[_Names]) -> list[Unit]:
        """Return the one commune a single edit away when every other is clearly farther."""
        key = plain_key(written.name)
        if len(key) < SHORTEST_MISSPELT or sum(len(pool.plain) for pool in pools) > LARGE_SCOPE:
            return []
        near = {
            unit.code: unit
            for pool in pools
            for other, _, _ in process.extract(
                key, list(pool.plain), scorer=OSA.distance, score_cutoff=CLEAR_MARGIN, limit=None
            )
            if _digits(other) == _digits(key)
            for unit in pool.plain[other]
        }
        if len(near) != 1:
            return []
        (unit,) = near.values()
        names = (unit.name, *unit.aliases)
        is_near = any(OSA.distance(key, plain_key(name)) <= 1 for name in names)
        return [unit] if is_near else []

    def _ward(self, written: WrittenName, districts: tuple[str, ...]) -> Unit | None:
        """Return the ward or township of the row's district that has exactly this name."""
        found = [
            unit
            for unit in self._other_names.exact.get(name_key(written.name), ())
            if unit.district_code in (districts or self.district_name)
            and unit.kind in NOT_COUNTED_KINDS
            and written.kind in ("", unit.kind)
        ]
        is_named_elsewhere = not districts and name_key(written.name) in self._scope.exact
        return found[0] if len(found) == 1 and not is_named_elsewhere else None

    def nearest(self, name: str, districts: tuple[str, ...]) -> list[str]:
        """Return the names that come nearest to one that is unknown, as a help; at most three."""
        if len(name) > LONGEST_NAME:
            return []
        pools = [self._district_names[code] for code in districts if code in self._district_names]
        found = [
            one
            for pool in pools
            for one in like_names(read_name(name).name, pool.plain, HELPFUL_LIKENESS, HELPFUL)
        ]
        return [one.name for one in ranked(found)[:HELPFUL]]

    def communes_elsewhere(self, name: str) -> list[Unit]:
        """Return the communes outside the scope that have exactly this name."""
        key = name_key(read_name(name).name) if len(name) <= LONGEST_NAME else ""
        return [
            unit
            for unit in self._other_names.exact.get(key, ())
            if unit.kind not in NOT_COUNTED_KINDS
        ]


def matcher_for(context: Context) -> Matcher:
    """Return the matcher of a context's registry; the last few are kept, folding costs time."""
    aliases = tuple(sorted((code, names) for code, names in context.district_aliases.items()))
    return _build(context.units, context.others, aliases)


@lru_cache(maxsize=2)
def _build(
    units: tuple[Unit, ...],
    others: tuple[Unit, ...],
    aliases: tuple[tuple[str, tuple[str, ...]], ...],
) -> Matcher:
    return Matcher(units, others, dict(aliases))


def _forms(written: WrittenName) -> list[str]:
    """Return the name, and without a "xa" typed without its mark ("Xa Dung" is a name)."""
    bare = written.name.removeprefix("xa ").removeprefix("x ")
    return [written.name] if bare == written.name else [written.name, bare]


def _unlisted(written: WrittenName) -> Unit:
    return Unit("", written.name, "", "", "", kind=written.kind)


def _unique(units: Iterable[Unit]) -> list[Unit]:
    return list({unit.code: unit for unit in units}.values())


def _one_of(units: list[Unit], way: str) -> Match:
    if len(units) == 1:
        return Match(units[0], way)
    return Match(candidates=ranked(candidate(unit, 100) for unit in units))


def _digits(key: str) -> str:
    return "".join(letter for letter in key if letter.isdigit())
