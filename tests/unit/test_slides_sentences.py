"""Sentences of slides, worked out by hand on four communes and three criteria."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from small_deck import ROWS, item, make_given, make_view
from small_plan import ADVANCED, NTM, START, make_plan, make_target

from domain.duties.status import StatusReport, judge_tasks
from domain.duties.tasks import build_task
from domain.figures import Share
from domain.forecast import Forecast, NotEnough
from domain.registers.fields import TaskStatus
from domain.scenario.model import Content, Scenario, base_of
from domain.scenario.outcome import work_out
from domain.scenario.outlook import Outlook
from domain.slides import ahead, opening, places, targets, work
from domain.slides.model import Bars, Figures, MapPicture, Table
from domain.slides.paging import chunks
from domain.standing import DistrictStanding

ALL = ("+++",) * 4


def title(write, given, kind="headline"):
    (slide,) = write(given, item(kind))
    return slide.title


@pytest.mark.parametrize(
    ("goal", "sentence"),
    [
        ("2", "Nhỏ đạt 2/4 xã (50,0%), bằng mục tiêu"),
        ("1", "Nhỏ đạt 2/4 xã (50,0%), vượt mục tiêu 1 xã là 1 xã"),
        ("3", "Nhỏ đạt 2/4 xã (50,0%), thiếu 1 xã so với mục tiêu 3 xã"),
    ],
)
def test_the_headline_holds_the_communes_against_their_target(goal, sentence):
    given = make_given(make_view(targets=[make_target(value=goal)]))
    assert title(opening.headline, given) == sentence


def test_the_headline_goes_on_with_what_else_is_short():
    board = [make_target(value="2"), make_target("communes_advanced", "3", target_id="a")]
    view = make_view(levels={"00001": ADVANCED, "00002": NTM}, targets=board)
    expected = "Nhỏ đạt 2/4 xã (50,0%), bằng mục tiêu; thiếu 2 xã nâng cao"
    assert title(opening.headline, make_given(view)) == expected


def test_the_headline_without_a_plan_says_the_share_alone():
    assert title(opening.headline, make_given()) == "Nhỏ đạt 2/4 xã (50,0%)"
    none = make_given(make_view(levels={}))
    assert title(opening.headline, none) == "Nhỏ chưa có xã nào được công nhận đạt chuẩn (0/4 xã)"


def test_the_headline_without_decisions_tells_the_fewest_recognised():
    view = make_view()
    view = replace(view, scope=replace(view.scope, knows_recognitions=False))
    (slide,) = opening.headline(make_given(view), item("headline"))
    assert slide.title == "Nhỏ có ít nhất 2/4 xã (50,0%) đạt chuẩn; chưa nạp quyết định công nhận"
    assert [figure.value for figure in slide.body.items][:2] == ["≥ 2/4", "—"]
    (ranked,) = places.districts(make_given(view), item("districts"))
    assert "cao nhất là" in ranked.title
    assert "thấp nhất là" in ranked.title
    view = make_view("+++", "+++", "++-", "---", levels={})
    view = replace(view, scope=replace(view.scope, knows_recognitions=False))
    assert title(opening.headline, make_given(view)).startswith("Nhỏ chưa rõ có bao nhiêu xã đạt")
    (near,) = places.nearest(make_given(view), item("nearest"))
    assert near.title.startswith("2 xã đã đủ tiêu chí, chưa rõ đã được công nhận hay chưa; ")
    assert [row.cells[1] for row in near.body.rows] == ["2/3", "0/3"]


def test_the_figures_of_the_headline_are_counted_with_their_denominators():
    view = make_view(before=("+++", "++-", "+--", "---"))
    (slide,) = opening.headline(make_given(view), item("headline"))
    assert isinstance(slide.body, Figures)
    written = {figure.label: (figure.value, figure.notes) for figure in slide.body.items}
    # 3 + 3 + 2 + 0 = 8 of 12 criteria; a year before 3 + 2 + 1 + 0 = 6.
    assert written["Tổng số tiêu chí đạt"] == ("8/12", ("+2 so với 31/12/2020",))
    assert written["Bình quân tiêu chí/xã"] == ("2,00/3", ("+0,50 so với 31/12/2020",))
    assert written["Xã thấp nhất, tiêu chí đạt"] == ("0/3", ("Không đổi so với 31/12/2020",))
    assert slide.formulas[1].startswith("Bình quân = tổng tiêu chí đạt ÷ số xã đã đánh giá = 8/4")


def test_communes_not_assessed_are_told_and_not_counted_as_failing():
    given = make_given(make_view("+++", "+++", "++-", "???"))
    (slide,) = opening.headline(given, item("headline"))
    assert slide.lead.startswith("Đã đánh giá 3/4 xã (75,0%)")
    (drawn,) = opening.map_of_bands(given, item("map"))
    assert drawn.body.class_by_commune["00004"] is None
    assert drawn.body.no_data.count == 1


def test_the_map_names_the_top_and_the_lowest_group():
    (slide,) = opening.map_of_bands(make_given(), item("map"))
    assert slide.title == "2/4 xã đạt đủ 3 tiêu chí; nhóm thấp nhất (<1 tiêu chí) còn 1 xã"
    assert isinstance(slide.body, MapPicture)
    assert [(c.key, c.count) for c in slide.body.classes] == [
        ("3", 2),
        ("2", 1),
        ("1", 0),
        ("<1", 1),
    ]
    assert slide.body.class_by_commune["00003"] == "2"


def test_districts_are_ranked_with_the_last_one_named():
    (slide,) = places.districts(make_given(), item("districts"))
    assert slide.title == "Một dẫn đầu với 2/2 xã (100,0%); thấp nhất là TX. Hai với 0/2 xã (0,0%)"
    assert isinstance(slide.body, Bars)
    assert [(b.label, b.value, b.text) for b in slide.body.rows] == [
        ("Một", 100.0, "2/2 (100,0%) · bình quân 3,00"),
        ("TX. Hai", 0.0, "0/2 (0,0%) · bình quân 1,00"),
    ]


@pytest.mark.parametrize(
    ("recognised", "sentence"),
    [
        # Of four districts with two communes each, in the order of their rank.
        (
            (2, 2, 1, 0),
            "2/4 đơn vị cấp huyện có 100% xã đạt chuẩn; thấp nhất là d với 0/2 xã (0,0%)",
        ),
        ((2, 1, 0, 0), "a dẫn đầu với 2/2 xã (100,0%); 2 đơn vị cấp huyện chưa có xã đạt chuẩn"),
        (
            (2, 2, 0, 0),
            "2/4 đơn vị cấp huyện có 100% xã đạt chuẩn; 2 đơn vị cấp huyện chưa có xã đạt chuẩn",
        ),
        ((1, 1, 1, 1), "Các đơn vị cấp huyện ngang nhau: 1/2 xã đạt chuẩn"),
    ],
)
def test_districts_that_share_the_first_or_the_last_place_are_counted(recognised, sentence):
    ranked = [
        DistrictStanding(code, Share(part, 2), Share(part, 2), 2, Decimal(1), 0)
        for code, part in zip("abcd", recognised, strict=True)
    ]
    assert places.districts_sentence(make_given(), ranked) == sentence


def test_a_district_alone_shows_its_communes():
    (slide,) = places.districts(make_given(make_view(district="002")), item("districts"))
    assert slide.title == "0/2 xã đạt đủ 3 tiêu chí; thấp nhất là Đông với 0/3"
    assert [(b.label, b.value) for b in slide.body.rows] == [("Cư", 2.0), ("Đông", 0.0)]
    alike = make_view("+++", "+++", "+--", "--+", district="002")
    assert title(places.districts, make_given(alike)) == (
        "0/2 xã đạt đủ 3 tiêu chí; thấp nhất là 2 xã cùng đạt 1/3"
    )


def test_the_criterion_most_communes_lack_leads_with_its_agency():
    view = make_view(targets=[make_target()], leads={3: ("Sở A",)})
    (slide,) = work.criteria(make_given(view), item("criteria"))
    # Criterion 3 is lacking in two communes, 1 and 2 in one each.
    assert slide.title == "Vướng nhất là tiêu chí 3. Tiêu chí 3: 2/4 xã chưa đạt; Sở A chủ trì"
    assert [(b.value, b.detail) for b in slide.body.rows] == [
        (2.0, "Sở A"),
        (1.0, "Kế hoạch chưa phân công cơ quan chủ trì"),
        (1.0, "Kế hoạch chưa phân công cơ quan chủ trì"),
    ]


def test_criteria_that_hold_back_equally_many_are_named_together():
    (slide,) = work.criteria(make_given(make_view("+--", "+--", "+++", "+++")), item("criteria"))
    assert slide.title == "Vướng nhất là các tiêu chí 2 và 3: mỗi tiêu chí còn 2/4 xã chưa đạt"
    assert [bar.tone for bar in slide.body.rows] == ["accent", "accent"]
    assert slide.rest == ""
    (slide,) = work.criteria(make_given(make_view(*["---"] * 4)), item("criteria"))
    assert slide.title.startswith("Vướng nhất là các tiêu chí 1, 2 và 3: mỗi tiêu chí còn 4/4")


def test_a_plan_that_names_no_lead_agency_is_told_so():
    (slide,) = work.criteria(make_given(make_view(targets=[make_target()])), item("criteria"))
    assert slide.rest == "Kế hoạch không phân công cơ quan chủ trì từng tiêu chí."


def test_without_a_lacking_criterion_the_slide_is_one_sentence():
    (slide,) = work.criteria(make_given(make_view(*ALL)), item("criteria"))
    assert slide.body is None
    assert slide.title == "Các xã đã đánh giá đều đạt mọi tiêu chí được đánh giá."


def test_the_nearest_communes_say_what_each_lacks():
    view = make_view("+++", "+++", "++-", "+~-", levels={"00001": NTM})
    (slide,) = places.nearest(make_given(view), item("nearest"))
    expected = (
        "1 xã đã đủ tiêu chí, chờ quyết định công nhận; 2 xã chỉ còn thiếu từ 1 đến 2 tiêu chí"
    )
    assert slide.title == expected
    assert [row.cells for row in slide.body.rows] == [
        ("Bình, Một", "3/3", "Đủ tiêu chí, chờ quyết định công nhận"),
        ("Cư, TX. Hai", "2/3", "3. Tiêu chí 3"),
        ("Đông, TX. Hai", "1/3", "2. Tiêu chí 2; 3. Tiêu chí 3"),
    ]


def test_one_near_commune_is_named_and_criteria_given_by_number_are_named_above(monkeypatch):
    monkeypatch.setattr(places, "NAMED_CRITERIA", 1)
    view = make_view("+++", "+++", "++-", "---")
    (slide,) = places.nearest(make_given(view), item("nearest"))
    assert slide.title == "Cư (TX. Hai) chỉ còn thiếu 1 tiêu chí"
    assert [row.cells[2] for row in slide.body.rows] == ["3. Tiêu chí 3", "1, 2, 3"]
    assert slide.lead == ("Tiêu chí ghi bằng số: 1. Tiêu chí 1; 2. Tiêu chí 2; 3. Tiêu chí 3.")
    far = make_view("+++", "+++", "---", "---")
    assert title(places.nearest, make_given(far)) == "2 xã gần nhất còn thiếu 3 tiêu chí"


def test_communes_left_out_of_the_list_are_told_by_what_they_lack(monkeypatch):
    monkeypatch.setattr(places, "ROWS_A_SLIDE", 1)
    view = make_view("+++", "++-", "++-", "+--", levels={"00001": NTM})
    (slide,) = places.nearest(make_given(view), item("nearest"))
    assert len(slide.body.rows) == 1
    assert slide.rest == "và 2 xã khác chưa được công nhận đạt chuẩn."


def test_with_every_commune_recognised_nothing_is_near():
    everyone = dict.fromkeys(("00001", "00002", "00003", "00004"), NTM)
    given = make_given(make_view(*ALL, levels=everyone))
    assert title(places.nearest, given) == "Tất cả 4 xã đã được công nhận đạt chuẩn."


def test_lost_criteria_are_counted_by_commune_since_the_period_before():
    view = make_view("+++", "+--", "++-", "---", before=("+++", "+++", "++-", "--+"))
    (slide,) = places.lost(make_given(view), item("lost"))
    assert slide.title == "3 lượt tiêu chí bị tụt ở 2 xã so với 31/12/2020"
    assert [row.cells for row in slide.body.rows] == [
        ("Bình, Một", "2", "2. Tiêu chí 2; 3. Tiêu chí 3"),
        ("Đông, TX. Hai", "1", "3. Tiêu chí 3"),
    ]
    same = make_given(make_view(before=ROWS))
    assert title(places.lost, same) == "Không có xã nào tụt tiêu chí so với 31/12/2020."
    assert places.lost(make_given(), item("lost")) == []


def test_the_board_shows_what_presses_first_and_counts_what_cannot_be_measured():
    board = [
        make_target(value="2"),
        make_target(value="3", target_id="b", set_by="Đại hội: NQ 01"),
        make_target("ocop_products", "5", target_id="c", unit="products"),
    ]
    (slide,) = targets.targets(make_given(make_view(targets=board)), item("targets"))
    assert slide.title == "Đạt 1/2 mục tiêu có số liệu; 1 không đạt"
    assert isinstance(slide.body, Table)
    # Both ask for recognised communes by the same day, so that each says who set it.
    assert [row.cells[0] for row in slide.body.rows] == [
        "Xã đạt chuẩn NTM · NQ 01",
        "Xã đạt chuẩn NTM · UBND",
    ]
    assert slide.body.rows[0].tone == "missed"
    assert slide.rest == "1 mục tiêu khác chưa có số liệu để đo; xem trang Mục tiêu."
    assert "Sản phẩm OCOP" in slide.formulas[-1]
    assert targets.targets(make_given(), item("targets")) == []


def test_of_a_long_board_each_slide_says_what_it_holds():
    goals = ["3"] * 5 + ["2"] * 5  # two communes are recognised
    board = [make_target(value=goal, target_id=f"t{i}") for i, goal in enumerate(goals)]
    first, second = targets.targets(make_given(make_view(targets=board)), item("targets"))
    assert first.title == "Đạt 5/10 mục tiêu có số liệu; 5 không đạt (1/2)"
    assert second.title == "Mục tiêu thứ 6–10 trong 10 mục tiêu có số liệu: 5 đạt (2/2)"
    assert {row.tone for row in second.body.rows} == {"achieved"}


def test_what_is_counted_among_named_communes_says_so():
    board = [make_target(value="2", is_cumulative=False, target_id="n", unit="communes")]
    view = make_view(targets=board, codes={"n": ("00001", "00003")})
    (slide,) = targets.targets(make_given(view), item("targets"))
    assert slide.body.rows[0].cells[:2] == ("Xã đạt chuẩn NTM (trong 2 xã nêu tên)", "1/2")


def test_figures_a_plan_sets_out_from_are_called_neither_early_nor_late():
    view = make_view(targets=[make_target(value="3")], before=ROWS, on=START)
    given = make_given(view)
    start = "Kỳ 31/12/2020 là điểm xuất phát của kế hoạch"
    (slide,) = opening.headline(given, item("headline"))
    assert slide.title == "Nhỏ đạt 2/4 xã (50,0%); mục tiêu 3 xã năm 2021, còn 1 xã"
    assert slide.lead.startswith(start)
    (slide,) = targets.targets(given, item("targets"))
    assert slide.lead.startswith(start)


def test_a_board_without_a_figure_says_what_most_targets_lack():
    board = [
        make_target("avg_criteria_per_commune", "2", target_id="a", unit="criteria_per_commune"),
        make_target("min_criteria_per_commune", "2", target_id="b", unit="criteria"),
        make_target("ocop_products", "5", target_id="c", unit="products"),
    ]
    view = make_view(targets=board, set_id="other")
    (slide,) = targets.targets(make_given(view), item("targets"))
    assert slide.title == "Chưa đo được mục tiêu nào trong 3 mục tiêu của kế hoạch tại kỳ này."
    assert slide.lead.startswith("2/3 mục tiêu: Kỳ đang xem dùng bộ tiêu chí khác với kế hoạch")


def task(number, last=None, **changes):
    row = dict.fromkeys(
        ("coordinating_agencies", "directing_agency", "checkpoints", "outputs", "note", "start")
    )
    row |= {
        "task_id": f"p-{number}",
        "plan_id": "p",
        "group_no": "I",
        "group_name_short": "Nhóm",
        "title_short": f"Việc {number}",
        "lead_agency": "Sở A",
        "timing_text": "",
        "end": last,
        "recurrence": "once" if last else "ongoing",
    }
    return build_task(row | changes)


def test_tasks_past_their_day_come_before_those_of_the_quarter():
    view = make_view(targets=[make_target()])
    ends = {"1": "2021-03-31", "2": "2022-03-31", "3": "2023-03-31"}
    every = [task(no, view.scope.as_of.fromisoformat(end)) for no, end in ends.items()]
    judged = judge_tasks(every, make_plan(), (), view.scope.as_of)
    (slide,) = work.tasks(make_given(view, tasks=tuple(judged)), item("tasks"))
    assert slide.title == (
        "1/3 nhiệm vụ có thời hạn đã quá hạn, chưa có báo cáo hoàn thành; "
        "1 nhiệm vụ đến hạn trong quý I/2022"
    )
    assert [(r.cells[0], r.cells[3]) for r in slide.body.rows] == [
        ("1", "Quá hạn từ 31/03/2021"),
        ("2", "Đến hạn 31/03/2022"),
    ]
    assert work.tasks(make_given(view), item("tasks")) == []


def test_tasks_without_a_day_are_told_by_their_state_and_never_called_late():
    view = make_view(targets=[make_target()])
    done = StatusReport("p-1", TaskStatus.DONE, view.scope.as_of)
    every = [task("1"), task("2", lead_agency="")]
    judged = tuple(judge_tasks(every, make_plan(), [done], view.scope.as_of))
    (slide,) = work.tasks(make_given(view, tasks=judged), item("tasks"))
    assert slide.title == ("2 nhiệm vụ của kế hoạch không ghi thời hạn; 1/2 đã báo cáo hoàn thành")
    assert [row.cells for row in slide.body.rows] == [
        ("2", "Việc 2", "Kế hoạch không ghi", "Chưa có báo cáo"),
        ("1", "Việc 1", "Sở A", "Hoàn thành"),
    ]
    (slide,) = work.tasks(make_given(view, tasks=judged[1:]), item("tasks"))
    assert slide.title.endswith("chưa có nhiệm vụ nào báo cáo hoàn thành")


def outlook(found):
    return Outlook(make_target(value="3"), found, 4)


def test_a_forecast_says_its_interval_and_is_stamped():
    view = make_view()
    due = make_target().due
    found = Forecast(
        view.scope.as_of, due, 2, 2.6, 2, 3, 0.9, "binomial", 2, due, 1, 0, 3.0, 0.1, goal=3
    )
    given = make_given(view, outlooks=(outlook(found),))
    (slide,) = ahead.forecast(given, item("forecast"))
    assert slide.title == (
        "Xã đạt chuẩn NTM: giữ nhịp độ như đến nay, đến hạn 2021 dự kiến 3 xã "
        "(khoảng 2–3), mục tiêu 3 xã"
    )
    assert slide.stamp == "DỰ BÁO"


def test_a_forecast_that_cannot_be_made_says_why_in_one_sentence():
    given = make_given(outlooks=(outlook(NotEnough("one_period", 1, 0)),))
    (slide,) = ahead.forecast(given, item("forecast"))
    assert slide.body is None
    assert "chỉ có 1 kỳ số liệu" in slide.title
    (slide,) = ahead.forecast(make_given(make_view(district="001")), item("forecast"))
    assert slide.title == (
        "Chưa dự báo được: dự báo chỉ lập cho toàn tỉnh, không lập riêng cho huyện."
    )


def test_forecasts_of_one_thing_by_one_day_say_who_asked_for_it():
    view, due = make_view(), make_target().due
    found = Forecast(
        view.scope.as_of, due, 2, 2.6, 2, 3, 0.9, "binomial", 2, due, 1, 0, 3.0, 0.1, goal=3
    )
    other = Outlook(make_target(value="4", target_id="b", set_by="Đại hội: NQ 01"), found, 4)
    given = make_given(view, outlooks=(outlook(found), other))
    (slide,) = ahead.forecast(given, item("forecast"))
    assert [row.cells[0] for row in slide.body.rows] == [
        "Xã đạt chuẩn NTM · UBND",
        "Xã đạt chuẩn NTM · NQ 01",
    ]


def test_long_lists_are_cut_into_even_parts():
    assert [len(part) for part in chunks(range(17), 15)] == [8, 9]
    assert chunks((1, 2), 15) == [(1, 2)]


def test_a_scenario_tells_what_it_assumes_and_what_that_comes_to():
    view = make_view()
    # Cư gains criterion 3 and so all three; An loses criterion 1, its recognition stays.
    content = Content(overrides={("00003", 3): True, ("00001", 1): False})
    outcome = work_out(view.scope, content, lambda *_: [])
    base = base_of(view.scope, (1,), "")
    saved = Scenario(7, 1, 1, "Họp quý", "An", "", datetime(2022, 1, 5, tzinfo=UTC), base, content)
    given = make_given(view, scenarios={7: (saved, outcome)})
    (slide,) = ahead.scenario(given, item("scenario", scenario_id=7))
    assert slide.stamp == "KỊCH BẢN"
    assert slide.title == "Kịch bản “Họp quý”: 3/4 xã đạt chuẩn (hiện có 2)"
    assert slide.lead == (
        "Giả định thêm 1 lượt tiêu chí đạt, mất 1 lượt tiêu chí đạt ở 2 xã; "
        "xuất phát từ số liệu 31/12/2021."
    )
    # Eight criteria before and after; all three criteria: An falls out, Cư comes in.
    assert [(f.value, f.notes) for f in slide.body.items] == [
        ("3/4", ("hiện 2 (+1)",)),
        ("2/4", ("không đổi",)),
        ("8/12", ("không đổi",)),
        ("2,00/3", ("không đổi",)),
        ("0/3", ("không đổi",)),
    ]
    assert slide.formulas[-1] == "Xã có thay đổi: Cư, TX. Hai; An, Một."
    assert ahead.scenario(given, item("scenario", scenario_id=8)) == []
