"""The approximate boundaries as this machine's packages give them; nothing located is committed."""

import gzip
import re
import subprocess
import sys

import pytest
import shapely

from data import paths
from data.boundaries import islands
from data.boundaries.build import build_province, build_provinces, read_province
from data.boundaries.drawing import PROVINCE_BUDGET, draw_scope
from data.boundaries.gazetteer import read_registry
from data.boundaries.index import COUNTRY, to_json
from data.boundaries.repair import load_sites
from data.boundaries.sites import Doubt
from data.boundaries.tiles import build_tile_document
from data.boundaries.units import read_units
from data.boundaries.web import current_geometry

PROVINCE = "67"  # the smallest of the four plan provinces
TILE_BUDGET = 200_000  # bytes, compressed, for the country

BUILD_IN_ANOTHER_PROCESS = (
    "from data.boundaries.build import build_provinces; print(build_provinces(['67']))"
)


@pytest.fixture(scope="module")
def var(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("var")
        patch.setenv("NTM_VAR_DIR", str(folder))
        yield folder


@pytest.fixture(scope="module")
def polygons(var):
    build_provinces([PROVINCE])
    return read_province(PROVINCE)


def test_every_unit_of_the_province_is_there_once(polygons):
    units = read_units().within(PROVINCE)
    assert list(polygons["code"]) == list(units.communes["code"])
    assert list(polygons["name"]) == list(units.communes["name"])
    names = units.districts.set_index("code")["full_name"]
    assert list(polygons["district_name"]) == list(names[polygons["district_code"]])


def test_the_polygons_are_a_valid_coverage(polygons):
    shapes = polygons.geometry.to_numpy()
    assert polygons.crs.to_epsg() == 4326
    assert shapely.is_valid(shapes).all()
    assert not shapely.is_empty(shapes).any()
    assert shapely.coverage_is_valid(shapes)


def test_basis_says_what_the_polygons_rest_on(polygons):
    assert polygons["basis"].value_counts().to_dict() == {"box": 69, "point": 2}


def test_the_geometry_file_fits_its_budget_and_stays_a_coverage(polygons):
    document, kind = draw_scope(PROVINCE)
    assert kind == "approximate"
    assert len(gzip.compress(to_json(document), 9)) <= PROVINCE_BUDGET
    assert len(document["communes"]) == len(polygons)
    assert current_geometry(PROVINCE).codes == tuple(polygons["code"])


def test_two_processes_that_build_at_once_build_once(tmp_path, monkeypatch):
    monkeypatch.setenv("NTM_VAR_DIR", str(tmp_path))
    command = [sys.executable, "-c", BUILD_IN_ANOTHER_PROCESS]
    runs = [subprocess.Popen(command, cwd=paths.ROOT) for _ in range(2)]
    assert [run.wait(timeout=120) for run in runs] == [0, 0]
    assert len(read_province(PROVINCE)) == 71
    leftovers = [p for p in paths.boundaries_dir().rglob("*") if p.is_file() and p.stem[0] == "."]
    assert [path.name for path in leftovers] == [f".{PROVINCE}.lock"]


def test_the_communes_of_truong_sa_stand_at_their_islands():
    polygons = build_province("56").set_index("code")
    assert len(polygons) == 139
    for code, (lon, lat) in islands.ISLAND_COMMUNES.items():
        assert polygons.geometry[code].contains(shapely.Point(lon, lat))
        assert polygons["basis"][code] == "point"
    far = polygons[polygons["district_code"] == "576"]
    assert set(far.index) == set(islands.ISLAND_COMMUNES)
    assert shapely.coverage_is_valid(polygons.geometry.to_numpy())


def test_most_units_are_located_and_the_rest_are_marked():
    sites = load_sites()
    share = {basis: (sites.basis == basis).mean() for basis in ("box", "point", "guess")}
    assert share == pytest.approx({"box": 0.834, "point": 0.095, "guess": 0.071}, abs=0.001)
    assert (sites.centre_doubt[sites.basis == "guess"] != Doubt.NONE).all()


def test_the_package_and_the_committed_list_have_the_same_units():
    registry = read_registry().set_index("code").sort_index()
    communes = read_units().communes.set_index("code")
    assert list(registry.index) == list(communes.index)
    assert (registry["district_code"] == communes["district_code"]).all()
    assert len(communes) == 10_599


def test_the_country_can_always_be_drawn_as_tiles():
    document = build_tile_document(COUNTRY, read_units())
    assert len(document["communes"]) == 10_599
    assert len(document["provinces"]) == 63
    squares = {tuple(commune["g"][0][0][:2]) for commune in document["communes"]}
    assert len(squares) == 10_599
    assert len(gzip.compress(to_json(document), 9)) <= TILE_BUDGET


def test_archipelagos_are_administered_by_units_of_the_list():
    units = read_units()
    districts = units.districts.set_index("code")
    for group in islands.ARCHIPELAGOS:
        district = districts.loc[group.district_code]
        province = units.provinces.set_index("code").loc[district["province_code"]]
        assert district["province_code"] == group.province_code
        text = f"{district['full_name']}, {province['full_name']}".lower()
        assert group.administered_by.lower() == text


def test_no_coordinates_but_the_hand_written_islands_are_in_the_code():
    """Two numbers like a place in Vietnam on one line would be a centre or a corner of a box."""
    pair = re.compile(r"\b1[01]\d\.\d+\s*,\s*(?:\d|1\d|2[0-4])\.\d+")
    for path in (paths.ROOT / "data" / "boundaries").glob("*.py"):
        if path.name not in ("islands.py", "reading.py"):
            assert not pair.search(path.read_text("utf-8")), path.name


def test_no_boundary_file_is_part_of_the_project():
    folders = [
        p for p in paths.ROOT.iterdir() if p.is_dir() and p.name != "var" and p.name[0] != "."
    ]
    kinds = {".geojson", ".gpkg", ".parquet", ".shp", ".topojson", ".kml", ".fgb"}
    found = [f for folder in folders for f in folder.rglob("*") if f.suffix.lower() in kinds]
    assert found == []
