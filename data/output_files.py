"""Files as they are ordered: which builder makes each, what it is called.

Builders are imported when used: Word, Excel, drawing and polygons together weigh more than the
rest of a running dashboard.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime

from sqlalchemy import Connection

from data import access, cached, queries
from data.exports.file_names import export_file_name
from data.store import snapshots
from domain.outputs import (
    Order,
    OutputFile,
    OutputKind,
    ReportForm,
    paragraphs,
)
from domain.report.periods import ReportKind
from domain.vocabulary import Provenance

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
MIMES = {
    OutputKind.REPORT: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    OutputKind.WORKBOOK: XLSX,
    OutputKind.TIDY: "text/csv",
    OutputKind.GEOPACKAGE: "application/geopackage+sqlite3",
    OutputKind.PACKAGE: ZIP,
    OutputKind.SLIDES: PPTX,
    OutputKind.SLIDES_PDF: "application/pdf",
}
ENDINGS = {
    OutputKind.WORKBOOK: "xlsx",
    OutputKind.TIDY: "csv",
    OutputKind.GEOPACKAGE: "gpkg",
    OutputKind.SLIDES: "pptx",
    OutputKind.SLIDES_PDF: "pdf",
}


def make(connection: Connection, order: Order) -> OutputFile:
    """Make a file; who may have it was asked before (``data.outputs``).

    Raises:
        data.queries.NoDataError: Nothing is loaded for the place and date, or there is no such file
            of it.
        data.boundaries.faults.BoundaryError: There are no polygons, or they may not leave.
        data.schemas.TableError: A reference file does not fit its description.
        KeyError: A unit, plan, criterion or set does not exist.
    """
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
        OutputKind.SLIDES: _slides,
        OutputKind.SLIDES_PDF: _slides,
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

    scope, since = access.scope(), order.since
    if since is None and not scope.is_whole:
        # A scope's catalogue holds the dates it shows; its file is compared with no other.
        earlier = cached.get_catalog().period_before(province, as_of)
        since = earlier.as_of if earlier else None
    return build_tidy_csv(
        connection,
        province,
        as_of,
        district_code=order.district,
        criterion_no=order.criterion,
        group_no=order.group,
        only=scope.numbers if scope.is_agency else None,
        since=since,
        is_compared=scope.is_whole or since is not None,
        with_basis=not (scope.district or scope.is_agency),
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


def _slides(connection: Connection, province: str, as_of: date, order: Order) -> bytes:
    from data.exports.slides import build_slides

    return build_slides(connection, province, as_of, order)


def _package(connection: Connection, order: Order) -> OutputFile:
    from data.exports.package import build_data_package

    content = build_data_package(connection, order.province)
    periods = snapshots.list_periods(connection, order.province)
    made_up = any(period.provenance is Provenance.ILLUSTRATIVE for period in periods)
    # Made-up marks are some of what is in it, which its description says period by period.
    name = export_file_name("package", order.province, None, None, "zip")
    return _file(name, content, order.kind, is_illustrative=made_up)
