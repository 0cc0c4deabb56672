"""Templates opened as Excel would: drop-downs, formats and formulas; filled in and read back."""

import io
from datetime import date, datetime

import openpyxl
import pytest

from data.intake.context import build_context
from data.intake.limits import configured_limits
from data.intake.reading import read_here
from data.registers.choices import NothingToChooseError, read_communes
from data.registers.marks_template import HEAD_ROWS
from data.registers.numerals import from_roman, to_roman
from data.registers.reading import build_register_context, read_register, read_sources, read_tasks
from data.registers.templates import (
    ENTRY_ROWS,
    ENTRY_SHEET,
    HEAD_ROW,
    MarkStyle,
    build_marks_template,
    build_template,
)
from domain.intake.recognise import read_marks
from domain.registers.catalogue import REGISTERS
from domain.registers.fields import Kind

LANG_SON = "20"
SET = "QD318_2022"
TODAY = date(2022, 3, 15)
FIRST = HEAD_ROW + 2
"""First row to fill in, as the sheet numbers it."""


@pytest.fixture(scope="module")
def templates(connection):
    return {kind: build_template(kind, connection, LANG_SON) for kind in Kind}


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def read_file(content, name):
    """Read as the product does, but without a process of its own, which takes longer to start."""
    return read_here(content, name, configured_limits())


def validations(sheet):
    return {str(v.sqref): v for v in sheet.data_validations.dataValidation}


def area_values(book, formula):
    """Return the values of an area such as ``'Danh mục'!$A$3:$A$194``."""
    name, area = formula.rsplit("!", 1)
    return [row[0].value for row in book[name.strip("'")][area.replace("$", "")]]


def filled(content, *rows):
    book = opened(content)
    sheet = book[ENTRY_SHEET]
    for number, row in enumerate(rows, FIRST):
        for column, value in enumerate(row, 1):
            if value is not None:
                cell = sheet.cell(number, column)
                cell.value = value
                # Excel gives a new cell the format of its column.
                cell.number_format = sheet.column_dimensions[cell.column_letter].number_format
    buffer = io.BytesIO()
    book.save(buffer)
    return read_file(buffer.getvalue(), "gửi lại.xlsx")


@pytest.mark.parametrize("kind", list(Kind))
def test_a_template_has_its_headings_help_and_lists(templates, kind):
    book, register = opened(templates[kind]), REGISTERS[kind]
    assert book.sheetnames == [ENTRY_SHEET, "Hướng dẫn", "Danh mục"]
    entry = book[ENTRY_SHEET]
    assert entry["A1"].value == register.title
    assert entry["A2"].value == "Tỉnh Lạng Sơn (mã tỉnh 20)"
    headings = [cell.value for cell in entry[HEAD_ROW + 1]]
    wanted = [f.heading + (" *" if f.is_required else "") for f in register.template_fields]
    assert headings == wanted
    assert entry.freeze_panes == f"B{FIRST}"
    assert entry.print_title_rows == f"${HEAD_ROW + 1}:${HEAD_ROW + 1}"
    assert entry.page_setup.orientation == "landscape"
    assert entry.sheet_properties.pageSetUpPr.fitToPage
    assert entry.page_setup.fitToHeight == 0  # as many pages down as it takes, one across
    assert all(entry.column_dimensions[c].width > 8 for c in "ABCD")
    helped = [row[0].value for row in book["Hướng dẫn"].iter_rows(min_row=4)]
    assert helped == [f.heading for f in register.template_fields]


@pytest.mark.parametrize("kind", list(Kind))
def test_every_column_is_checked_by_excel_in_vietnamese(templates, kind):
    sheet = opened(templates[kind])[ENTRY_SHEET]
    last = FIRST + ENTRY_ROWS - 1
    columns = [chr(ord("A") + i) for i in range(len(REGISTERS[kind].template_fields))]
    rules = validations(sheet)
    assert sorted(rules) == [f"{c}{FIRST}:{c}{last}" for c in columns]
    for rule in rules.values():
        assert rule.error
        assert rule.promptTitle
        assert 0 < len(rule.prompt) <= 255


