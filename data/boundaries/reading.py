"""Read a boundary file that somebody hands in: any of three formats, any content.

Nothing of the file is trusted: its format is told by its first bytes, archives are unpacked by
counted bytes under names of our own, and sizes are bounded before geometry is read.
"""

import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError, FieldError

from data.boundaries.faults import BoundaryFileError
from data.boundaries.plane import Objects

MAX_FILE_BYTES = 300_000_000
MAX_UNPACKED_BYTES = 600_000_000
MAX_ARCHIVE_ENTRIES = 200
MAX_FEATURES = 20_000  # the country has 10.599 communes
MAX_VERTICES = 8_000_000
# Vietnam with its islands, in degrees, generously.
WEST, SOUTH, EAST, NORTH = 101.0, 5.5, 118.5, 24.5

_SHAPEFILE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_POLYGON = 3  # shapely's type number
_CHUNK = 1 << 20


@dataclass(frozen=True)
class BoundaryFile:
    """What a boundary file holds.

    Attributes:
        features: The features that have an area, as sound polygons in EPSG:4326, with the file's
            own columns and ``feature`` [number in the file, from 1].
        without_area: Numbers of the features that have none.
        crs: Coordinate system of the file, as the report names it.
    """

    features: gpd.GeoDataFrame
    without_area: list[int]
    crs: str


def read_boundary_file(path: Path, layer: str | None = None) -> BoundaryFile:
    """Read a GeoJSON, GeoPackage or zipped Shapefile.

    Args:
        path: The file; its extension does not matter.
        layer: Layer of a GeoPackage that has several with polygons.

    Raises:
        BoundaryFileError: The file is not one of these, too large, damaged, empty, without areas,
            or not placed in Vietnam.
    """
    with _opened(path) as source:
        table = _read_layer(source, _choose_layer(source, layer))
    geometry, crs = _to_degrees(table)
    areas = np.array([_area_of(shape) for shape in geometry], dtype=object)
    table = table.drop(columns=table.geometry.name)
    table["feature"] = np.arange(1, len(table) + 1)
    empty = shapely.is_empty(areas)
    if empty.all():
        raise BoundaryFileError(
            "Tệp không có vùng nào (chỉ có điểm, đường hoặc hình rỗng).",
            "Hãy xuất lại lớp ranh giới xã ở dạng vùng (polygon).",
        )
    features = gpd.GeoDataFrame(table[~empty], geometry=areas[~empty], crs=4326)
    _check_place(features)
    return BoundaryFile(features, table.loc[empty, "feature"].tolist(), crs)


@contextmanager
def _opened(path: Path) -> Iterator[Path]:
    """Yield a file that GDAL may open, of a format that was checked."""
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            head = stream.read(4096)
    except OSError as error:
        raise BoundaryFileError(
            f"Không đọc được tệp “{path.name}”.", "Hãy kiểm tra đường dẫn và quyền đọc."
        ) from error
    if size > MAX_FILE_BYTES:
        raise BoundaryFileError(
            f"Tệp “{path.name}” quá lớn ({size / 1e6:.0f} MB).",
            f"Hãy tách theo tỉnh, dưới {MAX_FILE_BYTES / 1e6:.0f} MB mỗi tệp.",
        )
    if head.startswith(b"PK\x03\x04"):
        with tempfile.TemporaryDirectory(prefix="ranh-gioi-") as folder:
            yield _unpack(path, Path(folder))
    elif head.startswith(b"SQLite format 3\x00") or _is_json_object(head):
        yield path
    else:
        raise BoundaryFileError(
            f"Tệp “{path.name}” không phải GeoJSON, GeoPackage hay Shapefile nén .zip.",
            "Với Shapefile, hãy nén các tệp .shp, .shx, .dbf, .prj vào một tệp .zip.",
        )


def _is_json_object(head: bytes) -> bool:
    """Tell GeoJSON from the XML and text formats that could point GDAL at other files."""
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")


