"""Loading on the data page: what is understood, what blocks, and that nothing happens unasked."""

import csv
import hashlib
import io
import sqlite3
from dataclasses import replace

import openpyxl
import pytest
from intake_files import DAY, NUMBERS, PROVINCE, communes, met_of, write_annex

from components import data_layout_form
from components.data_load_questions import list_asks
from components.data_load_words import size_text
from components.data_problems import problem_rows
from components.text import plain
from data import actions, kept_files
from domain.intake.problems import Problem, Severity
from domain.intake.reading import Layout, Role, Shape
from domain.vocabulary import Status

pytestmark = pytest.mark.usefixtures("as_staff")

PAGE = "pages/data.py"
COMMUNES = len(communes())
MET = sum(met_of(position) for position in range(COMMUNES))
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HOSTILE = "<img src=x onerror=alert(1)> **a** [x](http://127.0.0.1) :material/home:.xlsx"


@pytest.fixture
def bring(own_store, open_page):
    """Return a function that opens the page and drops files on it."""

    def bring_in(*files, actor="An", **query):
        at = open_page(PAGE, province=PROVINCE, **query)
        if actor:
            at.text_input(key="load__actor").set_value(actor).run()
        at.file_uploader[0].set_value([(name, content, XLSX) for name, content in files]).run()
        assert not at.exception, [(e.message, e.stack_trace) for e in at.exception]
        return at

    return bring_in


def annex(tmp_path, change=None):
    path = write_annex(tmp_path / "own.xlsx")
    if change is None:
        return path.read_bytes()
    book = openpyxl.load_workbook(path)
    change(book.active)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def button(at, label):
    return next(b for b in at.button if b.label == label)


def labels(at):
    return [b.label for b in at.button]


def batches(folder):
    with sqlite3.connect(folder / "ntm.sqlite3") as connection:
        return connection.execute("select count(*) from batch").fetchone()[0]


def test_before_any_file_the_page_says_what_to_do(open_page, html_of):
    text = html_of(open_page(PAGE, province=PROVINCE))
    assert "Thả một hay nhiều tệp" in text
    assert "Chưa có gì được ghi vào kho" in text


def test_a_file_is_told_at_a_glance_and_nothing_is_written(bring, own_store, tmp_path, html_of):
    before = batches(own_store)
    text = html_of(bring(("quy 2.xlsx", annex(tmp_path))))
    results = COMMUNES * len(NUMBERS)
    assert f"<b>{COMMUNES} xã</b>" in text
    assert f"1.140 kết quả: {MET} đạt, 0 cơ bản đạt, {results - MET} chưa đạt" in text
    assert "ngày 30/06/2021 (đọc từ ô A4)" in text
    assert "đủ 8 huyện" in text
    assert "Sẵn sàng nạp" in text
    assert batches(own_store) == before


def test_without_a_name_nothing_is_loaded(bring, tmp_path, html_of):
    at = bring(("a.xlsx", annex(tmp_path)), actor="")
    assert button(at, "Nạp vào kho").disabled
    assert "Ghi tên người nạp" in html_of(at)


def test_a_load_is_told_with_its_number_and_undone_on_the_spot(
    bring, own_store, open_page, tmp_path, html_of
):
    at = bring(("a.xlsx", annex(tmp_path)))
    before = batches(own_store)
    button(at, "Nạp vào kho").click().run()
    text = html_of(at)
    assert f"Đã nạp, lần nạp số {before + 1}" in text
    assert f"province={PROVINCE}" in text
    assert f"date={DAY}" in text
    assert at.toast[0].value == f"Đã nạp vào kho, lần nạp số {before + 1}."
    assert "Sẵn sàng nạp" not in text
    # No decision of the province is loaded: who is recognised is known only in part.
    overview = html_of(open_page("pages/overview.py", province=PROVINCE, date=DAY))
    assert "Chưa nạp quyết định công nhận." in overview
    assert "<b>ít nhất " in overview
    assert "chưa đủ căn cứ để xếp tiến độ" in overview
    button(at, "Hoàn tác ngay").click().run()
    assert f"Lần nạp số {before + 1} đã được hoàn tác" in html_of(at)
    assert [info.state for info in actions.list_batches(PROVINCE)[:2]] == ["in_force", "undone"]


def test_the_same_file_again_says_who_and_offers_nothing_silently(
    bring, own_store, tmp_path, html_of
):
    content = annex(tmp_path)
    at = bring(("a.xlsx", content), actor="Bà Lan")
    button(at, "Nạp vào kho").click().run()
    at.file_uploader[0].set_value([("b.xlsx", content, XLSX)]).run()
    assert "đã được Bà Lan nạp lúc" in html_of(at)
    assert button(at, "Nạp vào kho").disabled
    at.checkbox(key="load__again_2").check().run()
    assert not button(at, "Nạp vào kho").disabled


