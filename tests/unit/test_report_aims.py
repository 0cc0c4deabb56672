"""Sentences on targets: reached, exceeded, missing, late, missed, unknown; conflicts and tasks."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from small_plan import END, make_plan, make_target
from small_report import make_given

from domain.board import TargetStanding
from domain.named import CommuneTask, Done, TaskStanding
from domain.progress import Point, ProgressRule, judge
from domain.report import aims
from domain.report.target_table import targets as target_table
from domain.targets import Measurement

RULE = ProgressRule(Fraction(1, 20))
START = Point(date(2020, 12, 31), Decimal(66))
AHEAD = date(2025, 12, 31)


def aim(metric="communes_ntm", value="3", **changes):
    unit = "district_units" if metric == "districts_ntm" else "communes"
    return make_target(metric, value, **{"unit": unit, **changes})


def standing(target, value, *, on=END, baseline=START, reason=""):
    number = None if value is None else Decimal(value)
    judged = judge(target, number, on, baseline, RULE, reason)
    return TargetStanding(target, Measurement(number, reason=reason), judged)


def say(item):
    return aims.target_sentence(make_given("+++", "++-", "+--", "+++"), [item])


def test_reached_exactly():
    assert say(standing(aim(value="71"), 71)) == (
        "Số xã đạt chuẩn nông thôn mới: mục tiêu ít nhất 71 xã đến ngày 31/12/2021 (UBND); kết quả "
        "71 xã, đạt mục tiêu."
    )


def test_exceeded():
    text = say(standing(aim(value="69", comparator="="), 71))
    assert "mục tiêu 69 xã" in text
    assert text.endswith("kết quả 71 xã, vượt 02 xã so với mục tiêu.")


def test_an_increase_is_called_one():
    text = say(standing(aim(comparator="=", is_cumulative=False), 0, on=START.on))
    assert text.startswith("Số xã đạt chuẩn nông thôn mới tăng thêm: mục tiêu 03 xã đến ngày")


def test_missed_when_due():
    text = say(standing(aim("communes_advanced", "3"), 1, baseline=None))
    assert text.startswith("Số xã đạt chuẩn nông thôn mới nâng cao: mục tiêu ít nhất 03 xã")
    assert text.endswith(
        "kết quả 01 xã, còn thiếu 02 xã so với mục tiêu 03 xã, không hoàn thành khi đến hạn."
    )


def test_behind_the_line_with_the_pace_needed():
    # Line 66 → 100 over 1826 days: after 365 of them 66 + 34 × 365/1826 = 72.80. Left: 1461 days
    # = 16 quarters, (100 − 71) / 16 = 1.8125.
    assert say(standing(aim(value="100", due=AHEAD), 71)).endswith(
        "kết quả 71 xã, còn thiếu 29 xã so với mục tiêu 100 xã, chậm tiến độ (theo đường tiến độ "
        "cần đạt 72,8); cần bình quân 1,81 xã mỗi quý."
    )


def test_on_the_line():
    assert say(standing(aim(value="100", due=AHEAD), 75)).endswith(
        "còn thiếu 25 xã so với mục tiêu 100 xã, đúng tiến độ; cần bình quân 1,56 xã mỗi quý."
    )


def test_an_average_keeps_two_decimals_and_a_range_both_ends():
    target = aim(
        "avg_criteria_per_commune",
        "13.5",
        value_max=Decimal(14),
        comparator="range",
        unit="criteria_per_commune",
    )
    assert say(standing(target, "12.86", baseline=None)) == (
        "Bình quân số tiêu chí đạt: mục tiêu 13,50–14,00 tiêu chí/xã đến ngày 31/12/2021 (UBND); "
        "kết quả 12,86 tiêu chí/xã, còn thiếu 0,64 tiêu chí/xã so với mục tiêu 13,50 tiêu chí/xã, "
        "không hoàn thành khi đến hạn."
    )


def test_no_figure_is_said_with_its_reason():
    item = standing(aim("districts_ntm", "2"), None, reason="districts_not_recorded")
    assert say(item) == (
        "Số đơn vị cấp huyện đạt chuẩn nông thôn mới: mục tiêu ít nhất 02 đơn vị đến ngày "
        "31/12/2021 (UBND); chưa có số liệu. Chưa có dữ liệu công nhận cấp huyện."
    )


def test_targets_that_differ_in_who_set_them_share_a_sentence():
    first = standing(aim(value="69", set_by="QĐ 1", target_id="a"), 71)
    second = standing(aim(value="69", set_by="QĐ 2", target_id="b"), 71)
    higher = standing(aim(value="71", set_by="KH", target_id="c"), 71)
    given = make_given("+++", "++-", "+--", "+++", standings=(first, second, higher))
    said = aims.aims(given)
    assert len(said) == 2
    assert "mục tiêu ít nhất 71 xã" in said[0]
    assert "(QĐ 1; QĐ 2)" in said[1]
    assert aims.conflicts(given) == [
        "Về chỉ tiêu số xã đạt chuẩn nông thôn mới đến ngày 31/12/2021, các văn bản đặt mức khác "
        "nhau: 69 xã (QĐ 1; QĐ 2); 71 xã (KH)."
    ]


def test_a_metric_without_figures_takes_one_sentence():
    near = standing(aim("districts_ntm", "2"), None, reason="districts_not_recorded")
    far = standing(aim("districts_ntm", "4", due=AHEAD), None, reason="districts_not_recorded")
    given = make_given("+++", "++-", "+--", "+++", standings=(near, far))
    assert aims.aims(given) == [
        "Số đơn vị cấp huyện đạt chuẩn nông thôn mới: mục tiêu ít nhất 02 đơn vị đến ngày "
        "31/12/2021; ít nhất 04 đơn vị đến ngày 31/12/2025; chưa có số liệu. Chưa có dữ liệu công "
        "nhận cấp huyện."
    ]


def test_the_table_shows_the_signed_difference_and_tells_what_is_left_out():
    known = [
        standing(aim(value="69"), 71),
        standing(aim(value="100", due=AHEAD), 71),
        standing(aim(value="71"), 71),
    ]
    unknown = standing(aim("ocop_products", "15"), None, reason="not_collected")
    given = make_given("+++", "++-", "+--", "+++", standings=(*known, unknown), plan=make_plan())
    table = target_table(given)
    assert [row.cells[5] for row in table.rows] == ["+2", "−29", "0"]
    assert [row.cells[6] for row in table.rows] == ["Đạt", "Chậm tiến độ", "Đạt"]
    assert table.note.startswith("1 chỉ tiêu khác của kế hoạch chưa có số liệu")


def task(row, commune, done, *, overdue=False):
    asked = CommuneTask(row, "p", commune, "ntm_new", None, END, "I", "", "")
    return TaskStanding(asked, done, is_overdue=overdue)


def test_tasks_are_counted_by_answer():
    tasks = (
        task("1", "00001", Done.DONE),
        task("2", "00001", Done.NOT_DONE, overdue=True),
        task("3", "00002", Done.NOT_DONE),
        task("4", "00003", Done.NO_DATA),
    )
    assert aims.tasks(make_given("+++", "++-", "+--", "+++", tasks=tasks)) == [
        "Kế hoạch giao 04 phần việc đích danh cho 03 xã: đã hoàn thành 1/4; chưa hoàn thành 02, "
        "trong đó quá hạn 01; chưa đủ số liệu để xác định 01."
    ]
    assert aims.tasks(make_given("+++", "++-", "+--", "+++")) == []
