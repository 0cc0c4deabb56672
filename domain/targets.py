"""Targets of the plans and how each is measured on real figures.

A target (mục tiêu) is a number somebody set for a date. What it counts is its ``metric``; this
module says, metric by metric, how the figure is computed from marks and recognitions, and says
plainly when nothing that is loaded can answer it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from domain.assessment import Marks, count_met, is_assessed, meets_all
from domain.figures import Share, round_half_up
from domain.vocabulary import Level, Status


@dataclass(frozen=True)
class Target:
    """One row of ``targets.csv``; values in the unit printed there."""

    target_id: str
    plan_id: str
    scope_level: str
    scope_name: str
    metric: str
    comparator: str
    value: Decimal
    value_max: Decimal | None = None
    unit: str = ""
    criterion_no: int | None = None
    criterion_list: tuple[int, ...] = ()
    denominator: int | None = None
    stated_percent: str = ""
    increment: str = ""
    due: date | None = None
    is_cumulative: bool = True
    band_min: int | None = None
    band_max: int | None = None
    named_communes: tuple[str, ...] = ()
    set_by: str = ""
    clause: str = ""
    note_vi: str = ""
    province_code: str = ""
    district_code: str | None = None

    @property
    def printed_increment(self) -> Decimal | None:
        """Return the printed "thêm N" as a number, ``None`` when none is printed."""
        return Decimal(self.increment.lstrip("+")) if self.increment else None

    def percent_of_denominator(self, digits: int) -> Decimal | None:
        """Return value ÷ printed denominator in percent, ``None`` where no denominator is known."""
        if not self.denominator:
            return None
        return round_half_up(Fraction(self.value) * 100 / self.denominator, digits)

    @property
    def recomputed_percent(self) -> Decimal | None:
        """Return value ÷ denominator in percent, with the decimals of the printed percent.

        ``None`` when the plan prints no percent beside a count, or no denominator: nothing to
        compare. The two stand side by side; neither is corrected.
        """
        if not self.stated_percent:
            return None
        return self.percent_of_denominator(len(self.stated_percent.partition(".")[2]))


@dataclass(frozen=True)
class Evidence:
    """What is known of one scope at one date; the input of every measure.

    Attributes:
        as_of: Date of the marks and recognitions.
        set_id: Criteria set of the marks.
        marks: Marks of the communes of the province.
        level_by_commune: Highest level each commune is recognised at; absent = not recognised.
        district_by_commune: District code of each commune of the province.
        level_by_district: Level of the districts known to be recognised; ``None`` when nothing was
            ever recorded about districts, which is not the same as none.
        level_by_district_at_start: The same at the baseline date.
        codes_by_target: Commune codes of the communes a target names.
        marks_at_start: Marks of the baseline date in the same set, when there are any.
    """

    as_of: date
    set_id: str
    marks: Marks
    level_by_commune: Mapping[str, Level]
    district_by_commune: Mapping[str, str]
    level_by_district: Mapping[str, Level] | None = None
    codes_by_target: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    marks_at_start: Marks | None = None
    level_by_district_at_start: Mapping[str, Level] | None = None

    def communes(self, target: Target) -> list[str]:
        """Return the communes the target speaks of: its district's, or the whole province's."""
        if not target.district_code:
            return list(self.marks.index)
        wanted = target.district_code
        return [c for c in self.marks.index if self.district_by_commune.get(c) == wanted]


@dataclass(frozen=True)
class Measurement:
    """A measured figure with what it was computed from, or the reason there is none.

    Attributes:
        value: The figure in the target's unit, ``None`` when it cannot be measured.
        share: Numerator and denominator where the figure is a count or a share.
        formula: Key of the formula's explanation (``formula.<key>`` in the texts).
        reason: Key of the reason when there is no value (``reason.<key>``).
        codes: The communes counted, for naming them.
    """

    value: Decimal | None
    share: Share | None = None
    formula: str = ""
    reason: str = ""
    codes: tuple[str, ...] = ()


SET_BOUND_METRICS = frozenset(
    {
        "communes_meeting_criterion",
        "criteria_group_share",
        "communes_in_band",
        "avg_criteria_per_commune",
        "min_criteria_per_commune",
        "new_criteria_total",
        "commune_new_criteria",
    }
)
"""Metrics that read criterion numbers or counts: comparable only inside the plan's own set."""

MEASURED_SCOPES = frozenset({"province", "district", "commune", "each_commune", "non_ntm_communes"})
"""Scopes whose communes the registry or the target's own list identifies."""


def measure(target: Target, evidence: Evidence, plan_set_id: str) -> Measurement:
    """Measure one target on what is known.

    Args:
        target: The target.
        evidence: Marks and recognitions of the target's province.
        plan_set_id: The criteria set the plan works with.

    Returns:
        The figure, or a measurement without value whose ``reason`` says why.
    """
    measured = MEASURES.get(target.metric)
    if measured is None:
        return Measurement(None, reason="not_collected")
    if target.scope_level not in MEASURED_SCOPES:
        return Measurement(None, reason="not_named")
    if target.metric in SET_BOUND_METRICS and plan_set_id != evidence.set_id:
        return Measurement(None, reason="other_set")
    return measured(target, evidence)


