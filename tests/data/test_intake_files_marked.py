"""The copy a sender gets back: marked cells, a list with links, nothing that reaches out."""

import io
import random

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.formula.translate import Translator
from reader_files import ods, ods_cell, ods_row, ods_sheet, read, rezipped, saved, xls, xlsx

from data.intake.files import save_marked_copy
from data.intake.marked import marked_copy
from data.intake.neutral import is_harmless
from data.intake.reading import PROBLEM_SHEET
from data.intake.shared_formulas import shifted
from domain.intake.problems import Problem, Severity

RED, AMBER = "FFF4B6B6", "FFFFE08A"


def mark(cell, severity="error", sheet="Biểu 01", read="", why="vì sao", do="làm gì"):
    return {"severity": severity, "sheet": sheet, "cell": cell, "read": read, "why": why, "do": do}


def annex():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Biểu 01"
    sheet.append(["BIỂU TỔNG HỢP"])
    sheet.append(["STT", "Xã", "TC1", "Tổng"])
    sheet.append([1, "Tân Thành", "x", '=COUNTIF(C3:C3,"x")'])
    sheet.append([2, "Ea Blang", "?", 3])
    sheet.merge_cells("A1:D1")
    sheet["B4"].comment = Comment("xem lại", "huyện")
    return book


def copied(content, marks, name="bieu.xlsx"):
    return openpyxl.load_workbook(io.BytesIO(marked_copy(content, read(content, name), marks)))


def test_cells_are_coloured_and_explained():
    book = copied(
        saved(annex()),
        [mark("C4"), mark("C4", "warning"), mark("D3", "warning"), mark("B4", "note"), mark("B1")],
    )
    sheet = book["Biểu 01"]
    assert sheet["C4"].fill.start_color.rgb == RED
    assert sheet["C4"].comment.text == "Lỗi: vì sao\nlàm gì\n\nCảnh báo: vì sao\nlàm gì"
    assert sheet["D3"].fill.start_color.rgb == AMBER
    assert sheet["B4"].fill.fill_type is None
    assert sheet["B4"].comment.text == "Ghi chú: vì sao\nlàm gì\n\nxem lại"
    assert sheet["A1"].fill.start_color.rgb == RED
    assert sheet["D3"].value == '=COUNTIF(C3:C3,"x")'
    assert [sheet["A4"].value, sheet["B4"].value] == [2, "Ea Blang"]


def test_the_list_prints_as_wide_as_a_page_and_shows_every_line():
    long = {**mark("C4"), "why": "vì sao " * 20}  # 140 letters in a column for 60
    sheet = copied(saved(annex()), [mark("B4"), long]).worksheets[0]
    heights = [sheet.row_dimensions[row].height for row in range(1, sheet.max_row + 1)]
    assert heights[-1] == 3 * heights[-2]
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0


def test_the_list_comes_first_and_leads_to_the_cells():
    book = copied(
        saved(annex()),
        [
            mark("C4", read="=1+1"),
            mark("4:4", "warning"),
            mark("D:D"),
            mark("", sheet="", read="@x"),
        ],
    )
    sheet = book.worksheets[0]
    assert sheet.title == PROBLEM_SHEET
    rows = list(sheet.iter_rows(min_row=4, values_only=True))
    assert rows[0] == (1, "Lỗi", "Biểu 01", "C4", "=1+1", "vì sao", "làm gì")
    assert [row[1] for row in rows] == ["Lỗi", "Cảnh báo", "Lỗi", "Lỗi"]
    links = [cell.hyperlink and cell.hyperlink.location for cell in sheet["D"][3:]]
    assert links == ["'Biểu 01'!C4", "'Biểu 01'!A4", "'Biểu 01'!A1", None]
    assert [sheet["E4"].data_type, sheet["E7"].data_type] == ["s", "s"]
    assert sheet["E4"].quotePrefix
    assert book["Biểu 01"]["A4"].fill.start_color.rgb == AMBER


def test_places_that_do_not_exist_are_listed_without_a_link():
    marks = [mark("XFE1"), mark("A0"), mark("A1048577"), mark("x' OR 1"), mark("B2", sheet="Khác")]
    book = copied(saved(annex()), marks)
    assert [cell.hyperlink for cell in book.worksheets[0]["D"][3:]] == [None] * 5


HOSTILE = [
    '=HYPERLINK("http://127.0.0.1/?"&A1,"x")',
    "=cmd|'/C calc'!A0",
    "=[1]Sheet1!A1",
    "='http://127.0.0.1/[a.xlsx]S'!A1",
    "='[a.xlsx]S'!A1",
    '=WEBSERVICE("http://127.0.0.1")',
    '=_xlfn.WEBSERVICE("http://127.0.0.1")',
    '=sum(1)+hyperlink ("x")',
    '=CALL("kernel32","WinExec","JCJ","calc",0)',
    '=IMPORTXML("http://127.0.0.1","x")',
    '=IF(1,RTD("x",,"y"),2)',
    "=SomeMacro(1)",
]
HARMLESS = [
    '=COUNTIF(C9:U9,"x")',
    "=SUM('Biểu 01'!A1:A3)/2",
    '=IF(A1>=10,"đạt | không","[a]!")',
    "=Table1[[#This Row],[TC1]]+1",
    "=_xlfn.IFNA(VLOOKUP(A1,B:C,2,0),0)",
    '=COUNTA(A1)+SUMPRODUCT((A1:A3="x")*1)',
    "=ROUND(AVERAGE(A1:A9),2)",
]


@pytest.mark.parametrize("formula", HOSTILE)
def test_formulas_that_reach_out(formula):
    assert not is_harmless(formula)


@pytest.mark.parametrize("formula", HARMLESS)
def test_formulas_that_calculate(formula):
    assert is_harmless(formula)


