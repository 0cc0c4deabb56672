"""Which commune or district a row speaks of: by code, else by name within its district."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from domain.intake.candidates import candidate
from domain.intake.grid import Value
from domain.intake.matcher import SAME_NAME_LIKENESS
from domain.intake.names import (
    CODE_LENGTH,
    DISTRICT_KINDS,
    name_key,
    plain_key,
    read_name,
    split_kind,
)
from domain.intake.problems import Candidate
from domain.intake.reading import Unit
from domain.registers.context import RegisterContext
from domain.registers.values import clean
from domain.vietnamese import fold
from domain.vocabulary import UnitLevel

DISTRICT_DIGITS = 3

LONGEST = 200
"""Characters of the longest text a unit is looked for in; the patterns below are slow beyond."""

MOST_SEARCHES = 200
"""Unknown names for which like ones are sought: a file with more is not of this province."""

_CODE = re.compile(r"(?P<code>\d{1,5})(?:\s*[–—:-]\s*(?P<name>\D.*)|\s+(?P<plain>[^\W\d].*))?")
_TAIL = re.compile(r"(?P<name>.*\S)\s*[(,–—-]\s*(?P<district>[^(),]+?)\)?")
_WHOLE_PROVINCE = re.compile(r"(toan|ca) tinh|tinh( .*)?")


@dataclass(frozen=True)
class Written:
    """How a row names its unit.

    Attributes:
        code: Digits as written; "" when there are none.
        name: Name as written, without code and district.
        district: District the name is to be looked for in.
        was_number: A number, so that its leading zeros may be lost.
    """

    code: str = ""
    name: str = ""
    district: str = ""
    was_number: bool = False


@dataclass(frozen=True)
class Resolution:
    """What a written unit turned out to be.

    Attributes:
        code: Code of the unit; "" when it is not known.
        level: Its level.
        fault: Code of a problem; "" when there is none.
        params: Words of the problem's message.
        candidates: Units a name may mean, when only its sender can tell.
        is_restored: Leading zeros were put back.
    """

    code: str = ""
    level: UnitLevel = UnitLevel.COMMUNE
    fault: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
    candidates: tuple[Candidate, ...] = ()
    is_restored: bool = False


def read_written(value: Value, name: str, district: str) -> Written:
    """Take apart "05986 – Xã Bính Xá (Huyện Đình Lập)" and what stands beside it.

    Args:
        value: Cell of the code, or of the only column of units.
        name: Cell of the name, if there is one.
        district: District of the row, from its own cell or the heading of its group.
    """
    written = _take_apart(clean(value))
    beside = _take_apart(name)
    named = written.name or beside.name
    where = written.district or beside.district or _take_apart(district).name or district
    was_number = isinstance(value, int | float) and not isinstance(value, bool)
    return Written(written.code or beside.code, named, where, was_number)


def _take_apart(text: str) -> Written:
    if len(text) > LONGEST:
        return Written(name=text)
    found = _CODE.fullmatch(text)
    code = found["code"] if found else ""
    name = ((found["name"] or found["plain"] or "") if found else text).strip()
    tail = _TAIL.fullmatch(name)
    if tail and names_district(tail["district"]):
        return Written(code, tail["name"].rstrip(" ,(-–—"), tail["district"])
    return Written(code, name)


def is_whole_province(text: str) -> bool:
    """Tell whether a district cell says that the row speaks of the whole province."""
    return _WHOLE_PROVINCE.fullmatch(fold(text)) is not None


def names_district(text: str) -> bool:
    """Tell whether a name says it is a district's: "Huyện Đình Lập"."""
    return split_kind(text)[0] in DISTRICT_KINDS


