"""The slide of overdue reports: who owes them and for how long, and what is not known."""

from datetime import date

from small_deck import item, make_given
from test_duties_calendar import PLAN, duty
from test_duties_receipts import AGENCIES, HEALTH, JUSTICE

from domain.checks.inputs import Load
from domain.duties.calendar import Calendar, build_calendar_of
from domain.duties.receipts import THE_EVENT, ReceiptBook, Received
from domain.slides import reports

EVERYONE = duty(who="Các Sở, ban, ngành; UBND các huyện, thị xã, thành phố", legal_basis=None)
MEETING = duty(
    report_id="r2", kind="meeting", who="Văn phòng Điều phối", due_rule=None, legal_basis=None
)
TODAY = date(2022, 1, 20)
SECOND, THIRD, FOURTH = (date(2021, month, 14) for month in (6, 9, 12))
AUTUMN = Load(date(2021, 9, 30), date(2022, 1, 10), frozenset({"001"}))


def came(body, due_on, received_on, report_id="r1"):
    return Received(report_id, due_on, body, received_on)


def calendar(*rows, loads=(), duties=(EVERYONE,), on=date(2021, 12, 31), is_seen=True):
    book = ReceiptBook(AGENCIES, rows, is_kept=bool(rows), on=TODAY, is_seen=is_seen)
    return build_calendar_of(PLAN, on, duties, ("001", "002"), lambda _year: loads, book)


def slide(of: Calendar):
    (made,) = reports.reports(make_given(calendar=of), item("reports"))
    return made


def test_who_owes_a_report_is_told_with_the_days_the_longest_first():
    # The plan is of 8 June: the deadline of March is not asked for. District One sent the figures
    # of the third quarter after the day of the slides, and owes them no longer.
    made = slide(
        calendar(
            *(came(HEALTH, day, day) for day in (SECOND, THIRD, FOURTH)),
            came(JUSTICE, SECOND, SECOND),
            loads=(AUTUMN,),
        )
    )
    assert made.title == (
        "Chưa ghi nhận báo cáo đã quá hạn của 2/2 đơn vị cấp huyện, 1/2 cơ quan; lâu nhất 200 ngày"
    )
    assert [row.cells[1:] for row in made.body.rows] == [
        ("2/2 đơn vị cấp huyện", "200 ngày, từ 14/06/2021"),
        ("1/2 đơn vị cấp huyện (TX. Hai); 1/2 cơ quan (Sở Tư pháp)", "108 ngày, từ 14/09/2021"),
        ("2/2 đơn vị cấp huyện; 1/2 cơ quan (Sở Tư pháp)", "17 ngày, từ 14/12/2021"),
    ]
    assert made.body.rows[0].cells[0] == "Báo cáo quý II/2021"
    assert made.lead == ""


def test_of_whom_nobody_keeps_count_nothing_is_said_to_be_late():
    made = slide(calendar())
    assert made.title.startswith("Chưa xét được báo cáo nào quá hạn: 3 kỳ đã qua hạn")
    assert made.body is None
    assert "chưa xét được huyện nào chậm" in made.lead
    assert "chưa xét được cơ quan nào chậm" in made.lead
    # Looked at long after the plan, its last year is the one told.
    later = slide(calendar(on=date(2023, 6, 30)))
    assert later.topic == "Báo cáo, cuộc họp của năm 2021 theo kế hoạch, tính đến 31/12/2021"
    assert later.lead.startswith("Chưa nạp số liệu chính thức nào của năm 2021 nên")
    made = slide(calendar(loads=(AUTUMN,)))
    assert made.title.startswith("Chưa ghi nhận báo cáo đã quá hạn của 2/2 đơn vị cấp huyện; lâu")
    assert made.lead == "Sổ báo cáo đã nhận chưa ghi dòng nào nên chưa xét được cơ quan nào chậm."


def test_a_meeting_not_held_is_a_meeting_and_no_report():
    held = came(THE_EVENT, date(2021, 6, 30), date(2021, 7, 2), "r2")
    made = slide(calendar(held, duties=(MEETING,)))
    # The second quarter's was held late; the fourth's day is the day of the slides, not over yet.
    assert made.title == "1 cuộc họp quá hạn chưa ghi nhận; lâu nhất 92 ngày"
    assert made.body.rows[0].cells[1] == "Chưa ghi nhận đã họp (Văn phòng Điều phối)"


def test_nothing_overdue_is_told_with_the_next_day():
    loads = (Load(date(2021, 6, 30), date(2021, 6, 12), frozenset({"001", "002"})),)
    on = date(2021, 6, 30)
    rows = (came(HEALTH, SECOND, SECOND), came(JUSTICE, SECOND, SECOND))
    assert slide(calendar(*rows, loads=loads, on=on)).title == (
        "Không có báo cáo, cuộc họp nào quá hạn trong 1 kỳ đã qua hạn; hạn tới là 14/09/2021"
    )
    assert slide(calendar(loads=loads, on=on)).title.startswith("Phần đã theo dõi không có")
    before = slide(calendar(on=date(2021, 6, 8)))
    assert before.title == "Chưa có kỳ báo cáo nào qua hạn; hạn tới là 14/06/2021"


def test_a_plan_without_days_has_no_slide():
    assert reports.reports(make_given(), item("reports")) == []
    undated = calendar(duties=(duty(frequency="as_regulated"),))
    assert reports.reports(make_given(calendar=undated), item("reports")) == []


def test_a_long_list_is_cut_and_counted():
    many = [duty(report_id=f"r{number}", legal_basis=None) for number in range(3)]
    made = slide(calendar(loads=(AUTUMN,), duties=many))
    # Three duties, three deadlines each.
    assert len(made.body.rows) == reports.ROWS_SHOWN
    assert made.rest.startswith("và 3 kỳ khác")
