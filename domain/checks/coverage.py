"""Who has reported for the period, when, and which communes have no figures.

Illustrative figures are no report: where nothing official is loaded, that is said once.
"""

from datetime import date

from domain.assessment import is_assessed
from domain.checks.calendar import MONTHS_PER_PERIOD, Due, add_months, due_of, period_of, rule_for
from domain.checks.finding import Finding, Severity
from domain.checks.inputs import CheckInput, Load
from domain.vocabulary import Provenance, SnapshotStatus, Status


def due_now(given: CheckInput) -> Due:
    """Return the report the checked date belongs to; the quarter where no rule names another."""
    rule = rule_for(given.calendar, given.as_of)
    found = due_of(rule, given.as_of) if rule else None
    return found or Due(*period_of(given.as_of, MONTHS_PER_PERIOD["quarterly"]), None)


def loads_of(given: CheckInput, due: Due) -> list[Load]:
    """Return the official loads whose figures lie in the period reported on, oldest first."""
    own = [load for load in given.loads if due.first <= load.as_of <= due.last]
    return sorted(own, key=lambda load: load.received_on)


def check_nothing_official(given: CheckInput) -> list[Finding]:
    """Something official was loaded for the reporting period."""
    due = due_now(given)
    if loads_of(given, due):
        return []
    return [
        given.find(
            "nothing_official",
            Severity.INFO,
            subject=due.first.isoformat(),
            first=due.first,
            last=due.last,
            districts=len(given.districts),
        )
    ]


def check_missing_districts(given: CheckInput) -> list[Finding]:
    """Every district has reported; late once the last day has passed (or, without one, the period).

    Nothing is said where nothing official is loaded at all.
    """
    due = due_now(given)
    loads = loads_of(given, due)
    if not loads:
        return []
    there = frozenset().union(*(load.district_codes for load in loads))
    until = due.last_day or due.last
    days = (given.today - until).days
    return [
        given.find(
            "district_overdue" if days > 0 else "district_expected",
            Severity.WARNING if days > 0 else Severity.INFO,
            units=(district,),
            keyed_on=due.last,
            basis=Provenance.IMPORTED,
            source=_reference(given),
            first=due.first,
            last=due.last,
            last_day=until,
            days=abs(days),
        )
        for district in given.districts
        if district not in there
    ]


def check_late_districts(given: CheckInput) -> list[Finding]:
    """Every district's first official load of the period came by the last day printed.

    Districts that came with one load on one day are one finding.
    """
    due = due_now(given)
    groups: dict[date, list[str]] = {}
    for district, day in first_received(loads_of(given, due)).items():
        if due.days_late(day):
            groups.setdefault(day, []).append(district)
    return [
        given.find(
            "district_late",
            Severity.INFO,
            units=sorted(districts),
            keyed_on=due.last,
            basis=Provenance.IMPORTED,
            source=_reference(given),
            received=day,
            last_day=due.last_day,
            days=due.days_late(day),
            count=len(districts),
        )
        for day, districts in sorted(groups.items())
    ]


def first_received(loads: list[Load]) -> dict[str, date]:
    """Return the day each district was first heard of in loads given oldest first."""
    first: dict[str, date] = {}
    for load in loads:
        for district in sorted(load.district_codes):
            first.setdefault(district, load.received_on)
    return first


def _reference(given: CheckInput) -> str:
    rule = rule_for(given.calendar, given.as_of)
    return rule.reference if rule else ""


def check_not_assessed(given: CheckInput) -> list[Finding]:
    """Every commune of the scope was assessed; a finding a district names those that were not."""
    situation = given.situation
    known = is_assessed(situation.marks)
    groups: dict[str, list[str]] = {}
    for code in situation.marks.index[~known]:
        groups.setdefault(situation.district_by_commune[code], []).append(str(code))
    sizes = _district_sizes(given)
    return [
        given.find(
            "not_assessed",
            Severity.WARNING,
            units=codes,
            subject=district,
            count=len(codes),
            communes=sizes[district],
        )
        for district, codes in sorted(groups.items())
    ]


def _district_sizes(given: CheckInput) -> dict[str, int]:
    sizes: dict[str, int] = {}
    for district in given.situation.district_by_commune.values():
        sizes[district] = sizes.get(district, 0) + 1
    return sizes


def check_partly_assessed(given: CheckInput) -> list[Finding]:
    """A commune that was assessed was assessed on every criterion; one finding a district."""
    situation = given.situation
    marks = situation.marks[is_assessed(situation.marks)]
    unknown = marks == Status.NOT_ASSESSED.value
    groups: dict[str, list[str]] = {}
    for code in marks.index[unknown.any(axis=1)]:
        groups.setdefault(situation.district_by_commune[code], []).append(str(code))
    findings = []
    for district, codes in sorted(groups.items()):
        own = unknown.loc[codes]
        findings.append(
            given.find(
                "partly_assessed",
                Severity.WARNING,
                units=codes,
                criteria=[int(no) for no in own.columns[own.any()]],
                subject=district,
                count=len(codes),
                marks=int(own.to_numpy().sum()),
            )
        )
    return findings


def check_provisional(given: CheckInput) -> list[Finding]:
    """Provisional figures become final within the months allowed."""
    situation, months = given.situation, given.thresholds.provisional_months
    until = add_months(given.as_of, months)
    is_final = any(
        period.status is SnapshotStatus.FINAL
        and given.as_of <= period.as_of <= until
        and (period.provenance is Provenance.ILLUSTRATIVE) == situation.is_illustrative
        for period in given.periods
    )
    if situation.status is not SnapshotStatus.PROVISIONAL or is_final or given.today <= until:
        return []
    return [
        given.find(
            "provisional_old",
            Severity.WARNING,
            until=until,
            months=months,
            days=(given.today - until).days,
        )
    ]
