"""The loads so far: who, when, what counts, and the way back with a reason."""

import io
from datetime import datetime

import openpyxl
import pytest
from intake_files import NUMBERS, PROVINCE, communes, met_of, write_annex, write_flat

from components.data_load_words import VIETNAM, moment
from data import access, actions, kept_files
from domain.access import LEADER

pytestmark = pytest.mark.usefixtures("as_staff")

PAGE = "pages/data.py"
RESULTS = len(communes()) * len(NUMBERS)
HOSTILE = "<img src=x onerror=alert(1)> **a**.xlsx"


def load(path, name, actor="Bà Lan", province=PROVINCE, **asked):
    asked = actions.Asked("marks", province, **asked)
    found = actions.examine(path.read_bytes(), name, asked)
    outcome = actions.accept(found, actor=actor, note="quý 2 <b>")
    assert outcome.fate == "done"
    return outcome.batch_id


@pytest.fixture
def loaded(own_store):
    return load(write_annex(own_store / "a.xlsx"), HOSTILE)


def history(open_page, **query):
    return open_page(PAGE, province=PROVINCE, part="history", **query)


def button(at, label):
    return next(b for b in at.button if b.label == label)


def test_without_loads_it_says_so(open_page, own_store):
    at = history(open_page)
    assert "Chưa có tệp nào được nạp cho tỉnh Đắk Nông" in at.info[0].value


def test_a_load_is_listed_with_who_what_and_whether_it_counts(open_page, loaded, html_of):
    text = html_of(history(open_page))
    for told in ("Bà Lan", "Kết quả tiêu chí", "Tỉnh Đắk Nông · 30/06/2021", "1.140", "Đang hiệu"):
        assert told in text
    assert "<img" not in text
    assert "&lt;img src=x" in text
    assert "<b>" not in text.split("quý 2", 1)[1].split("</div>", 1)[0]
    assert moment(datetime.now(VIETNAM))[:10] in text


def test_a_load_of_another_province_is_left_out_until_all_are_asked_for(open_page, loaded, html_of):
    other = open_page(PAGE, province="66", part="history")
    assert "Bà Lan" not in html_of(other)
    assert "Bà Lan" in html_of(open_page(PAGE, province="66", part="history", loads_of="all"))


def test_a_load_is_opened_undone_with_a_reason_and_brought_back(open_page, loaded, html_of):
    at = history(open_page, batch=str(loaded))
    assert f"Lần nạp số {loaded}" in html_of(at)
    assert "Tải tệp gốc" in [d.label for d in at.get("download_button")]
    who = next(box for box in at.text_input if box.label == "Người nạp")
    who.set_value("Ông Hai")
    next(box for box in at.text_input if box.label == "Lý do").set_value("nhầm kỳ")
    button(at, "Hoàn tác ngay").click().run()
    text = html_of(at)
    assert "Đã hoàn tác" in text
    assert "nhầm kỳ" in text
    assert f"Hoàn tác lần {loaded}" in text
    button(at, "Khôi phục ngay").click().run()
    states = {info.batch_id: info.state for info in actions.list_batches(PROVINCE)}
    assert states[loaded] == "in_force"
    assert [line.actor for line in actions.read_audit(2)] == ["Ông Hai", "Ông Hai"]


def test_nothing_is_undone_without_a_name(open_page, loaded):
    at = history(open_page, batch=str(loaded))
    button(at, "Hoàn tác ngay").click().run()
    assert "Ghi tên người nạp" in at.error[0].value
    assert actions.list_batches(PROVINCE)[0].state == "in_force"


def test_what_somebody_undid_a_moment_ago_is_not_undone_again(open_page, loaded, html_of):
    at = history(open_page, batch=str(loaded))
    actions.undo(loaded, actor="Cô Ba")
    next(box for box in at.text_input if box.label == "Người nạp").set_value("An")
    button(at, "Hoàn tác ngay").click().run()
    assert "Đã hoàn tác" in html_of(at)
    assert [line.actor for line in actions.read_audit(2)] == ["Cô Ba", "Bà Lan"]
    again = actions.undo(loaded, actor="An")
    assert (again.fate, again.actor) == ("already", "Cô Ba")
    assert actions.undo(999_999, actor="An").fate == "missing"


