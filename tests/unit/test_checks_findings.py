"""A finding's key, its words, its notes; and all the rules together."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial

import pytest
from checks_case import END_2021, case, published, title
from tiny_marks import situation_of

import i18n
from data.check_inputs import thresholds
from data.queries import settings
from data.schemas import read_table
from domain.catalog import LANGUAGES
from domain.checks.finding import Finding, Severity, make_key, write
from domain.checks.inputs import build_thresholds
from domain.checks.notes import State, state_of
from domain.checks.rules import RULES, group_findings, run_rules


@dataclass(frozen=True)
class Line:
    action: str
    figures: str = ""


def test_a_key_does_not_depend_on_the_order_of_units_and_criteria():
    one = make_key("r", "66", END_2021, ("b", "a"), (3, 1))
    assert one == make_key("r", "66", END_2021, ("a", "b"), (1, 3))
    assert len(one) == 16


def test_a_key_tells_everything_else_apart():
    keys = {
        make_key("r", "66", END_2021, ("a",), (1,)),
        make_key("s", "66", END_2021, ("a",), (1,)),
        make_key("r", "67", END_2021, ("a",), (1,)),
        make_key("r", "66", date(2021, 12, 30), ("a",), (1,)),
        make_key("r", "66", END_2021, ("b",), (1,)),
        make_key("r", "66", END_2021, ("a",), (2,)),
        make_key("r", "66", END_2021, ("a",), (1,), "x"),
        make_key("r", "66", None, ("a",), (1,)),
    }
    assert len(keys) == 8


def test_a_key_is_the_same_tomorrow():
    # Comments stand in the store under this very text.
    assert make_key("criteria_lost", "66", END_2021, ("24001",), (2, 3)) == "ff27ce8f8dafe151"


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [
        (2432, "2.432", "2,432"),
        (Decimal("16.00"), "16,00", "16.00"),
        (-3, "\N{MINUS SIGN}3", "\N{MINUS SIGN}3"),
        (END_2021, "31/12/2021", "31 Dec 2021"),
        ((2, 17), "2, 17", "2, 17"),
        (None, "—", "—"),
        ("12/QĐ-UBND", "12/QĐ-UBND", "12/QĐ-UBND"),
    ],
)
def test_figures_are_written_for_the_reader(value, vi, en):
    assert (write(value), write(value, "en")) == (vi, en)


@pytest.mark.parametrize(
    ("actions", "state"),
    [
        ([], State.OPEN),
        (["comment"], State.OPEN),
        (["explained"], State.EXPLAINED),
        (["explained", "comment"], State.EXPLAINED),
        (["explained", "reopened"], State.OPEN),
        (["reopened", "explained", "reopened", "comment", "explained"], State.EXPLAINED),
    ],
)
def test_the_last_mark_decides_and_comments_do_not(actions, state):
    assert state_of([Line(action) for action in actions], "a") is state


def test_what_was_explained_of_other_figures_is_open_again():
    assert state_of([Line("explained", "a")], "a") is State.EXPLAINED
    assert state_of([Line("explained", "a")], "b") is State.OPEN
    assert state_of([Line("explained", "a"), Line("explained", "b")], "b") is State.EXPLAINED


def test_figures_name_what_a_correction_moves_and_not_the_days_gone_by():
    def figures(**params):
        return Finding("k", "r", Severity.INFO, "66", END_2021, params=params).figures

    assert figures(printed=71, counted=69) == figures(counted=69, printed=71)
    assert figures(printed=71, counted=69) != figures(printed=71, counted=70)
    assert figures(printed=71, days=3) == figures(printed=71, days=4)


def test_plain_values_for_others():
    given = case(published=[published("communes_ntm", 3)])
    finding = next(f for f in run_rules(given)[0] if f.rule == "published_differs")
    row = finding.as_dict(partial(i18n.text, "vi"), {"a": "Xã An"})
    assert row["province_code"] == "66"
    assert row["as_of"] == "2021-12-31"
    assert row["params"]["printed"] == 3
    figures = replace(finding, params={"a": Decimal(69), "b": Decimal("16.00"), "c": END_2021})
    plain = figures.as_dict(lambda key, **_: key)["params"]
    assert [repr(value) for value in plain.values()] == ["69", "16.0", "'2021-12-31'"]
    assert row["provenance"] == "illustrative"
    assert row["unit_names"] == []
    lost = replace(finding, unit_codes=("a", "z"))
    assert lost.as_dict(lambda key, **_: key, {"a": "Xã An"})["unit_names"] == ["Xã An", "z"]
    assert "unit_names" not in lost.as_dict(lambda key, **_: key)


def mixed():
    """Return an input with one finding of each severity, and more of one rule."""
    now = situation_of({"a": "ntm"}, a="x✓✓", b="✓✓✓", c="✓xx", d="✓✓✓")
    past = situation_of(a="✓✓✓", c="✓✓x")
    return case(now, past, recognitions=[title("a")])


def test_findings_come_the_most_pressing_first():
    findings, _ = run_rules(mixed())
    assert [(f.severity.value, f.rule, f.unit_codes) for f in findings] == [
        ("error", "lost_recognised", ("a",)),
        ("warning", "recognised_under_full", ("a",)),
        ("warning", "criteria_lost", ("a",)),
        ("warning", "criteria_lost", ("c",)),
        ("info", "full_not_recognised", ("b",)),
        ("info", "full_not_recognised", ("d",)),
        # 1 of 3 criteria fails, the key one among them; the decision is of 2022.
        ("info", "revocation_key", ("a",)),
        ("info", "nothing_official", ()),
    ]
    assert len({f.key for f in findings}) == len(findings)


def test_every_rule_says_what_it_did():
    _, runs = run_rules(mixed())
    assert [run.code for run in runs] == [rule.code for rule in RULES]
    by_code = {run.code: run for run in runs}
    assert by_code["lost"].findings == 2
    assert by_code["lost"].blocked == ""
    assert by_code["published"].blocked == "no_published"
    assert by_code["coverage"].blocked == "nothing_official"
    assert {r.code: r for r in run_rules(case())[1]}["lost"].blocked == "no_past"


def test_a_set_without_a_rule_of_withdrawal_has_no_watch_list():
    given = case()
    other = replace(given.situation.criteria_set, set_id="OTHER")
    given = replace(given, situation=replace(given.situation, criteria_set=other))
    runs = {run.code: run.blocked for run in run_rules(given)[1]}
    assert runs["revocation"] == runs["revocation_districts"] == "set_without_rule"


def test_groups_count_what_is_open_and_explained():
    findings, _ = run_rules(mixed())
    explained = next(f for f in findings if f.unit_codes == ("c",))
    groups = group_findings(findings, {explained.key: [Line("explained")]})
    assert [(g.rule, g.count, g.open, g.explained) for g in groups] == [
        ("lost_recognised", 1, 1, 0),
        ("recognised_under_full", 1, 1, 0),
        ("criteria_lost", 2, 1, 1),
        ("full_not_recognised", 2, 2, 0),
        ("revocation_key", 1, 1, 0),
        ("nothing_official", 1, 1, 0),
    ]
    assert groups[0].severity is Severity.ERROR


def test_each_kind_of_finding_belongs_to_one_rule():
    kinds = Counter(kind for rule in RULES for kind in rule.finds)
    assert [kind for kind, count in kinds.items() if count > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_has_words(language):
    texts = i18n.load(language)
    parts = ("title", "message", "do", "why")
    wanted = [f"check.{kind}.{part}" for rule in RULES for kind in rule.finds for part in parts]
    wanted += [f"check.rule.{rule.code}" for rule in RULES]
    wanted += [f"check.severity.{severity}" for severity in Severity]
    wanted += [f"check.state.{state}" for state in State]
    history = read_table("history")
    metrics = set(history[history["scope"] == "province"]["metric"])
    wanted += [f"check.metric.{m}" for m in metrics if not m.startswith("band_")]
    assert [key for key in wanted if key not in texts] == []


def test_the_settings_hold_every_threshold():
    own = thresholds()
    assert own.revocation.since == date(2022, 8, 2)
    assert own.revocation.key_criteria["QD318_2022"] == (10, 17, 19)
    broken = {k: v for k, v in settings()["checks"].items() if k != "provisional_months"}
    with pytest.raises(KeyError):
        build_thresholds(broken)


def test_key_criteria_are_those_the_decision_names():
    criteria = read_table("criteria").set_index(["set_id", "criterion_no"])["name_vi"]
    named = ("Thu nhập", "Môi trường", "Chất lượng môi trường sống", "Quốc phòng và An ninh")
    for set_id, numbers in thresholds().revocation.key_criteria.items():
        own = criteria[set_id]
        assert {no for no, name in own.items() if name.startswith(named)} == set(numbers)
