"""Copies of the whole store: made while it is in use, proved to be whole, put back on request.

SQLite is copied by SQLite itself (``VACUUM INTO``), PostgreSQL by ``pg_dump``. Beside each copy
stands its hash. Copies made by themselves (before a migration, by the clock) are kept in a limited
number; those a person asked for are never removed.
"""

import hashlib
import os
import re
import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine

from data import paths
from data.store import postgres_tools

MANUAL, DAILY, BEFORE_MIGRATION, BEFORE_RESTORE = "manual", "daily", "migration", "restore"
KEPT = 14
"""How many automatic copies are kept of each reason, unless ``NTM_BACKUP_KEEP`` says otherwise."""

_NAME = re.compile(r"ntm-(\d{8}T\d{6}Z)-([a-z]+)(?:-\d+)?\.(sqlite3|dump)")
_STAMP = "%Y%m%dT%H%M%SZ"


class BackupError(Exception):
    """A copy cannot be made, is not whole, or must not be put back; Vietnamese, with the remedy."""


@dataclass(frozen=True)
class Backup:
    """A copy: where it is, when and why it was made."""

    path: Path
    made_at: datetime
    reason: str

    @property
    def is_sqlite(self) -> bool:
        """Tell whether it is of a SQLite store."""
        return self.path.suffix == ".sqlite3"


def backup_dir() -> Path:
    """Return the folder of copies; ``NTM_BACKUP_DIR`` moves it, best to another disk."""
    return Path(os.environ.get("NTM_BACKUP_DIR") or paths.var_dir() / "backups")


def list_backups(folder: Path | None = None) -> list[Backup]:
    """Return the copies, newest first."""
    folder = folder or backup_dir()
    found = [parse(path) for path in folder.glob("ntm-*")] if folder.is_dir() else []
    return sorted((b for b in found if b), key=lambda b: (b.made_at, b.path.name), reverse=True)


def parse(path: Path) -> Backup | None:
    """Return what a copy's name says, ``None`` for another file."""
    named = _NAME.fullmatch(path.name)
    if named is None:
        return None
    made_at = datetime.strptime(named[1], _STAMP).replace(tzinfo=UTC)
    return Backup(path, made_at, named[2])


def make_backup(engine: Engine, reason: str = MANUAL, folder: Path | None = None) -> Backup:
    """Copy the store, prove that the copy is whole, and remove the oldest automatic ones.

    Raises:
        BackupError: The store is empty, the disk is full, the tools are missing, or the copy is
            not whole; nothing of it stays.
    """
    folder = folder or backup_dir()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    suffix = ".sqlite3" if engine.dialect.name == "sqlite" else ".dump"
    stem = f"ntm-{datetime.now(UTC).strftime(_STAMP)}-{reason}"
    names = [f"{stem}{suffix}", *(f"{stem}-{n}{suffix}" for n in range(2, 100))]
    path = next(folder / name for name in names if not (folder / name).exists())
    working = path.with_name(f".{path.name}.part")
    try:
        if engine.dialect.name == "sqlite":
            _copy_sqlite(sqlite_path(engine), working)
        else:
            postgres_tools.dump(engine.url, working)
        working.chmod(0o600)
        _check_content(working, is_sqlite=suffix == ".sqlite3")
        _hash_path(path).write_text(f"{_sha256(working)}  {path.name}\n", encoding="ascii")
        working.replace(path)
    except (OSError, sqlite3.Error, postgres_tools.ToolError) as error:
        _hash_path(path).unlink(missing_ok=True)
        raise BackupError(f"Không sao lưu được kho dữ liệu: {error}.") from error
    finally:
        working.unlink(missing_ok=True)
    if reason != MANUAL:
        _prune(folder, reason)
    return Backup(path, datetime.now(UTC), reason)


def sqlite_path(engine: Engine) -> Path:
    """Return the file of a SQLite store."""
    return Path(str(engine.url.database))


def _copy_sqlite(source: Path, target: Path) -> None:
    if not source.is_file():
        raise BackupError(f"Chưa có kho dữ liệu ở {source}. Hãy chạy python -m data init trước.")
    with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True, timeout=30)) as store:
        store.execute("VACUUM INTO ?", (str(target),))


def verify(path: Path) -> None:
    """Prove that a copy is as it was made, and whole.

    Raises:
        BackupError: It is not, or is no copy of a store.
    """
    if parse(path) is None or not path.is_file():
        raise BackupError(f"{path} không phải tệp sao lưu của kho dữ liệu.")
    with suppress(FileNotFoundError):
        if _hash_path(path).read_text(encoding="ascii").split()[0] != _sha256(path):
            raise BackupError(f"Bản sao lưu {path.name} đã bị thay đổi. Hãy chọn bản khác.")
    try:
        _check_content(path, is_sqlite=path.suffix == ".sqlite3")
    except (sqlite3.Error, postgres_tools.ToolError) as error:
        raise BackupError(
            f"Bản sao lưu {path.name} bị hỏng ({error}). Hãy chọn bản khác."
        ) from error


def is_sound(path: Path) -> bool:
    """Tell whether a SQLite file is a whole database."""
    try:
        # Without a look at the indexes: this is asked at every start.
        _ask_sqlite(path, "PRAGMA quick_check(1)")
    except (sqlite3.Error, OSError):
        return False
    return True


def _check_content(path: Path, *, is_sqlite: bool) -> None:
    if is_sqlite:
        _ask_sqlite(path, "PRAGMA integrity_check(1)")
    else:
        postgres_tools.list_dump(path)


def _ask_sqlite(path: Path, question: str) -> None:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30)) as store:
        (answer,) = store.execute(question).fetchone()
        if answer != "ok":
            raise sqlite3.DatabaseError(answer)


def _hash_path(path: Path) -> Path:
    return path.with_name(f"{path.name}.sha256")


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _prune(folder: Path, reason: str) -> None:
    keep = max(1, int(os.environ.get("NTM_BACKUP_KEEP", KEPT)))
    for old in [b for b in list_backups(folder) if b.reason == reason][keep:]:
        remove(old)


def remove(backup: Backup) -> None:
    """Remove a copy with its hash."""
    backup.path.unlink(missing_ok=True)
    _hash_path(backup.path).unlink(missing_ok=True)


def put_aside(path: Path, word: str) -> Path:
    """Move a SQLite file and what belongs to it out of the way, never overwriting; return it."""
    stamp = datetime.now(UTC).strftime(_STAMP)
    names = [f"{path.name}.{word}-{stamp}", *(f"{path.name}.{word}-{stamp}-{n}" for n in range(99))]
    aside = next(path.with_name(name) for name in names if not path.with_name(name).exists())
    for part in ("-wal", "-shm"):
        beside = path.with_name(path.name + part)
        if beside.exists():
            beside.rename(aside.with_name(aside.name + part))
    path.rename(aside)
    return aside


def place(backup: Path, path: Path) -> None:
    """Put a copy where the store's file belongs, whole or not at all."""
    working = path.with_name(f".{path.name}.restoring")
    try:
        shutil.copyfile(backup, working)
        working.chmod(0o600)
        working.replace(path)
    finally:
        working.unlink(missing_ok=True)


def newest_sound(backups: Iterable[Backup]) -> Backup | None:
    """Return the newest copy of a SQLite store that is whole."""
    for backup in backups:
        if backup.is_sqlite:
            with suppress(BackupError):
                verify(backup.path)
                return backup
    return None
