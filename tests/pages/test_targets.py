"""Mục tiêu. Figures are worked by hand from the plans and the published totals."""

import re
from datetime import date

import pytest

from components.target_board import chart_link
from data import actions, cached
from domain.findings import build_finding, findings_of
from domain.plan_boards import build_boards

PAGE = "pages/targets.py"
KRONG_NO = {"province": "67", "plan": "krongno-2022", "date": "2022-01-01"}


@pytest.fixture
def body(html_of):
    """Return a function that gives a page's markup without its style sheets."""
    return lambda at: re.sub(r"<style>.*?</style>", "", html_of(at), flags=re.DOTALL)


@pytest.fixture
def show(open_page, body):
    def show_one(**query):
        at = open_page(PAGE, **query)
        return at, body(at)

    return show_one


def tally(html):
    """Return the counts of the headline sentence, by verdict."""
    block = re.search(r'<div class="tg-tally">(.*?)</div>', html).group(1)
    return {v: int(n) for v, n in re.findall(r"ntm-tip ntm-(\w+) [^>]*>\S+ (\d+) ", block)}


def rows(html):
    """Return the board's rows as (name, text), in the order of the page."""
    parts = html.split('<div class="tg-row ')[1:]
    plain = [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", part)).strip() for part in parts]
    return [text.split('"> ', 1)[-1] for text in plain]


def row(html, start, *more):
    """Return the one row that starts with a name and holds further texts."""
    found = [r for r in rows(html) if r.startswith(start) and all(m in r for m in more)]
    assert len(found) == 1, (start, len(found))
    return found[0]


# Đắk Lắk, 31/12/2021: 71/152, 2,432 criteria


def test_the_plan_is_summed_up_in_one_line(show):
    _, html = show(province="66")
    assert "Kế hoạch đặt 13 mục tiêu. Tính đến 31/12/2021:" in html
    # reached: 69, 69, 71 communes; 15.4 and 16 criteria; weakest 7. Missed: 3 advanced communes.
    assert tally(html) == {"achieved": 6, "on_track": 1, "behind": 1, "missed": 1, "no_data": 4}


def test_the_plan_is_named_in_full(show):
    _, html = show(province="66")
    assert "Kế hoạch Chương trình MTQG xây dựng nông thôn mới trên địa bàn tỉnh Đắk Lắk" in html
    assert "Số 60/KH-BCĐ, Ban Chỉ đạo các Chương trình MTQG tỉnh Đắk Lắk" in html
    assert "ban hành 08/06/2021" in html


def test_no_target_is_lost(show):
    _, html = show(province="66")
    assert len(rows(html)) == 13


def test_a_target_ahead_stands_against_its_dated_line(show):
    _, html = show(province="66")
    shown = row(html, "Xã đạt chuẩn NTM", "≥ 100 xã")
    # 66 + 34 × 365/1826 = 72.80; 71 there; 29 to go in 16 quarters
    assert "71/152 (46,7%)" in shown
    assert "Đến 31/12/2021 cần 72,8; hiện 71; thiếu 1,8 xã." in shown
    assert "Còn 29 xã tới đích, cần 1,81 xã mỗi quý." in shown
    assert "Chậm tiến độ" in shown
    assert "66 + (100 − 66) × 365/1.826 ngày = 72,8" in shown
    assert "Nghị quyết 01-NQ/ĐH ngày 02/11/2020 · Căn cứ, đoạn 2" in shown


def test_what_needs_attention_comes_first(show):
    _, html = show(province="66")
    assert rows(html)[0].startswith("Xã NTM nâng cao")
    assert "Đến hạn cần 3, hiện 1; thiếu 2 xã." in rows(html)[0]
    assert "Chậm tiến độ" in rows(html)[1]


def test_bodies_that_disagree_stand_side_by_side(show):
    _, html = show(province="66")
    cards = re.findall(r'<div class="tg-card .*?</div></div>', html)
    text = [re.sub(r"<[^>]+>", " ", card) for card in cards]
    assert len(text) == 4
    assert "69 xã" in text[0]
    assert "QĐ 137/QĐ-UBND" in text[0]
    assert "QĐ 3188/QĐ-UBND" in text[0]
    assert "≥ 71 xã" in text[1]
    assert "KH 60/KH-BCĐ" in text[1]
    assert "mức cao hơn" in text[1]
    assert "mức cao hơn" not in text[0]
    assert "15,4 tiêu chí/xã" in text[2]
    assert "16 tiêu chí/xã" in text[3]
    assert "Mức cao nhất hơn mức thấp nhất 2 xã." in html
    assert "Mức cao nhất hơn mức thấp nhất 0,6 tiêu chí/xã." in html


def test_what_is_not_recorded_is_never_a_zero(show):
    _, html = show(province="66")
    for shown in (r for r in rows(html) if r.startswith("Đơn vị cấp huyện đạt chuẩn")):
        assert "chưa có số liệu" in shown
        assert "Chưa có dữ liệu công nhận cấp huyện." in shown
        assert not re.search(r"\b0(/|%| đơn vị)", shown.split("Cách tính")[0])
        assert "thiếu" not in shown.split("Cách tính")[0]


def test_marks_are_said_to_be_illustrative(show):
    at, html = show(province="66")
    assert "Số liệu minh họa." in html
    assert at.get("download_button")[0].proto.label == "Tải bảng mục tiêu (CSV)"


def test_another_period_is_judged_anew(show, body, pick):
    at, _ = show(province="66")
    pick(at, "date", "2021-12-09")
    html = body(at)
    # 66 + 5 × 343/365 = 70.70 wanted on 9 December, 69 there
    shown = row(html, "Xã đạt chuẩn NTM", "≥ 71 xã")
    assert "Đến 09/12/2021 cần 70,7; hiện 69; thiếu 1,7 xã." in shown
    assert tally(html) == {"achieved": 4, "behind": 5, "no_data": 4}


def test_a_period_before_the_plan_is_not_judged(show):
    _, html = show(province="66", date="2015-12-31")
    assert "Kỳ 31/12/2015 có trước kế hoạch (bắt đầu năm 2021)" in html
    assert set(tally(html)) == {"undecided", "no_data"}
    shown = row(html, "Xã đạt chuẩn NTM", "≥ 71 xã")
    assert "5/152 (3,3%)" in shown
    assert "Kỳ này có trước mốc đầu của kế hoạch, chưa có gì để chấm." in shown


def test_a_district_without_targets_is_told_so(show):
    _, html = show(province="66", district="648")
    assert "Kế hoạch này không đặt mục tiêu riêng cho huyện Cư M&#39;gar" in html
    assert len(rows(html)) == 13


# The chart


def test_the_chart_starts_with_the_headline_target(show):
    at, _ = show(province="66")
    picked = at.selectbox(key="targets__target")
    assert picked.value == "daklak-t09"
    assert "Xã đạt chuẩn NTM, cần ≥ 71 xã đến 31/12/2021" in picked.options


def test_a_link_opens_the_chart_of_one_target(show):
    at, html = show(province="66", target="daklak-t10")
    assert at.selectbox(key="targets__target").value == "daklak-t10"
    assert at.query_params["target"] == "daklak-t10"
    assert "target=daklak-t02#duong-tien-do" in html


def test_only_targets_with_a_figure_can_be_picked(show):
    at, _ = show(province="66")
    assert len(at.selectbox(key="targets__target").options) == 9  # 13 less 4 about districts


def test_the_series_holds_the_provinces_own_periods(ready_var):
    plan = cached.get_catalog().plans["66"][0]
    points = {p.on.isoformat(): p.value for p in cached.get_series(plan, "daklak-t09")}
    assert points["2020-12-31"] == 66
    assert points["2021-12-09"] == 69
    assert points["2021-12-31"] == 71
    average = {p.on.isoformat(): p.value for p in cached.get_series(plan, "daklak-t11")}
    assert "2015-12-31" not in average  # another criteria set


# Lạng Sơn: 60 targets, the eve of its plan


def test_sixty_targets_and_none_lost(show):
    at, html = show(province="20")
    counts = tally(html)
    assert sum(counts.values()) == 60
    folded = next(e for e in at.expander if "mục tiêu chưa có số liệu" in e.label)
    number = int(re.search(r"\d+", folded.label).group())
    assert len(rows(html)) + number == 60
    assert html.count("Chỉ số này chưa được thu thập trong hệ thống.") > 20
    assert "Thu nhập bình quân đầu người" in html


def test_nineteen_criteria_each_with_its_count(show):
    _, html = show(province="20")
    own = [r for r in rows(html) if r.startswith("Xã đạt tiêu chí ")]
    assert len(own) == 19
    shown = row(html, "Xã đạt tiêu chí 18 ")
    assert "91/181" in shown  # 119 less the printed 28
    assert "cần 119 xã" in shown


def test_the_printed_percent_stands_beside_the_recomputed(show):
    _, html = show(province="20")
    shown = row(html, "Xã đạt 15–18 tiêu chí")
    assert "Văn bản in 0,5%; tính lại 1/181 = 0,6% (khác số in)" in shown
    assert "Văn bản in 41,4%; tính lại 75/181 = 41,4%" in row(html, "Xã đạt 19 tiêu chí")


def test_the_start_of_a_plan_is_called_that(show):
    _, html = show(province="20")
    assert "Kỳ 31/12/2020 là điểm xuất phát của kế hoạch" in html


def test_named_communes_of_lang_son(show):
    at, html = show(province="20")
    assert html.count("Đạt NTM nâng cao</div>") == 5
    assert html.count("Phấn đấu NTM kiểu mẫu</div>") == 6
    assert html.count("Đạt chuẩn trở lại sau sáp nhập</div>") == 4
    assert any("0/15 việc đã xong đến 31/12/2020" in c.value for c in at.caption)


# Krông Nô: a district's plan in the set of 2022


def test_named_criteria_of_krong_no(show):
    at, html = show(**KRONG_NO)
    assert any("3/27 việc đã xong" in c.value for c in at.caption)
    table = html[html.index("Kế hoạch yêu cầu") :]
    nam_nung = re.search(r"Xã Nâm Nung.*?</tr>", table, flags=re.DOTALL).group()
    for name in ("5. Trường học", "9. Nhà ở dân cư", "16. Văn hóa", "19. Quốc phòng và An ninh"):
        assert name in nam_nung
    assert "0/5 tiêu chí đã đạt" in nam_nung
    assert "in là “Năm Nung”" in nam_nung
    assert "ho-so-xa?" in table
    assert "commune=24703" in table
    assert table.count("Chưa xong") == 8 + 3 + 21  # two rows of states, and a sign's title each


def test_three_communes_already_at_nineteen_are_not_the_three_to_come(show):
    _, html = show(**KRONG_NO)
    shown = row(html, "Xã đạt 19 tiêu chí")
    assert "0/8" in shown
    assert "Đúng tiến độ" in shown


def test_one_plan_against_another(show):
    _, html = show(**KRONG_NO)
    assert "Giữa hai kế hoạch: Krông Nô: kế hoạch huyện và kế hoạch tỉnh" in html
    assert "3 + 3 = 6" in html


def test_another_set_leaves_criteria_unanswered_and_says_which_period_fits(show):
    _, html = show(province="67", plan="krongno-2022", date="2021-12-31")
    assert "Kỳ 31/12/2021 dùng bộ tiêu chí QĐ 1980/QĐ-TTg, kế hoạch dùng QĐ 318/QĐ-TTg" in html
    assert "date=2022-01-01" in html
    table = html[html.index("Kế hoạch yêu cầu") :]
    assert "Kỳ đang xem dùng bộ tiêu chí khác với kế hoạch, không so sánh được." in table
    assert "0/5 tiêu chí đã đạt" not in table


# Đắk Nông: a plan by district, with a published baseline


def test_a_published_figure_starts_the_line_of_dak_nong(show):
    _, html = show(province="67", plan="daknong-2022", date="2021-12-31")
    shown = row(html, "Xã đạt chuẩn NTM", "≥ 43 xã")
    # 22 published at the end of 2020; 22 + 21 × 365/1826 = 26.20; 30 recognised
    assert "30/60 (50,0%)" in shown
    assert "Đến 31/12/2021 cần 26,2; hiện 30; vượt đường 3,8 xã." in shown
    assert "22 ngày 31/12/2020, theo số đã công bố" in shown


def test_a_districts_targets_come_first(show):
    _, html = show(province="67", plan="daknong-2022", district="664", date="2021-12-31")
    assert "Mục tiêu riêng của huyện Krông Nô" in html
    assert [r.split("  ")[0][:12] for r in rows(html)[:1]] == ["Xã đạt chuẩn"]
    assert "3/11 (27,3%)" in rows(html)[0]
    assert len(rows(html)) == 30  # and one more folded away
    named = html[html.index("tg-own") :]
    assert named.index("3/11") < named.index("30/60")


def test_without_a_baseline_there_is_no_verdict(show):
    _, html = show(province="67", plan="daknong-2022", date="2021-12-31")
    shown = row(html, "Xã NTM nâng cao", "≥ 12 xã")
    assert "Chưa đủ căn cứ" in shown
    assert "Chưa có mốc đầu kỳ để dựng đường tiến độ." in shown
    assert "Đúng tiến độ" not in shown.split("Cách tính")[0]


# Kon Tum: shares of criteria groups


def test_group_shares_against_the_first_period_measured(show):
    _, html = show(province="62", date="2020-12-31")
    assert tally(html) == {"achieved": 2, "missed": 2, "no_data": 1}
    shown = row(html, "Xã đạt nhóm tiêu chí 2–9")
    assert "Đến hạn cần 50%" in shown
    assert "kỳ đầu tiên có số liệu sau khi kế hoạch bắt đầu" in shown


# Findings


def test_contradictions_and_tensions_are_shown_first(show, body):
    at, html = show(province="20")
    assert "643 + 580 + 70 + 3200 + 273 = 4.766" in html
    assert "Tổng 4.756 tỷ đồng" in html
    assert "Mức đạt cuối 2020 suy từ số tăng thêm" not in html
    at.pills(key="targets__kinds").set_value(["agrees"]).run()
    html = body(at)
    assert "Mức đạt cuối 2020 suy từ số tăng thêm" in html
    assert "Tổng 4.756 tỷ đồng" not in html


def test_choosing_no_kind_says_so(show, body):
    at, _ = show(province="66")
    at.pills(key="targets__kinds").set_value([]).run()
    assert "tg-finding" not in body(at)
    assert any("Không có dòng nào" in c.value for c in at.caption)


def test_every_finding_of_every_plan_can_be_reached(ready_var):
    findings = [build_finding(row) for row in cached.get_rows("inconsistencies")]
    plans = [p for own in cached.get_catalog().plans.values() for p in own]
    reached = {f.no for plan in plans for f in findings_of(findings, plan.plan_id)}
    assert reached == {f.no for f in findings}
    assert len(reached) == 48


# Every plan, no plan, bad links


def test_every_plan_beside_the_others(show, body):
    at, _ = show(province="66")
    at.segmented_control(key="targets__plans").set_value("all").run()
    html = body(at)
    assert html.count("tg-plancard") == 5
    totals = [int(n) for n in re.findall(r"· (\d+) mục tiêu ·", html)]
    assert sorted(totals) == [5, 13, 18, 31, 60]
    assert at.query_params["plans"] == "all"


def test_every_target_of_every_plan_is_counted(ready_var):
    boards = build_boards(cached.get_catalog(), cached.get_board)
    assert sum(len(board.standings) for board in boards) == 127
    assert {board.plan.plan_id: board.period.key for board in boards} == {
        "daklak-2021": "2021-12-31",
        "krongno-2022": "2022-01-01",
        "langson-2021": "2020-12-31",
        "daknong-2022": "2021-12-31",
        "kontum-2019": "2020-12-31",
    }


@pytest.mark.parametrize(
    ("province", "words"),
    [("01", "Chưa có kế hoạch nào của thành phố Hà Nội"), ("vn", "Chưa có kế hoạch chung cả nước")],
)
def test_without_a_plan_the_five_plans_are_offered(show, province, words):
    at, html = show(province=province)
    assert any(words in info.value for info in at.info)
    assert html.count("tg-plancard") == 5
    for plan in ("daklak-2021", "krongno-2022", "langson-2021", "daknong-2022", "kontum-2019"):
        assert f"plan={plan}" in html
    assert 'class="tg-row' not in html


def test_values_that_do_not_exist_are_dropped_with_one_notice(show):
    at, html = show(province="66", plan="gone-1999", target="<script>", plans="zzz")
    (warning,) = at.warning
    for name in ("kế hoạch", "mục tiêu trên biểu đồ", "phạm vi kế hoạch"):
        assert name in warning.value
    assert "Kế hoạch đặt 13 mục tiêu." in html
    assert "<script>" not in html


def test_the_page_speaks_english(show):
    _, html = show(province="66", lang="en")
    assert "The plan sets 13 targets. As of 31 Dec 2021:" in html
    assert "Needed by 31 Dec 2021: 72.8; now 71; 1.8 communes short." in html
    for word in ("Cách tính", "Chậm tiến độ", "chưa có số liệu", "Đường tiến độ", "In trong"):
        assert word not in html


def test_the_link_of_a_target_is_an_address_of_this_page(show):
    _, html = show(province="66")
    assert re.search(r'href="muc-tieu\?province=66[^"]*target=daklak-t09#duong-tien-do"', html)
    assert chart_link("a&b").count("%26") == 1


@pytest.mark.parametrize("query", [{"province": "vn"}, {"province": "01"}, {"province": "66"}])
def test_verdicts_on_made_up_marks_say_so_on_every_form_of_the_page(open_page, html_of, query):
    assert "Số liệu minh họa." in html_of(open_page("pages/targets.py", **query))


# ---- figures no marks can give


@pytest.mark.usefixtures("as_staff")
def test_a_figure_typed_on_the_page_joins_the_board_and_can_be_taken_back(
    own_store, open_page, html_of
):
    at = open_page(PAGE, province="20")
    assert "0/31 mục tiêu không đếm được từ xã đã có số liệu" in html_of(at)
    form = {i.key.rsplit("__", 1)[1]: i for i in at.text_input if "__entry_" in str(i.key)}
    pick = next(s for s in at.selectbox if "__entry_" in str(s.key))
    pick.set_value("langson-t10")
    form["value"].set_value("92")
    form["source"].set_value("<b>Báo cáo 45</b>")
    form["actor"].set_value("Chị Lan")
    at.date_input[0].set_value(date(2021, 6, 30))
    next(b for b in at.button if b.label == "Lưu số liệu").click().run()
    assert not at.exception
    html = html_of(at)
    assert "1/31 mục tiêu" in html
    assert "riêng 1 mục tiêu theo số đơn vị nhập sau đó (đến 30/06/2021):" in html
    row = next(r for r in html.split('<div class="tg-row') if "92/156 thôn (đến 30/06/2021)" in r)
    # The plan adds 35 to reach 110: 75 on 31/12/2020, and 181 of 365 days later 92.36 are expected.
    assert "92,36" in row
    assert "tip-on_track" in row
    assert "Chị Lan" in row
    assert "<b>Báo cáo 45</b>" not in html
    newest = actions.list_batches("20")[0]
    assert (newest.subject, newest.row_count) == ("target_value", 1)
    assert actions.undo(newest.batch_id, actor="Chị Lan").fate == "done"
    at.run()
    assert "0/31 mục tiêu" in html_of(at)


@pytest.mark.usefixtures("as_staff")
def test_a_word_is_no_figure(own_store, open_page):
    at = open_page(PAGE, province="20")
    form = {i.key.rsplit("__", 1)[1]: i for i in at.text_input if "__entry_" in str(i.key)}
    form["value"].set_value("nhiều")
    form["actor"].set_value("Chị Lan")
    next(b for b in at.button if b.label == "Lưu số liệu").click().run()
    assert "không phải là số" in at.error[0].value
    assert not any(b.subject == "target_value" for b in actions.list_batches("20"))
