"""Recognition (công nhận): a decision that a unit meets a level, which may be revoked.

"Holds every criterion now" and "recognised" are two facts (Đắk Lắk 2015: 7 communes held 19/19, 5
were recognised), so recognitions are kept apart from marks.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from domain.vocabulary import Level, Provenance


@dataclass(frozen=True)
class Recognition:
    """One recognition of a unit.

    Attributes:
        effective_on: Day from which it counts; when ``is_exact_date`` is false, the day by which
            it is known to count.
        for_year: Year the decision recognises, which may precede its date.
        revoked_on: Day of its withdrawal, if any (QĐ 18/2022/QĐ-TTg).
    """

    unit_code: str
    unit_level: str
    level: Level
    effective_on: date
    is_exact_date: bool
    provenance: Provenance
    for_year: int | None = None
    decision_number: str | None = None
    revoked_on: date | None = None
    source_url: str = ""
    note_vi: str = ""

    def holds_on(self, day: date) -> bool:
        """Tell whether the recognition is in force on a day."""
        return self.effective_on <= day and (self.revoked_on is None or day < self.revoked_on)


def levels_on(recognitions: Iterable[Recognition], day: date) -> dict[str, Level]:
    """Return the highest level each unit holds on a day; units without one are absent."""
    levels: dict[str, Level] = {}
    for item in recognitions:
        held = levels.get(item.unit_code)
        if item.holds_on(day) and (held is None or held.rank < item.level.rank):
            levels[item.unit_code] = item.level
    return levels
