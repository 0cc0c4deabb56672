"""The forecast: refused without history, with an interval that covers as often as it says."""

from dataclasses import replace
from datetime import date
from functools import partial

import numpy as np
import pytest
from small_plan import make_plan, make_situation, make_target

from domain.forecast import (
    Forecast,
    NotEnough,
    forecast_count,
    forecast_path,
    forecast_tally,
)
from domain.forecast_history import all_met_moments, target_moments, total_history
from domain.forecast_rates import Moment, Tally, count_rates
from domain.forecast_totals import Totals, forecast_total
from domain.vocabulary import Level

CODES = frozenset(f"{i:05d}" for i in range(100))


def moment(year, count, set_id="", size=100):
    codes = sorted(CODES)[:size]
    return Moment(date(year, 12, 31), frozenset(codes), frozenset(codes[:count]), set_id)


STEADY = [moment(2017, 20), moment(2018, 28), moment(2019, 35), moment(2020, 42)]
DUE = date(2022, 12, 31)


def test_rates_are_gains_over_the_time_communes_were_short():
    # 80 communes short for a year, 8 gained half-way: 76; then 72 − 3,5; then 65 − 3,5.
    rates = count_rates(STEADY)
    assert (rates.gained, rates.lost) == (22, 0)
    assert rates.at_risk == pytest.approx(76 + 68.5 + 61.5, rel=2e-3)


def test_a_forecast_states_its_figures():
    found = forecast_count(STEADY, DUE, goal=60)
    assert (found.now, found.periods, found.first) == (42, 4, date(2017, 12, 31))
    # Rate about 22,5/206 a year over two years: 58 · (1 − e^−0,218) ≈ 11,3 more.
    assert found.expected == pytest.approx(53.3, abs=0.3)
    assert 42 < found.low < found.expected < found.high < 70
    assert found.pace == pytest.approx(22 / 12, rel=2e-3)
    assert found.pace_needed == pytest.approx(18 / 8, rel=2e-3)
    assert date(2023, 12, 31) < found.reached_on < date(2025, 12, 31)
    assert 0 < found.chance < 0.2


def test_the_day_a_goal_is_reached_agrees_with_the_curve():
    day = forecast_count(STEADY, DUE, goal=60).reached_on
    assert forecast_count(STEADY, day).expected == pytest.approx(60, abs=0.05)


def test_a_reached_goal_needs_no_pace():
    found = forecast_count(STEADY, DUE, goal=40)
    assert (found.reached_on, found.pace_needed, found.chance) == (date(2020, 12, 31), 0, 1.0)


def test_without_any_gain_the_goal_is_far_and_the_interval_still_open():
    still = [moment(2018, 30), moment(2020, 30)]
    found = forecast_count(still, DUE, goal=90)
    assert found.low == 30
    assert found.high >= 30
    assert found.pace == 0
    assert found.reached_on is None


def test_losses_widen_the_interval_downwards():
    lost = Moment(date(2020, 12, 31), CODES, frozenset(sorted(CODES)[5:45]))
    found = forecast_count([moment(2018, 30), lost], DUE)
    assert (found.gained, found.lost) == (15, 5)
    assert found.low < found.now


@pytest.mark.parametrize(
    ("moments", "due", "why"),
    [
        ([], DUE, "one_period"),
        ([moment(2020, 10)], DUE, "one_period"),
        ([moment(2020, 10), moment(2020, 12)], DUE, "one_period"),
        ([moment(2019, 10, "OLD"), moment(2020, 12, "NEW")], DUE, "one_period"),
        (
            [Moment(date(2020, 12, 9), CODES, frozenset()), moment(2020, 12)],
            DUE,
            "short_span",
        ),
        (STEADY, date(2020, 12, 31), "due_passed"),
    ],
)
def test_too_little_history_is_said_instead_of_a_curve(moments, due, why):
    found = forecast_count(moments, due)
    assert isinstance(found, NotEnough)
    assert found.why == why


def test_only_snapshots_of_the_last_set_are_used():
    mixed = [moment(2015, 90, "OLD"), moment(2018, 20, "NEW"), moment(2020, 30, "NEW")]
    found = forecast_count(mixed, DUE)
    assert (found.periods, found.gained, found.lost) == (2, 10, 0)


def test_a_curve_rises_and_opens():
    days = [date(2021, 12, 31), date(2023, 12, 31), date(2025, 12, 31)]
    curve = forecast_path(partial(forecast_count, STEADY), days)
    assert [item.due for item in curve] == days
    assert curve[0].expected < curve[1].expected < curve[2].expected
    assert curve[0].high - curve[0].low < curve[2].high - curve[2].low
    assert forecast_path(partial(forecast_count, STEADY[:1]), days) == []


