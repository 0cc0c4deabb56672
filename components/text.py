"""Words and numbers as a reader of the chosen language expects them.

Vietnamese writes 46,7% · 2.432/2.888 · 31/12/2021.
"""

from datetime import date
from decimal import Decimal
from functools import lru_cache

from babel.numbers import format_decimal

import i18n
from components import state
from domain.figures import Share, round_half_up

MISSING = "—"
"""Shown where there is no figure; a missing figure is never a zero."""


def t(key: str, **values: object) -> str:
    """Return the text of a key in the reader's language.

    Raises:
        KeyError: There is no such key; tests walk every key used.
    """
    text = i18n.load(state.language())[key]
    return text.format(**values) if values else text


def has_text(key: str) -> bool:
    """Tell whether a key exists."""
    return key in i18n.load(state.language())


def number(value: Decimal | float | int | None, digits: int | None = None) -> str:
    """Write a number with the language's separators, halves rounded up.

    Args:
        value: The figure; ``None`` and what is not a number are missing.
        digits: Decimals to write; without it at most two, and no trailing zeros.
    """
    if value is None or value != value:
        return MISSING
    return _written(value, digits, state.language())


# A page writes hundreds of numbers, mostly the same small ones; Babel takes 30 µs for each.
@lru_cache(maxsize=4096)
def _written(value: Decimal | float | int, digits: int | None, language: str) -> str:
    rounded = round_half_up(value, 2 if digits is None else digits)
    pattern = "#,##0.##" if digits is None else "#,##0" + ("." + "0" * digits if digits else "")
    return str(format_decimal(rounded, format=pattern, locale=language))


def signed(value: Decimal | float | int | None, digits: int | None = None) -> str:
    """Write a difference with its sign; a true minus, and no sign for what rounds to zero."""
    if value is None or value != value:
        return MISSING
    rounded = round_half_up(value, 2 if digits is None else digits)
    sign = "+" if rounded > 0 else "\N{MINUS SIGN}" if rounded < 0 else ""
    return sign + number(abs(rounded), digits)


def percent(value: Decimal | float | None, digits: int = 1) -> str:
    """Write a percentage given in percent: 46,7%."""
    return MISSING if value is None else f"{number(value, digits)}%"


def fraction(share: Share | None) -> str:
    """Write numerator and denominator: 2.432/2.888."""
    return MISSING if share is None else f"{number(share.part)}/{number(share.whole)}"


def share_text(share: Share | None, digits: int = 1) -> str:
    """Write a share with everything it needs: 71/152 (46,7%)."""
    if share is None:
        return MISSING
    return f"{fraction(share)} ({percent(share.percent(digits), digits)})"


def day(value: date | None) -> str:
    """Write a date: 31/12/2021, or 31 Dec 2021 in English."""
    if value is None:
        return MISSING
    return value.strftime("%d/%m/%Y" if state.language() == "vi" else "%d %b %Y")
