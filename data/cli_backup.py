"""Commands that copy the store and put a copy back."""

from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import SQLAlchemyError

from data.access import needs
from data.cli_faults import RefusedError
from data.cli_output import Format, FormatOption, write_json, write_rows
from data.store import backup, postgres_tools, presence, schema
from data.store.audit import as_utc
from data.store.backup import BackupError
from data.store.engine import get_engine
from data.store.tables import audit_log
from domain.access import Permission

FIELDS = ("file", "made_at", "reason", "bytes")


def add_commands(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command(name="backup")(make)
    app.command(name="restore")(restore)


@needs(Permission.ADMINISTER)
def make(
    *,
    daily: Annotated[
        bool, typer.Option("--daily", help="Bản tự động: chỉ giữ một số bản mới nhất.")
    ] = False,
    listed: Annotated[bool, typer.Option("--list", help="Chỉ liệt kê các bản đã có.")] = False,
    output_format: FormatOption = Format.JSON,
) -> None:
    """Sao lưu kho dữ liệu khi đang dùng, kiểm tra bản sao; hoặc liệt kê các bản sao lưu."""
    if listed:
        write_rows([_row(b) for b in backup.list_backups()], FIELDS, output_format, None)
        return
    try:
        made = backup.make_backup(get_engine(), backup.DAILY if daily else backup.MANUAL)
    except BackupError as error:
        raise RefusedError(str(error)) from error
    write_json(_row(made) | {"path": str(made.path)})


def _row(item: backup.Backup) -> dict[str, Any]:
    return {
        "file": item.path.name,
        "made_at": item.made_at.isoformat(timespec="seconds"),
        "reason": item.reason,
        "bytes": item.path.stat().st_size,
    }


@needs(Permission.ADMINISTER)
def restore(
    path: Annotated[Path, typer.Argument(help="Tệp sao lưu, hoặc tên tệp trong thư mục sao lưu.")],
    *,
    force: Annotated[
        bool, typer.Option("--force", help="Khôi phục cả khi kho có dữ liệu mới hơn bản sao lưu.")
    ] = False,
) -> None:
    """Khôi phục kho từ một bản sao lưu; kho đang có được giữ lại bên cạnh."""
    path = path if path.exists() else backup.backup_dir() / path.name
    engine = get_engine()
    try:
        backup.verify(path)
        chosen = backup.parse(path)
        if chosen is None or chosen.is_sqlite != (engine.dialect.name == "sqlite"):
            raise RefusedError(
                f"Bản sao lưu {path.name} không cùng loại với kho dữ liệu đang cấu hình."
            )
        with presence.alone(engine):
            if not force:
                _refuse_newer(engine, chosen)
            kept = _put_back(engine, path)
    except presence.StoreInUseError as error:
        raise RefusedError(
            "Bảng theo dõi đang chạy trên kho dữ liệu này. Hãy dừng mọi tiến trình rồi khôi phục."
        ) from error
    except (BackupError, postgres_tools.ToolError) as error:
        raise RefusedError(f"Không khôi phục được: {error}") from error
    write_json({"restored": path.name, "kept": kept, "revision": schema.current_revision(engine)})


def _refuse_newer(engine: Engine, chosen: backup.Backup) -> None:
    """Refuse to lose what was written after the copy was made."""
    try:
        with engine.connect() as connection:
            last = connection.execute(select(func.max(audit_log.c.at))).scalar_one()
    except SQLAlchemyError:
        return  # no store, or one that cannot be read: nothing to lose
    finally:
        engine.dispose()
    if last is not None and as_utc(last) > chosen.made_at:
        when = f"{as_utc(last):%H:%M %d/%m/%Y} (UTC)"
        raise RefusedError(
            f"Kho dữ liệu có thay đổi lúc {when}, sau bản sao lưu này. "
            "Thêm --force nếu vẫn muốn khôi phục; kho hiện có được giữ lại."
        )


def _put_back(engine: Engine, path: Path) -> str:
    """Exchange the store; return where the one before is kept."""
    if engine.dialect.name == "sqlite":
        target = backup.sqlite_path(engine)
        kept = backup.put_aside(target, "before-restore").name if target.exists() else ""
        backup.place(path, target)
        return kept
    kept = ""
    if schema.current_revision(engine) is not None:
        kept = backup.make_backup(engine, backup.BEFORE_RESTORE).path.name
    engine.dispose()
    postgres_tools.restore(engine.url, path)
    return kept
