"""The target board: every target of a plan measured, put on its line and judged."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.entered import entered_baseline
from domain.history import HistoryFigure
from domain.measures import NOT_COUNTED
from domain.plans import Plan
from domain.progress import Judgement, Point, Progress, ProgressRule, judge
from domain.series import measure_in, published_points
from domain.situation import Situation
from domain.targets import EnteredValue, Measurement, Target

UNDECIDED = "undecided"
"""A figure is known, yet nothing says where it should stand: no baseline or no due date."""


@dataclass(frozen=True)
class TargetStanding:
    """A target with its measured figure and judgement."""

    target: Target
    measurement: Measurement
    judgement: Judgement

    def judged_on(self, day: date) -> date:
        """Return the day the figure speaks of: its own where staff entered it."""
        entered = self.measurement.entered
        return entered.as_of if entered else day

    @property
    def verdict(self) -> str:
        """Return the status word's key; a figure without a judgement is ``undecided``."""
        status = self.judgement.status
        known = self.measurement.value is not None
        return UNDECIDED if status is Progress.NO_DATA and known else status.value


VERDICTS = ("achieved", "on_track", "behind", "missed", UNDECIDED, "no_data")
"""Every verdict, in the order a tally lists them."""


PRESSING = ("missed", "behind", "on_track", "achieved", UNDECIDED, "no_data")
"""Every verdict, what needs a leader's eye first."""


def most_pressing(standings: Iterable[TargetStanding]) -> list[TargetStanding]:
    """Sort targets by what needs attention first, else in the document's order."""
    return sorted(standings, key=lambda standing: PRESSING.index(standing.verdict))


def tally(standings: Iterable[TargetStanding]) -> dict[str, int]:
    """Count targets by verdict; every verdict is listed, also those with none."""
    found = [standing.verdict for standing in standings]
    return {verdict: found.count(verdict) for verdict in VERDICTS}


def assess_targets(
    targets: Iterable[Target],
    plan: Plan,
    now: Situation,
    start: Situation | None,
    codes_by_target: Mapping[str, tuple[str, ...]],
    rule: ProgressRule,
    later: Sequence[Situation] = (),
    published: Sequence[HistoryFigure] = (),
    entered: Mapping[str, Sequence[EnteredValue]] | None = None,
) -> list[TargetStanding]:
    """Measure and judge the targets of one plan.

    Args:
        targets: Targets of the plan, in the document's order.
        plan: The plan; its set decides whether counts can be compared.
        now: The situation to judge.
        start: The situation at the plan's start, when one is known.
        codes_by_target: Communes that targets name.
        rule: Thresholds.
        later: Situations after the plan's start, oldest first; the first that can measure a target
            gives its baseline when nothing older does.
        published: What was published of the plan's province.
        entered: Figures staff entered, by target, oldest first (:func:`domain.entered.known_at`).
    """
    targets = list(targets)
    codes = {**codes_by_target, **find_distribution(targets, codes_by_target)}
    size = now.criteria_set.size
    before_now = [situation for situation in later if situation.as_of < now.as_of]
    standings = []
    for target in targets:
        measured = measure_in(target, plan, now, start, codes)
        if measured.reason in NOT_COUNTED:
            values = (entered or {}).get(target.target_id, ())
            standings.append(_judge_entered(target, plan, values, now.as_of, rule, measured))
            continue
        baseline = find_baseline(target, plan, start, codes, before_now, published)
        judgement = judge(target, measured.value, now.as_of, baseline, rule, measured.reason, size)
        standings.append(TargetStanding(target, measured, judgement))
    return standings


def _judge_entered(
    target: Target,
    plan: Plan,
    values: Sequence[EnteredValue],
    on: date,
    rule: ProgressRule,
    missing: Measurement,
) -> TargetStanding:
    """Judge a target on what staff entered, at the day of the newest figure."""
    if not values:
        return TargetStanding(target, missing, judge(target, None, on, None, rule, missing.reason))
    newest, baseline = values[-1], entered_baseline(target, plan, values)
    measured = Measurement(newest.value, formula="entered", entered=newest)
    judgement = judge(target, newest.value, newest.as_of, baseline, rule)
    return TargetStanding(target, measured, judgement)


