"""Nhiệm vụ: tasks of a plan on a day, the reporting calendar; and what is not there."""

import csv
import io
import re
from datetime import date

import pandas as pd
import pytest

from components.downloads import csv_bytes
from components.duties_files import CALENDAR_FILE, TASK_FILE, calendar_rows, task_rows
from components.duties_parts import Sheet
from components.duties_timeline import build_timeline, pick_rows
from data import access, actions, cached, cached_duties, paths
from data.store.batches import NewBatch, NewSnapshot, add_batch
from data.store.engine import begin_write, get_engine
from domain.access import Access, Role, Scope
from domain.duties.calendar import build_calendar_of
from domain.duties.receipts import Receipt, ReceiptBook
from domain.duties.reports import build_duty
from domain.duties.status import State, judge_tasks
from domain.duties.tasks import build_task
from domain.vocabulary import Provenance, SnapshotStatus

PAGE = "pages/tasks.py"
HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture
def opened(open_page, html_of):
    """Return a function that opens the page and gives its text."""

    def open_one(**query):
        at = open_page(PAGE, **query)
        return at, re.sub(r"<style>.*?</style>", "", html_of(at), flags=re.DOTALL)

    return open_one


def printed(plan_id):
    rows = pd.read_csv(paths.REFERENCE / "tasks.csv", dtype=str)
    return rows[rows["plan_id"] == plan_id]


def lanes(html):
    """Return, by state, the count of a lane and the numbers of its cards."""
    found = re.findall(
        r'<div class="ntm-lane [^"]*"><h4[^>]*>(.*?)<b>(\d+)</b></h4>'
        r'(.*?)(?=<div class="ntm-lane|$)',
        html,
        re.S,
    )
    return {
        name: (int(count), re.findall(r'class="no"><span>(.*?)</span>', body))
        for name, count, body in found
    }


def plan_of(plan_id):
    plans = [p for own in cached.get_catalog().plans.values() for p in own]
    return next(p for p in plans if p.plan_id == plan_id)


def standings_of(plan_id, on):
    tasks = [build_task(row) for row in cached.get_rows("tasks") if row["plan_id"] == plan_id]
    plan = plan_of(plan_id)
    return plan, judge_tasks(tasks, plan, cached_duties.get_status_reports(), on)


def test_dak_nong_on_the_day_its_plan_came_out(opened):
    _, html = opened(province="67")
    # No figures are as new as the plan, so its own day counts: 25/04/2022, in the second quarter,
    # by whose end the plan prints seven tasks.
    due = (printed("daknong-2022")["end"] == "2022-06-30").sum()
    assert due == 7
    assert "Quý II/2022, tính đến 25/04/2022: <b>quý này đến hạn 7 việc</b>" in html
    assert "<b>quá hạn 0 việc</b>" in html
    found = lanes(html)
    assert found["Hoàn thành"] == (2, ["I.5", "I.6"])  # marked "Đã thực hiện" by the plan itself
    assert sum(count for count, _ in found.values()) == 99
    assert set().union(*(set(numbers) for _, numbers in found.values())) == {
        task_id.split("-", 1)[1] for task_id in printed("daknong-2022")["task_id"]
    }


def test_a_quarter_later_what_nobody_reported_is_overdue(opened):
    _, html = opened(province="67", day="2022-07-31")
    assert lanes(html)["Quá hạn"] == (6, ["I.7", "I.8", "I.9", "I.10", "I.11", "I.12"])
    assert "quá hạn 31 ngày" in html  # since 30/06/2022
    assert "Chậm nhiều nhất: UBND các huyện, thành phố Gia Nghĩa (2 việc)." in html


def test_lang_son_s_27_with_named_months_and_quarters(opened):
    _, html = opened(province="20", day="2021-09-30", view="table")
    rows = {
        number: row
        for number, row in re.findall(
            r'<tr><td class="" data-label="Số">([IVX]+\.\d+)</td>(.*?)</tr>', html
        )
    }
    assert len(rows) == 27
    assert "quá hạn 3 kỳ" in rows["II.2"]  # March, April, July
    assert "quá hạn 2 kỳ" in rows["XI.1"]  # two quarters of four; the third ends today
    assert "không có hạn" in rows["VIII.1"]
    assert "hạn 31/03/2022" in rows["XI.2"]


