"""Targets of plans as requirements on marks, and which targets a plan of marks cannot answer.

Each target is read as ``domain.measures`` measures it and ``domain.progress.is_reached`` judges it:
a plain figure for a level is "at least", a band below the full set is exact, a range asks for its
lower end. Three things differ. A commune counts as recognised when it is recognised now or holds
every criterion at the end of the plan, since the decision itself cannot be planned. Averages and
shares must reach the figure itself, not one that only rounds to it. And counts of a plan that
follows another criteria set of the same size may be read on the set of the marks, as an assumption
that the answer names; criterion numbers never are. A criterion not assessed counts as not met; it
may be planned, and the upgrade says so.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import NamedTuple

from domain.board import find_distribution
from domain.criteria import CriteriaSet
from domain.measures import MEASURED_SCOPES, MEASURES, SET_BOUND_METRICS
from domain.planner.problem import Kind, Requirement
from domain.plans import Plan
from domain.progress import is_exact
from domain.situation import Situation
from domain.targets import Target
from domain.vocabulary import Status

NOT_ABOUT_MARKS = {
    "communes_advanced": "other_level",
    "communes_model": "other_level",
    "communes_model_candidates": "other_level",
    "districts_ntm": "district_decision",
    "district_ntm_maintained": "district_decision",
    "communes_in_programme": "not_about_marks",
}
"""Metrics measured on something no upgrade of a mark changes."""

COUNT_METRICS = frozenset(
    {"avg_criteria_per_commune", "min_criteria_per_commune", "communes_in_band"}
)
"""Metrics that read how many criteria are met, not which."""

PERCENT = 100


@dataclass(frozen=True)
class Skipped:
    """A target left out; ``why`` is the key of the explanation."""

    target_id: str
    why: str


@dataclass(frozen=True)
class Translation:
    """Requirements and the targets that could not become one.

    Attributes:
        requirements: What must hold.
        skipped: Targets left out.
        across_sets: Targets whose counts are read on another set than their plan's.
    """

    requirements: tuple[Requirement, ...]
    skipped: tuple[Skipped, ...]
    across_sets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """What targets are read against; ``is_like`` tells whether counts may cross criteria sets."""

    plan: Plan
    is_like: bool
    now: Situation
    start: Situation | None
    codes_by_target: Mapping[str, tuple[str, ...]]


def translate(
    targets: Iterable[Target],
    plan: Plan,
    now: Situation,
    start: Situation | None,
    codes_by_target: Mapping[str, tuple[str, ...]],
    soft_bands: bool = False,
    plan_set: CriteriaSet | None = None,
) -> Translation:
    """Turn the targets of one plan into requirements.

    Args:
        targets: Chosen targets of the plan.
        plan: The plan; its set decides whether counts can be compared.
        now: The situation the plan starts from.
        start: The situation newly met criteria are counted from.
        codes_by_target: Communes that targets name.
        soft_bands: Whether bands may be missed where they cannot hold.
        plan_set: Criteria set of the plan, where its counts may be read on another one of the same
            size; without it such targets are left out.
    """
    targets = list(targets)
    named = {**codes_by_target, **find_distribution(targets, codes_by_target)}
    is_like = plan_set is not None and plan_set.size == now.criteria_set.size
    reading = Reading(plan, is_like, now, start, named)
    requirements, skipped = [], []
    is_other = plan.set_id != now.criteria_set.set_id
    for target in targets:
        made = _translate_one(target, reading)
        if isinstance(made, str):
            skipped.append(Skipped(target.target_id, made))
        else:
            is_soft = soft_bands and made.kind is Kind.BAND
            requirements.append(replace(made, is_soft=is_soft))
    found = {requirement.target_id for requirement in requirements} if is_other else set()
    crossing = [t.target_id for t in targets if t.metric in COUNT_METRICS and t.target_id in found]
    return Translation(tuple(requirements), tuple(skipped), tuple(crossing))


def _translate_one(target: Target, reading: Reading) -> Requirement | str:
    if target.metric in NOT_ABOUT_MARKS:
        return NOT_ABOUT_MARKS[target.metric]
    made = MAKERS.get(target.metric)
    if made is None:
        return "not_about_marks" if target.metric in MEASURES else "not_collected"
    if target.scope_level not in MEASURED_SCOPES:
        return "see_named" if target.scope_level == "each_commune" else "not_named"
    if _is_of_other_set(target, reading):
        return "other_set"
    districts = reading.now.district_codes
    if districts and target.district_code not in districts:
        return "outside_data"
    requirement = made(target, reading)
    if isinstance(requirement, Requirement) and not _is_inside(requirement, reading.now):
        return "outside_data"
    return requirement


def _is_of_other_set(target: Target, reading: Reading) -> bool:
    if reading.plan.set_id == reading.now.criteria_set.set_id:
        return False
    may_cross = reading.is_like and target.metric in COUNT_METRICS
    return target.metric in SET_BOUND_METRICS and not may_cross


def _is_inside(requirement: Requirement, now: Situation) -> bool:
    codes = {*requirement.codes, *(code for code, _ in requirement.cells)}
    return codes <= set(now.marks.index)


def scope_codes(target: Target, now: Situation) -> tuple[str, ...]:
    """Return the communes a target speaks of, sorted."""
    wanted = target.district_code
    by_commune = now.district_by_commune
    return tuple(sorted(c for c in now.marks.index if not wanted or by_commune.get(c) == wanted))


class Bounds(NamedTuple):
    """Bounds of a requirement, ``None`` = none."""

    at_least: int | None
    at_most: int | None


def _bounds(target: Target, whole: int, factor: int = 1) -> Bounds:
    """Return the bound a comparator asks for; ``factor`` · count ÷ ``whole`` is what it bounds."""
    edge = Fraction(target.value) * whole / factor
    match target.comparator:
        case "<=":
            return Bounds(None, math.floor(edge))
        case ">":
            return Bounds(math.floor(edge) + 1, None)
    return Bounds(math.ceil(edge), None)


def _whole(target: Target) -> Bounds:
    value = int(target.value)
    match target.comparator:
        case "<=":
            return Bounds(None, value)
        case ">":
            return Bounds(value + 1, None)
    return Bounds(value, None)


def _recognised(target: Target, reading: Reading) -> Requirement | str:
    codes = scope_codes(target, reading.now)
    if not target.is_cumulative:
        return _named(target, reading)
    return Requirement(target.target_id, Kind.RECOGNISED, codes, *_whole(target))


def _named(target: Target, reading: Reading) -> Requirement | str:
    codes = tuple(sorted(reading.codes_by_target.get(target.target_id, ())))
    if not codes:
        return "not_named"
    return Requirement(target.target_id, Kind.RECOGNISED, codes, *_whole(target))


def _recognised_share(target: Target, reading: Reading) -> Requirement | str:
    codes = scope_codes(target, reading.now)
    bounds = _bounds(target, len(codes), PERCENT)
    return Requirement(target.target_id, Kind.RECOGNISED, codes, *bounds)


def _criterion(target: Target, reading: Reading) -> Requirement | str:
    numbers = (target.criterion_no,) if target.criterion_no is not None else ()
    if not numbers or not set(numbers) <= set(reading.now.criteria_set.numbers):
        return "other_set"
    codes = scope_codes(target, reading.now)
    return Requirement(target.target_id, Kind.CRITERION, codes, *_whole(target), numbers=numbers)


def _group(target: Target, reading: Reading) -> Requirement | str:
    numbers = target.criterion_list
    if not numbers or not set(numbers) <= set(reading.now.criteria_set.numbers):
        return "other_set"
    codes = scope_codes(target, reading.now)
    bounds = _bounds(target, len(codes), PERCENT)
    if bounds.at_most is not None:
        return "upper_bound"
    kind = Kind.CRITERION if len(numbers) == 1 else Kind.GROUP
    return Requirement(target.target_id, kind, codes, *bounds, numbers=numbers)


def _band(target: Target, reading: Reading) -> Requirement | str:
    if target.band_min is None or target.band_max is None:
        return "not_named"
    named = tuple(sorted(reading.codes_by_target.get(target.target_id, ())))
    bounds = _whole(target)
    if is_exact(target, reading.now.criteria_set.size):
        bounds = Bounds(int(target.value), int(target.value))
    return Requirement(
        target.target_id,
        Kind.BAND,
        named or scope_codes(target, reading.now),
        *bounds,
        low=target.band_min,
        high=target.band_max,
    )


def _average(target: Target, reading: Reading) -> Requirement | str:
    codes = scope_codes(target, reading.now)
    bounds = _bounds(target, len(codes))
    return Requirement(target.target_id, Kind.TOTAL, codes, *bounds)


def _minimum(target: Target, reading: Reading) -> Requirement | str:
    if target.comparator == "<=":
        return "upper_bound"
    codes = scope_codes(target, reading.now)
    if target.scope_level == "non_ntm_communes":
        codes = tuple(code for code in codes if code not in reading.now.level_by_commune)
        if not codes:
            return "nobody_left"
    low = -int(-target.value // 1) if target.comparator != ">" else int(target.value) + 1
    return Requirement(target.target_id, Kind.BELOW, codes, at_most=0, low=low)


def _new_criteria(target: Target, reading: Reading) -> Requirement | str:
    codes = scope_codes(target, reading.now)
    if target.scope_level == "commune":
        codes = tuple(sorted(reading.codes_by_target.get(target.target_id, ())))
    start = reading.start
    if start is None or not codes or not set(codes) <= set(start.marks.index):
        return "no_baseline"
    if start.criteria_set.set_id != reading.now.criteria_set.set_id:
        return "no_baseline"
    numbers = target.criterion_list or reading.now.criteria_set.numbers
    before = start.marks.loc[list(codes), list(numbers)]
    cells = tuple(
        (str(code), int(no))
        for code in codes
        for no in numbers
        if before.at[code, no] != Status.MET.value
    )
    return Requirement(target.target_id, Kind.CELLS, (), *_whole(target), cells=cells)


def _each_gain(target: Target, reading: Reading) -> Requirement | str:
    return _new_criteria(target, reading) if target.scope_level == "commune" else "see_named"


MAKERS: dict[str, Callable[[Target, Reading], Requirement | str]] = {
    "communes_ntm": _recognised,
    "communes_ntm_share": _recognised_share,
    "communes_ntm_merged": _named,
    "communes_implementing_advanced": _named,
    "communes_meeting_criterion": _criterion,
    "criteria_group_share": _group,
    "communes_in_band": _band,
    "avg_criteria_per_commune": _average,
    "min_criteria_per_commune": _minimum,
    "new_criteria_total": _new_criteria,
    "commune_new_criteria": _each_gain,
}
"""Metric → how it becomes a requirement."""
