"""A made-up province pair on made-up ground: no real coordinate is part of the tests."""

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from data import paths
from data.boundaries.units import read_units

# Province 98 "Đắk Thử" has two districts with a commune of the same name each; 99 has one.
COMMUNES = [
    ("00101", "Hòa Thuận", "xã", "980", "98"),
    ("00104", "Tân Thành", "xã", "980", "98"),
    ("00107", "Đắk R'Lấp", "xã", "980", "98"),
    ("00110", "Ea Thử", "thị trấn", "980", "98"),
    ("00113", "Tân Thành", "xã", "981", "98"),
    ("00116", "Tân Thạnh", "xã", "981", "98"),
    ("00119", "1", "phường", "981", "98"),
    ("00122", "Ea Thử", "xã", "981", "98"),
    ("90001", "Xa Xôi", "xã", "990", "99"),
    ("90004", "Hòa Thuận", "xã", "990", "99"),
]
DISTRICTS = [
    ("980", "Krông Thử", "Huyện Krông Thử", "huyện", "98"),
    ("981", "Buôn Thử", "Thị xã Buôn Thử", "thị xã", "98"),
    ("990", "Xa", "Huyện Xa", "huyện", "99"),
]
PROVINCES = [
    ("98", "Đắk Thử", "Tỉnh Đắk Thử", "tỉnh"),
    ("99", "Xa Thử", "Tỉnh Xa Thử", "tỉnh"),
]
COLUMNS = ["code", "name", "full_name", "level", "kind", "province_code", "district_code"]


def unit_table():
    rows = [
        (code, name, f"{kind.capitalize()} {name}", "commune", kind, province, district)
        for code, name, kind, district, province in COMMUNES
    ]
    rows += [
        (c, n, full, "district", kind, province, c) for c, n, full, kind, province in DISTRICTS
    ]
    rows += [(c, n, full, "province", kind, c, "") for c, n, full, kind in PROVINCES]
    return pd.DataFrame(rows, columns=COLUMNS).assign(admin_version="2021")


@pytest.fixture(autouse=True)
def made_up_country(tmp_path, monkeypatch):
    """Point the project at the made-up units and an empty var folder."""
    reference = tmp_path / "reference"
    reference.mkdir()
    unit_table().to_csv(reference / "units.csv", index=False)
    monkeypatch.setattr(paths, "REFERENCE", reference)
    monkeypatch.setenv("NTM_VAR_DIR", str(tmp_path / "var"))


@pytest.fixture
def units():
    return read_units()


def squares(codes, west=110.0, south=12.0, side=0.1, columns=4):
    """Return adjoining squares, one a code."""
    return [
        shapely.box(
            west + k % columns * side,
            south + k // columns * side,
            west + (k % columns + 1) * side,
            south + (k // columns + 1) * side,
        )
        for k in range(len(codes))
    ]


@pytest.fixture
def commune_file(tmp_path):
    """Return a frame of province 98 as an official file may give it: code, name, district."""
    names = {code: full for code, _, full, *_ in DISTRICTS}
    rows = [(c, f"{kind.capitalize()} {n}", names[d]) for c, n, kind, d, p in COMMUNES if p == "98"]
    frame = pd.DataFrame(rows, columns=["MA_XA", "TEN_XA", "HUYEN"])
    return gpd.GeoDataFrame(frame, geometry=squares(frame["MA_XA"]), crs=4326)


def approximate(code):
    """Return made-up approximate polygons of a province, as ``build_province`` would."""
    rows = [(c, n, d) for c, n, _, d, p in COMMUNES if p == code]
    frame = pd.DataFrame(rows, columns=["code", "name", "district_code"])
    frame["district_name"] = frame["district_code"]
    frame["basis"] = ["guess" if k == 0 else "box" for k in range(len(frame))]
    west = 110.0 if code == "98" else 110.38  # the two provinces overlap a little
    return gpd.GeoDataFrame(frame, geometry=squares(frame["code"], west=west), crs=4326)


@pytest.fixture
def built(monkeypatch):
    """Let the build of a province return made-up polygons, and count how often it runs."""
    calls = []

    def build_province(code, progress=None):
        calls.append(code)
        return approximate(code)

    monkeypatch.setattr("data.boundaries.build.build_province", build_province)
    return calls
