"""Reporting duties as days, what has come in, and calendars other programs can read."""

from datetime import date

from domain.checks.inputs import Load
from domain.duties.agencies import build_agency, find_lead_faults, parts_of
from domain.duties.events import list_events
from domain.duties.ical import Event, build_calendar
from domain.duties.receipts import Receipt, ReceiptBook, Received, list_receipts
from domain.duties.reports import build_duty, list_deadlines
from domain.plans import Plan

PLAN = Plan("daklak-2021", "60/KH-BCĐ", "", "BCĐ", "66", None, "2021-06-08", 2021, 2021, "s")


def duty(**values):
    row = {
        "report_id": "r1",
        "kind": "report",
        "who": "UBND các huyện",
        "to_whom": "VPĐP",
        "via": None,
        "frequency": "quarterly",
        "due_rule": "before day 15 of the last month of the quarter",
        "due_rule_vi": "trước ngày 15 của tháng cuối quý",
        "content_vi": "Kết quả; vướng mắc, đề xuất.",
        "legal_basis": "QĐ 2627",
        "clause": "IV.2",
    }
    return build_duty({**row, **values}, PLAN)


def days(*duties):
    return [d.day for d in list_deadlines(duties, PLAN)]


def test_before_the_15th_of_each_quarter_s_last_month():
    assert days(duty()) == [date(2021, m, 14) for m in (3, 6, 9, 12)]


def test_a_day_nobody_printed_is_the_last_of_the_period():
    found = list_deadlines([duty(frequency="semiannual", due_rule=None)], PLAN)
    assert [d.day for d in found] == [date(2021, 6, 30), date(2021, 12, 31)]
    assert not any(d.is_printed for d in found)


def test_the_year_s_closing_meeting_is_held_in_the_next():
    closing = duty(kind="meeting", frequency="annual", due_rule="2022-Q1 (by 2022-03-31)")
    assert days(closing) == [date(2022, 3, 31)]
    # ... but no report of the next year's first quarter is taken along.
    assert date(2022, 3, 14) not in days(duty(), closing)


def test_words_without_an_interval_give_no_day():
    assert days(duty(frequency="as_regulated"), duty(frequency="ad_hoc")) == []


def receipts(on, *loads, **values):
    deadline = list_deadlines([duty(**values)], PLAN)[1]  # second quarter, until 14 June
    found = list_receipts(deadline, ["643", "644"], loads, on)
    return [(r.receipt, r.days_late) for r in found]


def test_what_has_come_in_by_a_day():
    in_time = Load(date(2021, 5, 31), date(2021, 6, 14), frozenset({"643"}))
    late = Load(date(2021, 5, 31), date(2021, 6, 16), frozenset({"644"}))
    other_quarter = Load(date(2021, 3, 31), date(2021, 6, 1), frozenset({"644"}))
    assert receipts(date(2021, 6, 14), other_quarter) == [(Receipt.AWAITED, 0)] * 2
    assert receipts(date(2021, 6, 15), in_time) == [(Receipt.IN_TIME, 0), (Receipt.MISSING, 1)]
    assert receipts(date(2021, 7, 1), late, in_time) == [(Receipt.IN_TIME, 0), (Receipt.LATE, 2)]
    # What came after the day looked at was not there yet.
    assert receipts(date(2021, 6, 15), late)[1] == (Receipt.MISSING, 1)


def test_without_a_printed_day_nothing_is_late():
    load = Load(date(2021, 6, 30), date(2021, 8, 30), frozenset({"643"}))
    found = receipts(date(2021, 9, 1), load, due_rule="no day printed")
    assert found == [(Receipt.IN_TIME, 0), (Receipt.MISSING, 63)]


# ---- iCalendar


def unfold(content):
    return content.decode().replace("\r\n ", "").split("\r\n")


def test_a_calendar_line_by_line():
    content = build_calendar(
        "Lịch, A", [Event("r1-20210331@x", date(2021, 12, 31), date(2021, 6, 8), "A, b; c\\d\ne")]
    )
    lines = unfold(content)
    assert (lines[0], lines[-2:]) == ("BEGIN:VCALENDAR", ["END:VCALENDAR", ""])
    assert set(lines) >= {
        "VERSION:2.0",
        "PRODID:-//NTM//Lich bao cao//VI",
        "X-WR-CALNAME:Lịch\\, A",
        "UID:r1-20210331@x",
        "DTSTAMP:20210608T000000Z",
        "DTSTART;VALUE=DATE:20211231",
        "DTEND;VALUE=DATE:20220101",
        "SUMMARY:A\\, b\\; c\\\\d\\ne",
        "TRANSP:TRANSPARENT",
    }
    assert b"\n" not in content.replace(b"\r\n", b"")


