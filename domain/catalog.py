"""What can be chosen: provinces, districts, communes, dates, sets and plans; and a choice made.

A choice travels in the URL as codes. Whatever comes from a URL is text from a stranger: each value
is looked up among what exists, and what is not found is dropped and named, never guessed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from domain.plans import Plan
from domain.vocabulary import Provenance, SnapshotStatus

COUNTRY = "vn"
"""Code of the whole country in a selection; no administrative code looks like it."""

LANGUAGES = ("vi", "en")


@dataclass(frozen=True)
class UnitOption:
    """A unit that can be chosen; ``name`` carries its kind ("Huyện Cư M'gar")."""

    code: str
    name: str
    parent_code: str


@dataclass(frozen=True)
class PeriodOption:
    """A date that can be looked at in a province."""

    as_of: date
    set_id: str
    status: SnapshotStatus
    provenance: Provenance
    district_codes: tuple[str, ...] = ()

    @property
    def is_illustrative(self) -> bool:
        """Tell whether its marks are made up."""
        return self.provenance is Provenance.ILLUSTRATIVE

    @property
    def key(self) -> str:
        """Return the date as it stands in the URL."""
        return self.as_of.isoformat()


@dataclass(frozen=True)
class Catalog:
    """Everything that can be chosen; one object shared by all sessions, never changed.

    Attributes:
        provinces: The country's provinces by code.
        districts: Districts by province code.
        communes: Communes of the programme by province code.
        periods: Periods by province code, oldest first; provinces without data are absent.
        plans: Plans by province code.
        criteria: Criterion numbers by set id.
        groups: Group numbers by set id.
        default_province: Province shown first.
        has_country: The whole country can be chosen.
        only_district: The one district that can be looked at, which is then always chosen.
    """

    provinces: tuple[UnitOption, ...]
    districts: Mapping[str, tuple[UnitOption, ...]]
    communes: Mapping[str, tuple[UnitOption, ...]]
    periods: Mapping[str, tuple[PeriodOption, ...]]
    plans: Mapping[str, tuple[Plan, ...]]
    criteria: Mapping[str, tuple[int, ...]]
    groups: Mapping[str, tuple[int, ...]]
    default_province: str
    version: str = ""
    names: Mapping[str, str] = field(default_factory=dict, repr=False)
    has_country: bool = True
    only_district: str | None = None

    @property
    def choices(self) -> set[str]:
        """Return what can be chosen as a province: codes, and the country where it can be."""
        return {p.code for p in self.provinces} | ({COUNTRY} if self.has_country else set())

    def default_period(self, province: str, set_id: str | None = None) -> PeriodOption | None:
        """Return the newest period of the whole province (of one set, when one is asked for)."""
        own = [p for p in self.periods.get(province, ()) if set_id in (None, p.set_id)]
        whole = [p for p in own if not p.district_codes] or own
        return whole[-1] if whole else None

    def default_plan(self, province: str) -> Plan | None:
        """Return the province's own plan, else the first of its districts'."""
        plans = self.plans.get(province, ())
        return next((p for p in plans if p.district_code is None), plans[0] if plans else None)

    def communes_of(self, province: str, district: str | None) -> tuple[UnitOption, ...]:
        """Return the communes of a district, or of the whole province."""
        communes = self.communes.get(province, ())
        return tuple(c for c in communes if district in (None, c.parent_code))

    def period_before(self, province: str, as_of: date) -> PeriodOption | None:
        """Return what a date is compared with: the last final period of its set and scope.

        A provisional report is no yardstick: the final figures of the same year replace it. Neither
        are made-up marks one for real ones.
        """
        current = next((p for p in self.periods.get(province, ()) if p.as_of == as_of), None)
        if current is None:
            return None
        earlier = [
            p
            for p in self.periods[province]
            if p.as_of < as_of
            and p.status is SnapshotStatus.FINAL
            and p.set_id == current.set_id
            and p.district_codes == current.district_codes
            and p.is_illustrative == current.is_illustrative
        ]
        return earlier[-1] if earlier else None


@dataclass(frozen=True)
class Selection:
    """A choice of the global filters; codes only.

    ``province`` may be :data:`COUNTRY`; ``as_of`` is ``None`` where the province has no data.
    """

    province: str
    district: str | None = None
    commune: str | None = None
    as_of: date | None = None
    set_id: str | None = None
    plan: str | None = None
    criterion: int | None = None
    group: int | None = None
    language: str = "vi"

    @property
    def is_country(self) -> bool:
        """Tell whether the whole country is chosen."""
        return self.province == COUNTRY


def default_selection(catalog: Catalog, province: str | None = None) -> Selection:
    """Return what is shown when nothing is asked for."""
    chosen = province or catalog.default_province
    period, plan = catalog.default_period(chosen), catalog.default_plan(chosen)
    return Selection(
        province=chosen,
        district=catalog.only_district,
        as_of=period.as_of if period else None,
        plan=plan.plan_id if plan else None,
    )


def parse_selection(params: Mapping[str, str], catalog: Catalog) -> tuple[Selection, list[str]]:
    """Read a choice from URL parameters.

    Args:
        params: Names and values of the URL; unknown names are ignored (they may be Streamlit's).
        catalog: What exists.

    Returns:
        The choice, and the names of the parameters whose values were dropped.
    """
    dropped: list[str] = []

    def keep(name: str, allowed: Mapping[str, object] | set[str]) -> str | None:
        value = params.get(name)
        if value is None or value in allowed:
            return value
        dropped.append(name)
        return None

    language = keep("lang", set(LANGUAGES)) or "vi"
    province = keep("province", catalog.choices)
    chosen = replace(default_selection(catalog, province), language=language)
    province = chosen.province
    district = keep("district", {d.code for d in catalog.districts.get(province, ())})
    district = district or catalog.only_district
    commune = keep("commune", {c.code for c in catalog.communes_of(province, district)})
    set_id = keep("set", {p.set_id for p in catalog.periods.get(province, ())})
    period = keep("date", {p.key for p in catalog.periods.get(province, ())})
    plan = keep("plan", {p.plan_id for p in catalog.plans.get(province, ())})
    by_set = catalog.default_period(province, set_id)
    as_of = date.fromisoformat(period) if period else (by_set.as_of if by_set else None)
    current = next((p for p in catalog.periods.get(province, ()) if p.as_of == as_of), None)
    numbers = catalog.criteria.get(current.set_id, ()) if current else ()
    groups = catalog.groups.get(current.set_id, ()) if current else ()
    criterion = keep("criterion", {str(no) for no in numbers})
    group = keep("group", {str(no) for no in groups})
    if set_id and current and current.set_id != set_id:
        dropped.append("set")
        set_id = None
    return (
        replace(
            chosen,
            district=district,
            commune=commune,
            as_of=as_of,
            set_id=set_id,
            plan=plan or chosen.plan,
            criterion=int(criterion) if criterion else None,
            group=int(group) if group else None,
        ),
        dropped,
    )


def to_params(selection: Selection) -> dict[str, str]:
    """Return the URL parameters of a choice; what decides the view is always spelled out."""
    values = {
        "province": selection.province,
        "district": selection.district,
        "commune": selection.commune,
        "date": selection.as_of.isoformat() if selection.as_of else None,
        "set": selection.set_id,
        "plan": selection.plan,
        "criterion": None if selection.criterion is None else str(selection.criterion),
        "group": None if selection.group is None else str(selection.group),
        "lang": None if selection.language == "vi" else selection.language,
    }
    return {name: value for name, value in values.items() if value}
