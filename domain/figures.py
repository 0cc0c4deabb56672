"""Arithmetic of printed figures: half-up rounding and shares with their denominators.

Source: provincial reports print averages with two decimals rounded half up
(1.586/152 = 10,43; 2.382/152 = 15,67) and a share beside its numerator and denominator.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction


def round_half_up(value: Fraction | Decimal | float | int, digits: int = 2) -> Decimal:
    """Round to ``digits`` decimals, halves away from zero.

    Args:
        value: The exact figure; a ``Fraction`` avoids binary noise.
        digits: Decimals to keep, 0 or more.
    """
    if isinstance(value, Fraction):
        value = Decimal(value.numerator) / Decimal(value.denominator)
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


@dataclass(frozen=True)
class Share:
    """A part of a whole that never loses its denominator."""

    part: int
    whole: int

    def percent(self, digits: int = 1) -> Decimal | None:
        """Return the share in percent, or ``None`` when the whole is zero (nothing to share)."""
        if self.whole == 0:
            return None
        return round_half_up(Fraction(100 * self.part, self.whole), digits)


def average(total: int, count: int) -> Decimal | None:
    """Return ``total / count`` with two decimals half up, ``None`` without any unit."""
    return round_half_up(Fraction(total, count)) if count else None
