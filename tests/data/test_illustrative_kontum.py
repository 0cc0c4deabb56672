"""What was published about Kon Tum against the illustrative tables, recounted.

The numbers stand here by hand; the page or plan each comes from is in
data/illustrative/constraints.yml.
"""

from decimal import Decimal
from itertools import pairwise

import pytest
from illustrative_files import (
    KON_TUM_1980,
    average,
    full_set,
    in_band,
    lost_cells,
    read,
    recognised,
    recognised_in,
    totals,
)


@pytest.mark.parametrize(
    ("key", "bands", "communes"),
    [
        ("62_2016-06-30", {(19, 19): 9, (15, 18): 4, (10, 14): 21, (5, 9): 43, (0, 4): 9}, 86),
        ("62_2016-12-31", {(19, 19): 13, (15, 18): 2, (10, 14): 20, (5, 9): 44, (0, 4): 7}, 86),
        ("62_2017-11-30", {(19, 19): 13, (15, 18): 2, (10, 14): 26, (5, 9): 41, (0, 4): 4}, 86),
        ("62_2019-05-31", {(19, 19): 18, (15, 18): 8, (10, 14): 19, (5, 9): 41, (0, 4): 0}, 86),
        ("62_2019-09-30", {(19, 19): 19, (15, 18): 6, (10, 14): 29, (5, 9): 31, (0, 4): 0}, 85),
        ("62_2021-06-30", {(19, 19): 29, (15, 18): 10, (10, 14): 44, (8, 9): 2, (0, 7): 0}, 85),
        ("62_2022-11-30", {(19, 19): 38, (15, 17): 15, (10, 14): 28, (7, 9): 4, (0, 6): 0}, 85),
    ],
)
def test_kontum_bands(key: str, bands: dict[tuple[int, int], int], communes: int) -> None:
    assert {band: in_band(key, *band) for band in bands} == bands
    assert sum(bands.values()) == communes == len(totals(key))


@pytest.mark.parametrize(
    ("key", "total", "mean"),
    [
        ("62_2016-12-31", 817, "9.50"),
        ("62_2017-11-30", 890, "10.35"),
        ("62_2020-12-31", 1258, "14.80"),
        ("62_2021-06-30", 1271, "14.95"),
        ("62_2021-12-31", 1350, "15.88"),
        ("62_2022-11-30", 1275, "15.00"),
    ],
)
def test_kontum_averages(key: str, total: int, mean: str) -> None:
    assert totals(key).sum() == total
    assert average(key) == Decimal(mean)


def test_kontum_2016_average_is_above_9() -> None:
    assert Decimal(9) < average("62_2016-06-30") < Decimal(10)


def test_kontum_2019_average_is_the_nearest_that_exists() -> None:
    # 12,23 is printed; on 85 communes 1.039 gives 12,22 and 1.040 gives 12,235, cut to 12,23.
    total = int(totals("62_2019-09-30").sum())
    assert total == 1040
    assert abs(1040 / 85 - 12.23) < abs(1039 / 85 - 12.23)
    assert "12,23" in read("snapshots.csv").set_index("snapshot_key")["note_vi"]["62_2019-09-30"]


@pytest.mark.parametrize(
    ("key", "have", "hold_all"),
    [
        ("62_2016-06-30", 9, 9),
        ("62_2016-12-31", 9, 13),
        ("62_2017-11-30", 13, 13),
        ("62_2019-05-31", 17, 18),
        ("62_2019-09-30", 18, 19),
        ("62_2021-06-30", 28, 29),
        ("62_2021-12-31", 35, 35),
        ("62_2022-11-30", 36, 38),
    ],
)
def test_kontum_recognised(key: str, have: int, hold_all: int) -> None:
    assert len(recognised_in(key)) == have
    assert len(full_set(key)) == hold_all
    assert recognised_in(key) <= full_set(key)


def test_kontum_recognised_2020_lies_between_its_neighbours() -> None:
    assert 18 < len(recognised_in("62_2020-12-31")) < 28


def test_kontum_named_communes() -> None:
    assert recognised_in("62_2019-05-31") == {
        "23329", "23338", "23326", "23327", "23521", "23512", "23524", "23440", "23437", "23434",
        "23539", "23533", "23386", "23392", "23395", "23488", "23497",
    }  # fmt: skip
    assert recognised("2012-12-31", province="62") == {"23521"}  # Hà Mòn
    assert len(recognised("2015-09-30", province="62")) == 3
    assert "23383" in recognised_in("62_2019-09-30")  # Đắk Dục


def test_kontum_loses_no_criterion_under_one_set() -> None:
    lost = {pair: lost_cells(*pair) for pair in pairwise(KON_TUM_1980)}
    assert set(lost.values()) == {0}, lost