def test_what_a_load_changed_names_who_lost_what(open_page, loaded, own_store, html_of):
    code, name, district = communes()[5]

    def lose(rows):
        next(row for row in rows if row[0] == code)[3] = "Chưa đạt"

    later = write_flat(own_store / "b.csv", change=lose)
    day = datetime(2021, 9, 30, tzinfo=VIETNAM).date()
    batch = load(later, "b.csv", as_of=day)
    text = html_of(history(open_page, batch=str(batch)))
    assert "So với kỳ trước, 30/06/2021" in text
    assert "Tụt tiêu chí: 1 xã" in text
    assert f"{name}, {district}".replace("'", "&#39;") in text
    assert met_of(5) > 1  # criterion 1 was met before, so it can be lost


def test_the_log_tells_loads_and_undoings(open_page, loaded, html_of):
    actions.undo(loaded, actor="Ông Hai", note="gửi nhầm")
    text = html_of(history(open_page))
    log = text[text.index("Chi tiết") :]
    assert log.index("hoàn tác lần") < log.index("Nạp tệp")
    assert "gửi nhầm" in log


def test_a_bad_link_to_a_load_is_told(open_page, loaded):
    at = history(open_page, batch="999999")
    assert at.warning


def test_the_original_comes_back_byte_for_byte(loaded, own_store):
    info = next(one for one in actions.list_batches(PROVINCE) if one.batch_id == loaded)
    assert kept_files.read_original(info.file_sha256) == (own_store / "a.xlsx").read_bytes()
    assert kept_files.read_original("0" * 64) == b""


def test_refused_files_are_listed_with_why_and_can_be_taken_back_by_staff(
    open_page, own_store, html_of
):
    found = actions.examine(b"%PDF-1.7 x", HOSTILE, actions.Asked("marks", PROVINCE))
    actions.log_unreadable(found, PROVINCE, "Bà Lan")
    at = history(open_page)
    text = html_of(at)
    assert "Tệp bị từ chối (1)" in [e.label for e in at.expander]
    assert "Nội dung tệp là PDF, không phải bảng tính." in text
    assert "&lt;img src=x" in text
    assert "Tải tệp bị từ chối" in [d.label for d in at.get("download_button")]
    elsewhere = open_page(PAGE, province="66", part="history")
    assert "Tệp bị từ chối (1)" not in [e.label for e in elsewhere.expander]
    with access.acting(LEADER), pytest.raises(access.NotAllowedError):
        kept_files.read_refused(found.sha256)


def test_a_second_writer_is_told(loaded, monkeypatch):
    def busy(_engine):
        raise actions.StoreBusyError

    monkeypatch.setattr(actions, "one_writer", busy)
    assert actions.undo(loaded, actor="An").fate == "busy"
    assert actions.list_batches(PROVINCE)[0].state == "in_force"


def test_a_correction_that_cannot_be_read_keeps_the_way_back(own_store, monkeypatch):
    path = write_annex(own_store / "c.xlsx")
    found = actions.examine(path.read_bytes(), "c.xlsx", actions.Asked("marks", PROVINCE))
    layouts = {one.sheet: one for one in found.reading.layouts}

    def fail(*_args, **_named):
        raise KeyError("no such column")

    monkeypatch.setattr(actions.service, "examine", fail)
    told = actions.examine(b"x", "c.xlsx", actions.Asked("marks", PROVINCE, layouts=layouts))
    assert [p.code for p in told.problems] == ["layout_unusable"]
    with pytest.raises(KeyError):
        actions.examine(b"x", "c.xlsx", actions.Asked("marks", PROVINCE))


def test_the_marked_copy_holds_the_open_questions(own_store):
    def misspell(rows):
        next(row for row in rows if row[2] == "Xã Đắk R'Măng")[2] = "Xã Đắk R'Măxk"
        for row in rows:
            row[0] = ""

    path = write_flat(own_store / "d.csv", change=misspell)
    asked = actions.Asked("marks", PROVINCE, as_of=datetime(2021, 6, 30, tzinfo=VIETNAM).date())
    found = actions.examine(path.read_bytes(), "d.csv", asked)
    assert len(found.reading.questions) == 1
    book = openpyxl.load_workbook(io.BytesIO(actions.marked_copy(found)))
    told = [
        str(value)
        for sheet in book.worksheets
        for row in sheet.iter_rows(values_only=True)
        for value in row
    ]
    assert any("Trả lời ở trang Dữ liệu" in v for v in told)
    assert not any("--match" in v for v in told)