def rule_of(templates, kind, name):
    sheet = opened(templates[kind])[ENTRY_SHEET]
    names = [f.name for f in REGISTERS[kind].template_fields]
    letter = chr(ord("A") + names.index(name))
    return next(r for area, r in validations(sheet).items() if area.startswith(letter))


def test_the_drop_down_of_units_holds_every_commune_and_district(templates, connection):
    rule = rule_of(templates, Kind.RECOGNITION, "unit")
    offered = area_values(opened(templates[Kind.RECOGNITION]), rule.formula1)
    communes = read_communes(connection, LANG_SON)
    assert (rule.type, len(communes), len(offered)) == ("list", 181, 192)
    assert offered[0] == "05986 – Xã Hoàng Đồng (Thành phố Lạng Sơn)"
    assert offered[-1] == "189 – Huyện Đình Lập"
    assert len(set(offered)) == 192


def test_other_drop_downs(templates, connection):
    tasks = rule_of(templates, Kind.TASK_STATUS, "task_id")
    offered = area_values(opened(templates[Kind.TASK_STATUS]), tasks.formula1)
    known = read_tasks(connection, LANG_SON)
    assert offered == [f"{task} – {title}" for task, title in known.items()]
    assert (len(known), *list(known)[:: len(known) - 1]) == (27, "langson-I.1", "langson-XII.1")
    statuses = rule_of(templates, Kind.TASK_STATUS, "status")
    words = area_values(opened(templates[Kind.TASK_STATUS]), statuses.formula1)
    assert words == ["Chưa bắt đầu", "Đang làm", "Hoàn thành"]
    sources = rule_of(templates, Kind.FUNDING, "source_name")
    assert tuple(area_values(opened(templates[Kind.FUNDING]), sources.formula1)) == read_sources(
        connection, LANG_SON
    )
    assert sources.errorStyle == "warning"
    districts = rule_of(templates, Kind.FUNDING, "district_code")
    assert len(area_values(opened(templates[Kind.FUNDING]), districts.formula1)) == 11


def test_days_years_and_amounts_are_bounded(templates):
    day = rule_of(templates, Kind.TASK_STATUS, "as_of")
    # 39814 is 1/1/2009 as Excel counts days.
    assert (day.type, day.formula1, day.formula2) == ("date", "39814", "TODAY()")
    year = rule_of(templates, Kind.REGISTERED_PLAN, "for_year")
    assert (year.type, year.formula1, year.formula2) == ("whole", "2009", "YEAR(TODAY())+15")
    amount = rule_of(templates, Kind.FUNDING, "planned")
    assert (amount.type, amount.formula1) == ("decimal", "0")
    decision = rule_of(templates, Kind.RECOGNITION, "effective_on")
    assert decision.type == "custom"
    assert decision.formula1.startswith(f"AND(ISNUMBER(C{FIRST}),OR(AND(C{FIRST}>=DATE(2009,1,1)")


def test_codes_are_text_and_stay_so_in_empty_cells(templates):
    book = opened(templates[Kind.RECOGNITION])
    lists = book["Danh mục"]
    assert (lists["B3"].value, lists["B3"].data_type) == ("05986", "s")
    widths = book[ENTRY_SHEET].column_dimensions
    assert widths["A"].number_format == "@"
    assert widths["E"].number_format == "@"
    assert widths["F"].number_format == "dd/mm/yyyy"
    assert widths["C"].number_format == "[>2200]dd/mm/yyyy;0"


def read_back(kind, templates, connection, *rows):
    book = filled(templates[kind], *rows)
    return read_register(kind, book, connection, LANG_SON, TODAY)


