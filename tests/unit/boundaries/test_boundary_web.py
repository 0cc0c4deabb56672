import gzip
import json
import sys
import threading

import numpy as np
import pandas as pd
import pytest
import shapely

from data import paths
from data.boundaries import commands, drawing, locations, web
from data.boundaries.build import build_provinces, read_province
from data.boundaries.country import stitch
from data.boundaries.document import build_document
from data.boundaries.faults import BoundaryError, BoundarySourceMissingError
from data.boundaries.index import COUNTRY
from data.boundaries.islands import ISLAND_COMMUNES
from data.boundaries.web import current_geometry


def read(ref):
    def refuse(constant):
        raise AssertionError(f"{constant} is not JSON")

    text = (paths.web_dir() / ref.url_path.removeprefix("/")).read_text("utf-8")
    return json.loads(text, parse_constant=refuse)


def areas_of(document):
    def ring(flat):
        return np.cumsum(np.array(flat).reshape(-1, 2), axis=0)

    return np.array(
        [
            shapely.MultiPolygon([(ring(p[0]), [ring(h) for h in p[1:]]) for p in commune["g"]])
            for commune in document["communes"]
        ]
    )


def official_file(frame, tmp_path, name="chinh-thuc.gpkg"):
    frame.to_file(tmp_path / name)
    return tmp_path / name


def test_without_polygons_a_tile_map_is_made_once():
    ref = current_geometry("98")
    assert ref.kind == "tile"
    assert current_geometry("98") == ref
    assert [c["c"] for c in read(ref)["communes"]] == list(ref.codes)
    assert current_geometry(COUNTRY).kind == "tile"


@pytest.mark.parametrize("scope", ["77", "", "VN", "../98"])
def test_an_unknown_scope_is_an_error(scope):
    with pytest.raises(ValueError, match="no province"):
        current_geometry(scope)


def test_a_province_is_drawn_from_what_was_built(built, units):
    build_provinces(["98"])
    ref = current_geometry("98")
    document = read(ref)
    assert ref.kind == "approximate"
    assert ref.guess_codes == ("00101",)
    assert [c["c"] for c in document["communes"]] == list(ref.codes)
    assert list(ref.codes) == list(units.within("98").communes["code"])
    first = document["communes"][0]
    assert (first["n"], first["k"], first["d"], first["b"]) == ("Hòa Thuận", "xã", "980", "guess")
    assert document["bbox"] == [110, 12, 110.4, 12.2]
    assert [d["full"] for d in document["districts"]] == ["Huyện Krông Thử", "Thị xã Buôn Thử"]
    assert {d["p"] for d in document["districts"]} == {"98"}
    assert "islands" not in document
    assert "tile" not in document
    areas = areas_of(document)
    assert shapely.coverage_is_valid(areas)
    for district in document["districts"]:
        land = shapely.union_all(areas[[c["d"] == district["c"] for c in document["communes"]]])
        (line,) = district["o"]
        outline = shapely.LineString(np.cumsum(np.array(line).reshape(-1, 2), axis=0))
        assert shapely.equals(outline, shapely.boundary(land))
        assert land.contains(shapely.Point(district["at"]))


def test_the_packed_twin_is_the_same(built):
    build_provinces(["98"])
    path = paths.web_dir() / current_geometry("98").url_path.removeprefix("/")
    assert gzip.decompress(path.with_suffix(".json.gz").read_bytes()) == path.read_bytes()


def test_official_then_mixed_then_approximate(built, commune_file, tmp_path):
    build_provinces(["98"])
    kinds = [current_geometry("98").kind]
    commands.load_official(official_file(commune_file, tmp_path))
    kinds.append(current_geometry("98").kind)
    commands.load_official(official_file(commune_file.iloc[2:], tmp_path, "mot-phan.gpkg"))
    kinds.append(current_geometry("98").kind)
    commands.remove_official("98")
    kinds.append(current_geometry("98").kind)
    assert kinds == ["approximate", "official", "mixed", "approximate"]


def test_a_commune_without_polygon_keeps_its_place_in_the_file(commune_file, tmp_path):
    commands.load_official(official_file(commune_file.iloc[1:], tmp_path))
    document = read(current_geometry("98"))
    assert document["communes"][0] == {
        "c": "00101", "n": "Hòa Thuận", "k": "xã", "d": "980", "b": "guess", "g": [],
    }  # fmt: skip
    assert len(document["communes"]) == 8


def test_the_country_is_stitched_when_every_province_is_there(built):
    commands.build(["98"])
    assert current_geometry(COUNTRY).kind == "tile"
    commands.build("all")
    ref = current_geometry(COUNTRY)
    document = read(ref)
    assert ref.kind == "approximate"
    assert len(ref.codes) == 10
    areas = areas_of(document)
    assert shapely.coverage_is_valid(areas)
    assert not shapely.is_empty(areas).any()
    assert [i["n"] for i in document["islands"]] == ["Quần đảo Hoàng Sa", "Quần đảo Trường Sa"]
    west, south, east, north = np.array(document["bbox"]) * document["scale"]
    for island in document["islands"]:
        assert len(island["names"]) == len(island["pts"])
        assert all(west <= x <= east and south <= y <= north for x, y in island["pts"])


def test_a_page_never_waits_for_the_country(built, commune_file, tmp_path, monkeypatch):
    commands.build("all")
    before = current_geometry(COUNTRY)

    def too_slow(_scope):
        raise AssertionError("a page must not draw the country")

    monkeypatch.setattr(web, "is_country_complete", lambda: False)
    commands.load_official(official_file(commune_file, tmp_path))
    monkeypatch.setattr(drawing, "draw_scope", too_slow)
    assert current_geometry(COUNTRY) == before


