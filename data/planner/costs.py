"""Reading a table of costs: million VND a criterion, by district where it differs."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from data.texts import text
from domain.intake.grid import Sheet, Value, address
from domain.planner.effort import CostTable
from domain.vietnamese import fold

COLUMNS = ("criterion_no", "million_vnd", "district_code")
MOST_COST = 1_000_000

WORDS = {
    COLUMNS[0]: ("tieu chi", "so tieu chi", "tc", "criterion"),
    COLUMNS[1]: ("trieu dong", "chi phi", "chi phi (trieu dong)", "cost", "cost_million_vnd"),
    COLUMNS[2]: ("ma huyen", "huyen", "district"),
}
"""Other headings a column is known by, without marks."""

HEADINGS = {fold(word): column for column, words in WORDS.items() for word in (column, *words)}

Reason = Callable[[str], str]
"""Says, in a language, what is wrong and how to put it right."""


def reason(name: str, **values: object) -> Reason:
    """Return a reason by the last part of its key in ``i18n``."""
    return lambda language: text(f"plan.cost.{name}", language, **values)


class CostFileError(ValueError):
    """A table of costs cannot be used; every reason is listed, each with its cell."""

    def __init__(self, reasons: Sequence[Reason]) -> None:
        self.reasons = tuple(reasons)
        super().__init__("; ".join(self.say()))

    def say(self, language: str = "vi") -> list[str]:
        """Return the reasons as sentences."""
        return [reason(language) for reason in self.reasons]


def parse_costs(sheet: Sheet) -> CostTable:
    """Read a table of costs.

    Columns: ``criterion_no``, ``million_vnd`` (decimal point or comma), optional ``district_code``,
    under these names or those of ``WORDS``; a row without district holds everywhere else. Rows
    before the headings and empty rows are passed over.

    Raises:
        CostFileError: Some cell cannot be used; every reason is listed.
    """
    top, columns = _headings(sheet)
    by_criterion: dict[int, Fraction] = {}
    by_district: dict[tuple[str, int], Fraction] = {}
    reasons: list[Reason] = []
    for row in range(top + 1, len(sheet.rows)):
        if not any(_written(value) for value in sheet.rows[row]):
            continue
        number = _written(sheet.value(row, columns[COLUMNS[0]]))
        figure = _written(sheet.value(row, columns[COLUMNS[1]])).replace(",", ".")
        place = columns.get(COLUMNS[2])
        district = "" if place is None else _written(sheet.value(row, place))
        cells = [address(row, columns[name]) for name in COLUMNS[:2]]
        faults = _faults(number, figure, cells)
        reasons += faults
        if faults:
            continue
        key = (district, int(number))
        if key in by_district or (not district and key[1] in by_criterion):
            reasons.append(reason("twice", cell=cells[0], number=number, district=district or "—"))
        elif district:
            by_district[key] = Fraction(figure)
        else:
            by_criterion[key[1]] = Fraction(figure)
    if reasons:
        raise CostFileError(reasons)
    return CostTable(by_criterion, by_district)


def _headings(sheet: Sheet) -> tuple[int, dict[str, int]]:
    """Return the row of the headings and the column of each."""
    best: dict[str, int] = {}
    for row, values in enumerate(sheet.rows):
        columns: dict[str, int] = {}
        for position, value in enumerate(values):
            name = HEADINGS.get(fold(_written(value)))
            if name is not None:
                columns.setdefault(name, position)
        if all(name in columns for name in COLUMNS[:2]):
            return row, columns
        best = best or columns
    raise CostFileError(
        [reason("no_column", column=name) for name in COLUMNS[:2] if name not in best]
    )


def _faults(number: str, figure: str, cells: Sequence[str]) -> list[Reason]:
    found = []
    if not number.isascii() or not number.isdigit():
        found.append(reason("no_criterion", cell=cells[0], value=number))
    whole, _, part = figure.partition(".")
    if not (whole + part).isascii() or not whole.isdigit() or (part and not part.isdigit()):
        found.append(reason("no_amount", cell=cells[1], value=figure))
    elif Fraction(figure) > MOST_COST:
        found.append(reason("too_much", cell=cells[1], value=figure, most=MOST_COST))
    return found


def _written(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
