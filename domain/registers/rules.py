"""What must hold inside a row and between the rows of a register."""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.duties.receipts import THE_EVENT, find_deadline
from domain.intake.problems import Problem, Severity
from domain.registers.context import RegisterContext, ReportChoice
from domain.registers.fields import Kind, Register
from domain.registers.headings import Found, cell_address, row_address
from domain.registers.rows import RowReading
from domain.registers.values import fold_words

AMOUNTS = ("planned", "allocated", "disbursed", "debt")


@dataclass(frozen=True, eq=False)
class Entry:
    """A row with the table it was read from."""

    found: Found
    row: RowReading

    def flag(
        self, code: str, severity: Severity, name: str = "", read: str = "", **params: str | int
    ) -> None:
        """Add a problem to the row, at the cell of a field or at the row as a whole."""
        number = self.row.number
        cell = cell_address(self.found, number, name) if name else row_address(number)
        self.row.problems.append(Problem(code, severity, self.found.sheet.name, cell, read, params))


def check_row(register: Register, entry: Entry, context: RegisterContext) -> None:
    """Add what is wrong inside one row."""
    if register.kind is Kind.RECOGNITION:
        _check_recognition(entry)
    elif register.kind is Kind.FUNDING:
        _check_funding(entry)
    elif register.kind is Kind.TARGET_VALUE:
        _check_target_value(entry, context)
    elif register.kind is Kind.REPORT_RECEIPT:
        _check_report(entry, context)


def _check_recognition(entry: Entry) -> None:
    values = entry.row.values
    start, end, year = (values.get(n) for n in ("effective_on", "revoked_on", "for_year"))
    if isinstance(start, date) and isinstance(end, date) and end < start:
        entry.flag(
            "register_revoked_before",
            Severity.ERROR,
            "revoked_on",
            read=_written(end),
            day=_written(start),
        )
    if isinstance(start, date) and isinstance(year, int) and year > start.year:
        entry.flag(
            "register_year_after_decision",
            Severity.WARNING,
            "for_year",
            read=str(year),
            day=_written(start),
        )
    if start is not None and not values.get("decision_number"):
        entry.flag("register_no_decision_number", Severity.WARNING, "decision_number")


def _check_funding(entry: Entry) -> None:
    values = entry.row.values
    # A cell that could not be read has no entry; its own problem says so.
    if all(name in values and values[name] is None for name in AMOUNTS):
        entry.flag("register_no_amount", Severity.ERROR)
    for larger, smaller, code in (
        ("allocated", "disbursed", "register_disbursed_over_allocated"),
        ("planned", "allocated", "register_allocated_over_planned"),
    ):
        most, amount = values.get(larger), values.get(smaller)
        if isinstance(most, float) and isinstance(amount, float) and amount > most:
            entry.flag(code, Severity.WARNING, smaller, read=_amount(amount), most=_amount(most))


def _check_target_value(entry: Entry, context: RegisterContext) -> None:
    value, target_id = entry.row.values.get("value"), entry.row.values.get("target_id")
    choice = context.targets.get(str(target_id))
    if isinstance(value, float) and choice and choice.most is not None and value > choice.most:
        entry.flag(
            "register_share_over_whole",
            Severity.ERROR,
            "value",
            read=_amount(value),
            most=choice.most,
        )
    if isinstance(value, float) and choice and choice.is_whole and not value.is_integer():
        entry.flag("register_not_whole", Severity.ERROR, "value", read=_amount(value))


def _check_report(entry: Entry, context: RegisterContext) -> None:
    """Find the deadline and the body a row means; both are stored as the plan has them."""
    values = entry.row.values
    choice = context.reports.get(str(values.get("report_id")))
    due, body, day = (values.get(name) for name in ("due_on", "body", "received_on"))
    if choice is None or "due_on" not in values:
        return
    if not choice.deadlines:
        _check_without_day(entry, choice, due, str(body or ""))
        return
    if not isinstance(due, date):
        entry.flag("register_no_deadline_named", Severity.ERROR, "due_on")
        return
    meant = find_deadline(choice.deadlines, due)
    if meant is None:
        days = sorted(choice.deadlines, key=lambda one: abs((one[0] - due).days))[:4]
        known = "; ".join(_written(one[0]) for one in sorted(days))
        entry.flag("register_no_such_deadline", Severity.ERROR, "due_on", _written(due), days=known)
        return
    if meant != due:
        entry.flag(
            "register_deadline_meant",
            Severity.WARNING,
            "due_on",
            _written(due),
            day=_written(meant),
        )
        values["due_on"] = meant
    first = next(one[1] for one in choice.deadlines if one[0] == meant)
    if isinstance(day, date) and day < first:
        entry.flag(
            "register_before_period",
            Severity.ERROR,
            "received_on",
            _written(day),
            first=_written(first),
        )
    _check_body(entry, choice, str(body or ""))


