"""The door through which pages get files: each is made when asked for, or the reason comes back.

Reports, tables, maps and packages may fail for reasons a reader can mend, so the reason is a value.
Templates are asked about first (:func:`template_refusals`) and made while the browser waits.

Builders are imported when used: Word, Excel, drawing and polygons together weigh more than the
rest of a running dashboard.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy import Connection

from data import queries
from data.exports.file_names import export_file_name
from data.schemas import TableError
from data.store import snapshots
from data.store.engine import get_engine
from domain.outputs import (
    FormOrder,
    Order,
    OutputFile,
    OutputKind,
    Reach,
    Refusal,
    Refused,
    ReportForm,
    paragraphs,
)
from domain.registers.fields import Kind
from domain.report.periods import ReportKind
from domain.vocabulary import Provenance, UnitKind, UnitLevel

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
TEMPLATE_STEMS: Mapping[Kind | None, str] = {
    None: "bieu-danh-gia",
    Kind.RECOGNITION: "mau-quyet-dinh-cong-nhan",
    Kind.REGISTERED_PLAN: "mau-dang-ky-dat-chuan",
    Kind.TASK_STATUS: "mau-tinh-hinh-nhiem-vu",
    Kind.FUNDING: "mau-nguon-von",
}
"""What the file of each register is called; ``None`` is the form of marks."""


def build_output(order: Order) -> OutputFile | Refused:
    """Make a file.

    Returns:
        The file with its name, or why there is none; both are values a page can show.
    """
    from data.boundaries.faults import BoundaryError

    try:
        with get_engine().connect() as connection:
            return _build(connection, order)
    except queries.NoDataError:
        return Refused(Refusal.NO_DATA)
    except BoundaryError as error:
        return Refused(_boundary_refusal(error))
    except TableError:
        return Refused(Refusal.BROKEN_REFERENCE)
    except KeyError:
        # A unit, plan, criterion or set that was there when the page was drawn.
        return Refused(Refusal.GONE)


def _boundary_refusal(error: Exception) -> Refusal:
    from data.exports.geopackage import BoundaryLicenceError

    is_licence = isinstance(error, BoundaryLicenceError)
    return Refusal.APPROXIMATE if is_licence else Refusal.NO_BOUNDARIES


def _build(connection: Connection, order: Order) -> OutputFile:
    if order.kind is OutputKind.PACKAGE:
        return _package(connection, order)
    if order.province is None or order.as_of is None:
        raise queries.NoDataError("the whole country has no single date")
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

    return build_tidy_csv(
        connection,
        province,
        as_of,
        district_code=order.district,
        criterion_no=order.criterion,
        group_no=order.group,
    )


def _geopackage(connection: Connection, province: str, as_of: date, order: Order) -> bytes:
    from data.exports.geopackage import build_geopackage

    return build_geopackage(
        connection,
        province,
        as_of,
        district_code=order.district,
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


def template_refusals(province: str) -> Mapping[Kind | None, Refusal]:
    """Return the forms that cannot be made for a province, and why; ``None`` is that of marks."""
    from data.registers.reading import read_tasks

    with get_engine().connect() as connection:
        communes = queries.read_units(connection, UnitLevel.COMMUNE, province)
        tasks = read_tasks(connection, province)
    refused: dict[Kind | None, Refusal] = {}
    if not (communes["kind"] == UnitKind.XA.value).any():
        refused = dict.fromkeys(TEMPLATE_STEMS, Refusal.NO_COMMUNES)
    if not tasks:
        refused[Kind.TASK_STATUS] = Refusal.NO_TASKS
    return refused


def build_register_form(kind: Kind, province: str) -> bytes:
    """Return the form of a register as xlsx.

    Raises:
        KeyError: There is no such province.
        data.registers.choices.NothingToChooseError: See :func:`template_refusals`.
    """
    from data.registers.templates import build_template

    with get_engine().connect() as connection:
        return build_template(kind, connection, province)


def build_marks_form(order: FormOrder) -> bytes:
    """Return a form of marks as xlsx, or one a district in a zip.

    Raises:
        KeyError: There is no such province, district or criteria set.
        data.registers.choices.NothingToChooseError: No commune there counts in the programme.
    """
    from data.registers.choices import read_communes

    with get_engine().connect() as connection:
        if order.reach is Reach.PLACE:
            return _marks_form(connection, order, order.district)
        stream = BytesIO()
        districts = {c.district_code for c in read_communes(connection, order.province)}
        with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
            for code in sorted(districts):
                name = form_name(None, order.province, code)
                archive.writestr(name, _marks_form(connection, order, code))
    return stream.getvalue()


def _marks_form(connection: Connection, order: FormOrder, district: str | None) -> bytes:
    from data.registers.templates import MarkStyle, build_marks_template

    return build_marks_template(
        connection,
        order.province,
        district,
        order.set_id,
        style=MarkStyle(order.style),
        as_of=order.as_of,
    )


def form_name(kind: Kind | None, province: str, district: str | None, ext: str = "xlsx") -> str:
    """Return the name of a form: ``bieu-danh-gia_66_654.xlsx``; ``None`` is that of marks."""
    parts = (TEMPLATE_STEMS[kind], province, district)
    return "_".join(part for part in parts if part) + f".{ext}"
