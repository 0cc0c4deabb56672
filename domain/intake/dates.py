"""Dates as titles and cells write them; of a period, its last day."""

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from domain.intake.grid import Value

_DAY = r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2})(?!\d)"
_LONG_DAY = r"(\d{1,2})\s*tháng\s*(\d{1,2})\s*năm\s*(\d{4})"
_YEAR = r"(?:năm|/|-|\.|,)?\s*(?:năm\s*)?((?:19|20)\d{2})(?!\d)"
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_QUARTER = re.compile(rf"(?:quý|quí|\bq)\s*\.?\s*(iv|i{{1,3}}|[1-4])\s*{_YEAR}")
_MONTHS = re.compile(rf"(\d{{1,2}})\s*tháng\s*(?:đầu\s*)?{_YEAR}")
_MONTHS_WORD = {"sáu": "6", "chín": "9", "ba": "3"}
_HALF = re.compile(rf"nửa đầu\s*{_YEAR}")
_MONTH = re.compile(rf"(?:tháng|\bt)\s*(\d{{1,2}})\s*{_YEAR}")
_YEAR_ONLY = re.compile(r"(?:cuối |hết |cả )?năm\s*(\d{4})(?!\d)")
_ISO = re.compile(r"(?<!\d)((?:19|20)\d{2})-(\d{1,2})-(\d{1,2})(?!\d)")
_TO_DAY = re.compile(
    rf"(?:tính đến|tính tới|đến hết|đến thời điểm|thời điểm|đến|tới|hết|ngày chốt|chốt|kỳ)"
    rf"(?:\s*(?:số liệu|hết|ngày|thời điểm|:))*\s*(?:{_DAY}|{_LONG_DAY})"
)
_ANY_DAY = re.compile(rf"(?<![\d/])(?:{_DAY}|{_LONG_DAY})")
_DOCUMENT = re.compile(
    r"(?:kèm theo|ban hành|quyết định|công văn|báo cáo số|kế hoạch số|nghị quyết|thông tư|tờ trình"
    r"|văn bản|nghị định|qđ|bc-|cv-)"
)
_SIGNING = re.compile(r"^(?:[^\d(]{0,60},\s*ngày\s*[\d.…]*\s*tháng|[^\d(,]{0,30},\s*ngày\s*\d)")
_SPAN = re.compile(r"giai đoạn\s*(?:từ\s*)?(?:năm\s*)?\d{4}\s*(?:-|đến)\s*(?:năm\s*)?\d{4}")
LONGEST = 400

EXACT, DAY, PERIOD, YEAR = 4, 3, 2, 1
"""How surely a text gives the date of the figures: "tính đến ngày …", a day, a quarter, a year."""


@dataclass(frozen=True)
class FoundDate:
    """A date a text gives.

    Attributes:
        day: ``None`` when it is written but cannot be ("31/6/2021").
        rank: :data:`EXACT` … :data:`YEAR`; the highest of a sheet counts.
    """

    day: date | None
    rank: int


def find_date(text: str) -> FoundDate | None:
    """Return the date of the figures that a title gives, ``None`` when it gives none.

    Not taken: the date of a document ("kèm theo Báo cáo … ngày"), the day of signing
    ("Lạng Sơn, ngày 05 tháng 7 năm 2021"), a span ("giai đoạn 2021-2025").
    """
    plain = " ".join(unicodedata.normalize("NFC", text).lower().replace("–", "-").split())
    if len(plain) > LONGEST or _SIGNING.match(plain):
        return None
    plain = _SPAN.sub(" ", plain)
    for word, figure in _MONTHS_WORD.items():
        plain = re.sub(rf"\b{word} tháng", f"{figure} tháng", plain)
    said = _TO_DAY.search(plain)
    if said is not None:
        return FoundDate(_from_groups(said.groups()), EXACT)
    document = _DOCUMENT.search(plain)
    if document is not None:
        plain = plain[: document.start()]
    said = _ANY_DAY.search(plain)
    if said is not None:
        return FoundDate(_from_groups(said.groups()), DAY)
    iso = _ISO.search(plain)
    if iso is not None:
        year, month, day = (int(part) for part in iso.groups())
        return FoundDate(_make(year, month, day), DAY)
    return _period(plain)


def read_day(value: Value) -> date | None:
    """Return the day of a cell of a date column: a day, "31/12/2021", "Quý IV/2021"."""
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        is_year = isinstance(value, int) and 1990 <= value <= 2100
        return date(int(value or 0), 12, 31) if is_year else None
    found = find_date(value)
    return found.day if found else None


def _period(plain: str) -> FoundDate | None:
    """Return the last day of a quarter, of some first months, of a month or a year."""
    quarter = _QUARTER.search(plain)
    if quarter is not None:
        return FoundDate(_month_end(int(quarter.group(2)), 3 * _QUARTERS[quarter.group(1)]), PERIOD)
    half = _HALF.search(plain)
    if half is not None:
        return FoundDate(_month_end(int(half.group(1)), 6), PERIOD)
    for pattern in (_MONTHS, _MONTH):
        said = pattern.search(plain)
        if said is not None:
            return FoundDate(_month_end(int(said.group(2)), int(said.group(1))), PERIOD)
    year = _YEAR_ONLY.search(plain)
    return FoundDate(_month_end(int(year.group(1)), 12), YEAR) if year is not None else None


def _from_groups(groups: tuple[str | None, ...]) -> date | None:
    """Return the day of the groups of two alternatives, of which one has matched."""
    day, month, year = (int(part) for part in groups if part is not None)
    return _make(year + 2000 if year < 100 else year, month, day)


def _make(year: int, month: int, day: int) -> date | None:
    if not 1 <= month <= 12 or not 1990 <= year <= 2100:
        return None
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return date(year, month, day)


def _month_end(year: int, month: int) -> date | None:
    if not 1 <= month <= 12 or not 1990 <= year <= 2100:
        return None
    first_of_next = date(year + month // 12, month % 12 + 1, 1)
    return first_of_next - timedelta(days=1)
