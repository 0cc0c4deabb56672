"""The summary workbook: figures, live formulas, marks that survive, hostile texts, print set-up."""

import io
import re
from datetime import date

import openpyxl
import pytest
from exports_store import DAY, HOSTILE, STATUSES
from sheet_formulas import Calculator, is_number

from data import queries
from data.exports.subject import read_subject
from data.exports.workbook import build_summary_workbook, write_workbook
from data.exports.workbook_words import figure, roman
from domain.vocabulary import Status

END_2020, END_2021 = date(2020, 12, 31), date(2021, 12, 31)
SHEETS = ["Biểu 01", "Theo huyện", "Theo tiêu chí", "Mục tiêu", "Nguồn"]
SIGNS = {"x": "met", "CB": "nearly_met", "K": "not_met", None: "not_assessed"}


def load(content, **options):
    return openpyxl.load_workbook(io.BytesIO(content), **options)


@pytest.fixture(scope="module")
def dak_lak(connection):
    return build_summary_workbook(connection, "66", END_2021)


@pytest.fixture(scope="module")
def krong_pac(official):
    return build_summary_workbook(official, "66", DAY)


def head_of(sheet):
    """Return the row of the heading: the one that begins with STT or TC."""
    return next(r for r in range(1, 20) if sheet.cell(r, 1).value in ("STT", "TC"))


def columns_of(sheet):
    head = head_of(sheet)
    return {sheet.cell(head, c).value: c for c in range(1, sheet.max_column + 1)}


def row_of(sheet, name):
    return next(
        r
        for r in range(1, sheet.max_row + 1)
        if name in (sheet.cell(r, 1).value, sheet.cell(r, 2).value)
    )


def figures(sheet, name):
    """Return one row by the headings of its columns."""
    row = row_of(sheet, name)
    return {title: sheet.cell(row, column).value for title, column in columns_of(sheet).items()}


def marks_on(sheet):
    """Return the marks of the annex, as its own heading and signs say."""
    head = head_of(sheet) + 1
    numbers = {
        c: int(sheet.cell(head, c).value.removeprefix("TC"))
        for c in range(1, sheet.max_column + 1)
        if re.fullmatch(r"TC\d+", str(sheet.cell(head, c).value))
    }
    return {
        (sheet.cell(row, 3).value, number): SIGNS[sheet.cell(row, column).value]
        for row in range(head + 1, sheet.max_row + 1)
        if re.fullmatch(r"\d{5}", str(sheet.cell(row, 3).value))
        for column, number in numbers.items()
    }


def stacked(situation):
    return {(code, no): str(mark) for (code, no), mark in situation.marks.stack().items()}


def test_dak_lak_at_the_end_of_2021_as_published(dak_lak):
    book = load(dak_lak, data_only=True)
    assert book.sheetnames == SHEETS
    total = figures(book["Theo huyện"], "TỔNG CỘNG")
    assert (total["Số xã"], total["Xã đã đánh giá"]) == (152, 152)
    assert total["Tổng số TC đạt"] == 2432
    assert total["Bình quân TC/xã"] == 16.00
    assert total["Xã được công nhận đạt chuẩn"] == 71
    assert total["Tỷ lệ công nhận"] == pytest.approx(71 / 152)
    assert (total["Kế hoạch (xã đạt chuẩn)"], total["Thực hiện trừ kế hoạch"]) == (71, 0)
    bands = [total[f"{band} tiêu chí"] for band in ("19", "15–18", "10–14", "5–9", "<5")]
    assert bands == [71, 31, 42, 8, 0]
    assert figures(book["Biểu 01"], "TỔNG CỘNG")["Tổng số TC đạt"] == 2432
    by_criterion = figures(book["Theo tiêu chí"], "TỔNG CỘNG")
    assert (by_criterion["Đạt"], by_criterion["Đạt kỳ trước"]) == (2432, 2359)
    assert by_criterion["Tăng, giảm"] == 73
    assert by_criterion["Tỷ lệ đạt"] == pytest.approx(2432 / 2888)
    transport = figures(book["Theo tiêu chí"], "Giao thông")
    assert (transport["TC"], transport["Đạt"], transport["Cơ quan chủ trì"]) == (
        2,
        98,
        "Sở Giao thông vận tải",
    )


def test_lang_son_has_the_plans_target_for_each_criterion(connection):
    # The plan is of 2021, so that the workbook of the end of 2020 leaves it out (see below).
    content = write_workbook(read_subject(connection, "20", END_2020))
    book = load(content, data_only=True)
    schools = figures(book["Theo tiêu chí"], "Trường học")
    # The plan asks for 82 communes at criterion 5 by the end of 2021; 8 are missing.
    assert (schools["Đạt"], schools["Mục tiêu (xã)"], schools["Thực hiện trừ mục tiêu"]) == (
        74,
        82,
        -8,
    )
    assert schools["Thời hạn"].date() == END_2021
    assert schools["Đạt kỳ trước"] is None  # nothing before in this set
    targets = book["Mục tiêu"]
    assert sum(is_number(targets.cell(r, 1).value) for r in range(1, targets.max_row + 1)) == 60


