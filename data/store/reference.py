"""Reference tables in the store: a mirror of the committed files, rebuilt whenever a file changes.

The files under ``data/reference`` are the source; the store holds a copy so that both can be
joined in SQL. A table is dropped, made and filled again in one transaction when the hash of its
file or of its description differs from what was loaded last, so no migration is needed for them.
"""

import hashlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import lru_cache, wraps
from typing import Any, TypeVar

import pandas as pd
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    Float,
    Integer,
    MetaData,
    Table,
    Text,
    delete,
    insert,
    select,
)
from sqlalchemy.types import TypeEngine

from data import paths, schemas
from data.schemas.reading import PANDAS_DTYPES
from data.store.tables import reference_file

TYPES: dict[str, type[TypeEngine[Any]]] = {
    "str": Text,
    "int": Integer,
    "float": Float,
    "bool": Boolean,
    "date": Date,
}

Progress = Callable[[str, float], None]


def _build_table(described: schemas.Table) -> Table:
    columns = [
        Column(
            c.name,
            TYPES[c.dtype],
            primary_key=c.name in described.key,
            nullable=_is_nullable(c, described),
        )
        for c in described.columns
    ]
    return Table(f"ref_{described.name}", mirrored, *columns)


def _is_nullable(column: schemas.Column, described: schemas.Table) -> bool:
    return column.nullable and column.name not in described.key


mirrored = MetaData()
REF_TABLES: dict[str, Table] = {
    name: _build_table(described) for name, described in schemas.REFERENCE_TABLES.items()
}
"""The store's table of each reference file, by the name of the file's description."""


def file_sha256(name: str) -> str:
    """Return the hash of a reference file as it stands on disk."""
    content = (paths.REFERENCE / schemas.REFERENCE_TABLES[name].file).read_bytes()
    return hashlib.sha256(content).hexdigest()


def _schema_sha256(name: str) -> str:
    described = schemas.REFERENCE_TABLES[name]
    columns = [(c.name, c.dtype, c.nullable, c.name in described.key) for c in described.columns]
    return hashlib.sha256(repr(columns).encode()).hexdigest()


def outdated(connection: Connection) -> list[str]:
    """Return the names of the reference tables whose file or description changed since loading."""
    rows = connection.execute(
        select(reference_file.c.table_name, reference_file.c.sha256, reference_file.c.schema_sha256)
    )
    loaded = {name: (sha, schema) for name, sha, schema in rows}
    return [
        name
        for name in schemas.REFERENCE_TABLES
        if loaded.get(name) != (file_sha256(name), _schema_sha256(name))
    ]


def load(connection: Connection, progress: Progress) -> list[str]:
    """Load what changed, within the caller's transaction.

    Args:
        connection: A writing connection.
        progress: Told the table's name and the share done, 0 to 1.

    Returns:
        The names of the tables loaded.

    Raises:
        data.schemas.TableError: A file does not fit its description; nothing of it is kept.
    """
    names = outdated(connection)
    for position, name in enumerate(names):
        progress(name, position / len(names))
        _load_one(connection, name)
    return names


def _load_one(connection: Connection, name: str) -> None:
    table = REF_TABLES[name]
    # Taken before reading: a file that changes meanwhile is then loaded again, not missed.
    sha256 = file_sha256(name)
    rows = schemas.to_records(schemas.read_table(name, paths.REFERENCE))
    table.drop(connection, checkfirst=True)
    table.create(connection)
    if rows:
        connection.execute(insert(table), rows)
    connection.execute(delete(reference_file).where(reference_file.c.table_name == name))
    connection.execute(
        insert(reference_file).values(
            table_name=name,
            sha256=sha256,
            schema_sha256=_schema_sha256(name),
            row_count=len(rows),
            loaded_at=datetime.now(UTC),
        )
    )


def read(connection: Connection, name: str, **equals: object) -> pd.DataFrame:
    """Read a reference table from the store.

    Args:
        connection: Any connection.
        name: Key of ``data.schemas.REFERENCE_TABLES``.
        equals: Column = value conditions.

    Returns:
        The rows with the types :func:`data.schemas.read_table` gives them, in the file's order as
        far as the key sorts so. The frame is the caller's own.

    Raises:
        KeyError: No such table or column.
    """
    kept = _kept(name, loading(connection, name), tuple(sorted(equals.items())))
    if not kept:
        kept.append(_read(connection, name, equals))
    return kept[0].copy(deep=False)


def loading(connection: Connection, name: str) -> tuple[str, str]:
    """Return what identifies the content of a reference table: its file's hash and its loading.

    What is made of a table may be kept under it, for every store and process alike.

    Raises:
        KeyError: No such table.
    """
    REF_TABLES[name]
    found = connection.execute(
        select(reference_file.c.sha256, reference_file.c.loaded_at).where(
            reference_file.c.table_name == name
        )
    ).one_or_none()
    return (found.sha256, str(found.loaded_at)) if found else ("", "")


Made = TypeVar("Made")


def kept_while_loaded(
    *names: str,
) -> Callable[[Callable[[Connection], Made]], Callable[[Connection], Made]]:
    """Keep what a function makes of reference tables until one of them is loaded anew.

    Args:
        names: Keys of ``data.schemas.REFERENCE_TABLES``: all the function reads.
    """

    def decorate(make: Callable[[Connection], Made]) -> Callable[[Connection], Made]:
        @lru_cache(maxsize=2)
        def place(_loadings: tuple[tuple[str, str], ...]) -> list[Made]:
            return []

        @wraps(make)
        def made(connection: Connection) -> Made:
            kept = place(tuple(loading(connection, name) for name in names))
            if not kept:
                kept.append(make(connection))
            return kept[0]

        return made

    return decorate


@lru_cache(maxsize=256)
def _kept(
    _name: str, _loading: tuple[str, str], _equals: tuple[tuple[str, object], ...]
) -> list[pd.DataFrame]:
    """Return the place of what was read; the tables of one loading never change."""
    return []


def _read(connection: Connection, name: str, equals: Mapping[str, object]) -> pd.DataFrame:
    table, described = REF_TABLES[name], schemas.REFERENCE_TABLES[name]
    query = select(table)
    for column, value in equals.items():
        query = query.where(table.c[column] == value)
    rows = connection.execute(query).mappings().all()
    return pd.DataFrame(
        {
            c.name: pd.Series([row[c.name] for row in rows], dtype=PANDAS_DTYPES[c.dtype])
            for c in described.columns
        }
    )
