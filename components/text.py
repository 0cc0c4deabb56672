"""Words and numbers in the reader's language; how each is written stands in ``i18n.words``."""

from datetime import date
from decimal import Decimal

from components import state
from domain.figures import Share
from i18n.words import MISSING, Words

__all__ = [
    "MISSING",
    "day",
    "fraction",
    "has_text",
    "number",
    "percent",
    "plain",
    "share_text",
    "signed",
    "t",
    "words",
]


def words() -> Words:
    """Return the reader's language."""
    return Words(state.language())


def t(key: str, **values: object) -> str:
    """Return the text of a key in the reader's language.

    Raises:
        KeyError: There is no such key; tests walk every key used.
    """
    return words().text(key, **values)


def has_text(key: str) -> bool:
    """Tell whether a key exists."""
    return words().has(key)


def number(value: Decimal | float | int | None, digits: int | None = None) -> str:
    """Write a number; see :meth:`i18n.words.Words.number`."""
    return words().number(value, digits)


def signed(value: Decimal | float | int | None, digits: int | None = None) -> str:
    """Write a difference with its sign; see :meth:`i18n.words.Words.signed`."""
    return words().signed(value, digits)


def percent(value: Decimal | float | None, digits: int = 1) -> str:
    """Write a percentage given in percent: 46,7%."""
    return words().percent(value, digits)


def fraction(share: Share | None, *, is_least: bool = False) -> str:
    """Write numerator and denominator; see :meth:`i18n.words.Words.fraction`."""
    return words().fraction(share, is_least=is_least)


def share_text(share: Share | None, digits: int = 1) -> str:
    """Write a share with everything it needs: 71/152 (46,7%)."""
    return words().share(share, digits)


def day(value: date | None) -> str:
    """Write a date: 31/12/2021, or 31 Dec 2021 in English."""
    return words().day(value)


def plain(text: str) -> str:
    """Return a text for a place that reads markdown, without signs it would take for its own.

    Labels and help of widgets read markdown too. What people wrote goes through here, or an image
    or a link of theirs would stand on the page. ``>`` and ``#`` mean something only where a line
    begins; elsewhere they stay, because the name read aloud to the blind is the text as it is here.
    """
    lines = text.split("\n")
    escaped = ("".join(f"\\{s}" if s in "\\`*_[]<$|~:" else s for s in line) for line in lines)
    return "\n".join(f"\\{line}" if line.startswith((">", "#")) else line for line in escaped)