def test_errors_block_with_one_sentence_and_stand_first_in_the_list(bring, tmp_path, html_of):
    def spoil(sheet):
        sheet["C8"], sheet["D9"] = "???", "=1/0"

    at = bring(("a.xlsx", annex(tmp_path, spoil)))
    text = html_of(at)
    assert button(at, "Nạp vào kho").disabled
    assert "Chưa nạp được: còn 2 lỗi." in text
    assert text.index("<code>C8</code>") < text.index("Ghi chú</span>")
    assert "Tải bản đánh dấu lỗi (xlsx)" in [d.label for d in at.get("download_button")]


def test_a_file_with_errors_leaves_a_line_though_it_is_put_away(bring, tmp_path):
    def spoil(sheet):
        sheet["C9"] = "Xã Không Có Ở Đây"

    spoilt = annex(tmp_path, spoil)
    at = bring(("sai.xlsx", spoilt))
    button(at, "Bỏ tệp này").click().run()
    assert "Nạp vào kho" not in labels(at)
    (line,) = [one for one in actions.read_audit(50) if one.action == "looked_at"]
    assert (line.actor, line.detail["file_name"], line.detail["errors"]) == ("An", "sai.xlsx", 1)
    assert line.detail["sha256"] == hashlib.sha256(spoilt).hexdigest()
    assert kept_files.read_refused(line.detail["sha256"]) == b""
    # Another window of the same person: the file was looked at already.
    bring(("sai.xlsx", spoilt))
    assert sum(one.action == "looked_at" for one in actions.read_audit(50)) == 1


def test_an_uncertain_name_is_asked_and_the_answer_read_at_once(bring, tmp_path, html_of):
    rows = [row for row in communes() if row[2] == "Huyện Đăk Glong"]
    code, name, _ = next(row for row in rows if row[1] == "Đắk R'Măng")

    def misspell(sheet):
        cell = next(c for c in sheet["B"] if c.value == f"Xã {name}")
        cell.value = "Xã Đắk R'Măxk"

    at = bring(("a.xlsx", annex(tmp_path, misspell)))
    assert "còn 1 tên xã chờ trả lời" in html_of(at)
    radio = at.radio[0]
    assert radio.value is None
    assert any(plain(code) in option for option in radio.options)
    radio.set_value(code)
    button(at, "Trả lời").click().run()
    assert "Sẵn sàng nạp" in html_of(at) or "Nạp được, có cảnh báo" in html_of(at)
    assert f"→ {code}" in html_of(at)


def test_names_of_files_and_cells_are_never_markup(bring, tmp_path, html_of):
    def attack(sheet):
        sheet["B8"] = "<script>alert(1)</script>"
        sheet["C9"] = "<b>x</b>"

    at = bring((HOSTILE, annex(tmp_path, attack)))
    text = html_of(at)
    assert "<img" not in text
    assert "<script" not in text
    assert "<b>x</b>" not in text
    assert "&lt;script&gt;" in text
    told = [element.value for element in [*at.markdown, *at.caption, *at.info, *at.error]]
    assert not [t for t in told if "onerror" in t or "http://127" in t]


def test_a_file_that_is_no_table_is_refused_with_a_remedy_and_logged(bring, html_of):
    at = bring(("bao cao.xlsx", b"%PDF-1.7 not a table"))
    text = html_of(at)
    assert "Tệp này không đọc được" in text
    assert "Gửi bảng số liệu ở dạng .xlsx" in text
    assert "Nạp vào kho" not in labels(at)
    (line,) = [one for one in actions.read_audit(50) if one.action == "refused"]
    assert (line.actor, line.detail["file_name"]) == ("An", "bao cao.xlsx")
    assert kept_files.read_refused(line.detail["sha256"]) == b"%PDF-1.7 not a table"


def test_of_several_files_those_that_are_fine_load_together(bring, own_store, tmp_path, html_of):
    at = bring(("tot.xlsx", annex(tmp_path)), ("hong.xlsx", b"%PDF-1.7 x"))
    text = html_of(at)
    assert "Không đọc được" in text
    before = batches(own_store)
    button(at, "Nạp mọi tệp đọc tốt (1)").click().run()
    assert batches(own_store) == before + 1
    assert "Đã nạp, lần nạp số" in html_of(at)
    assert "hong.xlsx" in html_of(at)


def test_a_corrected_reading_is_applied_and_taken_back(bring, tmp_path, html_of):
    at = bring(("a.xlsx", annex(tmp_path)))
    at.toggle[0].set_value(True).run()
    blank = next(r for r in at.radio if r.label == "Ô trống nghĩa là")
    blank.set_value(Status.NOT_ASSESSED)
    button(at, "Đọc lại theo cách này").click().run()
    results = COMMUNES * len(NUMBERS)
    assert f"0 chưa đạt, {results - MET} chưa đánh giá" in html_of(at)
    button(at, "Về cách đọc tự động").click().run()
    assert f"{results - MET} chưa đạt, 0 chưa đánh giá" in html_of(at)


