"""Reports and meetings of the plan's calendar that are overdue: who owes them, and for how long."""

from collections.abc import Sequence

from domain.duties.calendar import Calendar, Overdue
from domain.duties.receipts import THE_EVENT, is_held_once
from domain.duties.reports import Deadline
from domain.duties.tasks import quarter_of
from domain.slides.given import Given
from domain.slides.model import Column, Row, Slide, Table
from domain.slides.recipe import Item, SlideKind

ROWS_SHOWN = 6
NAMES_SHOWN = 3
FIRST_HALF = 6
"""Last month of a year's first half."""


def reports(given: Given, _item: Item) -> list[Slide]:
    """Return what is overdue by the plan's calendar; none where the calendar holds no day.

    What is not known to have come in is overdue only where somebody keeps count: of districts by
    official loads, of other bodies by the register. The rest is said to be unknown.
    """
    calendar = given.calendar
    if calendar is None or not calendar.deadlines:
        return []
    words, overdue = given.words, calendar.overdue()
    rows = tuple(_row(given, one) for one in overdue[:ROWS_SHOWN])
    columns = (
        Column(words.text("slides.reports.what"), 25),
        Column(words.text("slides.reports.who"), 49),
        Column(words.text("slides.reports.overdue"), 26),
    )
    left = len(overdue) - len(rows)
    return [
        Slide(
            SlideKind.REPORTS,
            reports_sentence(given, calendar, overdue),
            words.text("slides.topic.reports", year=calendar.year, date=given.date),
            lead=" ".join(_unknown(given, calendar)),
            body=Table(columns, rows) if rows else None,
            rest=words.text("slides.reports.rest", count=words.number(left)) if left else "",
            formulas=(
                words.text(
                    "slides.formula.reports",
                    date=given.date,
                    year=calendar.year,
                    today=words.day(calendar.book.on),
                ),
            ),
        )
    ]


def _unknown(given: Given, calendar: Calendar) -> list[str]:
    """Say of whom nothing is known, among those who had something to hand in."""
    said = []
    if not calendar.loads and any(d.duty.rule.is_for_districts for d in calendar.over):
        said.append("districts")
    if not calendar.book.is_kept and calendar.book.is_seen and calendar.over:
        said.append("bodies")
    year = calendar.year
    return [given.words.text(f"slides.reports.unknown.{name}", year=year) for name in said]


def reports_sentence(given: Given, calendar: Calendar, overdue: list[Overdue]) -> str:
    """Write "Chưa ghi nhận báo cáo quá hạn của 14/15 đơn vị cấp huyện, 3/20 cơ quan; lâu nhất …".

    Without anything overdue, say how many deadlines are over and when the next one is.
    """
    words = given.words
    if overdue:
        return _overdue_sentence(given, calendar, overdue)
    over = words.number(len(calendar.over))
    if not calendar.over:
        text = words.text("slides.reports.none_over")
    elif not calendar.loads and not calendar.book.is_kept:
        return words.text("slides.reports.all_unknown", count=over)
    else:
        key = "none_known" if _unknown(given, calendar) else "none"
        text = words.text(f"slides.reports.{key}", count=over)
    if calendar.coming is None:
        return text
    return f"{text}; {words.text('slides.reports.next', date=words.day(calendar.coming.day))}"


def _overdue_sentence(given: Given, calendar: Calendar, overdue: list[Overdue]) -> str:
    words, parts = given.words, []
    who = []
    districts = {code for one in overdue for code in one.districts}
    if districts:
        named = [given.district(code) for code in districts]
        who.append(_counted(given, "districts", named, len(calendar.districts)))
    bodies = {name for one in overdue for name in one.bodies if name != THE_EVENT}
    if bodies:
        asked = {b for d in calendar.over for b in calendar.book.bodies(d.duty)} - {THE_EVENT}
        who.append(_counted(given, "bodies", sorted(bodies), len(asked)))
    if who:
        parts.append(words.text("slides.reports.some", who=", ".join(who)))
    meetings = sum(one.is_meeting for one in overdue)
    if meetings:
        parts.append(words.text("slides.reports.meetings", count=words.number(meetings)))
    longest = words.number(overdue[0].days)
    parts.append(words.text("slides.reports.longest", days=longest))
    return "; ".join(parts)


def _counted(given: Given, key: str, names: Sequence[str], asked: int) -> str:
    """Write "14/15 đơn vị cấp huyện"; one asked alone is named."""
    if asked <= 1:
        return "; ".join(names)
    fraction = f"{given.words.number(len(names))}/{given.words.number(asked)}"
    return given.words.text(f"slides.reports.count.{key}", fraction=fraction)


def _row(given: Given, one: Overdue) -> Row:
    words, deadline = given.words, one.deadline
    kind = words.text(f"duties.kind.{deadline.duty.rule.kind}")
    what = words.text("slides.reports.one", kind=kind, period=period_words(given, deadline))
    if is_held_once(deadline.duty):
        who = words.text("slides.reports.not_held", who=deadline.duty.rule.who)
    else:
        named = [given.district(code) for code in one.districts]
        parts = (
            _named(given, "districts", named, one.asked[0]),
            _named(given, "bodies", list(one.bodies), one.asked[1]),
        )
        who = "; ".join(filter(None, parts))
    due = words.text(
        "slides.reports.since", due=words.day(deadline.day), days=words.number(one.days)
    )
    return Row((what, who, due), "missed")


def _named(given: Given, key: str, names: list[str], asked: int) -> str:
    """Name those that owe a report: their number and the first ones, all by number alone."""
    if not names or asked <= 1:
        return "; ".join(names)
    if len(names) == asked:
        return _counted(given, key, names, asked)
    shown = ", ".join(names[:NAMES_SHOWN]) + ("…" if len(names) > NAMES_SHOWN else "")
    return f"{_counted(given, key, names, asked)} ({shown})"


def period_words(given: Given, deadline: Deadline) -> str:
    """Write the period reported on: "quý II/2021", "6 tháng đầu năm 2022", "năm 2022"."""
    words, due = given.words, deadline.due
    frequency = deadline.duty.rule.frequency
    if frequency == "quarterly":
        year, number = quarter_of(due.first)
        numeral = words.text(f"duties.numeral.q{number}")
        return words.text("slides.reports.period.quarter", quarter=numeral, year=year)
    half = "first_half" if due.last.month <= FIRST_HALF else "second_half"
    key = half if frequency == "semiannual" else "year"
    return words.text(f"slides.reports.period.{key}", year=due.last.year)
