"""Dữ liệu, parts Xuất báo cáo and Biểu mẫu: cards, files on demand, and reasons there are none."""

import io
from datetime import UTC, date, datetime

import docx
import pytest

from data import outputs
from domain.outputs import OutputFile, Refusal, Refused
from domain.report.periods import ReportKind

PAGE = "pages/data.py"


@pytest.fixture
def open_part(open_page):
    """Return a function that opens a part of the page with some parameters."""
    return lambda part, **query: open_page(PAGE, part=part, **{"province": "66", **query})


@pytest.fixture
def orders(monkeypatch):
    """Count the files made, and make them quickly."""
    given = []
    at = datetime(2022, 1, 5, 2, 3, tzinfo=UTC)

    def build(order):
        given.append(order)
        return OutputFile(f"{order.kind}.bin", b"x" * 1500, "text/csv", at, True)

    monkeypatch.setattr(outputs, "build_output", build)
    return given


def made(at, kind):
    """Return the order a session holds a file of, and the file."""
    return at.session_state[f"_memory:exports.made.{kind}"]


def buttons(at):
    return [b.key for b in at.button]


def test_the_cards_say_what_is_inside_and_of_what(open_part, html_of):
    text = html_of(open_part("exports"))
    for title in ("Báo cáo", "Biểu tổng hợp", "Số liệu dạng bảng", "Bản đồ", "Gói dữ liệu"):
        assert f"<h3>{title}</h3>" in text
    assert text.count('class="made-up">số liệu minh họa') == 6
    for chip in ("Tỉnh Đắk Lắk", "31/12/2021 · chốt", "QĐ 1980/QĐ-TTg · 19 tiêu chí"):
        assert f'<span class="ntm-chip">{chip}</span>' in text
    assert "Kế hoạch: 60/KH-BCĐ" in text


def test_nothing_is_made_before_it_is_asked_for(orders, open_part, pick):
    at = open_part("exports")
    pick(at, "district", "648")
    assert orders == []
    assert not at.get("download_button")


def test_a_file_is_made_once_and_again_when_the_filters_change(orders, open_part, pick, html_of):
    at = open_part("exports")
    at.button(key="exports__build_tidy").click().run()
    assert [o.kind for o in orders] == ["tidy"]
    assert "<b>tidy.bin</b><br>2 kB · lập lúc 05/01/2022 09:03" in html_of(at)
    assert len(at.get("download_button")) == 1
    at.run()
    assert len(orders) == 1
    assert "exports__again_tidy" in buttons(at)
    pick(at, "criterion", "17")
    assert not at.get("download_button")
    assert "Chỉ tiêu chí 17." in html_of(at)
    at.button(key="exports__build_tidy").click().run()
    assert (orders[0].criterion, orders[1].criterion) == (None, 17)


def test_each_file_takes_the_filters_it_follows(orders, open_part):
    at = open_part("exports", district="654", criterion="17", date="2021-12-31")
    for kind in ("report", "workbook", "tidy", "package"):
        at.button(key=f"exports__build_{kind}").click().run()
    by_kind = {order.kind: order for order in orders}
    assert by_kind["workbook"].district == "654"
    assert by_kind["workbook"].plan == "daklak-2021"
    assert by_kind["workbook"].criterion is None
    assert (by_kind["tidy"].criterion, by_kind["tidy"].plan) == (17, None)
    assert (by_kind["package"].district, by_kind["package"].as_of) == (None, None)
    assert by_kind["report"].report.kind is ReportKind.ANNUAL


def test_the_form_of_a_report_is_kept_and_goes_into_it(open_part):
    at = open_part("exports")
    at.text_input(key="exports__signer_name_66_").set_value("Nguyễn Thị Bình").run()
    at.text_input(key="exports__superior_66_").set_value("Ủy ban nhân dân / tỉnh").run()
    at.text_input(key="exports__issued_on_66_").set_value("05/01/2022").run()
    at.text_area(key="exports__proposals_66_").set_value("Đề nghị bố trí vốn.").run()
    at.segmented_control(key="exports__kind_2021-12-31").set_value(ReportKind.QUARTERLY).run()
    at.button(key="exports__build_report").click().run()
    order, file = made(at, "report")
    assert order.report.superior == "Ủy ban nhân dân\ntỉnh"
    assert order.report.issued_on == date(2022, 1, 5)
    assert file.name == "bao-cao_66_2021-12-31_quy_minh-hoa.docx"
    document = docx.Document(io.BytesIO(file.content))
    cells = [c.text for table in document.tables for row in table.rows for c in row.cells]
    text = "\n".join([p.text for p in document.paragraphs] + cells)
    for words in ("Nguyễn Thị Bình", "Đề nghị bố trí vốn.", "71/152", "2.432"):
        assert words in text
    # Away and back: what was typed is still there, and the file too.
    at.segmented_control(key="data__part").set_value("checks").run()
    at.segmented_control(key="data__part").set_value("exports").run()
    assert at.text_input(key="exports__signer_name_66_").value == "Nguyễn Thị Bình"
    assert at.text_input(key="exports__superior_66_").value == "Ủy ban nhân dân / tỉnh"
    assert len(at.get("download_button")) == 1


def test_a_changed_form_asks_for_another_file(orders, open_part):
    at = open_part("exports")
    at.button(key="exports__build_report").click().run()
    assert len(at.get("download_button")) == 1
    at.text_input(key="exports__number_66_").set_value("12").run()
    assert not at.get("download_button")
    assert "exports__build_report" in buttons(at)