def test_a_plan_issued_after_the_figures_is_named_and_not_compared_with(connection):
    book = load(build_summary_workbook(connection, "20", END_2020), data_only=True)
    targets = book["Mục tiêu"]
    said = [cell for (cell, *_) in targets.iter_rows(values_only=True) if isinstance(cell, str)]
    nothing = (
        "Không có mục tiêu để so sánh: đến ngày 31/12/2020 chưa có kế hoạch nào được ban hành."
    )
    assert nothing in said
    later = "Kế hoạch ban hành sau ngày số liệu, không dùng để so sánh: "
    assert any(text.startswith(later) and "Bản chưa vào số" in text for text in said)
    told = [cell for (cell, *_) in book["Theo huyện"].iter_rows(values_only=True)]
    assert f"Các cột kế hoạch để trống. {nothing}" in told
    assert not any(is_number(targets.cell(r, 1).value) for r in range(1, targets.max_row + 1))
    assert figures(book["Theo tiêu chí"], "Trường học")["Mục tiêu (xã)"] is None
    assert figures(book["Theo huyện"], "TỔNG CỘNG")["Kế hoạch (xã đạt chuẩn)"] is None


@pytest.mark.parametrize(
    ("province", "day"),
    [("66", END_2021), ("20", END_2020), ("62", date(2016, 6, 30)), ("67", date(2022, 1, 1))],
)
def test_every_formula_calculates_to_the_value_beside_it(connection, province, day):
    content = build_summary_workbook(connection, province, day)
    assert_formulas_hold(content)


def assert_formulas_hold(content):
    shown, book = load(content, data_only=True), load(content)
    calculator, count = Calculator(book), 0
    for sheet in book:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
            count += 1
            value = calculator.value(sheet.title, cell.row, cell.column)
            remembered = shown[sheet.title][cell.coordinate].value
            place = f"{sheet.title}!{cell.coordinate} {cell.value}"
            if is_number(remembered):
                assert value == pytest.approx(remembered, abs=1e-9), place
            else:
                assert (value or None) == (remembered or None), place
    assert count > 100


def test_a_mark_changed_by_hand_moves_every_total(dak_lak):
    book = load(dak_lak)
    annex = book["Biểu 01"]
    row, column = row_of(annex, "Ea Kly"), 5 + 1  # the mark on criterion 2
    assert annex.cell(row, column).value == "x"
    annex.cell(row, column).value = "K"
    calculator = Calculator(book)

    def now(sheet, name, title):
        page = book[sheet]
        return calculator.value(sheet, row_of(page, name), columns_of(page)[title])

    assert now("Biểu 01", "TỔNG CỘNG", "Tổng số TC đạt") == 2431
    assert now("Theo huyện", "Huyện Krông Pắc", "19 tiêu chí") == 8
    assert now("Theo huyện", "Huyện Krông Pắc", "15–18 tiêu chí") == 5
    assert now("Theo huyện", "TỔNG CỘNG", "Bình quân TC/xã") == 15.99
    assert now("Theo tiêu chí", "Giao thông", "Đạt") == 97
    assert now("Theo tiêu chí", "Giao thông", "Chưa đạt") == 47


@pytest.mark.parametrize(("province", "day"), [("66", END_2021), ("67", date(2022, 1, 1))])
def test_marks_stand_on_the_annex_as_they_are(connection, province, day):
    subject = read_subject(connection, province, day)
    book = load(build_summary_workbook(connection, province, day))
    assert marks_on(book["Biểu 01"]) == stacked(subject.scope)


def test_every_status_survives_and_the_set_gives_the_columns(krong_pac, official):
    annex = load(krong_pac, data_only=True)["Biểu 01"]
    marks = marks_on(annex)
    assert {no for _, no in marks} == set(range(1, 11))
    for code, statuses in STATUSES.items():
        assert [marks[code, no] for no in range(1, 11)] == statuses
    period = queries.find_period(official, "66", DAY)
    assert marks == stacked(queries.read_situation(official, period))
    assert set(marks.values()) == {status.value for status in Status}


def test_a_commune_nobody_assessed_has_no_total(krong_pac):
    book = load(krong_pac, data_only=True)
    titles = columns_of(book["Biểu 01"])
    totals = {
        book["Biểu 01"].cell(r, 3).value: book["Biểu 01"].cell(r, titles["Tổng số TC đạt"]).value
        for r in range(1, book["Biểu 01"].max_row + 1)
    }
    assert (totals["24496"], totals["24499"], totals["24502"] or None) == (4, 10, None)
    total = figures(book["Theo huyện"], "TỔNG CỘNG")
    # 4 + 10 + 1 criteria over the three communes assessed of 16.
    assert (total["Số xã"], total["Xã đã đánh giá"], total["Tổng số TC đạt"]) == (16, 3, 15)
    assert total["Bình quân TC/xã"] == 5.00
    assert total["Trong đó: nâng cao trở lên"] == 1
    assert_formulas_hold(krong_pac)


