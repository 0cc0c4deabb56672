"""What a target counts, asks for and has reached, in words; the same on screen and on slides."""

from datetime import date

from domain.board import TargetStanding
from domain.targets import Target
from domain.words import Words

COMPARATORS = {">=": "≥ ", ">": "> ", "<=": "≤ ", "~": "≈ "}


def unit_name(words: Words, unit: str, figure: str = "") -> str:
    """Name a unit, "" where it has no name.

    Args:
        words: The language.
        unit: The unit.
        figure: The number the word follows, as written.
    """
    return words.text(f"unit.{unit}", value=figure) if words.has(f"unit.{unit}") else ""


def target_value(words: Words, target: Target) -> str:
    """Write a target's value with its comparator and unit: "≥ 71 xã", "13,5–14 tiêu chí/xã"."""
    unit = unit_name(words, target.unit, words.number(target.value_max or target.value))
    if target.comparator == "range":
        figure = f"{words.number(target.value)}–{words.number(target.value_max)}"
    else:
        figure = f"{COMPARATORS.get(target.comparator, '')}{words.number(target.value)}"
    return figure + (unit if unit == "%" else f" {unit}" if unit else "")


def due_text(words: Words, due: date | None) -> str:
    """Write a due date; the last day of a year is what plans mean by the bare year."""
    if due is not None and (due.month, due.day) == (12, 31):
        return str(due.year)
    return words.day(due)


def metric_name(words: Words, target: Target, criterion_name: str = "") -> str:
    """Name what a target counts, with its criterion or band where it has one."""
    if target.metric == "communes_in_band" and target.band_min is not None:
        low, high = target.band_min, target.band_max
        band = str(low) if low == high else f"{low}–{high}"
        return words.text("metric.communes_in_band", band=band)
    if target.criterion_no and target.metric == "communes_meeting_criterion":
        text = words.text("metric.criterion", no=target.criterion_no, name=criterion_name)
        return text.strip(" ·")
    if target.criterion_list and target.metric == "criteria_group_share":
        first, last = target.criterion_list[0], target.criterion_list[-1]
        return words.text("metric.group", first=first, last=last)
    return words.text(f"metric.{target.metric}")


def actual_text(words: Words, standing: TargetStanding) -> str:
    """Write a measured figure in its target's unit, with numerator and denominator."""
    measured, target = standing.measurement, standing.target
    if measured.value is None:
        return words.text("figure.none")
    if target.unit == "percent":
        figure = words.percent(measured.value)
        return f"{figure} ({words.fraction(measured.share)})" if measured.share else figure
    if target.unit == "criteria_per_commune":
        return words.number(measured.value, 2)
    if measured.share is not None and target.unit in ("communes", "district_units"):
        return words.fraction(measured.share)
    return words.number(measured.value)
