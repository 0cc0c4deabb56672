"""Copies of the store: made in use, proved whole, put back, and the damaged file replaced."""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from data import cli_backup, rescue, setup
from data.cli_faults import RefusedError
from data.store import audit, backup, presence, schema
from data.store.engine import begin_write, get_engine

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("NTM_BACKUP_DIR", str(tmp_path / "copies"))
    return tmp_path / "copies"


@pytest.fixture
def store(engine, store_url, monkeypatch):
    """Return the engine of the store that the commands work on."""
    monkeypatch.setenv("NTM_DATABASE_URL", store_url)
    return engine


def note(engine, actor):
    with begin_write(engine) as connection:
        audit.record(connection, actor, "test")


def actors(engine):
    with engine.connect() as connection:
        return [line.actor for line in reversed(audit.read_audit(connection))]


def test_what_was_written_after_a_copy_is_lost_only_on_demand(store, folder, capsys):
    note(store, "trước")
    cli_backup.make()
    made = json.loads(capsys.readouterr().out)
    path = Path(made["path"])
    note(store, "sau")
    with pytest.raises(RefusedError, match="sau bản sao lưu này"):
        cli_backup.restore(path)
    assert actors(store) == ["trước", "sau"]
    cli_backup.restore(path, force=True)
    told = json.loads(capsys.readouterr().out)
    assert actors(store) == ["trước"]
    assert told["revision"] == schema.head_revision()
    assert told["kept"]  # what was there before is still somewhere
    note(store, "tiếp")
    assert actors(store) == ["trước", "tiếp"]


def test_a_copy_that_was_changed_or_cut_is_not_put_back(store):
    note(store, "giữ")
    made = backup.make_backup(store).path
    content = made.read_bytes()
    changed = bytes(255 - byte for byte in content[200:400])
    for broken in (content[:-100], content[:200] + changed + content[400:]):
        made.write_bytes(broken)
        with pytest.raises(RefusedError, match=r"đã bị thay đổi|bị hỏng"):
            cli_backup.restore(made, force=True)
    assert actors(store) == ["giữ"]


def test_automatic_copies_rotate_and_a_persons_stay(store, folder, monkeypatch):
    monkeypatch.setenv("NTM_BACKUP_KEEP", "2")
    backup.make_backup(store)
    made = [backup.make_backup(store, backup.DAILY).path.name for _ in range(4)]
    kept = {b.path.name for b in backup.list_backups() if b.reason == backup.DAILY}
    assert len(kept) == 2
    assert kept < set(made)
    assert [b.reason for b in backup.list_backups()].count(backup.MANUAL) == 1
    hashes = {path.name.removesuffix(".sha256") for path in folder.glob("*.sha256")}
    assert hashes == {b.path.name for b in backup.list_backups()}


def test_a_store_in_use_is_not_exchanged(store):
    made = backup.make_backup(store).path
    if store.dialect.name == "sqlite":
        with presence.using(store), pytest.raises(RefusedError, match="đang chạy"):
            cli_backup.restore(made, force=True)
        return
    # Another process of ours is connected: its connections say so.
    other = get_engine(f"{store.url.render_as_string(hide_password=False)}&keepalives=1")
    with other.connect(), pytest.raises(RefusedError, match="đang chạy"):
        cli_backup.restore(made, force=True)
    other.dispose()


def test_a_copy_is_made_before_tables_change(store, monkeypatch):
    rescue.back_up_before_migration(store)
    assert backup.list_backups() == []
    monkeypatch.setattr(schema, "head_revision", lambda: "9999")
    rescue.back_up_before_migration(store)
    assert [b.reason for b in backup.list_backups()] == [backup.BEFORE_MIGRATION]


@pytest.fixture
def lite(tmp_path, monkeypatch):
    """Return the engine of a SQLite store in a file."""
    url = f"sqlite:///{tmp_path / 'lite.sqlite3'}"
    monkeypatch.setenv("NTM_DATABASE_URL", url)
    engine = get_engine(url)
    schema.upgrade(engine)
    yield engine
    engine.dispose()


def spoil(path):
    content = bytearray(path.read_bytes())
    content[100:6000] = b"\x55" * 5900
    path.write_bytes(bytes(content))


def test_a_damaged_file_gives_way_to_the_newest_whole_copy_and_is_kept(lite, tmp_path):
    note(lite, "một")
    good = backup.make_backup(lite, backup.DAILY)
    note(lite, "hai")
    bad = backup.make_backup(lite, backup.DAILY).path
    spoil(bad)
    lite.dispose()
    path = tmp_path / "lite.sqlite3"
    assert rescue.replace_damaged(lite) is None  # sound as it is
    for part in ("-wal", "-shm"):
        path.with_name(path.name + part).unlink(missing_ok=True)
    spoil(path)
    damaged = path.read_bytes()
    aside = rescue.replace_damaged(lite)
    assert aside.read_bytes() == damaged
    assert actors(lite) == ["một"]
    assert good.path.exists()


def test_a_damaged_file_without_a_copy_stays_and_the_remedy_is_told(lite, tmp_path):
    lite.dispose()
    path = tmp_path / "lite.sqlite3"
    spoil(path)
    before = path.read_bytes()
    with pytest.raises(backup.BackupError, match="chưa có bản sao lưu nào dùng được"):
        rescue.replace_damaged(lite)
    with pytest.raises(backup.BackupError):
        setup.prepare_store(lambda _step, _share: None, lite)
    assert path.read_bytes() == before


def test_a_store_is_copied_once_a_day_and_after_a_load(lite):
    seen = rescue.back_up_if_changed(lite, None)
    assert len(backup.list_backups()) == 1
    assert rescue.back_up_if_changed(lite, seen) == seen
    assert len(backup.list_backups()) == 1
    rescue.back_up_if_changed(lite, seen - 1)
    assert len(backup.list_backups()) == 2


def _little_room():
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))


def test_a_full_disk_leaves_no_half_a_copy(lite, folder):
    done = subprocess.run(
        [sys.executable, "-m", "data", "backup"],
        cwd=ROOT,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
        preexec_fn=_little_room,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("Không sao lưu được kho dữ liệu")
    assert "Traceback" not in done.stderr
    assert list(folder.iterdir()) == []
