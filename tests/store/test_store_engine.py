"""The engine: which address, and what each kind of database is set to."""

import os
from pathlib import Path

import pytest
from sqlalchemy import text

from data.store.engine import BUSY_TIMEOUT_MS, begin_write, database_url, get_engine


@pytest.mark.parametrize(
    ("configured", "used"),
    [
        ("postgres://u:p@h/db", "postgresql+psycopg://u:p@h/db"),
        ("postgresql://u:p@h/db", "postgresql+psycopg://u:p@h/db"),
        ("postgresql+psycopg://u@/db?host=/run", "postgresql+psycopg://u@/db?host=/run"),
        ("sqlite:////srv/ntm.sqlite3", "sqlite:////srv/ntm.sqlite3"),
    ],
)
def test_the_address_comes_from_the_environment(monkeypatch, configured, used):
    monkeypatch.setenv("NTM_DATABASE_URL", configured)
    assert database_url() == used


def test_without_one_it_is_a_file_in_the_var_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("NTM_VAR_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("NTM_DATABASE_URL", "")
    assert database_url() == f"sqlite:///{tmp_path / 'var' / 'ntm.sqlite3'}"
    with get_engine().connect() as connection:
        assert connection.execute(text("SELECT 1")).scalar_one() == 1
    assert (tmp_path / "var" / "ntm.sqlite3").is_file()


def test_no_test_writes_to_the_real_var_folder(var_dir):
    assert Path(os.environ["NTM_VAR_DIR"]) == var_dir
    assert database_url() == f"sqlite:///{var_dir / 'ntm.sqlite3'}"


def test_an_address_has_one_engine(store_url):
    assert get_engine(store_url) is get_engine(store_url)


def test_each_store_is_of_the_kind_it_says(empty_engine, store_url):
    assert store_url.startswith(empty_engine.dialect.name)


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_sqlite_is_set_up_for_several_readers_and_one_writer(empty_engine):
    with empty_engine.connect() as connection:
        pragmas = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
        }
    normal = 1
    assert pragmas == {
        "journal_mode": "wal",
        "foreign_keys": 1,
        "synchronous": normal,
        "busy_timeout": BUSY_TIMEOUT_MS,
    }


def test_an_error_rolls_the_transaction_back(engine):
    def fail():
        with begin_write(engine) as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = 'lost'"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with engine.connect() as connection:
        version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    assert version != "lost"