def test_a_day_that_is_none_blocks_the_report_only(orders, open_part):
    at = open_part("exports")
    at.text_input(key="exports__issued_on_66_").set_value("31/02/2022").run()
    assert "31/12/2021" in at.warning[0].value
    assert "exports__build_report" not in buttons(at)
    assert "exports__build_workbook" in buttons(at)


def test_the_form_of_one_place_is_not_that_of_another(orders, open_part, pick):
    at = open_part("exports")
    at.text_input(key="exports__place_66_").set_value("Buôn Ma Thuột").run()
    pick(at, "district", "654")
    assert at.text_input(key="exports__place_66_654").value == ""
    assert at.text_input(key="exports__place_66_654").placeholder == "Krông Pắc"
    assert at.text_input(key="exports__superior_66_654").placeholder == (
        "Ủy ban nhân dân / huyện Krông Pắc"
    )


def test_a_period_of_one_district_is_told_as_that_district(open_part, html_of):
    at = open_part("exports", province="67", date="2022-01-01")
    assert '<span class="ntm-chip">Huyện Krông Nô</span>' in html_of(at)
    assert at.text_input(key="exports__place_67_").placeholder == "Krông Nô"
    # Figures of the first day of the year say how the year before closed.
    chosen = at.segmented_control(key="exports__kind_2022-01-01").value
    assert chosen is ReportKind.ANNUAL


def test_a_map_without_boundaries_says_how_to_build_them(open_part, html_of):
    at = open_part("exports")
    assert "exports__build_geopackage" not in buttons(at)
    assert "<code>python -m data boundaries build 66</code>" in html_of(at)


def test_approximate_boundaries_leave_only_after_the_notice(orders, open_part, monkeypatch):
    monkeypatch.setattr(outputs, "polygons_of", lambda _province: "approximate")
    at = open_part("exports")
    assert "exports__build_geopackage" not in buttons(at)
    at.checkbox(key="exports__approximate").check().run()
    at.button(key="exports__build_geopackage").click().run()
    assert orders[0].takes_approximate is True


@pytest.mark.parametrize("reason", list(Refusal))
def test_every_refusal_is_told_in_words(reason, open_part, html_of, monkeypatch):
    monkeypatch.setattr(outputs, "build_output", lambda _order: Refused(reason))
    at = open_part("exports", province="20")
    at.button(key="exports__build_workbook").click().run()
    alerts = [part for part in html_of(at).split("<div") if part.startswith(' class="ex-why"')]
    assert len(alerts) == 2  # beside the missing boundaries
    assert "refused" not in alerts[0]
    assert not at.get("download_button")


def test_a_province_without_data_offers_no_file(open_part):
    at = open_part("exports", province="01")
    assert any("Chưa có số liệu" in box.value for box in at.info)
    assert not [key for key in buttons(at) if str(key).startswith("exports__")]


def test_the_country_offers_table_map_package_and_the_provinces(
    orders, open_part, html_of, monkeypatch
):
    monkeypatch.setattr(outputs, "polygons_of", lambda _province: "official")
    at = open_part("exports", province="vn")
    text = html_of(at)
    assert text.count("<h3>") == 3
    assert text.count('class="made-up">số liệu minh họa') == 3
    assert "Kết quả từng xã do phần mềm dựng" in text
    assert 'href="du-lieu?province=20&amp;date=2020-12-31&amp;part=exports"' in text
    for kind in ("tidy", "geopackage", "package"):
        at.button(key=f"exports__build_{kind}").click().run()
    assert [(o.kind, o.province, o.as_of) for o in orders] == [
        ("tidy", None, None),
        ("geopackage", None, None),
        ("package", None, None),
    ]


@pytest.mark.usefixtures("as_staff")
def test_templates_name_every_register_and_the_way_back(open_part, html_of):
    at = open_part("templates")
    text = html_of(at)
    for title in ("Biểu đánh giá bộ tiêu chí", "Quyết định công nhận", "Xã đăng ký đạt chuẩn"):
        assert f"<h3>{title}</h3>" in text
    # Every target of Đắk Lắk is counted from communes: five registers and the form of marks.
    assert len(at.get("download_button")) == 6
    assert "không có mục tiêu nào phải nhập số liệu riêng" in text
    at.button(key="templates__back").click().run()
    assert at.segmented_control(key="data__part").value == "load"


def test_templates_follow_the_set_of_the_period_and_the_district(open_part, pick):
    at = open_part("templates", province="62")
    assert at.selectbox(key="templates__set_QD318_2022").value == "QD318_2022"
    pick(at, "date", "2016-06-30")
    assert at.selectbox(key="templates__set_QD491_2009").value == "QD491_2009"
    at = open_part("templates", district="654")
    labels = at.segmented_control(key="templates__reach").options
    assert labels == ["Huyện Krông Pắc", "Mỗi huyện một tệp (zip)"]


def test_a_form_needs_a_date_or_none(open_part):
    at = open_part("templates")
    at.text_input(key="templates__as_of").set_value("hôm nay").run()
    assert "Ngày chưa đúng" in at.warning[0].value
    assert len(at.get("download_button")) == 5


def test_templates_of_the_country_ask_for_a_province(open_part):
    at = open_part("templates", province="vn")
    assert any("chọn một tỉnh" in box.value for box in at.info)


def test_english_has_its_own_words(open_part, html_of):
    at = open_part("exports", lang="en")
    assert "<h3>Summary workbook</h3>" in html_of(at)
    kinds = at.segmented_control(key="exports__kind_2021-12-31").options
    assert kinds[0] == "Quarter (01 Oct 2021 – 31 Dec 2021)"
    assert "<h3>Form of marks</h3>" in html_of(open_part("templates", lang="en"))
