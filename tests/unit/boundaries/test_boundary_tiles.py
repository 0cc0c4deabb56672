import itertools

import numpy as np
import pytest
import shapely

from data.boundaries.index import COUNTRY, to_json
from data.boundaries.tiles import build_tile_document


def tiles_of(document):
    return [
        shapely.Polygon(np.cumsum(np.array(commune["g"][0][0]).reshape(-1, 2), axis=0))
        for commune in document["communes"]
    ]


@pytest.mark.parametrize("scope", ["98", "99", COUNTRY])
def test_one_equal_tile_a_commune_without_overlap(units, scope):
    wanted = units if scope == COUNTRY else units.within(scope)
    document = build_tile_document(scope, wanted)
    tiles = tiles_of(document)
    assert [c["c"] for c in document["communes"]] == sorted(wanted.communes["code"])
    assert {c["b"] for c in document["communes"]} == {"tile"}
    assert len({tile.area for tile in tiles}) == 1
    assert not any(a.intersects(b) for a, b in itertools.combinations(tiles, 2))
    assert document["tile"] is True


def test_a_district_holds_its_communes_and_no_other(units):
    document = build_tile_document(COUNTRY, units)
    frames = {
        district["c"]: shapely.Polygon(np.cumsum(np.array(district["o"][0]).reshape(-1, 2), axis=0))
        for district in document["districts"]
    }
    assert set(frames) == set(units.communes["district_code"])
    for commune, tile in zip(document["communes"], tiles_of(document), strict=True):
        holders = [code for code, frame in frames.items() if frame.contains(tile)]
        assert holders == [commune["d"]]
    for district in document["districts"]:
        label = shapely.Point(district["at"])
        assert frames[district["c"]].contains(label)
        assert not any(tile.contains(label) for tile in tiles_of(document))


def test_the_country_names_both_archipelagos(units):
    islands = build_tile_document(COUNTRY, units)["islands"]
    assert [island["n"] for island in islands] == ["Quần đảo Hoàng Sa", "Quần đảo Trường Sa"]
    assert "islands" not in build_tile_document("98", units.within("98"))


def test_everything_lies_in_the_bbox(units):
    document = build_tile_document(COUNTRY, units)
    frame = shapely.box(*np.array(document["bbox"]) * document["scale"])
    assert all(frame.covers(tile) for tile in tiles_of(document))
    points = [p for island in document["islands"] for p in (*island["pts"], island["at"])]
    points += [unit["at"] for unit in document["districts"] + document["provinces"]]
    assert all(frame.covers(shapely.Point(point)) for point in points)


def test_the_layout_is_the_same_every_time(units):
    shuffled = type(units)(
        units.communes.sample(frac=1, random_state=3).sort_values("code"),
        units.districts.sample(frac=1, random_state=3),
        units.provinces,
    )
    first, second = build_tile_document("98", units.within("98")), None
    second = build_tile_document("98", shuffled.within("98"))
    assert to_json(first) == to_json(second)
