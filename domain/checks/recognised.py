"""Recognition against marks, and the recognitions against each other.

"Holds every criterion now" and "recognised" are two facts: neither finding says that the other is
wrong, only that the two have to be looked at together.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise

from domain.assessment import count_met, missing_criteria
from domain.checks.finding import Finding, Severity
from domain.checks.inputs import CheckInput
from domain.recognition import Recognition
from domain.vocabulary import Level, Provenance


def check_nesting(given: CheckInput) -> list[Finding]:
    """A unit recognised at a higher level is recognised at the levels below.

    Source: levels are nested; QĐ 319/QĐ-TTg asks of a model commune that it be advanced already.
    """
    held: dict[str, set[Level]] = {}
    for item in given.recognitions:
        if item.holds_on(given.as_of):
            held.setdefault(item.unit_code, set()).add(item.level)
    findings = []
    for code, levels in held.items():
        highest = max(levels, key=lambda level: level.rank)
        lacking = [level for level in Level if level.rank < highest.rank and level not in levels]
        if lacking:
            findings.append(
                given.find(
                    "level_not_nested",
                    Severity.ERROR,
                    units=(code,),
                    level=highest.value,
                    lacking=" ".join(level.value for level in lacking),
                )
            )
    return findings


def check_recognised_marks(given: CheckInput) -> list[Finding]:
    """A recognised commune holds every criterion now.

    Under the full set it keeps its title (see :mod:`domain.checks.revocation`), but it must be
    known. One recognised since the last figures without holding every criterion is an error: the
    decision and the marks of the same period do not agree. A criterion that was not assessed says
    nothing against the title; :func:`domain.checks.coverage.check_partly_assessed` names it.
    """
    situation, size = given.situation, given.situation.criteria_set.size
    met = count_met(situation.marks)
    new, since = _recognised_since(given), _in_force_since(given)
    findings = []
    for code in given.titles:
        missing = missing_criteria(situation.marks, code)
        if not missing:
            continue
        rule = "recognised_without_full" if code in new else "recognised_under_full"
        findings.append(
            given.find(
                rule,
                Severity.ERROR if code in new else Severity.WARNING,
                units=(code,),
                met=int(met[code]),
                size=size,
                missing=tuple(missing),
                recognised_on=new.get(code) or since.get(code),
            )
        )
    return findings


def _recognised_since(given: CheckInput) -> dict[str, date]:
    """Return the communes first recognised after their last figures, with the day.

    Only days that are exact count: "by 31/12" may lie years back.
    """
    dates = given.past.date_by_commune if given.past else {}
    first = _first_days(given.recognitions)
    return {
        code: day
        for code, (day, is_exact) in first.items()
        if is_exact and code in dates and dates[code] < day <= given.as_of
    }


def _first_days(recognitions: Iterable[Recognition]) -> dict[str, tuple[date, bool]]:
    first: dict[str, tuple[date, bool]] = {}
    for item in sorted(recognitions, key=lambda r: r.effective_on):
        first.setdefault(item.unit_code, (item.effective_on, item.is_exact_date))
    return first


def _in_force_since(given: CheckInput) -> dict[str, date]:
    held = [item for item in given.recognitions if item.holds_on(given.as_of)]
    return {code: day for code, (day, _) in _first_days(held).items()}


def check_waiting(given: CheckInput) -> list[Finding]:
    """A commune that holds every criterion is recognised; else its decision is still to come.

    Asked only where the recognitions are whole (see :mod:`domain.checks.rules`).
    """
    past = given.past
    full = given.situation.summary().all_met_codes
    waiting = [code for code in full if code not in given.titles]
    held_before = set()
    if past is not None:
        then = count_met(past.marks) == given.situation.criteria_set.size
        held_before = {str(code) for code in past.marks.index[then]}
    return [
        given.find(
            "full_not_recognised",
            Severity.INFO,
            units=(code,),
            size=given.situation.criteria_set.size,
            since=past.date_by_commune[code] if past and code in held_before else given.as_of,
        )
        for code in waiting
    ]


def check_decisions(given: CheckInput) -> list[Finding]:
    """A decision has one date.

    Numbers start again every year, so the same number in two years is two decisions; one decision
    may name several communes.
    """
    groups: dict[tuple[str, int], list[Recognition]] = {}
    for item in given.recognitions:
        if item.decision_number and item.is_exact_date:
            number = "".join(item.decision_number.casefold().split())
            groups.setdefault((number, item.effective_on.year), []).append(item)
    return [
        given.find(
            "decision_reused",
            Severity.WARNING,
            units=sorted({item.unit_code for item in items}),
            subject=f"{number}|{year}",
            is_timeless=True,
            basis=_worst(items),
            number=items[0].decision_number,
            first=min(item.effective_on for item in items),
            last=max(item.effective_on for item in items),
            count=len({item.effective_on for item in items}),
        )
        for (number, year), items in groups.items()
        if len({item.effective_on for item in items}) > 1
    ]


def check_repeats(given: CheckInput) -> list[Finding]:
    """A unit is recognised once at a level, unless the first title was withdrawn before.

    Only decisions with a number are compared: a source that says "recognised by 2020" repeats what
    is known and is no second decision.
    """
    groups: dict[tuple[str, Level], list[Recognition]] = {}
    for item in sorted(given.recognitions, key=lambda r: r.effective_on):
        if item.decision_number and item.is_exact_date:
            groups.setdefault((item.unit_code, item.level), []).append(item)
    return [
        given.find(
            "recognised_twice",
            Severity.WARNING,
            units=(code,),
            subject=level.value,
            is_timeless=True,
            basis=_worst(items),
            level=level.value,
            first_number=first.decision_number,
            first=first.effective_on,
            second_number=second.decision_number,
            second=second.effective_on,
        )
        for (code, level), items in groups.items()
        for first, second in pairwise(items)
        if first.revoked_on is None or second.effective_on < first.revoked_on
    ]


def _worst(items: Sequence[Recognition]) -> Provenance:
    """Return "illustrative" when any of them is, else where the first comes from."""
    kinds = [item.provenance for item in items]
    return Provenance.ILLUSTRATIVE if Provenance.ILLUSTRATIVE in kinds else kinds[0]
