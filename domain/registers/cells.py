"""One cell of a register: from what is written to what is stored, or why not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from domain.intake.grid import Value
from domain.registers.context import RegisterContext
from domain.registers.fields import Field, FieldType
from domain.registers.values import (
    FIRST_YEAR,
    AmbiguousAmountError,
    clean,
    fold_words,
    parse_amount,
    parse_day,
    parse_year,
)

LARGEST_AMOUNT = Decimal(100_000_000)
"""Million VND; a hundred times the programme's yearly budget of the whole country."""

DECIMALS = 6
"""Decimals kept of an amount in million VND: single đồng."""


@dataclass(frozen=True)
class Fault:
    """Something wrong with a cell; ``is_warning`` does not block."""

    code: str
    params: Mapping[str, str | int] = field(default_factory=dict)
    is_warning: bool = False


@dataclass(frozen=True)
class CellReading:
    """What a cell gives: stored values by column of the store, and what is wrong with it."""

    values: Mapping[str, object] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()


def read_cell(
    item: Field, value: Value, context: RegisterContext, scale: Decimal = Decimal(1)
) -> CellReading:
    """Read a cell of any column but a unit's; a blank cell gives the field's blank.

    Args:
        item: The column.
        value: The cell.
        context: Tasks and sources that are known, and today.
        scale: What one unit of an amount column is in million VND.
    """
    if clean(value) == "" or (item.type is FieldType.AMOUNT and clean(value) in ("-", "–")):
        return _blank(item)
    match item.type:
        case FieldType.DAY | FieldType.DAY_OR_YEAR:
            return _read_day(item, value, context.today)
        case FieldType.YEAR:
            return _read_year(item, value, context.today)
        case FieldType.AMOUNT:
            return _read_amount(item, value, scale)
        case FieldType.CHOICE:
            return _read_choice(item, clean(value))
        case FieldType.TASK:
            return _read_task(item, clean(value), context.tasks)
        case FieldType.TARGET | FieldType.REPORT:
            return _read_id(item, clean(value), context)
        case FieldType.NUMBER:
            return _read_number(item, value)
        case FieldType.SOURCE:
            return _read_source(item, clean(value), context.sources)
        case _:
            return _read_text(item, clean(value))


def _blank(item: Field) -> CellReading:
    if item.is_required:
        return CellReading(faults=(Fault("register_missing_value", {"column": item.heading}),))
    is_text = item.type in (FieldType.TEXT, FieldType.URL) and not item.is_nullable
    return CellReading({item.name: "" if is_text else None})


def _wrong(code: str, **params: str | int) -> CellReading:
    return CellReading(faults=(Fault(code, params),))


def _read_day(item: Field, value: Value, today: date) -> CellReading:
    allow_year = item.type is FieldType.DAY_OR_YEAR
    day = parse_day(value, allow_year)
    if day is None:
        return _wrong("register_not_a_day", column=item.heading)
    if day.value.year < FIRST_YEAR:
        return _wrong("register_day_too_early", first=FIRST_YEAR)
    # "2026", read in the year 2026, is known to count by today.
    moment = min(day.value, today) if day.first <= today else day.value
    ahead = item.years_ahead
    if moment > (today.replace(year=today.year + ahead, month=12, day=31) if ahead else today):
        return _wrong("register_future_day", today=today.strftime("%d/%m/%Y"))
    values: dict[str, object] = {item.name: moment}
    if allow_year:
        values["is_exact_date"] = day.is_exact
    written = moment.strftime("%d/%m/%Y")
    if day.is_serial:
        return CellReading(values, (Fault("register_day_from_number", {"day": written}, True),))
    return CellReading(values)


def _read_year(item: Field, value: Value, today: date) -> CellReading:
    year = parse_year(value)
    if year is None:
        return _wrong("register_not_a_year", column=item.heading)
    last = today.year + item.years_ahead
    if not FIRST_YEAR <= year <= last:
        return _wrong("register_year_out_of_range", first=FIRST_YEAR, last=last)
    return CellReading({item.name: year})


