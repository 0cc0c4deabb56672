"""Every rule of the checks, and running them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from domain.checks import (
    arithmetic,
    changes,
    coverage,
    outliers,
    percent,
    published,
    recognised,
    revocation,
)
from domain.checks.finding import Finding, Severity
from domain.checks.inputs import CheckInput
from domain.checks.notes import Note, State, state_of

Check = Callable[[CheckInput], list[Finding]]
Blocked = Callable[[CheckInput], str]


def _never(_given: CheckInput) -> str:
    return ""


def _no_decisions(given: CheckInput) -> str:
    return "" if given.situation.knows_recognitions else "no_decisions"


def _no_past(given: CheckInput) -> str:
    return "" if given.past else "no_past"


def _no_published(given: CheckInput) -> str:
    return "" if given.published else "no_published"


def _not_now(given: CheckInput) -> str:
    if given.situation.district_codes:
        return "part_of_province"
    return "" if given.published_now else "no_published"


def _no_districts(given: CheckInput) -> str:
    return "" if given.district_published else "no_published"


def _no_revocation(given: CheckInput) -> str:
    known = given.thresholds.revocation.key_criteria
    return "" if given.situation.criteria_set.set_id in known else "set_without_rule"


def _no_targets(given: CheckInput) -> str:
    return "" if given.targets else "no_targets"


def _no_recognitions(given: CheckInput) -> str:
    return "" if given.recognitions else "no_recognitions"


def _no_named(given: CheckInput) -> str:
    return "" if given.named else "no_published"


def _nothing_official(given: CheckInput) -> str:
    due = coverage.due_now(given)
    return "" if coverage.loads_of(given, due) else "nothing_official"


def _no_last_day(given: CheckInput) -> str:
    if coverage.due_now(given).last_day is None:
        return "no_last_day"
    return _nothing_official(given)


@dataclass(frozen=True)
class Rule:
    """One rule.

    Attributes:
        code: Its name; ``check.rule.<code>`` in the texts.
        check: The function.
        blocked: Says why the rule has nothing to look at (``check.blocked.<reason>``), "" when it
            can run.
        finds: Rules of the findings it makes.
    """

    code: str
    check: Check
    finds: tuple[str, ...]
    blocked: Blocked = _never


RULES = (
    Rule("bands", arithmetic.check_bands, ("bands_sum",)),
    Rule("criteria_sum", arithmetic.check_criteria_sum, ("criteria_sum",)),
    Rule("average", arithmetic.check_average, ("average_differs", "average_impossible")),
    Rule("percent", percent.check_percent, ("percent_differs",)),
    Rule("published", published.check_published, ("published_differs",), _not_now),
    Rule("districts", published.check_districts, ("district_differs",), _no_districts),
    Rule(
        "contradictions",
        published.check_contradictions,
        ("published_contradicts",),
        _no_published,
    ),
    Rule("denominators", published.check_denominators, ("denominator_differs",), _not_now),
    Rule("full_count", published.check_full_count, ("full_count", "named_differs"), _no_named),
    Rule(
        "named_recognitions",
        published.check_named_recognitions,
        ("named_not_recognised",),
        _no_named,
    ),
    Rule("nesting", recognised.check_nesting, ("level_not_nested",), _no_recognitions),
    Rule(
        "recognised_marks",
        recognised.check_recognised_marks,
        ("recognised_without_full", "recognised_under_full"),
        _no_recognitions,
    ),
    Rule("waiting", recognised.check_waiting, ("full_not_recognised",), _no_decisions),
    Rule("decisions", recognised.check_decisions, ("decision_reused",), _no_recognitions),
    Rule("repeats", recognised.check_repeats, ("recognised_twice",), _no_recognitions),
    Rule(
        "revocation",
        revocation.check_communes,
        ("revocation_key", "revocation_half"),
        _no_revocation,
    ),
    Rule(
        "revocation_districts",
        revocation.check_districts,
        ("revocation_district",),
        _no_revocation,
    ),
    Rule("lost", changes.check_lost, ("criteria_lost",), _no_past),
    Rule("lost_recognised", changes.check_lost_recognised, ("lost_recognised",), _no_past),
    Rule("vanished", changes.check_vanished, ("marks_vanished",), _no_past),
    Rule("jumps", changes.check_jumps, ("commune_jump",), _no_past),
    Rule("district_jumps", changes.check_district_jumps, ("district_jump",), _no_past),
    Rule("neighbours", outliers.check_neighbours, ("neighbour_above", "neighbour_below")),
    Rule("targets", outliers.check_targets, ("targets_conflict",), _no_targets),
    Rule("official", coverage.check_nothing_official, ("nothing_official",)),
    Rule(
        "coverage",
        coverage.check_missing_districts,
        ("district_overdue", "district_expected"),
        _nothing_official,
    ),
    Rule("lateness", coverage.check_late_districts, ("district_late",), _no_last_day),
    Rule("not_assessed", coverage.check_not_assessed, ("not_assessed",)),
    Rule("partly_assessed", coverage.check_partly_assessed, ("partly_assessed",)),
    Rule("provisional", coverage.check_provisional, ("provisional_old",)),
)
"""Every rule, in the order a list shows them within one severity."""

_ORDER = {name: place for place, name in enumerate(n for rule in RULES for n in rule.finds)}


@dataclass(frozen=True)
class RuleRun:
    """A rule that was asked: how many findings, or why it had nothing to look at."""

    code: str
    findings: int
    blocked: str = ""


def run_rules(given: CheckInput) -> tuple[list[Finding], list[RuleRun]]:
    """Run every rule that has something to look at.

    Returns:
        The findings, the most pressing first, then by rule and unit; and one line a rule.
    """
    findings: list[Finding] = []
    runs: list[RuleRun] = []
    for rule in RULES:
        reason = rule.blocked(given)
        own = [] if reason else rule.check(given)
        findings += own
        runs.append(RuleRun(rule.code, len(own), reason))
    return sort_findings(findings), runs


def sort_findings(findings: Iterable[Finding]) -> list[Finding]:
    """Sort findings by severity, then by rule, then by unit."""
    return sorted(findings, key=lambda f: (f.severity.rank, _ORDER[f.rule], f.unit_codes, f.key))


@dataclass(frozen=True)
class RuleGroup:
    """The findings of one rule and severity, with how many are open and explained."""

    rule: str
    severity: Severity
    findings: tuple[Finding, ...]
    open: int
    explained: int

    @property
    def count(self) -> int:
        """Return how many findings there are."""
        return len(self.findings)


def group_findings(
    findings: Iterable[Finding], notes: Mapping[str, Iterable[Note]]
) -> list[RuleGroup]:
    """Group findings by rule, the most pressing first.

    Args:
        findings: As :func:`run_rules` gives them.
        notes: Notes by finding key, oldest first.
    """
    groups: dict[tuple[str, Severity], list[Finding]] = {}
    for finding in sort_findings(findings):
        groups.setdefault((finding.rule, finding.severity), []).append(finding)
    result = []
    for (rule, severity), own in groups.items():
        explained = sum(state_of(notes.get(f.key, ()), f.figures) is State.EXPLAINED for f in own)
        result.append(RuleGroup(rule, severity, tuple(own), len(own) - explained, explained))
    return result
