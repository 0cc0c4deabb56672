import json

import geopandas as gpd
import pytest
import shapely

from data import paths
from data.boundaries import commands
from data.boundaries.build import build_provinces, read_province
from data.boundaries.faults import BoundaryFileError
from data.boundaries.locations import official_path, read_load_record
from data.boundaries.official import load_official, remove_official


def save(frame, tmp_path, name="chinh-thuc.gpkg"):
    path = tmp_path / name
    frame.to_file(path)
    return path


def var_files():
    root = paths.var_dir()
    return sorted(str(p.relative_to(root)) for p in root.rglob("*") if p.is_file())


def test_a_whole_province_becomes_official(commune_file, tmp_path):
    report = load_official(save(commune_file, tmp_path))
    assert report.provinces == ("98",)
    assert (report.features, report.matched) == (8, 8)
    assert report.matched_by == {"code": 8}
    assert not report.unmatched
    assert not report.units_without_polygon
    polygons = read_province("98")
    assert list(polygons["code"]) == sorted(commune_file["MA_XA"])
    assert set(polygons["basis"]) == {"official"}
    assert list(polygons.columns) == [
        "code", "name", "district_code", "district_name", "basis", "geometry",
    ]  # fmt: skip
    assert polygons["district_name"].iloc[0] == "Huyện Krông Thử"
    assert shapely.coverage_is_valid(polygons.geometry.values)
    assert json.loads(json.dumps(report.to_dict(), allow_nan=False))["crs"] == report.crs


def test_overlaps_and_slits_are_cleaned_away(commune_file, tmp_path):
    shapes = list(commune_file.geometry)
    shapes[0] = shapely.box(110, 12, 110.102, 12.1)  # over its neighbour
    shapes[1] = shapely.box(110.1, 12, 110.1998, 12.1)  # 20 m short of the next
    report = load_official(save(commune_file.set_geometry(shapes), tmp_path))
    assert report.overlap_share == pytest.approx(0.0002 / 0.0798, rel=0.05)
    polygons = read_province("98").geometry
    assert shapely.coverage_is_valid(polygons.values)
    assert shapely.union_all(polygons.values).area == pytest.approx(0.08, rel=1e-3)
    assert len(shapely.get_parts(shapely.union_all(polygons.values))) == 1


def test_what_does_not_match_is_listed_and_what_is_missing_too(commune_file, tmp_path):
    frame = commune_file.drop(columns="MA_XA")
    frame.loc[0, "TEN_XA"] = "Xã Hòa Thuân"
    frame.loc[7, "geometry"] = shapely.Point(110, 12)
    report = load_official(save(frame, tmp_path), "98")
    assert [u.feature for u in report.unmatched] == [1]
    assert report.unmatched[0].candidates[0] == "00101"
    assert report.without_area == (8,)
    assert report.units_without_polygon == (
        {"code": "00101", "name": "Hòa Thuận", "district_name": "Huyện Krông Thử", "drawn": "none"},
        {"code": "00122", "name": "Ea Thử", "district_name": "Thị xã Buôn Thử", "drawn": "none"},
    )
    assert len(read_province("98")) == 6


def test_missing_communes_keep_what_is_left_of_their_approximate_polygon(
    commune_file, tmp_path, built
):
    build_provinces(["98"])
    frame = commune_file.iloc[1:].copy()
    frame.loc[1, "geometry"] = shapely.box(
        110.05, 12, 110.2, 12.1
    )  # half of the first one's ground
    report = load_official(save(frame, tmp_path))
    (missing,) = report.units_without_polygon
    assert (missing["code"], missing["drawn"]) == ("00101", "approximate")
    polygons = read_province("98").set_index("code")
    assert polygons["basis"].to_dict()["00101"] == "guess"
    assert polygons.geometry["00101"].area == pytest.approx(0.005, rel=0.01)
    assert shapely.coverage_is_valid(polygons.geometry.values)


def test_parts_of_one_commune_are_put_together(commune_file, tmp_path):
    west, east = shapely.box(110, 12, 110.05, 12.1), shapely.box(110.05, 12, 110.1, 12.1)
    frame = gpd.GeoDataFrame(
        commune_file.iloc[[0, *range(8)]].reset_index(drop=True),
        geometry=[west, east, *commune_file.geometry[1:]],
        crs=4326,
    )
    report = load_official(save(frame, tmp_path))
    assert report.merged == ("00101",)
    assert report.features == 9
    assert read_province("98").geometry.iloc[0].area == pytest.approx(0.01, rel=1e-3)


def test_one_province_is_taken_from_a_file_of_several(commune_file, tmp_path):
    other = gpd.GeoDataFrame(
        {"MA_XA": ["90001"], "TEN_XA": ["Xa Xôi"], "HUYEN": ["Xa"]},
        geometry=[shapely.box(112, 12, 112.1, 12.1)],
        crs=4326,
    )
    path = save(gpd.pd.concat([commune_file, other], ignore_index=True), tmp_path)
    report = load_official(path, "98")
    assert (report.provinces, report.elsewhere) == (("98",), 1)
    assert read_province("99") is None
    assert load_official(path).provinces == ("98", "99")
    assert list(read_province("99")["code"]) == ["90001"]


