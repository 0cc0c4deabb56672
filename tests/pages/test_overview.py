"""Tổng quan: headline figures, targets, districts and the way they follow the filters."""

import re

import pytest

PAGE = "pages/overview.py"


@pytest.fixture
def opened(open_page, html_of):
    """Return a function that opens the page and gives it with its text, tags taken out."""

    def open_one(**query):
        at = open_page(PAGE, **query)
        html = re.sub(r"<style>.*?</style>", "", html_of(at), flags=re.DOTALL)
        return at, html, re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))

    return open_one


def test_the_first_view_answers_in_one_sentence(opened):
    _, _, text = opened()
    assert "Tỉnh Đắk Lắk có 71/152 (46,7%) xã được công nhận" in text
    assert "đạt mục tiêu 71 xã đến 31/12/2021" in text


def test_headline_tiles_carry_denominator_target_status_and_change(opened):
    _, html, text = opened(province="66", date="2021-12-31")
    name = r'<div class="name">(.*?)(?: <span.*?)?</div>'
    tiles = re.findall(rf'<div class="ntm-kpi (.*?)">{name}', html)
    assert tiles == [
        ("ntm-achieved", "Xã được công nhận đạt chuẩn"),
        ("", "Tiêu chí đạt, toàn bộ các xã"),
        ("ntm-achieved", "Bình quân một xã"),
        ("ntm-achieved", "Xã thấp nhất"),
        ("ntm-missed", "Xã NTM nâng cao"),
        ("ntm-no_data", "Đơn vị cấp huyện đạt chuẩn NTM"),
    ]
    assert "2.432/2.888" in text
    assert "bằng 84,21%" in text
    assert "+73 so với 31/12/2020" in text  # the published increase on 2020
    assert "+5 so với 31/12/2020" in text  # 71 − 66
    assert "+0,48 so với 31/12/2020" in text  # 16,00 − 15,52
    assert "Mục tiêu 2021: ≥ 71 xã" in text
    assert "Mức khác: 69 (2021) · 100 (2025)" in text


def test_every_target_of_the_plan_is_listed_with_who_set_it(opened):
    _, html, text = opened(province="66")
    board = html[html.index("Cần đạt") :]
    assert board.count("ntm-pill") == 13
    assert "UBND tỉnh Đắk Lắk: QĐ 137/QĐ-UBND ngày 19/01/2021 · Căn cứ, đoạn 4" in text
    assert "Chậm tiến độ" in text  # 100 by 2025: 71 where the line stands at 72,80


def test_illustrative_figures_say_so(opened):
    _, _, text = opened()
    assert "Số liệu minh họa." in text
    assert "không phải kết quả đánh giá thật" in text


def test_the_provisional_report_is_another_view(opened):
    _, _, text = opened(province="66", date="2021-12-09")
    assert "69/152 (45,4%)" in text
    assert "09/12/2021 · tạm tính" in text
    assert "2.382/2.888" in text


def test_a_district_narrows_every_figure(opened):
    at, _, text = opened(province="66", district="648")
    assert at.query_params["district"] == "648"
    assert "Huyện Cư M'gar có" in text.replace("&#39;", "'")
    assert "/15 (" in text
    assert "71/152 (" not in text
    assert "Các xã, từ cao đến thấp" in text


def test_only_what_a_commune_lacks_is_said_to_hold_it_back(opened):
    """Buôn Ma Thuột: 6 of 8 communes at 19, Cư ÊBur lacks 2 and 9, Hòa Phú 11 and 17."""
    _, _, text = opened(province="66", district="643")
    part = text[text.index("Tiêu chí cản nhiều xã nhất") : text.index("Xã gần đích nhất")]
    assert re.findall(r"(\d+)\. [^\d]+? 7/8", part) == ["2", "9", "11", "17"]
    assert part.count("7/8") == part.count("/8")
    _, _, text = opened(province="66", district="643", group="1")
    assert "Tiêu chí cản nhiều xã nhất Không còn tiêu chí nào có xã chưa đạt." in text


def test_a_plan_of_another_set_gives_reasons_not_verdicts(opened):
    _, _, text = opened(province="62", date="2022-11-30")
    assert text.count("Kỳ đang xem dùng bộ tiêu chí khác với kế hoạch") == 4
    assert "Không đạt" not in text


def test_a_district_period_speaks_of_its_district(opened):
    _, _, text = opened(province="67", date="2022-01-01", plan="krongno-2022")
    assert "Huyện Krông Nô có 3/11 (27,3%) xã" in text
    assert "178/209" in text


def test_a_province_without_data_says_so_and_names_those_with(opened):
    at, html, _ = opened(province="01")
    assert "Chưa có số liệu đánh giá của thành phố Hà Nội" in at.info[0].value
    assert "Tỉnh Đắk Lắk" in at.info[0].value
    assert "ntm-kpi" not in html


def test_the_country_lists_the_provinces_and_adds_nothing_up(opened):
    _, _, text = opened(province="vn")
    for share in ("65/181 (35,9%)", "36/85 (42,4%)", "71/152 (46,7%)", "30/60 (50,0%)"):
        assert share in text
    assert "202/478" not in text  # sets and dates differ: no sum over provinces


def test_bad_values_are_dropped_with_one_notice(opened):
    at, _, text = opened(province="66", district="999", date="hôm qua", plan="<script>")
    assert len(at.warning) == 1
    assert at.warning[0].value.endswith("huyện, kỳ số liệu, kế hoạch. Các phần đó đã được bỏ qua.")
    assert "71/152" in text
    assert "script" not in at.warning[0].value


def test_english_is_a_switch(opened):
    _, _, text = opened(province="66", lang="en")
    assert "71/152 (46.7%)" in text
    assert "2,432/2,888" in text
    assert "Xã được công nhận" not in text


def test_the_chart_waits_until_it_is_near(open_page):
    at = open_page(PAGE, province="66")
    assert not at.get("plotly_chart")
    at.session_state["history_near"] = {"seen": True}
    at.run()
    assert len(at.get("plotly_chart")) == 1
    assert '"66"' in at.get("plotly_chart")[0].proto.spec  # end of 2020, labelled
