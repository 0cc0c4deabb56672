"""Targets of the plans, what is known to measure them on, and what a measured figure is.

A target (mục tiêu) is a number somebody set for a date. What it counts is its ``metric``;
``domain.measures`` says how each metric is computed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from domain.assessment import Marks
from domain.figures import Share, round_half_up
from domain.vocabulary import Level


@dataclass(frozen=True)
class Target:
    """One row of ``targets.csv``; values in the unit printed there."""

    target_id: str
    plan_id: str
    scope_level: str
    scope_name: str
    metric: str
    comparator: str
    value: Decimal
    value_max: Decimal | None = None
    unit: str = ""
    criterion_no: int | None = None
    criterion_list: tuple[int, ...] = ()
    denominator: int | None = None
    stated_percent: str = ""
    increment: str = ""
    due: date | None = None
    is_cumulative: bool = True
    band_min: int | None = None
    band_max: int | None = None
    named_communes: tuple[str, ...] = ()
    set_by: str = ""
    clause: str = ""
    note_vi: str = ""
    province_code: str = ""
    district_code: str | None = None

    @property
    def printed_increment(self) -> Decimal | None:
        """Return the printed "thêm N" as a number, ``None`` when none is printed."""
        return Decimal(self.increment.lstrip("+")) if self.increment else None

    def percent_of_denominator(self, digits: int) -> Decimal | None:
        """Return value ÷ printed denominator in percent, ``None`` where no denominator is known."""
        if not self.denominator:
            return None
        return round_half_up(Fraction(self.value) * 100 / self.denominator, digits)

    @property
    def recomputed_percent(self) -> Decimal | None:
        """Return value ÷ denominator in percent, with the decimals of the printed percent.

        ``None`` when the plan prints no percent beside a count, or no denominator: nothing to
        compare. The two stand side by side; neither is corrected.
        """
        if not self.stated_percent:
            return None
        return self.percent_of_denominator(len(self.stated_percent.partition(".")[2]))


@dataclass(frozen=True)
class Evidence:
    """What is known of one scope at one date; the input of every measure.

    Attributes:
        as_of: Date of the marks and recognitions.
        set_id: Criteria set of the marks.
        marks: Marks of the communes of the province.
        level_by_commune: Highest level each commune is recognised at; absent = not recognised.
        district_by_commune: District code of each commune of the province.
        level_by_district: Level of the districts known to be recognised; ``None`` when nothing was
            ever recorded about districts, which is not the same as none.
        level_by_district_at_start: The same at the baseline date.
        knows_recognitions: Whether a commune without a level is known not to be recognised.
        codes_by_target: Commune codes of the communes a target names.
        marks_at_start: Marks of the baseline date in the same set, when there are any.
    """

    as_of: date
    set_id: str
    marks: Marks
    level_by_commune: Mapping[str, Level]
    district_by_commune: Mapping[str, str]
    level_by_district: Mapping[str, Level] | None = None
    codes_by_target: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    marks_at_start: Marks | None = None
    level_by_district_at_start: Mapping[str, Level] | None = None
    knows_recognitions: bool = True

    def communes(self, target: Target) -> list[str]:
        """Return the communes the target speaks of: its district's, or the whole province's."""
        if not target.district_code:
            return list(self.marks.index)
        wanted = target.district_code
        return [c for c in self.marks.index if self.district_by_commune.get(c) == wanted]


@dataclass(frozen=True)
class EnteredValue:
    """What staff say was achieved of a target by a day, in the target's unit.

    Attributes:
        source: Document or office it comes from; "" when not said.
        actor: Who loaded it.
        entered_on: Day it was loaded.
        origin: Name of the file, "" when it was typed on the page.
        batch_id: The load it came with.
    """

    target_id: str
    as_of: date
    value: Decimal
    source: str = ""
    note: str = ""
    actor: str = ""
    entered_on: date | None = None
    origin: str = ""
    batch_id: int = 0


@dataclass(frozen=True)
class Measurement:
    """A measured figure with what it was computed from, or the reason there is none.

    Attributes:
        value: The figure in the target's unit, ``None`` when it cannot be measured.
        share: Numerator and denominator where the figure is a count or a share.
        formula: Key of the formula's explanation (``formula.<key>`` in the texts).
        reason: Key of the reason when there is no value (``reason.<key>``).
        codes: The communes counted, for naming them.
        entered: What staff entered, where that is the figure.
    """

    value: Decimal | None
    share: Share | None = None
    formula: str = ""
    reason: str = ""
    codes: tuple[str, ...] = ()
    entered: EnteredValue | None = None


def _number(value: object) -> Decimal | None:
    """Turn 69, 69.0 or "15.4" into an exact decimal without trailing zeros; ``None`` stays."""
    if value is None or value == "":
        return None
    number = Decimal(str(value))
    whole = number.to_integral_value()
    return whole if number == whole else number.normalize()


def _integer(value: object) -> int | None:
    number = _number(value)
    return None if number is None else int(number)


def build_target(row: Mapping[str, Any]) -> Target:
    """Build a target from one row of ``targets.csv``; empty cells are ``None``.

    Raises:
        KeyError: A column is missing.
        decimal.InvalidOperation: A number cannot be read.
    """
    text = {name: "" if value is None else str(value) for name, value in row.items()}
    return Target(
        target_id=text["target_id"],
        plan_id=text["plan_id"],
        scope_level=text["scope_level"],
        scope_name=text["scope_name"],
        metric=text["metric"],
        comparator=text["comparator"],
        value=_number(row["value"]) or Decimal(0),
        value_max=_number(row["value_max"]),
        unit=text["unit"],
        criterion_no=_integer(row["criterion_no"]),
        criterion_list=tuple(int(no) for no in text["criterion_list"].split(";") if no),
        denominator=_integer(row["denominator"]),
        stated_percent=text["stated_percent"],
        increment=text["increment"],
        due=row["due"],
        is_cumulative=bool(row["is_cumulative"]),
        band_min=_integer(row["band_min"]),
        band_max=_integer(row["band_max"]),
        named_communes=tuple(name for name in text["named_communes"].split(";") if name),
        set_by=text["set_by"],
        clause=text["clause"],
        note_vi=text["note_vi"],
        province_code=text["province_code"],
        district_code=text["district_code"] or None,
    )
