"""The GeoPackage: figures beside polygons, what it says of their origin, who may have them."""

from datetime import date

import geopandas as gpd
import pyogrio
import pytest
import shapely

from data.boundaries.locations import approximate_path, official_path
from data.exports.country import read_country
from data.exports.geopackage import (
    BoundaryLicenceError,
    NoBoundariesError,
    build_country_geopackage,
    build_geopackage,
)
from data.schemas import read_table

DAY = date(2021, 12, 31)
START_2022 = date(2022, 1, 1)


@pytest.fixture
def empty_var(tmp_path, monkeypatch):
    monkeypatch.setenv("NTM_VAR_DIR", str(tmp_path))
    return tmp_path


def squares(basis, province="67"):
    """Return a square for every commune-level unit of a province (Đắk Nông), in a row."""
    units = read_table("units")
    names = dict(zip(units["code"], units["full_name"], strict=True))
    own = units[(units["province_code"] == province) & (units["level"] == "commune")]
    own = own.reset_index(drop=True)
    return gpd.GeoDataFrame(
        {
            "code": own["code"],
            "name": own["name"],
            "district_code": own["district_code"],
            "district_name": own["district_code"].map(names),
            "basis": basis,
        },
        geometry=[shapely.box(107 + i / 100, 12, 107 + (i + 1) / 100, 12.01) for i in own.index],
        crs=4326,
    )


def keep(path, table):
    path.parent.mkdir(parents=True)
    table.to_parquet(path)


@pytest.fixture
def approximate(empty_var):
    table = squares("box")
    table.loc[0, "basis"] = "guess"
    keep(approximate_path("67"), table)


def layer(content, name, folder):
    path = folder / "read.gpkg"
    path.write_bytes(content)
    return pyogrio.read_dataframe(path, layer=name)


def test_communes_carry_their_figures(connection, approximate, tmp_path):
    content = build_geopackage(connection, "67", DAY)
    communes = layer(content, "communes", tmp_path)
    assert len(communes) == 71  # 60 communes and 11 wards and townships
    inside = communes[communes["in_programme"]]
    assert len(inside) == 60
    assert communes.crs.to_epsg() == 4326
    assert set(communes.geom_type) == {"MultiPolygon"}
    met = inside[[f"tc{no:02d}" for no in range(1, 20)]] == "Đạt"
    assert (met.sum(axis=1) == inside["criteria_met"]).all()
    assert set(inside["criteria_total"]) == {19}
    assert communes.loc[~communes["in_programme"], "criteria_met"].isna().all()
    assert set(communes["note"]) == {"số liệu minh họa"}
    assert set(communes["as_of"]) == {"2021-12-31"}
    assert set(communes["provenance"]) == {"illustrative"}


def test_districts_are_joined_and_summed_up(connection, approximate, tmp_path):
    content = build_geopackage(connection, "67", DAY)
    districts = layer(content, "districts", tmp_path)
    communes = layer(content, "communes", tmp_path)
    assert len(districts) == 8
    assert districts["communes"].sum() == 60
    assert districts["criteria_met"].sum() == communes["criteria_met"].sum()
    areas = [shapely.area(table.geometry.values).sum() for table in (districts, communes)]
    assert areas[0] == pytest.approx(areas[1])


def test_approximate_polygons_say_so_with_source_and_open_licence(
    connection, approximate, tmp_path
):
    content = build_geopackage(connection, "67", DAY)
    communes = layer(content, "communes", tmp_path)
    assert set(communes["boundary_label"]) == {"ranh giới gần đúng"}
    assert sorted(set(communes["boundary_basis"])) == ["dựng từ khung tọa độ", "vị trí ước đoán"]
    table = layer(content, "metadata", tmp_path)
    lines = dict(zip(table["label"], table["value"], strict=True))
    assert lines["Nhãn ranh giới"] == "ranh giới gần đúng"
    assert "vietnamadminunits" in lines["Nguồn ranh giới"]
    assert "Chưa rõ quyền phát hành lại" in lines["Giấy phép ranh giới"]
    assert lines["Hệ tọa độ"] == "WGS 84 (EPSG:4326)"
    assert lines["Nguồn gốc"].startswith("SỐ LIỆU MINH HỌA")
    told = pyogrio.read_info(tmp_path / "read.gpkg", layer="districts")["layer_metadata"]
    assert "ranh giới gần đúng" in told["DESCRIPTION"]
    assert "SỐ LIỆU MINH HỌA" in told["DESCRIPTION"]


def test_approximate_polygons_do_not_leave_for_others(connection, approximate):
    with pytest.raises(BoundaryLicenceError, match="chưa rõ quyền phát hành lại"):
        build_geopackage(connection, "67", DAY, allow_approximate=False)


