"""The reporting calendar: from the words of a plan to days.

Words understood (``frequency`` and ``due_rule`` of ``reporting.csv``):

- ``quarterly``, ``semiannual``, ``annual`` with "before day 15 of the last month of the quarter"
  (or "by day …", "of the first month of", "of the first month after", "half", "year");
- the same without a printed day: there is a period, but no day to be late for;
- "by 2022-03-31": that one day.

Other frequencies ("theo quy định", "định kỳ") name no interval and give no dates.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS_PER_PERIOD = {"quarterly": 3, "semiannual": 6, "annual": 12}
MONTHS_PER_YEAR = 12

_DAY_RULE = re.compile(
    r"(?P<word>before|by) day (?P<day>\d{1,2}) of the "
    r"(?P<month>first month of|last month of|first month after) the (?:quarter|half|year)"
)
_ONE_DAY = re.compile(r"\bby (?P<day>\d{4}-\d{2}-\d{2})\b")


@dataclass(frozen=True)
class ReportingRule:
    """One row of ``reporting.csv``: who reports, how often, until when.

    Attributes:
        who: Who reports, in the plan's words.
        frequency: ``quarterly`` …
        due_rule: Deadline in English, "" when none is printed.
        start_year: First year of the plan the rule stands in.
    """

    report_id: str
    kind: str
    who: str
    frequency: str
    due_rule: str = ""
    legal_basis: str = ""
    clause: str = ""
    start_year: int = 1

    @property
    def is_for_districts(self) -> bool:
        """Tell whether districts have to report by it."""
        words = self.who.casefold()
        return self.kind == "report" and ("ubnd các huyện" in words or "địa phương" in words)

    @property
    def reference(self) -> str:
        """Return decision and clause, for reading."""
        return ", ".join(part for part in (self.legal_basis, self.clause) if part)


@dataclass(frozen=True)
class Due:
    """One report that is due.

    Attributes:
        first: First day of the period reported on.
        last: Last day of that period.
        last_day: Last day on which it is in time; ``None`` when the plan prints no day.
    """

    first: date
    last: date
    last_day: date | None

    def days_late(self, on: date) -> int | None:
        """Return days after the last day (0 in time), ``None`` without a printed day."""
        return None if self.last_day is None else max(0, (on - self.last_day).days)


def period_of(day: date, months: int) -> tuple[date, date]:
    """Return first and last day of the part of the year a day lies in.

    Args:
        day: Any day.
        months: Length of the parts: 3, 6 or 12.
    """
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return first, add_months(first, months) - timedelta(days=1)


def add_months(day: date, months: int) -> date:
    """Return the same day some months later, the month's last day where there is no such day."""
    index = day.year * MONTHS_PER_YEAR + day.month - 1 + months
    year, month = index // MONTHS_PER_YEAR, index % MONTHS_PER_YEAR + 1
    next_month = date(year + month // MONTHS_PER_YEAR, month % MONTHS_PER_YEAR + 1, 1)
    return min(date(year, month, 1) + timedelta(days=day.day - 1), next_month - timedelta(days=1))


def due_of(rule: ReportingRule, day: date) -> Due | None:
    """Return the report a rule asks for the period a day lies in, ``None`` without an interval."""
    months = MONTHS_PER_PERIOD.get(rule.frequency)
    if months is None:
        return None
    first, last = period_of(day, months)
    single = _ONE_DAY.search(rule.due_rule)
    if single:
        only = date.fromisoformat(single["day"])
        return Due(first, last, only) if first <= only <= last else None
    return Due(first, last, _last_day(rule.due_rule, first, last))


def _last_day(words: str, first: date, last: date) -> date | None:
    """Return the last day in time; "before day 15" leaves the 14th."""
    found = _DAY_RULE.search(words)
    if found is None:
        return None
    following = last + timedelta(days=1)
    starts = {
        "first month of": first,
        "last month of": last.replace(day=1),
        "first month after": following,
    }
    start = starts[found["month"]]
    end_of_month = add_months(start, 1) - timedelta(days=1)
    until = min(start + timedelta(days=int(found["day"]) - 1), end_of_month)
    return until - timedelta(days=1) if found["word"] == "before" else until


def due_dates(rule: ReportingRule, start: date, end: date) -> list[Due]:
    """Return the reports of a rule that fall due between two days, both included.

    A report without a printed day counts at the last day of its period.
    """
    months = MONTHS_PER_PERIOD.get(rule.frequency)
    if months is None:
        return []
    found = (due_of(rule, day) for day in _days_in_periods(start, end, months))
    return [d for d in found if d is not None and start <= (d.last_day or d.last) <= end]


def _days_in_periods(start: date, end: date, months: int) -> Iterator[date]:
    # A deadline may lie in the period after the one reported on, so one period more is looked at.
    day = add_months(period_of(start, months)[0], -months)
    while day <= end:
        yield day
        day = add_months(day, months)


def rule_for(rules: Iterable[ReportingRule], day: date) -> ReportingRule | None:
    """Return the rule districts are bound by on a day: of those that name an interval the tightest.

    Rules of plans that start in a later year are left out; a rule goes on after its plan's year
    until another is given.
    """
    own = [
        rule
        for rule in rules
        if rule.is_for_districts
        and rule.frequency in MONTHS_PER_PERIOD
        and rule.start_year <= day.year
    ]
    return min(
        own,
        key=lambda r: (MONTHS_PER_PERIOD[r.frequency], -r.start_year, r.report_id),
        default=None,
    )
