"""The neighbour of a data file (``<file>.source.yml``): where it comes from and what to doubt."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

from data import paths
from data.schemas.core import Table, TableError

REQUIRED = (
    "title",
    "producer",
    "document_number",
    "date_published",
    "date_accessed",
    "url_main",
    "licence",
    "coverage",
    "usage_warnings",
    "unverified",
    "sha256",
    "produced_by",
)


@dataclass(frozen=True)
class Source:
    """What the neighbour of one file says.

    Attributes:
        file: Name of the data file.
        title: What the file is, in Vietnamese.
        producer: Who made the figures.
        document_number: Number of the document, when it is one.
        date_published: Date or dates of publication, as text.
        date_accessed: Day the source was read, as text.
        url_main: Main address, when there is one.
        licence_name: Name of the licence or of the rule that stands in for one.
        licence_note: What it allows, in Vietnamese.
        coverage: What the file covers, in Vietnamese.
        usage_warnings: What a reader of the figures must know, in Vietnamese.
        unverified: What was not checked against an official text, in Vietnamese.
        documents: The source documents: ``number``, ``issuer``, ``issued_on``, ``title``.
        sha256: Hash of the data file.
        produced_by: Script that makes or checks the file.
    """

    file: str
    title: str
    producer: str
    document_number: str | None
    date_published: str | None
    date_accessed: str
    url_main: str | None
    licence_name: str
    licence_note: str
    coverage: str
    usage_warnings: tuple[str, ...]
    unverified: tuple[str, ...]
    documents: tuple[Mapping[str, str], ...]
    sha256: str
    produced_by: str


def source_path(table: Table, folder: Path = paths.REFERENCE) -> Path:
    """Return the path of the neighbour of a table's file."""
    return folder / f"{table.file}.source.yml"


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    return sha256(path.read_bytes()).hexdigest()


def read_source(table: Table, folder: Path = paths.REFERENCE) -> Source:
    """Read the neighbour of a table's file.

    Raises:
        TableError: It is missing, lacks a field, or its hash is not that of the file.
    """
    path = source_path(table, folder)
    if not path.is_file():
        raise TableError(path.name, f"not found in {folder}")
    content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    missing = [name for name in REQUIRED if name not in content]
    if missing:
        raise TableError(path.name, f"fields missing: {', '.join(missing)}")
    if content["sha256"] != hash_file(folder / table.file):
        raise TableError(path.name, f"sha256 is not that of {table.file}", column="sha256")
    return Source(
        file=table.file,
        title=content["title"],
        producer=content["producer"],
        document_number=content["document_number"],
        date_published=_text(content["date_published"]),
        date_accessed=str(content["date_accessed"]),
        url_main=content["url_main"],
        licence_name=content["licence"]["name"],
        licence_note=content["licence"]["note"],
        coverage=content["coverage"],
        usage_warnings=tuple(content["usage_warnings"]),
        unverified=tuple(content["unverified"]),
        documents=tuple(content.get("documents", ())),
        sha256=content["sha256"],
        produced_by=content["produced_by"],
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)
