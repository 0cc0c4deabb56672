"""Numbers, days and changes as Vietnamese official reports write them.

Whole numbers under ten are written with a leading zero in running text ("05 xã"), as the plans do;
in tables and before a slash they are not.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from domain.figures import Share, round_half_up

ILLUSTRATIVE = "SỐ LIỆU MINH HỌA"

ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def whole(number: int) -> str:
    """Return ``2432`` as ``2.432``."""
    return f"{number:,}".replace(",", ".")


def padded(number: int) -> str:
    """Return a count for running text: ``5`` as ``05``, ``73`` as ``73``, ``0`` as ``0``."""
    return f"{number:02d}" if 0 < number < 10 else whole(number)


def decimal(number: Decimal, digits: int = 2) -> str:
    """Return a number with ``digits`` decimals, half up: ``16`` as ``16,00``."""
    text = f"{round_half_up(number, digits):,}"
    return text.replace(",", " ").replace(".", ",").replace(" ", ".")


def plain(number: Decimal) -> str:
    """Return a number with up to two decimals, none for a whole one: ``15,4``, ``71``."""
    rounded = round_half_up(number, 2)
    if rounded == rounded.to_integral_value():
        return whole(int(rounded))
    return decimal(rounded).rstrip("0")


def percent(share: Share) -> str:
    """Return a share as ``84,21%``; ``–`` without a whole."""
    value = share.percent(2)
    return "–" if value is None else f"{decimal(value)}%"


def ratio(share: Share) -> str:
    """Return a share as ``2.432/2.888``."""
    return f"{whole(share.part)}/{whole(share.whole)}"


def day(on: date) -> str:
    """Return a day as ``31/12/2021``."""
    return f"{on.day:02d}/{on.month:02d}/{on.year}"


def moment(on: date) -> str:
    """Return a day in running text; the last of a year is "cuối năm 2020"."""
    if (on.month, on.day) == (12, 31):
        return f"cuối năm {on.year}"
    return f"ngày {day(on)}"


def amount(delta: int, unit: str) -> str:
    """Return a change without its date: "tăng 73 tiêu chí", "không thay đổi"."""
    if delta == 0:
        return "không thay đổi"
    return f"{'tăng' if delta > 0 else 'giảm'} {padded(abs(delta))} {unit}"


def change(delta: int, unit: str, since: date) -> str:
    """Return what changed: "tăng 73 tiêu chí so với cuối năm 2020"."""
    return f"{amount(delta, unit)} so với {moment(since)}"


def decimal_change(delta: Decimal, unit: str) -> str:
    """Return a change with two decimals: "tăng 0,48 tiêu chí/xã"."""
    if delta == 0:
        return "không thay đổi"
    return f"{'tăng' if delta > 0 else 'giảm'} {decimal(abs(delta))} {unit}"


def signed(delta: int | Decimal | None) -> str:
    """Return a change for a table cell: ``+5``, ``−3``, ``0``, ``–`` when unknown."""
    if delta is None:
        return "–"
    text = whole(abs(delta)) if isinstance(delta, int) else decimal(abs(delta))
    if delta == 0:
        return text
    return f"{'+' if delta > 0 else '−'}{text}"


def joined(parts: Sequence[str]) -> str:
    """Return parts as a list in a sentence: "a, b và c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} và {parts[-1]}"


def numbers(values: Iterable[int]) -> str:
    """Return criterion numbers as ``5, 9, 16``."""
    return ", ".join(str(value) for value in values)


def lower_first(text: str) -> str:
    """Return a text with a small first letter: "Huyện Lắk" as "huyện Lắk"."""
    return text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    """Return a text with a capital first letter."""
    return text[:1].upper() + text[1:]


def hold_years(text: str) -> str:
    """Return a title in which no line ends within "2016 – 2020", "năm 2021", "ngày 31/12/2021"."""
    space = "\N{NO-BREAK SPACE}"
    text = re.sub(r"(?<!\d)(\d{4})–(\d{4})(?!\d)", rf"\1{space}–{space}\2", text)
    return re.sub(r"\b(năm|ngày|giai đoạn) (?=\d)", rf"\1{space}", text, flags=re.IGNORECASE)


def roman(number: int) -> str:
    """Return 1 as ``I``, 14 as ``XIV``; for the few dozen parts a report has.

    Raises:
        ValueError: The number is not positive.
    """
    if number < 1:
        raise ValueError(f"no Roman numeral for {number}")
    text = ""
    for value, letters in ROMAN:
        while number >= value:
            text, number = text + letters, number - value
    return text
