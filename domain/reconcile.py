"""Reconciliation: what the loaded communes add up to against what was published for that date."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.assessment import Summary
from domain.figures import round_half_up


@dataclass(frozen=True)
class Published:
    """One published figure of a province at a date.

    Attributes:
        metric: ``communes_ntm``, ``criteria_total``, ``avg_criteria``, ``band_15_18``,
            ``criterion_met`` …
        value: Figure as published.
        text: Its digits as printed.
        criterion_no: For ``criterion_met``.
        source_url: Where it was published.
        verification: ``verified`` or ``derived``.
        qualifier: ``provisional``, ``final``, ``plan`` … or empty.
    """

    metric: str
    on: date
    value: Decimal
    text: str
    criterion_no: int | None = None
    denominator: int | None = None
    source_url: str = ""
    verification: str = "verified"
    qualifier: str = ""


@dataclass(frozen=True)
class ReconciliationLine:
    """A published figure beside the computed one; ``difference`` = computed − published."""

    published: Published
    computed: Decimal
    difference: Decimal

    @property
    def holds(self) -> bool:
        """Tell whether the two agree."""
        return self.difference == 0


def reconcile(
    summary: Summary, published: Iterable[Published], *, is_least: bool = False
) -> list[ReconciliationLine]:
    """Compare every published figure that the summary can answer.

    Where not all recognised communes are known (``is_least``), their count can contradict a
    published one only by exceeding it.

    Published figures with fewer decimals are compared at their own precision (a printed ``16`` for
    an average of 15,96 agrees), figures of metrics the summary does not hold are left out.
    """
    lines = []
    for figure in published:
        computed = _computed(summary, figure)
        if computed is None:
            continue
        if is_least and figure.metric == "communes_ntm" and computed < figure.value:
            continue
        computed = round_half_up(computed, _decimals(figure.value))
        lines.append(ReconciliationLine(figure, computed, computed - figure.value))
    return lines


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _computed(summary: Summary, figure: Published) -> Decimal | None:
    match figure.metric:
        case "communes_ntm":
            return Decimal(len(summary.recognised_codes))
        case "communes_total":
            return Decimal(summary.communes)
        case "criteria_total":
            return Decimal(summary.criteria_met_total)
        case "avg_criteria":
            return summary.average
        case "criterion_met":
            counts = {c.criterion_no: c.met for c in summary.per_criterion}
            met = counts.get(figure.criterion_no or 0)
            return None if met is None else Decimal(met)
        case metric if metric.startswith("band_"):
            low, high = band_range(metric)
            inside = (n for met, n in summary.histogram.items() if low <= met <= high)
            return Decimal(sum(inside)) if summary.is_complete else None
        case _:
            return None


def band_range(metric: str) -> tuple[int, int]:
    """Return the counts a band metric covers: ``band_15_18`` 15–18, ``band_lt5`` 0–4, ``band_19``.

    Raises:
        ValueError: The name is not that of a band.
    """
    tail = metric.removeprefix("band_")
    if tail.startswith("lt"):
        return 0, int(tail[2:]) - 1
    low, _, high = tail.partition("_")
    return int(low), int(high or low)
