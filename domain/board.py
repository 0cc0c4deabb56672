"""The target board: every target of a plan measured, put on its line and judged."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from domain.plans import Plan
from domain.progress import Judgement, Point, ProgressRule, judge
from domain.situation import Situation
from domain.targets import Measurement, Target, measure


@dataclass(frozen=True)
class TargetStanding:
    """A target with its measured figure and judgement."""

    target: Target
    measurement: Measurement
    judgement: Judgement


def assess_targets(
    targets: Iterable[Target],
    plan: Plan,
    now: Situation,
    start: Situation | None,
    codes_by_target: Mapping[str, tuple[str, ...]],
    rule: ProgressRule,
) -> list[TargetStanding]:
    """Measure and judge the targets of one plan.

    Args:
        targets: Targets of the plan, in the document's order.
        plan: The plan; its set decides whether counts can be compared.
        now: The situation to judge.
        start: The situation at the plan's start, when one is known.
        codes_by_target: Communes that targets name.
        rule: Thresholds.
    """
    evidence = now.evidence(codes_by_target, start)
    standings = []
    for target in targets:
        if now.district_codes and target.district_code not in now.district_codes:
            # The loaded data speaks of some districts only: it cannot answer for the province.
            measured = Measurement(None, reason="outside_data")
        else:
            measured = measure(target, evidence, plan.set_id)
        baseline = find_baseline(target, plan, start, codes_by_target)
        judgement = judge(target, measured.value, now.as_of, baseline, rule, measured.reason)
        standings.append(TargetStanding(target, measured, judgement))
    return standings


def find_baseline(
    target: Target,
    plan: Plan,
    start: Situation | None,
    codes_by_target: Mapping[str, tuple[str, ...]],
) -> Point | None:
    """Return where a target's line starts.

    The figure measured at the plan's start comes first; without it the printed increment gives the
    level the plan itself started from (75 communes, "thêm 10": 65); a quantity to deliver within
    the period starts at 0.
    """
    if start is not None and target.is_cumulative:
        value = measure(target, start.evidence(codes_by_target, None), plan.set_id).value
        if value is not None:
            return Point(start.as_of, value, "snapshot")
    eve = plan.starts_on - timedelta(days=1)
    if target.is_cumulative and target.printed_increment is not None:
        return Point(eve, target.value - target.printed_increment, "printed_increment")
    if not target.is_cumulative:
        return Point(eve, type(target.value)(0), "zero")
    return None


@dataclass(frozen=True)
class Conflict:
    """Targets that different bodies set for the same thing: same metric, scope and due date."""

    targets: tuple[Target, ...]

    @property
    def highest(self) -> Target:
        """Return the most demanding of them."""
        return max(self.targets, key=lambda target: target.value)


def find_conflicts(targets: Iterable[Target]) -> list[Conflict]:
    """Find targets with equal metric, scope, criterion, band and due date but other values."""
    groups: dict[tuple[object, ...], list[Target]] = {}
    for t in targets:
        key = (
            t.plan_id,
            t.metric,
            t.scope_level,
            t.scope_name,
            t.criterion_no,
            t.band_min,
            t.band_max,
            t.due,
        )
        groups.setdefault(key, []).append(t)
    return [
        Conflict(tuple(group)) for group in groups.values() if len({t.value for t in group}) > 1
    ]


HEADLINE_METRICS = (
    "communes_ntm",
    "avg_criteria_per_commune",
    "min_criteria_per_commune",
    "communes_advanced",
    "communes_model",
    "districts_ntm",
)
"""Metrics a leader asks for first, in that order."""


@dataclass(frozen=True)
class Headline:
    """One headline metric: the target in force and the other targets for the same thing."""

    metric: str
    main: TargetStanding
    others: tuple[TargetStanding, ...]


def pick_headlines(
    standings: Iterable[TargetStanding], on: date, district_code: str | None
) -> list[Headline]:
    """Pick, per headline metric, the target in force on a day: the next due, the most demanding.

    Args:
        standings: The board of a plan.
        on: Day looked at; targets due before it are in force only when none is due later.
        district_code: District looked at; ``None`` takes the targets of the province.
    """
    own = [s for s in standings if s.target.district_code == district_code]
    headlines = []
    for metric in HEADLINE_METRICS:
        # A quantity to deliver ("thêm 3 xã") is no level: it stands on the board, not in the tile.
        found = [
            s
            for s in own
            if s.target.metric == metric and s.target.due is not None and s.target.is_cumulative
        ]
        if not found:
            continue
        ahead = [s for s in found if _due(s) >= on]
        due = min(_due(s) for s in ahead) if ahead else max(_due(s) for s in found)
        main = max((s for s in found if _due(s) == due), key=lambda s: s.target.value)
        others = sorted(
            (s for s in found if s is not main), key=lambda s: (_due(s), s.target.value)
        )
        headlines.append(Headline(metric, main, tuple(others)))
    return headlines


def _due(standing: TargetStanding) -> date:
    return standing.target.due or date.max