class UnitFinder:
    """Finds the units of one province."""

    def __init__(self, context: RegisterContext, levels: frozenset[UnitLevel]) -> None:
        """Take what is known; ``levels`` are those the register can speak of."""
        self._context, self._levels, self._matcher = context, levels, context.matcher
        self._searches = 0

    def find(self, written: Written) -> Resolution:
        """Return the unit a row speaks of, or why it cannot be told."""
        if written.code:
            return self._by_code(written)
        if UnitLevel.COMMUNE not in self._levels:
            return self._district_by_name(written.name)
        if names_district(written.name):
            if UnitLevel.DISTRICT in self._levels:
                return self._district_by_name(written.name)
            return Resolution(fault="register_wrong_level", params={"code": written.name})
        return self._commune_by_name(written)

    def find_districts(self, text: str) -> tuple[str, ...]:
        """Return the codes of the districts a text may name; empty when there is none such."""
        found = self._matcher.find_districts(text)
        if found:
            return found
        # The matcher knows districts by their communes; a town may have none.
        kind, name = split_kind(text)
        return tuple(
            code
            for code, full_name in self._context.districts.items()
            if name_key(read_name(full_name).name) == name_key(name)
            and kind in ("", split_kind(full_name)[0])
        )

    def _commune_by_name(self, written: Written) -> Resolution:
        if not self._matcher.is_name(written.name[:LONGEST]):
            self._searches += 1
            if self._searches > MOST_SEARCHES:
                return Resolution(fault="register_unknown_name")
        districts = self.find_districts(written.district) if written.district else ()
        match = self._matcher.match(written.name, "", districts)
        if match.unit and written.district and not districts:
            # The district is none of the province's: the name alone does not make it certain.
            return Resolution(candidates=(candidate(match.unit, 100),))
        if match.unit:
            return Resolution(match.unit.code)
        if match.elsewhere:
            return self._elsewhere(match.elsewhere, written.name)
        if match.candidates:
            return Resolution(candidates=match.candidates)
        return Resolution(fault="register_unknown_name")

    def _district_by_name(self, name: str) -> Resolution:
        codes = self.find_districts(name)
        if len(codes) == 1:
            return Resolution(codes[0], UnitLevel.DISTRICT)
        if codes:
            return Resolution(candidates=tuple(self._candidate(code) for code in codes))
        return Resolution(fault="register_unknown_district")

    def _by_code(self, written: Written) -> Resolution:
        found = [self._check_name(code, written) for code in self._possible_codes(written)]
        fitting = [resolution for resolution in found if not resolution.fault]
        if len(fitting) == 1:
            return fitting[0]
        if len(found) > 1:
            codes = self._possible_codes(written)
            return Resolution(candidates=tuple(self._candidate(code) for code in codes))
        return found[0] if found else self._unknown_code(written)

    def _possible_codes(self, written: Written) -> list[str]:
        """Return the known units a code may be: 688 is "00688", or "688" where there is one."""
        codes = []
        if UnitLevel.COMMUNE in self._levels:
            codes.append(written.code.zfill(CODE_LENGTH))
        if UnitLevel.DISTRICT in self._levels and len(written.code) <= DISTRICT_DIGITS:
            codes.append(written.code.zfill(DISTRICT_DIGITS))
        known = [c for c in codes if c in self._matcher.by_code or c in self._context.districts]
        exact = [c for c in known if c == written.code]
        # A text that is a code as it stands lost no zeros.
        return exact if exact and not written.was_number else known

    def _check_name(self, code: str, written: Written) -> Resolution:
        unit = self._matcher.by_code.get(code)
        if unit is None:
            return self._check_district(code, written)
        districts = self.find_districts(written.district) if written.district else ()
        is_elsewhere = bool(districts) and unit.district_code not in districts
        if is_elsewhere or self._matcher.match(written.name, code, ()).is_conflict:
            return _differs(code, UnitLevel.COMMUNE, written, _full_name(unit))
        return Resolution(code, is_restored=code != written.code)

    def _check_district(self, code: str, written: Written) -> Resolution:
        known = self._context.districts[code]
        one, other = (plain_key(read_name(name).name) for name in (written.name, known))
        if written.name and fuzz.ratio(one, other) < SAME_NAME_LIKENESS:
            return _differs(code, UnitLevel.DISTRICT, written, known)
        return Resolution(code, UnitLevel.DISTRICT, is_restored=code != written.code)

    def _candidate(self, code: str) -> Candidate:
        unit = self._matcher.by_code.get(code)
        return (
            candidate(unit, 100)
            if unit
            else Candidate(code, self._context.districts[code], "", 100)
        )

    def _unknown_code(self, written: Written) -> Resolution:
        code, params = written.code, {"code": written.code}
        match = self._matcher.match("", code, ())
        if match.elsewhere:
            return self._elsewhere(match.elsewhere, code)
        district = code.zfill(DISTRICT_DIGITS)
        if match.unit or district in self._context.districts:
            return Resolution(fault="register_wrong_level", params=params)
        province = self._context.other_districts.get(district)
        if province and UnitLevel.DISTRICT in self._levels:
            return self._other_province(province, code)
        return Resolution(fault="register_unknown_code", params=params)

    def _elsewhere(self, unit: Unit, written: str) -> Resolution:
        """Say of a unit outside the scope what it is: a ward or township, or another province's."""
        if unit.province_code in ("", self._context.province_code):
            return Resolution(fault="register_not_counted", params={"unit": written})
        return self._other_province(unit.province_code, written)

    def _other_province(self, province_code: str, written: str) -> Resolution:
        province = self._context.provinces.get(province_code, province_code)
        params = {"unit": written, "province": province}
        return Resolution(fault="register_other_province", params=params)


def _full_name(unit: Unit) -> str:
    return f"Xã {unit.name} ({unit.district_name})"


def _differs(code: str, level: UnitLevel, written: Written, expected: str) -> Resolution:
    beside = ", ".join(text for text in (written.name, written.district) if text)
    params = {"code": code, "written": beside, "expected": expected}
    return Resolution("", level, "register_code_name_differ", params)
