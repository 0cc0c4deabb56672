"""The command line. Exit codes: 0 done, 1 the data was refused or is missing, 2 wrong usage."""

from typing import Annotated

import typer

from data import (
    cli_backup,
    cli_boundaries,
    cli_export,
    cli_intake,
    cli_kept,
    cli_plan,
    cli_share,
    cli_user,
    queries,
    reports,
    setup,
)
from data.access import needs
from data.cli_export import find_period
from data.cli_faults import Group
from data.cli_output import (
    Format,
    FormatOption,
    OutputOption,
    tell_step,
    write_json,
    write_rows,
)
from data.cli_store import AsOfOption, ProvinceOption, check_unit, connect, parse_day
from data.schemas import REFERENCE_TABLES, to_records
from data.store import reference
from domain.access import Permission
from domain.vocabulary import UnitLevel

app = typer.Typer(
    cls=Group,
    help="Dữ liệu của bảng theo dõi nông thôn mới.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(cli_boundaries.app, name="boundaries")
app.add_typer(cli_share.app, name="share")
app.add_typer(cli_user.app, name="user")


@app.command()
@needs(Permission.ADMINISTER)
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
@needs(Permission.VIEW)
def status(output_format: FormatOption = Format.JSON) -> None:
    """Kho đang có gì: các kỳ số liệu, phiên bản. Dạng csv chỉ in các kỳ."""
    with connect() as connection:
        report = reports.build_status(connection)
    if output_format is Format.JSON:
        write_json(report)
        return
    rows = [{**p, "district_codes": ";".join(p["district_codes"])} for p in report["periods"]]
    write_rows(rows, reports.PERIOD_FIELDS, output_format, None)


@app.command()
@needs(Permission.VIEW)
def units(
    province: Annotated[str | None, typer.Option("--province", help="Mã tỉnh.")] = None,
    level: Annotated[UnitLevel, typer.Option("--level", help="Cấp.")] = UnitLevel.COMMUNE,
    output_format: FormatOption = Format.JSON,
    output: OutputOption = None,
) -> None:
    """Đơn vị hành chính năm 2021."""
    with connect() as connection:
        if province is not None:
            check_unit(connection, province, UnitLevel.PROVINCE)
        frame = queries.read_units(connection, level, province)
    rows = to_records(frame[list(queries.UNIT_FIELDS)])
    write_rows(rows, queries.UNIT_FIELDS, output_format, output)


@app.command()
@needs(Permission.VIEW)
def targets(
    plan: Annotated[str | None, typer.Option("--plan", help="Mã kế hoạch.")] = None,
    output_format: FormatOption = Format.JSON,
    output: OutputOption = None,
) -> None:
    """Mục tiêu của các kế hoạch, đủ mọi cột."""
    with connect() as connection:
        known = [p.plan_id for p in queries.read_plans(connection)]
        if plan is not None and plan not in known:
            raise typer.BadParameter(f"không có kế hoạch '{plan}'; các mã: {', '.join(known)}")
        wanted = {"plan_id": plan} if plan else {}
        rows = to_records(reference.read(connection, "targets", **wanted))
    write_rows(rows, REFERENCE_TABLES["targets"].column_names, output_format, output)


cli_export.add_commands(app)


@app.command()
@needs(Permission.VIEW)
def summary(
    province: ProvinceOption,
    as_of: AsOfOption,
    district: Annotated[str | None, typer.Option("--district", help="Mã huyện.")] = None,
    output_format: FormatOption = Format.JSON,
) -> None:
    """Số liệu tổng hợp của một tỉnh tại một ngày."""
    if output_format is not Format.JSON:
        raise typer.BadParameter("summary chỉ in dạng json")
    day = parse_day(as_of)
    with connect() as connection:
        check_unit(connection, province, UnitLevel.PROVINCE)
        if district is not None:
            check_unit(connection, district, UnitLevel.DISTRICT, province)
        find_period(connection, province, day)
        report = reports.build_summary(connection, province, day, district)
    write_json(report)


cli_intake.add_commands(app)
cli_kept.add_commands(app)
cli_backup.add_commands(app)
app.command()(cli_plan.plan)