def test_official_polygons_have_no_such_limit(connection, empty_var, tmp_path):
    path = official_path("67")
    keep(path, squares("official"))
    path.with_suffix(".json").write_text('{"file_name": "dn.gpkg", "sha256": "ab"}', "utf-8")
    content = build_geopackage(connection, "67", DAY, allow_approximate=False)
    assert set(layer(content, "communes", tmp_path)["boundary_label"]) == {
        "ranh giới do đơn vị nạp vào"
    }
    table = layer(content, "metadata", tmp_path)
    lines = dict(zip(table["label"], table["value"], strict=True))
    assert "Giấy phép ranh giới" not in lines
    assert lines["Tệp ranh giới đã nạp"] == "dn.gpkg, SHA-256 ab"


def test_a_view_is_narrowed_by_district_and_layer(connection, approximate, tmp_path):
    content = build_geopackage(connection, "67", DAY, district_code="664", layers=("communes",))
    assert set(layer(content, "communes", tmp_path)["district_code"]) == {"664"}
    names = {str(name) for name, _ in pyogrio.list_layers(tmp_path / "read.gpkg")}
    assert names == {"communes", "metadata"}
    partial = build_geopackage(connection, "67", START_2022)
    assert set(layer(partial, "communes", tmp_path)["district_code"]) == {"664"}
    with pytest.raises(ValueError, match="layers"):
        build_geopackage(connection, "67", DAY, layers=("villages",))
    with pytest.raises(ValueError, match="layers"):
        build_geopackage(connection, "67", DAY, layers=())


def test_a_view_is_narrowed_by_criterion_and_compared(connection, empty_var, tmp_path):
    keep(official_path("66"), squares("official", "66"))
    since = date(2021, 12, 9)
    content = build_geopackage(connection, "66", DAY, criterion_no=17, since=since)
    communes = layer(content, "communes", tmp_path)
    marks = [column for column in communes.columns if column.startswith("tc")]
    assert marks == ["tc17"]
    inside = communes[communes["in_programme"]]
    assert set(inside["compared_with"]) == {"2021-12-09"}
    # 2.432 criteria, 2.382 in the provisional report of 09/12/2021.
    assert (inside["criteria_met"].sum(), inside["change"].sum()) == (2432, 50)
    table = layer(content, "metadata", tmp_path)
    lines = dict(zip(table["label"], table["value"], strict=True))
    assert lines["Lọc theo tiêu chí"] == "chỉ tiêu chí 17"
    assert lines["Kỳ so sánh"] == "09/12/2021"


def test_the_country_holds_each_province_at_its_own_date(connection, approximate, tmp_path):
    keep(official_path("62"), squares("official", "62"))
    # Nothing is loaded for Hà Nam, which has polygons all the same.
    official_path("35").parent.mkdir(exist_ok=True)
    squares("official", "35").to_parquet(official_path("35"))
    subjects = read_country(connection)
    content = build_country_geopackage(connection, subjects)
    communes = layer(content, "communes", tmp_path)
    inside = communes[communes["in_programme"]]
    by_province = inside.groupby("province_code")
    dates = by_province["as_of"].first().dropna()
    assert dates.to_dict() == {"62": "2022-11-30", "67": "2021-12-31"}
    assert by_province["note"].first().to_dict() == {
        "35": "chưa có số liệu",
        "62": "số liệu minh họa",
        "67": "số liệu minh họa",
    }
    assert inside.loc[inside["province_code"] == "35", "criteria_met"].isna().all()
    # A column of marks names its set, since a number means another thing in each.
    met = communes["qd1980_2016_tc17"].notna().groupby(communes["province_code"]).any()
    assert met.to_dict() == {"35": False, "62": False, "67": True}
    provinces = layer(content, "provinces", tmp_path)
    assert provinces["communes"].tolist() == [85, 60]
    table = layer(content, "metadata", tmp_path)
    lines = dict(zip(table["label"], table["value"], strict=True))
    assert lines["Tỉnh có số liệu nhưng chưa có ranh giới"] == "Tỉnh Lạng Sơn, Tỉnh Đắk Lắk"
    assert "tất cả là số liệu minh họa" in lines["Phạm vi"]
    assert lines["Nhãn ranh giới"] == "ranh giới gần đúng"
    with pytest.raises(BoundaryLicenceError):
        build_country_geopackage(connection, subjects, allow_approximate=False)


def test_without_polygons_the_reason_is_told(connection, empty_var):
    with pytest.raises(NoBoundariesError) as refused:
        build_geopackage(connection, "67", DAY)
    assert refused.value.message_vi == "Chưa có ranh giới xã của tỉnh Đắk Nông trên máy này."
    assert "dựng ranh giới" in refused.value.remedy_vi
