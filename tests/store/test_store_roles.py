"""The shipped roles of PostgreSQL: the application may do its work and nothing else."""

import ast
import re
import subprocess
from pathlib import Path

import pytest
from postgres_server import postgres_binaries
from sqlalchemy import Engine, inspect, make_url, text
from sqlalchemy.exc import ProgrammingError
from typer.main import get_command
from typer.testing import CliRunner

from data import cli, setup
from data.store import audit
from data.store.engine import begin_write, get_engine

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "deploy" / "postgresql" / "roles.sql"

pytestmark = pytest.mark.postgresql


def run_script(url: str) -> None:
    host = make_url(url).query["host"]
    variables = ["-v", "owner_password='one'", "-v", "app_password='two'"]
    variables += ["-v", "reader_password='three'"]
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


# The commands of a role that only reads. A command that is not here fails the test.
READING = {
    ("status",): (),
    ("units",): (),
    ("targets",): (),
    ("summary",): ("--province", "66", "--as-of", "2021-12-31"),
    ("export",): ("--province", "66", "--as-of", "2021-12-31"),
    ("batches",): (),
    ("refused",): (),
    ("share", "page"): ("--province", "66", "-o", "page.html"),
    ("check",): ("--province", "66"),
    ("boundaries", "status"): (),
    ("init",): ("--no-boundaries",),  # finds everything done
}
WRITING = {
    ("import",): ("FILE", "--province", "66", "--as-of", "2021-12-31", "--set", "SET3_2016"),
    ("undo",): ("1",),
    ("share", "create"): ("--province", "66", "--label", "UBND huyện Một"),
    ("share", "list"): (),
    ("share", "revoke"): ("1",),
    ("user", "add"): ("an@example.vn",),
    ("user", "list"): (),
    ("user", "remove"): ("an@example.vn",),
    ("user", "link"): (),
}
ELSEWHERE = {
    *(("plan",), ("backup",), ("restore",), ("original",)),
    *(("boundaries", "build"), ("boundaries", "load"), ("boundaries", "remove")),
}
"""Needs more than the tiny store holds, or writes files and nothing in the store."""


def command_names(group, *path):
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from command_names(command, *path, name)
        else:
            yield (*path, name)


def contents(owner):
    with owner.connect() as connection:
        tables = inspect(connection).get_table_names()
        counted = [text(f'SELECT count(*) FROM "{name}"') for name in tables]
        return dict(zip(tables, [connection.execute(c).scalar() for c in counted], strict=True))


def test_a_role_that_only_reads_gets_answers_and_writes_nothing(
    postgres_database, tiny_files, tmp_path, monkeypatch
):
    named = set(command_names(get_command(cli.app)))
    assert named == {*READING, *WRITING, *ELSEWHERE}
    url = postgres_database()
    run_script(url)
    owner = get_engine(url.replace("ntm@", "ntm_owner:one@"))
    setup.prepare_store(lambda _step, _share: None, owner)
    run_script(url)
    reader = url.replace("ntm@", "ntm_reader:three@")
    monkeypatch.setenv("NTM_DATABASE_URL", reader)
    monkeypatch.setenv("NTM_VAR_DIR", str(tmp_path / "var"))
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "marks.csv"
    file.write_text("Mã xã;Xã;1;2;3\n24001;An;x;x;x\n24002;Bình;x;x;x\n24003;Cư;x;x;x\n")
    before = contents(owner)

    def run(words, arguments):
        given = [str(file) if word == "FILE" else word for word in arguments]
        return CliRunner().invoke(cli.app, [*words, *given], prog_name="python -m data")

    told = {words: run(words, arguments) for words, arguments in READING.items()}
    assert {w: r.stderr for w, r in told.items() if r.exit_code != 0} == {}
    for words, arguments in WRITING.items():
        result = run(words, arguments)
        assert result.exit_code == 1, (words, result.output)
        assert "Traceback" not in result.output
        assert "không có quyền làm việc này" in result.stderr, (words, result.stderr)
    # It may not even read everything, so there is no copy that lacks something.
    assert "Không sao lưu được" in run(("backup",), ()).stderr
    assert not list((tmp_path / "var" / "backups").glob("*"))
    assert contents(owner) == before
    with get_engine(reader).connect() as connection, pytest.raises(ProgrammingError):
        connection.execute(text("SELECT passphrase_hash FROM share_link"))
    get_engine(reader).dispose()
    owner.dispose()
