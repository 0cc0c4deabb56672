"""What was published about Đắk Lắk against the illustrative tables, recounted.

The numbers stand here by hand; the page or plan each comes from is in
data/illustrative/constraints.yml.
"""

from decimal import Decimal

import pytest
from illustrative_files import (
    ALL_KEYS,
    DAK_LAK,
    average,
    district_of,
    full_set,
    in_band,
    lost_cells,
    marks,
    names,
    per_criterion,
    recognised,
    recognised_in,
    reference,
    totals,
)


def test_daklak_2015_counts_by_criterion() -> None:
    assert per_criterion("66_2015-12-31") == [
        152, 13, 61, 95, 53, 15, 39, 137, 48, 74, 68, 123, 95, 113, 132, 67, 36, 123, 142,
    ]  # fmt: skip
    assert totals("66_2015-12-31").sum() == 1586
    assert average("66_2015-12-31") == Decimal("10.43")


@pytest.mark.parametrize(
    ("low", "high", "communes"), [(19, 19, 7), (13, 18, 43), (10, 12, 34), (5, 9, 62), (3, 4, 6)]
)
def test_daklak_2015_bands(low: int, high: int, communes: int) -> None:
    assert in_band("66_2015-12-31", low, high) == communes


def test_daklak_2015_names() -> None:
    assert full_set("66_2015-12-31") == {
        "24157", "24169", "24166", "24262", "24496", "24517", "24577",
    }  # fmt: skip
    assert names(full_set("66_2015-12-31")) == {
        "Hòa Thuận", "Ea Kao", "Hòa Thắng", "Quảng Tiến", "Ea Kly", "Hòa Đông", "Quảng Điền",
    }  # fmt: skip
    assert names(recognised_in("66_2015-12-31")) == {
        "Hòa Thuận", "Ea Kao", "Quảng Tiến", "Ea Kly", "Hòa Đông",
    }  # fmt: skip
    assert names(recognised("2014-12-31", province="66")) == {"Hòa Thuận", "Ea Kao"}


@pytest.mark.parametrize(
    ("key", "total", "communes", "mean"),
    [
        ("66_2020-12-31", 2359, 66, "15.52"),
        ("66_2021-12-09", 2382, 69, "15.67"),
        ("66_2021-12-31", 2432, 71, "16.00"),
    ],
)
def test_daklak_totals(key: str, total: int, communes: int, mean: str) -> None:
    assert totals(key).sum() == total
    assert average(key) == Decimal(mean)
    assert len(recognised_in(key)) == communes
    assert full_set(key) == recognised_in(key)
    assert totals(key).min() >= 7


def test_daklak_2020_criterion_15_everywhere() -> None:
    assert per_criterion("66_2020-12-31")[15 - 1] == 152


def test_daklak_change_in_2021() -> None:
    start, end = per_criterion("66_2020-12-31"), per_criterion("66_2021-12-31")
    change = {
        n: after - before for n, (before, after) in enumerate(zip(start, end, strict=True), 1)
    }
    assert (change.pop(9), change.pop(4), change.pop(3)) == (11, 10, 9)
    assert max(change.values()) < 9
    assert min(change.values()) >= 0
    assert sum(change.values()) == 73 - 30


def test_daklak_loses_no_criterion_under_one_set() -> None:
    assert lost_cells(DAK_LAK[0], DAK_LAK[1]) == 0
    assert lost_cells(DAK_LAK[1], DAK_LAK[2]) == 0
    for before, after in ((DAK_LAK[0], DAK_LAK[1]), (DAK_LAK[1], DAK_LAK[2])):
        was_nearly = marks(before) == "nearly_met"
        assert set(marks(after).to_numpy()[was_nearly.to_numpy()]) <= {"nearly_met", "met"}


@pytest.mark.parametrize("key", DAK_LAK)
def test_daklak_nearly_met_is_about_15_percent_of_the_unmet(key: str) -> None:
    nearly = int((marks(key) == "nearly_met").sum().sum())
    unmet = 152 * 19 - int(totals(key).sum())
    assert abs(nearly / unmet - 0.15) < 0.01


def test_nearly_met_is_used_nowhere_else() -> None:
    others = [key for key in ALL_KEYS if key not in DAK_LAK]
    assert not any((marks(key) == "nearly_met").any(axis=None) for key in others)


def test_daklak_recognised_between_the_snapshots() -> None:
    assert len(recognised("2019-12-31", province="66")) == 52
    assert len(recognised("2021-12-31", province="66")) == 71
    krong_pac = {code for code in recognised("2018-12-31") if district_of()[code] == "654"}
    assert names(krong_pac) == {
        "Ea Kly", "Hòa Đông", "Ea Kênh", "Hòa An", "Ea Kuăng", "Tân Tiến", "Hòa Tiến", "Ea Phê",
        "Ea Yông",
    }  # fmt: skip
    cu_mgar = {code for code in recognised("2018-04-30") if district_of()[code] == "648"}
    assert cu_mgar == {"24262", "24280", "24277", "24301", "24295", "24286"}
    ea_hleo = {code for code in recognised("2020-01-31") if district_of()[code] == "645"}
    assert ea_hleo == {"24208", "24190", "24205", "24193", "24199", "24202"}


def test_daklak_communes_at_the_full_set_in_2015_are_recognised_in_2020() -> None:
    assert full_set("66_2015-12-31") <= recognised_in("66_2020-12-31")


def test_daklak_one_advanced_commune_in_2021() -> None:
    advanced = recognised("2021-12-31", level="advanced", province="66")
    assert len(advanced) == 1
    assert advanced <= recognised_in("66_2021-12-31")
    assert not recognised("2021-12-09", level="advanced", province="66")


def test_daklak_2020_is_not_below_counts_published_before() -> None:
    # Krông Năng, 1/2019 (166 criteria): lowest and highest, and a range of Krông Pắc, 6/2018.
    count = totals("66_2020-12-31")
    assert count["24352"] >= 16  # Ea Tam
    assert count["24346"] >= 14  # Dliêya
    assert count["24367"] >= 12  # Cư Klông
    assert count["24360"] >= 10  # Ea Dah
    assert count["24532"] >= 10  # Ea Uy, 10-14
    assert {"24349", "24355", "24364"} <= full_set("66_2020-12-31")  # Ea Toh, Phú Lộc, Phú Xuân
    assert {"24325", "24340"} <= full_set("66_2020-12-31")  # Buôn Hồ: Ea Blang, Cư Bao


@pytest.mark.parametrize(
    ("district", "total"), [("654", 242), ("655", 104), ("650", 166), ("645", 182), ("644", 83)]
)
def test_daklak_2020_districts_are_not_below_totals_published_before(
    district: str, total: int
) -> None:
    count = totals("66_2020-12-31")
    assert count[[district_of()[code] == district for code in count.index]].sum() >= total


def test_daklak_2020_all_published_counts_of_communes() -> None:
    rows = reference("history.csv").query(
        "metric == 'commune_criteria' and province_code == '66' and set_id == 'QD1980_2016'"
    )
    rows = rows[rows["commune_code"] != ""]
    low = rows["value_min"].where(rows["value_min"] != "", rows["value_num"]).astype(int)
    count = totals("66_2020-12-31")
    assert len(rows) > 40
    assert (count[rows["commune_code"]].to_numpy() >= low.to_numpy()).all()
