"""Load an official boundary file in place of the approximate polygons of its provinces."""

import hashlib
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from data.boundaries.assemble import complete, merge, overlap_share, refusing_unsound
from data.boundaries.columns import FeatureTable, recognise
from data.boundaries.faults import BoundaryFileError
from data.boundaries.files import exclusive, replacing, write_bytes
from data.boundaries.index import to_json
from data.boundaries.locations import official_path
from data.boundaries.matching import Matches, Unmatched, count_named, match
from data.boundaries.reading import BoundaryFile, read_boundary_file
from data.boundaries.sites import Basis
from data.boundaries.units import UnitList, read_units

# Share of the coded features with another name that shows units of another year: of those since
# 1/7/2025 at least 27% in every province, by the packages of gazetteer.py.
MAX_RENAMED = 0.2
MIN_PROVINCE_VOTES = 0.6  # share of the named features that must point to one province


@dataclass(frozen=True)
class LoadReport:
    """What became of a boundary file.

    Attributes:
        file_name: Name of the file.
        crs: Its coordinate system.
        provinces: Codes of the provinces that are now drawn from it.
        features: Features in the file.
        matched: Communes with an official polygon.
        matched_by: Features by way of matching; see ``Matches.by``.
        merged: Codes of communes that several features were put together for.
        renamed: (code, name in the file) where the code is a commune's and the name is not.
        unmatched: Features that no commune was found for.
        without_area: Numbers of the features without an area.
        elsewhere: Features of provinces that were not asked for.
        units_without_polygon: Communes of the provinces that the file has no polygon for: code,
            name, district_name, and drawn ("approximate" where an approximate polygon stands in,
            else "none").
        overlap_share: Share of the area that features claimed twice, before cleaning.
    """

    file_name: str
    crs: str
    provinces: tuple[str, ...]
    features: int
    matched: int
    matched_by: dict[str, int]
    merged: tuple[str, ...]
    renamed: tuple[tuple[str, str], ...]
    unmatched: tuple[Unmatched, ...]
    without_area: tuple[int, ...]
    elsewhere: int
    units_without_polygon: tuple[dict[str, str], ...]
    overlap_share: float

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain values, for JSON."""
        return asdict(self)


def load_official(
    path: Path | str, province_code: str | None = None, layer: str | None = None
) -> LoadReport:
    """Replace the polygons of the file's provinces; nothing changes when the file is refused.

    Args:
        path: GeoJSON, GeoPackage or zipped Shapefile, in any coordinate system.
        province_code: Take only this province; None for all that the file has.
        layer: Layer of a GeoPackage that has several.

    Raises:
        BoundaryFileError: The file cannot be used; the message says why and what to do.
    """
    path = Path(path)
    country = read_units()
    with refusing_unsound():
        source = read_boundary_file(path, layer)
        table, scope = _recognise_scope(source, country, province_code)
        matches = match(table, scope, country)
        _check_matches(matches, scope)
        polygons, merged = merge(source.features, matches)
        overlap = overlap_share(polygons)
        scope = _only(country, _provinces_of(polygons.index, scope))
        frames = {code: complete(code, polygons, scope) for code in scope.provinces["code"]}
    report = _report(path, source, matches, merged, scope, frames, overlap)
    _keep(frames, report, path)
    return report


def remove_official(province_code: str) -> bool:
    """Take a province's official polygons away; the approximate ones show again.

    Returns:
        False when there were none.
    """
    path = official_path(province_code)
    with exclusive(path.parent / ".lock"):
        existed = path.exists()
        path.unlink(missing_ok=True)
        path.with_suffix(".json").unlink(missing_ok=True)
    return existed


def _recognise_scope(
    source: BoundaryFile, country: UnitList, province_code: str | None
) -> tuple[FeatureTable, UnitList]:
    """Recognise the columns and the provinces meant."""
    columns = pd.DataFrame(source.features.drop(columns="geometry"))
    table, scope = recognise(columns, country, country), country
    if province_code is not None:
        scope = _only(country, [province_code])
        if scope.provinces.empty:
            raise BoundaryFileError(
                f"Không có tỉnh nào mang mã “{province_code}”.", "Hãy dùng mã tỉnh hai chữ số."
            )
        # A file of several provinces shows its columns only against all of them.
        tables = (recognise(columns, scope, country), table)
        table = max(tables, key=lambda table: (table.has_codes, table.has_names))
    if not (table.has_codes or table.has_names):
        raise BoundaryFileError(
            "Không tìm thấy cột mã xã hoặc tên xã khớp với danh mục đơn vị hành chính.",
            "Tệp cần một cột mã xã 5 chữ số, hoặc cột tên xã và cột tên huyện (chữ Unicode).",
        )
    if province_code is None and not (table.has_codes or table.has_provinces):
        scope = _only(country, [_voted_province(table, country)])
    return table, scope


def _voted_province(table: FeatureTable, country: UnitList) -> str:
    """Return the province that most features can be found in by name and district."""
    votes = {
        str(code): count_named(table, _only(country, [code]), country)
        for code in country.provinces["code"]
    }
    winner = max(votes, key=lambda code: votes[code])
    if votes[winner] < MIN_PROVINCE_VOTES * len(table.features):
        raise BoundaryFileError(
            "Không xác định được tệp thuộc tỉnh nào: tệp không có mã xã.",
            "Hãy chọn tỉnh khi nạp, mỗi lần một tỉnh.",
        )
    return winner


def _only(units: UnitList, provinces: Iterable[str]) -> UnitList:
    codes = list(provinces)
    return UnitList(
        units.communes[units.communes["province_code"].isin(codes)],
        units.districts[units.districts["province_code"].isin(codes)],
        units.provinces[units.provinces["code"].isin(codes)],
    )


def _check_matches(matches: Matches, scope: UnitList) -> None:
    """Refuse a file that is plainly not of these units."""
    found, lost = len(matches.code_of), len(matches.unmatched)
    names = ", ".join(scope.provinces["name"]) if len(scope.provinces) <= 3 else "cả nước"
    if found == 0 or found < lost:
        raise BoundaryFileError(
            f"Chỉ {found} trên {found + lost} vùng khớp với danh mục xã ({names}).",
            "Hãy kiểm tra đúng tỉnh, đúng cấp xã và đúng danh mục đơn vị trước ngày 1/7/2025.",
        )
    if len(matches.renamed) > MAX_RENAMED * found:
        raise BoundaryFileError(
            f"{len(matches.renamed)} trên {found} vùng có mã đúng nhưng tên khác với danh mục.",
            "Tệp có lẽ theo đơn vị hành chính sau ngày 1/7/2025 (hãy dùng tệp trước ngày đó), "
            "hoặc chữ không phải Unicode (hãy đổi từ TCVN3, VNI sang Unicode).",
        )


def _provinces_of(codes: Iterable[str], scope: UnitList) -> list[str]:
    communes = scope.communes[scope.communes["code"].isin(list(codes))]
    return sorted(communes["province_code"].unique())


def _report(
    path: Path,
    source: BoundaryFile,
    matches: Matches,
    merged: list[str],
    scope: UnitList,
    frames: dict[str, gpd.GeoDataFrame],
    overlap: float,
) -> LoadReport:
    table = pd.concat([pd.DataFrame(f[["code", "basis"]]) for f in frames.values()])
    official = set(table.loc[table["basis"] == Basis.OFFICIAL, "code"])
    drawn = set(table["code"])
    districts = dict(zip(scope.districts["code"], scope.districts["full_name"], strict=True))
    without = [
        {
            "code": str(row.code),
            "name": str(row.name),
            "district_name": districts[str(row.district_code)],
            "drawn": "approximate" if row.code in drawn else "none",
        }
        for row in scope.communes.itertuples(index=False)
        if row.code not in official
    ]
    return LoadReport(
        file_name=path.name,
        crs=source.crs,
        provinces=tuple(frames),
        features=len(source.features) + len(source.without_area),
        matched=len(official),
        matched_by=dict(matches.by),
        merged=tuple(merged),
        renamed=tuple(matches.renamed),
        unmatched=tuple(matches.unmatched),
        without_area=tuple(source.without_area),
        elsewhere=matches.elsewhere,
        units_without_polygon=tuple(without),
        overlap_share=round(overlap, 6),
    )


def _keep(frames: dict[str, gpd.GeoDataFrame], report: LoadReport, path: Path) -> None:
    """Write every province beside its place first, then move all of them in."""
    record = {
        **report.to_dict(),
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "loaded_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    folder = official_path("").parent
    with exclusive(folder / ".lock"), ExitStack() as stack:
        for code, frame in frames.items():
            temporary = stack.enter_context(replacing(official_path(code)))
            frame.to_parquet(temporary, compression="zstd")
        for code in frames:
            write_bytes(official_path(code).with_suffix(".json"), to_json(record))
