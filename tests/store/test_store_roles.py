"""The shipped roles of PostgreSQL: the application may do its work and nothing else."""

import ast
import re
import subprocess
from pathlib import Path

import pytest
from postgres_server import postgres_binaries
from sqlalchemy import Engine, make_url, text
from sqlalchemy.exc import ProgrammingError

from data import setup
from data.store import audit
from data.store.engine import begin_write, get_engine

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "deploy" / "postgresql" / "roles.sql"

pytestmark = pytest.mark.postgresql


def run_script(url: str) -> None:
    host = make_url(url).query["host"]
    variables = ["-v", "owner_password='one'", "-v", "app_password='two'"]
    where = ["-qh", host, "-U", "ntm", "-d", "postgres"]
    command = [postgres_binaries() / "psql", *where, *variables, "-f", SCRIPT]
    subprocess.run(command, check=True, capture_output=True)


@pytest.fixture
def app_engine(postgres_database, tiny_files) -> Engine:
    """Return the engine of the application's role, on a store its owner has filled."""
    url = postgres_database()
    run_script(url)
    owner = get_engine(url.replace("ntm@", "ntm_owner:one@"))
    setup.prepare_store(lambda _step, _share: None, owner)
    owner.dispose()
    run_script(url)  # as the file says: again after the tables exist
    engine = get_engine(url.replace("ntm@", "ntm_app:two@"))
    yield engine
    engine.dispose()


def test_the_application_reads_loads_and_writes_its_log(app_engine):
    assert setup.is_ready(app_engine)
    with begin_write(app_engine) as connection:
        audit.record(connection, "Lê An", "test")
    with app_engine.connect() as connection:
        assert audit.read_audit(connection, 1)[0].actor == "Lê An"


FORBIDDEN = [
    "DROP TABLE batch",
    "CREATE TABLE mine (id int)",
    "UPDATE batch SET actor = 'x'",
    "DELETE FROM batch",
    "UPDATE audit_log SET actor = 'x'",
    "DELETE FROM audit_log",
    "TRUNCATE audit_log",
    "UPDATE assessment SET status = 'met'",
    "INSERT INTO ref_units SELECT * FROM ref_units",
    "UPDATE alembic_version SET version_num = '1'",
    "COPY batch TO PROGRAM 'id'",
    "CREATE ROLE another",
    "SELECT pg_read_file('/etc/passwd')",
]


def test_the_application_can_do_nothing_else(app_engine):
    for statement in FORBIDDEN:
        with app_engine.connect() as connection, pytest.raises(ProgrammingError) as told:
            connection.execute(text(statement))
        assert re.search(r"permission denied|must be|owner", str(told.value.orig)), statement


def changed_tables(verb: str) -> set[str]:
    """Return the tables that the product's code updates or deletes from, by SQLAlchemy's verb."""
    found = set()
    for path in (ROOT / "data").rglob("*.py"):
        if "migrations" in path.parts or path.name == "reference.py":
            continue  # run as the owner
        source = path.read_text(encoding="utf-8")
        if f"import {verb}" not in source and f", {verb}" not in source:
            continue
        for node in ast.walk(ast.parse(source)):
            is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            if is_call and node.func.id == verb and isinstance(node.args[0], ast.Name):
                found.add(node.args[0].id)
    return found


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_script_grants_what_the_code_changes_and_no_more(verb):
    script = SCRIPT.read_text(encoding="utf-8")
    (listed,) = re.findall(rf"GRANT {verb.upper()} ON.*?IN \((.*?)\)", script, re.S)
    assert set(re.findall(r"'(\w+)'", listed)) == changed_tables(verb)
