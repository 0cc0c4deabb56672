"""Where the polygons of a province lie on this machine."""

import json
from pathlib import Path
from typing import Any

from data import paths
from data.boundaries.faults import BoundarySourceMissingError
from data.boundaries.gazetteer import source_versions

METHOD_VERSION = 1  # raise it when a change of the method moves polygons


def approximate_version() -> str:
    """Return what the approximate polygons depend on: method and packages, as one word.

    Raises:
        BoundarySourceMissingError: A package is not installed.
    """
    packages = "-".join(f"{name}{version}" for name, version in source_versions().items())
    return f"{METHOD_VERSION}-{packages}"


def approximate_path(code: str) -> Path:
    """Return the file of a province's approximate polygons, there or not.

    Raises:
        BoundarySourceMissingError: A package is not installed.
    """
    return paths.boundaries_dir() / f"approximate-{approximate_version()}" / f"{code}.parquet"


def official_path(code: str) -> Path:
    """Return the file of a province's official polygons, there or not."""
    return paths.boundaries_dir() / "official" / f"{code}.parquet"


def read_load_record(code: str) -> dict[str, Any] | None:
    """Return the report kept with a province's official polygons, or None.

    Returns:
        The fields of ``official.LoadReport``, sha256 of the file and loaded_at (ISO 8601, UTC).
    """
    path = official_path(code).with_suffix(".json")
    if not path.exists():
        return None
    record: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return record


def available_path(code: str) -> Path | None:
    """Return the file to draw a province from, official before approximate; None without."""
    official = official_path(code)
    return official if official.exists() else built_path(code)


def built_path(code: str) -> Path | None:
    """Return the file of approximate polygons that was built for a province; None without."""
    try:
        approximate = approximate_path(code)
    except BoundarySourceMissingError:
        # Built earlier, while the packages were there: as good as ever.
        folders = sorted(paths.boundaries_dir().glob("approximate-*"))
        found = [folder / f"{code}.parquet" for folder in folders]
        return next((path for path in reversed(found) if path.exists()), None)
    return approximate if approximate.exists() else None
