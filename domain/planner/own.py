"""Targets somebody sets for one question only, in the same kinds as those of the plans.

Written ``KIND[:WHAT][@DISTRICT]=VALUE``: ``recognised=100``, ``recognised@648=10``,
``average=16.5``, ``minimum@664=13``, ``criterion:5=120``, ``group:2;3;4=50`` (percent of communes),
``band:10-14=70`` (exactly so many), ``named:24247;24250=2``.
"""

import math
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from domain.planner.problem import Kind, Requirement
from domain.situation import Situation

OWN = "own:"
KINDS = ("recognised", "average", "minimum", "criterion", "group", "band", "named")
PERCENT = 100
MOST = 1_000_000
"""Beyond any count of communes there is."""
_WRITTEN = re.compile(r"([a-z]+)(?::([\d;-]+))?(?:@(\d+))?=(\S+)")


class OwnTargetError(ValueError):
    """An own target cannot be used; ``why`` is the key of the explanation."""

    def __init__(self, why: str, text: str) -> None:
        super().__init__(f"{why}: {text}")
        self.why, self.text = why, text


@dataclass(frozen=True)
class OwnTarget:
    """One own target.

    Attributes:
        kind: One of ``KINDS``.
        value: Communes; criteria for ``average`` and ``minimum``; percent for ``group``.
        district_code: Counts the communes of this district only; empty = all of the problem.
        numbers: Criteria (``criterion``: one, ``group``: several).
        low: Fewest criteria of a band.
        high: Most criteria of a band.
        codes: Communes of ``named``.
    """

    kind: str
    value: Decimal
    district_code: str = ""
    numbers: tuple[int, ...] = ()
    low: int = 0
    high: int = 0
    codes: tuple[str, ...] = ()

    @property
    def target_id(self) -> str:
        """Return the name it goes by: what it counts, without the value."""
        what = {
            "criterion": ";".join(map(str, self.numbers)),
            "group": ";".join(map(str, self.numbers)),
            "band": f"{self.low}-{self.high}",
            "named": ";".join(self.codes),
        }.get(self.kind, "")
        place = f"@{self.district_code}" if self.district_code else ""
        return f"{OWN}{self.kind}{f':{what}' if what else ''}{place}"


def read_own(text: str) -> OwnTarget:
    """Read an own target as it is written.

    Raises:
        OwnTargetError: ``unreadable``.
    """
    found = _WRITTEN.fullmatch(text.strip())
    if found is None or found[1] not in KINDS:
        raise OwnTargetError("unreadable", text)
    kind, what, place, figure = found.groups()
    try:
        value = Decimal(figure.replace(",", "."))
        parts = tuple(re.split("[;-]", what)) if what else ()
        whole = tuple(map(int, parts))
    except (InvalidOperation, ValueError) as error:
        raise OwnTargetError("unreadable", text) from error
    is_right = {"criterion": len(whole) == 1, "band": len(whole) == 2}.get(
        kind, bool(whole) == (kind in ("group", "named"))
    )
    if not is_right or not value.is_finite() or not 0 <= value <= MOST:
        raise OwnTargetError("unreadable", text)
    target = OwnTarget(kind, value, place or "")
    if kind == "band":
        return OwnTarget(kind, value, place or "", low=whole[0], high=whole[1])
    if kind == "named":
        return OwnTarget(kind, value, place or "", codes=tuple(sorted(set(parts))))
    return OwnTarget(kind, value, place or "", numbers=whole) if whole else target


def own_requirement(
    target: OwnTarget, situation: Situation, *, is_soft: bool = False
) -> Requirement:
    """Return what an own target asks for.

    Args:
        target: The target.
        situation: Marks and units it speaks of.
        is_soft: Whether a band may be missed where it cannot hold.

    Raises:
        OwnTargetError: ``no_district``, ``no_commune``, ``no_criterion`` or ``no_band``: it names
            what the situation does not hold.
    """
    codes = _codes(target, situation)
    if not set(target.numbers) <= set(situation.criteria_set.numbers):
        raise OwnTargetError("no_criterion", target.target_id)
    name, value = target.target_id, Fraction(target.value)
    least = math.ceil(value)
    communes = len(codes) or len(situation.marks)
    match target.kind:
        case "average":
            return Requirement(name, Kind.TOTAL, codes, math.ceil(value * communes))
        case "minimum":
            return Requirement(name, Kind.BELOW, codes, at_most=0, low=least)
        case "criterion":
            return Requirement(name, Kind.CRITERION, codes, least, numbers=target.numbers)
        case "group":
            count = math.ceil(value * communes / PERCENT)
            kind = Kind.GROUP if len(target.numbers) > 1 else Kind.CRITERION
            return Requirement(name, kind, codes, count, numbers=target.numbers)
        case "band":
            if not 0 <= target.low <= target.high <= situation.criteria_set.size:
                raise OwnTargetError("no_band", target.target_id)
            return Requirement(
                name,
                Kind.BAND,
                codes,
                least,
                least,
                low=target.low,
                high=target.high,
                is_soft=is_soft,
            )
    return Requirement(name, Kind.RECOGNISED, codes, least)


def _codes(target: OwnTarget, situation: Situation) -> tuple[str, ...]:
    if target.codes:
        if not set(target.codes) <= set(situation.marks.index):
            raise OwnTargetError("no_commune", target.target_id)
        return target.codes
    if not target.district_code:
        return ()
    by_commune = situation.district_by_commune
    codes = [c for c in situation.marks.index if by_commune.get(c) == target.district_code]
    if not codes:
        raise OwnTargetError("no_district", target.target_id)
    return tuple(sorted(str(code) for code in codes))
