"""Finding a unit's code by its name: the registry's spelling or a listed alias, never a guess."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rapidfuzz import process

Row = Mapping[str, str]
KIND_PREFIX = re.compile(r"^(TP|[Tt]hành phố|[Tt]hị xã|[Hh]uyện|[Xx]ã)\s+(?=\S)")


@dataclass
class NameIndex:
    """Districts and communes (xã only) by the code of a unit above them and by name.

    Attributes:
        codes: Codes by level, code of a unit above and name.
        districts: District code of every unit.
        aliases: Every alias, as (alias, code).
        used_aliases: Those that were needed so far.
    """

    codes: dict[tuple[str, str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    districts: dict[str, str] = field(default_factory=dict)
    aliases: set[tuple[str, str]] = field(default_factory=set)
    used_aliases: set[tuple[str, str]] = field(default_factory=set)

    def find(self, level: str, above: str, name: str) -> str | None:
        """Return the code of the unit called ``name`` below ``above``.

        Args:
            level: ``district`` or ``commune``.
            above: Code of the province or of the district.
            name: Name with or without its kind.

        Returns:
            The code, or None when no unit or several bear the name.
        """
        for text in (name, KIND_PREFIX.sub("", name)):
            codes = self.codes.get((level, above, text), set())
            if len(codes) == 1:
                code = next(iter(codes))
                if (text, code) in self.aliases:
                    self.used_aliases.add((text, code))
                return code
        return None

    def closest(self, level: str, above: str, name: str) -> str:
        """Return the most similar name below ``above`` with its code, to help write an alias."""
        pool = {
            f"{text} ({', '.join(sorted(codes))})": text
            for (found_level, found_above, text), codes in self.codes.items()
            if (found_level, found_above) == (level, above)
        }
        best = process.extractOne(name, pool)
        return best[2] if best else "none"


def build_index(units: Iterable[Row], aliases: Iterable[Row]) -> NameIndex:
    """Index the units of ``units.csv`` and the spellings of ``name_aliases.csv``."""
    index = NameIndex()
    by_code = {row["code"]: row for row in units}
    index.districts = {code: row["district_code"] for code, row in by_code.items()}
    for row in by_code.values():
        _add(index, row, row["name"])
    for alias in aliases:
        _add(index, by_code[alias["code"]], alias["alias"])
        index.aliases.add((alias["alias"], alias["code"]))
    return index


def _add(index: NameIndex, unit: Row, name: str) -> None:
    if unit["level"] == "district":
        index.codes["district", unit["province_code"], name].add(unit["code"])
    elif unit["kind"] == "xã":
        for above in (unit["province_code"], unit["district_code"]):
            index.codes["commune", above, name].add(unit["code"])
