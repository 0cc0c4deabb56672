"""A report on the small place of ``small_plan``: four communes, two districts, three criteria."""

from dataclasses import replace
from datetime import date

from small_plan import SET, make_situation

from domain.criteria import CriteriaSet, Criterion
from domain.report.inputs import Place, ReportInput
from domain.report.periods import ReportKind
from domain.vocabulary import Provenance

NAMES = {"00001": "An", "00002": "Bình", "00003": "Cư", "00004": "Đông"}
DISTRICTS = {"001": "Huyện Một", "002": "Thị xã Hai"}
BEFORE = date(2020, 12, 31)
WORDS = {
    "unit.communes": "xã",
    "unit.criteria": "tiêu chí",
    "unit.criteria_per_commune": "tiêu chí/xã",
    "unit.district_units": "đơn vị",
    "metric.communes_in_band": "Xã đạt {band} tiêu chí",
    "metric.communes_meeting_criterion": "Xã đạt tiêu chí",
    "reason.districts_not_recorded": "Chưa có dữ liệu công nhận cấp huyện.",
}
OTHER_SET = CriteriaSet(
    set_id="OTHER",
    decision="QĐ khác",
    name_vi="Bộ khác",
    name_en="Other set",
    valid_from=None,
    valid_to=None,
    criteria=tuple(Criterion(no, f"Tiêu chí {no}", f"Criterion {no}", 1, True) for no in (1, 2, 3)),
)


def make_given(*rows, before=None, levels=None, before_levels=None, **changes):
    """Return the input of an annual report; ``rows`` and ``before`` hold one text a commune."""
    earlier = changes.pop("earlier", None)
    if before is not None:
        earlier = make_situation(*before, on=BEFORE, levels=before_levels or {})
    values = {
        "kind": ReportKind.ANNUAL,
        "place": Place("tỉnh Nhỏ", "toàn tỉnh"),
        "now": make_situation(*rows, levels=levels or {}),
        "before": earlier,
        "last_year": None,
        "names": NAMES,
        "districts": DISTRICTS,
        "plan_set": SET,
        "words": WORDS,
    }
    return ReportInput(**values | changes)


def official(given):
    """Return the same report on marks that are not made up."""
    before = given.before and replace(given.before, provenance=Provenance.IMPORTED)
    return replace(given, now=replace(given.now, provenance=Provenance.IMPORTED), before=before)
