"""Published history: figures somebody printed, with their source and standing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

PLANNED = frozenset({"plan", "target", "expected"})
"""Qualifiers of figures that were intended, not reached."""

LEVELS = frozenset({"", "provisional", "final", "before_merger"})
"""Qualifiers of figures that say how things stood at their date."""


@dataclass(frozen=True)
class HistoryFigure:
    """One published figure of a place; ``value`` is ``None`` for ranges and words."""

    on: date
    metric: str
    value: float | None
    text: str
    denominator: int | None
    qualifier: str
    set_id: str | None
    source_url: str
    verification: str
    note_vi: str

    @property
    def is_planned(self) -> bool:
        """Tell whether the figure was planned rather than reached."""
        return self.qualifier in PLANNED


def build_figure(row: Mapping[str, Any]) -> HistoryFigure:
    """Build a figure from a row of ``history.csv``."""
    return HistoryFigure(
        on=row["as_of"],
        metric=row["metric"],
        value=row["value_num"],
        text=row["value"],
        denominator=row["denominator"],
        qualifier=row["qualifier"] or "",
        set_id=row["set_id"],
        source_url=row["source_url"],
        verification=row["verification"],
        note_vi=row["source_note_vi"] or "",
    )


def series(figures: Iterable[HistoryFigure], metric: str) -> list[HistoryFigure]:
    """Return the figures of one metric that are levels or plans and have a number, by date."""
    own = [
        f
        for f in figures
        if f.metric == metric and f.value is not None and (f.is_planned or f.qualifier in LEVELS)
    ]
    return sorted(own, key=lambda f: (f.on, f.value or 0))
