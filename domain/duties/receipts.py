"""What has come in for the deadlines of a plan, by a day: reports handed in, meetings held.

Districts hand in the figures themselves: what counts for them are official loads of marks. What any
other body hands in is known only when staff say so, a row of the register of reports each.

Rules, for one body at one deadline on day D:

1. What came in after D does not count.
2. What came in by the printed day is in time, later is late; without a printed day nothing is late.
3. With nothing come in, it is missing once its day (without a printed one: its period) is over -
   unless that was before the plan came out and no older rule asks for it.

A meeting is held once, whoever prepares it; every other duty is done by each body that bears it.
For a duty without days ("định kỳ", "khi cần") nothing is awaited: what came in is listed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.checks.coverage import first_received
from domain.checks.inputs import Load
from domain.duties.agencies import Agency
from domain.duties.bearers import duties_of
from domain.duties.reports import Deadline, Duty
from domain.vietnamese import fold

THE_EVENT = ""
"""Stands for the body of what happens once: a meeting of the committee."""

_HELD_ONCE = frozenset({"meeting"})
_MANY = ("cac ", "ubnd cac ", "uy ban nhan dan cac ", "cap uy")


class Receipt(StrEnum):
    """Whether a body's report of a period has come in."""

    IN_TIME = "in_time"
    LATE = "late"
    MISSING = "missing"
    AWAITED = "awaited"


@dataclass(frozen=True)
class Received:
    """One row of the register of reports: what staff say came in, or was held.

    Attributes:
        due_on: Day of the deadline it answers; ``None`` of a duty without days.
        body: Who handed it in, as the plan calls it; :data:`THE_EVENT` of a meeting.
        received_on: Day it came in or was held.
        subject: Period or matter it is about, as staff put it.
        actor: Who entered it.
        entered_on: Day it was entered.
        batch_id: The load it came with.
        origin: Name of the file it came with, "" when it was typed on the page.
    """

    report_id: str
    due_on: date | None
    body: str
    received_on: date
    subject: str = ""
    note: str = ""
    actor: str = ""
    entered_on: date | None = None
    batch_id: int = 0
    origin: str = ""


@dataclass(frozen=True)
class BodyReceipt:
    """One body at one deadline.

    Attributes:
        body: Code of a district, or name of another body; :data:`THE_EVENT` of a meeting.
        received_on: ``None`` while nothing has come.
        days_late: Days after the day it stands at.
        row: What staff entered; ``None`` of districts and of what has not come.
    """

    body: str
    receipt: Receipt
    received_on: date | None
    days_late: int
    row: Received | None = None


def is_held_once(duty: Duty) -> bool:
    """Tell whether a duty is one event rather than a report of each body."""
    return duty.rule.kind in _HELD_ONCE


def bodies_of(duty: Duty, agencies: Iterable[Agency]) -> tuple[str, ...]:
    """Return the bodies that have to hand in a duty's report, as the plan calls them.

    Districts are not among them. Names that stand for many bodies ("Các Sở, ban, ngành") are left
    out where single ones are named; a duty nobody of the plan bears has the body printed with it.
    """
    if is_held_once(duty):
        return (THE_EVENT,)
    names = [a.name for a in agencies if a.level == "tỉnh" and duties_of(a, [duty])]
    single = [name for name in names if not fold(name).startswith(_MANY)]
    return tuple(single or names) or (duty.rule.who,)


def find_deadline(deadlines: Sequence[tuple[date, date, date]], day: date) -> date | None:
    """Return the day of the deadline somebody means by a day: that day, or one in its period.

    Args:
        deadlines: Day, first and last day of the period, of each deadline of one duty.
        day: What was written.
    """
    if any(due == day for due, _, _ in deadlines):
        return day
    own = [due for due, first, last in deadlines if first <= day <= last]
    return own[0] if len(own) == 1 else None


def list_receipts(
    deadline: Deadline, districts: Sequence[str], loads: Iterable[Load], on: date
) -> list[BodyReceipt]:
    """Return, by district, what has come in for a deadline by a day.

    What counts are official loads of marks whose date lies in the period reported on.
    """
    due = deadline.due
    own = sorted(
        (load for load in loads if due.first <= load.as_of <= due.last and load.received_on <= on),
        key=lambda load: load.received_on,
    )
    received = first_received(own)
    return [_judge(deadline, code, received.get(code), on) for code in districts]


def list_body_receipts(
    deadline: Deadline, bodies: Sequence[str], rows: Iterable[Received], on: date
) -> list[BodyReceipt]:
    """Return, by body, what staff say has come in for a deadline by a day.

    Bodies the plan does not name but somebody handed in for come last.

    Args:
        deadline: What was due.
        bodies: Who has to hand it in.
        rows: Rows in force, of any duty.
        on: The day looked at.
    """
    own: Mapping[str, Received] = {
        row.body: row
        for row in rows
        if row.report_id == deadline.duty.rule.report_id
        and row.due_on == deadline.day
        and row.received_on <= on
    }
    every = [*bodies, *sorted(own.keys() - set(bodies))]
    return [
        _judge(deadline, body, row.received_on if row else None, on, row)
        for body in every
        for row in (own.get(body),)
    ]


@dataclass(frozen=True)
class ReceiptBook:
    """The register of one plan's reports on a day, ready to be asked.

    Attributes:
        agencies: The plan's bodies.
        rows: What staff entered, as far as it may be seen.
        is_kept: Anything was entered for a deadline of the plan. Where nothing was, a report that
            is not in the book is not known to be missing.
        on: The day looked at.
        is_seen: Whether the reader may see what was entered.
    """

    agencies: Sequence[Agency]
    rows: Sequence[Received]
    is_kept: bool
    on: date
    is_seen: bool = True

    def bodies(self, duty: Duty) -> tuple[str, ...]:
        """Return who has to hand in a duty's report; see :func:`bodies_of`."""
        return bodies_of(duty, self.agencies)

    def at(self, deadline: Deadline) -> list[BodyReceipt]:
        """Return, by body, what has come in for a deadline."""
        return list_body_receipts(deadline, self.bodies(deadline.duty), self.rows, self.on)

    def without_day(self, duty: Duty) -> list[Received]:
        """Return what has come in for a duty without days by the day looked at, newest first."""
        own = [
            row
            for row in self.rows
            if row.report_id == duty.rule.report_id
            and row.due_on is None
            and row.received_on <= self.on
        ]
        return sorted(own, key=lambda row: (row.received_on, row.batch_id), reverse=True)

    def missing(self, deadlines: Iterable[Deadline]) -> list[Deadline]:
        """Return the deadlines that are over with some body's report missing; none if not kept."""
        return [
            deadline
            for deadline in deadlines
            if self.is_kept and any(r.receipt is Receipt.MISSING for r in self.at(deadline))
        ]


def _judge(
    deadline: Deadline, body: str, day: date | None, on: date, row: Received | None = None
) -> BodyReceipt:
    if day is not None:
        late = deadline.due.days_late(day) or 0
        return BodyReceipt(body, Receipt.LATE if late else Receipt.IN_TIME, day, late, row)
    late = 0 if deadline.is_before_plan else max(0, (on - deadline.day).days)
    return BodyReceipt(body, Receipt.MISSING if late else Receipt.AWAITED, None, late)
