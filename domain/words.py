"""What rules that write sentences need of a language; ``i18n.words.Words`` is handed in."""

from datetime import date
from decimal import Decimal
from typing import Protocol

from domain.figures import Share


class Words(Protocol):
    """Texts, numbers and dates of one language."""

    @property
    def language(self) -> str:
        """Return ``vi`` or ``en``."""

    def text(self, key: str, **values: object) -> str:
        """Return the text of a key with its values filled in."""

    def has(self, key: str) -> bool:
        """Tell whether a key exists."""

    def number(self, value: Decimal | float | int | None, digits: int | None = None) -> str:
        """Write a number."""

    def signed(self, value: Decimal | float | int | None, digits: int | None = None) -> str:
        """Write a difference with its sign."""

    def percent(self, value: Decimal | float | None, digits: int = 1) -> str:
        """Write a percentage given in percent."""

    def fraction(self, share: Share | None, *, is_least: bool = False) -> str:
        """Write numerator and denominator."""

    def share(self, share: Share | None, digits: int = 1) -> str:
        """Write numerator, denominator and percentage."""

    def day(self, value: date | None) -> str:
        """Write a date."""
