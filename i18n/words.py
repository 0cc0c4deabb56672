"""Words and numbers in one language, for screens, files and commands alike.

Vietnamese writes 46,7% · 2.432/2.888 · 31/12/2021.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from babel.numbers import format_decimal

import i18n
from domain.figures import Share, round_half_up

MISSING = "—"
"""Shown where there is no figure; a missing figure is never a zero."""


@dataclass(frozen=True)
class Words:
    """Texts by key, numbers and dates of one language (``vi`` or ``en``)."""

    language: str = "vi"

    def text(self, key: str, **values: object) -> str:
        """Return the text of a key.

        Raises:
            KeyError: There is no such key, or the text asks for a value that was not given.
        """
        return i18n.text(self.language, key, **values)

    def has(self, key: str) -> bool:
        """Tell whether a key exists."""
        return key in i18n.load(self.language)

    def number(self, value: Decimal | float | int | None, digits: int | None = None) -> str:
        """Write a number with the language's separators, halves rounded up.

        Args:
            value: The figure; ``None`` and what is not a number are missing.
            digits: Decimals to write; without it at most two, and no trailing zeros.
        """
        if value is None or value != value:
            return MISSING
        return _written(value, digits, self.language)

    def signed(self, value: Decimal | float | int | None, digits: int | None = None) -> str:
        """Write a difference with its sign; a true minus, and no sign for what rounds to zero."""
        if value is None or value != value:
            return MISSING
        rounded = round_half_up(value, 2 if digits is None else digits)
        sign = "+" if rounded > 0 else "\N{MINUS SIGN}" if rounded < 0 else ""
        return sign + self.number(abs(rounded), digits)

    def percent(self, value: Decimal | float | None, digits: int = 1) -> str:
        """Write a percentage given in percent: 46,7%."""
        return MISSING if value is None else f"{self.number(value, digits)}%"

    def fraction(self, share: Share | None, *, is_least: bool = False) -> str:
        """Write numerator and denominator: 2.432/2.888.

        Args:
            share: What is written.
            is_least: The numerator is the fewest there can be: ≥ 20/152; of none known nothing
                is said.
        """
        if share is None or (is_least and not share.part):
            return MISSING
        text = f"{self.number(share.part)}/{self.number(share.whole)}"
        return f"≥ {text}" if is_least else text

    def share(self, share: Share | None, digits: int = 1) -> str:
        """Write a share with everything it needs: 71/152 (46,7%)."""
        if share is None:
            return MISSING
        return f"{self.fraction(share)} ({self.percent(share.percent(digits), digits)})"

    def day(self, value: date | None) -> str:
        """Write a date: 31/12/2021, or 31 Dec 2021 in English."""
        if value is None:
            return MISSING
        return value.strftime("%d/%m/%Y" if self.language == "vi" else "%d %b %Y")


# A page writes hundreds of numbers, mostly the same small ones; Babel takes 30 µs for each.
@lru_cache(maxsize=4096)
def _written(value: Decimal | float | int, digits: int | None, language: str) -> str:
    rounded = round_half_up(value, 2 if digits is None else digits)
    pattern = "#,##0.##" if digits is None else "#,##0" + ("." + "0" * digits if digits else "")
    return str(format_decimal(rounded, format=pattern, locale=language))
