import json
import zipfile

import geopandas as gpd
import pyogrio
import pytest
import shapely

from data.boundaries import reading
from data.boundaries.faults import BoundaryFileError
from data.boundaries.reading import read_boundary_file


def zip_shapefile(frame, folder, *, drop=(), prefix="", encoding="UTF-8"):
    frame.to_file(folder / "xa.shp", encoding=encoding)
    target = folder / "xa.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in sorted(folder.glob("xa.*")):
            if part.suffix not in (".zip", *drop):
                archive.write(part, prefix + part.name)
    return target


def differing_area(one, other):
    """Return the largest area [square degrees] that two features of the same place differ by."""
    pairs = zip(one.geometry, other.geometry, strict=True)
    return max(shapely.symmetric_difference(a, b).area for a, b in pairs)


def write(frame, tmp_path, kind):
    if kind == "zip":
        return zip_shapefile(frame, tmp_path)
    path = tmp_path / f"xa.{kind}"
    frame.to_file(path)
    return path


@pytest.mark.parametrize("kind", ["geojson", "gpkg", "zip"])
def test_every_format_gives_the_same_features(commune_file, tmp_path, kind):
    source = read_boundary_file(write(commune_file, tmp_path, kind))
    assert list(source.features["MA_XA"]) == list(commune_file["MA_XA"])
    assert list(source.features["TEN_XA"]) == list(commune_file["TEN_XA"])
    assert list(source.features["feature"]) == list(range(1, 9))
    assert differing_area(source.features, commune_file) < 1e-9


def test_the_extension_does_not_matter(commune_file, tmp_path):
    path = write(commune_file, tmp_path, "gpkg").rename(tmp_path / "tai-len.dat")
    assert len(read_boundary_file(path).features) == 8


@pytest.mark.parametrize("epsg", [3405, 32649, 3857])
def test_other_coordinate_systems_are_turned_into_degrees(commune_file, tmp_path, epsg):
    path = zip_shapefile(commune_file.to_crs(epsg), tmp_path)
    features = read_boundary_file(path).features
    assert features.crs.to_epsg() == 4326
    assert differing_area(features, commune_file) < 1e-5


def test_missing_system_is_taken_for_degrees_only_where_it_can_be(commune_file, tmp_path):
    degrees = zip_shapefile(commune_file, tmp_path, drop=(".prj",))
    source = read_boundary_file(degrees)
    assert len(source.features) == 8
    assert "không ghi" in source.crs
    metres = tmp_path / "met"
    metres.mkdir()
    path = zip_shapefile(commune_file.to_crs(3405), metres, drop=(".prj",))
    with pytest.raises(BoundaryFileError, match=r"không ghi hệ tọa độ.*\.prj"):
        read_boundary_file(path)


def test_vietnamese_of_a_shapefile_without_cpg_is_read(commune_file, tmp_path):
    source = read_boundary_file(zip_shapefile(commune_file, tmp_path, drop=(".cpg",)))
    assert source.features["TEN_XA"].iloc[2] == "Xã Đắk R'Lấp"


def test_text_that_is_not_utf8_does_not_stop_the_reading(commune_file, tmp_path):
    commune_file["TEN_XA"] = "X\xe3"
    path = zip_shapefile(commune_file, tmp_path, drop=(".cpg",), encoding="ISO-8859-1")
    assert set(read_boundary_file(path).features["TEN_XA"]) == {"X\xe3"}


def test_a_folder_and_mac_rubbish_in_the_archive_are_no_trouble(commune_file, tmp_path):
    path = zip_shapefile(commune_file, tmp_path, prefix="Ranh giới/")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("__MACOSX/Ranh giới/._xa.shp", b"rubbish")
        archive.writestr("Ranh giới/", b"")
    assert len(read_boundary_file(path).features) == 8


def test_crossing_outlines_are_mended_and_points_and_lines_are_listed(tmp_path):
    bow = shapely.Polygon([(110, 12), (110.1, 12.1), (110.1, 12), (110, 12.1)])
    mixed = shapely.GeometryCollection([shapely.box(111, 12, 111.1, 12.1), shapely.Point(111, 12)])
    shapes = [bow, shapely.Point(110, 12), None, mixed, shapely.LineString([(110, 12), (111, 12)])]
    frame = gpd.GeoDataFrame({"n": range(5)}, geometry=shapes, crs=4326)
    path = tmp_path / "a.geojson"
    frame.to_file(path)
    source = read_boundary_file(path)
    assert list(source.features["feature"]) == [1, 4]
    assert source.without_area == [2, 3, 5]
    assert source.features.geometry.is_valid.all()
    assert set(source.features.geometry.geom_type) <= {"Polygon", "MultiPolygon"}


def test_heights_are_dropped(tmp_path):
    solid = shapely.force_3d(shapely.box(110, 12, 110.1, 12.1), 5.0)
    gpd.GeoDataFrame({"n": [1]}, geometry=[solid], crs=4326).to_file(tmp_path / "a.gpkg")
    assert not read_boundary_file(tmp_path / "a.gpkg").features.has_z.any()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "không phải GeoJSON"),
        (b"code,name\n1,2\n", "không phải GeoJSON"),
        (b"<OGRVRTDataSource><OGRVRTLayer name='a'/></OGRVRTDataSource>", "không phải GeoJSON"),
        (b"{", "hỏng"),
        (b'{"type":"FeatureCollection","features":[', "hỏng"),
        (b'{"a": 1}', "hỏng"),
        (b"SQLite format 3\x00" + bytes(200), "hỏng"),
        (b"PK\x03\x04" + bytes(200), "bị hỏng"),
        (b'{"type":"FeatureCollection","features":[]}', "không có vùng nào|Không biết lấy lớp"),
        (
            b'{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":1},'
            b'"geometry":{"type":"Point","coordinates":[110,12]}}]}',
            "không có vùng nào",
        ),
    ],
)
def test_bad_content_is_refused_with_a_remedy(tmp_path, content, reason):
    path = tmp_path / "xa.geojson"
    path.write_bytes(content)
    with pytest.raises(BoundaryFileError, match=reason) as refusal:
        read_boundary_file(path)
    assert refusal.value.message_vi
    assert refusal.value.remedy_vi.startswith(("Hãy", "Với", "Tệp"))


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(BoundaryFileError, match="Không đọc được"):
        read_boundary_file(tmp_path / "khong-co.gpkg")