def test_long_lines_are_folded_between_letters():
    text = "ế" * 100  # three octets each
    content = build_calendar("x", [Event("u", date(2021, 1, 1), date(2021, 1, 1), text)])
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert f"SUMMARY:{text}" in unfold(content)


def test_no_line_can_be_smuggled_in():
    hostile = "a\r\nEND:VEVENT\x07\rb"
    content = build_calendar(hostile, [Event(hostile, date(2021, 1, 1), date(2021, 1, 1), hostile)])
    lines = unfold(content)
    assert lines.count("END:VEVENT") == 1
    assert "SUMMARY:a\\nEND:VEVENT \\nb" in lines


def test_events_keep_their_identity():
    deadlines = list_deadlines([duty()], PLAN)
    nothing = ReceiptBook((), (), is_kept=False, on=date(2021, 12, 31))
    events = list_events(deadlines, PLAN, {"report": "Báo cáo"}, nothing)
    assert [event.uid for event in events][:2] == [
        "r1-20210331@nong-thon-moi",
        "r1-20210630@nong-thon-moi",
    ]
    assert len({event.uid for event in events}) == 4
    assert events[0].summary == "Báo cáo: Kết quả; vướng mắc, đề xuất."
    assert "Hạn: trước ngày 15 của tháng cuối quý" in events[0].description
    assert build_calendar("x", events) == build_calendar("x", events)


def test_what_came_in_is_told_in_the_calendar_taken_in_again():
    bank = duty(who="Ngân hàng Nhà nước", due_rule=None)
    deadlines = list_deadlines([duty(), bank], PLAN)[:2]  # districts by 14 March; the bank, 31
    rows = [
        Received("r1", day, body, date(2021, 4, 1), entered_on=date(2021, 7, 9))
        for day, body in ((date(2021, 3, 31), "Ngân hàng Nhà nước"),)
    ]
    book = ReceiptBook((), rows, is_kept=True, on=date(2021, 12, 31))
    plain, done = list_events(deadlines, PLAN, {"report": "Báo cáo"}, book)
    assert done.summary.startswith("[Xong] Báo cáo: ")
    assert "Đã nhận: 1/1 cơ quan, gần nhất 01/04/2021" in done.description
    assert (done.day, done.revised_on) == (date(2021, 3, 31), date(2021, 7, 9))
    # Districts hand in figures, which the book does not know.
    assert plain.summary == "Báo cáo: Kết quả; vướng mắc, đề xuất."
    assert plain.revised_on == date(2021, 6, 8)


# ---- agencies


def agency(name, criteria=None, parts=None, handed=None):
    return build_agency(
        {
            "agency_id": name,
            "agency": name,
            "agency_level": "tỉnh",
            "clause": "IV",
            "criteria_led": criteria,
            "subindicators_led": parts,
            "shared_report_to": handed,
            "reports_to": None,
            "other_duties_vi": None,
        }
    )


def test_parts_handed_on():
    one = agency("Sở LĐ", "11;12", "14.3;18.6", "14.3>Sở GD|18.6>Sở Nội vụ")
    assert one.criteria == (11, 12)
    assert one.handed_on == (("14.3", "Sở GD"), ("18.6", "Sở Nội vụ"))


def test_criteria_without_a_lead_or_with_two_stand_out():
    agencies = [agency("A", "1;2", "17.1;17.10"), agency("B", "2", "17.10;17.2")]
    faults = [(f.number, f.leads) for f in find_lead_faults(agencies, (1, 2, 3))]
    assert faults == [("2", ("A", "B")), ("3", ()), ("17.10", ("A", "B"))]


def test_a_plan_that_shares_out_no_criterion_has_no_faults():
    assert find_lead_faults([agency("A"), agency("B", None, "1.1")], (1, 2)) == []


def test_an_indicator_of_a_shared_criterion_nobody_measures_is_a_fault():
    agencies = [agency("A", "1;2", "2.1"), agency("B", "3", "2.3")]
    # Criterion 1 is given away as a whole: its indicators follow their lead.
    indicators = ("1.1", "1.2", "2.1", "2.2", "2.3", "3")
    faults = [(f.number, f.leads) for f in find_lead_faults(agencies, (1, 2, 3), indicators)]
    assert faults == [("2.2", ())]


def test_an_agency_collects_what_others_hand_on():
    keeper = agency("Sở LĐ", "11", "14.3;18.6", "14.3>Sở GD|18.6>Sở NV")
    collector = agency("Sở GD", "14", "14.1")
    found = [(p.part, p.keeper, p.receiver) for p in parts_of(collector, [keeper, collector])]
    assert found == [("14.1", "Sở GD", ""), ("14.3", "Sở LĐ", "Sở GD")]
