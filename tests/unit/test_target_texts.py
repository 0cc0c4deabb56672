from datetime import date
from decimal import Decimal as Dec
from fractions import Fraction

import pytest
from small_plan import END, NTM, SET, START, make_plan, make_situation, make_target
from test_board import published

from components.names import Names
from components.target_board import _row
from components.target_chart import clicked_day
from components.target_figure import TargetLine, build_line
from components.target_files import build_table
from components.target_findings import formula_text
from components.target_head import issued_text
from components.target_words import Board, words
from components.target_working import build_working, printed_percent
from domain.board import assess_targets
from domain.progress import ProgressRule
from domain.series import measure_over, published_points

MIDDLE = date(2021, 7, 2)
PLAN = make_plan()
BEFORE = make_situation("++-", "+--", "---", "---", on=START)
NOW = make_situation("+++", "++-", "+--", "---", on=MIDDLE, levels={"00001": NTM})
RULE = ProgressRule(Fraction(1, 20))
NAMES = Names(units={}, communes={}, district_of={}, criteria={2: "Giao thông"})
BOARD = Board(NAMES, MIDDLE, RULE, SET.size, decision="QĐ 1/QĐ-TTg")


def stand(target, now=NOW, start=BEFORE):
    (standing,) = assess_targets([target], PLAN, now, start, {}, RULE)
    return standing


def test_behind_in_words():
    # 3 × 183/365 = 1.50 wanted; 2 to go in 182 days = 1.99 quarters
    assert words(stand(make_target(unit="communes")), BOARD) == (
        "Đến 02/07/2021 cần 1,5; hiện 1; thiếu 0,5 xã. Còn 2 xã tới đích, cần 1 xã mỗi quý."
    )


def test_achieved_in_words():
    assert words(stand(make_target(value="1", unit="communes")), BOARD) == "Hiện 1, cần 1."
    zero = make_target(value="0", unit="communes")
    assert words(stand(zero), BOARD) == "Hiện 1, cần 0; vượt 1 xã."


def test_missed_in_words():
    late = make_target(unit="communes", due=date(2021, 6, 30))
    assert words(stand(late), BOARD) == "Đến hạn cần 3, hiện 1; thiếu 2 xã."


def test_ahead_in_words():
    two = make_situation("+++", "+++", "---", "---", on=MIDDLE, levels={"00001": NTM, "00002": NTM})
    assert words(stand(make_target(unit="communes"), two), BOARD).startswith(
        "Đến 02/07/2021 cần 1,5; hiện 2; vượt đường 0,5 xã."
    )


def test_percentages_differ_by_points():
    share = make_target("communes_ntm_share", "75", unit="percent")
    # 25% measured, 75 × 183/365 = 37.60 wanted
    assert "cần 37,6%; hiện 25%; thiếu 12,6 điểm %" in words(stand(share), BOARD)


def test_no_data_says_why_and_gives_no_number():
    said = words(stand(make_target("districts_ntm", unit="district_units")), BOARD)
    assert said == "Chưa có dữ liệu công nhận cấp huyện."


def test_the_working_shows_the_line_and_its_inputs():
    shown = str(build_working(stand(make_target(unit="communes")), BOARD, "Nguồn thử", "#x"))
    assert "0 + (3 − 0) × 183/365 ngày = 1,5" in shown
    assert "0 ngày 31/12/2020, theo số liệu kỳ đó" in shown
    assert "không quá 5% quãng đường" in shown
    assert "tức 0,15 xã" in shown
    assert "2 xã : 1,99 quý = 1 xã mỗi quý" in shown
    assert "1 trên 4 xã" in shown
    assert "Nguồn thử" in shown


def test_words_of_others_are_never_markup():
    hostile = make_target(
        unit="communes",
        set_by="<script>alert(1)</script>",
        clause="<b>I</b>",
        note_vi="<img src=x onerror=alert(1)>",
    )
    shown = str(_row(stand(hostile), BOARD, "<i>nguồn</i>"))
    assert "&lt;script&gt;" in shown
    for tag in ("<script", "<img", "<b>I", "<i>nguồn"):
        assert tag not in shown


@pytest.mark.parametrize(
    ("value", "whole", "printed", "text"),
    [
        ("1", 181, "0.5", "Văn bản in 0,5%; tính lại 1/181 = 0,6% (khác số in)"),
        ("180", 181, "99.5", "Văn bản in 99,5%; tính lại 180/181 = 99,4% (khác số in)"),
        ("71", 152, "46.7", "Văn bản in 46,7%; tính lại 71/152 = 46,7%"),
        ("96", 181, "53", "Văn bản in 53%; tính lại 96/181 = 53,0%"),
    ],
)
def test_the_printed_percent_stands_beside_the_recomputed(value, whole, printed, text):
    target = make_target(value=value, denominator=whole, stated_percent=printed)
    assert printed_percent(target) == text