def test_filters_narrow_and_stand_in_the_link(opened):
    at, html = opened(
        province="67", agency="daknong-a02", task_state="unreported", quarter="2022-q2"
    )
    names = printed("daknong-2022").set_index("task_id")["lead_agency"]
    shown = [number for _, numbers in lanes(html).values() for number in numbers]
    agencies = pd.read_csv(paths.REFERENCE / "agencies.csv", dtype=str).set_index("agency_id")
    agency = agencies.loc["daknong-a02", "agency"]
    assert shown == ["I.10"]
    assert all(agency in names[f"daknong-{number}"] for number in shown)
    assert at.query_params["quarter"] == "2022-q2"
    assert not at.warning


def test_filters_nothing_passes_are_said(opened):
    at, html = opened(province="67", task_state="overdue")
    assert "Không có nhiệm vụ nào khớp" in at.info[0].value
    assert "ntm-lane" not in html


def test_what_staff_loaded_is_told_with_who_and_when(own_store, opened):
    rows = [
        {"task_id": "daknong-I.7", "status": "done", "as_of": date(2022, 6, 20), "note": HOSTILE},
        {"task_id": "daknong-I.9", "status": "in_progress", "as_of": date(2022, 6, 1), "note": ""},
    ]
    with begin_write(get_engine()) as connection:
        add_batch(connection, NewBatch(kind="import", actor="An", rows={"task_status": rows}))
    _, html = opened(province="67", day="2022-06-30", view="table")
    assert "Hoàn thành, đến 20/06/2022 (An nạp " in html
    assert HOSTILE not in html
    assert "&lt;img" in html
    _, board = opened(province="67", day="2022-06-30")
    assert lanes(board)["Đang làm"] == (1, ["I.9"])
    assert lanes(board)["Hoàn thành"][0] == 3


@pytest.mark.usefixtures("ready_var")
def test_the_file_has_a_line_an_occurrence():
    plan, every = standings_of("langson-2021", date(2021, 9, 30))
    content = csv_bytes(TASK_FILE, task_rows(Sheet(plan, date(2021, 9, 30), every, every)))
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    # 27 tasks, two of them in three named months, one every quarter.
    assert len(rows) == 27 + 2 + 2 + 3
    meeting = [row["due"] for row in rows if row["number"] == "XI.1"]
    assert meeting == ["2021-03-31", "2021-06-30", "2021-09-30", "2021-12-31"]


@pytest.mark.usefixtures("ready_var")
def test_the_timeline_draws_the_nearest_first():
    _, every = standings_of("langson-2021", date(2021, 9, 30))
    rows = pick_rows(every)
    assert len(rows) == 25  # the two without days are left out
    assert rows[0].state is State.OVERDUE
    figure = build_timeline(rows, date(2021, 9, 30))
    drawn = sum(len(trace.x) for trace in figure.data if trace.type == "bar")
    assert drawn == 25 + 2 + 2 + 3


# ---- the reporting calendar


def test_dak_lak_reports_before_the_15th(opened):
    at, html = opened(province="66", section="reports")
    table = html.split('class="ntm-list stacks"')[1].split("</table>")[0]
    for day in ("14/03/2021", "14/06/2021", "14/09/2021", "14/12/2021"):
        assert table.count(day) == 1
    assert "huyện đã nạp" not in table
    assert table.count("văn bản không in ngày") == 8  # office and bank, four quarters each
    assert any("Số liệu minh họa không phải là báo cáo" in c.value for c in at.caption)
    assert "ntm-receipts" not in html  # nothing official: no list of fifteen missing districts
    assert "14 việc không có ngày" in at.expander[0].label


