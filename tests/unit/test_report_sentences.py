"""Every shape of sentence about the place, its districts and criteria, worked by hand.

Four communes, three criteria: at full marks 4 × 3 = 12. ``+`` met, ``~`` nearly, ``-`` not met,
``?`` not assessed. An and Bình lie in huyện Một, Cư and Đông in thị xã Hai.
"""

from dataclasses import replace

from small_plan import make_situation
from small_report import BEFORE, OTHER_SET, make_given

from domain.report import breakdown, listings, overall, tables
from domain.report.inputs import Place
from domain.vocabulary import Level, SnapshotStatus

NTM, ADVANCED, MODEL = Level.NTM, Level.ADVANCED, Level.MODEL


def test_criteria_increase():
    # 3 + 2 + 1 + 3 = 9 of 12 = 75 %; before 2 + 2 + 1 + 1 = 6; averages 2.25 and 1.50.
    given = make_given("+++", "++-", "+--", "+++", before=("++-", "++-", "+--", "+--"))
    assert overall.criteria_met(given) == (
        "Các xã đạt 9/12 tiêu chí, bằng 75,00%, tăng 03 tiêu chí so với cuối năm 2020; "
        "bình quân 2,25 tiêu chí/xã, tăng 0,75 tiêu chí/xã."
    )


def test_criteria_decrease():
    # 2 + 1 + 1 + 1 = 5 of 12 = 41.67 %; before 6; averages 1.25 and 1.50.
    given = make_given("++-", "+--", "+--", "+--", before=("++-", "++-", "+--", "+--"))
    assert overall.criteria_met(given) == (
        "Các xã đạt 5/12 tiêu chí, bằng 41,67%, giảm 01 tiêu chí so với cuối năm 2020; "
        "bình quân 1,25 tiêu chí/xã, giảm 0,25 tiêu chí/xã."
    )


def test_criteria_unchanged_although_marks_moved():
    given = make_given("++-", "+--", "+--", "+--", before=("+--", "++-", "+--", "+--"))
    text = overall.criteria_met(given)
    assert "không thay đổi so với cuối năm 2020; bình quân 1,25 tiêu chí/xã, không thay đổi" in text


def test_criteria_without_an_earlier_period():
    given = make_given("+++", "++-", "+--", "+++")
    assert overall.criteria_met(given) == (
        "Các xã đạt 9/12 tiêu chí, bằng 75,00%; bình quân 2,25 tiêu chí/xã. "
        "Chưa có số liệu kỳ trước để so sánh."
    )


def test_criteria_of_another_set_are_not_compared():
    earlier = make_situation("++-", "++-", "+--", "+--", on=BEFORE, criteria_set=OTHER_SET)
    given = make_given("+++", "++-", "+--", "+++", earlier=earlier)
    assert overall.criteria_met(given) == (
        "Các xã đạt 9/12 tiêu chí, bằng 75,00%; bình quân 2,25 tiêu chí/xã. "
        "Số liệu cuối năm 2020 đánh giá theo QĐ khác, kỳ này theo QĐ nhỏ: hai bộ tiêu chí khác "
        "nhau nên không so sánh số tiêu chí đạt giữa hai kỳ."
    )
    assert not [text for text in breakdown.criteria(given) if "So với" in text]
    assert breakdown.lost(given) == []


def test_missing_communes_are_neither_zero_nor_in_the_denominator():
    # Three assessed: 3 + 2 + 1 = 6 of 9; Đông is unknown. Over the three: before 2 + 2 + 1 = 5.
    given = make_given("+++", "++-", "+--", "???", before=("++-", "++-", "+--", "+++"))
    assert overall.coverage(given) == (
        "Toàn tỉnh có 04 xã thực hiện Chương trình; đã đánh giá 3/4 xã, bằng 75,00%. Còn 01 xã "
        "chưa có kết quả đánh giá gồm: Đông (thị xã Hai); các xã này không tính là chưa đạt và "
        "không cộng vào các số liệu tiêu chí dưới đây."
    )
    assert overall.criteria_met(given) == (
        "03 xã đã đánh giá đạt 6/9 tiêu chí, bằng 66,67%; bình quân 2,00 tiêu chí/xã. Tính trên "
        "03 xã có đánh giá ở cả hai kỳ: tăng 01 tiêu chí so với cuối năm 2020."
    )


def test_single_marks_not_assessed_are_said():
    given = make_given("++?", "++-", "+--", "+++")
    assert overall.coverage(given) == (
        "Toàn tỉnh có 04 xã thực hiện Chương trình, còn 01 lượt tiêu chí chưa đánh giá, không tính "
        "là chưa đạt."
    )
    # 2 + 2 + 1 + 3 = 8 of the 11 marks known.
    assert "đạt 8/11 tiêu chí, bằng 72,73%" in overall.criteria_met(given)


