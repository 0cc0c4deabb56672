"""What a scenario changes, counted by hand on four communes and a set of three criteria."""

from datetime import date
from decimal import Decimal

import pytest
from tiny_marks import situation_of

from domain.named import CommuneTask
from domain.planner.result import Upgrade
from domain.scenario.apply import apply, change_targets
from domain.scenario.diff import (
    band_changes,
    commune_changes,
    criterion_changes,
    figure_changes,
)
from domain.scenario.edit import (
    History,
    block,
    change_target,
    overrides_by_commune,
    read_plan_list,
    rebase,
    set_cells,
    take_upgrades,
    toggle,
)
from domain.scenario.exchange import (
    base_from_values,
    base_to_values,
    content_from_values,
    content_to_values,
)
from domain.scenario.fulfil import look_back
from domain.scenario.model import Content, base_of
from domain.vocabulary import Level

# Recognised: a. "b" holds everything and waits for its decision. 3 + 3 + 2 + 0 = 8 of 12.
BASE = situation_of(
    levels={"a": "advanced"}, districts={"d": "652"}, a="✓✓✓", b="✓✓✓", c="✓✓~", d="x-x"
)


def task(commune, no=None, kind="criterion_new"):
    return CommuneTask("r", "p", commune, kind, no, date(2022, 12, 31), "I", commune, "")


def test_nothing_assumed_is_the_snapshot_itself():
    assert Content().is_empty
    assert apply(BASE, Content()) is BASE


def test_a_commune_brought_to_every_criterion_counts_as_recognised_and_the_waiting_one_does_not():
    assumed = apply(BASE, set_cells(Content(), BASE, [("c", 3)], True))
    assert assumed.summary().recognised_codes == ("a", "c")
    assert assumed.level_by_commune == {"a": Level.ADVANCED, "c": Level.NTM}
    assert BASE.summary().recognised_codes == ("a",)  # the snapshot is untouched
    assert BASE.marks.at["c", 3] == "nearly_met"


def test_waiting_communes_count_when_the_scenario_says_so():
    content = Content(counts_waiting=True)
    assert not content.is_empty
    assert apply(BASE, content).summary().recognised_codes == ("a", "b")


def test_a_recognised_commune_that_loses_a_criterion_stays_recognised_and_is_named():
    assumed = apply(BASE, set_cells(Content(), BASE, [("a", 1)], False))
    assert assumed.summary().recognised_codes == ("a",)
    (change,) = commune_changes(BASE, assumed)
    assert (change.commune_code, change.before, change.after) == ("a", 3, 2)
    assert change.lost == (1,)
    assert change.is_at_risk
    assert not change.is_recognised


def test_every_figure_before_and_after():
    content = set_cells(Content(), BASE, [("c", 3), ("d", 1)], True)
    content = set_cells(content, BASE, [("b", 2)], False)
    before, after = BASE.summary(), apply(BASE, content).summary()
    found = {f.key: (f.before, f.after, f.difference) for f in figure_changes(before, after)}
    assert found == {
        "recognised": (1, 2, 1),
        "all_met": (2, 2, 0),  # a and b; then a and c
        "criteria_met": (8, 9, 1),
        "average": (Decimal("2.00"), Decimal("2.25"), Decimal("0.25")),
        "minimum": (0, 1, 1),
    }
    assert [(f.key, f.before, f.after, f.whole) for f in criterion_changes(before, after)] == [
        ("1", 3, 4, 4),
        ("2", 3, 2, 4),
        ("3", 2, 3, 4),
    ]
    bands = {f.key: (f.before, f.after) for f in band_changes(before, after)}
    assert sum(pair[0] for pair in bands.values()) == 4
    assert sum(pair[1] for pair in bands.values()) == 4


def test_those_newly_at_the_line_are_listed_first():
    content = set_cells(Content(), BASE, [("c", 3), ("d", 1), ("d", 2)], True)
    changes = commune_changes(BASE, apply(BASE, content))
    assert [(c.commune_code, c.gained, c.is_recognised) for c in changes] == [
        ("c", (3,), True),
        ("d", (1, 2), False),
    ]


def test_what_the_snapshot_says_already_is_no_assumption():
    assert set_cells(Content(), BASE, [("a", 1)], True).is_empty
    assert set_cells(Content(), BASE, [("c", 3), ("d", 1), ("d", 2)], False).is_empty
    assert set_cells(Content(), BASE, [("z", 1), ("a", 9)], True).is_empty


