import numpy as np
import pytest
import shapely

from data.boundaries.encode import encode_area, encode_outline, encode_points, label_point, to_grid


def decode(flat):
    return np.cumsum(np.array(flat).reshape(-1, 2), axis=0)


def test_points_are_differences_from_the_first():
    assert encode_points(np.array([[5, 7], [6, 7], [6, 4]])) == [5, 7, 1, 0, 0, -3]


def test_area_and_outline_come_back():
    ring = shapely.Polygon(
        [(0, 0), (90, 0), (90, 60), (0, 60)], [[(10, 10), (20, 10), (20, 20), (10, 20)]]
    )
    area = shapely.MultiPolygon([ring, shapely.box(200, 0, 210, 10)])
    decoded = [
        shapely.Polygon(decode(rings[0]), [decode(hole) for hole in rings[1:]])
        for rings in encode_area(area)
    ]
    assert shapely.equals(shapely.MultiPolygon(decoded), area)
    lines = [decode(line) for line in encode_outline(area)]
    assert len(lines) == 3
    assert all((line[0] == line[-1]).all() for line in lines)


def test_an_area_does_not_repeat_its_first_point():
    assert len(encode_area(shapely.box(0, 0, 5, 5))[0][0]) == 2 * 4


def test_label_point_lies_inside_the_largest_part():
    horseshoe = shapely.Polygon(
        [(0, 0), (90, 0), (90, 100), (60, 100), (60, 30), (30, 30), (30, 100), (0, 100)]
    )
    area = shapely.MultiPolygon([shapely.box(500, 500, 510, 510), horseshoe])
    assert horseshoe.contains(shapely.Point(label_point(area)))


def test_rounding_keeps_neighbours_edges_together():
    third = 1 / 3
    left, right = shapely.box(0, 0, third, 1), shapely.box(third, 0, 1, 1)
    grid = to_grid(np.array([left, right]))
    assert shapely.coverage_is_valid(grid)
    assert (shapely.get_coordinates(grid) % 1 == 0).all()
    assert shapely.area(grid).sum() == pytest.approx(1e8)


def test_rounding_that_makes_an_outline_touch_itself_is_repaired():
    # A notch ends a fifth of a step above the edge below; rounding puts it on that edge.
    notched = [(0, 0), (100, 0.3), (100, 50), (60, 50), (50, 0.2), (40, 50), (0, 50)]
    below = [(0, 0), (100, 0.3), (100, -50), (0, -50)]
    steps = np.array([shapely.Polygon(notched), shapely.Polygon(below)])
    assert not shapely.is_valid(shapely.transform(steps, np.rint)).all()
    grid = to_grid(shapely.transform(steps, lambda points: points / 1e4))
    assert shapely.coverage_is_valid(grid)
    assert shapely.is_valid(grid).all()
    assert (shapely.get_coordinates(grid) % 1 == 0).all()
    assert shapely.area(grid) == pytest.approx(shapely.area(steps), rel=0.02)
