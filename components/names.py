"""Names of units and criteria as a page needs them: looked up once, handed to components."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.catalog import Catalog
from domain.criteria import CriteriaSet


@dataclass(frozen=True)
class Names:
    """Names by code of one province's units, and of the criteria of one set."""

    units: Mapping[str, str]
    communes: Mapping[str, str]
    district_of: Mapping[str, str]
    criteria: Mapping[int, str]

    def commune(self, code: str) -> str:
        """Return a commune's name with its kind."""
        return self.communes.get(code, self.units.get(code, code))

    def district(self, code: str) -> str:
        """Return a district's name with its kind."""
        return self.units.get(code, code)

    def place(self, commune_code: str) -> str:
        """Return a commune with its district: names repeat within a province."""
        district = self.district_of.get(commune_code, "")
        return f"{self.commune(commune_code)}, {self.district(district)}".rstrip(", ")

    def criterion(self, no: int) -> str:
        """Return a criterion with its number: "17. Môi trường và an toàn thực phẩm"."""
        return f"{no}. {self.criteria.get(no, '')}"


def build_names(
    catalog: Catalog, province: str, criteria_set: CriteriaSet | None, language: str
) -> Names:
    """Collect the names a page about one province needs."""
    districts = {d.code: d.name for d in catalog.districts.get(province, ())}
    communes = catalog.communes.get(province, ())
    provinces = {p.code: p.name for p in catalog.provinces}
    return Names(
        units={**catalog.names, **provinces, **districts},
        communes={c.code: c.name for c in communes},
        district_of={c.code: c.parent_code for c in communes},
        criteria={c.no: c.name(language) for c in criteria_set.criteria} if criteria_set else {},
    )
