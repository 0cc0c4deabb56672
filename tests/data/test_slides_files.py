"""Slides as files: native charts with their figures, native tables, notes; a PDF with its fonts."""

import io
import re
from datetime import date
from functools import lru_cache

import openpyxl
import pytest
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.oxml.ns import qn

from data import outputs
from data.exports.slides_fonts import font_path, known_letters, width, wrap, wrap_evenly
from data.exports.slides_layout import FOOT, HIGH, WIDE, lay_out, lay_table
from data.exports.slides_pdf import build_pdf
from data.exports.slides_pptx import build_pptx
from domain.outputs import Order, OutputFile, OutputKind, Refused
from domain.slides.model import Bar, Bars, Column, Deck, Lines, Row, Slide, Table
from domain.slides.recipe import Item, Recipe, SlideKind

END_2021 = date(2021, 12, 31)
FORMULA = '=HYPERLINK("http://x","y")'


@pytest.fixture(autouse=True)
def store(ready_var):
    """Every test reads the shared store."""
    return ready_var


def made(kind, **changes):
    file = outputs.build_output(Order(kind, **{"province": "66", "as_of": END_2021, **changes}))
    assert isinstance(file, OutputFile), file
    return file


def texts(page):
    return [shape.text_frame.text for shape in page.shapes if shape.has_text_frame]


def workbook_of(chart):
    sheet = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
    return list(sheet.iter_rows(values_only=True))


def of_kind(page, kind):
    return [shape for shape in page.shapes if shape.shape_type == kind]


@pytest.fixture
def daklak():
    """Return the usual slides of Đắk Lắk, made once: the file and the document in it."""
    return _daklak()


@lru_cache(maxsize=1)
def _daklak():
    file = made(OutputKind.SLIDES, plan="daklak-2021")
    return file, Presentation(io.BytesIO(file.content))


def test_the_file_says_what_it_is(daklak):
    file, document = daklak
    assert file.name == "trinh-chieu_66_2021-12-31_minh-hoa.pptx"
    assert file.is_illustrative
    assert document.core_properties.title == "Tình hình xây dựng nông thôn mới tỉnh Đắk Lắk"
    assert document.slide_width / document.slide_height == pytest.approx(16 / 9)
    assert len(document.slides) == 11


def test_every_slide_has_a_title_the_basis_and_the_mark_of_made_up_figures(daklak):
    for page in daklak[1].slides:
        assert page.shapes.title.text_frame.text
        said = "\n".join(texts(page))
        assert "số liệu đến 31/12/2021" in said
        assert "SỐ LIỆU MINH HỌA" in said
    assert daklak[1].slides[1].shapes.title.text_frame.text == (
        "Đắk Lắk đạt 71/152 xã (46,7%), bằng mục tiêu; thiếu 2 xã nâng cao"
    )


def test_the_districts_are_a_chart_with_its_figures(daklak):
    (shape,) = of_kind(daklak[1].slides[4], MSO_SHAPE_TYPE.CHART)
    rows = workbook_of(shape.chart)
    assert len(rows) == 1 + 15
    assert rows[1][:2] == ("TP. Buôn Ma Thuột · 6/8", 75)
    assert rows[-1][:2] == ("Buôn Đôn · 1/7", 14.3)
    assert next(iter(shape.chart.plots[0].series[0].values)) == 75.0
    assert shape.chart.value_axis.maximum_scale == 100


def test_percentages_of_a_chart_are_text_of_its_data_sheet_with_the_languages_decimal_sign(daklak):
    (shape,) = of_kind(daklak[1].slides[4], MSO_SHAPE_TYPE.CHART)
    series = shape.chart.plots[0].series[0]._element
    shown = [node.text for node in series.iter(qn("a:t"))]
    assert (shown[0], shown[-1]) == ("75,0%", "14,3%")
    (cells,) = (node for node in series.iter() if node.tag.endswith("}f") and "C$" in node.text)
    assert cells.text == "Sheet1!$C$2:$C$16"
    cached = [v.text for v in cells.getnext().iter(qn("c:v"))]
    assert cached == shown
    # A figure edited in the sheet changes its label: 14.3 gives 143, its parts are 14 and 3.
    formula = '=INT(ROUND(B16*10,0)/10)&","&MOD(ROUND(B16*10,0),10)&"%"'
    assert workbook_of(shape.chart)[-1][2] == formula
    # The schema wants labels before categories and extensions last.
    order = [qn(f"c:{name}") for name in ("dLbls", "cat", "val", "extLst")]
    assert [child.tag for child in series if child.tag in order] == order


def test_targets_are_a_table_and_the_map_a_picture(daklak):
    (shape,) = of_kind(daklak[1].slides[2], MSO_SHAPE_TYPE.TABLE)
    cells = [[cell.text for cell in row.cells] for row in shape.table.rows]
    assert shape._element.nvGraphicFramePr.cNvPr.get("descr").startswith("Đạt 6/9 mục tiêu")
    assert cells[0] == ["Mục tiêu", "Kết quả", "Cần đạt", "Thời hạn", "Đánh giá"]
    assert cells[1] == ["Xã NTM nâng cao", "1/152", "≥ 3 xã", "2021", "Không đạt"]
    (picture,) = of_kind(daklak[1].slides[3], MSO_SHAPE_TYPE.PICTURE)
    assert picture._element.nvPicPr.cNvPr.get("descr").startswith("71/152 xã")
    assert "71" in texts(daklak[1].slides[3])