def _unpack(path: Path, folder: Path) -> Path:
    """Unpack the one Shapefile of an archive under names of our own, counting every byte."""
    try:
        with zipfile.ZipFile(path) as archive:
            stem = _shapefile_stem(archive)
            left = MAX_UNPACKED_BYTES
            for entry in archive.infolist():
                name = Path(entry.filename)
                if (
                    name.with_suffix("").as_posix() == stem
                    and name.suffix.lower() in _SHAPEFILE_PARTS
                ):
                    left = _unpack_entry(archive, entry, folder / f"lop{name.suffix.lower()}", left)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise BoundaryFileError(
            f"Tệp nén “{path.name}” bị hỏng hoặc có mật khẩu.", "Hãy nén lại không đặt mật khẩu."
        ) from error
    return folder / "lop.shp"


def _shapefile_stem(archive: zipfile.ZipFile) -> str:
    """Return the path without suffix of the only Shapefile of an archive."""
    entries = archive.infolist()
    if len(entries) > MAX_ARCHIVE_ENTRIES or sum(e.file_size for e in entries) > MAX_UNPACKED_BYTES:
        raise _too_large_unpacked()
    names = [Path(entry.filename) for entry in entries if not entry.is_dir()]
    names = [name for name in names if "__MACOSX" not in name.parts]
    stems = {n.with_suffix("").as_posix() for n in names if n.suffix.lower() == ".shp"}
    if len(stems) != 1:
        raise BoundaryFileError(
            "Tệp nén không có lớp Shapefile nào."
            if not stems
            else f"Tệp nén có {len(stems)} lớp Shapefile.",
            "Hãy nén đúng một lớp ranh giới xã (.shp, .shx, .dbf, .prj).",
        )
    stem = stems.pop()
    present = {n.suffix.lower() for n in names if n.with_suffix("").as_posix() == stem}
    missing = [part for part in (".shx", ".dbf") if part not in present]
    if missing:
        raise BoundaryFileError(
            f"Tệp nén thiếu {', '.join(missing)} của lớp “{Path(stem).name}”.",
            "Hãy nén đủ các tệp .shp, .shx, .dbf, .prj cùng tên.",
        )
    return stem


def _unpack_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path, left: int) -> int:
    """Unpack one entry and return how many bytes may still follow; its header may lie."""
    with archive.open(entry) as source, target.open("wb") as sink:
        while chunk := source.read(_CHUNK):
            left -= len(chunk)
            if left < 0:
                raise _too_large_unpacked()
            sink.write(chunk)
    return left


def _too_large_unpacked() -> BoundaryFileError:
    return BoundaryFileError(
        "Tệp nén quá lớn sau khi giải nén.",
        f"Hãy nén riêng lớp ranh giới xã, dưới {MAX_UNPACKED_BYTES / 1e6:.0f} MB khi giải nén.",
    )


def _choose_layer(source: Path, wanted: str | None) -> str:
    try:
        layers = [(str(name), kind) for name, kind in pyogrio.list_layers(source)]
    except DataSourceError as error:
        raise _damaged() from error
    # A layer of unknown type may hold polygons; one without geometry (None) is a plain table.
    areas = [n for n, kind in layers if kind and ("Polygon" in kind or kind == "Unknown")]
    areas = areas or [name for name, kind in layers if kind]
    if wanted is not None and wanted in areas:
        return wanted
    if wanted is not None or len(areas) != 1:
        listed = ", ".join(f"“{name}”" for name in areas) or "không có lớp nào"
        raise BoundaryFileError(
            f"Không biết lấy lớp nào trong tệp: {listed}.",
            "Hãy chỉ rõ tên lớp, hoặc chỉ giữ lại lớp ranh giới xã trong tệp.",
        )
    return areas[0]


def _read_layer(source: Path, layer: str) -> gpd.GeoDataFrame:
    """Read a layer after looking at its size; a Shapefile without .cpg is tried as UTF-8."""
    try:
        info = pyogrio.read_info(source, layer=layer, force_feature_count=True)
        _check_count(int(info["features"]))
        undeclared = source.suffix == ".shp" and not source.with_suffix(".cpg").exists()
        try:
            table = pyogrio.read_dataframe(
                source, layer=layer, encoding="UTF-8" if undeclared else None
            )
        except UnicodeDecodeError:
            table = pyogrio.read_dataframe(source, layer=layer, encoding="ISO-8859-1")
    except (DataSourceError, DataLayerError, FieldError, ValueError, RuntimeError) as error:
        raise _damaged() from error
    if not isinstance(table, gpd.GeoDataFrame) or table.empty:
        raise BoundaryFileError("Tệp không có vùng nào.", "Hãy xuất lại lớp ranh giới xã.")
    _check_vertices(table)
    return table.drop(columns="feature", errors="ignore")


