"""What the files to take away speak of, and which filters each follows."""

from dataclasses import dataclass

from components import state
from components.text import day, t
from domain.catalog import Catalog, Selection
from domain.outputs import Order, OutputKind
from domain.view import View
from domain.vocabulary import Provenance

NARROWED = (OutputKind.TIDY, OutputKind.GEOPACKAGE, OutputKind.SNAPSHOT)
"""Files that follow the criterion and the group chosen."""

WITH_PLAN = (OutputKind.REPORT, OutputKind.WORKBOOK, OutputKind.SNAPSHOT)
"""Files that follow the plan chosen."""


@dataclass(frozen=True, eq=False)
class Scope:
    """What the files speak of.

    Attributes:
        view: What is looked at; ``None`` where nothing is loaded.
        place: Name of the province.
        version: Identifies the data in the store now.
    """

    selection: Selection
    catalog: Catalog
    view: View | None
    place: str
    version: str

    @property
    def district(self) -> str | None:
        """Return the one district spoken of: the one chosen, or the only one of the period."""
        place = self.view.place_code if self.view else self.selection.district
        return None if place == self.selection.province else place

    def is_illustrative(self, kind: OutputKind) -> bool:
        """Tell whether a file will hold made-up marks; a package holds those of every date."""
        if kind is not OutputKind.PACKAGE and self.selection.is_country:
            newest = [self.catalog.default_period(code) for code in self.catalog.periods]
            return any(p.provenance is Provenance.ILLUSTRATIVE for p in newest if p)
        if kind is not OutputKind.PACKAGE:
            return self.view is not None and self.view.situation.is_illustrative
        wanted = None if self.selection.is_country else self.selection.province
        return any(
            period.provenance is Provenance.ILLUSTRATIVE
            for code, periods in self.catalog.periods.items()
            for period in periods
            if wanted in (None, code)
        )

    def order(self, kind: OutputKind) -> Order:
        """Return the order for a kind of file under the present filters."""
        chosen, view = self.selection, self.view
        if chosen.is_country:
            return Order(kind, None, data_version=self.version)
        if kind is OutputKind.PACKAGE:
            return Order(kind, chosen.province, data_version=self.version)
        return Order(
            kind,
            chosen.province,
            view.situation.as_of if view else chosen.as_of,
            chosen.district,
            plan=chosen.plan if kind in WITH_PLAN else None,
            criterion=chosen.criterion if kind in NARROWED else None,
            group=chosen.group if kind in NARROWED else None,
            data_version=self.version,
            language=chosen.language if kind is OutputKind.SNAPSHOT else "vi",
        )


def limits_text(scope: Scope, order: Order) -> str:
    """Say which filters a file follows, with the value of those that narrow it."""
    if order.kind is OutputKind.PACKAGE:
        every = "exports.limits.everything" if order.province is None else "exports.limits.province"
        return t(every, place=scope.place)
    if order.province is None:
        return t("exports.limits.country")
    view, language = scope.view, state.language()
    parts = []
    if view and (order.criterion or order.group):
        criteria_set = view.situation.criteria_set
        if order.criterion:
            name = criteria_set.criterion(order.criterion).name(language)
            parts.append(t("exports.limits.criterion", no=order.criterion, name=name))
        else:
            named = next((g for g in criteria_set.groups if g.no == order.group), None)
            name = named.name(language) if named else ""
            parts.append(t("exports.limits.group", no=order.group, name=name))
    if order.since:
        parts.append(t("exports.limits.since", date=day(order.since)))
    return " ".join([t(f"exports.follows.{order.kind}"), *parts])
