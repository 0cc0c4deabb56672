"""Sở, ngành: every agency of a plan, one agency with all it answers for, and what is not there."""

import re

import pandas as pd
import pytest

from data import paths

PAGE = "pages/agencies.py"


@pytest.fixture
def opened(open_page, html_of):
    """Return a function that opens the page and gives its text."""

    def open_one(**query):
        at = open_page(PAGE, **query)
        return at, re.sub(r"<style>.*?</style>", "", html_of(at), flags=re.DOTALL)

    return open_one


def downloads(at):
    return [element.proto.label for element in at.get("download_button")]


def test_dak_lak_s_agencies_with_their_criteria(opened):
    at, html = opened(province="66")
    assert "28 cơ quan trong kế hoạch; 13 cơ quan chủ trì 19/19 tiêu chí, 19 chỉ tiêu" in html
    assert "Tiêu chí nào cũng có đúng một cơ quan chủ trì." in html
    row = next(r for r in html.split("<tr>") if "daklak-a13" in r)
    assert "so-nganh?" in row
    assert "17. Môi trường và an toàn thực phẩm" in row
    assert "90/152 · 59,2%" in row
    assert "Số liệu minh họa" in html
    assert downloads(at) == ["Tải phân công (CSV)"]


def test_a_department_s_own_page(opened):
    at, html = opened(province="66", agency="daklak-a13")
    assert "<h1>Sở Tài nguyên và Môi trường</h1>" in html
    # 90 of 152 communes meet criterion 17: 62 do not.
    assert "còn 62 xã chưa đạt" in html
    lacking = next(e for e in at.expander if e.label.startswith("17. "))
    assert lacking.label.endswith("62 xã chưa đạt, theo huyện")
    # It measures 17.2, 17.5 and 17.6 itself and collects the five others (section IV.1.m).
    parts = html.split('data-label="Nơi tổng hợp"')
    assert len(parts) == 9
    own = [part for part in parts if '"Cơ quan theo dõi">Chính cơ quan này' in part]
    assert len(own) == 3
    assert "17.8. " in html
    assert "15/12/2021" not in html.split("ntm-kpis")[1].split("</p>")[0]  # that day is over
    assert downloads(at) == ["Tải danh sách xã chưa đạt (CSV)"]


def test_what_is_given_on_and_when_the_next_report_is_due(opened):
    at, html = opened(province="66", agency="daklak-a15", day="2021-11-30")
    assert '<td class="" data-label="Nơi tổng hợp">Sở Nội vụ</td>' in html
    assert any("Không chủ trì tiêu chí nào" in c.value for c in at.caption)
    # Every department reports before the 15th of the quarter's last month (IV.2).
    assert "14/12/2021 (còn 14 ngày)" in html
    assert "văn bản nêu chung: Các Sở, ban, ngành" in html


def test_an_agency_with_tasks_shows_them_as_of_the_day(opened):
    _, html = opened(province="67", agency="daknong-a06", day="2022-07-31")
    assert "Củng cố Ban Chỉ đạo MTQG cấp tỉnh" in html
    led = pd.read_csv(paths.REFERENCE / "tasks.csv", dtype=str)
    own = led[(led["plan_id"] == "daknong-2022") & led["lead_agency"].str.contains("Sở Nội vụ")]
    assert f"{len(own)} nhiệm vụ, 1 việc quá hạn" in html  # I.7 was due on 30/06/2022


def test_a_plan_that_shares_out_no_criteria_says_so(opened):
    _, html = opened(province="20")
    assert "34 cơ quan trong kế hoạch; văn bản không phân công từng tiêu chí" in html
    assert "ntm-banner" not in html  # nothing counted, nothing illustrative


@pytest.mark.parametrize("province", ["01", "vn"])
def test_a_province_without_a_plan_leads_to_those_with(opened, province):
    at, html = opened(province=province)
    assert len(at.info) == 1
    links = re.findall(r"province=(\d\d)&amp;plan=([a-z]+-\d{4})", html.split("ntm-ways")[1])
    assert len(links) == 5


def test_a_bad_agency_is_dropped_and_named(opened):
    at, html = opened(province="66", agency="<script>")
    assert "cơ quan" in at.warning[0].value
    assert "28 cơ quan trong kế hoạch" in html
    assert "<script>" not in html


def test_in_english(opened):
    _, html = opened(province="66", agency="daklak-a13", lang="en")
    assert "62 communes do not meet it" in html
    assert not re.search(r"\b(Tiêu chí chủ trì|Nơi tổng hợp|Chu kỳ)\b", html)
