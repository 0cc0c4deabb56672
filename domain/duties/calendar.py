"""A plan's reporting calendar on a day: what is due, what has come in, what is overdue."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from domain.catalog import Catalog, Selection
from domain.checks.inputs import Load
from domain.duties.receipts import THE_EVENT, BodyReceipt, ReceiptBook, list_receipts
from domain.duties.reports import Deadline, Duty, list_deadlines
from domain.plans import Plan


@dataclass(frozen=True)
class Overdue:
    """A deadline that is over with something not in.

    Attributes:
        days: Days since the day it stands at.
        districts: Codes of the districts nothing has come from.
        bodies: Names of the other bodies; of a meeting :data:`THE_EVENT`.
        asked: How many districts and how many bodies had to hand in.
    """

    deadline: Deadline
    days: int
    districts: tuple[str, ...]
    bodies: tuple[str, ...]
    asked: tuple[int, int]

    @property
    def is_meeting(self) -> bool:
        """Tell whether what is missing is a meeting."""
        return self.bodies == (THE_EVENT,)


@dataclass(frozen=True)
class Calendar:
    """The calendar of a plan on a day.

    Attributes:
        districts: District codes whose reports are looked for.
        loads: Official loads of marks of the year looked at.
        book: What staff say the other bodies handed in.
    """

    plan: Plan
    on: date
    duties: Sequence[Duty]
    deadlines: Sequence[Deadline]
    districts: Sequence[str]
    loads: Sequence[Load]
    book: ReceiptBook

    @property
    def year(self) -> int:
        """Return the year its deadlines are about."""
        return year_looked_at(self.plan, self.on)

    def receipts(self, deadline: Deadline) -> list[BodyReceipt]:
        """Return what districts have handed in for a deadline; none when it is not for them."""
        return self._receipts(deadline, self.on)

    @property
    def over(self) -> list[Deadline]:
        """Return the deadlines that are over, but for those the plan came out too late for."""
        return [d for d in self.deadlines if d.day < self.on and not d.is_before_plan]

    @property
    def coming(self) -> Deadline | None:
        """Return the next deadline of the year, ``None`` after the last."""
        asked = (d for d in self.deadlines if d.day >= self.on and not d.is_before_plan)
        return next(asked, None)

    def overdue(self) -> list[Overdue]:
        """Return the deadlines that are over with something not in, the longest overdue first.

        What came in counts up to the day of the book, which may be later than the calendar's:
        figures of a quarter are loaded after its last day, and who has sent them owes nothing.
        Districts are judged only where anything official is loaded, other bodies only where a
        register is kept: else nothing is known of them.
        """
        found = []
        for deadline in self.over:
            districts = self._receipts(deadline, self.book.on) if self.loads else []
            bodies = self.book.at(deadline) if self.book.is_kept else []
            one = Overdue(
                deadline,
                (self.on - deadline.day).days,
                tuple(r.body for r in districts if r.received_on is None),
                tuple(r.body for r in bodies if r.received_on is None),
                (len(districts), len(bodies)),
            )
            if one.districts or one.bodies:
                found.append(one)
        return sorted(found, key=lambda one: (-one.days, one.deadline.duty.rule.report_id))

    def _receipts(self, deadline: Deadline, on: date) -> list[BodyReceipt]:
        if not deadline.duty.rule.is_for_districts:
            return []
        return list_receipts(deadline, self.districts, self.loads, on)


def year_looked_at(plan: Plan, on: date) -> int:
    """Return the plan's year nearest to a day."""
    return min(max(on.year, plan.start_year), plan.end_year)


def districts_of(catalog: Catalog, selection: Selection, plan: Plan) -> list[str]:
    """Return the districts whose reports are looked for.

    That of a district's plan, or the chosen one, else every one with communes of the programme.
    """
    only = plan.district_code or selection.district
    with_communes = {c.parent_code for c in catalog.communes.get(plan.province_code, ())}
    every = [d.code for d in catalog.districts.get(plan.province_code, ())]
    return [code for code in every if code in with_communes and only in (None, code)]


def build_calendar_of(
    plan: Plan,
    on: date,
    duties: Sequence[Duty],
    districts: Sequence[str],
    read_loads: Callable[[int], Sequence[Load]],
    book: ReceiptBook,
) -> Calendar:
    """Collect a plan's calendar: the deadlines about the year a day lies in.

    What falls due after the plan's last year, its closing meeting, belongs to that year.
    """
    year = year_looked_at(plan, on)
    own = [
        deadline
        for deadline in list_deadlines(duties, plan)
        if year in (min(d.year, plan.end_year) for d in (deadline.due.last, deadline.day))
    ]
    return Calendar(plan, on, duties, own, districts, read_loads(year), book)
