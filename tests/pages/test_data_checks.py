"""Dữ liệu, part Kiểm tra: what was found, filters, notes, and a list of thousands."""

import csv
import io
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from components import data_checks_files
from components.names import Names
from data import actions, cached, cached_checks
from data.store.engine import begin_write, get_engine
from domain.checks.finding import Severity

pytestmark = pytest.mark.usefixtures("as_staff")

PAGE = "pages/data.py"
END_2021 = date(2021, 12, 31)


@pytest.fixture
def open_checks(open_page):
    """Return a function that opens the part with some parameters."""
    return lambda **query: open_page(PAGE, part="checks", **{"province": "66", **query})


def test_the_headline_counts_what_waits(open_checks, html_of):
    text = html_of(open_checks())
    # 2 targets in conflict (69 and 71; 15,4 and 16), 6 communes below their neighbours, 1 notice
    # that nothing official is loaded.
    assert "<b>9 việc chưa giải trình.</b> Không có số sai" in text
    for name, count in (("Sai", 0), ("Cần xem", 2), ("Để biết", 7), ("Đã giải trình", 0)):
        assert f'<div class="name">{name}</div><div class="value">{count}</div>' in text
    assert "Kiểm tra kỳ 31/12/2021 (chốt)" in text
    assert "Số liệu minh họa." in text


def test_findings_stand_under_their_rules_with_figures_and_links(open_checks, html_of):
    text = html_of(open_checks())
    assert "<h3>Hai chỉ tiêu cho một việc</h3>" in text
    assert "Giữ cả hai; nêu rõ báo cáo đang so với chỉ tiêu nào." in text
    assert "QĐ 137/QĐ-UBND" in text
    assert "Đạt 9 tiêu chí, trung vị của 10 xã lân cận là 19" in text
    assert 'href="ho-so-xa?province=66&amp;commune=24194' in text
    assert text.count('class="ck-item') == 9


def test_a_link_of_the_source_opens_elsewhere(open_checks, html_of):
    text = html_of(open_checks(province="20"))
    assert "công bố 62, các xã đã nạp cho 65, lệch 3" in text
    assert 'href="https://www.vietnam.vn/' in text
    assert 'target="_blank" rel="noopener noreferrer"' in text
    assert "in 95% cho 171/181, tính lại 94,48%" in text


def test_filters_narrow_the_list_and_stand_in_the_link(open_checks, html_of):
    at = open_checks()
    at.segmented_control(key="data__severity").set_value("warning").run()
    assert html_of(at).count('class="ck-item') == 2
    assert at.query_params["severity"] in ("warning", ["warning"])
    at = open_checks(rule="neighbour_below")
    assert html_of(at).count('class="ck-item') == 6
    at = open_checks(state="explained")
    assert html_of(at).count('class="ck-item') == 0
    assert any("Không có việc nào khớp" in box.value for box in at.info)


def test_a_bad_filter_in_a_link_is_told(open_checks, html_of):
    at = open_checks(severity="terrible", rule="<script>")
    assert "mức độ" in at.warning[0].value
    assert "quy tắc" in at.warning[0].value
    assert html_of(at).count('class="ck-item') == 9


def test_a_district_sees_its_own_and_how_many_are_elsewhere(open_checks, pick, html_of):
    at = pick(open_checks(), "district", "648")
    text = html_of(at)
    assert text.count('class="ck-item') == 1
    assert "Xã Cư M&#39;gar" in text
    assert "8 việc khác của tỉnh" in text


def test_rules_without_anything_to_look_at_say_why(open_checks, html_of):
    at = open_checks()
    label = next(box.label for box in at.expander if "quy tắc đã chạy" in box.label)
    assert label == "27 quy tắc đã chạy, 3 quy tắc chưa có gì để xét"
    assert "Chưa xét. Không có số công bố để so." in html_of(at)


def test_a_province_without_data_says_so(open_checks, html_of):
    at = open_checks(province="01")
    assert any("Chưa có số liệu" in box.value for box in at.info)
    assert 'class="ck-item' not in html_of(at)


def test_the_country_lists_its_provinces(open_checks, html_of):
    text = html_of(open_checks(province="vn"))
    assert 'href="du-lieu?province=66&amp;date=2021-12-31&amp;part=checks"' in text
    row = text[text.index("Tỉnh Đắk Lắk</a>") :].split("</tr>")[0]
    assert '<td class="num">0</td><td class="num">2</td><td class="num">7</td>' in row


def test_english_has_no_vietnamese_words_of_its_own(open_checks, html_of):
    text = html_of(open_checks(lang="en", district="648"))
    assert "Open findings: 1." in text
    assert "others of the province, not shown here: 8" in text
    assert "chưa giải trình" not in text


def test_a_note_needs_a_name_and_words(own_store, open_checks):
    report = cached_checks.get_checks("66", END_2021)
    key = report.findings[0].key
    at = open_checks()
    at.session_state[f"checks__open_{key}"] = True
    at.run()
    at.text_input(key=f"checks__who_{key}").set_value(" ")
    at.button[submit_of(at, key)].click().run()
    assert "tên người ghi chú" in at.warning[0].value
    at.text_input(key=f"checks__who_{key}").set_value("Lan")
    at.button[submit_of(at, key)].click().run()
    assert "không có lý do thì không lưu" in at.warning[0].value
    assert cached_checks.get_checks("66", END_2021).notes == {}


