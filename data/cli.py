"""The command line. Exit codes: 0 done, 1 the data was refused or is missing, 2 wrong usage."""

from datetime import date
from typing import Annotated

import typer
from sqlalchemy import Connection

from data import cli_boundaries, queries, reports, setup
from data.cli_faults import Group, RefusedError
from data.cli_output import (
    Format,
    FormatOption,
    OutputOption,
    tell,
    tell_step,
    write_json,
    write_rows,
)
from data.schemas import REFERENCE_TABLES, to_records
from data.store import reference, snapshots
from data.store.engine import get_engine
from data.store.snapshots import Period
from domain.vocabulary import Provenance, UnitLevel

app = typer.Typer(
    cls=Group,
    help="Dữ liệu của bảng theo dõi nông thôn mới.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(cli_boundaries.app, name="boundaries")

MARK_FIELDS = ("commune_code", "criterion_no", "status")


def _connect() -> Connection:
    """Open the store, filling it first when it is new or the committed files have changed."""
    if not setup.is_ready():
        setup.prepare_store(tell_step)
    return get_engine().connect()


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"'{text}' không phải ngày dạng NĂM-THÁNG-NGÀY") from error


def _check_unit(connection: Connection, code: str, level: UnitLevel, province: str = "") -> None:
    units = queries.read_units(connection, level, province or None)
    if code not in set(units["code"]):
        kind, where = ("huyện", f" ở tỉnh {province}") if province else ("tỉnh", "")
        raise typer.BadParameter(f"không có {kind} mang mã '{code}'{where}")


def _period(connection: Connection, province: str, day: date) -> Period:
    """Return the period a date is answered with, saying so when it is another date."""
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


ProvinceOption = Annotated[str, typer.Option("--province", help="Mã tỉnh, hai chữ số.")]
AsOfOption = Annotated[str, typer.Option("--as-of", help="Ngày số liệu, NĂM-THÁNG-NGÀY.")]


@app.command()
def init(
    *,
    with_boundaries: Annotated[
        bool, typer.Option("--boundaries/--no-boundaries", help="Dựng ranh giới xã gần đúng.")
    ] = True,
) -> None:
    """Tạo kho dữ liệu, nạp dữ liệu gốc và dựng bản đồ bốn tỉnh; chạy lại không làm lại việc cũ."""
    setup.prepare_store(tell_step)
    if with_boundaries:
        setup.prepare_boundaries(tell_step)
    typer.echo("Xong: kho dữ liệu đã sẵn sàng.")


@app.command()
def status(output_format: FormatOption = Format.JSON) -> None:
    """Kho đang có gì: các kỳ số liệu, phiên bản. Dạng csv chỉ in các kỳ."""
    with _connect() as connection:
        report = reports.build_status(connection)
    if output_format is Format.JSON:
        write_json(report)
        return
    rows = [{**p, "district_codes": ";".join(p["district_codes"])} for p in report["periods"]]
    write_rows(rows, reports.PERIOD_FIELDS, output_format, None)


@app.command()
def units(
    province: Annotated[str | None, typer.Option("--province", help="Mã tỉnh.")] = None,
    level: Annotated[UnitLevel, typer.Option("--level", help="Cấp.")] = UnitLevel.COMMUNE,
    output_format: FormatOption = Format.JSON,
    output: OutputOption = None,
) -> None:
    """Đơn vị hành chính năm 2021."""
    with _connect() as connection:
        if province is not None:
            _check_unit(connection, province, UnitLevel.PROVINCE)
        frame = queries.read_units(connection, level, province)
    rows = to_records(frame[list(queries.UNIT_FIELDS)])
    write_rows(rows, queries.UNIT_FIELDS, output_format, output)


@app.command()
def targets(
    plan: Annotated[str | None, typer.Option("--plan", help="Mã kế hoạch.")] = None,
    output_format: FormatOption = Format.JSON,
    output: OutputOption = None,
) -> None:
    """Mục tiêu của các kế hoạch, đủ mọi cột."""
    with _connect() as connection:
        known = [p.plan_id for p in queries.read_plans(connection)]
        if plan is not None and plan not in known:
            raise typer.BadParameter(f"không có kế hoạch '{plan}'; các mã: {', '.join(known)}")
        wanted = {"plan_id": plan} if plan else {}
        rows = to_records(reference.read(connection, "targets", **wanted))
    write_rows(rows, REFERENCE_TABLES["targets"].column_names, output_format, output)


@app.command()
def export(
    province: ProvinceOption,
    as_of: AsOfOption,
    output_format: FormatOption = Format.CSV,
    output: OutputOption = None,
) -> None:
    """Kết quả đánh giá: commune_code, criterion_no, status."""
    day = _day(as_of)
    with _connect() as connection:
        _check_unit(connection, province, UnitLevel.PROVINCE)
        frame = snapshots.read_assessments(connection, _period(connection, province, day))
    write_rows(to_records(frame[list(MARK_FIELDS)]), MARK_FIELDS, output_format, output)


@app.command()
def summary(
    province: ProvinceOption,
    as_of: AsOfOption,
    district: Annotated[str | None, typer.Option("--district", help="Mã huyện.")] = None,
    output_format: FormatOption = Format.JSON,
) -> None:
    """Số liệu tổng hợp của một tỉnh tại một ngày."""
    if output_format is not Format.JSON:
        raise typer.BadParameter("summary chỉ in dạng json")
    day = _day(as_of)
    with _connect() as connection:
        _check_unit(connection, province, UnitLevel.PROVINCE)
        if district is not None:
            _check_unit(connection, district, UnitLevel.DISTRICT, province)
        _period(connection, province, day)
        report = reports.build_summary(connection, province, day, district)
    write_json(report)
