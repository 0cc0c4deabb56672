"""Marks written as signs, for tests that count by hand: ✓ met, ~ nearly, x not met, - unknown."""

from datetime import date

import pandas as pd

from domain.assessment import build_marks
from domain.bands import build_scheme
from domain.criteria import CriteriaGroup, CriteriaSet, Criterion
from domain.situation import Situation
from domain.vocabulary import Level, Provenance, SnapshotStatus

WORDS = {"✓": "met", "~": "nearly_met", "x": "not_met", "-": "not_assessed"}
CRITERIA_SET = CriteriaSet(
    set_id="SET3_2016",
    decision="QĐ 3, sửa đổi bởi QĐ 4",
    name_vi="Bộ ba tiêu chí",
    name_en="Set of three",
    valid_from=date(2016, 1, 1),
    valid_to=None,
    criteria=tuple(
        Criterion(no, f"Tiêu chí {no}", f"Criterion {no}", 1 if no == 1 else 2, True)
        for no in (1, 2, 3)
    ),
    groups=(CriteriaGroup(1, "Một", "One"), CriteriaGroup(2, "Hai", "Two")),
)


def marks_of(criteria_set=CRITERIA_SET, **communes):
    """Return marks from ``a="✓✓x"``: one sign a criterion; a commune of ``""`` has no rows."""
    rows = [
        (code, number, WORDS[sign])
        for code, signs in communes.items()
        for number, sign in enumerate(signs, 1)
    ]
    frame = pd.DataFrame(rows, columns=["commune_code", "criterion_no", "status"])
    return build_marks(frame, communes, criteria_set)


def situation_of(levels=None, districts=None, criteria_set=CRITERIA_SET, **communes):
    """Return a situation of province 66 at the end of 2021; all communes in district 651."""
    return Situation(
        province_code="66",
        district_codes=(),
        as_of=date(2021, 12, 31),
        status=SnapshotStatus.FINAL,
        provenance=Provenance.ILLUSTRATIVE,
        criteria_set=criteria_set,
        scheme=build_scheme("default", (2,), criteria_set.size),
        marks=marks_of(criteria_set, **communes),
        level_by_commune={code: Level(level) for code, level in (levels or {}).items()},
        level_by_district=None,
        district_by_commune={code: (districts or {}).get(code, "651") for code in communes},
    )
