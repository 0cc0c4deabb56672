"""Reports that came in and meetings held: who owes them, what a day says, how a row is read."""

from datetime import date

import pytest
from test_duties_calendar import PLAN, duty
from tiny_register import found, read

from domain.duties.agencies import build_agency
from domain.duties.receipts import (
    THE_EVENT,
    Receipt,
    ReceiptBook,
    Received,
    bodies_of,
    find_deadline,
)
from domain.duties.reports import list_deadlines, list_undated
from domain.registers.context import ReportChoice

BANK = "Ngân hàng Nhà nước chi nhánh tỉnh Đắk Lắk"
HEALTH, JUSTICE = "Sở Y tế", "Sở Tư pháp"
SECOND = (date(2021, 6, 14), date(2021, 4, 1), date(2021, 6, 30))
THIRD = (date(2021, 9, 14), date(2021, 7, 1), date(2021, 9, 30))


def agency(name, level="tỉnh"):
    empty = dict.fromkeys(
        (
            *("clause", "criteria_led", "subindicators_led"),
            "shared_report_to",
            "reports_to",
            "other_duties_vi",
        )
    )
    row = {"agency_id": "a", "agency": name, "agency_level": level, **empty}
    return build_agency(row)


AGENCIES = [
    agency(HEALTH),
    agency(JUSTICE),
    agency(BANK),
    agency("Các Sở, Ban, ngành"),
    agency("UBND các huyện, thị xã, thành phố", "huyện"),
]
EVERYONE = duty(who="Các Sở, ban, ngành; UBND các huyện, thị xã, thành phố")


def test_each_body_the_plan_names_owes_the_report_districts_apart():
    assert bodies_of(EVERYONE, AGENCIES) == (HEALTH, JUSTICE)
    assert bodies_of(duty(who=BANK), AGENCIES) == (BANK,)
    # A name for many stands only where no single body does.
    assert bodies_of(EVERYONE, AGENCIES[3:]) == ("Các Sở, Ban, ngành",)
    assert bodies_of(duty(who="Ban quản lý dự án"), AGENCIES) == ("Ban quản lý dự án",)
    assert bodies_of(duty(kind="meeting"), AGENCIES) == (THE_EVENT,)


def row(body, received_on, due_on=SECOND[0], report_id="r1"):
    return Received(report_id, due_on, body, received_on)


def states(on, *rows, is_kept=True):
    book = ReceiptBook(AGENCIES, rows, is_kept, on)
    deadline = list_deadlines([EVERYONE], PLAN)[1]  # second quarter, until 14 June
    return [(r.body, r.receipt, r.days_late) for r in book.at(deadline)]


def test_what_staff_say_came_in_by_a_day():
    rows = (
        row(HEALTH, date(2021, 6, 14)),
        row(JUSTICE, date(2021, 6, 20)),
        row(JUSTICE, date(2021, 9, 1), due_on=THIRD[0]),
        row(JUSTICE, date(2021, 6, 1), report_id="r2"),
    )
    assert states(date(2021, 6, 14), *rows) == [
        (HEALTH, Receipt.IN_TIME, 0),
        (JUSTICE, Receipt.AWAITED, 0),
    ]
    assert states(date(2021, 6, 16), *rows)[1] == (JUSTICE, Receipt.MISSING, 2)
    assert states(date(2021, 6, 30), *rows)[1] == (JUSTICE, Receipt.LATE, 6)
    # A body the plan does not name comes after those it does.
    other = row("Hội Luật gia", date(2021, 6, 10))
    assert states(date(2021, 6, 30), other)[2] == ("Hội Luật gia", Receipt.IN_TIME, 0)


def test_nothing_is_missing_from_a_book_nobody_keeps():
    deadlines = list_deadlines([EVERYONE], PLAN)
    on = date(2021, 7, 1)
    assert ReceiptBook(AGENCIES, (), is_kept=False, on=on).missing(deadlines) == []
    kept = ReceiptBook(AGENCIES, (row(HEALTH, date(2021, 6, 1)),), is_kept=True, on=on)
    assert [d.day for d in kept.missing(deadlines)] == [date(2021, 3, 14), date(2021, 6, 14)]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (date(2021, 6, 14), date(2021, 6, 14)),
        (date(2021, 6, 30), date(2021, 6, 14)),  # last day of the quarter
        (date(2021, 6, 15), date(2021, 6, 14)),  # "before the 15th"
        (date(2021, 12, 31), None),
    ],
)
def test_a_deadline_is_found_by_its_day_or_a_day_of_its_period(written, meant):
    assert find_deadline((SECOND, THIRD), written) == meant


HEAD = ("Chế độ báo cáo, họp *", "Hạn báo cáo", "Cơ quan gửi", "Ngày nhận *", "Ghi chú")
REPORTS = {
    "daklak-r01": ReportChoice("Báo cáo hằng quý", (SECOND, THIRD), (HEALTH, JUSTICE)),
    "daklak-r11": ReportChoice("Báo cáo hằng quý", (SECOND, THIRD), (BANK,)),
    "langson-r05": ReportChoice("Họp hằng quý", (SECOND,), (THE_EVENT,)),
    "daklak-r17": ReportChoice("Báo vướng mắc khi cần", (), (HEALTH, JUSTICE)),
}


