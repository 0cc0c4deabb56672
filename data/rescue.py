"""Keep the store safe by itself: copies by the clock, and a damaged file replaced at start."""

import logging
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from data.store import backup, presence, schema, snapshots
from data.store.backup import BackupError

LOG = logging.getLogger("ntm")
CHECK_SECONDS = 3600.0
"""How often a running dashboard looks whether something was loaded since the last copy."""


def replace_damaged(engine: Engine) -> Path | None:
    """Put the newest whole copy in the place of a damaged SQLite file, which is kept aside.

    Does nothing on PostgreSQL, with a sound file, or while somebody else uses the store.

    Returns:
        Where the damaged file is now; ``None`` when nothing was done.

    Raises:
        BackupError: The file is damaged and there is no copy to go back to.
    """
    if engine.dialect.name != "sqlite":
        return None
    path = backup.sqlite_path(engine)
    if not path.is_file() or backup.is_sound(path):
        return None
    found = backup.newest_sound(backup.list_backups())
    if found is None:
        raise BackupError(
            f"Kho dữ liệu {path} bị hỏng và chưa có bản sao lưu nào dùng được. "
            "Hãy giữ nguyên tệp này, chép bản sao lưu từ nơi khác vào thư mục "
            f"{backup.backup_dir()} rồi chạy lại."
        )
    try:
        with presence.alone(engine):
            aside = backup.put_aside(path, "damaged")
            backup.place(found.path, path)
    except presence.StoreInUseError:
        return None
    told = {"damaged": aside.name, "restored": found.path.name}
    LOG.error("store restored from backup", extra={"ntm": told})
    return aside


def back_up_before_migration(engine: Engine) -> None:
    """Copy a filled store that the code is about to change."""
    current = schema.current_revision(engine)
    if current is not None and current != schema.head_revision():
        made = backup.make_backup(engine, backup.BEFORE_MIGRATION)
        LOG.info("backup", extra={"ntm": {"file": made.path.name, "reason": made.reason}})


def back_up_if_changed(engine: Engine, seen: int | None) -> int:
    """Copy a SQLite store when something was loaded since, or a day has passed since the last copy.

    Args:
        engine: The store. PostgreSQL is copied by the machine's own clock (``deploy/systemd``).
        seen: What this returned last; ``None`` at start.

    Returns:
        The version of the data now.
    """
    with engine.connect() as connection:
        version = snapshots.data_version(connection)
    daily = [b for b in backup.list_backups() if b.is_sqlite and b.reason == backup.DAILY]
    is_old = not daily or datetime.now(UTC) - daily[0].made_at > timedelta(days=1)
    if is_old or (seen is not None and version != seen):
        made = backup.make_backup(engine, backup.DAILY)
        LOG.info("backup", extra={"ntm": {"file": made.path.name, "reason": made.reason}})
    return version


class Watch(threading.Thread):
    """Copies the store while the dashboard runs; one process of several does it."""

    def __init__(self, engine: Engine, every: float = CHECK_SECONDS) -> None:
        """Take the store; ``start`` begins."""
        super().__init__(name="ntm-backup", daemon=True)
        self._engine, self._every, self._stopped = engine, every, threading.Event()

    def run(self) -> None:
        """Look, wait, look again."""
        seen: int | None = None
        with presence.using(self._engine):
            while True:
                try:
                    seen = back_up_if_changed(self._engine, seen)
                except (BackupError, SQLAlchemyError, OSError):
                    LOG.exception("backup failed")
                if self._stopped.wait(self._every):
                    return

    def stop(self) -> None:
        """Wait no longer."""
        self._stopped.set()


def guard_store(engine: Engine) -> Watch | None:
    """Do at the start of a dashboard what keeps its store safe; return what goes on meanwhile."""
    with suppress(BackupError):
        replace_damaged(engine)
    if engine.dialect.name != "sqlite":
        return None
    watch = Watch(engine)
    watch.start()
    return watch