def test_the_note_tells_recognised_and_complete_apart(krong_pac):
    annex = load(krong_pac)["Biểu 01"]
    assert figures(annex, "Ea Kly")["Mức công nhận"] == "NTM nâng cao"
    assert figures(annex, "Ea Kly")["Ghi chú"] == "Đã công nhận, hiện chưa đạt TC 5, 6, 7, 8, 9"
    assert figures(annex, "Ea Kênh")["Ghi chú"] == "Đủ tiêu chí, chưa có quyết định công nhận"
    assert figures(annex, "Ea Phê")["Ghi chú"] == "Chưa có kết quả đánh giá"


def test_no_text_of_the_data_becomes_a_formula_or_a_link(krong_pac):
    book = load(krong_pac)
    texts = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value]
    hostile = [c for c in texts if HOSTILE in str(c.value)]
    assert len(hostile) >= 2  # a commune's name, and what the figures rest on
    assert {c.data_type for c in hostile} == {"s"}
    ours = re.compile(r"=(COUNTIFS?|SUMIFS?|SUM|SUBTOTAL|IF|\$?[A-Z]+\$?\d+[-/])")
    assert all(ours.match(c.value) for c in texts if c.data_type == "f")
    assert not any(sheet._hyperlinks for sheet in book)


def test_made_up_figures_say_so_on_every_sheet_and_page(dak_lak, krong_pac):
    for sheet in load(dak_lak):
        assert sheet.cell(1, 1).value.startswith("SỐ LIỆU MINH HỌA")
        assert "SỐ LIỆU MINH HỌA" in sheet.oddHeader.center.text
    for sheet in load(krong_pac):
        text = " ".join(str(c) for row in sheet.iter_rows(values_only=True) for c in row)
        assert "MINH HỌA" not in text
        assert not sheet.oddHeader.center.text


def test_every_sheet_prints_on_a3_across_with_its_heading(dak_lak):
    for sheet in load(dak_lak):
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (8, "landscape")
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        # One page wide is what the file format leaves unsaid; any number of pages high.
        assert sheet.page_setup.fitToWidth in (None, 1)
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.print_title_rows
        assert sheet.print_area
        assert sheet.freeze_panes
        assert "&P" in sheet.oddFooter.center.text
    annex = load(dak_lak)["Biểu 01"]
    assert annex.freeze_panes == f"E{head_of(annex) + 2}"
    assert annex.print_title_rows == f"${head_of(annex)}:${head_of(annex) + 1}"


def test_the_sources_say_date_set_filter_file_and_who(krong_pac, connection):
    lines = dict(load(krong_pac)["Nguồn"].iter_rows(values_only=True, max_col=2))
    assert lines["Ngày số liệu"] == "30/06/2026"
    assert lines["Mã bộ tiêu chí"] == "QD51_2025"
    assert "(10 tiêu chí" in lines["Bộ tiêu chí"]
    assert "chỉ có số liệu của huyện Krông Pắc (654)" in lines["Lọc theo huyện"]
    assert lines["Tình trạng"] == "tạm tính"
    assert lines["SHA-256 của tệp"] == "ab" * 32
    one = load(build_summary_workbook(connection, "66", END_2021, district_code="654"))
    lines = dict(one["Nguồn"].iter_rows(values_only=True, max_col=2))
    assert lines["Lọc theo huyện"] == "Huyện Krông Pắc (654)"
    assert len({code for code, _ in marks_on(one["Biểu 01"])}) == 15


def test_another_date_than_asked_for_is_said(connection):
    book = load(build_summary_workbook(connection, "66", date(2022, 6, 30)))
    lines = dict(book["Nguồn"].iter_rows(values_only=True, max_col=2))
    assert lines["Ngày số liệu"] == "31/12/2021"
    assert lines["Ngày được hỏi"].startswith("30/06/2022")


def test_the_same_data_give_the_same_bytes(connection, dak_lak):
    assert build_summary_workbook(connection, "66", END_2021) == dak_lak


def test_what_is_not_there_is_refused(connection):
    with pytest.raises(queries.NoDataError):
        build_summary_workbook(connection, "66", date(2010, 1, 1))
    with pytest.raises(queries.NoDataError):
        build_summary_workbook(connection, "67", date(2022, 1, 1), district_code="660")
    with pytest.raises(KeyError):
        build_summary_workbook(connection, "66", END_2021, plan_id="langson-2021")


def test_words_and_figures():
    assert [roman(n) for n in (1, 4, 9, 14, 15, 40, 63)] == [
        *("I", "IV", "IX", "XIV", "XV", "XL", "LXIII")
    ]
    assert (figure(2432), figure(16, 2), figure(None)) == ("2.432", "16,00", "")