def receipts(*rows):
    return read("report_receipt", HEAD, *rows, reports=REPORTS)


def test_rows_are_stored_as_the_plan_has_them():
    reading = receipts(
        ("daklak-r01 – Báo cáo hằng quý", "14/06/2021", "sở y tế", "10/06/2021", "Số 12/BC-SYT"),
        ("DAKLAK-R11", "30/06/2021", None, "20/06/2021", None),
        ("langson-r05", "14/06/2021", "Văn phòng UBND tỉnh", "09/06/2021", None),
    )
    assert found(reading) == [("register_deadline_meant", "B3")]
    names = ("report_id", "due_on", "body", "received_on", "note")
    stored = [tuple(r[name] for name in names) for r in reading.rows]
    assert stored == [
        ("daklak-r01", SECOND[0], HEALTH, date(2021, 6, 10), "Số 12/BC-SYT"),
        ("daklak-r11", SECOND[0], BANK, date(2021, 6, 20), ""),
        ("langson-r05", SECOND[0], THE_EVENT, date(2021, 6, 9), ""),
    ]


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        (("daklak-r99", "14/06/2021", HEALTH, "10/06/2021"), ("register_unknown_report", "A2")),
        (("daklak-r01", "31/12/2021", HEALTH, "10/06/2021"), ("register_no_such_deadline", "B2")),
        (("daklak-r01", "14/06/2021", HEALTH, "31/03/2021"), ("register_before_period", "D2")),
        (("daklak-r01", "14/06/2021", None, "10/06/2021"), ("register_no_body", "C2")),
        (("daklak-r01", "14/06/2021", "Hội A", "10/06/2021"), ("register_body_not_named", "C2")),
        (("daklak-r01", "14/06/2021", HEALTH, "16/03/2022"), ("register_future_day", "D2")),
        (("daklak-r01", "14/06/2021", HEALTH, None), ("register_missing_value", "D2")),
        (("daklak-r01", None, HEALTH, "10/06/2021"), ("register_no_deadline_named", "B2")),
        (("daklak-r17", "14/06/2021", HEALTH, "10/06/2021"), ("register_has_no_deadline", "B2")),
        (("daklak-r17", None, None, "10/06/2021"), ("register_no_body", "C2")),
    ],
)
def test_what_is_wrong_is_said_at_its_cell(cells, problem):
    assert found(receipts((*cells, None))) == [problem]


def test_one_report_is_not_received_on_two_days():
    twice = [
        ("daklak-r01", "14/06/2021", HEALTH, day, None) for day in ("09/06/2021", "10/06/2021")
    ]
    assert found(receipts(*twice)) == [("register_conflicting_rows", "3:3")]


def test_of_a_duty_without_days_one_body_may_send_many():
    head = (HEAD[0], "Cơ quan gửi", "Ngày nhận *", "Kỳ, nội dung")
    rows = [
        ("daklak-r17", HEALTH, "10/06/2021", "Tiêu chí 15"),
        ("daklak-r17", HEALTH, "10/06/2021", "Tiêu chí 17"),
        ("daklak-r17", "sở y tế", "10/06/2021", "Tiêu chí 17"),
    ]
    reading = read("report_receipt", head, *rows, reports=REPORTS)
    assert found(reading) == [("register_duplicate_row", "4:4")]
    assert [(r["due_on"], r["body"], r["subject"]) for r in reading.rows] == [
        (None, HEALTH, "Tiêu chí 15"),
        (None, HEALTH, "Tiêu chí 17"),
    ]


def test_what_came_in_without_a_deadline_is_listed_and_never_late():
    needed = duty(who=HEALTH, frequency="ad_hoc")
    rows = [Received("r1", None, HEALTH, date(2021, 5, day), f"Việc {day}") for day in (3, 20, 28)]
    book = ReceiptBook(AGENCIES, [*rows, row(HEALTH, SECOND[1])], True, date(2021, 5, 20))
    assert list_deadlines([needed], PLAN) == []
    assert list_undated([EVERYONE, needed], PLAN) == [needed]
    assert [r.subject for r in book.without_day(needed)] == ["Việc 20", "Việc 3"]


@pytest.mark.parametrize(
    ("basis", "missing"),
    [("QĐ 2627", True), (None, False), ("60/KH-BCĐ ngày 08/6/2021", False)],
)
def test_what_was_over_before_the_plan_is_missing_by_an_older_rule_only(basis, missing):
    """The plan is of 8 June 2021; the first quarter's report was due on 14 March."""
    first = list_deadlines([duty(who=BANK, legal_basis=basis)], PLAN)[0]
    book = ReceiptBook(AGENCIES, (), is_kept=True, on=date(2021, 6, 10))
    assert (first in book.missing([first])) is missing
