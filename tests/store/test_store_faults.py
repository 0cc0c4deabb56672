"""What happens to the store when a machine fails in the middle of a load: nothing half-written."""

import os
import resource
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from intake_files import DAY, PROVINCE, SET, write_flat
from sqlalchemy.exc import OperationalError

from data.intake.refusals import StoreBusyError, one_writer
from data.store import audit
from data.store import engine as engine_module
from data.store.faults import FaultKind, kind_of

ROOT = Path(__file__).resolve().parents[2]
KILLED_BEFORE_THE_LAST_LINE = """
import os, signal, sys
from data.store import audit
audit.record = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
from data import access
from data.cli import app
from domain.access import OWNER
access.act_as(OWNER)
app(sys.argv[1:])
"""


@pytest.fixture
def var(fill_store, tmp_path):
    return fill_store(tmp_path)


def contents(var):
    """Return rows of the tables a load writes to; raises when the file is not whole."""
    with closing(sqlite3.connect(var / "ntm.sqlite3")) as store:
        assert store.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        tables = ("batch", "snapshot", "assessment", "original_file", "audit_log")
        return {t: store.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in tables}


def load(var, *start, **options):
    path = write_flat(var / "marks.csv")
    where = ["import", str(path), "--province", PROVINCE, "--as-of", DAY, "--set", SET]
    return subprocess.run(
        [sys.executable, *start, *where, "--actor", "Lê An"],
        cwd=ROOT,
        env=os.environ | {"NTM_VAR_DIR": str(var)},
        capture_output=True,
        text=True,
        **options,
    )


def test_a_process_killed_in_the_middle_of_a_load_leaves_nothing_of_it(var):
    before = contents(var)
    killed = load(var, "-c", KILLED_BEFORE_THE_LAST_LINE)
    assert killed.returncode == -signal.SIGKILL
    assert contents(var) == before
    assert load(var, "-m", "data").returncode == 0
    after = contents(var)
    assert after["batch"] == before["batch"] + 1
    assert after["assessment"] > before["assessment"]


def test_a_full_disk_in_the_middle_of_a_load_leaves_nothing_of_it(var):
    before = contents(var)

    # The store's journal may not grow beyond 30 kB, the load needs more.
    def hardly_any():
        resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))

    refused = load(var, "-m", "data", preexec_fn=hardly_any)
    assert refused.returncode == 1
    assert refused.stderr.startswith("Ổ đĩa đã đầy")
    assert "Traceback" not in refused.stderr
    assert contents(var) == before
    assert load(var, "-m", "data").returncode == 0


def test_a_second_writer_is_told_after_a_while(engine, monkeypatch):
    monkeypatch.setattr(engine_module, "BUSY_TIMEOUT_MS", 200)
    engine.dispose()  # connections made from now on wait that long
    with one_writer(engine) as first:
        audit.record(first, "một", "test")
        with pytest.raises(StoreBusyError), one_writer(engine) as second:
            audit.record(second, "hai", "test")
    with engine.connect() as connection:
        assert [line.actor for line in audit.read_audit(connection)] == ["một"]


def test_a_wrong_clock_does_not_change_the_order_of_what_happened(writing, monkeypatch):
    class Clock:
        ahead = timedelta(days=4000)

        @classmethod
        def now(cls, zone):
            return datetime.now(zone) + cls.ahead

    monkeypatch.setattr(audit, "datetime", Clock)
    audit.record(writing, "năm 2037", "test")
    Clock.ahead = -timedelta(days=4000)
    audit.record(writing, "năm 2015", "test")
    lines = audit.read_audit(writing)
    assert [line.actor for line in lines] == ["năm 2015", "năm 2037"]
    assert lines[0].at < datetime.now(UTC) < lines[1].at


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("database disk image is malformed", FaultKind.STORE_DAMAGED),
        ("file is not a database", FaultKind.STORE_DAMAGED),
        ("database or disk is full", FaultKind.DISK_FULL),
        ("disk I/O error", FaultKind.DISK_FULL),
        ("database is locked", FaultKind.STORE_BUSY),
        ("server closed the connection unexpectedly", FaultKind.STORE_GONE),
    ],
)
def test_faults_of_the_store_are_told_apart(words, kind):
    error = RuntimeError("a page failed")
    error.__cause__ = OperationalError("SELECT 1", {}, Exception(words))
    assert kind_of(error) is kind
    assert kind_of(ValueError("nothing to do with it")) is FaultKind.UNFORESEEN
