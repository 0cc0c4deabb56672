"""The Word file: laid out as Nghị định 30/2020/NĐ-CP asks, and saying what the store says."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from PIL import Image
from small_report import make_given, official

from data import queries, reports
from data.exports.report_docx import build_report, report_file_name, write_report
from data.exports.report_options import ReportOptions
from data.exports.report_table import build_table, keep_end_with_next
from data.store.engine import get_engine
from domain.report.compose import build_content
from domain.report.content import Column, Row, Table
from domain.report.periods import ReportKind

END_2021 = date(2021, 12, 31)
ILLUSTRATIVE = "SỐ LIỆU MINH HỌA"
OPTIONS = ReportOptions(
    issuer="Văn phòng Điều phối",
    superior="Ủy ban nhân dân",
    symbol="VPĐP",
    place="Nhỏ",
    signer_title="Chánh Văn phòng",
    recipients=("Lưu: VT.",),
)


def build(province="66", day=END_2021, kind=ReportKind.ANNUAL, **choice):
    with get_engine().connect() as connection:
        return build_report(connection, province, day, kind, **choice)


@pytest.fixture(scope="module")
def annual(ready_var):
    return Document(BytesIO(build()))


def every_paragraph(document):
    yield from document.paragraphs
    for table in document.tables:
        for cell in (c for row in table.rows for c in row.cells):
            yield from cell.paragraphs


def text_of(document):
    return "\n".join(paragraph.text for paragraph in every_paragraph(document))


def data_tables(document):
    return [t for t in document.tables if t._tbl.tblPr.find(qn("w:tblBorders")) is not None]


def test_the_page_is_a4_with_the_margins_of_the_decree(annual):
    assert len(annual.sections) == 3
    for section in annual.sections:
        sides = sorted((section.page_width.mm, section.page_height.mm))
        assert [round(side) for side in sides] == [210, 297]
        assert 20 <= round(section.top_margin.mm, 1) <= 25
        assert 20 <= round(section.bottom_margin.mm, 1) <= 25
        assert 30 <= round(section.left_margin.mm, 1) <= 35
        assert 15 <= round(section.right_margin.mm, 1) <= 20
    wide = [section.orientation is WD_ORIENT.LANDSCAPE for section in annual.sections]
    assert wide == [False, True, False]


def test_times_new_roman_is_named_for_every_script_and_nothing_else_is(annual):
    styles = annual.styles
    found = [styles.element.find(qn("w:docDefaults")).find(f".//{qn('w:rFonts')}")]
    found += [styles[n].element.rPr.rFonts for n in ("Normal", "Heading 1", "Heading 2")]
    for fonts in found:
        names = {key.split("}")[1]: value for key, value in fonts.attrib.items()}
        assert names == dict.fromkeys(("ascii", "hAnsi", "eastAsia", "cs"), "Times New Roman")
    assert not list(annual.element.body.iter(qn("w:rFonts")))


def test_the_page_number_stands_on_top_from_the_second_page(annual):
    first = annual.sections[0]
    for section in annual.sections:
        assert section.different_first_page_header_footer
    field = first.header.paragraphs[0]
    assert "PAGE" in [i.text.strip() for i in field._p.iter(qn("w:instrText"))]
    assert field.alignment == 1  # centred
    for other in (first.first_page_header, first.footer, first.first_page_footer):
        assert not list(other._element.iter(qn("w:instrText")))
    for annex in annual.sections[1:]:
        assert annex.header.is_linked_to_previous
        assert annex._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"


def test_the_heading_names_country_motto_and_issuer(annual):
    left, right = annual.tables[0].rows[0].cells
    assert [p.text for p in right.paragraphs[:2]] == [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
    ]
    assert [p.runs[0].font.bold for p in right.paragraphs[:2]] == [True, True]
    assert [p.runs[0].font.size.pt for p in right.paragraphs[:2]] == [12, 13]
    assert left.paragraphs[0].text == "ỦY BAN NHÂN DÂN\nTỈNH ĐẮK LẮK"
    assert not left.paragraphs[0].runs[0].font.bold
    assert left.paragraphs[1].text == "VĂN PHÒNG ĐIỀU PHỐI\nNÔNG THÔN MỚI"
    assert left.paragraphs[1].runs[0].font.bold
    number, place = annual.tables[0].rows[1].cells
    assert number.text == "Số: ……/BC-VPĐP"
    assert place.text == "Đắk Lắk, ngày …… tháng …… năm ……"
    assert place.paragraphs[0].runs[0].font.italic


def test_the_line_under_the_motto_is_as_long_as_the_motto(annual):
    rule = annual.tables[0].rows[0].cells[1].paragraphs[2]
    assert rule._p.pPr.find(qn("w:pBdr")).find(qn("w:top")) is not None
    shape = rule.paragraph_format
    width = annual.tables[0].rows[0].cells[1].width - shape.left_indent - shape.right_indent
    assert abs(width - Mm(55.9)) < Mm(0.1)


def test_the_title_is_bold_and_centred(annual):
    at = next(i for i, p in enumerate(annual.paragraphs) if p.text == "BÁO CÁO")
    for paragraph in annual.paragraphs[at : at + 2]:
        assert paragraph.alignment == 1
        assert paragraph.runs[0].font.bold
        assert paragraph.runs[0].font.size.pt == 14
    assert annual.paragraphs[at + 1].text.endswith("trên địa bàn tỉnh Đắk Lắk năm\xa02021")
    rule = annual.paragraphs[at + 2]
    assert rule._p.pPr.find(qn("w:pBdr")) is not None


def test_body_text_is_justified_indented_and_spaced(annual):
    text = next(p for p in annual.paragraphs if p.text.startswith("Các xã đạt"))
    shape = text.paragraph_format
    assert shape.alignment == 3  # justified
    assert 10 <= round(shape.first_line_indent.mm, 1) <= 12.7
    assert shape.space_after.pt >= 6
    assert text.runs[0].font.size.pt in (13, 14)


def test_recipients_and_signature_close_the_report(annual):
    left, right = end_table(annual).rows[0].cells
    head = left.paragraphs[0]
    assert (head.text, head.runs[0].font.size.pt) == ("Nơi nhận:", 12)
    assert head.runs[0].font.bold
    assert head.runs[0].font.italic
    assert {p.runs[0].font.size.pt for p in left.paragraphs[1:]} == {11}
    assert left.paragraphs[-1].text == "- Lưu: VT."
    assert right.paragraphs[0].text == "CHÁNH VĂN PHÒNG"
    assert right.paragraphs[0].runs[0].font.bold


def end_table(document):
    return next(t for t in document.tables if t.rows[0].cells[0].text.startswith("Nơi nhận"))


def test_the_last_sentence_stays_with_the_closing_so_that_no_page_holds_a_signature_alone(annual):
    texts = [p.text for p in annual.paragraphs]
    closing = next(i for i, text in enumerate(texts) if text.startswith("Trên đây là báo cáo"))
    before = annual.paragraphs[closing - 1]
    assert before.text.startswith("- Các cơ quan chủ trì tiêu chí")
    assert before.paragraph_format.keep_with_next


def test_rows_at_the_end_of_the_body_stay_with_what_follows():
    table = build_table(
        Table("Bảng", (Column("Xã", 1),), tuple(Row((name,)) for name in "ABC" * 4)), Mm(100), 12
    )
    keep_end_with_next(table)
    kept = [row.find(f".//{qn('w:keepNext')}") is not None for row in table.findall(qn("w:tr"))]
    assert kept == [True, True, *[False] * 9, True, True]


def test_a_break_of_sections_is_too_low_to_open_an_empty_page(annual):
    breaks = [p for p in annual.paragraphs if p._p.pPr is not None and p._p.pPr.sectPr is not None]
    assert len(breaks) == len(annual.sections) - 1 == 2
    for paragraph in breaks:
        assert paragraph.text == ""
        assert paragraph.paragraph_format.line_spacing == Pt(1)
        assert paragraph.paragraph_format.widow_control is False


def test_language_and_properties_name_no_person(annual):
    defaults = annual.styles.element.find(qn("w:docDefaults"))
    language = defaults.find(f".//{qn('w:lang')}")
    assert language.get(qn("w:val")) == language.get(qn("w:eastAsia")) == "vi-VN"
    properties = annual.core_properties
    assert properties.title.startswith("Báo cáo: Kết quả thực hiện Chương trình")
    assert properties.author == "Văn phòng Điều phối nông thôn mới"
    assert properties.last_modified_by == ""
    assert properties.language == "vi-VN"


def test_word_opens_it_without_compatibility_mode(annual):
    modes = [
        setting.get(qn("w:val"))
        for setting in annual.settings.element.iter(qn("w:compatSetting"))
        if setting.get(qn("w:name")) == "compatibilityMode"
    ]
    assert modes == ["15"]


TABLE_PROPERTIES = ["tblW", "jc", "tblInd", "tblBorders", "tblLayout", "tblCellMar", "tblLook"]


def test_table_properties_stand_in_the_order_word_reads(annual):
    for table in annual.tables:
        names = [child.tag.split("}")[1] for child in table._tbl.tblPr]
        assert names == [name for name in TABLE_PROPERTIES if name in names]


def test_the_text_says_what_the_summary_says(annual):
    with get_engine().connect() as connection:
        now = reports.build_summary(connection, "66", END_2021)
        before = reports.build_summary(connection, "66", date(2020, 12, 31))
    assert now["criteria_met_total"] - before["criteria_met_total"] == 73
    text = text_of(annual)
    # 2432 / 2888 = 84.21 %; the published change is 73.
    assert (
        "Các xã đạt 2.432/2.888 tiêu chí, bằng 84,21%, tăng 73 tiêu chí so với cuối năm 2020; "
        "bình quân 16,00 tiêu chí/xã, tăng 0,48 tiêu chí/xã."
    ) in text
    assert f"toàn tỉnh có {now['recognised']}/{now['communes']} xã được công nhận" in text
    assert "tăng 05 xã so với cuối năm 2020" in text


def test_made_up_figures_say_so_on_every_page_and_beside_every_table_and_picture(annual):
    first = annual.sections[0]
    for header in (first.header, first.first_page_header):
        assert ILLUSTRATIVE in [p.text for p in header.paragraphs]
    assert any(p.text.startswith(f"{ILLUSTRATIVE}: ") for p in annual.paragraphs[:6])
    for table in data_tables(annual):
        assert ILLUSTRATIVE in "".join(table._tbl.getprevious().itertext())
    captions = [i for i, p in enumerate(annual.paragraphs) if p.text.startswith("Hình ")]
    assert len(captions) == len(annual.inline_shapes) == 4
    for at in captions:
        assert ILLUSTRATIVE in annual.paragraphs[at + 1].text


def test_official_figures_carry_no_such_mark(ready_var):
    given = official(make_given("+++", "++-", "+--", "???", before=("++-", "++-", "+--", "+--")))
    document = Document(BytesIO(write_report(build_content(given), OPTIONS)))
    headers = [document.sections[0].header, document.sections[0].first_page_header]
    everything = text_of(document) + "".join(p.text for h in headers for p in h.paragraphs)
    assert "minh họa" not in everything.lower()
    assert "đã đánh giá 3/4 xã" in everything


def test_tables_repeat_their_head_split_no_row_and_fit_the_page(annual):
    tables = data_tables(annual)
    assert len(tables) >= 6
    for table in tables:
        rows = table._tbl.findall(qn("w:tr"))
        assert rows[0].trPr.find(qn("w:tblHeader")) is not None
        assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in rows)
        is_wide = len(table.columns) > 15
        room = Mm(297 - 45) if is_wide else Mm(210 - 45)
        assert sum(int(c.get(qn("w:w"))) for c in table._tbl.tblGrid) * 635 <= room


def numbers(table, column):
    return [int(re.sub(r"\D", "", row.cells[column].text)) for row in table.rows[2:]]


def test_table_columns_add_up_to_their_totals(annual):
    with get_engine().connect() as connection:
        summary = reports.build_summary(connection, "66", END_2021)
    by_district = next(
        t
        for t in data_tables(annual)
        if "Huyện, thị xã" in t.rows[0].cells[1].text and len(t.columns) > 8
    )
    for column in (2, 3, 5, 6, 7, 8, 9):
        *parts, total = numbers(by_district, column)
        assert sum(parts) == total
    assert numbers(by_district, 2)[-1] == summary["communes"]
    bands = [numbers(by_district, column)[-1] for column in range(5, 10)]
    assert bands == list(summary["bands"].values())
    by_criterion = next(t for t in data_tables(annual) if t.rows[0].cells[0].text == "TC")
    *met, total = numbers(by_criterion, 2)
    assert sum(met) == total == summary["criteria_met_total"]
    assert met == list(summary["per_criterion"].values())


def test_pictures_are_png_that_fit_the_text_and_are_described(annual):
    for shape in annual.inline_shapes:
        part = annual.part.related_parts[shape._inline.graphic.graphicData.pic.blipFill.blip.embed]
        with Image.open(BytesIO(part.blob)) as image:
            image.load()
            assert image.format == "PNG"
            assert min(image.size) > 400
        assert shape.width <= Mm(165)
        assert shape._inline.docPr.get("descr")


def test_without_an_earlier_period_nothing_is_compared(ready_var):
    text = text_of(Document(BytesIO(build("20", date(2020, 12, 31)))))
    # 2327 / 3439 = 67.665 %: rounded half up.
    assert "Các xã đạt 2.327/3.439 tiêu chí, bằng 67,67%" in text
    assert "Chưa có số liệu kỳ trước để so sánh." in text
    assert "Có 01 số liệu cộng từ kết quả các xã chênh lệch với số đã công bố" in text


def test_a_plan_counts_from_the_day_it_was_issued(ready_var):
    # QĐ 772/QĐ-UBND of Đắk Nông is of 25/04/2022, the figures of the end of 2021.
    at_figures = text_of(Document(BytesIO(build("67"))))
    assert "Chưa có kế hoạch nào ban hành đến ngày 31/12/2021 để so sánh." in at_figures
    assert "Căn cứ" not in at_figures
    assert "số 772/QĐ-UBND ban hành sau ngày của báo cáo." in at_figures
    options = replace(OPTIONS, issued_on=date(2022, 4, 25))
    signed = text_of(Document(BytesIO(build("67", options=options))))
    assert "(số 772/QĐ-UBND ngày 25/04/2022 của UBND tỉnh Đắk Nông);" in signed
    assert "43 xã đến ngày 31/12/2025" in signed


def test_a_district_alone(ready_var):
    text = text_of(Document(BytesIO(build("67", date(2022, 1, 1)))))
    assert "huyện Krông Nô, tỉnh Đắk Nông năm 2021" in text
    assert "Các xã đạt 178/209 tiêu chí, bằng 85,17%" in text
    assert "hai bộ tiêu chí khác nhau nên không so sánh" in text
    part = text_of(Document(BytesIO(build(district_code="643"))))
    with get_engine().connect() as connection:
        summary = reports.build_summary(connection, "66", END_2021, "643")
    assert f"Toàn thành phố có {summary['communes']:02d} xã" in part
    assert f"đạt {summary['criteria_met_total']}/{summary['criteria_possible_total']} " in part


def test_a_provisional_quarter(ready_var):
    document = Document(BytesIO(build(day=date(2021, 12, 9), kind=ReportKind.QUARTERLY)))
    text = text_of(document)
    assert "trên địa bàn tỉnh Đắk Lắk quý IV năm 2021" in text
    assert "Đến ngày 09/12/2021 (số liệu tạm tính), toàn tỉnh có 69/152 xã" in text
    assert "đạt 2.382/2.888 tiêu chí, bằng 82,48%, tăng 23 tiêu chí" in text


def test_what_the_office_sets_is_used(ready_var):
    options = ReportOptions(
        number="12",
        issued_on=date(2022, 1, 5),
        signer_title="KT. Chánh Văn phòng\nPhó Chánh Văn phòng",
        signer_name="Người Ký",
        recipients=("Một;", "- Hai."),
        direction=("Đã chỉ đạo.",),
    )
    document = Document(BytesIO(build("67", date(2022, 1, 1), options=options)))
    number, place = document.tables[0].rows[1].cells
    assert number.text == "Số: 12/BC-VPĐP"
    assert place.text == "Krông Nô, ngày 05 tháng 01 năm 2022"
    left, right = end_table(document).rows[0].cells
    assert [p.text for p in left.paragraphs] == ["Nơi nhận:", "- Một;", "- Hai."]
    assert [p.text for p in right.paragraphs] == [
        "KT. CHÁNH VĂN PHÒNG\nPHÓ CHÁNH VĂN PHÒNG",
        "Người Ký",
    ]
    assert "Đã chỉ đạo." in text_of(document)


def test_hostile_names_stay_text(ready_var):
    given = make_given("+++", "++-", "+--", "+++")
    names = {**given.names, "00002": "<script>alert(1)</script>\x00\x0b\u202e $x^{2$ ]]> &amp;"}
    document = Document(BytesIO(write_report(build_content(replace(given, names=names)), OPTIONS)))
    text = text_of(document)
    assert "<script>alert(1)</script> $x^{2$ ]]> &amp;" in text
    assert not re.search(r"[\x00\x0b\u202e]", text)


def test_the_same_report_from_two_threads_at_once(ready_var):
    with ThreadPoolExecutor(2) as pool:
        files = list(pool.map(lambda _: build("67", date(2022, 1, 1)), range(2)))
    texts = {text_of(Document(BytesIO(file))) for file in files}
    assert len(texts) == 1
    pictures = {
        tuple(
            rel.target_part.blob
            for rel in Document(BytesIO(f)).part.rels.values()
            if "image" in rel.reltype
        )
        for f in files
    }
    assert len(pictures) == 1


def test_nothing_loaded_is_refused(ready_var):
    with pytest.raises(queries.NoDataError):
        build("66", date(2010, 1, 1))
    with pytest.raises(KeyError):
        build(plan_id="none")


def test_the_file_name_says_place_date_kind_and_standing():
    assert report_file_name("66", END_2021, ReportKind.ANNUAL) == "bao-cao_66_2021-12-31_nam.docx"
    assert (
        report_file_name(
            "67", END_2021, ReportKind.SIX_MONTH, district_code="664", is_illustrative=True
        )
        == "bao-cao_67_664_2021-12-31_6-thang_minh-hoa.docx"
    )