def submit_of(at, key):
    """Return the place of the button that turns a finding's state."""
    return next(place for place, b in enumerate(at.button) if b.form_id == f"checks__form_{key}")


def test_a_finding_is_explained_and_reopened_and_every_word_stays(own_store, open_checks, html_of):
    key = cached_checks.get_checks("66", END_2021).findings[0].key
    at = open_checks()
    for who, words in (("Lan", "Đã hỏi <b>Sở</b>"), ("Minh", "Sở trả lời khác")):
        at.session_state[f"checks__open_{key}"] = True
        at.run()
        number = len(cached_checks.get_checks("66", END_2021).notes.get(key, ()))
        at.text_input(key=f"checks__who_{key}").set_value(who)
        at.text_area(key=f"checks__words_{key}_{number}").set_value(words)
        at.button[submit_of(at, key)].click().run()
        assert not at.exception
        if who == "Lan":
            text = html_of(at)
            assert "<b>8 việc chưa giải trình.</b>" in text
            assert "Đã giải trình (Lan): Đã hỏi &lt;b&gt;Sở&lt;/b&gt;" in text
    assert "<b>9 việc chưa giải trình.</b>" in html_of(at)
    notes = cached_checks.get_checks("66", END_2021).notes[key]
    assert [(n.action, n.actor, n.text) for n in notes] == [
        ("explained", "Lan", "Đã hỏi <b>Sở</b>"),
        ("reopened", "Minh", "Sở trả lời khác"),
    ]


def test_a_busy_store_is_told_and_nothing_is_written(own_store, monkeypatch):
    monkeypatch.setattr("data.store.engine.BUSY_TIMEOUT_MS", 50)
    with begin_write(get_engine()):
        outcome = actions.note_finding(
            "k", "66", END_2021, action="comment", words="chờ", actor="Lan"
        )
    assert outcome.fate == "busy"
    assert cached_checks.get_checks("66", END_2021).notes == {}


def test_findings_are_kept_for_the_same_data_and_notes_are_not(own_store):
    first, second = (cached_checks.get_checks("66", END_2021) for _ in range(2))
    assert first.findings is second.findings
    key = first.findings[0].key
    actions.note_finding(key, "66", END_2021, action="comment", words="đang xem", actor="Lan")
    third = cached_checks.get_checks("66", END_2021)
    assert third.findings is first.findings
    assert [note.text for note in third.notes[key]] == ["đang xem"]
    assert cached_checks.get_checks("01", END_2021) is None


@pytest.mark.parametrize(("language", "word"), [("vi", "Cần xem"), ("en", "To look at")])
def test_the_file_has_a_line_a_finding_and_no_formula(ready_var, language, word):
    report = cached_checks.get_checks("66", END_2021)
    catalog = cached.get_catalog()
    communes = {c.code: c.name for c in catalog.communes["66"]}
    names = Names({"66": "=Tỉnh"}, communes, {c: "648" for c in communes}, {})
    shown = list(report.findings)
    content = data_checks_files.findings_csv(shown, report, names, "QĐ 1980/QĐ-TTg", language)
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert len(rows) == 10
    assert rows[1][0] == word
    assert rows[1][2] == "'=Tỉnh"
    assert rows[3][3] == "24194"
    assert {row[13] for row in rows[1:]} == {"2021-12-31"}
    assert {len(row) for row in rows} == {16}


def draw_thousands():
    """Draw the part with as many findings as a bad year of the whole country."""
    from datetime import date

    from components import data_checks
    from components.names import Names
    from data import cached
    from data.checks import CheckReport
    from domain.checks.finding import Finding, Severity
    from domain.vocabulary import Provenance, SnapshotStatus

    on = date(2021, 12, 31)
    findings = tuple(
        Finding(
            f"{i:016}",
            "neighbour_below",
            Severity.INFO,
            "66",
            on,
            (f"{i:05}",),
            params={"met": 5, "neighbours": 9, "median": 15, "lowest": 9, "highest": 18},
        )
        for i in range(20_000)
    )
    report = CheckReport(
        findings, "66", on, "QD1980_2016", Provenance.IMPORTED, SnapshotStatus.FINAL,
        (), on, (), {},
    )  # fmt: skip
    criteria_set = cached.get_sets()["QD1980_2016"]
    checked = data_checks.Checked(report, criteria_set, Names({}, {}, {}, {}), None)
    data_checks.render_checks(checked, lambda *_args, **_named: None)


def test_thousands_of_findings_are_shown_page_by_page(ready_var, html_of):
    at = AppTest.from_function(draw_thousands, default_timeout=30).run()
    assert not at.exception
    text = html_of(at)
    assert "<b>20.000 việc chưa giải trình.</b>" in text
    assert text.count('class="ck-item') == 20
    assert "20.000 việc</span>" in text
    assert "1–20 trong 20.000 việc" in [c.value for c in at.caption]
    at.button(key="checks__page_after").click().run()
    assert "21–40 trong 20.000 việc" in [c.value for c in at.caption]
    assert at.button(key="checks__page_before").disabled is False


def test_severities_have_a_sign_beside_their_colour(open_checks, html_of):
    text = html_of(open_checks())
    assert f'ck-{Severity.WARNING.value}">! Cần xem' in text
    assert f'ck-{Severity.INFO.value}">i Để biết' in text
