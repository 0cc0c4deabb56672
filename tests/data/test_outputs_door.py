"""The door for files: each opens and holds the figures, and every refusal is a value."""

import csv
import io
import json
import zipfile
from datetime import date

import docx
import openpyxl
import pytest

from data import outputs
from data.boundaries.faults import BoundaryError
from data.exports import geopackage
from data.schemas import TableError
from domain.outputs import (
    MARK_STYLES,
    FormOrder,
    Order,
    OutputFile,
    OutputKind,
    Reach,
    Refusal,
    Refused,
    ReportForm,
)
from domain.registers.fields import Kind
from domain.report.periods import ReportKind

END_2021 = date(2021, 12, 31)


@pytest.fixture(autouse=True)
def store(ready_var):
    """Every test reads the shared store."""
    return ready_var


def order(kind, **changes):
    return Order(kind, **{"province": "66", "as_of": END_2021, **changes})


def made(kind, **changes):
    file = outputs.build_output(order(kind, **changes))
    assert isinstance(file, OutputFile), file
    assert file.size == len(file.content) > 0
    assert file.made_at.tzinfo is not None
    assert file.is_illustrative
    return file


def test_a_report_holds_the_figures_and_what_was_typed():
    form = ReportForm(
        ReportKind.ANNUAL,
        number="07",
        place="Buôn Ma Thuột",
        issued_on=date(2022, 1, 5),
        signer_name="Nguyễn Thị Bình",
        direction="Đoạn một.\n\nĐoạn hai.",
    )
    file = made(OutputKind.REPORT, report=form)
    assert file.name == "bao-cao_66_2021-12-31_nam_minh-hoa.docx"
    document = docx.Document(io.BytesIO(file.content))
    cells = [c.text for table in document.tables for row in table.rows for c in row.cells]
    text = "\n".join([p.text for p in document.paragraphs] + cells)
    for words in ("71/152", "2.432", "Nguyễn Thị Bình", "Buôn Ma Thuột, ngày 05 tháng 01 năm 2022"):
        assert words in text
    own = [p.text for p in document.paragraphs]
    assert own.index("Đoạn hai.") == own.index("Đoạn một.") + 1


def test_a_workbook_holds_every_commune_and_a_district_only_its_own():
    whole = made(OutputKind.WORKBOOK)
    assert whole.name == "bieu-tong-hop_66_2021-12-31_minh-hoa.xlsx"
    district = made(OutputKind.WORKBOOK, district="654")
    assert "_66_654_" in district.name

    def codes(file):
        sheet = openpyxl.load_workbook(io.BytesIO(file.content)).worksheets[0]
        cells = {str(cell.value) for row in sheet.iter_rows() for cell in row}
        return {value for value in cells if len(value) == 5 and value.isdigit()}

    assert len(codes(whole)) == 152
    assert codes(district) < codes(whole)


def test_a_table_follows_the_criterion():
    def rows(file):
        return list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))

    every = rows(made(OutputKind.TIDY))
    assert len(every) == 152 * 19
    assert sum(row["Trạng thái"] == "met" for row in every) == 2432
    one = rows(made(OutputKind.TIDY, criterion=17))
    assert len(one) == 152
    assert {row["Tiêu chí số"] for row in one} == {"17"}


def test_a_package_of_the_country_needs_no_date():
    file = outputs.build_output(Order(OutputKind.PACKAGE, None))
    assert isinstance(file, OutputFile)
    assert file.name == "goi-du-lieu_vn.zip"
    with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
        about = json.loads(archive.read("datapackage.json"))
    assert about["contains_illustrative"] is True
    assert {r["name"] for r in about["resources"]} >= {"marks", "recognition", "units"}