def test_what_reaches_out_becomes_text_and_nothing_else_does():
    book = annex()
    sheet = book["Biểu 01"]
    for row, formula in enumerate([*HOSTILE, *HARMLESS], start=10):
        sheet.cell(row, 1, formula)
    sheet["B2"].hyperlink = "http://127.0.0.1/"
    content = rezipped(saved(book), add={"xl/vbaProject.bin": b"\xd0\xcf"})
    out = marked_copy(content, read(content), [])
    copy = openpyxl.load_workbook(io.BytesIO(out))["Biểu 01"]
    column = [copy.cell(row, 1) for row in range(10, 10 + len(HOSTILE) + len(HARMLESS))]
    assert [cell.value for cell in column] == [*HOSTILE, *HARMLESS]
    assert [cell.data_type for cell in column] == ["s"] * len(HOSTILE) + ["f"] * len(HARMLESS)
    assert copy["B2"].hyperlink is None
    assert read(out).remarks == ("formula_values_missing",)


def test_other_formats_are_rebuilt_at_the_same_addresses():
    def fill_xls(book):
        sheet = book.add_sheet("Biểu 01")
        sheet.write_merge(0, 0, 0, 1, "=1+1")
        sheet.write(2, 1, 5986)
        sheet.row(2).hidden = True

    def fill_ods(document):
        sheet = ods_sheet(document, "Biểu 01")
        ods_row(sheet, ods_cell("=1+1", valuetype="string"))
        ods_row(sheet)
        ods_row(sheet, ods_cell(), ods_cell("5986", valuetype="float", value="5986"))

    for content, name in ((xls(fill_xls), "b.xls"), (ods(fill_ods), "b.ods")):
        workbook = read(content, name)
        out = marked_copy(content, workbook, [mark("B3")])
        again = read(out)
        assert again.sheets[0].rows == workbook.sheets[0].rows
        assert again.sheets[0].hidden_rows == workbook.sheets[0].hidden_rows
        assert again.sheets[0].formulas == {}
        copy = openpyxl.load_workbook(io.BytesIO(out))["Biểu 01"]
        assert (copy["A1"].value, copy["A1"].data_type) == ("=1+1", "s")
        assert copy["B3"].fill.start_color.rgb == RED


def test_a_text_file_is_marked_in_a_process_of_its_own():
    content = "Xã,TC1\n=cmd|x,?\n".encode()
    problem = Problem("bad_value", Severity.ERROR, "", "B2", "?", {"n": 1})
    workbook = read(content, "b.csv")
    out = save_marked_copy(content, workbook, [problem], lambda p: f"vì {p.code}\nsửa {p.cell}")
    book = openpyxl.load_workbook(io.BytesIO(out))
    rows = list(book.worksheets[0].iter_rows(min_row=4, values_only=True))
    assert rows == [(1, "Lỗi", None, "B2", "?", "vì bad_value", "sửa B2")]
    assert book.worksheets[1]["A2"].data_type == "s"
    assert book.worksheets[1]["B2"].comment.text == "Lỗi: vì bad_value\nsửa B2"


def test_a_copy_sent_back_is_read_without_its_list():
    content = saved(annex())
    out = marked_copy(content, read(content), [mark("C4")])
    again = read(out)
    assert [sheet.name for sheet in again.sheets] == ["Biểu 01"]
    assert again.sheets[0].rows == read(content).sheets[0].rows
    second = openpyxl.load_workbook(io.BytesIO(marked_copy(out, again, [mark("C4"), mark("B4")])))
    assert second.sheetnames == [PROBLEM_SHEET, "Biểu 01"]
    assert second["Biểu 01"]["C4"].comment.text == "Lỗi: vì sao\nlàm gì"


def test_names_of_sheets_that_need_quotes():
    book = openpyxl.Workbook()
    book.active.title = "Xã 'A'"
    book.active["A1"] = "x"
    sheet = copied(saved(book), [mark("A1", sheet="Xã 'A'")]).worksheets[0]
    assert sheet["D4"].hyperlink.location == "'Xã ''A'''!A1"


def test_a_workbook_that_cannot_be_written_again_is_rebuilt():
    content = rezipped(
        xlsx(["x", 1]),
        {
            "xl/styles.xml": b"<styleSheet><cellXfs><xf numFmtId='x'/>"
            b"</cellXfs><fonts count='x'/></styleSheet>"
        },
    )
    book = copied(content, [mark("A1", sheet="Sheet")])
    assert book["Sheet"]["A1"].value == "x"
    assert book["Sheet"]["A1"].fill.start_color.rgb == RED


FORMULAS = [
    "A1+$B2*C$3-$D$4",
    "SUM(A:A,$B:C,1:1,$2:3)",
    '"A1"&B2',
    "'S A1'!B2+S1!C3",
    "LOG10(A5)",
    'COUNTIF($C9:U9,"x")',
    "T1[A1]+AB12",
]


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_shared_formula_moves_as_spreadsheets_move_it(formula):
    source = random.Random(formula)
    for _ in range(10):
        rows, columns = source.randrange(0, 30), source.randrange(0, 30)
        target = f"{openpyxl.utils.get_column_letter(5 + columns)}{5 + rows}"
        expected = Translator("=" + formula, "E5").translate_formula(target)
        assert "=" + shifted(formula, rows, columns) == expected


def test_shared_formulas_beyond_what_the_library_moves():
    assert shifted("A1:INDEX(B2:C3,1)", 1, 1) == "B2:INDEX(C3:D4,1)"
    assert shifted("A1+B2", -1, 0) == "#REF!+B1"
    assert shifted("A:A+2:2", -2, -1) == "#REF!:#REF!+#REF!:#REF!"
