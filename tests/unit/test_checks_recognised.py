"""Recognition against marks, and the watch list of QĐ 18/2022."""

from dataclasses import replace
from datetime import date

import pytest
from checks_case import END_2021, SEPTEMBER, THRESHOLDS, case, only, rules, said, title
from tiny_marks import CRITERIA_SET, situation_of

from domain.checks import revocation
from domain.checks.recognised import (
    check_decisions,
    check_nesting,
    check_recognised_marks,
    check_repeats,
    check_waiting,
)
from domain.criteria import Criterion
from domain.vocabulary import Level, Provenance


def wide(size):
    """Return a set of so many criteria."""
    criteria = tuple(Criterion(n, f"Tiêu chí {n}", f"C {n}", 1, True) for n in range(1, size + 1))
    return replace(CRITERIA_SET, criteria=criteria)


def watched(signs, keys=(1,), level="ntm", criteria_set=None, as_of=date(2022, 9, 30)):
    """Return the watch list of a recognised commune with such marks."""
    criteria_set = criteria_set or wide(len(signs))
    situation = situation_of({"a": level} if level else {}, criteria_set=criteria_set, a=signs)
    rule = replace(THRESHOLDS.revocation, key_criteria={criteria_set.set_id: keys})
    thresholds = replace(THRESHOLDS, revocation=rule)
    given = case(replace(situation, as_of=as_of), thresholds=thresholds)
    return revocation.check_communes(given)


def failing(count, first_key=True, size=19):
    """Return marks with so many failures; criterion 1, the key one, among them or not."""
    met = "✓" * (size - count)
    return "x" * count + met if first_key else "✓" + "x" * count + met[1:]


@pytest.mark.parametrize(
    ("count", "with_key", "rule"),
    [
        (5, True, None),
        (6, True, "revocation_key"),
        (6, False, None),
        (9, True, "revocation_key"),
        (9, False, None),
        (10, False, "revocation_half"),
        (10, True, "revocation_half"),
    ],
)
def test_of_19_criteria_6_fail_with_a_key_one_or_10_whichever(count, with_key, rule):
    findings = watched(failing(count, with_key))
    assert rules(findings) == ([rule] if rule else [])
    if rule:
        assert findings[0].params["failing"] == count
        assert len(findings[0].criterion_nos) == count


def test_the_shares_count_in_a_set_of_another_size():
    # Of 10 criteria 30% is 3 and 50% is 5, both counted.
    assert rules(watched(failing(2, size=10))) == []
    assert rules(watched(failing(3, size=10))) == ["revocation_key"]
    assert rules(watched(failing(4, False, size=10))) == []
    assert rules(watched(failing(5, False, size=10))) == ["revocation_half"]


def test_nearly_met_fails_and_not_assessed_does_not():
    assert rules(watched("~" * 6 + "✓" * 13)) == ["revocation_key"]
    assert rules(watched("x" + "-" * 9 + "✓" * 9)) == []


def test_the_key_criteria_are_named():
    finding = only(watched("xx✓xxxxx" + "✓" * 11, keys=(2, 3)), "revocation_key")
    assert finding.params["keys"] == (2,)
    assert "có tiêu chí 2;" in said(finding)


def test_before_the_decision_the_list_is_for_information():
    assert watched(failing(10), as_of=date(2022, 8, 2))[0].severity == "error"
    assert watched(failing(10), as_of=date(2022, 8, 1))[0].severity == "info"


def test_only_titles_the_set_judges_are_watched():
    assert rules(watched(failing(10), level=None)) == []
    advanced = replace(wide(19), level="commune_advanced")
    assert rules(watched(failing(10), criteria_set=advanced)) == []
    assert rules(watched(failing(10), level="advanced", criteria_set=advanced)) == [
        "revocation_half"
    ]


def test_a_district_is_watched_when_30_percent_of_its_communes_lost_their_title():
    communes = dict.fromkeys("abcdefghij", "✓✓✓")
    situation = replace(situation_of(**communes), level_by_district={"651": Level.NTM})

    def lost(*codes, on=date(2021, 6, 30)):
        given = case(situation, recognitions=[title(c, revoked_on=on) for c in codes])
        return revocation.check_districts(given)

    finding = only(lost("a", "b", "c"), "revocation_district")
    assert (finding.params["lost"], finding.params["communes"]) == (3, 10)
    assert finding.unit_codes == ("651",)
    assert lost("a", "b") == []
    assert lost("a", "b", "c", on=date(2022, 1, 1)) == []