def find_distribution(
    targets: Sequence[Target], codes_by_target: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """Find the communes that bands speak of when they do not speak of the whole scope.

    Krông Nô prints 3, 2, 1 and 2 communes at 19, 18, 17 and 16 criteria: 8 of its 11 communes, and
    exactly the 8 it gives criteria to one by one (finding 29 of ``inconsistencies.csv``). Counted
    over all 11, the three communes that hold 19 already would pass for the three to come.

    Returns:
        Commune codes by target id, for the bands of one due date that sum to as many communes as
        the plan names one by one; nothing for other bands.
    """
    named = {
        code
        for target in targets
        if target.metric == "commune_new_criteria" and target.scope_level == "commune"
        for code in codes_by_target.get(target.target_id, ())
    }
    bands = [target for target in targets if target.metric == "communes_in_band"]
    found = {}
    for due in {band.due for band in bands}:
        group = [band for band in bands if band.due == due]
        if named and sum(band.value for band in group) == len(named):
            found.update({band.target_id: tuple(sorted(named)) for band in group})
    return found


def find_baseline(
    target: Target,
    plan: Plan,
    start: Situation | None,
    codes_by_target: Mapping[str, tuple[str, ...]],
    later: Sequence[Situation] = (),
    published: Sequence[HistoryFigure] = (),
) -> Point | None:
    """Return where a target's line starts.

    For a level to hold: the figure measured at the plan's start; without it the level the plan
    itself started from by its printed increment (75 communes, "thêm 10": 65); without it the last
    figure published up to the start; without it the first figure measured after the start. A
    quantity to deliver within the period starts at 0.
    """
    eve = plan.eve
    if not target.is_cumulative:
        return Point(eve, type(target.value)(0), "zero")
    if start is not None:
        value = measure_in(target, plan, start, None, codes_by_target).value
        if value is not None:
            return Point(start.as_of, value, "snapshot")
    if target.printed_increment is not None:
        return Point(eve, target.value - target.printed_increment, "printed_increment")
    printed = [p for p in published_points(target, plan, published) if p.on <= plan.starts_on]
    if printed:
        last = printed[-1]
        return Point(last.on, last.value, "published", last.source_url)
    for situation in later:
        value = measure_in(target, plan, situation, None, codes_by_target).value
        if value is not None:
            return Point(situation.as_of, value, "first_snapshot")
    return None


@dataclass(frozen=True)
class Conflict:
    """Targets that were set for the same thing with different values, lowest value first."""

    targets: tuple[Target, ...]

    @property
    def highest(self) -> Target:
        """Return the most demanding of them (of an "at most", the lowest)."""
        pick = min if self.targets[0].comparator == "<=" else max
        return pick(self.targets, key=lambda target: target.value)

    @property
    def spread(self) -> Decimal:
        """Return how far the highest value lies above the lowest, in the targets' unit."""
        values = [target.value for target in self.targets]
        return max(values) - min(values)

    def by_value(self) -> dict[Decimal, list[Target]]:
        """Return the targets by value, lowest first: two decisions may set the same figure."""
        groups: dict[Decimal, list[Target]] = {}
        for target in self.targets:
            groups.setdefault(target.value, []).append(target)
        return groups


def find_conflicts(targets: Iterable[Target]) -> list[Conflict]:
    """Find targets with equal metric, scope, criteria, band and due date but other values."""
    groups: dict[tuple[object, ...], list[Target]] = {}
    for t in targets:
        key = (
            t.plan_id,
            t.metric,
            t.scope_level,
            t.scope_name,
            t.criterion_no,
            t.criterion_list,
            t.band_min,
            t.band_max,
            t.due,
            t.is_cumulative,
        )
        groups.setdefault(key, []).append(t)
    return [
        Conflict(tuple(sorted(group, key=lambda t: t.value)))
        for group in groups.values()
        if len({t.value for t in group}) > 1
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

HEADLINE_SCOPES = ("province", "district")
"""Scopes whose figure is that of the place itself, not of some of its communes."""

LEVEL_METRICS = ("communes_ntm", "communes_advanced", "communes_model")
"""Metrics shown beside the number of communes that hold a level; "3 new ones" is no such level."""


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

    Left out are targets for part of the place (its border communes) and numbers of communes to add,
    which cannot be read against the number that hold the level.

    Args:
        standings: The board of a plan.
        on: Day looked at; targets due before it are in force only when none is due later.
        district_code: District looked at; ``None`` takes the targets of the province.
    """
    own = [
        s
        for s in standings
        if s.target.district_code == district_code
        and s.target.scope_level in HEADLINE_SCOPES
        and (s.target.is_cumulative or s.target.metric not in LEVEL_METRICS)
    ]
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
