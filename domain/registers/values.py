"""Reading single values as Vietnamese offices write them: days, years, amounts, folded words."""

import calendar
import math
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from domain.intake.grid import Value
from domain.vietnamese import fold

FIRST_YEAR = 2009
"""Year of the first criteria set (QĐ 491/QĐ-TTg); nothing in the registers is older."""

LAST_YEAR = 2100
"""No year of a register is later, which tells years from days counted by a spreadsheet."""

_EXCEL_EPOCH = date(1899, 12, 30)
_SERIALS = range(36526, 73051)
"""Days of 2000 to 2099 as Excel counts them; smaller numbers are years or mistakes."""

_DAY_FORMS = (
    re.compile(r"(?P<d>\d{1,2})\s*[/.-]\s*(?P<m>\d{1,2})\s*[/.-]\s*(?P<y>\d{4})"),
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?:[ T]00:00(?::00)?)?"),
    re.compile(r"(?:ngay )?(?P<d>\d{1,2}) thang (?P<m>\d{1,2}),? nam (?P<y>\d{4})"),
)
_MONTH_FORMS = (
    re.compile(r"(?:thang )?(?P<m>\d{1,2})\s*[/.-]\s*(?P<y>\d{4})"),
    re.compile(r"thang (?P<m>\d{1,2}),? nam (?P<y>\d{4})"),
)
_YEAR_FORM = re.compile(r"(?:nam )?(?P<y>\d{4})")

_AMOUNT = re.compile(r"(?P<sign>-?)(?P<number>[\d.,]+)(?P<unit>\D*)")
_UNITS = {
    "": Decimal(1),
    "tr": Decimal(1),
    "trd": Decimal(1),
    "trieu": Decimal(1),
    "trieu dong": Decimal(1),
    "ty": Decimal(1000),
    "ty dong": Decimal(1000),
}
"""What a word behind an amount makes of it, in million VND."""

_THOUSANDS_BY_DOT = re.compile(r"[1-9]\d{0,2}(\.\d{3})+(,\d+)?")
_DECIMAL_COMMA = re.compile(r"\d+,\d+")
_THOUSANDS_BY_COMMA = re.compile(r"[1-9]\d{0,2}((,\d{3})+\.\d+|(,\d{3}){2,})")
_DECIMAL_DOT = re.compile(r"\d+(\.\d+)?")
_EITHER_BY_COMMA = re.compile(r"[1-9]\d{0,2},\d{3}")
_EITHER_BY_DOT = re.compile(r"[1-9]\d{0,2}\.\d{3}")


@dataclass(frozen=True)
class Day:
    """A day as written.

    Attributes:
        value: The day; the last one of a month or year.
        first: The day, or the first one of the month or year.
        is_serial: It was the number a spreadsheet keeps for a day.
    """

    value: date
    first: date
    is_serial: bool = False

    @property
    def is_exact(self) -> bool:
        """Tell whether a day was written, not just a month or year."""
        return self.value == self.first


@dataclass(frozen=True)
class Amount:
    """An amount as written; ``is_guess`` when another reading of the separators is thinkable."""

    value: Decimal
    is_guess: bool = False


class AmbiguousAmountError(ValueError):
    """A text such as "1,234", which is one and a bit or one thousand two hundred."""


def clean(value: Value) -> str:
    """Return a cell as one line of text in NFC; whole numbers without decimals."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    return " ".join(unicodedata.normalize("NFC", str(value)).split())


@lru_cache(maxsize=4096)
def fold_words(text: str) -> str:
    """Return a text without marks, case, punctuation and what stands in brackets."""
    plain = re.sub(r"\([^()]*\)", " ", fold(text))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", plain).split())


def parse_day(value: Value, allow_year: bool = False) -> Day | None:
    """Return the day a cell names, ``None`` when it names none.

    Args:
        value: A date, the number a spreadsheet keeps for it, or a text: day before month.
        allow_year: A month or year alone stands for its last day.
    """
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        year = _year_shown_as_day(value)
        return _span(str(year)) if year and allow_year else Day(value, value)
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float) and math.isfinite(value) and int(value) in _SERIALS:
        day = _EXCEL_EPOCH + timedelta(days=int(value))
        return Day(day, day, is_serial=True)
    text = fold(clean(value))
    for form in _DAY_FORMS:
        if found := form.fullmatch(text):
            day_or_none = _date(int(found["y"]), int(found["m"]), int(found["d"]))
            return Day(day_or_none, day_or_none) if day_or_none else None
    return _span(text) if allow_year else None


def _year_shown_as_day(value: date) -> int | None:
    """Return 2015 for 07/07/1905: what a year becomes in a cell formatted as a date."""
    serial = (value - _EXCEL_EPOCH).days
    return serial if FIRST_YEAR <= serial <= LAST_YEAR else None


def _span(text: str) -> Day | None:
    for form in _MONTH_FORMS:
        if found := form.fullmatch(text):
            first = _date(int(found["y"]), int(found["m"]), 1)
            if first is None:
                return None
            return Day(first.replace(day=calendar.monthrange(first.year, first.month)[1]), first)
    found = _YEAR_FORM.fullmatch(text)
    first = _date(int(found["y"]), 1, 1) if found else None
    return Day(first.replace(month=12, day=31), first) if first else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def parse_year(value: Value) -> int | None:
    """Return the year a cell names ("2021", "năm 2021", 2021.0), ``None`` when it names none."""
    if isinstance(value, date):
        return _year_shown_as_day(value)
    if isinstance(value, bool):
        return None
    found = _YEAR_FORM.fullmatch(fold(clean(value)))
    return int(found["y"]) if found else None


def parse_amount(value: Value) -> Amount | None:
    """Return an amount in the unit of its column, ``None`` when the cell holds no number.

    A dot before groups of three separates thousands ("1.234,5" is 1234.5), a comma decimals; the
    English way is understood where it cannot be anything else ("1,234,567.8"). A single "1.234" is
    read the Vietnamese way and flagged.

    Raises:
        AmbiguousAmountError: A single comma before three digits.
    """
    if isinstance(value, bool | date):
        return None
    if isinstance(value, int | float):
        # The text of a number is shorter than its binary value: 0.1 stays 0.1.
        return Amount(Decimal(str(value))) if math.isfinite(value) else None
    return _parse_written(fold(clean(value)))


def _parse_written(text: str) -> Amount | None:
    if text.startswith("(") and text.endswith(")"):  # accountants' minus
        text = f"-{text[1:-1]}"
    text = re.sub(r"(?<=\d) (?=\d{3}(\D|$))", "", text.replace("\N{MINUS SIGN}", "-"))
    found = _AMOUNT.fullmatch(text.replace("- ", "-"))
    unit = _UNITS.get(" ".join(found["unit"].rstrip(".").split())) if found else None
    if found is None or unit is None:
        return None
    number = _number(found["number"])
    if number is None:
        return None
    is_guess = _EITHER_BY_DOT.fullmatch(found["number"]) is not None
    return Amount((-number if found["sign"] else number) * unit, is_guess)


def _number(digits: str) -> Decimal | None:
    if _EITHER_BY_COMMA.fullmatch(digits):
        raise AmbiguousAmountError(digits)
    if _THOUSANDS_BY_DOT.fullmatch(digits) or _DECIMAL_COMMA.fullmatch(digits):
        return Decimal(digits.replace(".", "").replace(",", "."))
    if _THOUSANDS_BY_COMMA.fullmatch(digits) or _DECIMAL_DOT.fullmatch(digits):
        return Decimal(digits.replace(",", ""))
    return None
