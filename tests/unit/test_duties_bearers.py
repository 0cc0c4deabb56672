"""Which agencies bear a reporting duty, on the plans' own wording."""

import pandas as pd
import pytest

from data import paths
from domain.duties.agencies import build_agency
from domain.duties.bearers import duties_of
from domain.duties.reports import build_duty
from domain.plans import Plan


def rows_of(table, plan_id):
    rows = pd.read_csv(paths.REFERENCE / f"{table}.csv", dtype=str).fillna("").to_dict("records")
    return [row for row in rows if row["plan_id"] == plan_id]


@pytest.fixture(scope="module")
def bearers():
    """Return, by duty of every plan, its agencies; those named carry a star."""
    plan = Plan("p", "1", "", "", "66", None, "2021-01-01", 2021, 2021, "")
    found = {}
    plans = pd.read_csv(paths.REFERENCE / "plans.csv", dtype=str)["plan_id"]
    for plan_id in plans:
        agencies = [build_agency(row) for row in rows_of("agencies", plan_id)]
        for row in rows_of("reporting", plan_id):
            duty = build_duty(row, plan)
            found[row["report_id"]] = [
                agency.agency_id.split("-")[1] + ("*" if one.is_named else "")
                for agency in agencies
                for one in duties_of(agency, [duty])
            ]
    return found


def test_departments_and_districts_hand_in_to_the_office(bearers):
    # Đắk Lắk IV.2: every department, body and district; not the office that receives it (a28).
    assert bearers["daklak-r01"] == [f"a{n:02}" for n in range(1, 27)] + ["a27*"]


def test_only_those_who_lead_a_criterion_judge_it(bearers):
    assert bearers["daklak-r03"] == [
        *("a01", "a04", "a05", "a06", "a07", "a08", "a09", "a10", "a11", "a12", "a13", "a14"),
        "a16",
    ]


@pytest.mark.parametrize(
    ("duty", "agencies"),
    [
        ("daklak-r07", ["a11*"]),
        ("daklak-r12", [f"a{n}*" for n in range(20, 27)]),  # named by their short forms
        ("daklak-r16", ["a19*"]),  # "Ủy ban MTTQ các cấp"
        ("langson-r05", ["a02*", "a13*"]),  # "Văn phòng UBND tỉnh" is not "UBND tỉnh"
        ("langson-r07", ["a28*"]),  # the district's committee, not the province's
        ("langson-r09", ["a07*"]),
        ("kontum-r04", ["a10*"]),
        ("krongno-r01", ["a02*"]),
        ("daknong-r10", ["a09*", "a10*"]),
    ],
)
def test_bodies_named_in_the_plan(bearers, duty, agencies):
    assert bearers[duty] == agencies


def test_a_duty_without_an_agency_is_known(bearers):
    # Offices below the district's people's committee and commune boards are no agency of these
    # plans' lists.
    assert [duty for duty, agencies in bearers.items() if not agencies] == [
        "daklak-r14",
        "langson-r08",
    ]
