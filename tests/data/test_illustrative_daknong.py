"""What was published about Đắk Nông against the illustrative tables, recounted.

The numbers stand here by hand; the page or plan each comes from is in
data/illustrative/constraints.yml.
"""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from illustrative_files import (
    average,
    district_of,
    full_set,
    marks,
    met,
    read,
    recognised,
    recognised_in,
    reference,
    totals,
)


@pytest.mark.parametrize(
    ("district", "communes", "total", "mean", "have"),
    [
        ("660", 2, 38, "19.00", 2),
        ("661", 7, 82, "11.71", 1),
        ("662", 7, 128, "18.29", 6),
        ("663", 9, 150, "16.67", 6),
        ("664", 11, 174, "15.82", 3),
        ("665", 8, 138, "17.25", 4),
        ("666", 10, 184, "18.40", 8),
        ("667", 6, 66, "11.00", 0),
    ],
)
def test_daknong_districts(district: str, communes: int, total: int, mean: str, have: int) -> None:
    key = "67_2021-12-31"
    inside = {code for code in totals(key).index if district_of()[code] == district}
    count = totals(key)[sorted(inside)]
    assert len(count) == communes
    assert count.sum() == total
    exact = Decimal(int(count.sum())) / communes
    assert exact.quantize(Decimal("0.01"), ROUND_HALF_UP) == Decimal(mean)
    assert len(recognised_in(key) & inside) == have
    assert full_set(key) & inside == recognised_in(key) & inside


def test_daknong_province() -> None:
    key = "67_2021-12-31"
    assert totals(key).sum() == 960
    assert average(key) == Decimal("16.00")
    assert totals(key).min() >= 10
    assert len(recognised_in(key)) == 30


def test_daknong_recognised_on_other_dates() -> None:
    days = {"2016-12-31": 5, "2019-12-31": 22, "2020-12-31": 22, "2021-05-31": 29}
    assert {day: len(recognised(day, province="67")) for day in days} == days
    # Đức Mạnh, Thuận Hạnh, Nam Bình, Đắk R'Moan: third round of 2019
    assert {"24676", "24724", "24721", "24618"} <= recognised("2019-12-31")
    krong_no = {code for code in recognised("2021-12-31") if district_of()[code] == "664"}
    assert krong_no == {"24697", "24691", "24700"}  # Nam Đà, Đắk Sôr, Đắk Drô


def test_nam_nung_is_recognised_for_2022_in_2023() -> None:
    row = read("recognitions.csv").query("unit_code == '24703'").iloc[0]
    assert (row["effective_on"], row["is_exact_date"]) == ("2023-09-11", "true")
    assert (row["for_year"], row["provenance"]) == ("2022", "published")


def test_krong_no_start_of_2022() -> None:
    key = "67_664_2022-01-01"
    count = totals(key)
    assert full_set(key) == {"24697", "24691", "24700"}
    assert recognised_in(key) == {"24697", "24691", "24700"}
    assert (count["24703"], count["24715"], count["24692"]) == (14, 15, 17)
    five = ["24706", "24709", "24712", "24699", "24694"]
    assert count[five].sum() == 75
    assert count.sum() == 57 + 121


def test_krong_no_named_criteria_are_missing() -> None:
    table = marks("67_664_2022-01-01")
    missing = {code: set(table.columns[table.loc[code] == "not_met"]) for code in table.index}
    assert missing["24703"] == {5, 9, 16, 18, 19}  # Nâm Nung ends at the full set
    assert missing["24715"] == {5, 15, 18, 19}  # Nâm N'Đir
    assert missing["24692"] == {9, 18}  # Nam Xuân
    assert missing["24706"] >= {15, 16, 18}  # Đức Xuyên
    assert missing["24709"] >= {13, 17, 18}  # Đắk Nang
    assert missing["24712"] >= {5, 17}  # Quảng Phú
    assert missing["24699"] >= {18}  # Tân Thành
    assert missing["24694"] >= {18}  # Buôn Choah


def test_krong_no_plan_leads_to_the_stated_distribution() -> None:
    rows = reference("commune_targets.csv").query("target_type == 'criterion_new'")
    table = met("67_664_2022-01-01").copy()
    assert len(rows) == 21
    for row in rows.itertuples():
        assert not table.loc[row.commune_code, int(row.criterion_no)], row.row_id
        table.loc[row.commune_code, int(row.criterion_no)] = True
    ends = table.loc[sorted(set(rows["commune_code"]))].sum(axis=1).value_counts().to_dict()
    assert ends == {19: 3, 18: 2, 17: 1, 16: 2}
