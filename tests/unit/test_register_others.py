"""Registered plans, task status and funding; and a text for everything that can be wrong."""

import ast
from datetime import date
from string import Formatter

import pytest
from tiny_register import found, read, sheet, workbook

import i18n
from data import paths
from domain.registers.catalogue import REGISTERS
from domain.registers.fields import FieldType, Kind, about_key, text_key
from domain.registers.headings import locate
from domain.registers.values import fold_words

DAY = date(2021, 6, 30)
TASKS = ("Nhiệm vụ", "Trạng thái", "Tính đến ngày", "Ghi chú")
FUNDING = (
    "Huyện",
    "Năm",
    "Nguồn vốn",
    "Kế hoạch vốn (triệu đồng)",
    "Đã phân bổ (triệu đồng)",
    "Đã giải ngân (triệu đồng)",
    "Tính đến ngày",
    "Ghi chú",
)


def money(*cells, head=FUNDING):
    return read("funding", head, cells)


def test_a_registered_plan_has_the_columns_of_the_store():
    head = ("Xã đăng ký *", "Năm đăng ký *", "Mức đăng ký *", "Văn bản đăng ký", "Ghi chú")
    reading = read("registered_plan", head, ("6613 – Xã Bính Xá", "2025", "Nâng cao", "56/KH-UBND"))
    assert found(reading) == []
    assert reading.rows == (
        {
            "commune_code": "06613",
            "for_year": 2025,
            "level": "advanced",
            "source": "56/KH-UBND",
            "note": "",
        },
    )


def test_only_communes_register():
    head = ("Xã đăng ký", "Năm đăng ký", "Mức đăng ký")
    reading = read("registered_plan", head, ("181", 2025, "ntm"), ("Huyện Đình Lập", 2025, "ntm"))
    assert found(reading) == [("register_wrong_level", "A2"), ("register_wrong_level", "A3")]


def test_a_year_and_level_named_in_the_title_only_are_given_from_outside():
    rows = (
        ("DANH SÁCH XÃ ĐĂNG KÝ NĂM 2025",),
        ("STT", "Tên xã", "Huyện"),
        (1, "Bính Xá", "Đình Lập"),
    )
    assert {p.code for p in read("registered_plan", *rows).problems} == {"register_missing_column"}
    reading = read("registered_plan", *rows, defaults={"for_year": "2025", "level": "ntm"})
    (row,) = reading.rows
    assert (row["commune_code"], row["for_year"], row["level"]) == ("06613", 2025, "ntm")


@pytest.mark.parametrize(
    "task", ["langson-II.2 – Rà soát giao vốn", "LANGSON-II.2", "rà soát giao vốn"]
)
@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("Chưa bắt đầu", "not_started"),
        ("đang thực hiện", "in_progress"),
        ("Hoàn thành", "done"),
        ("Đã thực hiện", "done"),
    ],
)
def test_a_task_status_has_the_columns_of_the_store(task, word, status):
    (row,) = read("task_status", TASKS, (task, word, "30/6/2021", "x")).rows
    said = {"task_id": "langson-II.2", "status": status, "as_of": DAY, "note": "x"}
    assert row == {**said, "period_due": None}


def test_a_task_status_may_name_a_period_still_to_come():
    heads = (*TASKS, "Hạn của kỳ")
    (row,) = read("task_status", heads, ("langson-II.2", "Đang làm", DAY, "", "31/12/2022")).rows
    assert row["period_due"] == date(2022, 12, 31)


def test_tasks_nobody_filled_in_are_left_out_and_counted():
    rows = ("langson-I.1 – Củng cố bộ máy",), ("langson-II.2", "Đang làm", DAY)
    reading = read("task_status", TASKS, *rows)
    assert [row["task_id"] for row in reading.rows] == ["langson-II.2"]
    assert reading.unfilled == 1
    (note,) = reading.problems
    assert (note.code, note.params) == ("register_rows_unfilled", {"count": 1})


def test_a_template_sent_back_empty_is_refused():
    reading = read("task_status", TASKS, ("langson-I.1",), ("langson-II.2",))
    assert ("register_no_rows", "") in found(reading)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (("langson-IX.9 – Việc khác", "Đang làm", DAY), ("register_unknown_task", "A2")),
        (("langson-I.1", "Quá hạn", DAY), ("register_unknown_choice", "B2")),
        (("langson-I.1", "Đang làm", None), ("register_missing_value", "C2")),
        (("langson-I.1", None, DAY), ("register_missing_value", "B2")),
        (("langson-I.1", "Đang làm", "1/4/2022"), ("register_future_day", "C2")),
    ],
)
def test_each_wrong_task_cell_blocks(row, expected):
    assert found(read("task_status", TASKS, row)) == [expected]