def test_full_coverage():
    assert overall.coverage(make_given("+++", "++-", "+--", "+++")) == (
        "Toàn tỉnh có 04 xã thực hiện Chương trình, tất cả đã được đánh giá."
    )


def test_nothing_assessed_at_all():
    given = make_given("???", "???", "???", "???")
    assert overall.criteria_met(given) == (
        "Đến ngày 31/12/2021 chưa có xã nào được đánh giá theo bộ tiêu chí."
    )
    assert overall.bands(given) == ""
    assert overall.lowest(given) == ""
    assert breakdown.criteria(given) == []
    assert breakdown.blockers(given) == []


def test_recognised_with_levels_and_increase():
    given = make_given(
        "+++",
        "+++",
        "+--",
        "+++",
        levels={"00001": ADVANCED, "00002": NTM, "00004": MODEL},
        before=("+++", "++-", "+--", "+--"),
        before_levels={"00001": NTM},
    )
    assert overall.recognised(given) == (
        "Đến ngày 31/12/2021, toàn tỉnh có 3/4 xã được công nhận đạt chuẩn nông thôn mới, bằng "
        "75,00%, tăng 02 xã so với cuối năm 2020; trong đó có 01 xã nông thôn mới nâng cao và 01 "
        "xã nông thôn mới kiểu mẫu."
    )
    assert overall.recognised_names(given) == [
        "Số xã được công nhận thêm so với cuối năm 2020: 02 xã, gồm: Bình (huyện Một); "
        "Đông (thị xã Hai)."
    ]


def test_recognised_none_at_all():
    given = make_given("+--", "+--", "+--", "+--", before=("+--",) * 4)
    assert overall.recognised(given) == (
        "Đến ngày 31/12/2021, toàn tỉnh chưa có xã nào được công nhận đạt chuẩn nông thôn mới "
        "(0/4 xã), không thay đổi so với cuối năm 2020."
    )


def test_recognition_withdrawn_is_named():
    given = make_given(
        "+++",
        "+--",
        "+--",
        "+--",
        levels={"00001": NTM},
        before=("+++", "+++", "+--", "+--"),
        before_levels={"00001": NTM, "00002": NTM},
    )
    assert "giảm 01 xã so với cuối năm 2020; chưa có xã nông thôn mới nâng cao, kiểu mẫu" in (
        overall.recognised(given)
    )
    assert overall.recognised_names(given) == [
        "Có 01 xã không còn trong danh sách được công nhận so với cuối năm 2020: Bình (huyện Một)."
    ]


def test_provisional_figures_say_so():
    given = make_given("+++", "++-", "+--", "+++")
    given = replace(given, now=replace(given.now, status=SnapshotStatus.PROVISIONAL))
    assert overall.recognised(given).startswith("Đến ngày 31/12/2021 (số liệu tạm tính), ")


def test_bands_and_the_lowest():
    # Bands of the small scheme: 3 · 2 · 1 · <1.
    given = make_given("+++", "++-", "+--", "+++")
    assert overall.bands(given) == (
        "Phân nhóm theo số tiêu chí đạt: 02 xã đạt 3 tiêu chí; 01 xã đạt 2 tiêu chí; 01 xã đạt "
        "1 tiêu chí; không có xã đạt dưới 1 tiêu chí."
    )
    assert overall.lowest(given) == "Thấp nhất là 01 xã đạt 01 tiêu chí: Cư (thị xã Hai)."
    assert overall.lowest(make_given("+++", "+++", "+++", "+++")) == ""


def test_full_and_recognised_are_two_facts():
    given = make_given("+++", "++-", "+--", "++~", levels={"00002": NTM, "00004": NTM})
    assert overall.full_and_recognised(given) == [
        "Có 01 xã đã đạt 3/3 tiêu chí nhưng chưa được công nhận: An (huyện Một).",
        "Có 02 xã đã được công nhận nhưng hiện chưa đạt đủ 3 tiêu chí: Bình (huyện Một) chưa đạt "
        "tiêu chí 3; Đông (thị xã Hai) chưa đạt tiêu chí 3.",
    ]


def test_without_the_decisions_the_fewest_recognised_are_told_as_such():
    given = make_given("+++", "++-", "+--", "++~", levels={"00002": NTM})
    given = replace(given, now=replace(given.now, knows_recognitions=False))
    assert overall.recognised(given) == (
        "Đến ngày 31/12/2021, toàn tỉnh có ít nhất 1/4 xã được công nhận đạt chuẩn nông thôn mới; "
        "quyết định công nhận của tỉnh chưa được nạp nên chưa biết số đầy đủ."
    )
    assert not any("chưa được công nhận" in s for s in overall.full_and_recognised(given))
    assert given.now.title_of("00001") == "unknown"
    cells = [row.cells for row in tables.districts(given).rows]
    # The district of 1/2 known comes first by its average, the other says nothing instead of 0.
    assert [c[3:5] for c in cells] == [("≥\N{NO-BREAK SPACE}1", "–"), ("–", "–"), cells[2][3:5]]
    near = listings.nearest(given)
    assert near.caption == "Các xã chưa đủ tiêu chí còn thiếu ít tiêu chí nhất"
    assert [row.cells[1] for row in near.rows] == ["Đông", "Cư"]


