"""``python -m data original | refused``: the files as they came, of loads and of refusals."""

from pathlib import Path
from typing import Annotated, Any

import typer

from data import kept_files
from data.access import needs
from data.cli_faults import RefusedError
from data.cli_output import Format, FormatOption, write_json, write_rows
from data.cli_store import connect
from data.intake.problem_words import describe
from data.store.refused import Refused
from domain.access import Permission

FIELDS = ("at", "actor", "file", "sha256", "province_code", "errors", "questions", "why", "size")
MOST = 1000
"""Refusals listed unless more are asked for."""


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this module to the application's."""
    app.command()(refused)
    app.command()(original)


@needs(Permission.INSPECT)
def refused(
    limit: Annotated[int, typer.Option("--limit", min=1, help="Số dòng nhiều nhất.")] = MOST,
    output_format: FormatOption = Format.JSON,
) -> None:
    """Các tệp bị từ chối, mới nhất trước: ai gửi, vì sao; size trống là không còn giữ."""
    connect().close()
    rows = [_row(one) for one in kept_files.list_refused(limit)]
    if output_format is Format.JSON:
        write_json(rows)
        return
    write_rows(rows, FIELDS, output_format, None)


def _row(one: Refused) -> dict[str, Any]:
    return {
        "at": one.at.isoformat(timespec="seconds"),
        "actor": one.actor,
        "file": one.file_name,
        "sha256": one.sha256,
        "province_code": one.province_code,
        "errors": one.errors,
        "questions": one.questions,
        "why": describe(one.first).partition("\n")[0] if one.first else "",
        "size": one.size,
    }


@needs(Permission.LOAD)
def original(
    sha256: Annotated[
        str, typer.Argument(metavar="SHA256", help="Như lệnh batches hoặc refused in ra.")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="Tệp để ghi ra.")],
) -> None:
    """Lấy lại một tệp đúng như lúc gửi: tệp gốc của lần nạp, hoặc tệp bị từ chối."""
    connect().close()
    content = kept_files.read_original(sha256) or kept_files.read_refused(sha256)
    if not content:
        raise RefusedError(
            f"Không giữ tệp nào có mã {sha256}. Xem: python -m data batches, refused"
        )
    output.write_bytes(content)
    typer.echo(f"Đã ghi {output} ({len(content)} byte).", err=True)