def _check_count(features: int) -> None:
    if features > MAX_FEATURES:
        raise BoundaryFileError(
            f"Tệp có {features} vùng, nhiều hơn số xã cả nước.",
            "Hãy nạp lớp ranh giới cấp xã, không phải lớp thửa đất hay thôn.",
        )


def _check_vertices(table: gpd.GeoDataFrame) -> None:
    count = int(shapely.get_num_coordinates(table.geometry.values).sum())
    if count > MAX_VERTICES:
        raise BoundaryFileError(
            f"Ranh giới quá chi tiết ({count} điểm).",
            "Hãy đơn giản hóa lớp ranh giới (khoảng 10 m), hoặc tách theo tỉnh.",
        )


def _damaged() -> BoundaryFileError:
    return BoundaryFileError(
        "Tệp bị hỏng hoặc không đúng định dạng.",
        "Hãy mở tệp bằng phần mềm bản đồ (ví dụ QGIS) và xuất lại thành GeoPackage.",
    )


def _to_degrees(table: gpd.GeoDataFrame) -> tuple[Objects, str]:
    """Return the geometry in EPSG:4326 and the name of the file's coordinate system."""
    shapes = shapely.force_2d(np.asarray(table.geometry.values))
    if table.crs is None:
        if not _in_vietnam(shapes):
            raise BoundaryFileError(
                "Tệp không ghi hệ tọa độ, mà tọa độ không phải kinh độ, vĩ độ.",
                "Hãy kèm tệp .prj (với Shapefile), hoặc xuất lại tệp với hệ tọa độ WGS 84.",
            )
        return shapes, "không ghi (hiểu là WGS 84)"
    try:
        degrees = gpd.GeoSeries(shapes, crs=table.crs).to_crs(4326)
    except Exception as error:  # PROJ reports unusable systems by several unrelated classes
        raise BoundaryFileError(
            f"Không đổi được hệ tọa độ “{table.crs.name}” sang kinh độ, vĩ độ.",
            "Hãy xuất lại tệp với hệ tọa độ WGS 84 (EPSG:4326).",
        ) from error
    return np.asarray(degrees.values), str(table.crs.name)


def _area_of(shape: shapely.Geometry | None) -> shapely.Geometry:
    """Return the sound (multi)polygon in a shape; empty when it has no area."""
    if shape is None or shapely.is_empty(shape) or not np.isfinite(shapely.bounds(shape)).all():
        return shapely.Polygon()
    if not shapely.is_valid(shape):
        shape = shapely.make_valid(shape)
    parts = shapely.get_parts(shapely.get_parts(shape))
    areas = parts[shapely.get_type_id(parts) == _POLYGON]
    return shapely.union_all(areas) if len(areas) else shapely.Polygon()


def _in_vietnam(shapes: Objects) -> bool:
    west, south, east, north = shapely.total_bounds(shapes)
    return bool(west >= WEST and south >= SOUTH and east <= EAST and north <= NORTH)


def _check_place(features: gpd.GeoDataFrame) -> None:
    shapes = np.asarray(features.geometry.values)
    if _in_vietnam(shapes):
        return
    if _in_vietnam(shapely.transform(shapes, lambda points: points[:, ::-1])):
        raise BoundaryFileError(
            "Kinh độ và vĩ độ trong tệp bị đảo chỗ.",
            "Hãy xuất lại tệp với kinh độ đứng trước vĩ độ.",
        )
    raise BoundaryFileError(
        "Ranh giới trong tệp không nằm ở Việt Nam.",
        "Tệp có lẽ ghi sai hệ tọa độ (VN-2000 phải ghi đúng kinh tuyến trục của tỉnh).",
    )