def _read_amount(item: Field, value: Value, scale: Decimal) -> CellReading:
    try:
        amount = parse_amount(value)
    except AmbiguousAmountError:
        return _wrong("register_ambiguous_amount")
    if amount is None:
        return _wrong("register_not_an_amount", column=item.heading)
    million = (amount.value * scale).quantize(Decimal(1).scaleb(-DECIMALS), ROUND_HALF_UP)
    if million < 0:
        return _wrong("register_negative_amount", column=item.heading)
    if million > LARGEST_AMOUNT:
        return _wrong("register_amount_too_large", column=item.heading)
    values = {item.name: float(million)}
    if amount.is_guess:
        read_as = f"{amount.value:f}"
        return CellReading(values, (Fault("register_dot_thousands", {"read_as": read_as}, True),))
    return CellReading(values)


def _read_choice(item: Field, text: str) -> CellReading:
    word = fold_words(text)
    known = {fold_words(label): code for code, label in item.labels.items()}
    code = known.get(word) or item.words.get(word) or (text if text in item.labels else None)
    if code is None:
        allowed = "; ".join(item.labels.values())
        return _wrong("register_unknown_choice", column=item.heading, allowed=allowed)
    return CellReading({item.name: code})


def _read_task(item: Field, text: str, tasks: Mapping[str, str]) -> CellReading:
    """Read "langson-I.1 – title", the number alone or the title alone."""
    ids = {task_id.lower(): task_id for task_id in tasks}
    number = ids.get(text.split(" ", 1)[0].lower())
    if number is None:
        titled = [t for t, title in tasks.items() if fold_words(title) == fold_words(text)]
        number = titled[0] if len(titled) == 1 else None
    if number is None:
        return _wrong("register_unknown_task")
    return CellReading({item.name: number})


def _read_id(item: Field, text: str, context: RegisterContext) -> CellReading:
    """Read "langson-t17 – what it counts" or "langson-r05 – what is due", or the id alone."""
    is_target = item.type is FieldType.TARGET
    known = context.targets if is_target else context.reports
    ids = {own_id.lower(): own_id for own_id in known}
    found = ids.get(text.split(" ", 1)[0].lower())
    if found is None:
        return _wrong("register_unknown_target" if is_target else "register_unknown_report")
    return CellReading({item.name: found})


def _read_number(item: Field, value: Value) -> CellReading:
    try:
        number = None if isinstance(value, str) and "%" in value else parse_amount(value)
    except AmbiguousAmountError:
        return _wrong("register_ambiguous_amount")
    if number is None:
        return _wrong("register_not_a_number", column=item.heading)
    if number.value < 0:
        return _wrong("register_negative_number", column=item.heading)
    if number.value > LARGEST_AMOUNT:
        return _wrong("register_number_too_large", column=item.heading)
    values = {item.name: float(number.value)}
    if number.is_guess:
        read_as = f"{number.value:f}"
        return CellReading(values, (Fault("register_dot_thousands", {"read_as": read_as}, True),))
    return CellReading(values)


def _read_source(item: Field, text: str, sources: tuple[str, ...]) -> CellReading:
    if len(text) > item.max_length:
        return _wrong("register_too_long", column=item.heading, most=item.max_length)
    # What stands in brackets tells sources apart, so it is kept for the comparison.
    known = {fold_words(s.replace("(", " ").replace(")", " ")): s for s in sources}
    source = known.get(fold_words(text.replace("(", " ").replace(")", " ")))
    if source is None:
        return CellReading({item.name: text}, (Fault("register_new_source", is_warning=True),))
    return CellReading({item.name: source})


def _read_text(item: Field, text: str) -> CellReading:
    if len(text) > item.max_length:
        return _wrong("register_too_long", column=item.heading, most=item.max_length)
    is_address = text.lower().startswith(("http://", "https://")) and " " not in text
    if item.type is FieldType.URL and not is_address:
        return _wrong("register_not_an_address")
    return CellReading({item.name: text})
