"""``python -m data export``: everything that leaves the product as a file, without a browser."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Connection

from data import queries
from data.cli_faults import RefusedError
from data.cli_output import Format, FormatOption, OutputOption, tell, write_rows
from data.cli_store import check_unit, connect, parse_day
from data.exports.file_names import export_file_name
from data.schemas import to_records
from data.store import snapshots
from data.store.snapshots import Period
from domain.report.periods import ReportKind
from domain.vocabulary import Provenance, UnitLevel

MARK_FIELDS = ("commune_code", "criterion_no", "status")


class Kind(StrEnum):
    """What can be exported."""

    MARKS = "marks"
    WORKBOOK = "workbook"
    REPORT = "report"
    GEOPACKAGE = "geopackage"
    PACKAGE = "package"
    TIDY = "tidy"


ENDINGS = {
    Kind.WORKBOOK: "xlsx",
    Kind.REPORT: "docx",
    Kind.GEOPACKAGE: "gpkg",
    Kind.PACKAGE: "zip",
    Kind.TIDY: "csv",
}
OPTIONS = {
    "--district": (Kind.WORKBOOK, Kind.REPORT, Kind.GEOPACKAGE, Kind.TIDY),
    "--plan": (Kind.WORKBOOK, Kind.REPORT),
    "--criterion": (Kind.TIDY,),
    "--group": (Kind.TIDY,),
}
"""Which exports an option narrows; elsewhere it would be ignored, so it is refused."""


ProvinceOption = Annotated[
    str | None,
    typer.Option("--province", help="Mã tỉnh; chỉ gói dữ liệu (package) không bắt buộc."),
]
AsOfOption = Annotated[
    str | None, typer.Option("--as-of", help="Ngày số liệu, NĂM-THÁNG-NGÀY; package không cần.")
]
KindOption = Annotated[
    Kind,
    typer.Option(
        "--kind",
        help="marks: mã xã, tiêu chí, kết quả; workbook: biểu tổng hợp; report: báo cáo; "
        "geopackage: bản đồ; package: gói dữ liệu; tidy: bảng dài đủ tên.",
    ),
]
ReportOption = Annotated[ReportKind, typer.Option("--report", help="Loại báo cáo.")]


@dataclass(frozen=True)
class Wish:
    """What was asked for, looked up and found to exist."""

    kind: Kind
    province: str
    day: date
    district: str | None
    plan: str | None
    criterion: int | None
    group: int | None
    report: ReportKind


def add_commands(app: typer.Typer) -> None:
    """Add ``export`` to the command line."""
    app.command()(export)


def find_period(connection: Connection, province: str, day: date) -> Period:
    """Return the period a date is answered with, saying so when it is another date.

    Raises:
        RefusedError: Nothing is loaded for the province on or before that day.
    """
    try:
        period = queries.find_period(connection, province, day)
    except queries.NoDataError as error:
        raise RefusedError(
            f"Chưa có số liệu của tỉnh {province} tại hoặc trước ngày {day.isoformat()}. "
            "Xem các kỳ đang có: python -m data status"
        ) from error
    if period.as_of != day:
        tell(f"Không có kỳ {day.isoformat()}; dùng kỳ gần nhất trước đó: {period.as_of}.")
    if period.provenance is Provenance.ILLUSTRATIVE:
        tell("Lưu ý: kết quả từng xã của kỳ này là số liệu minh họa.")
    return period


def export(
    context: typer.Context,
    province: ProvinceOption = None,
    as_of: AsOfOption = None,
    kind: KindOption = Kind.MARKS,
    output_format: FormatOption = Format.CSV,
    output: OutputOption = None,
    district: Annotated[str | None, typer.Option("--district", help="Mã huyện.")] = None,
    plan: Annotated[str | None, typer.Option("--plan", help="Mã kế hoạch.")] = None,
    criterion: Annotated[int | None, typer.Option("--criterion", help="Số tiêu chí.")] = None,
    group: Annotated[int | None, typer.Option("--group", help="Số nhóm tiêu chí.")] = None,
    report: ReportOption = ReportKind.QUARTERLY,
) -> None:
    """Xuất tệp: kết quả đánh giá (mặc định), biểu tổng hợp, báo cáo, bản đồ, gói dữ liệu."""
    given = {"--district": district, "--plan": plan, "--criterion": criterion, "--group": group}
    for name, value in given.items():
        if value is not None and kind not in OPTIONS[name]:
            raise typer.BadParameter(f"{name} không dùng với --kind {kind.value}", ctx=context)
    if output_format is not Format.CSV and kind is not Kind.MARKS:
        raise typer.BadParameter("--format chỉ dùng với --kind marks", ctx=context)
    if kind is Kind.PACKAGE:
        _export_package(province, output)
        return
    missing = [n for n, v in (("--province", province), ("--as-of", as_of)) if v is None]
    if province is None or as_of is None:
        raise typer.BadParameter(f"thiếu {missing[0]}", ctx=context)
    wish = Wish(kind, province, parse_day(as_of), district, plan, criterion, group, report)
    with connect() as connection:
        check_unit(connection, province, UnitLevel.PROVINCE)
        if district is not None:
            check_unit(connection, district, UnitLevel.DISTRICT, province)
        _check_choice(connection, wish)
        period = find_period(connection, province, wish.day)
        if kind is Kind.MARKS:
            frame = snapshots.read_assessments(connection, period)
            write_rows(to_records(frame[list(MARK_FIELDS)]), MARK_FIELDS, output_format, output)
            return
        content = _build(connection, wish)
    _write_file(content, _file_name(wish, period), output)


def _export_package(province: str | None, output: Path | None) -> None:
    from data.exports.package import build_data_package

    with connect() as connection:
        if province is not None:
            check_unit(connection, province, UnitLevel.PROVINCE)
        content = build_data_package(connection, province)
    _write_file(content, export_file_name("package", province, None, None, "zip"), output)


def _check_choice(connection: Connection, wish: Wish) -> None:
    """Check that the plan, criterion and group asked for exist.

    Raises:
        typer.BadParameter: One does not.
    """
    plans = [p.plan_id for p in queries.read_plans(connection) if p.province_code == wish.province]
    if wish.plan is not None and wish.plan not in plans:
        listed = ", ".join(plans) or "không có"
        raise typer.BadParameter(f"không có kế hoạch '{wish.plan}'; các mã: {listed}")
    periods = snapshots.list_periods(connection, wish.province)
    period = snapshots.choose_period(periods, wish.day)
    if period is None:
        return  # told by find_period, with what there is
    criteria_set = queries.read_criteria_set(connection, period.set_id)
    if wish.criterion is not None and wish.criterion not in criteria_set.numbers:
        raise typer.BadParameter(f"bộ {period.set_id} không có tiêu chí {wish.criterion}")
    if wish.group is not None and not criteria_set.group_numbers(wish.group):
        raise typer.BadParameter(f"bộ {period.set_id} không có nhóm {wish.group}")


def _build(connection: Connection, wish: Wish) -> bytes:
    """Build the file asked for; each builder is imported only when it is used.

    Raises:
        RefusedError: The district has no data at the date.
    """
    builders: dict[Kind, Callable[[Connection, Wish], bytes]] = {
        Kind.WORKBOOK: _workbook,
        Kind.REPORT: _report,
        Kind.GEOPACKAGE: _geopackage,
        Kind.TIDY: _tidy,
    }
    try:
        return builders[wish.kind](connection, wish)
    except queries.NoDataError as error:
        raise RefusedError(
            f"Kỳ này chưa có số liệu của huyện {wish.district}. "
            "Xem các kỳ đang có: python -m data status"
        ) from error


def _workbook(connection: Connection, wish: Wish) -> bytes:
    from data.exports.workbook import build_summary_workbook

    return build_summary_workbook(
        connection, wish.province, wish.day, district_code=wish.district, plan_id=wish.plan
    )


def _report(connection: Connection, wish: Wish) -> bytes:
    from data.exports.report_docx import build_report

    return build_report(
        connection,
        wish.province,
        wish.day,
        wish.report,
        plan_id=wish.plan,
        district_code=wish.district,
    )


def _geopackage(connection: Connection, wish: Wish) -> bytes:
    from data.exports.geopackage import build_geopackage

    return build_geopackage(connection, wish.province, wish.day, district_code=wish.district)


def _tidy(connection: Connection, wish: Wish) -> bytes:
    from data.exports.tidy import build_tidy_csv

    return build_tidy_csv(
        connection,
        wish.province,
        wish.day,
        district_code=wish.district,
        criterion_no=wish.criterion,
        group_no=wish.group,
    )


def _file_name(wish: Wish, period: Period) -> str:
    made_up = period.provenance is Provenance.ILLUSTRATIVE
    return export_file_name(
        wish.kind.value,
        wish.province,
        wish.district,
        period.as_of,
        ENDINGS[wish.kind],
        is_illustrative=made_up,
    )


def _write_file(content: bytes, name: str, output: Path | None) -> None:
    """Write a file where asked, else under its own name in the folder the command runs in."""
    path = output / name if output is not None and output.is_dir() else output or Path(name)
    path.write_bytes(content)
    tell(f"Đã ghi {path} ({len(content)} byte).")