def geojson(tmp_path, *rings):
    features = [
        {
            "type": "Feature",
            "properties": {"a": 1},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }
        for ring in rings
    ]
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


def test_swapped_axes_and_other_countries_are_told_apart(tmp_path):
    swapped = geojson(tmp_path, [[12, 110], [12, 110.1], [12.1, 110], [12, 110]])
    with pytest.raises(BoundaryFileError, match="đảo chỗ"):
        read_boundary_file(swapped)
    elsewhere = geojson(tmp_path, [[2, 48], [2.1, 48], [2, 48.1], [2, 48]])
    with pytest.raises(BoundaryFileError, match="không nằm ở Việt Nam"):
        read_boundary_file(elsewhere)
    metres = geojson(
        tmp_path, [[450000, 1400000], [460000, 1400000], [450000, 1410000], [450000, 1400000]]
    )
    with pytest.raises(BoundaryFileError, match="không nằm ở Việt Nam"):
        read_boundary_file(metres)


def test_an_archive_that_unpacks_too_large_is_stopped(tmp_path, monkeypatch, commune_file):
    monkeypatch.setattr(reading, "MAX_UNPACKED_BYTES", 50_000)
    path = zip_shapefile(commune_file, tmp_path)
    assert len(read_boundary_file(path).features) == 8
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in (".shp", ".shx", ".dbf"):
            archive.writestr(f"xa{part}", bytes(1_000_000))
    assert bomb.stat().st_size < 10_000
    with pytest.raises(BoundaryFileError, match="quá lớn sau khi giải nén"):
        read_boundary_file(bomb)


def test_an_archive_that_lies_about_its_size_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MAX_UNPACKED_BYTES", 50_000)
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in (".shp", ".shx", ".dbf"):
            archive.writestr(f"xa{part}", bytes(1_000_000))
    # Both headers of every entry now say 10 bytes.
    content = bomb.read_bytes().replace(
        (1_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little")
    )
    bomb.write_bytes(content)
    with pytest.raises(BoundaryFileError):
        read_boundary_file(bomb)


def test_an_archive_with_too_many_entries_is_stopped(tmp_path):
    path = tmp_path / "many.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(reading.MAX_ARCHIVE_ENTRIES + 1):
            archive.writestr(f"{number}.txt", b"")
    with pytest.raises(BoundaryFileError, match="quá lớn"):
        read_boundary_file(path)


def test_entries_that_climb_out_of_the_archive_are_written_nowhere(tmp_path, commune_file):
    path = zip_shapefile(commune_file, tmp_path, prefix="../../")
    before = set(tmp_path.parent.iterdir())
    assert len(read_boundary_file(path).features) == 8
    assert set(tmp_path.parent.iterdir()) == before


@pytest.mark.parametrize(
    ("drop", "reason"), [((".dbf",), r"thiếu \.dbf"), ((".shp",), "không có lớp Shapefile")]
)
def test_an_incomplete_shapefile_is_refused(commune_file, tmp_path, drop, reason):
    with pytest.raises(BoundaryFileError, match=reason):
        read_boundary_file(zip_shapefile(commune_file, tmp_path, drop=drop))


def test_several_layers_must_be_told_apart(commune_file, tmp_path):
    path = tmp_path / "xa.gpkg"
    commune_file.to_file(path, layer="xa")
    commune_file.iloc[:2].to_file(path, layer="huyen")
    with pytest.raises(BoundaryFileError, match="“xa”, “huyen”"):
        read_boundary_file(path)
    assert len(read_boundary_file(path, layer="huyen").features) == 2
    with pytest.raises(BoundaryFileError, match="Không biết lấy lớp"):
        read_boundary_file(path, layer="tinh")


def test_tables_and_points_beside_the_layer_do_not_disturb(commune_file, tmp_path):
    path = tmp_path / "xa.gpkg"
    commune_file.to_file(path, layer="xa")
    commune_file.set_geometry(commune_file.representative_point()).to_file(path, layer="tam")
    pyogrio.write_dataframe(commune_file.drop(columns="geometry"), path, layer="bang", append=True)
    assert len(read_boundary_file(path).features) == 8


def test_limits_on_features_and_points_hold(commune_file, tmp_path, monkeypatch):
    path = write(commune_file, tmp_path, "gpkg")
    monkeypatch.setattr(reading, "MAX_FEATURES", 7)
    with pytest.raises(BoundaryFileError, match="8 vùng, nhiều hơn"):
        read_boundary_file(path)
    monkeypatch.setattr(reading, "MAX_FEATURES", 8)
    monkeypatch.setattr(reading, "MAX_VERTICES", 39)
    with pytest.raises(BoundaryFileError, match="quá chi tiết"):
        read_boundary_file(path)
    monkeypatch.setattr(reading, "MAX_FILE_BYTES", 100)
    with pytest.raises(BoundaryFileError, match="quá lớn"):
        read_boundary_file(path)
