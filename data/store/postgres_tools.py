"""PostgreSQL's own programs for copying a database and putting the copy back."""

import os
import shutil
import subprocess
from pathlib import Path

from sqlalchemy import URL


class ToolError(Exception):
    """A program is missing, or says that it could not do its work."""


def _program(name: str) -> str:
    """Return where a program is; Debian keeps some of them out of the PATH."""
    found = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda p: float(p.parts[-3])
    )
    path = str(found[-1]) if found else shutil.which(name)
    if path is None:
        raise ToolError(f"không có chương trình {name}; hãy cài postgresql-client")
    return path


def _run(name: str, arguments: list[str], url: URL | None = None) -> str:
    environment = dict(os.environ)
    if url is not None and url.password:
        # Not among the arguments: every user of a machine may read those.
        environment["PGPASSWORD"] = str(url.password)
    done = subprocess.run(  # noqa: S603 -- a program of PostgreSQL, arguments of ours
        [_program(name), *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise ToolError((done.stderr.strip().splitlines() or [f"{name} không thành công"])[-1])
    return done.stdout


def _where(url: URL) -> list[str]:
    host = url.host or str(url.query.get("host", ""))
    given = {
        "--host": host,
        "--port": str(url.port or ""),
        "--username": url.username or "",
        "--dbname": url.database or "",
    }
    return [part for name, value in given.items() if value for part in (name, value)]


def dump(url: URL, target: Path) -> None:
    """Copy a database into a file, as of one moment.

    Raises:
        ToolError: It could not be done.
    """
    options = ["--format=custom", "--no-owner", "--no-privileges", "--no-password"]
    _run("pg_dump", [*options, f"--file={target}", *_where(url)], url)


def list_dump(path: Path) -> list[str]:
    """Return what a copy holds, which reads it to its end.

    Raises:
        ToolError: It is not whole.
    """
    _run("pg_restore", ["--file=/dev/null", str(path)])
    return _run("pg_restore", ["--list", str(path)]).splitlines()


def restore(url: URL, path: Path) -> None:
    """Put a copy back in one transaction: everything or nothing.

    Raises:
        ToolError: It could not be done; the database is as it was.
    """
    options = ["--clean", "--if-exists", "--no-owner", "--no-privileges", "--no-password"]
    _run("pg_restore", [*options, "--single-transaction", *_where(url), str(path)], url)
