"""Neighbours of communes: who borders on whom where official boundaries are loaded."""

import geopandas as gpd
import pytest
from shapely import box

from data.boundaries.locations import official_path
from data.check_neighbours import read_neighbours

DISTRICTS = {"a": "651", "b": "651", "c": "652", "far": "652"}


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("NTM_VAR_DIR", str(tmp_path))


def write(*squares):
    """Write official polygons of province 66: squares of side 1 by their west edge."""
    path = official_path("66")
    path.parent.mkdir(parents=True, exist_ok=True)
    frame = gpd.GeoDataFrame(
        {"code": [code for code, _ in squares]},
        geometry=[box(west, 0, west + 1, 1) for _, west in squares],
        crs="EPSG:4326",
    )
    frame.assign(basis="official").to_parquet(path)


def test_without_official_boundaries_the_district_stands_in():
    assert read_neighbours("66", DISTRICTS) == {
        "a": ("b",),
        "b": ("a",),
        "c": ("far",),
        "far": ("c",),
    }


def test_official_boundaries_say_who_borders_on_whom():
    # In a row: a, b, c and a ward between no communes of the scope; far lies apart.
    write(("a", 0), ("b", 1), ("c", 2), ("ward", 3), ("far", 9))
    assert read_neighbours("66", DISTRICTS) == {
        "a": ("b",),
        "b": ("a", "c"),
        "c": ("b",),
        "far": ("c",),
    }


def test_new_boundaries_count_at_once():
    write(("a", 0), ("b", 1), ("c", 5), ("far", 9))
    assert read_neighbours("66", DISTRICTS)["b"] == ("a",)
    write(("a", 5), ("b", 1), ("c", 2), ("far", 9), ("more", 20))
    assert read_neighbours("66", DISTRICTS)["b"] == ("c",)
