"""Roles and what they may do, and how a department's scope cuts rows of the plans."""

import pytest

from data.schemas import REFERENCE_TABLES
from domain.access import LEADER, LINK_TAKES, OWNER, STAFF, Access, Permission, Role, Scope
from domain.narrowing import ROW_RULES, sees_row
from domain.outputs import OutputKind

ROADS = Scope(
    province="66",
    plan="daklak-2021",
    agency="daklak-a05",
    agency_name="Sở Giao thông vận tải",
    set_id="ntm-318",
    criteria=(2,),
)
LINK = Access(Role.LINK, ROADS)
CHANGES = {
    Permission.LOAD,
    Permission.NOTE,
    Permission.SAVE_SCENARIOS,
    Permission.SAVE_DECKS,
    Permission.SHARE,
}


def test_a_leader_sees_everything_and_changes_nothing():
    assert LEADER.scope.is_whole
    seen = {p for p in Permission if LEADER.may(p)}
    assert seen == set(Permission) - CHANGES - {Permission.ADMINISTER}


def test_staff_change_things_but_do_not_set_up_the_machine():
    assert all(STAFF.may(permission) for permission in CHANGES)
    assert not STAFF.may(Permission.ADMINISTER)
    assert all(OWNER.may(permission) for permission in Permission)


def test_a_link_reads_its_scope_and_nothing_else():
    assert {p for p in Permission if LINK.may(p)} == {Permission.VIEW, Permission.EXPORT}
    assert {kind for kind in OutputKind if LINK.may_take(kind)} == {
        kind for kind in OutputKind if kind.value in LINK_TAKES
    }
    assert not LINK.may_take(OutputKind.REPORT)


def test_a_scenario_is_seen_on_a_link_only_when_shared_on_purpose():
    shared = Access(Role.LINK, Scope(province="66", scenario=7))
    assert shared.may(Permission.SCENARIOS)
    assert not shared.may(Permission.TRY)
    assert not LINK.may(Permission.SCENARIOS)


def test_an_agency_sees_criteria_it_measures_a_part_of():
    farming = Scope(province="66", agency="a", criteria=(3, 13), indicators=("17.1", "17.3"))
    assert farming.numbers == (3, 13, 17)


def row(**values):
    empty = dict.fromkeys(("lead_agency", "coordinating_agencies", "directing_agency"))
    return {"plan_id": "daklak-2021", **empty, **values}


@pytest.mark.parametrize(
    ("table", "values", "expected"),
    [
        ("tasks", row(lead_agency="Sở Y tế; Sở Giao thông vận tải"), True),
        ("tasks", row(coordinating_agencies="Sở Giao thông vận tải"), True),
        ("tasks", row(lead_agency="Sở Y tế"), False),
        ("tasks", row(lead_agency="Sở Giao thông vận tải", plan_id="daknong-2022"), False),
        ("agencies", row(agency_id="daklak-a05"), True),
        ("agencies", row(agency_id="daklak-a04"), False),
        ("targets", row(criterion_no=2, criterion_list=None), True),
        ("targets", row(criterion_no=3, criterion_list=None), False),
        ("targets", row(criterion_no=None, criterion_list="2;3"), False),
        ("targets", row(criterion_no=None, criterion_list=None), False),
        ("funding", row(), False),
        ("units", row(), True),
        ("a table nobody thought of", row(), False),
    ],
)
def test_rows_of_the_plans_are_cut_to_an_agency(table, values, expected):
    assert sees_row(table, values, ROADS) is expected
    assert sees_row(table, values, Scope())


def test_every_reference_table_has_a_rule_of_its_own():
    # Lists of communes follow their target (data.cached_store).
    assert set(ROW_RULES) | {"named_communes"} == set(REFERENCE_TABLES)
