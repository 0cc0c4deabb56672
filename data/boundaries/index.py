"""The geometry files a browser fetches, by content, and the index that says which are current.

``geo/<scope>-<hash>.json`` never changes once written, so a browser may keep it for good; a changed
geometry is a new file. ``geo/index.json`` names the current file of each scope.
"""

import gzip
import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from data import paths
from data.boundaries.files import exclusive, write_bytes

COUNTRY = "vn"
FORMAT = 1  # of the geometry files; see ``document.py``
SCALE = 10_000  # steps a degree in them: 11 m
KEPT_VERSIONS = 3  # of each scope, for pages that were opened before the last change
_INDEX_FORMAT = 1
_HASH_LENGTH = 12


@dataclass(frozen=True)
class GeometryRef:
    """A geometry file a browser can fetch.

    Attributes:
        scope: Province code, or "vn" for the country.
        version: Hash of the content.
        url_path: Path to fetch it by, from the root of the web server.
        kind: "approximate", "official", "tile", or "mixed" (official and approximate).
        codes: Commune codes in the order of the file.
        guess_codes: Those of them whose place is not known.
        built_at: When the file was written, ISO 8601, UTC.
    """

    scope: str
    version: str
    url_path: str
    kind: str
    codes: tuple[str, ...]
    guess_codes: tuple[str, ...]
    built_at: str


def geo_dir() -> Path:
    """Return the folder of the geometry files."""
    return paths.web_dir() / "geo"


def publish(scope: str, document: dict[str, Any], kind: str, inputs: str) -> GeometryRef:
    """Write a geometry file and make it the current one of its scope.

    Args:
        scope: Province code or "vn".
        document: Content of the file; see ``document.py``.
        kind: See ``GeometryRef``.
        inputs: What it was made from; ``lookup`` finds it only by the same text.
    """
    content = to_json(document)
    version = hashlib.sha256(content).hexdigest()[:_HASH_LENGTH]
    communes = document["communes"]
    meta = {
        "codes": [commune["c"] for commune in communes],
        "guess_codes": [commune["c"] for commune in communes if commune["b"] == "guess"],
    }
    entry = {
        "version": version,
        "kind": kind,
        "inputs": inputs,
        "built_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    with exclusive(geo_dir() / ".lock"):
        name = geo_dir() / f"{scope}-{version}"
        write_bytes(name.with_suffix(".json.gz"), gzip.compress(content, 9, mtime=0))
        write_bytes(name.with_suffix(".meta.json"), to_json(meta))
        write_bytes(name.with_suffix(".json"), content)
        scopes = _read_scopes()
        scopes[scope] = entry
        write_bytes(geo_dir() / "index.json", to_json({"format": _INDEX_FORMAT, "scopes": scopes}))
        _remove_old(scope, version)
    return _to_ref(scope, entry, meta)


def lookup(scope: str, inputs: str | None = None) -> GeometryRef | None:
    """Return the current file of a scope, if it was made from ``inputs`` (any, when None)."""
    entry = _read_scopes().get(scope)
    if entry is None or (inputs is not None and entry["inputs"] != inputs):
        return None
    name = geo_dir() / f"{scope}-{entry['version']}"
    try:
        meta = json.loads(name.with_suffix(".meta.json").read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return _to_ref(scope, entry, meta) if name.with_suffix(".json").exists() else None


def to_json(value: object) -> bytes:
    """Return strictly valid, compact JSON (no NaN), UTF-8."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode("utf-8")


def _to_ref(scope: str, entry: dict[str, str], meta: dict[str, list[str]]) -> GeometryRef:
    return GeometryRef(
        scope=scope,
        version=entry["version"],
        url_path=f"/geo/{scope}-{entry['version']}.json",
        kind=entry["kind"],
        codes=tuple(meta["codes"]),
        guess_codes=tuple(meta["guess_codes"]),
        built_at=entry["built_at"],
    )


def _read_scopes() -> dict[str, dict[str, str]]:
    """Read the index; a missing, damaged or foreign one counts as empty and is made anew."""
    try:
        index = json.loads((geo_dir() / "index.json").read_text("utf-8"))
        if index["format"] == _INDEX_FORMAT:
            return dict(index["scopes"])
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return {}


def _remove_old(scope: str, current: str) -> None:
    files = sorted(
        (path for path in geo_dir().glob(f"{scope}-*.meta.json")),
        key=lambda path: path.stat().st_mtime_ns,
        reverse=True,
    )
    names = [path.name.removesuffix(".meta.json") for path in files]
    others = [name for name in names if name != f"{scope}-{current}"]
    for name in others[KEPT_VERSIONS - 1 :]:
        for suffix in (".meta.json", ".json", ".json.gz"):
            (geo_dir() / f"{name}{suffix}").unlink(missing_ok=True)