def test_recognitions_filled_in_are_read_back_exactly(templates, connection):
    reading = read_back(
        Kind.RECOGNITION,
        templates,
        connection,
        (
            "05986 – Xã Hoàng Đồng (Thành phố Lạng Sơn)",
            "Nông thôn mới nâng cao",
            datetime(2021, 5, 20),
            2020,
            "12/QĐ-UBND",
            datetime(2022, 1, 5),
            "https://example.vn/qd12",
            "Ghi chú",
        ),
        # 2015 goes into a cell whose format knows years and days.
        ("189 – Huyện Đình Lập", "Đạt chuẩn nông thôn mới", 2015, None, "00123"),
    )
    assert [p for p in reading.problems if p.severity != "note"] == []
    assert reading.rows == (
        {
            "unit_code": "05986",
            "unit_level": "commune",
            "level": "advanced",
            "effective_on": date(2021, 5, 20),
            "is_exact_date": True,
            "for_year": 2020,
            "decision_number": "12/QĐ-UBND",
            "revoked_on": date(2022, 1, 5),
            "source_url": "https://example.vn/qd12",
            "note_vi": "Ghi chú",
            "provenance": "imported",
        },
        {
            "unit_code": "189",
            "unit_level": "district",
            "level": "ntm",
            "effective_on": date(2015, 12, 31),
            "is_exact_date": False,
            "for_year": None,
            "decision_number": "00123",
            "revoked_on": None,
            "source_url": "",
            "note_vi": "",
            "provenance": "imported",
        },
    )


def test_every_unit_of_the_drop_down_is_read_back(templates, connection):
    rule = rule_of(templates, Kind.RECOGNITION, "unit")
    offered = area_values(opened(templates[Kind.RECOGNITION]), rule.formula1)
    rows = [(label, "Đạt chuẩn nông thôn mới", 2020, None, "1") for label in offered]
    reading = read_back(Kind.RECOGNITION, templates, connection, *rows)
    assert reading.can_load
    assert [row["unit_code"] for row in reading.rows] == [o.split(" ")[0] for o in offered]


def test_registered_plans_filled_in_are_read_back_exactly(templates, connection):
    label = "05986 – Xã Hoàng Đồng (Thành phố Lạng Sơn)"
    row = (label, 2025, "Nông thôn mới kiểu mẫu", "56/KH-UBND", "x")
    reading = read_back(Kind.REGISTERED_PLAN, templates, connection, row)
    expected = {"commune_code": "05986", "for_year": 2025, "level": "model"}
    assert reading.rows == ({**expected, "source": "56/KH-UBND", "note": "x"},)
    assert reading.can_load


def test_task_status_comes_with_the_tasks_and_is_read_back_exactly(templates, connection):
    day = datetime(2021, 12, 31)
    rows = (None, "Hoàn thành", day, "xong"), (None, "Đang làm", day)
    reading = read_back(Kind.TASK_STATUS, templates, connection, *rows)
    common = {"as_of": day.date(), "period_due": None}
    assert reading.rows == (
        {"task_id": "langson-I.1", "status": "done", "note": "xong", **common},
        {"task_id": "langson-II.1", "status": "in_progress", "note": "", **common},
    )
    assert reading.unfilled == 25
    assert reading.can_load


def test_funding_filled_in_is_read_back_exactly(templates, connection):
    day = datetime(2021, 12, 31)
    reading = read_back(
        Kind.FUNDING,
        templates,
        connection,
        (None, 2021, "Vốn tín dụng", 1234567.25, 0.1, None, day),
        ("189 – Huyện Đình Lập", 2021, "Vốn tín dụng", None, None, 3, day, "x"),
    )
    same = {"province_code": "20", "year": 2021, "source_name": "Vốn tín dụng", "debt": None}
    first = {"district_code": None, "planned": 1234567.25, "allocated": 0.1, "disbursed": None}
    second = {"district_code": "189", "planned": None, "allocated": None, "disbursed": 3.0}
    assert reading.rows == (
        {**same, **first, "as_of": day.date(), "note": ""},
        {**same, **second, "as_of": day.date(), "note": "x"},
    )
    assert reading.can_load