def _check_without_day(entry: Entry, choice: ReportChoice, due: object, body: str) -> None:
    if isinstance(due, date):
        entry.flag("register_has_no_deadline", Severity.ERROR, "due_on", _written(due))
    _check_body(entry, choice, body)


def _check_body(entry: Entry, choice: ReportChoice, body: str) -> None:
    values = entry.row.values
    if len(choice.bodies) == 1 and not body:
        values["body"] = choice.bodies[0]
    elif not body:
        entry.flag("register_no_body", Severity.ERROR, "body")
    elif THE_EVENT in choice.bodies:
        # A meeting is one event, whoever is said to have held it.
        values["body"] = THE_EVENT
    else:
        known = {fold_words(name): name for name in choice.bodies}
        values["body"] = known.get(fold_words(body), body)
        if values["body"] not in choice.bodies:
            entry.flag("register_body_not_named", Severity.WARNING, "body", body)


def check_table(register: Register, entries: Sequence[Entry]) -> None:
    """Add what is wrong between rows; a second copy of a row is marked to be left out."""
    by_key: dict[tuple[object, ...], list[Entry]] = defaultdict(list)
    for entry in entries:
        key = _key(register, entry.row.values)
        if entry.row.is_sound and any(part is not None for part in key):
            by_key[key].append(entry)
    for same in by_key.values():
        _check_same(same)
    if register.kind is Kind.RECOGNITION:
        _check_twice(entry for entry in entries if entry.row.is_sound)


def _key(register: Register, values: Mapping[str, object]) -> tuple[object, ...]:
    key = tuple(values.get(name) for name in register.key)
    if register.open_key and None in key:
        return tuple(values.get(name) for name in register.open_key)
    return key


def _check_same(same: Sequence[Entry]) -> None:
    first = same[0]
    for entry in same[1:]:
        where = _where(first, entry)
        if entry.row.values == first.row.values:
            entry.flag("register_duplicate_row", Severity.WARNING, where=where)
            entry.row.is_left_out = True
        else:
            entry.flag("register_conflicting_rows", Severity.ERROR, where=where)


def _check_twice(entries: Iterable[Entry]) -> None:
    """Warn of a unit recognised at one level again although nothing was revoked between."""
    held: dict[tuple[object, object], list[Entry]] = defaultdict(list)
    for entry in entries:
        held[(entry.row.values["unit_code"], entry.row.values["level"])].append(entry)
    for same in held.values():
        ordered = sorted(same, key=lambda entry: _start(entry.row.values))
        for earlier, later in itertools.pairwise(ordered):
            revoked = earlier.row.values.get("revoked_on")
            if not isinstance(revoked, date) or revoked > _start(later.row.values):
                later.flag(
                    "register_recognised_twice", Severity.WARNING, where=_where(earlier, later)
                )


def _start(values: Mapping[str, object]) -> date:
    start = values["effective_on"]
    assert isinstance(start, date)  # noqa: S101  # sound rows have one
    return start


def _where(first: Entry, other: Entry) -> str:
    """Return the row number of an earlier row, with its sheet when that is another."""
    number = str(first.row.number + 1)
    is_near = first.found.sheet is other.found.sheet
    return number if is_near else f"{number} ({first.found.sheet.name})"


def _written(day: date) -> str:
    return day.strftime("%d/%m/%Y")


def _amount(value: float) -> str:
    """Write an amount the Vietnamese way: 1.234,5."""
    text = f"{value:,.6f}".rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))
