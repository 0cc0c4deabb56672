"""The watch list: titles that the rule of withdrawal could touch.

Source: QĐ 18/2022/QĐ-TTg of 2/8/2022, as read in a published summary of it: the title of a commune
is withdrawn

- when 30% to 50% of the criteria are not met any more and one of them is income, environment and
  food safety (environment), quality of the living environment, or defence and security; or
- when 50% or more are not met, whichever they are;

and that of a district when 30% or more of its communes lost theirs (or when its own criteria fail
in the same way, which is not looked at here: criteria of districts are not loaded).

Of 19 criteria that makes 6 to 9 failing with a key one, or 10 and more: a commune at 14 keeps its
title. Whether a share of exactly 30% counts was not read in the decision itself; it cannot occur
with 19 criteria. Not verified: from which day the decision is in force (the day of issue is taken),
and whether it may be held against criteria of 2016-2020, for which it was not written. For dates
before it the list is therefore for information only. No rule is known for the set of 2026-2030, nor
is one applied to the set of 2009-2015. The numbers of the key criteria in the advanced set are not
verified either. "Nearly met" is not met; a criterion that was not assessed
does not count as failing.
"""

from fractions import Fraction

from domain.assessment import is_assessed, missing_criteria
from domain.checks.finding import Finding, Severity
from domain.checks.inputs import CheckInput
from domain.vocabulary import Level


def check_communes(given: CheckInput) -> list[Finding]:
    """List the recognised communes whose failing criteria reach the rule."""
    situation, rule = given.situation, given.thresholds.revocation
    size, keys = situation.criteria_set.size, rule.key_criteria[situation.criteria_set.set_id]
    known = is_assessed(situation.marks)
    findings = []
    for code in given.titles:
        if not known[code]:
            continue
        failing = missing_criteria(situation.marks, code)
        share = Fraction(len(failing), size)
        failing_keys = tuple(no for no in failing if no in keys)
        is_half = share >= rule.high_share
        if not (is_half or (share >= rule.low_share and failing_keys)):
            continue
        findings.append(
            given.find(
                "revocation_half" if is_half else "revocation_key",
                _severity(given),
                units=(code,),
                criteria=failing,
                failing=len(failing),
                size=size,
                keys=failing_keys,
                rule_date=rule.since,
            )
        )
    return findings


def _severity(given: CheckInput) -> Severity:
    return Severity.ERROR if given.as_of >= given.thresholds.revocation.since else Severity.INFO


def check_districts(given: CheckInput) -> list[Finding]:
    """List the recognised districts in which too many communes lost their title."""
    situation, rule = given.situation, given.thresholds.revocation
    held = situation.level_by_district or {}
    lost = {
        r.unit_code
        for r in given.recognitions
        if r.level is Level.NTM and r.revoked_on is not None and r.revoked_on <= given.as_of
    } - set(situation.level_by_commune)
    communes: dict[str, list[str]] = {}
    for code, district in situation.district_by_commune.items():
        communes.setdefault(district, []).append(code)
    findings = []
    for district in held:
        own = communes.get(district, [])
        gone = sorted(set(own) & lost)
        if gone and Fraction(len(gone), len(own)) >= rule.district_share:
            findings.append(
                given.find(
                    "revocation_district",
                    _severity(given),
                    units=(district,),
                    lost=len(gone),
                    communes=len(own),
                    rule_date=rule.since,
                )
            )
    return findings