def test_notes_hold_formulas_and_sources(daklak):
    notes = daklak[1].slides[1].notes_slide.notes_text_frame.text
    assert "tổng tiêu chí đạt ÷ số xã đã đánh giá = 2.432/152 = 16,00" in notes
    assert "60/KH-BCĐ" in notes
    assert "SỐ LIỆU MINH HỌA" in notes


def test_nothing_stands_outside_its_page(daklak):
    for page in daklak[1].slides:
        for shape in page.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= daklak[1].slide_width + 12700
            assert shape.top + shape.height <= daklak[1].slide_height + 12700


def test_a_deck_and_its_language_are_followed():
    recipe = Recipe((Item(SlideKind.PROPOSALS, text="Bố trí vốn"),), "Họp")
    file = made(OutputKind.SLIDES, recipe=recipe, language="en", district="651")
    document = Presentation(io.BytesIO(file.content))
    assert file.name == "trinh-chieu_66_651_2021-12-31_minh-hoa.pptx"
    (page,) = document.slides
    assert "Proposals to the Steering Committee" in texts(page)
    assert "1. Bố trí vốn" in "\n".join(texts(page))


def test_a_place_without_data_is_refused():
    assert isinstance(outputs.build_output(Order(OutputKind.SLIDES_PDF, "01", END_2021)), Refused)


def hostile_deck():
    """Return slides whose names come from somebody who means no good."""
    bars = Bars(FORMULA, (Bar(FORMULA, 1.0, "1/2", "1/2", detail="\x07Sở\u202e A"),), 2.0)
    table = Table((Column("A", 1), Column("B", 1)), (Row((FORMULA, "x" * 400), "missed"),))
    slides = (
        Slide(SlideKind.CRITERIA, "Tiêu đề dài " * 40, body=bars),
        Slide(SlideKind.TARGETS, FORMULA, body=table),
        Slide(SlideKind.PROPOSALS, "漢字", body=Lines(("Dòng " * 300,) * 6, is_numbered=True)),
        Slide(SlideKind.LOST, "Không có gì."),
    )
    return Deck("Bộ", "Nhỏ", slides, "cơ sở", "", "", (), "vi")


def test_names_are_text_and_no_formula_whatever_they_hold():
    document = Presentation(io.BytesIO(build_pptx(hostile_deck())))
    (shape,) = of_kind(document.slides[0], MSO_SHAPE_TYPE.CHART)
    rows = workbook_of(shape.chart)
    assert rows[0][1] == f"'{FORMULA}"
    assert rows[1][0].startswith("'=HYPERLINK")
    assert "\x07" not in rows[1][0]
    assert build_pdf(hostile_deck()).startswith(b"%PDF-")


def test_text_is_set_so_that_it_stays_on_its_page():
    for slide in hostile_deck().slides[:2]:
        frame = lay_out(slide, 1.0, 1.0)
        assert frame.body.y > 0
        assert frame.body.y + frame.body.h <= FOOT
    table = hostile_deck().slides[1].body
    layout = lay_table(table, lay_out(hostile_deck().slides[1], 1.0, 1.0).body, 1.0, 1.0)
    assert sum(layout.widths) == pytest.approx(lay_out(hostile_deck().slides[1], 1.0, 1.0).body.w)


def test_a_pdf_has_one_wide_page_a_slide_and_brings_its_fonts():
    file = made(OutputKind.SLIDES_PDF, plan="daklak-2021")
    assert file.name.endswith(".pdf")
    assert file.mime == "application/pdf"
    pages = re.findall(rb"/Type /Page\n", file.content)
    assert len(pages) == 11
    assert f"/MediaBox [0 0 {WIDE:.2f} {HIGH:.2f}]".encode() in file.content
    assert file.content.count(b"/FontFile2") == 2
    assert b"Helvetica" not in file.content


def test_the_fonts_come_with_a_package_and_hold_every_vietnamese_letter():
    assert "site-packages" in str(font_path())
    vowels = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ"
    wanted = vowels + vowels.upper() + "≥≤≈–−…·•“”÷"
    assert [letter for letter in wanted if ord(letter) not in known_letters()] == []


def test_lines_break_between_words_and_evenly_in_titles():
    text = "Tình hình xây dựng nông thôn mới tỉnh Đắk Lắk"
    lines = wrap(text, 44, 840)
    assert " ".join(lines) == text
    even = wrap_evenly(text, 44, 840)
    assert len(even) == len(lines)
    assert min(map(len, even)) >= min(map(len, lines))
    figure = "22/60 xã chưa đạt"
    for size in (11.0, 16.3, 17.0):
        own = width(figure, size, bold=True) * 1.02
        assert wrap(figure, size, own / 1.02, bold=True) == [figure]
    clauses = "Đạt 6/9 mục tiêu có số liệu; 1 không đạt, 1 chậm tiến độ, 1 đúng tiến độ"
    assert wrap_evenly(clauses, 30, 840)[0].endswith(("liệu;", "đạt,", "độ,"))