def test_a_second_click_takes_the_first_one_back():
    once = toggle(Content(), BASE, ("c", 3))
    assert once.gained == (("c", 3),)
    assert toggle(once, BASE, ("c", 3)).is_empty
    lost = toggle(Content(), BASE, ("a", 2))
    assert lost.lost == (("a", 2),)
    assert toggle(lost, BASE, ("z", 2)) is lost


def test_a_block_is_a_district_and_some_criteria():
    assert block(BASE, "652", [3, 1]) == [("d", 1), ("d", 3)]
    assert len(block(BASE, None, [2])) == 4
    assert block(BASE, "652", [2], ["a", "c"]) == [("a", 2), ("c", 2)]
    content = set_cells(Content(), BASE, block(BASE, None, [3]), True)
    assert content.gained == (("c", 3), ("d", 3))
    assert overrides_by_commune(content) == {"c": ((3, True),), "d": ((3, True),)}


def test_a_plans_own_list_takes_what_is_not_met_yet():
    tasks = [task("c", 1), task("c", 3), task("d", kind="ntm_new"), task("z", 1)]
    tasks += [task("a", kind="ntm_merged"), task("a", kind="model_candidate")]
    found = read_plan_list(tasks, BASE)
    assert found.cells == (("c", 3), ("d", 1), ("d", 2), ("d", 3))
    assert found.already == (("c", 1),)
    assert found.outside == ("z",)
    assert found.communes == ("c", "d")


def test_a_plan_of_the_planner_becomes_a_scenario_that_counts_as_the_planner_does():
    content = take_upgrades(BASE, [Upgrade("c", 3, 1, "nearly_met")])
    assert content.gained == (("c", 3),)
    assert content.counts_waiting  # b waits, and the planner counts it as there
    assert apply(BASE, content).summary().recognised_codes == ("a", "b", "c")


def test_steps_are_taken_back_and_made_again():
    one, two = toggle(Content(), BASE, ("c", 3)), toggle(Content(), BASE, ("d", 1))
    history = History(Content()).to(one).to(one).to(two)
    assert history.undo().present == one
    assert history.undo().undo().present.is_empty
    assert history.undo().undo().undo().present.is_empty
    assert history.undo().redo().present == two
    assert history.redo() is history
    assert history.undo().to(Content()).future == ()


def test_targets_get_another_value_and_due_date_and_back():
    from small_plan import make_target

    target = make_target()
    content = change_target(Content(), "small-t01", Decimal(4), date(2025, 12, 31))
    (changed,) = change_targets([target], content.targets)
    assert (changed.value, changed.due) == (Decimal(4), date(2025, 12, 31))
    only_due = change_target(Content(), "small-t01", None, date(2025, 12, 31))
    assert change_targets([target], only_due.targets)[0].value == target.value
    assert change_target(content, "small-t01", None, None).is_empty
    assert change_targets([target], {}) == [target]


def test_how_much_has_come_true_in_a_newer_snapshot():
    content = set_cells(Content(), BASE, [("c", 3), ("d", 1), ("d", 2)], True)
    content = set_cells(content, BASE, [("a", 1)], False)
    newer = situation_of(a="✓✓✓", c="✓✓✓", d="✓-x")
    found = look_back(content, newer, newer.criteria_set.set_id)
    assert found.done == (("c", 3), ("d", 1))
    assert found.open == (("a", 1),)
    assert found.unknown == (("d", 2),)
    assert found.total == 4
    assert look_back(content, newer, "OTHER") is None


def test_a_scenario_on_newer_figures_assumes_only_what_is_still_open():
    content = set_cells(Content(), BASE, [("c", 3), ("d", 1)], True)
    newer = situation_of(a="✓✓✓", b="✓✓✓", c="✓✓✓", d="x-x")
    assert rebase(content, newer).gained == (("d", 1),)


def test_an_assumption_outside_the_snapshot_is_refused_loudly():
    with pytest.raises(KeyError):
        apply(BASE, Content(overrides={("z", 1): True}))


def test_a_scenario_survives_as_plain_values():
    content = change_target(toggle(Content(), BASE, ("c", 3)), "t", Decimal("13.5"), None)
    content = toggle(content, BASE, ("a", 1))
    assert content_from_values(content_to_values(content)) == content
    base = base_of(BASE, (3, 4), "plan")
    assert base_from_values(base_to_values(base)) == base
