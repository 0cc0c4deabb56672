"""``python -m data import | undo | batches | check``: files in, out again, and looked over."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import Connection

from data import queries
from data.access import needs
from data.cli_faults import RefusedError
from data.cli_import_order import EXIT_CODES, Order, What
from data.cli_intake_output import (
    TableFormat,
    TableFormatOption,
    print_batches,
    print_findings,
    print_import,
)
from data.cli_output import Format, FormatOption, write_json
from data.cli_store import ProvinceOption, check_unit, connect, default_actor, parse_day
from data.intake.context import COUNTRY
from data.intake.refusals import StoreBusyError, one_writer
from data.store.batch_list import list_batches
from data.store.batches import UndoError, active_batches, undo_batch
from data.store.engine import get_engine
from domain.access import Permission
from domain.vocabulary import SnapshotStatus, Status, UnitLevel

LAST = "last"
BUSY = "Kho dữ liệu đang được người khác ghi; chưa ghi gì, hãy thử lại sau ít phút."

ActorOption = Annotated[str, typer.Option("--actor", help="Người nạp; mặc định là tên đăng nhập.")]


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this module to the application's."""
    app.command("import")(import_file)
    app.command()(undo)
    app.command()(batches)
    app.command()(check)


@needs(Permission.LOAD)
def import_file(
    file: Annotated[
        Path, typer.Argument(metavar="TỆP", exists=True, dir_okay=False, readable=True)
    ],
    province: Annotated[
        str, typer.Option("--province", help=f"Mã tỉnh, hai chữ số; {COUNTRY} là cả nước.")
    ],
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", help="Ngày số liệu; không có thì theo ngày ghi trong tệp."),
    ] = None,
    district: Annotated[
        str | None, typer.Option("--district", help="Mã huyện, nếu tệp của một huyện.")
    ] = None,
    set_id: Annotated[str, typer.Option("--set", help="Mã bộ tiêu chí.")] = "",
    status: Annotated[
        SnapshotStatus, typer.Option("--status", help="Số liệu chốt hay tạm tính.")
    ] = SnapshotStatus.FINAL,
    match: Annotated[
        list[str] | None,
        typer.Option("--match", help="Trả lời câu hỏi: Ô=MÃ_XÃ; Ô= thì bỏ dòng đó."),
    ] = None,
    blank: Annotated[
        Status | None, typer.Option("--blank", help="Ô trống nghĩa là not_met hay not_assessed.")
    ] = None,
    kind: Annotated[What, typer.Option("--kind", help="Tệp nói về gì.")] = What.MARKS,
    note: Annotated[str, typer.Option("--note", help="Ghi chú của lần nạp.")] = "",
    marked_copy: Annotated[
        Path | None, typer.Option("--marked-copy", help="Ghi bản sao đánh dấu lỗi (.xlsx).")
    ] = None,
    actor: ActorOption = "",
    output_format: TableFormatOption = TableFormat.JSON,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ đọc và kiểm tra.")] = False,
    again: Annotated[bool, typer.Option("--again", help="Nạp lại dù tệp đã nạp.")] = False,
) -> None:
    """Nạp tệp của huyện, tỉnh: kết quả đánh giá, công nhận, đăng ký, nhiệm vụ, vốn, báo cáo."""
    if blank not in (None, Status.NOT_MET, Status.NOT_ASSESSED):
        raise typer.BadParameter("--blank chỉ nhận not_met hoặc not_assessed")
    if kind is not What.MARKS and province == COUNTRY:
        raise typer.BadParameter(f"loại {kind.value} nạp theo từng tỉnh, không nạp cho {COUNTRY}")
    order = Order(
        file=file,
        province=province,
        as_of=parse_day(as_of) if as_of else None,
        district=district,
        set_id=set_id,
        status=status,
        answers=_parse_answers(match or ()),
        blank=blank,
        kind=kind,
        note=note,
        marked_copy=marked_copy,
        actor=actor or default_actor(),
        dry_run=dry_run,
        again=again,
    )
    # Only this command needs the readers, which take a while to import.
    from data.cli_import import run_import

    with connect() as connection:
        _check_scope(connection, order)
    try:
        told = run_import(order)
    except StoreBusyError as error:
        raise RefusedError(BUSY) from error
    print_import(told, output_format)
    raise typer.Exit(EXIT_CODES[told["status"]])