@pytest.mark.parametrize("kind", list(Kind))
def test_a_template_sent_back_as_it_is_has_nothing_to_load(templates, connection, kind):
    reading = read_register(kind, read_file(templates[kind], "m.xlsx"), connection, "20", TODAY)
    assert [p.code for p in reading.problems if p.severity == "error"] == ["register_no_rows"]
    assert reading.rows == ()


def test_a_unit_of_another_province_is_named_as_such(templates, connection):
    row = ("24121", "Đạt chuẩn nông thôn mới", 2020, None, "1")
    reading = read_back(Kind.RECOGNITION, templates, connection, row)
    (problem,) = [p for p in reading.problems if p.severity == "error"]
    assert (problem.code, problem.cell) == ("register_other_province", f"A{FIRST}")
    assert problem.params["province"] == "Tỉnh Đắk Lắk"


def test_a_province_without_tasks_or_of_no_registry_has_no_template(connection):
    with pytest.raises(NothingToChooseError):
        build_template(Kind.TASK_STATUS, connection, "01")
    with pytest.raises(KeyError):
        build_template(Kind.FUNDING, connection, "99")
    with pytest.raises(KeyError):
        build_register_context(connection, "99", TODAY)


def test_a_province_of_no_plan_is_offered_the_general_sources(connection):
    assert read_sources(connection, "01")[0] == "Ngân sách Trung ương"
    assert read_sources(connection, LANG_SON)[0].startswith("Vốn đầu tư trực tiếp")


@pytest.mark.parametrize(("number", "numeral"), [(1, "I"), (4, "IV"), (9, "IX"), (14, "XIV")])
def test_roman_numerals(number, numeral):
    assert (to_roman(number), from_roman(numeral)) == (numeral, number)


def marks_sheet(connection, *, district="189", **options):
    content = build_marks_template(connection, LANG_SON, district, SET, **options)
    return opened(content)["Biểu 01"]


def test_the_annex_has_its_title_and_heading(connection):
    sheet = marks_sheet(connection, as_of=date(2021, 12, 31))
    assert sheet["A1"].value.endswith("HUYỆN ĐÌNH LẬP")
    assert sheet["A2"].value == "(Số liệu tính đến ngày 31/12/2021)"
    assert "QĐ 318/QĐ-TTg" in sheet["A3"].value
    lower = HEAD_ROWS[1] + 1
    assert [sheet.cell(lower - 1, c).value for c in (1, 2, 3, 4)] == [
        "STT", "Huyện/Xã", "Mã xã", "Quy hoạch"
    ]  # fmt: skip
    assert [sheet.cell(lower, c).value for c in (4, 22)] == ["TC1", "TC19"]
    assert sheet.cell(lower - 1, 23).value == "Tổng số TC đạt"
    assert sheet.freeze_panes == f"D{lower + 1}"
    assert sheet.print_title_rows == f"${lower - 1}:${lower}"
    assert sheet.page_setup.paperSize == 8


def test_the_annex_lists_the_communes_by_district_with_codes_as_text(connection):
    sheet = marks_sheet(connection, district=None)
    rows = list(sheet.iter_rows(min_row=HEAD_ROWS[1] + 2, max_col=3, values_only=True))
    communes = read_communes(connection, LANG_SON)
    assert [row[2] for row in rows if row[2]] == [c.code for c in communes]
    districts = [row[:2] for row in rows if isinstance(row[0], str)]
    assert (len(districts), districts[0], districts[-1]) == (
        11,
        ("I", "Thành phố Lạng Sơn"),
        ("XI", "Huyện Đình Lập"),
    )
    assert [row[0] for row in rows[1:5]] == [1, 2, 3, "II"]


