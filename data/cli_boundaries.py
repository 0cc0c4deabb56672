"""``python -m data boundaries``: build, look at, load and remove the polygons maps are drawn from.

Nothing else of the command line needs the geometry libraries, so they are imported when used.
"""

import os
from pathlib import Path
from typing import Annotated

import typer

from data.access import needs
from data.cli_faults import Group, RefusedError
from data.cli_output import Format, FormatOption, tell, tell_step, write_json, write_rows
from domain.access import Permission

EVERY = "all"
STATUS_FIELDS = ("province", "name", "kind", "communes", "basis", "built_at", "version", "source")

app = typer.Typer(
    cls=Group,
    help="Ranh giới xã để vẽ bản đồ.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


@app.command()
@needs(Permission.ADMINISTER)
def build(
    codes: Annotated[list[str], typer.Argument(metavar="MÃ…|all", help="Mã tỉnh, hoặc all.")],
) -> None:
    """Dựng ranh giới gần đúng của các tỉnh; tỉnh đã dựng thì bỏ qua."""
    from data.boundaries import commands

    everything = EVERY in codes
    if everything and len(codes) > 1:
        raise typer.BadParameter("dùng all, hoặc các mã tỉnh, không dùng cả hai")
    workers = os.cpu_count() or 1
    built = commands.build(EVERY if everything else codes, tell_step, workers)
    tell(f"Đã dựng {len(built)} tỉnh: {', '.join(built)}." if built else "Mọi tỉnh đã được dựng.")


@app.command()
@needs(Permission.VIEW)
def status(output_format: FormatOption = Format.JSON) -> None:
    """Bản đồ của từng tỉnh đang vẽ từ ranh giới nào."""
    from data.boundaries import commands

    write_rows(commands.status(), STATUS_FIELDS, output_format, None)


@app.command()
@needs(Permission.ADMINISTER)
def load(
    file: Annotated[
        Path,
        typer.Argument(metavar="TỆP", help="GeoJSON, GeoPackage hoặc Shapefile nén zip."),
    ],
    province: Annotated[
        str | None,
        typer.Option("--province", help="Chỉ nhận các xã của tỉnh này."),
    ] = None,
    layer: Annotated[
        str | None, typer.Option("--layer", help="Lớp trong tệp, nếu tệp có nhiều lớp.")
    ] = None,
) -> None:
    """Nạp ranh giới chính thức thay ranh giới gần đúng; in ra những gì khớp và không khớp."""
    from data.boundaries import commands

    report = commands.load_official(file, province, layer)
    write_json(report.to_dict())
    tell(
        f"Đã nạp {report.matched} xã của tỉnh {', '.join(report.provinces)}; "
        f"{len(report.unmatched)} hình trong tệp không khớp xã nào, "
        f"{len(report.units_without_polygon)} xã không có trong tệp."
    )


@app.command()
@needs(Permission.ADMINISTER)
def remove(
    province: Annotated[str, typer.Argument(metavar="MÃ_TỈNH", help="Mã tỉnh, hai chữ số.")],
) -> None:
    """Bỏ ranh giới chính thức của một tỉnh; ranh giới gần đúng được vẽ lại."""
    from data.boundaries import commands

    if not commands.remove_official(province):
        raise RefusedError(f"Tỉnh {province} không có ranh giới chính thức nào.")
    tell(f"Đã bỏ ranh giới chính thức của tỉnh {province}.")
