"""Every format gives the same cells: values, formulas, errors, what is merged and hidden."""

from datetime import date, datetime, time

import openpyxl
import pytest
import xlwt
from odf import table
from openpyxl.worksheet.formula import ArrayFormula
from reader_files import (
    SHEET,
    cells_xml,
    ods,
    ods_cell,
    ods_error,
    ods_hidden_style,
    ods_row,
    ods_sheet,
    read,
    rezipped,
    saved,
    with_part,
    with_sheet_xml,
    written,
    xls,
    xlsx,
)

from domain.intake.grid import Area


def test_shared_texts_with_parts_and_readings():
    def fill(book, sheet):
        bold = book.add_format({"bold": True})
        sheet.write_rich_string("A1", "Xã ", bold, "Đắk", " Nuê")
        sheet.write_column("A2", [" Xã\u00a0A ", "Xã A", "Xã A"])

    content = written(fill)
    content = with_part(content, "xl/sharedStrings.xml", "</si>", "<rPh><t>no</t></rPh></si>")
    assert read(content).sheets[0].rows == (("Xã Đắk Nuê",), ("Xã A",), ("Xã A",), ("Xã A",))


def test_xlsx_values_keep_their_kind():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Biểu"
    sheet.append(["Xã Đắk Nuê", 5986.0, 84.21, True, date(2021, 6, 30)])
    sheet.append([None, "05986", 0.467, False, datetime(2021, 6, 30, 17, 5)])
    sheet["C2"].number_format = "0.0%"
    sheet["F2"] = time(12, 0)
    workbook = read(saved(book))
    assert workbook.kind == "xlsx"
    assert workbook.sheets[0].name == "Biểu"
    assert workbook.sheets[0].rows == (
        ("Xã Đắk Nuê", 5986, 84.21, True, date(2021, 6, 30)),
        (None, "05986", 0.467, False, date(2021, 6, 30), 0.5),
    )
    assert type(workbook.sheets[0].rows[0][1]) is int
    assert type(workbook.sheets[0].rows[0][3]) is bool
    assert workbook.remarks == ()


def test_xlsx_formulas_keep_text_and_what_they_remember():
    def fill(book, sheet):
        sheet.write_row(0, 0, ["x", "x", None])
        sheet.write_formula("C1", '=COUNTIF(A1:B1,"x")', None, 2)
        sheet.write_formula("D1", '=A1&"y"', None, "xy")
        sheet.write_formula("E1", "=1/0", None, "#DIV/0!")

    workbook = read(written(fill))
    sheet = workbook.sheets[0]
    assert sheet.rows == (("x", "x", 2, "xy", None),)
    assert sheet.formulas == {
        (0, 2): '=COUNTIF(A1:B1,"x")',
        (0, 3): '=A1&"y"',
        (0, 4): "=1/0",
    }
    assert sheet.errors == {(0, 4): "#DIV/0!"}
    assert workbook.remarks == ()


def test_an_empty_text_is_a_remembered_value():
    workbook = read(cells_xml('<row><c t="str"><f>""</f><v></v></c><c><v>1</v></c></row>'))
    assert workbook.sheets[0].rows == ((None, 1),)
    assert workbook.remarks == ()


def test_xlsx_formulas_without_values_are_told():
    book = openpyxl.Workbook()
    book.active.append(["x", '=COUNTIF(A1:A1,"x")', "=1/0"])
    workbook = read(saved(book))
    assert workbook.sheets[0].rows == (("x", None, None),)
    assert workbook.sheets[0].formulas[0, 2] == "=1/0"
    assert workbook.sheets[0].errors == {}
    assert workbook.remarks == ("formula_values_missing",)


def test_zeros_of_a_program_that_calculates_nothing_are_no_values():
    def fill(book, sheet):
        sheet.write("A1", "x")
        sheet.write_formula("B1", '=COUNTIF(A1:A1,"x")')
        sheet.write_formula("C1", "=A1")

    workbook = read(written(fill))
    assert workbook.sheets[0].rows == (("x", None, None),)
    assert workbook.remarks == ("formula_values_missing",)


def test_a_zero_among_other_results_is_a_value():
    def fill(book, sheet):
        sheet.write_formula("A1", "=0", None, 0)
        sheet.write_formula("B1", "=7", None, 7)

    assert read(written(fill)).sheets[0].rows == ((0, 7),)


def test_shared_and_array_formulas():
    xml = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f t="shared" ref="B1:B3" si="0">$A1+A$1*2</f>'
        '<v>3</v></c></row><row r="2"><c r="B2"><f t="shared" si="0"/><v>4</v></c></row>'
        '<row r="3"><c r="C3"><f t="shared" si="0"/><v>5</v></c></row>'
    )
    assert read(cells_xml(xml)).sheets[0].formulas == {
        (0, 1): "=$A1+A$1*2",
        (1, 1): "=$A2+A$1*2",
        (2, 2): "=$A3+B$1*2",
    }
    book = openpyxl.Workbook()
    book.active["A1"] = ArrayFormula("A1:A2", "=SUM(B1:B2*C1:C2)")
    assert read(saved(book)).sheets[0].formulas == {(0, 0): "=SUM(B1:B2*C1:C2)"}