def test_a_recognised_commune_that_is_not_assessed_is_not_called_lacking():
    given = make_given("+++", "???", "+--", "+--", levels={"00001": NTM, "00002": NTM})
    assert overall.full_and_recognised(given) == []


def test_districts():
    # huyện Một 2/2 recognised, 6 / 2 = 3.00; thị xã Hai 0/2, (1 + 2) / 2 = 1.50.
    given = make_given("+++", "+++", "+--", "++-", levels={"00001": NTM, "00002": NTM})
    assert breakdown.districts(given) == [
        "Có 01 đơn vị cấp huyện có 100% số xã đạt chuẩn nông thôn mới: huyện Một.",
        "Còn 01 đơn vị cấp huyện chưa có xã đạt chuẩn nông thôn mới: thị xã Hai.",
        "Bình quân tiêu chí cao nhất là huyện Một (3,00 tiêu chí/xã); thấp nhất là thị xã Hai "
        "(1,50 tiêu chí/xã).",
    ]


def test_criteria_full_weak_and_moved():
    # Met now 4, 3, 2; before 4, 2, 1.
    given = make_given("+++", "++-", "+--", "+++", before=("+++", "++-", "+--", "+--"))
    assert breakdown.criteria(given) == [
        "Có 01 tiêu chí được 100% số xã đạt: số 1 (Tiêu chí 1).",
        "Các tiêu chí có tỷ lệ xã đạt thấp nhất: tiêu chí số 3 (Tiêu chí 3), đạt 2/4 xã, bằng "
        "50,00%; tiêu chí số 2 (Tiêu chí 2), đạt 3/4 xã, bằng 75,00%.",
        "So với cuối năm 2020, 02 tiêu chí tăng, nhiều nhất là số 2 (Tiêu chí 2) tăng 01 xã và "
        "số 3 (Tiêu chí 3) tăng 01 xã.",
        "Không có xã sụt giảm tiêu chí so với cuối năm 2020.",
    ]


def test_criteria_unchanged_and_decreased():
    same = make_given("++-", "++-", "+--", "+--", before=("++-", "++-", "+--", "+--"))
    assert breakdown.criteria(same)[-1] == (
        "Số xã đạt từng tiêu chí không thay đổi so với cuối năm 2020."
    )
    fell = make_given("+--", "++-", "+--", "+--", before=("++-", "++-", "+--", "+--"))
    assert breakdown.criteria(fell)[-1] == (
        "So với cuối năm 2020, 01 tiêu chí giảm: số 2 (Tiêu chí 2) giảm 01 xã."
    )


def test_lost_criteria_are_named():
    given = make_given("+--", "++-", "--+", "+--", before=("+++", "++-", "+--", "+--"))
    assert breakdown.lost(given) == [
        "So với cuối năm 2020, có 02 xã sụt giảm với 03 lượt tiêu chí: An (huyện Một) sụt tiêu chí "
        "2, 3; Cư (thị xã Hai) sụt tiêu chí 1."
    ]


def test_blockers_name_who_leads():
    # Criterion 3 is lacked by Bình (nearly) and Cư; Bình lacks nothing else. 2 is lacked by Cư.
    given = make_given("+++", "++~", "+--", "+++", leads={3: ("Sở A", "Sở B")})
    assert breakdown.blockers(given) == [
        "Tiêu chí còn nhiều xã chưa đạt nhất: số 3 (Tiêu chí 3) còn 02 xã chưa đạt, trong đó 01 "
        "xã cơ bản đạt và 01 xã chỉ còn thiếu tiêu chí này (cơ quan chủ trì: Sở A và Sở B); số 2 "
        "(Tiêu chí 2) còn 01 xã chưa đạt."
    ]


def test_the_same_time_last_year_is_a_second_comparison():
    last_year = make_situation("+--", "+--", "+--", "+--", on=BEFORE, levels={})
    given = make_given("+++", "++-", "+--", "+++", levels={"00001": NTM}, last_year=last_year)
    assert "tăng 01 xã so với cuối năm 2020" in overall.recognised(given)
    # 9 now, 4 then.
    assert overall.criteria_met(given).endswith(
        "So với cùng kỳ năm trước (cuối năm 2020): tăng 05 tiêu chí."
    )


def test_a_single_district_is_named_once():
    given = make_given("+++", "++-", "+--", "+++", place=Place("huyện Một", "toàn huyện", "001"))
    given = replace(given, now=given.now.in_district("001"))
    assert overall.lowest(given) == "Thấp nhất là 01 xã đạt 02 tiêu chí: Bình."
    assert overall.coverage(given).startswith("Toàn huyện có 02 xã")