def test_the_title_beside_an_empty_number_finds_the_task():
    head = ("Mã nhiệm vụ", "Tên nhiệm vụ", "Trạng thái", "Ngày")
    reading = read("task_status", head, (None, "Củng cố bộ máy", "Đang làm", DAY))
    assert [row["task_id"] for row in reading.rows] == ["langson-I.1"]


def test_a_funding_row_has_the_columns_of_the_store():
    reading = money("182 – Huyện Hữu Lũng", 2021, "ngân sách tỉnh", "1.234,5", 1000, 0, DAY, "n")
    assert found(reading) == []
    assert reading.rows == (
        {
            "province_code": "20",
            "district_code": "182",
            "year": 2021,
            "source_name": "Ngân sách tỉnh",
            "planned": 1234.5,
            "allocated": 1000.0,
            "disbursed": 0.0,
            "as_of": DAY,
            "note": "n",
            "debt": None,
        },
    )


@pytest.mark.parametrize("district", [None, "Toàn tỉnh", "Tỉnh Lạng Sơn"])
def test_no_district_is_the_whole_province(district):
    (row,) = money(district, 2021, "Vốn tín dụng", 5, None, "-", DAY).rows
    assert (row["district_code"], row["allocated"], row["disbursed"]) == (None, None, None)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("Huyện Ea Súp", 2021, "Vốn tín dụng", 1, 1, 1, DAY), ("register_unknown_district", "A2")),
        (("06613", 2021, "Vốn tín dụng", 1, 1, 1, DAY), ("register_wrong_level", "A2")),
        ((None, 2021, None, 1, 1, 1, DAY), ("register_missing_value", "C2")),
        ((None, 2021, "Vốn tín dụng", -1, 1, 1, DAY), ("register_negative_amount", "D2")),
        ((None, 2021, "Vốn tín dụng", "(3)", 1, 1, DAY), ("register_negative_amount", "D2")),
        ((None, 2021, "Vốn tín dụng", "1,234", 1, 1, DAY), ("register_ambiguous_amount", "D2")),
        ((None, 2021, "Vốn tín dụng", "nhiều", 1, 1, DAY), ("register_not_an_amount", "D2")),
        ((None, 2021, "Vốn tín dụng", 2e8, 1, 1, DAY), ("register_amount_too_large", "D2")),
        ((None, 2021, "Vốn tín dụng", None, None, None, DAY), ("register_no_amount", "2:2")),
    ],
)
def test_each_wrong_funding_cell_blocks(cells, expected):
    reading = money(*cells)
    assert found(reading) == [expected]
    assert reading.is_blocked


def test_amounts_that_outgrow_each_other_warn_with_the_larger_one():
    reading = money(None, 2021, "Vốn tín dụng", 1000, 1200.5, 1300, DAY)
    assert found(reading) == [
        ("register_allocated_over_planned", "E2"),
        ("register_disbursed_over_allocated", "F2"),
    ]
    by_code = {p.code: (p.read, p.params["most"]) for p in reading.problems}
    assert by_code["register_disbursed_over_allocated"] == ("1.300", "1.200,5")
    assert reading.can_load


def test_a_new_source_and_a_dot_of_thousands_warn():
    reading = money(None, 2021, "Vốn ODA", "1.234", None, None, DAY)
    assert found(reading) == [("register_new_source", "C2"), ("register_dot_thousands", "D2")]
    assert (reading.rows[0]["source_name"], reading.rows[0]["planned"]) == ("Vốn ODA", 1234.0)


@pytest.mark.parametrize(
    ("above", "heading", "planned"),
    [
        ("", "Kế hoạch (tỷ đồng)", 2500.0),
        ("Đơn vị tính: tỷ đồng", "Kế hoạch", 2500.0),
        ("Đơn vị tính: đồng", "Kế hoạch", 0.000003),
        ("ĐVT: nghìn đồng", "Kế hoạch", 0.0025),
        ("Đóng góp của cộng đồng", "Kế hoạch", 2.5),
    ],
)
def test_amounts_are_kept_in_million_whatever_the_sheet_uses(above, heading, planned):
    head = ("Năm", "Nguồn vốn", heading, "Ngày")
    (row,) = read("funding", (above,), head, (2021, "Vốn tín dụng", 2.5, DAY)).rows
    assert row["planned"] == planned


