"""The command line. Exit codes: 0 done, 1 the data was refused or is missing, 2 wrong usage."""

import csv
import json
import sys
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from sqlalchemy import Connection

from data import queries, reports, setup
from data.schemas import to_records
from data.store import reference, snapshots
from data.store.engine import get_engine
from domain.vocabulary import UnitLevel

app = typer.Typer(
    help="Dữ liệu của bảng theo dõi nông thôn mới.", no_args_is_help=True, add_completion=False
)


class Format(StrEnum):
    """Formats of what a command prints."""

    JSON = "json"
    CSV = "csv"
    TEXT = "text"


def _refuse(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(1)


def _connect() -> Connection:
    """Open the store, filling it first when it is new or the committed files have changed."""
    if not setup.is_ready():
        setup.prepare_store(_tell)
    return get_engine().connect()


def _tell(step: str, share: float) -> None:
    # To stderr, so that what a command prints stays clean for scripts.
    kind, _, name = step.partition(":")
    typer.echo(f"[{share:4.0%}] {STEP_NAMES.get(kind, kind)} {name}".rstrip(), err=True)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"'{text}' không phải ngày dạng NĂM-THÁNG-NGÀY") from error


def _province(connection: Connection, code: str) -> str:
    provinces = queries.read_units(connection, UnitLevel.PROVINCE)
    if code not in set(provinces["code"]):
        raise typer.BadParameter(f"không có tỉnh mang mã '{code}'")
    return code


def _print(rows: Any, output_format: Format, output: Path | None = None) -> None:
    if output_format is Format.JSON:
        text = json.dumps(rows, ensure_ascii=False, indent=2, allow_nan=False, default=str) + "\n"
        if output is None:
            typer.echo(text, nl=False)
        else:
            output.write_text(text, encoding="utf-8")
        return
    if output is None:
        _write_csv(rows, sys.stdout)
        return
    with output.open("w", encoding="utf-8", newline="") as stream:
        _write_csv(rows, stream)


def _write_csv(rows: list[dict[str, Any]], stream: Any) -> None:
    writer = csv.DictWriter(stream, fieldnames=list(rows[0]) if rows else [], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


ProvinceOption = Annotated[str, typer.Option("--province", help="Mã tỉnh, hai chữ số.")]
AsOfOption = Annotated[str, typer.Option("--as-of", help="Ngày số liệu, NĂM-THÁNG-NGÀY.")]
FormatOption = Annotated[Format, typer.Option("--format", help="Dạng kết quả.")]
OutputOption = Annotated[Path | None, typer.Option("--output", "-o", help="Tệp kết quả.")]


@app.command()
def init(
    *,
    with_boundaries: Annotated[
        bool, typer.Option("--boundaries/--no-boundaries", help="Dựng ranh giới xã gần đúng.")
    ] = True,
) -> None:
    """Tạo kho dữ liệu, nạp dữ liệu gốc và dựng bản đồ bốn tỉnh; chạy lại không làm lại việc cũ."""
    setup.prepare_store(_tell)
    if with_boundaries:
        setup.prepare_boundaries(_tell)
    typer.echo("Xong: kho dữ liệu đã sẵn sàng.")


STEP_NAMES = {
    "schema": "Tạo bảng",
    "reference": "Nạp dữ liệu gốc:",
    "illustrative": "Nạp số liệu minh họa",
    "done": "Kho dữ liệu đầy đủ",
    "boundaries": "Dựng ranh giới gần đúng:",
    "no_boundaries": "Không dựng được ranh giới, bản đồ sẽ là sơ đồ ô:",
}


@app.command()
def status(output_format: FormatOption = Format.JSON) -> None:
    """Kho đang có gì: các kỳ số liệu, phiên bản."""
    with _connect() as connection:
        report = reports.build_status(connection)
    _print(report if output_format is Format.JSON else report["periods"], output_format)


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
            _province(connection, province)
        frame = queries.read_units(connection, level, province)
    _print(to_records(frame[list(queries.UNIT_FIELDS)]), output_format, output)


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
    _print(rows, output_format, output)


@app.command()
def export(
    province: ProvinceOption,
    as_of: AsOfOption,
    output_format: FormatOption = Format.CSV,
    output: OutputOption = None,
) -> None:
    """Kết quả đánh giá: commune_code, criterion_no, status."""
    with _connect() as connection:
        day = _day(as_of)
        _province(connection, province)
        try:
            period = queries.find_period(connection, province, day)
        except queries.NoDataError:
            _refuse(_no_data(province, day))
        frame = snapshots.read_assessments(connection, period)
    _print(to_records(frame[["commune_code", "criterion_no", "status"]]), output_format, output)


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
    with _connect() as connection:
        day = _day(as_of)
        _province(connection, province)
        try:
            report = reports.build_summary(connection, province, day, district)
        except queries.NoDataError:
            _refuse(_no_data(province, day))
    _print(report, output_format)


def _no_data(province: str, day: date) -> str:
    return (
        f"Chưa có số liệu của tỉnh {province} tại hoặc trước ngày {day.isoformat()}. "
        "Xem các kỳ đang có: python -m data status"
    )
