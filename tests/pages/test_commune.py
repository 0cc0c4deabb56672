"""Hồ sơ xã: the picker, and one commune with what it lacks, its dates and its sources."""

import re

import pandas as pd
import pytest

from data import paths

PAGE = "pages/commune.py"


def committed(period):
    """Return the committed marks of a period as they stand in the file: commune × criterion."""
    rows = pd.read_csv(
        paths.ILLUSTRATIVE / "assessments" / f"{period}.csv", dtype={"commune_code": str}
    )
    return rows.pivot(index="commune_code", columns="criterion_no", values="status")


@pytest.fixture
def opened(open_page, html_of):
    """Return a function that opens the page and gives its text without the style sheets."""

    def open_one(**query):
        at = open_page(PAGE, **query)
        return at, read(at, html_of)

    return open_one


def read(at, html_of):
    return re.sub(r"<style>.*?</style>", "", html_of(at), flags=re.DOTALL)


def plain(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def listed(html):
    return re.findall(r"ho-so-xa\?[^\"]*commune=(\w{5})", html)


# ---- choosing a commune


def test_the_list_starts_with_the_nearest_to_the_line(opened):
    _, html = opened(province="66")
    codes = listed(html)
    met = (committed("66_2021-12-31") == "met").sum(axis=1)
    recognised = codes[81:]
    assert len(codes) == len(set(codes)) == 152
    assert [met[c] for c in codes[:81]] == sorted((met[c] for c in codes[:81]), reverse=True)
    assert len(recognised) == 71
    assert set(met[recognised]) == {19}


@pytest.mark.parametrize(
    ("query", "found"),
    [("ea sol", ["24187"]), ("EA SÔL h'leo", ["24187"]), ("24187", ["24187"])],
)
def test_search_needs_no_marks(opened, html_of, query, found):
    at, _ = opened(province="66")
    at.text_input(key="commune__search").set_value(query).run()
    assert listed(read(at, html_of)) == found


def test_a_search_without_result_says_so(opened, html_of):
    at, _ = opened(province="66")
    at.text_input(key="commune__search").set_value("<b>không có</b>").run()
    assert listed(read(at, html_of)) == []
    assert "không có" in at.info[0].value


def test_the_list_by_district(opened):
    _, html = opened(province="66", commune_order="district")
    assert html.count('<h4 class="ntm-block">') == 15
    assert sorted(listed(html)) == sorted(committed("66_2021-12-31").index)


def test_communes_without_data_can_be_chosen_but_have_no_figures(opened):
    at, html = opened(province="01", district="017")
    assert "00466" in listed(html)
    assert "Chưa đánh giá" in plain(html)
    assert not re.search(r"\d+/19", plain(html))
    assert len(at.info) == 1


def test_the_whole_country_asks_for_a_province(opened):
    at, html = opened(province="vn")
    assert "chọn một tỉnh" in at.info[0].value
    assert listed(html) == []


# ---- one commune


def test_what_a_commune_lacks_and_who_leads_it(opened):
    at, html = opened(province="66", commune="24187")
    marks = committed("66_2021-12-31").loc["24187"]
    lacking = list(marks.index[marks != "met"])
    assert f"<b>{19 - len(lacking)}/19 tiêu chí</b>" in html
    assert "chưa được công nhận; còn thiếu" in plain(html)
    table = html.split("<th")[1:]
    assert any("Chủ trì" in heading for heading in table)
    for no in lacking:
        assert f"criterion={no}&amp;" in html or f'criterion={no}"' in html
    assert "Sở Giáo dục và Đào tạo" in html  # leads criterion 5
    assert any("Không có mục tiêu nào" in c.value for c in at.caption)


def test_ranks_by_hand(opened):
    _, html = opened(province="66", commune="24187")
    met = (committed("66_2021-12-31") == "met").sum(axis=1)
    own = met["24187"]
    place, tied = 1 + (met > own).sum(), (met == own).sum() - 1
    text = plain(html)
    assert f"Thứ hạng trong tỉnh {place}/152" in text
    assert f"ngang với {tied} xã khác" in text
    units = pd.read_csv(paths.REFERENCE / "units.csv", dtype=str).set_index("code")
    district = [c for c in met.index if units.at[c, "district_code"] == "645"]
    place = 1 + (met[district] > own).sum()
    assert f"Thứ hạng trong huyện {place}/{len(district)}" in text


def test_the_criteria_the_plan_assigns_to_a_commune(opened):
    _, html = opened(province="67", date="2022-01-01", commune="24703", plan="krongno-2022")
    text = plain(html)
    assert "Xã Nâm Nung đạt 14/19 tiêu chí" in text
    assert text.count("hoàn thành đến 31/12/2022") == 5  # 5, 9, 16, 18 and 19
    assert "Tiêu chí tăng thêm của xã: 5 tiêu chí" in text
    assert "Xã đạt chuẩn NTM: 3 xã" in text
    assert "còn thời hạn" in text
    assert "Thứ hạng trong tỉnh" not in text  # the data speaks of one district only


def test_a_named_target_that_was_missed_and_one_without_due_date(opened):
    _, html = opened(province="20", commune="06628")
    assert "Xã NTM nâng cao: 5 xã" in plain(html)
    assert "còn thời hạn" in plain(html)
    _, html = opened(province="20", commune="06442")
    assert "Xã nâng cao phấn đấu kiểu mẫu" in plain(html)
    assert "không nêu" in plain(html)
    assert "còn thời hạn" not in plain(html)


def test_a_published_recognition_leads_to_its_source(opened):
    _, html = opened(province="20", commune="05986")
    assert 'href="https://vanphong.langson.gov.vn/en/node/59505"' in html
    text = plain(html)
    assert "muộn nhất 31/12/2019" in text
    assert "Mức công nhận ? Nâng cao muộn nhất 31/12/2019 đã công bố" in text
    assert "Giả định: một trong 8 xã cuối 2015" in text  # the illustrative one says what it is


def test_a_recognition_after_the_date_looked_at_does_not_count_yet(opened):
    _, html = opened(province="20", commune="06034")  # advanced by the end of 2022
    assert "Mức công nhận ? Đạt chuẩn" in plain(html)
    assert "sau kỳ đang xem" in plain(html)


def test_sets_are_shown_in_tables_of_their_own(opened):
    _, html = opened(province="62", commune="23344", date="2019-09-30")
    tables = html.split('<div class="ntm-matrix dates">')[1:]
    dates = [re.findall(r">(\d\d/\d\d/\d{4})</a>", table) for table in tables]
    assert dates == [
        [
            "31/12/2016",
            "30/11/2017",
            "31/05/2019",
            "30/09/2019",
            "31/12/2020",
            "30/06/2021",
            "31/12/2021",
        ],
        ["30/11/2022"],
        ["30/06/2016"],
    ]
    signs = {"met": "✓", "nearly_met": "~", "not_met": "✕", "not_assessed": "·"}
    firsts = ("62_2016-12-31", "62_2022-11-30", "62_2016-06-30")
    for table, period in zip(tables, firsts, strict=True):
        marks = committed(period).loc["23344"]
        first = [
            re.findall(r"<td class=\"[a-z]*\">(.)</td>", row)[0]
            for row in table.split("<tbody>")[1].split("</tbody>")[0].split("<tr>")[1:]
        ]
        assert first == [signs[mark] for mark in marks]


def test_every_date_says_where_its_marks_come_from(opened):
    _, html = opened(province="66", commune="24187")
    text = plain(html)
    for on in ("31/12/2021", "09/12/2021", "31/12/2020", "31/12/2015"):
        assert re.search(rf"{on} minh họa; lần \d+: data/illustrative", text)
    assert html.index("ntm-banner") < html.index("ntm-lead")


def test_neighbours_are_those_of_the_district(opened):
    _, html = opened(province="66", commune="24187")
    rows = re.search(r'<div class="ntm-rows">.*', html).group()
    units = pd.read_csv(paths.REFERENCE / "units.csv", dtype=str)
    own = units[(units["district_code"] == "645") & (units["kind"] == "xã")]["code"]
    assert set(listed(rows.split("</div></div></div>")[0])) <= set(own) - {"24187"}
    assert rows.count('<div class="ntm-row ') == len(own)
    assert rows.count("ntm-on_track") == 1


def test_the_way_to_the_next_commune(opened):
    _, html = opened(province="66", commune="24187", district="645")
    steps = re.search(r'<div class="ntm-steps">(.*?)</div>', html).group(1)
    assert listed(steps) == ["24184", "24190"]
    _, html = opened(province="66", commune="24184", district="645")
    assert len(listed(re.search(r'<div class="ntm-steps">(.*?)</div>', html).group(1))) == 1


# ---- where there is nothing to tell


def test_a_commune_without_any_data(opened):
    at, html = opened(province="01", commune="00466")
    assert "Chưa có kết quả đánh giá nào của Xã Nguyên Khê" in plain(html)
    assert "ntm-kpi" not in html
    assert "ntm-matrix" not in html
    assert len(at.get("download_button")) == 0


def test_a_commune_the_date_does_not_speak_of_keeps_its_other_dates(opened):
    _, html = opened(province="67", date="2022-01-01", commune="24646")
    text = plain(html)
    assert "Kỳ 01/01/2022 không có kết quả đánh giá" in text
    assert "ntm-kpi" not in html
    assert "31/12/2021" in html.split("ntm-matrix dates")[1]


@pytest.mark.parametrize("commune", ["99999", "62X01", "'; drop table batch; --", "<script>"])
def test_a_commune_that_does_not_exist_leads_to_the_list(opened, commune):
    at, html = opened(province="62", commune=commune)
    assert "xã" in at.warning[0].value
    assert len(listed(html)) == 85
    assert "<script>" not in html


def test_a_date_with_the_former_commune_opens_as_any_other(opened):
    _, html = opened(province="62", date="2019-05-31", commune="23344")
    assert "/86" in plain(html)  # 86 communes were counted then


def test_the_profile_in_english(opened):
    _, html = opened(province="66", commune="24187", lang="en")
    assert "is not recognised; lacks" in plain(html)
    assert "chưa được công nhận" not in html
