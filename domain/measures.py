"""How each metric of a target is computed from marks and recognitions.

Where nothing that is loaded can answer, the measurement says plainly why instead of giving a zero.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction

from domain.assessment import Marks, count_met, is_assessed, meets_all
from domain.figures import Share, round_half_up
from domain.targets import Evidence, Measurement, Target
from domain.vocabulary import Level, Status

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

RECOGNITION_METRICS = frozenset(
    {
        "communes_ntm",
        "communes_ntm_share",
        "communes_ntm_merged",
        "communes_advanced",
        "communes_model",
        "communes_model_candidates",
        "communes_implementing_advanced",
    }
)
"""Metrics that count recognised communes."""

MEASURED_SCOPES = frozenset({"province", "district", "commune", "each_commune", "non_ntm_communes"})
"""Scopes whose communes the registry or the target's own list identifies."""


NOT_COUNTED = ("not_collected", "not_named")
"""Reasons that no data of communes will ever cure: figures of such targets are entered by staff."""


def is_counted(target: Target) -> bool:
    """Tell whether marks and recognitions of communes can answer a target."""
    return target.metric in MEASURES and target.scope_level in MEASURED_SCOPES


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
    found = measured(target, evidence)
    if evidence.knows_recognitions or found.value is None:
        return found
    if target.metric in RECOGNITION_METRICS:
        # What is known is the least there can be: it may reach a target, and never miss one.
        return found if found.value >= target.value else Measurement(None, reason="no_recognitions")
    if target.scope_level == "non_ntm_communes":
        return Measurement(None, reason="no_recognitions")
    return found


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