def test_a_heading_of_two_rows_is_read_as_one():
    book = workbook(
        sheet(
            ("Nguồn vốn", "Năm", "Số vốn (tỷ đồng)", None, None, "Ngày"),
            (None, None, "Kế hoạch", "Phân bổ", "Giải ngân", None),
            ("Vốn tín dụng", 2021, 1, 1, 1, DAY),
        )
    )
    (hit,), _ = locate(REGISTERS[Kind.FUNDING], book.sheets)
    assert hit.header_rows == (0, 1)
    assert hit.columns == {
        "source_name": 0, "year": 1, "planned": 2, "allocated": 3, "disbursed": 4, "as_of": 5
    }  # fmt: skip
    assert {str(scale) for scale in hit.scales.values()} == {"1000"}


@pytest.mark.parametrize("total", ["Tổng cộng", "TỔNG SỐ:", "Tổng nguồn vốn", "Cộng"])
def test_totals_are_no_rows(total):
    head = ("Nguồn vốn", "Năm", "Kế hoạch", "Ngày")
    row = ("Cộng đồng dân cư đóng góp", 2021, 5, DAY)
    reading = read("funding", head, row, (total, None, 5, None))
    assert [r["source_name"] for r in reading.rows] == ["Cộng đồng dân cư đóng góp"]
    assert found(reading) == [("register_new_source", "A2")]


def test_funding_keys_tell_districts_and_days_apart():
    row = (None, 2021, "Vốn tín dụng", 1, 1, 1, DAY)
    other_day = (*row[:6], date(2021, 9, 30))
    district = ("181", *row[1:])
    assert found(read("funding", FUNDING, row, other_day, district)) == []
    changed = (None, 2021, "vốn tín dụng", 2, 1, 1, DAY)
    assert found(read("funding", FUNDING, row, changed)) == [("register_conflicting_rows", "3:3")]


@pytest.mark.parametrize("register", REGISTERS.values(), ids=lambda r: r.kind)
def test_a_register_describes_itself_completely(register):
    for field in register.template_fields:
        assert 0 < len(field.help) <= 255, field.name
        assert field.type is not FieldType.CHOICE or field.labels
    for word in (w for f in register.fields for w in f.words):
        assert word == fold_words(word)


def test_a_heading_means_one_field():
    for register in REGISTERS.values():
        written = [fold_words(v) for f in register.fields for v in (f.heading, *f.variants)]
        assert [heading for heading in written if written.count(heading) > 1] == []


def _codes():
    """Return every problem code written in the rules of the registers."""
    return {
        node.value
        for path in (paths.ROOT / "domain" / "registers").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value.startswith("register_")
    }


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_problem_and_register_has_its_words(language):
    texts, codes = i18n.load(language), _codes()
    assert len(codes) > 40
    for code in codes:
        assert f"problem.{code}.why" in texts
        assert f"problem.{code}.do" in texts
    written = {key.split(".")[1] for key in texts if key.startswith("problem.register_")}
    assert written == codes
    for kind in Kind:
        assert texts[text_key(kind)]
        assert texts[about_key(kind)]


def test_a_problem_carries_the_words_its_text_asks_for():
    texts = i18n.load("vi")
    readings = [
        read("task_status", TASKS, ("langson-I.1", "Quá hạn", "1/4/2022")),
        read("task_status", ("Nhiệm vụ", "Trạng thái"), ("langson-I.1", "x")),
        read("registered_plan", ("a",)),
        money("181 – Huyện Hữu Lũng", 1999, "Vốn lạ", "1.234", 2000, "2.500,5", DAY),
        money("651", "x", "Vốn tín dụng", -1, 2e9, "x", "1/1/1990"),
        money("12345", 2021, "y" * 300, 1, 1, 1, 44336),
        money("06601", 2021, "Vốn tín dụng", None, None, None, "mai"),
        money("06613", 2021, "Vốn tín dụng", 1, 1, 1, None),
    ]
    problems = [problem for reading in readings for problem in reading.problems]
    assert len({problem.code for problem in problems}) > 17
    for problem in problems:
        for part in ("why", "do"):
            text = texts[f"problem.{problem.code}.{part}"]
            asked = {name for _, name, _, _ in Formatter().parse(text) if name}
            assert asked <= {"read", *problem.params}, problem.code