@pytest.mark.parametrize("rate", [0.03, 0.1, 0.3])
def test_nine_intervals_in_ten_cover_what_comes(rate):
    generator = np.random.default_rng(7)
    hits, trials = 0, 300
    for _ in range(trials):
        years_to_line = generator.exponential(1 / rate, 80)
        held = [20 + int((years_to_line <= year).sum()) for year in range(6)]
        order = np.argsort(years_to_line)
        codes = [f"{i:05d}" for i in range(20)] + [f"{20 + i:05d}" for i in order]
        past = [
            Moment(date(2016 + year, 12, 31), CODES, frozenset(codes[: held[year]]))
            for year in range(4)
        ]
        found = forecast_count(past, date(2021, 12, 31))
        hits += found.low <= held[5] <= found.high
    # Binomial noise of 300 trials at 0,9 is ±0,035; whole numbers make intervals a little wide.
    assert 0.86 <= hits / trials <= 0.97


def test_counts_alone_give_what_the_communes_themselves_give_where_none_is_lost():
    tallies = [Tally(m.on, len(m.reached)) for m in STEADY]
    by_name, by_count = forecast_count(STEADY, DUE, 60), forecast_tally(tallies, 100, DUE, 60)
    assert by_count.method == "binomial_counts"
    assert replace(by_count, method=by_name.method) == by_name


def test_counts_that_fall_are_losses_and_one_count_is_not_enough():
    tallies = [Tally(date(2018, 12, 31), 30), Tally(date(2019, 12, 31), 26)]
    found = forecast_tally(tallies, 100, DUE)
    assert (found.gained, found.lost, found.now) == (0, 4, 26)
    assert forecast_tally(tallies[:1], 100, DUE).why == "one_period"


def test_nine_intervals_in_ten_from_published_counts_cover_what_comes():
    generator = np.random.default_rng(11)
    hits, trials = 0, 300
    for _ in range(trials):
        years_to_line = generator.exponential(1 / 0.12, 160)
        held = [20 + int((years_to_line <= year).sum()) for year in (0, 1, 3, 4, 6)]
        # Published now and then, at uneven distances, as it is.
        on = [date(2015 + year, 12, 31) for year in (0, 1, 3, 4)]
        tallies = [Tally(day, count) for day, count in zip(on, held, strict=False)]
        found = forecast_tally(tallies, 180, date(2021, 12, 31))
        hits += found.low <= held[4] <= found.high
    assert 0.86 <= hits / trials <= 0.97


def simulate_totals(generator, communes=60, size=19):
    rates = generator.gamma(4, 0.15 / 4, communes)
    years = generator.exponential(1 / rates[:, None], (communes, size))
    return [
        Totals(
            date(2016 + year, 12, 31),
            {f"{i:05d}": int((years[i] <= year + 1).sum()) for i in range(communes)},
            size,
            "S",
        )
        for year in range(6)
    ]


def test_intervals_of_totals_cover_at_least_as_often_as_they_say():
    generator = np.random.default_rng(8)
    hits, trials = 0, 120
    for _ in range(trials):
        history = simulate_totals(generator)
        found = forecast_total(history[:4], date(2021, 12, 31))
        hits += found.low <= sum(history[5].counts.values()) <= found.high
    assert hits / trials >= 0.86


def test_totals_give_the_same_answer_every_time():
    history = simulate_totals(np.random.default_rng(9))[:4]
    first = forecast_total(history, DUE, goal=900)
    assert forecast_total(history, DUE, goal=900) == first
    assert first.method == "bootstrap"
    assert first.now == sum(history[-1].counts.values())


def test_totals_of_another_set_are_left_out():
    old = Totals(date(2015, 12, 31), {"00001": 3}, 4, "OLD")
    new = Totals(date(2016, 12, 31), {"00001": 1}, 4, "NEW")
    assert forecast_total([old, new], DUE).why == "one_period"


def test_a_target_reads_its_moments_from_the_snapshots():
    situations = [
        make_situation("+++", "---", "---", "---", on=date(2019, 12, 31)),
        make_situation(
            "+++", "+++", "---", "---", on=date(2021, 12, 31), levels={"00002": Level.NTM}
        ),
    ]
    plan = make_plan()
    recognised = target_moments(make_target("communes_ntm"), plan, situations, {})
    assert [sorted(m.reached) for m in recognised] == [[], ["00002"]]
    assert {m.set_id for m in recognised} == {""}
    target = make_target("communes_meeting_criterion", criterion_no=1)
    meeting = target_moments(target, plan, situations, {})
    assert [len(m.reached) for m in meeting] == [1, 2]
    assert {m.set_id for m in meeting} == {"SMALL"}
    assert target_moments(make_target("ocop_products"), plan, situations, {}) == []
    full = all_met_moments(situations)
    assert [len(m.reached) for m in full] == [1, 2]
    assert [sum(t.counts.values()) for t in total_history(situations)] == [3, 6]
    found = forecast_count(full, date(2023, 12, 31), goal=4)
    assert isinstance(found, Forecast)
    assert found.gained == 1