def test_a_map_without_boundaries_says_so():
    assert outputs.build_output(order(OutputKind.GEOPACKAGE)) == Refused(Refusal.NO_BOUNDARIES)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (geopackage.BoundaryLicenceError("a", "b"), Refusal.APPROXIMATE),
        (BoundaryError("a", "b"), Refusal.NO_BOUNDARIES),
        (TableError("a", "b"), Refusal.BROKEN_REFERENCE),
    ],
)
def test_a_fault_a_reader_can_mend_is_a_value(monkeypatch, error, reason):
    taken = []

    def fail(*_args, **options):
        taken.append(options["allow_approximate"])
        raise error

    monkeypatch.setattr(geopackage, "build_geopackage", fail)
    assert outputs.build_output(order(OutputKind.GEOPACKAGE)) == Refused(reason)
    assert taken == [False]  # approximate polygons only when they were asked for


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"as_of": date(1999, 1, 1)}, Refusal.NO_DATA),
        ({"province": "01"}, Refusal.NO_DATA),
        ({"province": None}, Refusal.NO_DATA),
        ({"district": "999"}, Refusal.NO_DATA),
        ({"plan": "no-such-plan"}, Refusal.GONE),
    ],
)
def test_what_is_not_there_is_a_value(changes, reason):
    assert outputs.build_output(order(OutputKind.WORKBOOK, **changes)) == Refused(reason)
    assert outputs.build_output(order(OutputKind.REPORT, **changes)) == Refused(reason)


def test_a_criterion_of_another_set_is_a_value():
    assert outputs.build_output(order(OutputKind.TIDY, criterion=99)) == Refused(Refusal.GONE)


def test_the_usual_words_are_those_of_the_place():
    province, district = outputs.usual_words("66", None), outputs.usual_words("66", "654")
    assert province["superior"] == "Ủy ban nhân dân\ntỉnh Đắk Lắk"
    assert district["superior"] == "Ủy ban nhân dân\nhuyện Krông Pắc"
    assert province["recipients"].splitlines()[-1] == "Lưu: VT."
    with pytest.raises(KeyError):
        outputs.usual_words("66", "999")


def test_a_register_without_anything_to_choose_is_told_before():
    # Every target of Đắk Lắk is counted from its communes; no plan of Hà Nội is known.
    assert outputs.template_refusals("66") == {Kind.TARGET_VALUE: Refusal.NO_TARGETS}
    assert outputs.template_refusals("01") == {
        Kind.TASK_STATUS: Refusal.NO_TASKS,
        Kind.TARGET_VALUE: Refusal.NO_TARGETS,
        Kind.REPORT_RECEIPT: Refusal.NO_REPORTS,
    }
    assert outputs.template_refusals("20") == {}


@pytest.mark.parametrize("province", ["66", "20"])
def test_every_register_that_is_not_refused_opens(province):
    refused = outputs.template_refusals(province)
    for kind in set(Kind) - set(refused):
        book = openpyxl.load_workbook(io.BytesIO(outputs.build_register_form(kind, province)))
        assert book.sheetnames[:2] == ["Nhập liệu", "Hướng dẫn"]


@pytest.mark.parametrize("style", MARK_STYLES)
def test_a_form_of_marks_lists_the_communes_of_its_place(style):
    wanted = FormOrder("66", "QD1980_2016", district="654", style=style, as_of=END_2021)
    sheet = openpyxl.load_workbook(io.BytesIO(outputs.build_marks_form(wanted))).worksheets[0]
    text = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert any("31/12/2021" in value for value in text)
    assert sum(len(value) == 5 and value.isdigit() for value in text) == 15


def test_one_form_a_district_comes_as_a_zip():
    content = outputs.build_marks_form(FormOrder("66", "QD1980_2016", Reach.EACH_DISTRICT))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        communes = 0
        for name in names:
            sheet = openpyxl.load_workbook(io.BytesIO(archive.read(name))).worksheets[0]
            codes = [str(row[2].value) for row in sheet.iter_rows() if row[2].value]
            communes += sum(len(code) == 5 and code.isdigit() for code in codes)
    assert len(names) == 15
    assert names[0] == "bieu-danh-gia_66_643.xlsx"
    assert communes == 152


def test_names_of_forms_tell_kind_and_place():
    assert outputs.form_name(None, "66", None, "zip") == "bieu-danh-gia_66.zip"
    assert outputs.form_name(Kind.FUNDING, "66", None) == "mau-nguon-von_66.xlsx"
