"""Who has reported and when, communes without figures, provisional figures grown old."""

from dataclasses import replace
from datetime import date

import pytest
from checks_case import END_2021, case, only, rules, said
from tiny_marks import situation_of

from domain.checks.calendar import ReportingRule
from domain.checks.coverage import (
    check_late_districts,
    check_missing_districts,
    check_not_assessed,
    check_nothing_official,
    check_partly_assessed,
    check_provisional,
)
from domain.checks.inputs import Load, PeriodMark
from domain.vocabulary import Provenance, SnapshotStatus

QUARTERLY = ReportingRule(
    "r1",
    "report",
    "UBND các huyện, thị xã, thành phố",
    "quarterly",
    "before day 15 of the last month of the quarter (15/3, 15/6, 15/9, 15/12)",
    "QĐ 2627/QĐ-UBND",
    "IV.2",
    2021,
)
DISTRICTS = ("651", "652", "653")
IN_QUARTER = date(2021, 12, 10)


def load(*districts, received=date(2021, 12, 14), as_of=IN_QUARTER):
    return Load(as_of, received, frozenset(districts))


def reported(*loads, today=date(2022, 1, 10), calendar=(QUARTERLY,), as_of=END_2021):
    situation = replace(situation_of(a="✓✓✓"), as_of=as_of, provenance=Provenance.IMPORTED)
    return case(situation, today=today, loads=loads, districts=DISTRICTS, calendar=calendar)


def test_nothing_official_is_said_once_and_nothing_more():
    given = reported()
    finding = only(check_nothing_official(given), "nothing_official")
    assert finding.unit_codes == ()
    assert finding.params["districts"] == 3
    assert "Từ 01/10/2021 đến 31/12/2021" in said(finding)
    assert check_missing_districts(given) == []
    assert check_late_districts(given) == []


@pytest.mark.parametrize(
    ("as_of", "counts"),
    [
        (date(2021, 9, 30), False),
        (date(2021, 10, 1), True),
        (END_2021, True),
        (date(2022, 1, 1), False),
    ],
)
def test_only_figures_of_the_period_are_a_report(as_of, counts):
    given = reported(load("651", as_of=as_of))
    assert (check_nothing_official(given) == []) is counts
    assert (check_missing_districts(given) != []) is counts


def test_each_district_that_is_missing_is_named():
    findings = check_missing_districts(reported(load("652"), today=date(2021, 12, 15)))
    assert rules(findings) == ["district_overdue", "district_overdue"]
    assert [f.unit_codes for f in findings] == [("651",), ("653",)]
    assert findings[0].params["days"] == 1
    assert findings[0].severity == "warning"
    assert findings[0].source == "QĐ 2627/QĐ-UBND, IV.2"
    assert "quá 1 ngày so với 14/12/2021" in said(findings[0])


def test_on_the_last_day_a_district_is_not_overdue():
    findings = check_missing_districts(reported(load("651", "652"), today=date(2021, 12, 14)))
    finding = only(findings, "district_expected")
    assert finding.severity == "info"
    assert finding.params["days"] == 0


def test_without_a_printed_day_the_period_has_to_end_first():
    no_day = replace(QUARTERLY, due_rule="no day printed")
    on_time = reported(load("651", "652"), today=END_2021, calendar=(no_day,))
    assert only(check_missing_districts(on_time), "district_expected")
    after = replace(on_time, today=date(2022, 1, 1))
    assert only(check_missing_districts(after), "district_overdue").params["days"] == 1
    assert check_late_districts(reported(load("651", received=date(2022, 5, 1)), calendar=())) == []


def test_a_missing_district_keeps_its_key_within_the_quarter():
    december = check_missing_districts(reported(load("651", "652")))
    november = check_missing_districts(reported(load("651", "652"), as_of=date(2021, 11, 30)))
    before = check_missing_districts(
        reported(load("651", "652", as_of=date(2021, 9, 1)), as_of=date(2021, 9, 30))
    )
    assert december[0].key == november[0].key
    assert december[0].key != before[0].key


@pytest.mark.parametrize(
    ("received", "days"), [(date(2021, 12, 14), None), (date(2021, 12, 15), 1)]
)
def test_late_begins_on_the_day_that_is_printed(received, days):
    findings = check_late_districts(reported(load("651", received=received)))
    assert [f.params["days"] for f in findings] == ([days] if days else [])


def test_districts_that_came_together_are_one_finding():
    given = reported(
        load("653", received=date(2021, 12, 1)),
        load("652", "651", "653", received=date(2022, 1, 5)),
    )
    finding = only(check_late_districts(given), "district_late")
    # 653 was in time with its first file; the province's file brought the two others.
    assert finding.unit_codes == ("651", "652")
    assert finding.params["days"] == 22
    assert "2 huyện" in said(finding)


def test_communes_without_any_mark_are_named_by_district():
    situation = situation_of(None, {"b": "652", "c": "652"}, a="✓✓✓", b="---", c="--x", d="---")
    findings = check_not_assessed(case(situation))
    assert rules(findings) == ["not_assessed", "not_assessed"]
    assert [(f.unit_codes, f.params["communes"]) for f in findings] == [(("d",), 2), (("b",), 2)]
    assert check_not_assessed(case(situation_of(a="--x"))) == []


def test_a_commune_assessed_in_part():
    situation = situation_of(a="✓✓✓", b="-✓-", c="--x", d="---")
    finding = only(check_partly_assessed(case(situation)), "partly_assessed")
    assert finding.unit_codes == ("b", "c")
    assert finding.criterion_nos == (1, 2, 3)
    assert finding.params["marks"] == 4
    assert check_partly_assessed(case(situation_of(a="✓✓x", b="---"))) == []


DECEMBER_9 = replace(
    situation_of(a="✓✓✓"), as_of=date(2021, 12, 9), status=SnapshotStatus.PROVISIONAL
)
OWN = PeriodMark(date(2021, 12, 9), SnapshotStatus.PROVISIONAL, Provenance.ILLUSTRATIVE)
FINAL = PeriodMark(END_2021, SnapshotStatus.FINAL, Provenance.ILLUSTRATIVE)


def test_provisional_figures_have_a_quarter_to_become_final():
    given = case(DECEMBER_9, today=date(2022, 3, 9), periods=[OWN])
    assert check_provisional(given) == []
    finding = only(check_provisional(replace(given, today=date(2022, 3, 10))), "provisional_old")
    assert finding.params["days"] == 1
    assert "09/03/2022" in said(finding)


@pytest.mark.parametrize(
    ("other", "count"),
    [
        (FINAL, 0),
        (replace(FINAL, as_of=date(2022, 3, 9)), 0),
        (replace(FINAL, as_of=date(2022, 3, 10)), 1),
        (replace(FINAL, as_of=date(2021, 9, 30)), 1),
        (replace(FINAL, status=SnapshotStatus.PROVISIONAL), 1),
        (replace(FINAL, provenance=Provenance.IMPORTED), 1),
    ],
)
def test_final_figures_soon_after_settle_it(other, count):
    given = case(DECEMBER_9, today=date(2026, 1, 1), periods=[OWN, other])
    assert len(check_provisional(given)) == count


def test_final_figures_do_not_grow_old():
    given = case(situation_of(a="✓✓✓"), today=date(2026, 1, 1))
    assert check_provisional(given) == []
