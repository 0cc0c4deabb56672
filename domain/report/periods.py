"""Kinds of report: what period each speaks of, what it compares with, and what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from domain.catalog import PeriodOption
from domain.report.words import roman
from domain.vocabulary import SnapshotStatus

SAME_PERIOD_DAYS = 15
"""How far a date of last year may lie from the day a year before and still be "cùng kỳ"."""


class ReportKind(StrEnum):
    """Kinds of report by how often they are sent."""

    QUARTERLY = "quarterly"
    SIX_MONTH = "six_month"
    ANNUAL = "annual"


@dataclass(frozen=True)
class Span:
    """The period a report speaks of: first and last day, its name, the name of the one after."""

    starts_on: date
    ends_on: date
    label: str
    next_label: str


def span_of(kind: ReportKind, as_of: date) -> Span:
    """Return the period a report of figures at ``as_of`` speaks of.

    Figures of the first day of a quarter say how the quarter before closed: those of 01/01/2022
    belong to the report on 2021.
    """
    opens = as_of.day == 1 and as_of.month in (1, 4, 7, 10)
    last = as_of - timedelta(days=1) if opens else as_of
    year = last.year
    if kind is ReportKind.ANNUAL:
        return Span(date(year, 1, 1), date(year, 12, 31), f"năm {year}", f"năm {year + 1}")
    if kind is ReportKind.SIX_MONTH:
        first, second = f"6 tháng đầu năm {year}", f"6 tháng cuối năm {year}"
        if last.month <= 6:
            return Span(date(year, 1, 1), date(year, 6, 30), first, second)
        return Span(date(year, 7, 1), date(year, 12, 31), second, f"6 tháng đầu năm {year + 1}")
    quarter = (last.month - 1) // 3 + 1
    opens_on = date(year, 3 * quarter - 2, 1)
    after, its_year = (quarter + 1, year) if quarter < 4 else (1, year + 1)
    next_opens_on = date(its_year, 3 * after - 2, 1)
    return Span(
        opens_on,
        next_opens_on - timedelta(days=1),
        f"quý {roman(quarter)} năm {year}",
        f"quý {roman(after)} năm {its_year}",
    )


def choose_before(
    kind: ReportKind, current: PeriodOption, periods: Sequence[PeriodOption]
) -> PeriodOption | None:
    """Return the period a report compares with: the last final one before its period began.

    It must speak of the current one's whole scope. Where there is none before, an earlier one of
    another criteria set is named, so that the report can say why counts are not compared.

    Args:
        kind: The kind of report.
        current: The period reported.
        periods: All periods of the province.
    """
    starts_on = span_of(kind, current.as_of).starts_on
    earlier = sorted(_usable(current, periods), key=lambda p: p.as_of)
    before = [p for p in earlier if p.as_of < starts_on]
    if before:
        return before[-1]
    other_set = [p for p in earlier if p.set_id != current.set_id]
    return other_set[-1] if other_set else None


def choose_last_year(current: PeriodOption, periods: Sequence[PeriodOption]) -> PeriodOption | None:
    """Return the final period of the same criteria set about a year before, nearest first."""
    same_set = [p for p in _usable(current, periods) if p.set_id == current.set_id]

    def away(period: PeriodOption) -> int:
        return abs((current.as_of - period.as_of).days - 365)

    near = [p for p in same_set if away(p) <= SAME_PERIOD_DAYS]
    return min(near, key=away, default=None)


def _usable(current: PeriodOption, periods: Sequence[PeriodOption]) -> list[PeriodOption]:
    wanted = set(current.district_codes)
    return [
        p
        for p in periods
        if p.as_of < current.as_of
        and p.status is SnapshotStatus.FINAL
        and (not p.district_codes or (wanted and wanted <= set(p.district_codes)))
    ]