def test_arithmetic_is_written_the_vietnamese_way():
    assert formula_text("0.5 * 152 - 3 / 2") == "0,5 × 152 − 3 : 2"


def test_a_month_of_issue_stays_a_month():
    assert issued_text("2022-04") == "04/2022"
    assert issued_text("2021-06-08") == "08/06/2021"


# The figure


def figure(target, figures=(), now=NOW):
    standing = stand(target, now)
    measured = measure_over(target, PLAN, [BEFORE, now], BEFORE, {})
    line = TargetLine(standing, measured, published_points(target, PLAN, figures))
    return {trace["name"]: trace for trace in build_line(line, BOARD).to_dict()["data"]}


def test_the_figure_draws_line_goal_periods_and_published():
    shown = figure(make_target(unit="communes"), [published(1), published(9, on=date(2030, 1, 1))])
    assert list(shown["Đường tiến độ"]["x"]) == ["2020-12-31", "2021-12-31"]
    assert list(shown["Đường tiến độ"]["y"]) == [0, 3]
    assert list(shown["Đích"]["y"]) == [3]
    assert list(shown["Cần đạt ngày 02/07/2021: 1,5"]["y"]) == [1.5]
    measured = shown["Đo từ số liệu từng kỳ (minh họa)"]
    assert list(measured["x"]) == ["2020-12-31", "2021-07-02"]
    assert list(measured["y"]) == [0, 1]
    assert list(shown["Số đã công bố"]["y"]) == [1]  # long after the due date is left out


def test_without_a_due_date_there_is_no_line():
    shown = figure(make_target(unit="communes", due=None))
    assert list(shown) == ["Đo từ số liệu từng kỳ (minh họa)"]


def test_a_level_to_hold_is_drawn_flat():
    shown = figure(make_target("min_criteria_per_commune", "0", unit="criteria"))
    assert list(shown["Đường tiến độ"]["y"]) == [0, 0]


def test_the_source_of_a_published_figure_is_escaped():
    hostile = published(1, source_url="https://<img src=x>/a")
    shown = figure(make_target(unit="communes"), [hostile])
    assert "<img" not in str(shown["Số đã công bố"]["customdata"])


@pytest.mark.parametrize(
    ("event", "day"),
    [
        (None, None),
        ({"selection": {"points": []}}, None),
        ({"selection": {"points": [{"customdata": ["1", "2", "nguồn", ""]}]}}, None),
        ({"selection": {"points": [{"customdata": ["a", "b", "", "2020-12-31"]}]}}, START),
        ({"selection": {"points": [{"customdata": {"0": "a", "3": "2020-12-31"}}]}}, START),
    ],
)
def test_a_click_on_a_period_gives_its_day(event, day):
    assert clicked_day(event) == day


# The file


def test_the_file_holds_every_column_and_says_it_is_illustrative():
    target = make_target(unit="communes", named_communes=("A", "B"), note_vi="=1+1")
    headings, rows = build_table([stand(target)], BOARD, "Nguồn thử", illustrative=True)
    row = dict(zip(headings, rows[0], strict=True))
    assert len(headings) == len(set(headings))
    assert row["Mã mục tiêu"] == "small-t01"
    assert row["Xã nêu tên"] == "A;B"
    assert (row["Thực hiện"], row["Tử số"], row["Mẫu số đo"]) == (1, 1, 4)
    assert (row["Mốc đầu"], row["Ngày mốc đầu"]) == (0, START.isoformat())
    assert row["Cần đạt đến kỳ"] == Dec("1.50")
    assert row["Đánh giá"] == "Chậm tiến độ"
    assert row["Thời hạn"] == END.isoformat()
    assert (row["Nguồn"], row["Bộ tiêu chí"]) == ("Nguồn thử", "QĐ 1/QĐ-TTg")
    assert row["Lưu ý"] == "Số liệu minh họa, không phải kết quả đánh giá thật"


def test_a_figure_that_is_missing_is_an_empty_cell_not_a_zero():
    headings, rows = build_table(
        [stand(make_target("income_per_capita"))], BOARD, "", illustrative=False
    )
    row = dict(zip(headings, rows[0], strict=True))
    for name in ("Thực hiện", "Tử số", "Cần đạt đến kỳ", "Thiếu so với đường", "Cần mỗi quý"):
        assert row[name] is None
    assert row["Lưu ý"] == ""
