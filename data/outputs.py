"""The door through which pages get files: each is made when asked for, or the reason comes back.

Reports, tables, maps and packages may fail for reasons a reader can mend, so the reason is a value.
Templates are asked about first (:func:`template_refusals`) and made while the browser waits.

Builders are imported when used: Word, Excel, drawing and polygons together weigh more than the
rest of a running dashboard.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pandas as pd
from sqlalchemy import Connection

from data import access, cached, queries
from data.access import NotAllowedError, needs
from data.boundaries.locations import available_path
from data.boundaries.units import read_units
from data.boundaries.web import current_geometry
from data.exports.file_names import export_file_name
from data.output_forms import (
    build_marks_form,
    build_register_form,
    form_name,
    template_refusals,
)
from data.schemas import TableError
from data.store import snapshots
from data.store.engine import get_engine
from domain.access import Permission
from domain.narrowing import narrow_order
from domain.outputs import (
    Order,
    OutputFile,
    OutputKind,
    Refusal,
    Refused,
    ReportForm,
    paragraphs,
)
from domain.report.periods import ReportKind
from domain.vocabulary import Provenance, UnitLevel

__all__ = [
    "build_marks_form",
    "build_output",
    "build_register_form",
    "form_name",
    "polygons_of",
    "takeable",
    "template_refusals",
    "usual_words",
]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"
MIMES = {
    OutputKind.REPORT: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    OutputKind.WORKBOOK: XLSX,
    OutputKind.TIDY: "text/csv",
    OutputKind.GEOPACKAGE: "application/geopackage+sqlite3",
    OutputKind.PACKAGE: ZIP,
}
ENDINGS = {
    OutputKind.WORKBOOK: "xlsx",
    OutputKind.TIDY: "csv",
    OutputKind.GEOPACKAGE: "gpkg",
}


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
        with get_engine().connect() as connection:
            return _build(connection, allowed)
    except queries.NoDataError:
        return Refused(Refusal.NO_DATA)
    except BoundaryError as error:
        return Refused(_boundary_refusal(error))
    except TableError:
        return Refused(Refusal.BROKEN_REFERENCE)
    except KeyError:
        # A unit, plan, criterion or set that was there when the page was drawn.
        return Refused(Refusal.GONE)


def _shows_dates(order: Order) -> bool:
    """Tell whether a scope shows the very dates; without a scope the last one before it answers."""
    shown = {period.as_of for period in cached.get_catalog().periods.get(order.province or "", ())}
    return access.scope().is_whole or {order.as_of, order.since or order.as_of} <= shown


def _boundary_refusal(error: Exception) -> Refusal:
    from data.exports.geopackage import BoundaryLicenceError

    is_licence = isinstance(error, BoundaryLicenceError)
    return Refusal.APPROXIMATE if is_licence else Refusal.NO_BOUNDARIES


def _build(connection: Connection, order: Order) -> OutputFile:
    if order.kind is OutputKind.PACKAGE:
        return _package(connection, order)
    if order.province is None:
        return _country(connection, order)
    if order.as_of is None:
        raise queries.NoDataError("a province is looked at on a date")
    period = queries.find_period(connection, order.province, order.as_of)
    made_up = period.provenance is Provenance.ILLUSTRATIVE
    builders: Mapping[OutputKind, Callable[[Connection, str, date, Order], bytes]] = {
        OutputKind.REPORT: _report,
        OutputKind.WORKBOOK: _workbook,
        OutputKind.TIDY: _tidy,
        OutputKind.GEOPACKAGE: _geopackage,
    }
    content = builders[order.kind](connection, order.province, order.as_of, order)
    name = _name(order, order.province, period.as_of, is_illustrative=made_up)
    return _file(name, content, order.kind, is_illustrative=made_up)


def _country(connection: Connection, order: Order) -> OutputFile:
    """Make a file of every province that has data, each at its own date."""
    from data.exports.country import read_country

    subjects = read_country(connection, order.as_of)
    if order.kind is OutputKind.TIDY:
        from data.exports.tidy import build_country_csv

        content = build_country_csv(subjects)
    elif order.kind is OutputKind.GEOPACKAGE:
        from data.exports.geopackage import build_country_geopackage

        content = build_country_geopackage(
            connection, subjects, allow_approximate=order.takes_approximate
        )
    else:
        raise queries.NoDataError(f"there is no {order.kind} of the whole country")
    made_up = any(subject.is_illustrative for subject in subjects)
    name = export_file_name(
        order.kind.value,
        None,
        None,
        order.as_of,
        ENDINGS[order.kind],
        is_illustrative=made_up,
    )
    return _file(name, content, order.kind, is_illustrative=made_up)


def _file(name: str, content: bytes, kind: OutputKind, *, is_illustrative: bool) -> OutputFile:
    return OutputFile(name, content, MIMES[kind], datetime.now(UTC), is_illustrative)


def _name(order: Order, province: str, as_of: date, *, is_illustrative: bool) -> str:
    if order.kind is OutputKind.REPORT:
        from data.exports.report_docx import report_file_name

        return report_file_name(
            province,
            as_of,
            _form(order).kind,
            district_code=order.district,
            is_illustrative=is_illustrative,
        )
    return export_file_name(
        order.kind.value,
        province,
        order.district,
        as_of,
        ENDINGS[order.kind],
        is_illustrative=is_illustrative,
    )


def _form(order: Order) -> ReportForm:
    return order.report or ReportForm(ReportKind.QUARTERLY)


def _report(connection: Connection, province: str, as_of: date, order: Order) -> bytes:
    from data.exports.report_docx import build_report
    from data.exports.report_options import ReportOptions

    form = _form(order)
    options = ReportOptions(
        issuer="\n".join(paragraphs(form.issuer)),
        superior="\n".join(paragraphs(form.superior)),
        symbol=form.symbol.strip(),
        number=form.number.strip(),
        place=form.place.strip(),
        issued_on=form.issued_on,
        signer_title="\n".join(paragraphs(form.signer_title)),
        signer_name=form.signer_name.strip(),
        recipients=paragraphs(form.recipients),
        direction=paragraphs(form.direction),
        proposals=paragraphs(form.proposals),
    )
    return build_report(
        connection,
        province,
        as_of,
        form.kind,
        plan_id=order.plan,
        district_code=order.district,
        options=options,
    )


def _workbook(connection: Connection, province: str, as_of: date, order: Order) -> bytes:
    from data.exports.workbook import build_summary_workbook

    return build_summary_workbook(
        connection, province, as_of, district_code=order.district, plan_id=order.plan
    )


def _tidy(connection: Connection, province: str, as_of: date, order: Order) -> bytes:
    from data.exports.tidy import build_tidy_csv

    scope = access.scope()
    # The catalogue holds the dates that whoever asks may see; the file is compared with no other.
    earlier = cached.get_catalog().period_before(province, as_of)
    return build_tidy_csv(
        connection,
        province,
        as_of,
        district_code=order.district,
        criterion_no=order.criterion,
        group_no=order.group,
        only=scope.numbers if scope.is_agency else None,
        since=order.since or (earlier.as_of if earlier else None),
        is_compared=earlier is not None or order.since is not None,
    )


def _geopackage(connection: Connection, province: str, as_of: date, order: Order) -> bytes:
    from data.exports.geopackage import build_geopackage

    return build_geopackage(
        connection,
        province,
        as_of,
        district_code=order.district,
        criterion_no=order.criterion,
        group_no=order.group,
        since=order.since,
        allow_approximate=order.takes_approximate,
    )


def _package(connection: Connection, order: Order) -> OutputFile:
    from data.exports.package import build_data_package

    content = build_data_package(connection, order.province)
    periods = snapshots.list_periods(connection, order.province)
    made_up = any(period.provenance is Provenance.ILLUSTRATIVE for period in periods)
    # Made-up marks are some of what is in it, which its description says period by period.
    name = export_file_name("package", order.province, None, None, "zip")
    return _file(name, content, order.kind, is_illustrative=made_up)


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