def _recognised(target: Target, evidence: Evidence, level: Level) -> Measurement:
    scope = evidence.communes(target)
    codes = tuple(
        sorted(
            code
            for code in scope
            if code in evidence.level_by_commune
            and evidence.level_by_commune[code].rank >= level.rank
        )
    )
    return Measurement(
        Decimal(len(codes)), Share(len(codes), len(scope)), f"recognised_{level.value}", codes=codes
    )


def _named(target: Target, evidence: Evidence, level: Level) -> Measurement:
    named = evidence.codes_by_target.get(target.target_id, ())
    if not named:
        return Measurement(None, reason="not_named")
    codes = tuple(
        code
        for code in named
        if code in evidence.level_by_commune and evidence.level_by_commune[code].rank >= level.rank
    )
    share = Share(len(codes), len(named))
    return Measurement(Decimal(len(codes)), share, f"named_{level.value}", codes=codes)


def _communes_ntm(target: Target, evidence: Evidence) -> Measurement:
    if target.is_cumulative:
        return _recognised(target, evidence, Level.NTM)
    return _named(target, evidence, Level.NTM)


def _communes_advanced(target: Target, evidence: Evidence) -> Measurement:
    if target.is_cumulative:
        return _recognised(target, evidence, Level.ADVANCED)
    return _named(target, evidence, Level.ADVANCED)


def _communes_ntm_share(target: Target, evidence: Evidence) -> Measurement:
    codes = _recognised(target, evidence, Level.NTM).codes
    share = Share(len(codes), len(evidence.communes(target)))
    return Measurement(share.percent(2), share, "recognised_share", codes=codes)


def _known(target: Target, evidence: Evidence) -> Marks:
    marks = evidence.marks.loc[evidence.communes(target)]
    return marks[is_assessed(marks)]


def _all_known(target: Target, evidence: Evidence) -> Marks | None:
    marks = _known(target, evidence)
    return marks if len(marks) and len(marks) == len(evidence.communes(target)) else None


def _known_on(
    target: Target, evidence: Evidence, numbers: Iterable[int | None]
) -> tuple[Marks | None, list[int]]:
    """Return the marks when every commune of the scope is assessed on each of ``numbers``.

    A criterion not assessed is not "not met": one gap leaves the count unknown.
    """
    wanted = [no for no in numbers if no is not None]
    marks = _all_known(target, evidence)
    if marks is None or not wanted or not set(wanted) <= set(marks.columns):
        return None, wanted
    complete = bool((marks[wanted] != Status.NOT_ASSESSED.value).all(axis=None))
    return (marks if complete else None), wanted


def _meeting_criterion(target: Target, evidence: Evidence) -> Measurement:
    marks, numbers = _known_on(target, evidence, [target.criterion_no])
    if marks is None:
        return Measurement(None, reason="not_assessed")
    met = meets_all(marks, numbers)
    codes = tuple(marks.index[met])
    return Measurement(
        Decimal(len(codes)), Share(len(codes), len(marks)), "meeting_criterion", codes=codes
    )


def _group_share(target: Target, evidence: Evidence) -> Measurement:
    marks, numbers = _known_on(target, evidence, target.criterion_list)
    if marks is None:
        return Measurement(None, reason="not_assessed")
    met = meets_all(marks, numbers)
    share = Share(int(met.sum()), len(marks))
    return Measurement(share.percent(2), share, "group_share", codes=tuple(marks.index[met]))


def _in_band(target: Target, evidence: Evidence) -> Measurement:
    marks = _all_known(target, evidence)
    if marks is None or target.band_min is None or target.band_max is None:
        return Measurement(None, reason="not_assessed")
    named = evidence.codes_by_target.get(target.target_id, ())
    if not set(named) <= set(marks.index):
        return Measurement(None, reason="outside_data")
    if named:
        marks = marks.loc[list(named)]
    met = count_met(marks)
    inside = met.between(target.band_min, target.band_max)
    share = Share(int(inside.sum()), len(marks))
    formula = "in_band_named" if named else "in_band"
    return Measurement(Decimal(share.part), share, formula, codes=tuple(marks.index[inside]))


def _average(target: Target, evidence: Evidence) -> Measurement:
    marks = _all_known(target, evidence)
    if marks is None:
        return Measurement(None, reason="not_assessed")
    total = int(count_met(marks).sum())
    value = round_half_up(Fraction(total, len(marks)))
    return Measurement(value, Share(total, len(marks)), "average")


def _minimum(target: Target, evidence: Evidence) -> Measurement:
    marks = _all_known(target, evidence)
    if marks is not None and target.scope_level == "non_ntm_communes":
        marks = marks[[code not in evidence.level_by_commune for code in marks.index]]
    if marks is None or not len(marks):
        return Measurement(None, reason="not_assessed")
    met = count_met(marks)
    below = tuple(met.index[met < float(target.value)])
    return Measurement(Decimal(int(met.min())), formula="minimum", codes=below)


