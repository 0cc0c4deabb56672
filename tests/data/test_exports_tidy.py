"""The long table, and the names of files."""

import csv
import io
from dataclasses import replace
from datetime import date

import pytest
from exports_store import DAY, HOSTILE, STATUSES, copy_with_official

from data import queries
from data.exports.country import country_lines, read_country
from data.exports.file_names import STEMS, export_file_name
from data.exports.tidy import COLUMNS, build_country_csv, build_tidy_csv
from domain.vocabulary import Provenance

END_2021 = date(2021, 12, 31)


def rows_of(content):
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_one_row_a_commune_and_criterion(connection):
    rows = rows_of(build_tidy_csv(connection, "66", END_2021))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == 152 * 19
    assert sum(row["Trạng thái"] == "met" for row in rows) == 2432
    assert {row["Lưu ý"] for row in rows} == {"số liệu minh họa"}
    keys = [(row["Mã xã"], int(row["Tiêu chí số"])) for row in rows]
    assert keys == sorted(set(keys))
    first = next(row for row in rows if (row["Mã xã"], row["Tiêu chí số"]) == ("24496", "2"))
    assert first.pop("Căn cứ").startswith("Minh họa theo Dân Việt: đúng 71/152 xã được công nhận")
    assert first == {
        "Ngày": "2021-12-31",
        "Mã xã": "24496",
        "Tên xã": "Xã Ea Kly",
        "Mã huyện": "654",
        "Huyện": "Huyện Krông Pắc",
        "Mã tỉnh": "66",
        "Tỉnh": "Tỉnh Đắk Lắk",
        "Tiêu chí số": "2",
        "Tên tiêu chí": "Giao thông",
        "Kết quả": "Đạt",
        "Trạng thái": "met",
        "Bộ tiêu chí": "QD1980_2016",
        "Nguồn số liệu": "illustrative",
        "Lưu ý": "số liệu minh họa",
        "Kỳ so sánh": "2020-12-31",
        "Trạng thái kỳ so sánh": "met",
        "Phạm vi": "Tỉnh Đắk Lắk; mọi tiêu chí",
    }
    # 2.359 criteria at the end of 2020, 2.382 in the provisional report of 09/12/2021.
    assert sum(row["Trạng thái kỳ so sánh"] == "met" for row in rows) == 2359
    since = rows_of(build_tidy_csv(connection, "66", END_2021, since=date(2021, 12, 9)))
    assert sum(row["Trạng thái kỳ so sánh"] == "met" for row in since) == 2382
    with pytest.raises(KeyError):
        build_tidy_csv(connection, "66", END_2021, since=date(2022, 12, 31))


def test_the_country_takes_each_province_at_its_own_date(connection):
    rows = rows_of(build_country_csv(read_country(connection)))
    dates = {(row["Mã tỉnh"], row["Ngày"]) for row in rows}
    assert dates == {
        ("20", "2020-12-31"),
        ("62", "2022-11-30"),
        ("66", "2021-12-31"),
        ("67", "2021-12-31"),
    }
    assert sum(row["Mã tỉnh"] == "66" for row in rows) == 152 * 19
    assert {row["Lưu ý"] for row in rows} == {"số liệu minh họa"}
    [about] = {row["Phạm vi"] for row in rows}
    assert about.startswith("Cả nước: 4 tỉnh có số liệu, mỗi tỉnh một ngày (31/12/2020 đến")
    earlier = read_country(connection, date(2020, 12, 31))
    assert {s.scope.as_of for s in earlier if s.scope.province_code == "66"} == {date(2020, 12, 31)}
    with pytest.raises(queries.NoDataError):
        read_country(connection, date(1999, 1, 1))


def test_a_mixed_country_says_so_in_every_row_and_in_what_it_says_of_itself(ready_var, tmp_path):
    engine = copy_with_official(ready_var, tmp_path)
    with engine.connect() as connection:
        # The official load speaks of one district; a whole province is what the country shows.
        whole = read_country(connection)
    official = [
        replace(s, view=replace(s.view, scope=replace(s.scope, provenance=Provenance.IMPORTED)))
        if s.scope.province_code == "66"
        else s
        for s in whole
    ]
    engine.dispose()
    rows = rows_of(build_country_csv(official))
    notes = {(row["Mã tỉnh"], row["Nguồn số liệu"], row["Lưu ý"]) for row in rows}
    assert notes == {
        ("20", "illustrative", "số liệu minh họa"),
        ("62", "illustrative", "số liệu minh họa"),
        ("66", "imported", ""),
        ("67", "illustrative", "số liệu minh họa"),
    }
    [about] = {row["Phạm vi"] for row in rows}
    assert "3 tỉnh là số liệu minh họa (Tỉnh Lạng Sơn, Tỉnh Kon Tum, Tỉnh Đắk Nông)" in about
    assert about.endswith("1 tỉnh là số liệu đã nạp")
    lines = dict(country_lines(official))
    assert lines["Phạm vi"] == about
    assert "Đơn vị nạp vào từ tệp" in lines["Tỉnh Đắk Lắk (66)"]


def test_a_view_is_narrowed_by_district_criterion_and_group(connection):
    one = rows_of(build_tidy_csv(connection, "66", END_2021, district_code="654", criterion_no=17))
    assert len(one) == 15
    assert {row["Tiêu chí số"] for row in one} == {"17"}
    group = rows_of(build_tidy_csv(connection, "66", END_2021, group_no=2))
    # Kinh tế - hạ tầng: criteria 2 to 9.
    assert {int(row["Tiêu chí số"]) for row in group} == set(range(2, 10))
    for wrong in ({"criterion_no": 20}, {"group_no": 9}):
        with pytest.raises(KeyError):
            build_tidy_csv(connection, "66", END_2021, **wrong)
    with pytest.raises(queries.NoDataError):
        build_tidy_csv(connection, "66", END_2021, district_code="664")


def test_every_status_and_official_provenance(official):
    rows = rows_of(build_tidy_csv(official, "66", DAY))
    for code, statuses in STATUSES.items():
        own = [row for row in rows if row["Mã xã"] == code]
        assert [row["Trạng thái"] for row in own] == statuses
    words = {row["Trạng thái"]: row["Kết quả"] for row in rows}
    assert words == {
        "met": "Đạt",
        "nearly_met": "Cơ bản đạt",
        "not_met": "Chưa đạt",
        "not_assessed": "Chưa đánh giá",
    }
    assert {(row["Nguồn số liệu"], row["Lưu ý"]) for row in rows} == {("imported", "")}


def test_a_hostile_name_does_not_begin_a_formula(official):
    rows = rows_of(build_tidy_csv(official, "66", DAY))
    assert {row["Tên xã"] for row in rows if row["Mã xã"] == "24998"} == {f"'{HOSTILE}"}
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


def test_file_names():
    name = export_file_name("workbook", "66", "654", END_2021, ".xlsx", is_illustrative=True)
    assert name == "bieu-tong-hop_66_654_2021-12-31_minh-hoa.xlsx"
    assert export_file_name("package", None, None, None, "zip") == "goi-du-lieu_vn.zip"
    assert export_file_name("tidy", "20", None, END_2021, "csv") == (
        "ket-qua-dang-dai_20_2021-12-31.csv"
    )
    assert STEMS["slides"] == STEMS["slides-pdf"]  # told apart by their ending
    assert len(set(STEMS.values())) == len(STEMS) - 1
    with pytest.raises(KeyError):
        export_file_name("nope", "66", None, None, "csv")
