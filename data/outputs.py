"""The door through which pages get files: each is made when asked for, or the reason comes back.

Reports, tables, maps and packages may fail for reasons a reader can mend, so the reason is a value.
Templates are asked about first (:func:`template_refusals`) and made while the browser waits.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from data import access, cached, output_files, output_snapshot, queries
from data.access import NotAllowedError, needs
from data.boundaries.locations import available_path
from data.boundaries.units import read_units
from data.boundaries.web import current_geometry
from data.output_forms import (
    build_marks_form,
    build_register_form,
    form_name,
    template_refusals,
)
from data.schemas import TableError
from data.store.engine import get_engine
from domain.access import Access, Permission, Role, Scope
from domain.narrowing import narrow_order
from domain.outputs import (
    Order,
    OutputFile,
    OutputKind,
    Refusal,
    Refused,
)
from domain.vocabulary import UnitLevel

__all__ = [
    "build_marks_form",
    "build_output",
    "build_register_form",
    "build_static_page",
    "form_name",
    "polygons_of",
    "takeable",
    "template_refusals",
    "usual_words",
]


@needs(Permission.EXPORT)
def build_output(order: Order) -> OutputFile | Refused:
    """Make a file.

    Returns:
        The file with its name, or why there is none; both are values a page can show.
    """
    from data.boundaries.faults import BoundaryError

    who = access.current()
    allowed = narrow_order(order, who.scope) if who.may_take(order.kind) else None
    if allowed is None or not _shows_dates(allowed):
        raise NotAllowedError(Permission.EXPORT)
    try:
        if order.kind is OutputKind.SNAPSHOT:
            return output_snapshot.make(allowed)
        with get_engine().connect() as connection:
            return output_files.make(connection, allowed)
    except queries.NoDataError:
        return Refused(Refusal.NO_DATA)
    except BoundaryError as error:
        return Refused(_boundary_refusal(error))
    except TableError:
        return Refused(Refusal.BROKEN_REFERENCE)
    except KeyError:
        # A unit, plan, criterion or set that was there when the page was drawn.
        return Refused(Refusal.GONE)


@needs(Permission.EXPORT)
def build_static_page(scope: Scope, language: str = "vi") -> OutputFile | Refused:
    """Make the static page of what a link with a scope shows, as that link's reader would take it.

    Raises:
        NotAllowedError: Whoever asks sees a part of the data only.
    """
    if not access.scope().is_whole:
        raise NotAllowedError(Permission.EXPORT)
    with access.acting(Access(Role.LINK, scope)):
        shown = cached.get_catalog().periods.get(scope.province, ())
        if not shown:
            return Refused(Refusal.NO_DATA)
        order = Order(
            OutputKind.SNAPSHOT,
            scope.province,
            shown[-1].as_of,
            scope.district or None,
            plan=scope.plan or None,
            language=language,
        )
        return build_output(order)


def _shows_dates(order: Order) -> bool:
    """Tell whether a scope shows the very dates; without a scope the last one before it answers."""
    shown = {period.as_of for period in cached.get_catalog().periods.get(order.province or "", ())}
    return access.scope().is_whole or {order.as_of, order.since or order.as_of} <= shown


def _boundary_refusal(error: Exception) -> Refusal:
    from data.exports.geopackage import BoundaryLicenceError

    is_licence = isinstance(error, BoundaryLicenceError)
    return Refusal.APPROXIMATE if is_licence else Refusal.NO_BOUNDARIES


@needs(Permission.VIEW)
def takeable(kinds: Iterable[OutputKind]) -> tuple[OutputKind, ...]:
    """Return those of some kinds of files that whoever looks may take away."""
    who = access.current()
    return tuple(kind for kind in kinds if who.may_take(kind))


@needs(Permission.VIEW)
def polygons_of(province: str | None) -> str:
    """Return the kind of polygons there are to give: "tile" for none, "official", else others.

    Args:
        province: Its code; ``None`` for every province that has any.
    """
    if province is not None:
        return current_geometry(province).kind
    codes = [unit for unit in read_units().provinces["code"] if available_path(unit)]
    kinds = {current_geometry(code).kind for code in codes} or {"tile"}
    return kinds.pop() if len(kinds) == 1 else "mixed"


@needs(Permission.INSPECT)
def usual_words(province: str, district: str | None) -> Mapping[str, str]:
    """Return what a report says where its form is left empty, by field of :class:`ReportForm`.

    Raises:
        KeyError: There is no such province or district.
    """
    from data.exports.report_options import ReportOptions, with_defaults

    with get_engine().connect() as connection:
        provinces = queries.read_units(connection, UnitLevel.PROVINCE, province)
        districts = queries.read_units(connection, UnitLevel.DISTRICT, province)
    names = {**_full_names(provinces), **_full_names(districts), None: ""}
    usual = with_defaults(ReportOptions(), _Place(names[province], names[district]))
    return {
        "issuer": usual.issuer,
        "superior": usual.superior,
        "symbol": usual.symbol,
        "place": usual.place,
        "signer_title": usual.signer_title,
        "recipients": "\n".join(usual.recipients),
    }


@dataclass(frozen=True)
class _Place:
    province_name: str
    district_name: str


def _full_names(units: pd.DataFrame) -> dict[str | None, str]:
    return dict(zip(units["code"], units["full_name"], strict=True))
