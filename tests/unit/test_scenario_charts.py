"""Charts of the planner and the forecast as they are handed to the chart library."""

from dataclasses import replace
from datetime import date

from small_plan import SET, make_situation, make_target

from components.charts import build_history
from components.scenario_curve import build_curve
from components.scenario_editor import read_day, read_figure
from components.scenario_effort import own_efforts
from components.scenario_matrix import read_turn
from components.scenario_path import Past, broken_at, build_path
from components.text import plain
from domain.forecast import forecast_count, forecast_tally
from domain.forecast_rates import Moment, Tally
from domain.history import HistoryFigure
from domain.planner.curve import CurvePoint, Step
from domain.scenario.outlook import Outlook

STEPS = [Step(71, "", 0, 0, ()), Step(72, "a", 100, 100, (6,)), Step(73, "b", 250, 350, (5, 6))]


def test_the_curve_adds_up_step_by_step_and_marks_the_goal():
    curve, goal = build_curve(STEPS, (), 100, "Điểm", 73).data
    assert list(curve.x) == [71, 72, 73]
    assert list(curve.y) == [0, 1, 3.5]
    assert (list(goal.x), list(goal.y)) == ([73], [3.5])
    assert goal.text == ("73 xã: 3,5",)
    assert curve.hovertemplate == "%{x} xã: %{y}<extra></extra>"
    assert len(build_curve(STEPS, (), 100, "Điểm", None).data) == 1


def test_names_of_close_days_stand_on_either_side():
    breaks = [(date(2016, 10, 17), "QĐ 1980"), (date(2022, 3, 8), "QĐ 318")]
    figure = build_history([figure_on(date(2015, 6, 30), 4)], breaks, "xã", date(2021, 12, 31))
    sides = {note.text: note.xanchor for note in figure.layout.annotations}
    assert sides == {"QĐ 1980": "left", "kỳ đang xem": "right", "QĐ 318": "left"}


def test_the_path_starts_at_the_last_snapshot_and_the_interval_holds_what_is_expected():
    everyone = frozenset(str(n) for n in range(40))
    first = Moment(date(2019, 12, 31), everyone, frozenset(str(n) for n in range(10)))
    last = Moment(date(2021, 12, 31), everyone, frozenset(str(n) for n in range(20)))
    found = forecast_count([first, last], date(2025, 12, 31), 30)
    outlook = Outlook(make_target(), found, 40, (first, last))
    printed = [figure_on(date(2016, 6, 30), 4), figure_on(date(2024, 6, 30), 25)]
    new_set = replace(SET, valid_from=date(2022, 3, 8))
    figure = build_path(outlook, found, Past(printed, {"NEW": new_set}))
    published, high, low, expected, snapshots, goal = figure.data
    # Only what was known on the day of the forecast stands behind it; the change of set is marked.
    assert (list(published.x), list(published.y)) == (["2016-06-30"], [4])
    assert [line.x0 for line in figure.layout.shapes] == ["2022-03-08"]
    assert expected.y[0] == 20
    assert all(a <= b <= c for a, b, c in zip(low.y, expected.y, high.y, strict=True))
    assert list(snapshots.y) == [10, 20]
    assert list(goal.y) == [30]


def test_without_enough_snapshots_the_path_goes_on_from_published_counts():
    tallies = (Tally(date(2019, 12, 31), 22), Tally(date(2021, 12, 31), 30))
    found = forecast_tally(tallies, 60, date(2025, 12, 31), 43)
    outlook = Outlook(make_target(), found, 60, tallies=tallies)
    _, _, _, _, counts, _ = build_path(outlook, found, Past([], {})).data
    assert list(counts.y) == [22, 30]


def test_the_curve_with_all_targets_stands_beside_the_one_without():
    points = [CurvePoint(72, 200, True, ("a",)), CurvePoint(73, None, True)]
    curve, held, goal = build_curve(STEPS, points, 100, "Điểm", 72).data
    assert list(curve.y) == [0, 1, 3.5]
    assert (list(held.x), list(held.y), list(goal.y)) == ([72], [2], [2])


def figure_on(on, value):
    return HistoryFigure(
        on=on,
        metric="communes_ntm",
        value=value,
        text=str(value),
        denominator=40,
        qualifier="",
        set_id=None,
        source_url="",
        verification="verified",
        note_vi="",
    )


def test_figures_and_days_are_read_as_vietnamese_write_them():
    written = {"16,5": 16.5, "1.200": 1200, "16.5": 16.5, "1.200,25": 1200.25, "100": 100}
    assert {text: float(read_figure(text)) for text in written} == written
    assert [read_figure(text) for text in ("", "abc", "-1", "NaN", "Infinity")] == [None] * 5
    assert read_day("31/12/2025") == read_day("2025") == date(2025, 12, 31)
    assert [read_day(text) for text in ("", "x", "31/2/2025", "12/2025", "99999")] == [None] * 5


def test_what_a_browser_says_is_a_cell_or_nothing():
    assert read_turn({"code": "24001", "no": 3}) == ("24001", 3)
    for nonsense in (None, "x", {}, {"code": 1, "no": 2}, {"code": "1", "no": "2"}):
        assert read_turn(nonsense) is None


def test_efforts_before_any_change():
    # Of four communes assessed 1 lacks criterion 1, 2 lack criterion 2, 3 lack criterion 3.
    base = make_situation("+++", "++-", "+--", "---")
    assert own_efforts("equal", base) == {1: 1, 2: 1, 3: 1}
    assert {no: float(v) for no, v in own_efforts("difficulty", base).items()} == {
        1: 0.25,
        2: 0.5,
        3: 0.75,
    }
    assert own_efforts("table", base) == {}


def test_names_carry_no_markdown():
    assert plain("[x](http://y) *b*") == "\\[x\\](http\\://y) \\*b\\*"


def test_the_line_of_the_snapshots_breaks_where_another_criteria_set_took_over():
    counts = [
        Tally(date(2022, 6, 30), 38),
        Tally(date(2016, 6, 30), 9),
        Tally(date(2021, 6, 30), 28),
    ]
    points = broken_at(counts, [date(2016, 10, 17), date(2022, 3, 8)])
    assert points == [
        (date(2016, 6, 30), 9),
        (date(2016, 10, 17), None),
        (date(2021, 6, 30), 28),
        (date(2022, 3, 8), None),
        (date(2022, 6, 30), 38),
    ]