def test_xlsx_merged_hidden_and_grouped():
    book = openpyxl.Workbook()
    sheet = book.active
    for row in range(1, 9):
        for column in range(1, 7):
            sheet.cell(row, column, row * 10 + column)
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("E2:E4")
    sheet.row_dimensions[3].hidden = True
    sheet.row_dimensions.group(5, 6, hidden=True)
    sheet.column_dimensions["B"].hidden = True
    sheet.column_dimensions.group("D", "E", hidden=True)
    hidden = book.create_sheet("Ẩn")
    hidden["A1"] = 1
    hidden.sheet_state = "veryHidden"
    first, second = read(saved(book)).sheets
    assert first.merged == (Area(0, 0, 0, 2), Area(1, 4, 3, 4))
    assert first.hidden_rows == {2, 4, 5}
    assert first.hidden_columns == {1, 3, 4}
    assert (first.is_hidden, second.is_hidden) == (False, True)
    assert first.value(0, 1) is None


def test_rows_and_columns_without_size_are_hidden():
    row = '<row r="{0}" ht="{1}"><c r="A{0}"><v>1</v></c><c r="B{0}"><v>1</v></c></row>'
    columns = '<cols><col min="2" max="2" width="0"/></cols>'
    rows = row.format(1, 15) + row.format(2, 0)
    sheet = read(with_sheet_xml(f"{columns}<sheetData>{rows}</sheetData>")).sheets[0]
    assert (sheet.hidden_rows, sheet.hidden_columns) == ({1}, {1})


def test_rows_hidden_by_a_filter():
    def fill(book, sheet):
        for row, word in enumerate(["TC", "x", "k", "x"]):
            sheet.write(row, 0, word)
        sheet.autofilter(0, 0, 3, 0)
        sheet.filter_column(0, "x == x")
        sheet.set_row(2, options={"hidden": True})

    assert read(written(fill)).sheets[0].hidden_rows == {2}


def test_days_count_from_1904_when_the_file_says_so():
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active["A1"] = date(2021, 6, 30)
    content = saved(book)
    assert read(content).sheets[0].rows == ((date(2021, 6, 30),),)


def test_formats_that_look_like_days_but_are_not():
    book = openpyxl.Workbook()
    for column, code in enumerate(['#,##0 "đồng/năm"', "[Red]0.0", "[h]:mm", "d/m/yyyy"], 1):
        book.active.cell(1, column, 44377).number_format = code
    assert read(saved(book)).sheets[0].rows == ((44377, 44377, 44377, date(2021, 6, 30)),)


def test_cells_written_as_other_programs_do():
    xml = (
        '<row><c t="inlineStr"><is><r><t>Xã </t></r><r><t>A</t></r><rPh><t>no</t></rPh></is></c>'
        '<c t="str"><v>b</v></c><c t="b"><v>1</v></c><c t="d"><v>2021-06-30T00:00:00</v></c>'
        '<c t="e"><v>#REF!</v></c><c><v>1E2</v></c></row>'
        '<row><c t="inlineStr"><is><t>x_x000D_y</t></is></c></row>'
    )
    sheet = read(cells_xml(xml)).sheets[0]
    assert sheet.rows == (("Xã A", "b", True, date(2021, 6, 30), None, 100), ("x y",))
    assert sheet.errors == {(0, 4): "#REF!"}


