"""The reporting calendar of a plan: its duties as dated deadlines.

Only duties with an interval (quarterly, every six months, annual) get days, by the rules of
:mod:`domain.checks.calendar`. "Theo quy định" and "định kỳ" name none and are listed without.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.checks.calendar import MONTHS_PER_YEAR, Due, ReportingRule, add_months, due_dates
from domain.duties.tasks import QUARTER, issue_day
from domain.plans import Plan

_NAMED_DAY = re.compile(r"\bby \d{4}-\d{2}-\d{2}\b")


@dataclass(frozen=True)
class Duty:
    """One row of a plan's reporting rules.

    Attributes:
        rule: The part of it that gives days.
        rule_text: Deadline in Vietnamese, "" when none is printed.
    """

    rule: ReportingRule
    to_whom: str
    via: str
    content: str
    rule_text: str


@dataclass(frozen=True)
class Deadline:
    """A duty's report for one period.

    Attributes:
        is_before_plan: Its day was over when the plan came out, and no older rule asks for it: the
            plan never asked for this one.
    """

    duty: Duty
    due: Due
    is_before_plan: bool = False

    @property
    def day(self) -> date:
        """Return the day it stands at: the printed one, else the last of its period."""
        return self.due.last_day or self.due.last

    @property
    def is_printed(self) -> bool:
        """Tell whether the plan prints a day."""
        return self.due.last_day is not None


def build_duty(row: Mapping[str, Any], plan: Plan) -> Duty:
    """Return the duty of a row of ``reporting.csv``; empty cells are ``None``."""
    rule = ReportingRule(
        report_id=row["report_id"],
        kind=row["kind"],
        who=row["who"],
        frequency=row["frequency"],
        due_rule=row["due_rule"] or "",
        legal_basis=row["legal_basis"] or "",
        clause=row["clause"] or "",
        start_year=plan.start_year,
    )
    return Duty(
        rule, row["to_whom"] or "", row["via"] or "", row["content_vi"], row["due_rule_vi"] or ""
    )


def list_deadlines(duties: Iterable[Duty], plan: Plan) -> list[Deadline]:
    """Return the dated duties of a plan's years, by day.

    A report may be due shortly after the year it is about, and a deadline printed as one day counts
    wherever it lies: a year's closing meeting is held in the next.
    """
    last = date(plan.end_year, MONTHS_PER_YEAR, 31)
    issued = issue_day(plan)
    found = [
        Deadline(duty, due, (due.last_day or due.last) < issued and not _rests_on_older(duty, plan))
        for duty in duties
        for due in due_dates(duty.rule, plan.starts_on, add_months(last, QUARTER))
        if due.first <= last or _NAMED_DAY.search(duty.rule.due_rule)
    ]
    return sorted(found, key=lambda d: (d.day, d.duty.rule.report_id))


def _rests_on_older(duty: Duty, plan: Plan) -> bool:
    """Tell whether a duty rests on a rule other than the plan itself."""
    basis = duty.rule.legal_basis
    return bool(basis) and plan.number not in basis


def list_undated(duties: Iterable[Duty], plan: Plan) -> list[Duty]:
    """Return the duties of a plan that have no deadline, in the order given."""
    return [duty for duty in duties if not list_deadlines([duty], plan)]
