"""A situation narrowed to a district keeps what belongs to it and nothing else."""

from dataclasses import replace
from decimal import Decimal

from tiny_marks import CRITERIA_SET, marks_of, situation_of

from domain.figures import Share
from domain.vocabulary import Level, Provenance

WHOLE = situation_of(
    levels={"a": "ntm", "c": "model"},
    districts={"c": "652", "d": "652"},
    a="✓✓✓",
    b="✓✓~",
    c="✓xx",
    d="---",
)


def test_the_figures_of_the_whole():
    summary = WHOLE.summary()
    assert (summary.communes, summary.assessed) == (4, 3)
    assert summary.criteria_met_total == 3 + 2 + 1
    assert summary.criteria_possible_total == 4 * 3
    assert summary.average == Decimal("2.00")
    assert summary.recognised == Share(2, 4)
    assert summary.all_met_codes == ("a",)
    assert not summary.is_complete


def test_a_district_is_counted_on_its_own():
    part = WHOLE.in_district("652")
    assert list(part.marks.index) == ["c", "d"]
    assert part.district_by_commune == {"c": "652", "d": "652"}
    assert part.level_by_commune == {"c": Level.MODEL}
    summary = part.summary()
    assert (summary.communes, summary.assessed, summary.criteria_met_total) == (2, 1, 1)
    assert summary.average == Decimal("1.00")
    assert summary.recognised == Share(1, 2)
    # The whole is as it was.
    assert WHOLE.summary().communes == 4


def test_districts_add_up_to_the_whole():
    parts = [WHOLE.in_district(code).summary() for code in ("651", "652")]
    whole = WHOLE.summary()
    assert sum(p.communes for p in parts) == whole.communes
    assert sum(p.criteria_met_total for p in parts) == whole.criteria_met_total
    assert sum(p.recognised.part for p in parts) == whole.recognised.part


def test_no_district_means_the_same_situation():
    assert WHOLE.in_district(None) is WHOLE
    assert WHOLE.in_district("") is WHOLE


def test_a_district_without_communes_is_empty_and_has_no_average():
    nothing = WHOLE.in_district("699")
    summary = nothing.summary()
    assert (summary.communes, summary.assessed, summary.average) == (0, 0, None)
    assert (summary.minimum, summary.bands) == (None, {"3": 0, "2": 0, "<2": 0})
    assert summary.recognised.percent() is None


def test_narrowing_keeps_the_order_and_drops_what_is_elsewhere():
    assert list(WHOLE.narrowed_to(["d", "a", "elsewhere"]).marks.index) == ["a", "d"]


def test_only_illustrative_marks_are_called_so():
    assert WHOLE.is_illustrative
    assert not replace(WHOLE, provenance=Provenance.IMPORTED).is_illustrative


def test_evidence_uses_the_start_only_inside_the_same_set():
    start = situation_of(a="xxx")
    assert WHOLE.evidence({}, start).marks_at_start is start.marks
    assert WHOLE.evidence({}, None).marks_at_start is None
    other = replace(CRITERIA_SET, set_id="OTHER")
    foreign = situation_of(criteria_set=other, a="xxx")
    assert WHOLE.evidence({}, foreign).marks_at_start is None
    evidence = WHOLE.evidence({"t1": ("a",)}, start)
    assert (evidence.set_id, evidence.codes_by_target) == ("SET3_2016", {"t1": ("a",)})
    assert evidence.as_of == WHOLE.as_of


def test_a_commune_without_rows_is_not_assessed_and_not_zero():
    summary = situation_of(a="✓✓✓", b="").summary()
    assert (summary.communes, summary.assessed) == (2, 1)
    assert summary.average == Decimal("3.00")
    assert summary.histogram == {3: 1}
    assert list(marks_of(b="").loc["b"]) == ["not_assessed"] * 3