def test_prefixed_names_and_absolute_targets():
    xml = (
        '<x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><x:sheetData>'
        '<x:row r="2"><x:c r="B2"><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    content = rezipped(xlsx(["x"]), {SHEET: xml.encode()})
    content = with_part(
        content, "xl/_rels/workbook.xml.rels", "/?(xl/)?worksheets/", "/xl/WORKSHEETS/"
    )
    assert read(content).sheets[0].rows == ((), (None, 7))


def test_a_stray_format_in_the_last_row_takes_no_room():
    xml = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="0"/></row>'
    content = with_sheet_xml(
        f'<cols><col min="2" max="16384" hidden="1"/></cols><sheetData>{xml}</sheetData>'
        '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    )
    sheet = read(content).sheets[0]
    assert (sheet.rows, sheet.merged, sheet.hidden_columns) == (((1,),), (), frozenset())


def test_macros_and_links_are_left_out_and_told():
    content = rezipped(
        xlsx(["x"]),
        add={"xl/vbaProject.bin": b"\xd0\xcf", "xl/externalLinks/externalLink1.xml": b"<x/>"},
    )
    assert read(content, "b.xlsm").remarks == ("macros_ignored", "external_links_ignored")


def annex_xls(book):
    sheet = book.add_sheet("Biểu 01")
    sheet.write_merge(0, 0, 0, 3, "BIỂU TỔNG HỢP")
    day = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    sheet.write(1, 0, 5986.0)
    sheet.write(1, 1, "  Xã Đắk\u00a0Nuê ")
    sheet.write(1, 2, date(2021, 6, 30), day)
    sheet.write(1, 3, 84.21)
    sheet.write(2, 0, True)
    sheet.row(2).set_cell_error(1, "#DIV/0!")
    sheet.write(3, 0, "x")
    sheet.row(3).hidden = True
    sheet.col(1).hidden = True
    book.add_sheet("Ẩn").write(0, 0, 1)
    book.get_sheet(1).visibility = 1


def test_xls_gives_the_same_as_xlsx():
    workbook = read(xls(annex_xls), "bieu.xls")
    first, second = workbook.sheets
    assert workbook.kind == "xls"
    assert first.rows == (
        ("BIỂU TỔNG HỢP", None, None, None)[: len(first.rows[0])],
        (5986, "Xã Đắk Nuê", date(2021, 6, 30), 84.21),
        (True, None),
        ("x",),
    )
    assert type(first.rows[1][0]) is int
    assert first.errors == {(2, 1): "#DIV/0!"}
    assert first.merged == (Area(0, 0, 0, 3),)
    assert (first.hidden_rows, first.hidden_columns) == ({3}, {1})
    assert (first.is_hidden, second.is_hidden) == (False, True)


def annex_ods(document):
    sheet = ods_sheet(document, "Biểu 01")
    sheet.addElement(table.TableColumn(numbercolumnsrepeated=2))
    sheet.addElement(table.TableColumn(visibility="collapse"))
    ods_row(
        sheet,
        ods_cell("BIỂU\nTỔNG HỢP", valuetype="string", numbercolumnsspanned=3, numberrowsspanned=1),
        table.CoveredTableCell(numbercolumnsrepeated=2),
        ods_cell("Ghi chú", note="không đọc", valuetype="string"),
    )
    ods_row(
        sheet,
        ods_cell("5.986", valuetype="float", value="5986"),
        ods_cell("46,7%", valuetype="percentage", value="0.467"),
        ods_cell("30/06/2021", valuetype="date", datevalue="2021-06-30"),
        ods_cell("TRUE", valuetype="boolean", booleanvalue="true"),
    )
    ods_row(sheet, table.TableCell(numbercolumnsrepeated=16384), numberrowsrepeated=2)
    ods_row(sheet, ods_cell("x", valuetype="string", numbercolumnsrepeated=3), numberrowsrepeated=2)
    ods_row(sheet, ods_cell("ẩn", valuetype="string"), visibility="filter")
    formula = 'of:=SUM([.A2:.A3];COUNTIF([.$B$1];"a;[.b]"))'
    ods_row(sheet, ods_cell("3", valuetype="float", value="3", formula=formula))
    ods_row(sheet, ods_error("#DIV/0!"))
    ods_row(sheet, table.TableCell(numbercolumnsrepeated=16384), numberrowsrepeated=1048000)
    ods_row(
        ods_sheet(document, "Ẩn", ods_hidden_style(document)),
        ods_cell("1", valuetype="float", value="1"),
    )


def test_ods_gives_the_same_as_xlsx():
    workbook = read(ods(annex_ods), "bieu.ods")
    first, second = workbook.sheets
    assert workbook.kind == "ods"
    assert first.rows == (
        ("BIỂU TỔNG HỢP", None, None, "Ghi chú"),
        (5986, 0.467, date(2021, 6, 30), True),
        (),
        (),
        ("x", "x", "x"),
        ("x", "x", "x"),
        ("ẩn",),
        (3,),
        (None,),
    )
    assert first.formulas[7, 0] == '=SUM(A2:A3,COUNTIF($B$1,"a;[.b]"))'
    assert first.errors == {(8, 0): "#DIV/0!"}
    assert first.merged == (Area(0, 0, 0, 2),)
    assert (first.hidden_rows, first.hidden_columns) == ({6}, {2})
    assert (first.is_hidden, second.is_hidden) == (False, True)


def test_the_content_decides_not_the_name():
    assert read(xlsx(["x"]), "bieu.xls").kind == "xlsx"
    assert read(xlsx(["x"]), "bieu.xls").remarks == ("name_differs",)
    assert read(b"a;b\n1;2\n", "bieu.xlsx").kind == "csv"
    assert read(xls(annex_xls), "bieu.xlsx").kind == "xls"
    assert read(ods(annex_ods), "x").remarks == ()


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\tệp\\bieu.xlsx", "bieu.xlsx"),
        ("thư mục/", "thư mục"),
        ("", "file"),
        ("..", "file"),
        ("a\u202ecod.xlsx", "acod.xlsx"),
    ],
)
def test_a_name_loses_its_folders(name, plain):
    assert read(xlsx(["x"]), name).file_name == plain


def test_the_file_is_named_by_its_hash():
    # SHA-256 of the three letters, a published test value
    workbook = read(b"abc", "a.csv")
    expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert (workbook.sha256, workbook.size) == (expected, 3)
