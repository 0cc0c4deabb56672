"""A plan, four communes in two districts and a set of three criteria, small enough for the hand."""

from datetime import date
from decimal import Decimal

import pandas as pd

from domain.bands import build_scheme
from domain.criteria import CriteriaSet, Criterion
from domain.plans import Plan
from domain.situation import Situation
from domain.targets import Target
from domain.vocabulary import Level, Provenance, SnapshotStatus

SET = CriteriaSet(
    set_id="SMALL",
    decision="QĐ nhỏ",
    name_vi="Bộ nhỏ",
    name_en="Small set",
    valid_from=None,
    valid_to=None,
    criteria=tuple(Criterion(no, f"Tiêu chí {no}", f"Criterion {no}", 1, True) for no in (1, 2, 3)),
)
DISTRICT_OF = {"00001": "001", "00002": "001", "00003": "002", "00004": "002"}
START, END = date(2020, 12, 31), date(2021, 12, 31)

SIGNS = {"+": "met", "~": "nearly_met", "-": "not_met", "?": "not_assessed"}


def make_plan(**changes):
    values = {
        "plan_id": "small-2021",
        "number": "1/KH",
        "title": "Kế hoạch nhỏ",
        "issuer": "UBND",
        "province_code": "01",
        "district_code": None,
        "issued_on": "2021-01-15",
        "start_year": 2021,
        "end_year": 2021,
        "set_id": SET.set_id,
    }
    return Plan(**values | changes)


def make_target(metric="communes_ntm", value="3", **changes):
    values = {
        "target_id": "small-t01",
        "plan_id": "small-2021",
        "scope_level": "province",
        "scope_name": "tỉnh",
        "metric": metric,
        "comparator": ">=",
        "value": Decimal(value),
        "due": END,
        "set_by": "UBND",
        "clause": "I",
    }
    return Target(**values | changes)


def make_marks(*rows, codes=tuple(DISTRICT_OF)):
    """Return marks from one text a commune: "++-" meets criteria 1 and 2."""
    cells = [[SIGNS[sign] for sign in row] for row in rows]
    return pd.DataFrame(cells, index=list(codes), columns=list(SET.numbers), dtype=object)


def make_situation(
    *rows, on=END, levels=None, districts=None, criteria_set=SET, codes=None, only=()
):
    codes = codes or tuple(DISTRICT_OF)
    return Situation(
        province_code="01",
        district_codes=tuple(only),
        as_of=on,
        status=SnapshotStatus.FINAL,
        provenance=Provenance.ILLUSTRATIVE,
        criteria_set=criteria_set,
        scheme=build_scheme("small", (2, 1), SET.size),
        marks=make_marks(*rows, codes=codes),
        level_by_commune=levels or {},
        level_by_district=districts,
        district_by_commune={code: DISTRICT_OF[code] for code in codes},
    )


NTM, ADVANCED, MODEL = Level.NTM, Level.ADVANCED, Level.MODEL