def test_levels_are_nested():
    alone = case(recognitions=[title("a", "model"), title("a", "ntm")])
    finding = only(check_nesting(alone), "level_not_nested")
    assert finding.params["lacking"] == "advanced"
    assert "Nông thôn mới nâng cao" in said(finding) or "nâng cao" in said(finding).casefold()
    nested = case(recognitions=[title("a", "advanced"), title("a", "ntm"), title("b")])
    assert check_nesting(nested) == []
    gone = [title("a", "advanced"), title("a", "ntm", revoked_on=END_2021)]
    assert only(check_nesting(case(recognitions=gone)), "level_not_nested")


TITLED = situation_of({"a": "ntm", "b": "ntm", "d": "ntm"}, a="✓✓✓", b="✓~x", c="✓✓✓", d="---")


def test_recognised_but_under_the_full_set():
    given = case(TITLED, recognitions=[title("a"), title("b"), title("d")])
    finding = only(check_recognised_marks(given), "recognised_under_full")
    assert finding.unit_codes == ("b",)
    assert (finding.params["met"], finding.params["missing"]) == (1, (2, 3))
    assert "1/3" in said(finding)
    assert finding.severity == "warning"


def test_a_criterion_not_assessed_is_not_held_against_a_title():
    given = case(situation_of({"a": "ntm", "b": "ntm"}, a="✓✓-", b="✓x-"), recognitions=[])
    finding = only(check_recognised_marks(given), "recognised_under_full")
    assert (finding.unit_codes, finding.params["missing"]) == (("b",), (2,))


def test_newly_recognised_without_the_full_set_is_an_error():
    past = situation_of(a="✓✓✓", b="✓xx")
    given = case(TITLED, past, recognitions=[title("b", on=date(2021, 10, 1))])
    finding = only(check_recognised_marks(given), "recognised_without_full")
    assert finding.severity == "error"
    assert "01/10/2021" in said(finding)


@pytest.mark.parametrize(
    "recognition",
    [
        title("b", on=SEPTEMBER),
        title("b", on=date(2021, 10, 1), is_exact_date=False),
    ],
)
def test_recognised_before_the_last_figures_or_some_day_is_not_new(recognition):
    past = situation_of(a="✓✓✓", b="✓xx")
    given = case(TITLED, past, recognitions=[recognition])
    assert only(check_recognised_marks(given), "recognised_under_full")


def test_at_the_full_set_but_not_recognised():
    given = case(TITLED, situation_of(c="✓✓✓"))
    finding = only(check_waiting(given), "full_not_recognised")
    assert finding.unit_codes == ("c",)
    assert finding.params["since"] == SEPTEMBER
    assert check_waiting(case(TITLED))[0].params["since"] == END_2021
    assert check_waiting(case(situation_of({"c": "ntm"}, c="✓✓✓", a="✓✓x"))) == []


def decided(code, number, on, **more):
    return title(code, on=on, decision_number=number, **more)


def test_a_decision_number_has_one_date_in_a_year():
    day = date(2021, 3, 1)
    fine = [
        decided("a", "12/QĐ-UBND", day),
        decided("b", "12/QĐ-UBND", day),
        decided("c", "12/QĐ-UBND", date(2020, 5, 5)),
        title("d", on=date(2021, 9, 9)),
    ]
    assert check_decisions(case(recognitions=fine)) == []
    wrong = [*fine, decided("e", "12/qđ-ubnd ", date(2021, 4, 1))]
    finding = only(check_decisions(case(recognitions=wrong)), "decision_reused")
    assert finding.unit_codes == ("a", "b", "e")
    assert finding.params["count"] == 2
    assert finding.basis is Provenance.IMPORTED


def test_a_unit_is_recognised_once_at_a_level():
    first = decided("a", "12/QĐ-UBND", date(2019, 3, 1))
    second = decided("a", "40/QĐ-UBND", date(2021, 3, 1))
    finding = only(check_repeats(case(recognitions=[second, first])), "recognised_twice")
    assert finding.params["first_number"] == "12/QĐ-UBND"
    assert "40/QĐ-UBND" in said(finding)


@pytest.mark.parametrize(
    "first",
    [
        decided("a", "12/QĐ-UBND", date(2019, 3, 1), revoked_on=date(2020, 1, 1)),
        decided("b", "12/QĐ-UBND", date(2019, 3, 1)),
        decided("a", "12/QĐ-UBND", date(2019, 3, 1), level="advanced"),
        title("a", on=date(2019, 3, 1)),
    ],
)
def test_a_second_decision_after_a_withdrawal_or_for_another_level_is_fine(first):
    second = decided("a", "40/QĐ-UBND", date(2021, 3, 1))
    assert check_repeats(case(recognitions=[first, second])) == []