def test_official_ground_is_not_given_to_approximate_neighbours(built, commune_file, tmp_path):
    commands.build("all")
    commands.load_official(official_file(commune_file, tmp_path))
    ref = current_geometry(COUNTRY)
    assert ref.kind == "mixed"
    stitched = stitch([read_province("98"), read_province("99")]).set_index("code").geometry
    firm = read_province("98").set_index("code").geometry
    for code, shape in firm.items():
        assert shapely.symmetric_difference(stitched[code], shape).area < 1e-9
    assert shapely.coverage_is_valid(stitched.to_numpy())


def test_a_damaged_polygon_file_falls_back_to_tiles(built, caplog):
    build_provinces(["98"])
    locations.approximate_path("98").write_bytes(b"rubbish")
    assert current_geometry("98").kind == "tile"
    assert "cannot be drawn" in caplog.text


def test_building_again_builds_nothing(built):
    assert commands.build(["98", "98"]) == ["98"]
    first = current_geometry("98")
    assert commands.build(["98"]) == []
    assert current_geometry("98") == first
    assert built == ["98"]


def test_a_start_that_finds_everything_built_imports_no_builder(built, monkeypatch):
    commands.build(["98"])
    monkeypatch.setitem(sys.modules, "data.boundaries.build", None)  # importing it would fail
    assert commands.build(["98"]) == []
    with pytest.raises(ImportError):
        commands.build(["99"])


def test_a_new_version_of_the_method_builds_anew(built, monkeypatch):
    build_provinces(["98"])
    monkeypatch.setattr(locations, "METHOD_VERSION", 999)
    assert current_geometry("98").kind == "tile"
    assert build_provinces(["98"]) == ["98"]


def test_one_of_several_builders_builds(built):
    threads = [threading.Thread(target=build_provinces, args=(["98", "99"],)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(built) == ["98", "99"]


def test_a_failed_build_leaves_no_file(monkeypatch):
    def break_down(_code):
        raise RuntimeError("no memory")

    monkeypatch.setattr("data.boundaries.build.build_province", break_down)
    with pytest.raises(RuntimeError, match="no memory"):
        build_provinces(["98"])
    assert not list(paths.boundaries_dir().rglob("*.parquet"))
    assert current_geometry("98").kind == "tile"


def test_without_the_packages_the_map_still_works(monkeypatch, built):
    build_provinces(["98"])

    def missing():
        raise BoundarySourceMissingError("Chưa cài.", "Hãy cài.")

    monkeypatch.setattr(locations, "source_versions", missing)
    assert current_geometry("98").kind == "approximate"
    assert current_geometry("99").kind == "tile"
    with pytest.raises(BoundarySourceMissingError):
        commands.build(["99"])


def test_an_unknown_province_is_not_built():
    with pytest.raises(BoundaryError, match="77"):
        commands.build(["98", "77"])
    assert not list(paths.boundaries_dir().rglob("*.parquet"))


def test_progress_rises_to_one(built):
    told = []
    commands.build("all", lambda step, share: told.append((step, share)))
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert told[-1] == ("done", 1.0)
    assert {"province:98", "province:99", "country"} <= {step for step, _ in told}


def test_status_tells_what_each_province_is_drawn_from(built, commune_file, tmp_path):
    commands.build(["98"])
    rows = commands.status()
    assert [row["province"] for row in rows] == ["98", "99"]
    assert rows[0]["basis"] == {"box": 7, "guess": 1}
    assert rows[0]["version"] == current_geometry("98").version
    assert (rows[1]["kind"], rows[1]["basis"], rows[1]["built_at"]) == ("tile", {}, None)
    commands.load_official(official_file(commune_file, tmp_path))
    row = commands.status()[0]
    assert (row["kind"], row["source"], row["communes"]) == ("official", "chinh-thuc.gpkg", 8)
    json.dumps(commands.status(), allow_nan=False)


def test_polygons_are_simplified_until_they_fit(built, units, monkeypatch):
    build_provinces(["98"])
    polygons, tried = read_province("98"), []

    def note(scope, frame, unit_list, tolerance):
        tried.append(tolerance)
        return build_document(scope, frame, unit_list, tolerance)

    monkeypatch.setattr(drawing, "build_document", note)
    drawing.fit("98", polygons, units.within("98"), (0, 0.1, 0.2), 1_000_000)
    assert tried == [0]
    drawing.fit("98", polygons, units.within("98"), (0, 0.1, 0.2), 10)
    assert tried == [0, 0, 0.1, 0.2]


def test_far_islands_do_not_shrink_their_province(units, built):
    build_provinces(["98"])
    code = next(iter(ISLAND_COMMUNES))
    polygons = read_province("98").replace({"code": {"00122": code}})
    polygons.loc[7, "geometry"] = shapely.box(114, 9, 114.1, 9.1)
    table = units.within("98").communes.replace({"code": {"00122": code}})
    unit_list = type(units)(table.sort_values("code"), units.districts, units.provinces)
    assert build_document("98", polygons, unit_list, 0)["bbox"][2] < 111


def test_provinces_that_overlap_meet_instead(built):
    build_provinces(["98", "99"])
    frames = [read_province("98"), read_province("99")]
    assert not shapely.coverage_is_valid(pd.concat(frames).geometry.to_numpy())
    stitched = stitch(frames)
    assert shapely.coverage_is_valid(stitched.geometry.to_numpy())
    assert list(stitched["code"]) == sorted(stitched["code"])
    union = shapely.union_all(pd.concat(frames).geometry.to_numpy())
    assert shapely.area(stitched.geometry.to_numpy()).sum() == pytest.approx(union.area)