def _check_scope(connection: Connection, order: Order) -> None:
    if order.province != COUNTRY:
        check_unit(connection, order.province, UnitLevel.PROVINCE)
    if order.district is not None:
        check_unit(connection, order.district, UnitLevel.DISTRICT, order.province)
    known = [s.set_id for s in queries.list_sets(connection) if s.is_commune_set]
    if order.set_id and order.set_id not in known:
        raise typer.BadParameter(
            f"không có bộ tiêu chí xã '{order.set_id}'; các mã: {', '.join(known)}"
        )


def _parse_answers(match: Sequence[str]) -> dict[str, str]:
    answers = {}
    for pair in match:
        cell, sign, code = pair.rpartition("=")
        if not sign or not cell:
            raise typer.BadParameter(f"'{pair}' không có dạng Ô=MÃ_XÃ, ví dụ B18=24157")
        answers[cell.strip()] = code.strip()
    return answers


@needs(Permission.LOAD)
def undo(
    batch: Annotated[str, typer.Argument(metavar=f"SỐ|{LAST}", help="Số của lần nạp.")],
    actor: ActorOption = "",
    note: Annotated[str, typer.Option("--note", help="Lý do.")] = "",
    output_format: FormatOption = Format.JSON,
) -> None:
    """Hoàn tác một lần nạp; hoàn tác lần hoàn tác là nạp lại. Không có gì bị xóa."""
    if output_format is not Format.JSON:
        raise typer.BadParameter("undo chỉ in dạng json")
    if batch != LAST and not batch.isdecimal():
        raise typer.BadParameter(f"'{batch}' không phải số của lần nạp, cũng không phải {LAST}")
    connect().close()
    who = actor or default_actor()
    try:
        with one_writer(get_engine()) as connection:
            batch_id = _newest_import(connection) if batch == LAST else int(batch)
            undo_id = undo_batch(connection, batch_id, who, note)
            infos = {info.batch_id: info for info in list_batches(connection)}
    except UndoError as error:
        raise RefusedError(_why_not_undone(error)) from error
    except StoreBusyError as error:
        raise RefusedError(BUSY) from error
    write_json(
        {
            "status": "undone",
            "batch_id": batch_id,
            "undo_batch_id": undo_id,
            "kind": infos[batch_id].kind,
            "file": infos[batch_id].file_name,
            "actor": who,
        }
    )


def _newest_import(connection: Connection) -> int:
    active = active_batches(connection)
    for info in list_batches(connection):
        if info.kind == "import" and info.batch_id in active:
            return info.batch_id
    raise RefusedError("Không có lần nạp tệp nào đang có hiệu lực để hoàn tác.")


def _why_not_undone(error: UndoError) -> str:
    if error.undone_by is None:
        return f"Không có lần nạp số {error.batch_id}. Xem: python -m data batches"
    when = error.at.isoformat(timespec="seconds") if error.at else ""
    return (
        f"Lần nạp số {error.batch_id} đã được {error.actor} hoàn tác lúc {when} "
        f"(lần {error.undone_by}). Muốn khôi phục: python -m data undo {error.undone_by}"
    )


@needs(Permission.INSPECT)
def batches(
    province: Annotated[str | None, typer.Option("--province", help="Mã tỉnh.")] = None,
    output_format: TableFormatOption = TableFormat.JSON,
) -> None:
    """Các lần nạp và hoàn tác, mới nhất trước: ai, lúc nào, tệp gì, còn hiệu lực không."""
    with connect() as connection:
        if province is not None and province != COUNTRY:
            check_unit(connection, province, UnitLevel.PROVINCE)
        infos = list_batches(connection, province)
    print_batches(infos, output_format)


@needs(Permission.INSPECT)
def check(
    province: ProvinceOption,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="Ngày số liệu; không có thì kỳ mới nhất.")
    ] = None,
    output_format: TableFormatOption = TableFormat.JSON,
) -> None:
    """Kiểm tra số liệu đã nạp của một tỉnh: những điểm cần xem lại."""
    # Only this command needs the checks, which take a while to import.
    from data import checks

    day: date | None = parse_day(as_of) if as_of else None
    with connect() as connection:
        check_unit(connection, province, UnitLevel.PROVINCE)
        try:
            found = checks.run_checks(connection, province, day)
        except queries.NoDataError as error:
            raise RefusedError(f"Chưa có số liệu của tỉnh {province} để kiểm tra.") from error
        told: dict[str, Any] = checks.as_dict(connection, found)
    print_findings(told, output_format)