def test_what_a_district_sent_is_seen_beside_what_is_missing(own_store, opened):
    situation = cached.get_situation("66", date(2021, 12, 31))
    own = [c for c, d in situation.district_by_commune.items() if d == "648"]
    marks = [(c, int(no), str(situation.marks.at[c, no])) for c in own for no in situation.marks]
    new = NewSnapshot(
        "66",
        date(2021, 11, 30),
        situation.criteria_set.set_id,
        SnapshotStatus.PROVISIONAL,
        Provenance.IMPORTED,
        marks,
        district_code="648",
    )
    with begin_write(get_engine()) as connection:
        add_batch(connection, NewBatch(kind="import", actor="An", snapshots=[new]))
    _, html = opened(province="66", section="reports", date="2021-12-31", day="today")
    assert html.count("1/15 huyện đã nạp") == 1
    table = html.split('class="ntm-receipts"')[1]
    row = next(r for r in table.split("<tr>") if "M'gar" in r or "M&#39;gar" in r)
    assert row.count("chưa có, quá") == 3
    assert row.count(", chậm ") == 1  # loaded long after 14/12/2021
    plan = plan_of("daklak-2021")
    duties = [
        build_duty(r, plan) for r in cached.get_rows("reporting") if r["plan_id"] == "daklak-2021"
    ]
    loads = cached_duties.get_loads("66", 2021)
    today = cached_duties.today()
    book = ReceiptBook((), (), is_kept=False, on=today)
    calendar = build_calendar_of(plan, today, duties, ["648"], lambda _year: loads, book)
    last = calendar.receipts([d for d in calendar.deadlines if d.is_printed][-1])
    assert [r.receipt for r in last] == [Receipt.LATE]
    rows = calendar_rows(calendar, calendar.deadlines)
    assert all(len(line) == len(CALENDAR_FILE) for line in rows)


def test_the_closing_meeting_held_after_the_plan_s_year_is_in_its_calendar(opened):
    _, html = opened(province="20", section="reports")
    row = next(r for r in html.split("<tr>") if "Hội nghị tổng kết 2021" in r)
    assert "31/03/2022" in row


def test_a_plan_whose_duties_have_no_interval(opened):
    _, html = opened(province="67", plan="krongno-2022", section="reports")
    assert "không có chế độ báo cáo nào có chu kỳ" in html


# ---- nothing there, bad links


@pytest.mark.parametrize("province", ["01", "vn"])
def test_a_province_without_tasks_says_so_and_leads_to_those_with(opened, province):
    at, html = opened(province=province)
    assert len(at.info) == 1
    assert "ntm-lane" not in html
    links = re.findall(r"province=(\d\d)&amp;plan=([a-z]+-\d{4})", html.split("ntm-ways")[1])
    assert set(links) >= {("20", "langson-2021"), ("67", "daknong-2022")}
    assert len(set(links)) == 5


def test_what_a_plan_asks_in_its_text_is_followed_without_a_day(opened):
    # Đắk Lắk prints no annex of tasks: three points of section II, twelve of section III,
    # and two of section IV.
    _, html = opened(province="66", day="2022-03-31")
    found = lanes(html)
    assert found["Chưa có báo cáo"][0] == 3 + 12 + 2
    assert found["Quá hạn"][0] == 0  # no day is printed, so none can be missed
    assert html.count("<span>không có hạn</span>") == 17


@pytest.mark.usefixtures("as_staff")
def test_a_task_opened_by_its_link_is_reported_and_taken_back(own_store, opened, html_of):
    at, html = opened(province="67", day="2022-07-31", task="daknong-I.7")
    assert "I.7. " in html.split("ntm-job-title")[1]
    next(i for i in at.text_input if i.key.endswith("__note")).set_value(HOSTILE)
    next(i for i in at.text_input if i.key.endswith("__actor")).set_value("Chị Hoa")
    send = next(b for b in at.button if b.label == "Lưu trạng thái")
    send.click().run()
    assert not at.exception
    assert "Đã ghi trạng thái nhiệm vụ I.7." in [s.value for s in at.success]
    html = html_of(at)
    assert "Chị Hoa ghi ngày" in html
    assert HOSTILE not in html
    newest = actions.list_batches("67")[0]
    assert (newest.subject, newest.actor, newest.file_name) == ("task_status", "Chị Hoa", "")
    assert actions.undo(newest.batch_id, actor="Chị Hoa").fate == "done"
    at.run()
    assert "Chị Hoa ghi ngày" not in html_of(at)


