"""Cost tables as staff send them, and what a plan then costs."""

import io
from fractions import Fraction

import pytest
from openpyxl import Workbook

from data.planner.cost_files import read_cost_file, read_cost_upload
from data.planner.costs import CostFileError


def xlsx(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_spreadsheet_with_vietnamese_headings_is_read():
    content = xlsx(["Tiêu chí", "Triệu đồng", "Mã huyện"], [1, 250, None], [1, 312.5, "648"])
    costs = read_cost_upload(content, "chi-phi.xlsx")
    assert costs.by_criterion == {1: Fraction(250)}
    assert costs.by_district == {("648", 1): Fraction("312.5")}


def test_a_csv_with_the_columns_own_names_and_a_decimal_comma_is_read():
    content = b"criterion_no;million_vnd\n1;12,5\n2;7\n"
    assert read_cost_upload(content, "c.csv").by_criterion == {1: Fraction("12.5"), 2: Fraction(7)}


def test_a_file_is_read_like_an_upload(tmp_path):
    path = tmp_path / "chi-phi.csv"
    path.write_text("Tiêu chí,Chi phí,Huyện\n1,10,\n1,12,648\n", encoding="utf-8")
    costs = read_cost_file(path)
    assert (costs.by_criterion, costs.by_district) == ({1: 10}, {("648", 1): 12})


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "c.csv", "không có dữ liệu"),
        (b"a,b\n1,2\n", "c.csv", "thiếu cột criterion_no, million_vnd"),
        (b"criterion_no,million_vnd\n1,abc\n2,-3\n", "c.csv", "dòng 3"),
        (b"criterion_no,million_vnd\n1,5\n1,6\n", "c.csv", "lặp lại tiêu chí 1"),
        (b"PK\x03\x04 not a workbook", "c.xlsx", ""),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_reasons(content, name, reason):
    with pytest.raises(CostFileError) as caught:
        read_cost_upload(content, name)
    assert caught.value.problems
    assert any(reason in problem for problem in caught.value.problems)
