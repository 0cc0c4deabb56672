"""What changed since the last figures of the same set: criteria lost, marks gone, jumps."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from domain.assessment import count_met, is_assessed
from domain.checks.finding import Finding, Severity
from domain.checks.inputs import CheckInput, Past
from domain.figures import round_half_up
from domain.standing import compare
from domain.vocabulary import Status

DAYS_PER_YEAR = Fraction(1461, 4)


def _by_commune(pairs: tuple[tuple[str, int], ...]) -> dict[str, list[int]]:
    grouped: dict[str, list[int]] = {}
    for code, number in pairs:
        grouped.setdefault(code, []).append(number)
    return grouped


def _past(given: CheckInput) -> Past:
    if given.past is None:
        raise ValueError("this rule needs earlier marks")
    return given.past


def check_lost(given: CheckInput) -> list[Finding]:
    """No commune lost a criterion ("tụt tiêu chí"): each that did, with the criteria."""
    past, met = _past(given), count_met(given.situation.marks)
    before = count_met(past.marks)
    return [
        given.find(
            "criteria_lost",
            Severity.WARNING,
            units=(code,),
            criteria=numbers,
            lost=len(numbers),
            before=int(before[code]),
            met=int(met[code]),
            since=past.date_by_commune[code],
        )
        for code, numbers in _by_commune(compare(past.marks, given.situation.marks).lost).items()
    ]


def check_lost_recognised(given: CheckInput) -> list[Finding]:
    """No recognised commune lost a criterion: its title stands on figures that hold no more."""
    past, situation = _past(given), given.situation
    met = count_met(situation.marks)
    return [
        given.find(
            "lost_recognised",
            Severity.ERROR,
            units=(code,),
            criteria=numbers,
            lost=len(numbers),
            met=int(met[code]),
            size=situation.criteria_set.size,
            since=past.date_by_commune[code],
        )
        for code, numbers in _by_commune(compare(past.marks, situation.marks).lost).items()
        if code in given.titles
    ]


def check_vanished(given: CheckInput) -> list[Finding]:
    """No criterion that was assessed before is left out now."""
    past, now = _past(given), given.situation.marks
    both = [code for code in now.index if code in past.marks.index]
    unknown = Status.NOT_ASSESSED.value
    gone = (past.marks.loc[both] != unknown) & (now.loc[both] == unknown)
    findings = []
    for code in gone.index[gone.any(axis=1)]:
        numbers = [int(no) for no in gone.columns if gone.at[code, no]]
        findings.append(
            given.find(
                "marks_vanished",
                Severity.WARNING,
                units=(str(code),),
                criteria=numbers,
                count=len(numbers),
                since=past.date_by_commune[str(code)],
            )
        )
    return findings


def _years(since: date, until: date) -> Fraction:
    """Return the years between two days, at least one: a limit a year is not cut for a quarter."""
    return max(Fraction(1), Fraction((until - since).days) / DAYS_PER_YEAR)


def check_jumps(given: CheckInput) -> list[Finding]:
    """No commune changed by more criteria than the limit a year."""
    past, limit = _past(given), given.thresholds.commune_jump
    known, met, before = (
        is_assessed(given.situation.marks),
        count_met(given.situation.marks),
        count_met(past.marks),
    )
    findings = []
    for code, since in past.date_by_commune.items():
        if not known[code]:
            continue
        change = int(met[code]) - int(before[code])
        if abs(change) > limit * _years(since, given.as_of):
            findings.append(
                given.find(
                    "commune_jump",
                    Severity.WARNING,
                    units=(code,),
                    before=int(before[code]),
                    met=int(met[code]),
                    change=f"{change:+d}".replace("-", "\N{MINUS SIGN}"),
                    since=since,
                    limit=limit,
                )
            )
    return findings


def check_district_jumps(given: CheckInput) -> list[Finding]:
    """No district's communes changed on average by more criteria than the limit a year.

    Counted are its communes assessed at both dates, so that a late file moves nothing.
    """
    past, limit = _past(given), given.thresholds.district_jump
    met, before = _counts(given), count_met(past.marks).to_dict()
    own: dict[str, list[str]] = {}
    for code in past.date_by_commune:
        if code in met:
            own.setdefault(given.situation.district_by_commune[code], []).append(code)
    findings = []
    for district, codes in own.items():
        change = sum(met[code] - int(before[code]) for code in codes)
        since = min(past.date_by_commune[code] for code in codes)
        if abs(Fraction(change, len(codes))) > limit * _years(since, given.as_of):
            findings.append(
                given.find(
                    "district_jump",
                    Severity.WARNING,
                    units=(district,),
                    before=sum(int(before[code]) for code in codes),
                    met=sum(met[code] for code in codes),
                    change=f"{change:+d}".replace("-", "\N{MINUS SIGN}"),
                    communes=len(codes),
                    average=round_half_up(abs(Fraction(change, len(codes)))),
                    since=since,
                    limit=round_half_up(limit, 1),
                )
            )
    return findings


def _counts(given: CheckInput) -> Mapping[str, int]:
    """Return criteria met of the communes assessed now."""
    known = is_assessed(given.situation.marks)
    met = count_met(given.situation.marks)[known]
    return {str(code): int(value) for code, value in met.items()}