def test_the_province_of_a_file_without_codes_is_found(commune_file, tmp_path):
    report = load_official(save(commune_file.drop(columns="MA_XA"), tmp_path))
    assert report.provinces == ("98",)
    assert report.matched_by == {"name": 8}


def unknown_units(frame):
    return frame.assign(MA_XA=[f"7{n:04}" for n in range(8)], TEN_XA="Lạ", HUYEN="Lạ")


def mostly_unknown_names(frame):
    return frame.assign(MA_XA="x", TEN_XA=[*frame["TEN_XA"][:4], *"abcd"], HUYEN="Lạ")


def units_of_another_year(frame):
    return frame.assign(TEN_XA=[*(f"Xã mới {n}" for n in range(4)), *frame["TEN_XA"][4:]])


def a_heap(frame):
    return frame.set_geometry([frame.geometry[0]] * 8)


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (unknown_units, "Không tìm thấy cột mã xã"),
        (mostly_unknown_names, "Chỉ 3 trên 8 vùng khớp"),
        (units_of_another_year, "4 trên 8 vùng có mã đúng nhưng tên khác"),
        (a_heap, "chồng lên nhau quá nhiều"),
    ],
)
def test_a_refused_file_changes_nothing(commune_file, tmp_path, spoil, reason):
    load_official(save(commune_file, tmp_path))
    before = {name: (paths.var_dir() / name).read_bytes() for name in var_files()}
    with pytest.raises(BoundaryFileError, match=reason) as refusal:
        load_official(save(spoil(commune_file), tmp_path, "xau.gpkg"), "98")
    assert refusal.value.remedy_vi
    assert {name: (paths.var_dir() / name).read_bytes() for name in var_files()} == before


def test_a_file_without_codes_whose_province_is_unclear_is_refused(commune_file, tmp_path):
    frame = commune_file.drop(columns=["MA_XA", "HUYEN"])
    frame["TEN_XA"] = frame["TEN_XA"].str.replace(r"^(Xã|Thị trấn|Phường) ", "", regex=True)
    with pytest.raises(BoundaryFileError, match="Không xác định được tệp thuộc tỉnh nào"):
        load_official(save(frame, tmp_path))


def test_a_file_of_another_province_and_an_unknown_province_are_refused(commune_file, tmp_path):
    path = save(commune_file, tmp_path)
    with pytest.raises(BoundaryFileError, match="Chỉ 0 trên 0 vùng"):
        load_official(path, "99")
    with pytest.raises(BoundaryFileError, match="Không có tỉnh nào mang mã “77”"):
        load_official(path, "77")
    assert not var_files()


def test_a_crash_while_writing_leaves_the_old_polygons(commune_file, tmp_path, monkeypatch):
    path = save(commune_file, tmp_path)
    load_official(path)
    before = var_files()

    def break_down(*_args, **_kwargs):
        raise OSError("disk full")

    monkeypatch.setattr(gpd.GeoDataFrame, "to_parquet", break_down)
    with pytest.raises(OSError, match="disk full"):
        load_official(path)
    assert var_files() == before
    assert len(read_province("98")) == 8


def test_what_the_geometry_library_cannot_compute_is_a_refusal(commune_file, tmp_path, monkeypatch):
    def give_up(*_args, **_kwargs):
        raise shapely.errors.GEOSException("TopologyException")

    monkeypatch.setattr(shapely, "coverage_clean", give_up)
    with pytest.raises(BoundaryFileError, match="Không ghép được các vùng"):
        load_official(save(commune_file, tmp_path))
    assert not var_files()


def test_removing_brings_the_approximate_ones_back(commune_file, tmp_path, built):
    build_provinces(["98"])
    load_official(save(commune_file, tmp_path))
    assert set(read_province("98")["basis"]) == {"official"}
    assert remove_official("98")
    assert set(read_province("98")["basis"]) == {"box", "guess"}
    assert not remove_official("98")
    assert not official_path("98").with_suffix(".json").exists()


def test_the_load_is_kept_with_the_polygons(commune_file, tmp_path):
    load_official(save(commune_file, tmp_path))
    record = read_load_record("98")
    assert record["file_name"] == "chinh-thuc.gpkg"
    assert record["matched"] == 8
    assert len(record["sha256"]) == 64
    assert read_load_record("99") is None


def test_loading_twice_is_loading_once(commune_file, tmp_path):
    path = save(commune_file, tmp_path)
    commands.load_official(path)
    first = commands.status()[0]["version"]
    commands.load_official(path)
    assert commands.status()[0]["version"] == first