@pytest.mark.parametrize(
    ("style", "words", "met"),
    [
        (MarkStyle.CROSS, '"x"', "x"),
        (MarkStyle.SIGNS, '"x,CB,K"', "x"),
        (MarkStyle.WORDS, '"Đạt,Cơ bản đạt,Chưa đạt"', "Đạt"),
    ],
)
def test_the_marks_have_drop_downs_and_live_totals(connection, style, words, met):
    sheet = marks_sheet(connection, style=style)
    first = HEAD_ROWS[1] + 3
    last = first + len(read_communes(connection, LANG_SON, "189")) - 1
    ((area, rule),) = validations(sheet).items()
    assert (area, rule.type, rule.formula1) == (f"D{first}:V{last}", "list", words)
    count = f'COUNTIF(D{first}:V{first},"{met}")'
    total = count if style is MarkStyle.CROSS else f'IF(COUNTA(D{first}:V{first})=0,"",{count})'
    assert sheet[f"W{first}"].value == f"={total}"
    assert sheet[f"D{first - 1}"].value == f'=COUNTIF(D{first}:D{last},"{met}")'
    assert sheet[f"W{first - 1}"].value == f"=SUM(D{first - 1}:V{first - 1})"
    assert sheet[f"B{last + 1}"].value == "TỔNG CỘNG"
    assert sheet[f"D{last + 1}"].value == f'=COUNTIF(D{first - 1}:D{last},"{met}")'


def test_one_rule_of_marks_covers_every_district_and_no_subtotal(connection):
    sheet = marks_sheet(connection, district=None)
    (area,) = validations(sheet)
    blocks = area.split()
    assert (len(blocks), blocks[0], blocks[1]) == (11, "D9:V11", "D13:V33")


def test_the_annex_follows_the_size_of_its_set(connection):
    content = build_marks_template(connection, LANG_SON, "189", "QD51_2025")
    sheet = opened(content)["Biểu 01"]
    heads = [cell.value for cell in sheet[HEAD_ROWS[1] + 1] if cell.value]
    assert heads == [f"TC{n}" for n in range(1, 11)]


WORDS = {
    MarkStyle.CROSS: {"met": "x", "not_met": None},
    MarkStyle.SIGNS: {"met": "x", "nearly_met": "CB", "not_met": "K", "not_assessed": None},
    MarkStyle.WORDS: {
        "met": "Đạt",
        "nearly_met": "Cơ bản đạt",
        "not_met": "Chưa đạt",
        "not_assessed": None,
    },
}


@pytest.mark.parametrize("style", list(MarkStyle))
def test_marks_filled_in_are_read_back_exactly(connection, style):
    day = date(2022, 6, 30)
    content = build_marks_template(connection, LANG_SON, "189", SET, style=style, as_of=day)
    book = opened(content)
    sheet, words, truth = book["Biểu 01"], list(WORDS[style]), {}
    for row in range(HEAD_ROWS[1] + 3, HEAD_ROWS[1] + 13):
        for number in range(1, 20):
            # Every status in every column, but more met than not.
            status = words[max(0, (row + number) % (len(words) + 3) - 3)]
            truth[sheet.cell(row, 3).value, number] = status
            sheet.cell(row, 3 + number).value = WORDS[style][status]
    buffer = io.BytesIO()
    book.save(buffer)
    known = build_context(connection, province_code=LANG_SON, as_of=None, today=date(2022, 9, 1))
    reading = read_marks(read_file(buffer.getvalue(), "biểu 01.xlsx"), known)
    read = {(mark.commune_code, mark.criterion_no): mark.status.value for mark in reading.marks}
    assert len(truth) == 190
    assert set(truth.values()) == set(words)
    assert read == truth
    assert (reading.as_of, reading.set_id, reading.can_load) == (day, SET, True)


def test_an_unknown_district_or_set_is_refused(connection):
    with pytest.raises(KeyError):
        build_marks_template(connection, LANG_SON, "651", SET)
    with pytest.raises(KeyError):
        build_marks_template(connection, LANG_SON, None, "NO_SET")
