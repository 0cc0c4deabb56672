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
        (b"a,b\n1,2\n", "c.csv", "không có cột million_vnd"),
        (b"criterion_no,million_vnd\n1,abc\n2,-3\n", "c.csv", "Ô B3: “-3” không phải số tiền"),
        (b"criterion_no,million_vnd\n1,5\n1,6\n", "c.csv", "Ô A3: tiêu chí 1"),
        (b"PK\x03\x04 not a workbook", "c.xlsx", ""),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_reasons(content, name, reason):
    with pytest.raises(CostFileError) as caught:
        read_cost_upload(content, name)
    assert caught.value.say()
    assert any(reason in line for line in caught.value.say())
    assert len(caught.value.say("en")) == len(caught.value.say())


def test_a_title_above_the_headings_and_empty_rows_do_not_shift_the_cells():
    rows = [["Chi phí năm 2022"], [], ["Tiêu chí", "Triệu đồng"], [1, 5], [], [2, "năm trăm"]]
    with pytest.raises(CostFileError) as caught:
        read_cost_upload(xlsx(*rows), "c.xlsx")
    assert caught.value.say("en") == [
        "Cell B6: “năm trăm” is no amount. Write million VND, not negative, such as 1250.5."
    ]
