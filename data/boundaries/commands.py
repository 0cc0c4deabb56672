"""What staff do with boundaries, from the command line or the data page.

The running dashboard imports this module for ``status``, so what computes and reads polygons
(geopandas, scipy: 79 MB of memory) is imported only by what needs it.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pyarrow.parquet

from data.boundaries import web
from data.boundaries.faults import BoundaryError
from data.boundaries.files import stamp
from data.boundaries.index import COUNTRY, lookup
from data.boundaries.locations import (
    approximate_path,
    available_path,
    official_path,
    read_load_record,
)
from data.boundaries.progress import Progress, tell_nobody
from data.boundaries.sites import Basis
from data.boundaries.units import read_units

if TYPE_CHECKING:
    from data.boundaries.official import LoadReport

COUNTRY_SHARE = 0.05  # of the work of building everything


def build(
    codes: Sequence[str] | Literal["all"], progress: Progress | None = None, workers: int = 1
) -> list[str]:
    """Build approximate polygons and the files a map fetches; what is up to date is left alone.

    The country's file is made as soon as every province has polygons.

    Args:
        codes: Province codes, or "all".
        progress: Told each step; see ``build.Progress``.
        workers: Processes to build with; more than one only outside a running dashboard.

    Returns:
        Codes of the provinces built now.

    Raises:
        BoundaryError: There is no such province.
        BoundarySourceMissingError: A package that the polygons come from is not installed.
    """
    provinces = list(read_units().provinces["code"])
    wanted = provinces if codes == "all" else list(codes)
    unknown = sorted(set(wanted) - set(provinces))
    if unknown:
        raise BoundaryError(
            f"Không có tỉnh nào mang mã {', '.join(unknown)}.",
            "Hãy dùng mã tỉnh hai chữ số, ví dụ 66.",
        )

    tell = progress or tell_nobody
    missing = [code for code in wanted if not approximate_path(code).exists()]
    built: list[str] = []
    if missing:  # a start that finds everything built does not pay for the import
        from data.boundaries.build import build_provinces

        built = build_provinces(
            missing, lambda step, share: tell(step, share * (1 - COUNTRY_SHARE)), workers
        )
    for code in wanted:
        web.refresh(code)
    if web.is_country_complete():
        tell("country", 1 - COUNTRY_SHARE)
        web.refresh(COUNTRY)
    tell("done", 1.0)
    return built


def load_official(
    path: Path | str, province_code: str | None = None, layer: str | None = None
) -> "LoadReport":
    """Load an official boundary file and redraw the maps it concerns.

    Raises:
        BoundaryFileError: The file cannot be used; nothing has changed.
    """
    from data.boundaries import official

    report = official.load_official(path, province_code, layer)
    _redraw(report.provinces)
    return report


def remove_official(province_code: str) -> bool:
    """Take official polygons away and redraw; the approximate ones show again, if built.

    Returns:
        False when the province had none.
    """
    from data.boundaries import official

    removed = official.remove_official(province_code)
    if removed:
        _redraw([province_code])
    return removed


def status() -> list[dict[str, Any]]:
    """Return what each province is drawn from.

    Returns:
        One row a province, by code: province, name, kind ("official", "mixed", "approximate" or
        "tile"), communes (in the registry), basis (communes by what their polygon rests on),
        built_at (ISO 8601, UTC; None for tiles), version (of the file a map fetches, None until it
        is made), source (name of an official file, else None).
    """
    units = read_units()
    sizes = units.communes.groupby("province_code")["code"].size()
    return [
        {
            "province": row.code,
            "name": row.name,
            "communes": int(sizes[str(row.code)]),
            **_standing(str(row.code)),
        }
        for row in units.provinces.itertuples(index=False)
    ]


def _standing(code: str) -> dict[str, Any]:
    path, current = available_path(code), lookup(code)
    version = None if current is None else current.version
    if path is None or stamp(path) is None:
        return {"kind": "tile", "basis": {}, "built_at": None, "version": version, "source": None}
    basis = pyarrow.parquet.read_table(path, columns=["basis"])["basis"].to_pandas()
    counts = {str(kind): int(count) for kind, count in basis.value_counts().items()}
    record = read_load_record(code) if path == official_path(code) else None
    built = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    kind = "approximate" if record is None else "mixed"
    return {
        "kind": "official" if set(counts) == {Basis.OFFICIAL.value} else kind,
        "basis": counts,
        "built_at": built.isoformat(timespec="seconds"),
        "version": version,
        "source": None if record is None else record["file_name"],
    }


def _redraw(provinces: Sequence[str]) -> None:
    for code in provinces:
        if available_path(code) is not None:
            web.refresh(code)
    if web.is_country_complete():
        web.refresh(COUNTRY)