@pytest.mark.usefixtures("as_staff")
def test_a_report_is_entered_as_received_and_taken_back(own_store, opened, html_of):
    bank = {"province": "66", "section": "reports", "day": "2021-06-30"}
    _, html = opened(**bank)
    assert "còn thiếu báo cáo" not in html  # nobody keeps the book yet
    at, _ = opened(**bank, due="daklak-r01_2021-06-14")
    ticked = next(s for s in at.multiselect if s.key.endswith("__bodies"))
    assert len(ticked.options) == 26
    first, other = ticked.options[0], ticked.options[5]
    ticked.set_value([first, other])
    next(i for i in at.text_input if i.key.endswith("__note")).set_value(HOSTILE)
    next(i for i in at.text_input if i.key.endswith("__actor")).set_value("Chị Hoa")
    next(b for b in at.button if b.label == "Lưu").click().run()
    assert not at.exception
    assert first == "Sở Nông nghiệp và Phát triển nông thôn"
    assert f"Đã ghi nhận ngày 30/06/2021: {first}; {other}." in [s.value for s in at.success]
    html = html_of(at)
    assert "2/26 cơ quan đã gửi" in html
    assert "30/06/2021, chậm 16 ngày" in html
    assert "Chị Hoa ghi ngày" in html
    assert HOSTILE not in html
    # Until 30 June: two quarters of everybody's report, by a rule of 2017. The bank's and the
    # office's first ones ended with March, before the plan of 8 June asked for them.
    assert "<b>2 kỳ đã qua hạn còn thiếu" in html
    assert html.count("trước khi có kế hoạch") == 2
    # A district's link sees nothing of the book, so nothing in it counts as missing there.
    with access.acting(Access(Role.LINK, Scope("66", "651", "daklak-2021"), link_id=1)):
        book = cached_duties.get_receipt_book("daklak-2021", (), date(2021, 6, 30))
    assert (book.rows, book.is_kept, book.is_seen) == ((), False, False)
    newest = actions.list_batches("66")[0]
    assert (newest.subject, newest.actor) == ("report_receipt", "Chị Hoa")
    assert actions.undo(newest.batch_id, actor="Chị Hoa").fate == "done"
    at.run()
    assert "cơ quan đã gửi" not in html_of(at)


@pytest.mark.usefixtures("as_staff")
def test_what_has_no_deadline_is_entered_with_its_subject_and_makes_nobody_late(
    own_store, opened, html_of
):
    at, _ = opened(province="66", section="reports", day="2021-06-30", due="daklak-r15")
    next(i for i in at.text_input if i.key.endswith("__subject")).set_value(HOSTILE)
    next(i for i in at.text_input if i.key.endswith("__actor")).set_value("Chị Hoa")
    next(b for b in at.button if b.label == "Lưu").click().run()
    assert not at.exception
    html = html_of(at)
    assert html.count("1 lần, gần nhất 30/06/2021") == 1
    assert "còn thiếu báo cáo" not in html
    assert HOSTILE not in html
    book = cached_duties.get_receipt_book("daklak-2021", (), date(2021, 6, 30))
    assert [(r.due_on, r.subject) for r in book.rows] == [(None, HOSTILE)]
    assert actions.undo(actions.list_batches("66")[0].batch_id, actor="Chị Hoa").fate == "done"
    at.run()
    assert "1 lần, gần nhất" not in html_of(at)


@pytest.mark.usefixtures("as_staff")
def test_nobody_s_name_is_no_name(own_store, opened):
    at, _ = opened(province="67", task="daknong-I.7")
    next(b for b in at.button if b.label == "Lưu trạng thái").click().run()
    assert at.error
    assert not any(b.subject == "task_status" for b in actions.list_batches("67"))


def test_bad_values_are_dropped_and_named(opened):
    at, html = opened(
        province="67",
        day="2022-02-30",
        agency="<b>",
        quarter="2099-q1",
        section="x",
        task_group="9",
    )
    said = at.warning[0].value
    for name in ("ngày tính", "cơ quan", "quý đến hạn", "phần của trang", "nhóm nhiệm vụ"):
        assert name in said
    assert sum(count for count, _ in lanes(html).values()) == 99


def test_in_english(opened):
    _, html = opened(province="67", lang="en")
    assert "Q2 2022, as of 25 Apr 2022: <b>7 tasks due this quarter</b>" in html
    assert not re.search(r"\b(Quá hạn|Chưa có báo cáo|Tính đến)\b", html)


def test_a_plan_without_days_is_told_by_states_and_nobody_is_called_late(opened):
    for query in (
        {"province": "66", "plan": "daklak-2021"},
        {"province": "62", "plan": "kontum-2019"},
        {"province": "67", "plan": "krongno-2022"},
    ):
        _, html = opened(**query)
        assert "không ghi thời hạn cho việc nào" in html
        assert "quá hạn 0 việc" not in html