def _new_criteria(target: Target, evidence: Evidence) -> Measurement:
    scope = evidence.communes(target)
    start = evidence.marks_at_start
    if target.scope_level == "commune":
        scope = list(evidence.codes_by_target.get(target.target_id, ()))
    if start is None or not scope or not set(scope) <= set(start.index):
        return Measurement(None, reason="no_baseline")
    if not set(scope) <= set(evidence.marks.index):
        return Measurement(None, reason="outside_data")
    numbers = list(target.criterion_list) or [int(no) for no in evidence.marks.columns]
    now, before = evidence.marks.loc[scope, numbers], start.loc[scope, numbers]
    # A criterion nobody had assessed at the start cannot be called newly met.
    if any((m == Status.NOT_ASSESSED.value).any(axis=None) for m in (now, before)):
        return Measurement(None, reason="not_assessed")
    was_met = before == Status.MET.value
    gained = int(((now == Status.MET.value) & ~was_met).sum().sum())
    return Measurement(Decimal(gained), Share(gained, int((~was_met).sum().sum())), "new_criteria")


def _each_commune_gain(target: Target, evidence: Evidence) -> Measurement:
    if target.scope_level == "commune":
        return _new_criteria(target, evidence)
    return Measurement(None, reason="see_named")


def _districts(target: Target, evidence: Evidence) -> Measurement:
    if evidence.level_by_district is None:
        return Measurement(None, reason="districts_not_recorded")
    districts = set(evidence.level_by_district)
    if target.district_code:
        count = int(target.district_code in districts)
        return Measurement(Decimal(count), Share(count, 1), "districts")
    if not target.is_cumulative:
        if evidence.level_by_district_at_start is None:
            return Measurement(None, reason="no_baseline")
        districts -= set(evidence.level_by_district_at_start)
    total = len(set(evidence.district_by_commune.values()))
    return Measurement(Decimal(len(districts)), Share(len(districts), total), "districts")


def _in_programme(target: Target, evidence: Evidence) -> Measurement:
    scope = evidence.communes(target)
    return Measurement(Decimal(len(scope)), Share(len(scope), len(scope)), "in_programme")


MEASURES: dict[str, Callable[[Target, Evidence], Measurement]] = {
    "communes_ntm": _communes_ntm,
    "communes_ntm_share": _communes_ntm_share,
    "communes_ntm_merged": lambda t, e: _named(t, e, Level.NTM),
    "communes_advanced": _communes_advanced,
    "communes_model": lambda t, e: _recognised(t, e, Level.MODEL),
    "communes_model_candidates": lambda t, e: _named(t, e, Level.MODEL),
    "communes_implementing_advanced": lambda t, e: _named(t, e, Level.NTM),
    "communes_meeting_criterion": _meeting_criterion,
    "criteria_group_share": _group_share,
    "communes_in_band": _in_band,
    "communes_in_programme": _in_programme,
    "avg_criteria_per_commune": _average,
    "min_criteria_per_commune": _minimum,
    "new_criteria_total": _new_criteria,
    "commune_new_criteria": _each_commune_gain,
    "districts_ntm": _districts,
    "district_ntm_maintained": _districts,
}
"""Metric → how it is measured. Metrics not listed need data the product does not hold yet."""


def _number(value: object) -> Decimal | None:
    """Turn 69, 69.0 or "15.4" into an exact decimal without trailing zeros; ``None`` stays."""
    if value is None or value == "":
        return None
    number = Decimal(str(value))
    whole = number.to_integral_value()
    return whole if number == whole else number.normalize()


def _integer(value: object) -> int | None:
    number = _number(value)
    return None if number is None else int(number)


def build_target(row: Mapping[str, Any]) -> Target:
    """Build a target from one row of ``targets.csv``; empty cells are ``None``.

    Raises:
        KeyError: A column is missing.
        decimal.InvalidOperation: A number cannot be read.
    """
    text = {name: "" if value is None else str(value) for name, value in row.items()}
    return Target(
        target_id=text["target_id"],
        plan_id=text["plan_id"],
        scope_level=text["scope_level"],
        scope_name=text["scope_name"],
        metric=text["metric"],
        comparator=text["comparator"],
        value=_number(row["value"]) or Decimal(0),
        value_max=_number(row["value_max"]),
        unit=text["unit"],
        criterion_no=_integer(row["criterion_no"]),
        criterion_list=tuple(int(no) for no in text["criterion_list"].split(";") if no),
        denominator=_integer(row["denominator"]),
        stated_percent=text["stated_percent"],
        increment=text["increment"],
        due=row["due"],
        is_cumulative=bool(row["is_cumulative"]),
        band_min=_integer(row["band_min"]),
        band_max=_integer(row["band_max"]),
        named_communes=tuple(name for name in text["named_communes"].split(";") if name),
        set_by=text["set_by"],
        clause=text["clause"],
        note_vi=text["note_vi"],
        province_code=text["province_code"],
        district_code=text["district_code"] or None,
    )
