"""What loading needs from the page: the door to the store, and what is known of the province."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Protocol

from components.text import t
from domain.catalog import COUNTRY, Catalog
from domain.criteria import CriteriaSet

MARKS = "marks"
"""Kind of a file of marks; every other kind is a register."""


class Door(Protocol):
    """What the page hands in to read and change the store; ``data.actions`` is one."""

    KINDS: tuple[str, ...]
    Asked: Callable[..., Any]
    examine: Callable[..., Any]
    accept: Callable[..., Any]
    undo: Callable[..., Any]
    marked_copy: Callable[..., bytes]
    log_unreadable: Callable[..., None]
    log_looked_at: Callable[..., None]
    list_batches: Callable[..., list[Any]]
    compare_batch: Callable[..., list[Any]]
    read_audit: Callable[[int], list[Any]]


@dataclass(frozen=True)
class Place:
    """Where files are loaded to, and the words for what is found there.

    Attributes:
        code: Province code, or ``vn``.
        catalog: Every unit that can be chosen.
        sets: Criteria sets by id.
        version: Identifies the data in the store now; figures read before are worth another look.
    """

    code: str
    catalog: Catalog
    sets: Mapping[str, CriteriaSet]
    version: str

    @property
    def is_country(self) -> bool:
        """Tell whether one file for the whole country is meant."""
        return self.code == COUNTRY

    @property
    def commune_sets(self) -> list[CriteriaSet]:
        """Return the sets a file of marks can be of."""
        return [one for one in self.sets.values() if one.is_commune_set]

    def province(self, code: str) -> str:
        """Return a province's name with its kind."""
        if code == COUNTRY:
            return t("filter.country")
        return next((p.name for p in self.catalog.provinces if p.code == code), code)

    def district_names(self, code: str | None = None) -> dict[str, str]:
        """Return the districts of a province by code."""
        return {d.code: d.name for d in self.catalog.districts.get(code or self.code, ())}

    def communes(self, *provinces: str) -> "Communes":
        """Return the names of the communes of provinces, of this one by default."""
        names, districts = {}, {}
        for province in provinces or (self.code,):
            own = self.district_names(province)
            for unit in self.catalog.communes.get(province, ()):
                names[unit.code], districts[unit.code] = unit.name, own.get(unit.parent_code, "")
        return Communes(names, districts)

    def decision(self, set_id: str) -> str:
        """Return how a criteria set is called in a line."""
        known = self.sets.get(set_id)
        return known.short_decision if known else set_id

    def criterion(self, set_id: str, number: int, language: str) -> str:
        """Return a criterion with its number: "17. Môi trường và an toàn thực phẩm"."""
        known = self.sets.get(set_id)
        if known is None or number not in known.numbers:
            return str(number)
        return f"{number}. {known.criterion(number).name(language)}"


@dataclass(frozen=True)
class Communes:
    """Names of communes, and the names of their districts, by code."""

    names: Mapping[str, str]
    districts: Mapping[str, str]

    def place(self, code: str) -> str:
        """Return a commune with its district: names repeat within a province."""
        return ", ".join(x for x in (self.names.get(code, code), self.districts.get(code)) if x)


@dataclass(frozen=True, eq=False)
class Held:
    """A file brought in and not loaded yet, with what its reader decided about it.

    The fields after ``note`` are those of ``data.actions.Asked``: a change of one of them means
    reading the file again.
    """

    number: int
    name: str
    content: bytes = field(repr=False)
    is_provisional: bool = False
    note: str = ""
    as_of: date | None = None
    district_code: str | None = None
    set_id: str = ""
    layouts: Mapping[str, Any] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)

    def changed(self, **changes: Any) -> "Held":
        """Return the file with other decisions."""
        return replace(self, **changes)
