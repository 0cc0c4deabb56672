"""Advisories from records carried to a machine by hand, for where no service can be asked.

The records are those of OSV for PyPI: its ``all.zip``, or a copy of the packaging
authority's advisory database, as JSON or YAML, one advisory a file.
"""

import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

Record = dict[str, Any]
SUFFIXES = (".json", ".yaml", ".yml")
_NEVER = "0"
"""What OSV writes for "from the first version on"."""


class Records:
    """Every advisory of a folder or zip file, by package.

    Attributes:
        newest: When the last of them was changed, as written; "" when there are none.
    """

    def __init__(self, path: Path) -> None:
        """Read the records.

        Raises:
            OSError: There is nothing to read.
            ValueError: A record is neither JSON nor YAML.
        """
        self._by_package: dict[str, list[Record]] = {}
        self.newest = ""
        for text in _texts(path):
            # Every JSON text is a YAML text, but YAML is read a hundred times slower.
            record = json.loads(text) if text.lstrip().startswith("{") else yaml.safe_load(text)
            if not isinstance(record, dict) or record.get("withdrawn"):
                continue
            self.newest = max(self.newest, str(record.get("modified", "")))
            for name in {canonicalize_name(a["package"]["name"]) for a in _of_pypi(record)}:
                self._by_package.setdefault(name, []).append(record)

    def ask(self, name: str, version: str) -> list[Record]:
        """Return the advisories of one version."""
        found = self._by_package.get(canonicalize_name(name), [])
        return [r for r in found if any(_hits(a, name, version) for a in _of_pypi(r))]


def _texts(path: Path) -> Iterator[str]:
    if path.is_dir():
        for file in sorted(path.rglob("*")):
            if file.suffix in SUFFIXES:
                yield file.read_text(encoding="utf-8")
        return
    with zipfile.ZipFile(path) as packed:
        for inside in packed.namelist():
            if inside.endswith(SUFFIXES):
                yield packed.read(inside).decode("utf-8")


def _of_pypi(record: Record) -> list[Mapping[str, Any]]:
    return [
        a for a in record.get("affected", ()) if a.get("package", {}).get("ecosystem") == "PyPI"
    ]


def _hits(affected: Mapping[str, Any], name: str, version: str) -> bool:
    if canonicalize_name(affected["package"]["name"]) != canonicalize_name(name):
        return False
    if version in affected.get("versions", ()):
        return True
    ranges = (r["events"] for r in affected.get("ranges", ()) if r.get("type") == "ECOSYSTEM")
    return any(_lies_in(events, Version(version)) for events in ranges)


def _lies_in(events: Iterable[Mapping[str, str]], version: Version) -> bool:
    """Tell whether the last event at or before a version leaves it affected."""
    is_hit = False
    for kind, at in sorted((_event(event) for event in events), key=lambda pair: pair[1]):
        if kind == "introduced" and version >= at:
            is_hit = True
        elif (kind == "fixed" and version >= at) or (kind == "last_affected" and version > at):
            is_hit = False
    return is_hit


def _event(event: Mapping[str, str]) -> tuple[str, Version]:
    kind, at = next(iter(event.items()))
    try:
        return kind, Version("0.dev0" if at == _NEVER else at)
    except InvalidVersion:
        return "unknown", Version("0.dev0")
