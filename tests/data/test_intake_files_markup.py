"""Pages and Excel 2003 XML named .xls, as reporting programs save them."""

import dataclasses
from datetime import date

import pytest
from reader_files import read, refused

from data.intake.limits import configured_limits
from domain.intake.grid import Area

PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>
<meta http-equiv=Content-Type content="text/html; charset={charset}"><title>Bao cao</title>
<style>td {{ color: red }}</style><script>alert("TC9")</script></head><body>
<!--[if gte mso 9]><xml><x:Name>Sheet9</x:Name></xml><![endif]-->
<h3>BIỂU 01. HUYỆN CƯ M'GAR</h3><p>(Đến ngày 31/12/2021)</p>
<table><col><col style="display:none"><tr><td rowspan=2>TT</td><td rowspan=2>Tên xã</td>
<td colspan=2>Tiêu chí</td></tr><tr><td>1</td><td>2</td></tr>
<tr style='mso-hide; display: none'><td x:num="1">1</td><td>Quảng<br>Tiến<td>x<td>&nbsp;</tr>
<tr><td>2<td>Ea H&#39;đinh &amp; &lt;b&gt;<td x:fmla="=A1">7<td x:err="#REF!">#REF!
</table></body></html>"""
BOOK = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>{doctype}
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:x="urn:schemas-microsoft-com:office:excel"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="Biểu 01"><Table>
<Column ss:Index="2" ss:Hidden="1"/><Row ss:Index="2"><Cell ss:MergeAcross="1"><Data
 ss:Type="String">Quảng <B>Tiến</B></Data><Comment><Data>không phải</Data></Comment></Cell>
<Cell><Data ss:Type="Number">05</Data></Cell></Row>
<Row ss:Hidden="1"><Cell ss:Index="3" ss:Formula="=RC[-1]"><Data ss:Type="DateTime"
>2021-12-31T00:00:00.000</Data></Cell><Cell><Data ss:Type="Error">#DIV/0!</Data></Cell>
<Cell><Data ss:Type="Boolean">1</Data></Cell></Row></Table></Worksheet>
<Worksheet ss:Name="Ẩn"><Table><Row><Cell><Data ss:Type="String">x</Data></Cell></Row></Table>
<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></Worksheet></Workbook>"""


def test_a_page_is_one_sheet_of_what_it_shows():
    book = read(PAGE.format(charset="utf-8").encode(), "bieu.xls")
    assert (book.kind, book.remarks) == ("html", ("name_differs",))
    (sheet,) = book.sheets
    assert sheet.rows == (
        ("BIỂU 01. HUYỆN CƯ M'GAR",),
        ("(Đến ngày 31/12/2021)",),
        ("TT", "Tên xã", "Tiêu chí"),
        (None, None, 1, 2),
        (1, "Quảng Tiến", "x"),
        (2, "Ea H'đinh & <b>", 7, None),
    )
    assert sheet.merged == (Area(2, 0, 3, 0), Area(2, 1, 3, 1), Area(2, 2, 2, 3))
    assert sheet.hidden_rows == {4}
    assert sheet.hidden_columns == {1}
    assert sheet.formulas == {(5, 2): "=A1"}
    assert sheet.errors == {(5, 3): "#REF!"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_page_in_any_encoding(encoding):
    book = read(PAGE.format(charset="utf-8").encode(encoding), "bieu.xls")
    assert book.sheets[0].value(0, 0) == "BIỂU 01. HUYỆN CƯ M'GAR"


def test_a_page_in_the_encoding_it_declares():
    page = PAGE.format(charset="windows-1252").replace("Ư", "&#431;").replace("ư", "&#432;")
    content = page.encode("cp1252", "xmlcharrefreplace") + "é".encode("cp1252")
    assert read(content, "bieu.xls").sheets[0].value(0, 0) == "BIỂU 01. HUYỆN CƯ M'GAR"


def test_tables_within_tables_stand_under_each_other():
    page = "<table><tr><td>Tỉnh<table><tr><td>a<td>b</table><td>sau</table>"
    assert read(page.encode(), "b.html").sheets[0].rows == (("Tỉnh",), ("a", "b"), ("sau",))


def test_a_page_without_a_table_has_its_remedy():
    assert refused(b"<html><body>Xin ch\xc3\xa0o</body></html>", "b.xls").code == "file_html"


def test_excel_xml_keeps_places_kinds_and_what_is_hidden():
    book = read(BOOK.format(doctype="").encode(), "bieu.xls")
    assert book.kind == "xml"
    first, second = book.sheets
    assert first.rows == (
        (),
        ("Quảng Tiến", None, 5),
        (None, None, date(2021, 12, 31), None, True),
    )
    assert first.merged == (Area(1, 0, 1, 1),)
    assert first.errors == {(2, 3): "#DIV/0!"}
    assert first.formulas == {(2, 2): "=RC[-1]"}
    assert first.hidden_rows == {2}
    assert first.hidden_columns == {1}
    assert (first.is_hidden, second.is_hidden) == (False, True)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("{doctype}", '<!DOCTYPE a [<!ENTITY b "c">]>'), "xml_entities"),
        (('ss:Index="2"', 'ss:Index="99999999"'), "too_many_rows"),
        (('ss:Type="Number">05', 'ss:Type="Number">năm'), "file_damaged"),
        (("</Workbook>", ""), "file_damaged"),
    ],
)
def test_hostile_xml_is_refused(change, code):
    content = BOOK.replace(*change)
    if change[0] == 'ss:Index="2"':
        content = BOOK.replace('<Row ss:Index="2">', '<Row ss:Index="99999999">')
    assert refused(content.replace("{doctype}", "").encode(), "b.xls").code == code


def test_a_page_beyond_the_bounds_is_refused():
    small = dataclasses.replace(configured_limits(), rows=50, columns=50)
    rows = "<table>" + "<tr><td>x" * 60
    assert refused(rows.encode(), "b.xls", small).code == "too_many_rows"
    wide = '<table><tr><td colspan="999999">a<td>b'
    assert refused(wide.encode(), "b.xls", small).code == "too_many_columns"


def test_other_single_files_of_the_web_are_named():
    problem = refused(b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n", "b.xls")
    assert (problem.code, problem.params["kind"]) == ("file_other_kind", "MHTML")
