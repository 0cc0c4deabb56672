"""Communes far from their neighbours, and targets set twice with different values."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from statistics import median

from domain.assessment import count_met, is_assessed
from domain.board import find_conflicts
from domain.checks.arithmetic import PRINTED
from domain.checks.finding import Finding, Severity
from domain.checks.inputs import CheckInput
from domain.figures import round_half_up
from domain.targets import Target

MAD_TO_SPREAD = Fraction(14826, 10000)
"""Median absolute deviation to standard deviation, for values spread normally."""

LEAST_SPREAD = Fraction(1)
"""Where most neighbours hold the same number, one criterion stands for the usual spread."""


def neighbours_by_district(district_by_commune: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return the other communes of its district for each commune: neighbours without geometry."""
    members: dict[str, list[str]] = {}
    for code, district in district_by_commune.items():
        members.setdefault(district, []).append(code)
    return {
        code: tuple(other for other in members[district] if other != code)
        for code, district in district_by_commune.items()
    }


def check_neighbours(given: CheckInput) -> list[Finding]:
    """No commune lies far above or below the communes around it.

    Far: further from the neighbours' median than ``factor`` times their usual spread (1.4826 × the
    median absolute deviation, at least one criterion) and than ``gap`` criteria. Alone: no more
    than the share ``company`` of the neighbours lies as far on the same side; where half of a
    district holds the full set, the other half is no exception. A commune with fewer assessed
    neighbours than the minimum is not judged, and a recognised one is not called too high: its
    figures were appraised. Median and deviation are used because a single odd neighbour does not
    move them.
    """
    limits, situation = given.thresholds, given.situation
    known = is_assessed(situation.marks)
    met = {str(c): int(v) for c, v in count_met(situation.marks)[known].items()}
    titles, findings = given.titles, []
    for code, own in met.items():
        around = [met[other] for other in given.neighbours.get(code, ()) if other in met]
        if len(around) < limits.neighbour_minimum:
            continue
        middle, spread = middle_and_spread(around)
        distance = abs(own - middle)
        if own > middle and code in titles:
            continue
        company = sum(other >= own if own > middle else other <= own for other in around)
        if company > limits.neighbour_company * len(around):
            continue
        if distance > limits.neighbour_factor * spread and distance > limits.neighbour_gap:
            findings.append(
                given.find(
                    "neighbour_above" if own > middle else "neighbour_below",
                    Severity.INFO,
                    units=(code,),
                    met=own,
                    median=_plain(middle),
                    neighbours=len(around),
                    lowest=min(around),
                    highest=max(around),
                )
            )
    return findings


def middle_and_spread(values: Sequence[int]) -> tuple[Fraction, Fraction]:
    """Return the median and the robust spread of counts (at least one value)."""
    middle = median([Fraction(value) for value in values])
    deviation = median([abs(value - middle) for value in values])
    return middle, max(LEAST_SPREAD, MAD_TO_SPREAD * deviation)


def _plain(middle: Fraction) -> Decimal:
    return round_half_up(middle, 0 if middle.denominator == 1 else 1)


def check_targets(given: CheckInput) -> list[Finding]:
    """One thing has one target: two bodies may set different values, and both stay in force."""
    findings = []
    for conflict in find_conflicts(given.targets):
        first = conflict.targets[0]
        ids = sorted(target.target_id for target in conflict.targets)
        findings.append(
            given.find(
                "targets_conflict",
                Severity.WARNING,
                units=(first.district_code,) if first.district_code else (),
                criteria=() if first.criterion_no is None else (first.criterion_no,),
                subject=";".join(ids),
                is_timeless=True,
                basis=PRINTED,
                source=", ".join(dict.fromkeys(target.clause for target in conflict.targets)),
                target_metric=first.metric,
                due=first.due,
                lowest=conflict.targets[0].value,
                lowest_by=_bodies(conflict.by_value()[conflict.targets[0].value]),
                highest=conflict.targets[-1].value,
                highest_by=_bodies(conflict.by_value()[conflict.targets[-1].value]),
                spread=conflict.spread,
            )
        )
    return findings


def _bodies(targets: Sequence[Target]) -> str:
    return "; ".join(dict.fromkeys(target.set_by for target in targets))
