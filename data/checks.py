"""The checks of what is loaded: run the rules on a period and bring along what people said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import Connection

from data import queries
from data.check_inputs import read_check_input, read_names, today_in_vietnam
from data.store import snapshots
from data.store.finding_notes import FindingNote, read_finding_notes
from data.texts import text
from domain.checks.finding import Finding
from domain.checks.notes import State, state_of
from domain.checks.rules import RuleGroup, RuleRun, group_findings, run_rules
from domain.vocabulary import Provenance, SnapshotStatus


@dataclass(frozen=True)
class CheckReport:
    """The findings of one province and date.

    Attributes:
        findings: The most pressing first.
        as_of: Date of the period that was checked.
        set_id: Its criteria set.
        provenance: Where its marks come from; made-up marks are said in every message.
        status: Provisional or final.
        district_codes: Districts it speaks of; empty = the whole province.
        today: Day the deadlines were held against.
        rules_run: One line a rule: findings, or why it had nothing to look at.
        notes: What people said, by finding key, oldest first.
    """

    findings: tuple[Finding, ...]
    province_code: str
    as_of: date
    set_id: str
    provenance: Provenance
    status: SnapshotStatus
    district_codes: tuple[str, ...]
    today: date
    rules_run: tuple[RuleRun, ...]
    notes: Mapping[str, Sequence[FindingNote]]

    @property
    def is_illustrative(self) -> bool:
        """Tell whether the marks are made up."""
        return self.provenance is Provenance.ILLUSTRATIVE

    def notes_of(self, finding: Finding) -> Sequence[FindingNote]:
        """Return what people said about a finding, oldest first."""
        return self.notes.get(finding.key, ())

    def state_of(self, finding: Finding) -> State:
        """Tell whether a finding is open or explained."""
        return state_of(self.notes_of(finding), finding.figures)

    def groups(self) -> list[RuleGroup]:
        """Return the findings by rule with their counts, the most pressing first."""
        return group_findings(self.findings, self.notes)


def run_checks(
    connection: Connection,
    province_code: str,
    as_of: date | None = None,
    today: date | None = None,
) -> CheckReport:
    """Check what is loaded of a province.

    Args:
        connection: Reading is enough.
        province_code: 2-character code.
        as_of: Date to check; the period it is answered with is checked. The newest without it.
        today: Day to hold deadlines against; the day it is in Việt Nam without it.

    Raises:
        data.queries.NoDataError: Nothing is loaded of the province on or before the date.
    """
    today = today or today_in_vietnam()
    period = queries.find_period(
        connection, province_code, as_of or _newest(connection, province_code)
    )
    findings, runs = run_rules(read_check_input(connection, period, today))
    return CheckReport(
        findings=tuple(findings),
        province_code=province_code,
        as_of=period.as_of,
        set_id=period.set_id,
        provenance=period.provenance,
        status=period.status,
        district_codes=period.district_codes,
        today=today,
        rules_run=tuple(runs),
        notes=read_finding_notes(connection, province_code),
    )


def _newest(connection: Connection, province_code: str) -> date:
    """Return the newest date of the whole province, else of a part of it."""
    periods = snapshots.list_periods(connection, province_code)
    whole = [period for period in periods if period.is_whole_province] or periods
    # Without any period the question for one says so itself.
    return max((period.as_of for period in whole), default=date.max)


def check_all(connection: Connection, today: date | None = None) -> list[CheckReport]:
    """Check the newest period of every province that has any."""
    provinces = sorted({p.province_code for p in snapshots.list_periods(connection)})
    return [run_checks(connection, code, today=today) for code in provinces]


def as_dict(connection: Connection, report: CheckReport, language: str = "vi") -> dict[str, Any]:
    """Return a report as plain values with its messages: what the command line prints."""
    say = partial(text, language=language)
    names = read_names(connection, report.province_code)
    return {
        "province_code": report.province_code,
        "as_of": report.as_of.isoformat(),
        "today": report.today.isoformat(),
        "set_id": report.set_id,
        "status": report.status.value,
        "provenance": report.provenance.value,
        "district_codes": list(report.district_codes),
        "groups": [
            {
                "rule": group.rule,
                "title": say(f"check.{group.rule}.title"),
                "severity": group.severity.value,
                "count": group.count,
                "open": group.open,
                "explained": group.explained,
            }
            for group in report.groups()
        ],
        "findings": [
            {
                **finding.as_dict(say, names, language),
                "state": report.state_of(finding).value,
                "state_name": say(f"check.state.{report.state_of(finding)}"),
                "notes": [_note(note) for note in report.notes_of(finding)],
            }
            for finding in report.findings
        ],
        "rules_run": [
            {
                "rule": run.code,
                "title": say(f"check.rule.{run.code}"),
                "findings": run.findings,
                "blocked": say(f"check.blocked.{run.blocked}") if run.blocked else "",
            }
            for run in report.rules_run
        ],
    }


def _note(note: FindingNote) -> dict[str, Any]:
    return {
        "action": note.action.value,
        "text": note.text,
        "actor": note.actor,
        "at": note.at.isoformat(),
    }