def test_a_corrected_reading_is_remembered_once_loaded_and_said_so(bring, tmp_path, html_of):
    content = annex(tmp_path)
    at = bring(("a.xlsx", content))
    at.toggle[0].set_value(True).run()
    next(r for r in at.radio if r.label == "Ô trống nghĩa là").set_value(Status.NOT_ASSESSED)
    button(at, "Đọc lại theo cách này").click().run()
    button(at, "Nạp vào kho").click().run()
    button(at, "Hoàn tác ngay").click().run()
    at.file_uploader[0].set_value([("b.xlsx", content, XLSX)]).run()
    assert any("cách đã nhớ" in box.value for box in at.info)
    results = COMMUNES * len(NUMBERS)
    assert f"0 chưa đạt, {results - MET} chưa đánh giá" in html_of(at)
    button(at, "Về cách đọc tự động").click().run()
    assert f"{results - MET} chưa đạt, 0 chưa đánh giá" in html_of(at)
    assert not any("cách đã nhớ" in box.value for box in at.info)


def test_a_date_written_by_hand_is_the_date(bring, tmp_path, html_of):
    at = bring(("a.xlsx", annex(tmp_path)))
    date = next(box for box in at.text_input if box.label == "Ngày số liệu")
    assert date.value == "30/06/2021"
    date.set_value("31/12/2020").run()
    assert "ngày 31/12/2020 (do người nạp chọn)" in html_of(at)


def test_a_register_is_read_by_its_own_rules(bring, own_store, html_of):
    code, name, _ = communes()[0]
    stream = io.StringIO()
    csv.writer(stream).writerows(
        [["Mã xã", "Tên xã", "Mức đăng ký"], [code, f"Xã {name}", "Đạt chuẩn NTM"]]
    )
    at = bring(("dk.csv", stream.getvalue().encode("utf-8-sig")), kind="registered_plan")
    assert "Chưa nạp được" in html_of(at)
    year = next(box for box in at.text_input if box.label.startswith("Năm đăng ký"))
    year.set_value("2023").run()
    assert f"{code} · " in html_of(at)
    before = batches(own_store)
    button(at, "Nạp vào kho").click().run()
    assert batches(own_store) == before + 1


def test_a_register_of_the_whole_country_is_not_offered(open_page):
    at = open_page(PAGE, province="vn", kind="funding")
    assert "từng tỉnh" in at.info[0].value
    assert not at.file_uploader


def layout(**changes):
    base = Layout(
        sheet="S",
        shape=Shape.FLAT,
        header_rows=(0, 0),
        last_row=9,
        roles={Role.NAME: 0},
        criteria={1: 1, 2: 2},
        words={"x": Status.MET},
        blank=Status.NOT_MET,
        blank_reason="blank_only_positives",
    )
    return replace(base, **changes)


def build(meanings, base=None, blank=Status.NOT_MET):
    return data_layout_form.build_layout(base or layout(), (0, 0, 9), meanings, {}, blank)


def test_the_form_turns_into_the_layout_it_describes():
    built = build({0: "code", 1: "name", 2: "5"}, blank=Status.NOT_ASSESSED)
    assert built.roles == {Role.CODE: 0, Role.NAME: 1}
    assert built.criteria == {2: 5}
    assert (built.blank, built.blank_reason) == (Status.NOT_ASSESSED, "blank_by_hand")
    assert build({0: "name", 1: "1", 2: "2"}) == layout()


@pytest.mark.parametrize(
    ("meanings", "fault"),
    [
        ({0: "-", 1: "1", 2: "2"}, "tên xã"),
        ({0: "name", 1: "-", 2: "-"}, "tiêu chí"),
        ({0: "name", 1: "3", 2: "3"}, "3"),
        ({0: "name", 1: "name", 2: "1"}, "tên xã"),
    ],
)
def test_a_layout_that_cannot_be_is_said_so(meanings, fault):
    assert fault in data_layout_form.find_fault(build(meanings), meanings)
    assert data_layout_form.find_fault(layout(), {0: "name", 1: "1", 2: "2"}) == ""


def test_errors_come_first_and_answerable_ones_are_asked():
    class Read:
        questions = ()
        problems = (
            Problem("zeros_restored", Severity.NOTE, "S", "", "", {"count": 2}),
            Problem("blank_row", Severity.WARNING, "S", "B9", "x"),
            Problem(
                "unknown_commune", Severity.ERROR, "S", "B4", "?", {"district": "", "nearest": ""}
            ),
        )

    rows = problem_rows(Read.problems, Read.questions)
    assert [row[2] for row in rows] == ["B4", "B9", ""]
    assert [ask.key for ask in list_asks(Read)] == ["S!B4"]


def test_labels_that_understand_markdown_show_text_as_it_is():
    assert plain("**a** :red[b]") == r"\*\*a\*\* \:red\[b\]"
    assert [size_text(size) for size in (10, 45_208, 2_500_000)] == ["1 kB", "45 kB", "2,5 MB"]
